"""Finding: what is known about a question, for its readers only, and what becomes of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, sight
from knowledge.charter import Charter
from knowledge.filters import NO_FILTERS, Filters
from knowledge.roster import Roster
from knowledge.routing import Candidate, Decision, Guess, Verdict, decide
from knowledge.search.analysis import words
from knowledge.search.hollow import hollow
from knowledge.search.index import Hit, Index
from knowledge.search.semantic import Vector
from knowledge.sight import Reader
from knowledge.stopwatch import Lap, Stopwatch, unwatched

HUSHED = (Verdict.CRISIS, Verdict.SILENT)


@dataclass(frozen=True)
class Finder:
    """A question and what it is decided from: of the entries, what its reader may see."""

    text: str
    asker: str
    reader: Reader
    index: Index
    charter: Charter
    roster: Roster
    workspace: str
    meaning: Vector | None = None  # of the question, if a model found it in time
    stopwatch: Stopwatch = unwatched

    async def decide(self, session: AsyncSession, filters: Filters) -> Decision:
        """What becomes of the question if only these entries are looked at."""
        with self.stopwatch(Lap.SEARCH):
            guesses = self.index.topics(self.text, meaning=self.meaning, **self._seen)
            hits = self._hits(filters)
        return decide(
            await self._candidates(session, hits),
            [Guess(guess.topic, guess.certainty) for guess in guesses],
            asker=self.asker,
            charter=self.charter,
            roster=self.roster,
            wished=filters.topic,
            says_little=says_little(self.text),
        )

    async def elsewhere(self, session: AsyncSession, decision: Decision, filters: Filters) -> int:
        """How many entries the same question would show without filters, if they left nothing."""
        if not filters or decision.entries or decision.verdict in HUSHED:
            return 0
        return len((await self.decide(session, NO_FILTERS)).entries)

    def _hits(self, filters: Filters) -> list[Hit]:
        return self.index.search(
            self.text,
            meaning=self.meaning,
            **self._seen,
            topic=filters.topic,
            kind=filters.kind,
            lang=filters.lang,
        )

    async def _candidates(self, session: AsyncSession, hits: list[Hit]) -> list[Candidate]:
        numbers = [int(hit.key) for hit in hits]
        known = await entries.of_numbers(session, self.workspace, numbers)
        return [
            Candidate(int(hit.key), known[int(hit.key)].topic, hit.confidence, hit.evidence)
            for hit in hits
            if int(hit.key) in known
            and sight.may_see(known[int(hit.key)], self.reader, self.charter)
        ]

    @property
    def _seen(self) -> dict[str, Any]:
        """What search may look at."""
        within = sight.topics_open_to(self.reader, self.charter)
        return {"audiences": self.reader.audiences, "within": within}


def says_little(text: str) -> bool:
    """Whether a question holds only words that every question has, and figures."""
    return hollow([word for word in words(text) if not word.isdigit()])
