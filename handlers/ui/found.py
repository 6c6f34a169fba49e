"""Found: the parts of a reply: what was found, who would know, and the buttons beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from handlers.locale import Words
from handlers.ui import duplicates, feedback, flags
from handlers.ui.blocks import Block, Blocks, actions, button, context, section, sections
from handlers.ui.reviewing import OPEN_ENTRY, open_button
from handlers.ui.terms import as_quote, bold, facts, topic_name
from handlers.ui.text import escape, excerpt, is_short, marked_line, moment, passages, person
from handlers.ui.upkeep import badge
from handlers.ui.waiting import asked_blocks
from knowledge.asking import Outcome
from knowledge.charter import Localised, Topic
from knowledge.entry import TITLE_LIMIT, Entry
from knowledge.question import Feedback, Way
from knowledge.routing import Nearest, Rule, Verdict, may_say
from knowledge.search.highlight import Sought, sought
from knowledge.search.passage import closest
from knowledge.verification import standing
from knowledge.worktime import WorkingTime

SHARE = "question_share"
WHY = "question_why"
ASK_PERSON = "question_ask_person"
ANSWER = 1200
"""Characters of an answer that are shown at once."""
NEAR = 300
"""Characters of an answer that may be another one's."""


@dataclass(frozen=True)
class Case:
    """What is replied to: the outcome, the moment, names for buttons, and the asker's wish.

    `caveats` are those of the entries that others contradict, by number.
    """

    outcome: Outcome
    now: datetime
    names: Mapping[str, str]
    wants_person: bool = False
    caveats: Mapping[int, duplicates.Caveat] = field(default_factory=dict)

    @property
    def question(self) -> int:
        return self.outcome.question.id

    @property
    def asker(self) -> str:
        return self.outcome.question.asker

    @cached_property
    def sought(self) -> Sought:
        """What the question asks for in the entries that are shown."""
        return sought(
            self.outcome.question.text,
            [
                text
                for entry in self.outcome.entries
                for text in (entry.title, *entry.wordings, entry.body)
            ],
        )

    def badge(self, _: Words, entry: Entry) -> str:
        """Whether it is known to be true today."""
        charter, gone = self.outcome.charter, self.outcome.roster.gone
        return badge(_, entry, standing(entry, charter, gone, self.now))

    @property
    def was_no_help(self) -> bool:
        """Whether the asker said so."""
        return self.outcome.question.feedback is Feedback.NOT_HELPFUL

    @property
    def topic(self) -> Topic | None:
        return self.outcome.charter.topic(self.outcome.decision.topic)

    @property
    def says_little(self) -> bool:
        """Whether the question holds only words that every question has, or figures."""
        return any(reason.rule is Rule.SAYS_LITTLE for reason in self.outcome.decision.reasons)

    @property
    def was_asked_for(self) -> bool:
        """Whether the asker wished to ask somebody, whatever is found."""
        return any(reason.rule is Rule.ASKED_FOR for reason in self.outcome.decision.reasons)

    def due(self, nearest: Nearest) -> datetime:
        """By when this person would owe the answer, were they asked now."""
        return self._time_of(nearest).add(self.now, nearest.answer)

    def back(self, nearest: Nearest) -> datetime | None:
        """When this person is at work again; None: they are now."""
        back = self._time_of(nearest).next_working(self.now)
        return back if back and back > self.now else None

    def _time_of(self, nearest: Nearest) -> WorkingTime:
        return self.outcome.roster.time_of(nearest.person, self.outcome.charter)

    def topic_name(self, _: Words) -> str:
        """The topic's name, ready to be shown in bold."""
        return escape(topic_name(_, self.outcome.charter, self.outcome.decision.topic))


def statement(_: Words, said: Localised | None) -> list[Block]:
    """What the charter says, as a quotation."""
    return sections(passages(as_quote(said.in_(_.language)))) if said else []


def entry_shown(_: Words, case: Case) -> list[Block | None]:
    """The best entry, its best passage or all of it."""
    best = case.outcome.entries[0]
    part = "" if is_short(best.body, ANSWER) else _("*An excerpt*: “Read in full” shows the rest")
    return [
        section(bold(best.title)),
        context(wording_shown(_, case, best)),
        section(_excerpt(case, best, ANSWER)),
        context(_doubt(_, case, best)),
        duplicates.caveat(_, case.caveats.get(best.id)),
        context(part, *facts(_, best, case.outcome.charter), case.badge(_, best)),
    ]


def _doubt(_: Words, case: Case, entry: Entry) -> str:
    return flags.caveat(_, doubted=entry.id in case.outcome.doubted)


def wording_shown(_: Words, case: Case, entry: Entry) -> str:
    """Another wording, if it says more of what was asked than the title."""
    wordings = (entry.title, *entry.wordings)
    best = closest(case.sought, wordings)
    told = marked_line(wordings[best], TITLE_LIMIT, case.sought)
    return f"{_('Also asked as:')} {told}" if best else ""


def _excerpt(case: Case, entry: Entry, limit: int) -> str:
    """The answer's beginning, or the passage that says more of what the title does not say."""
    return excerpt(entry.body, limit, case.sought, above=[entry.title])


def entry_buttons(_: Words, case: Case) -> list[Block | None]:
    """Read it, and say whether it helped."""
    best = case.outcome.entries[0]
    helpful = feedback.helpful_buttons(_, case.outcome.question)
    return [open_button(_, best), *helpful, flags.flag_button(_, best.id)]


def said(_: Words, case: Case) -> Block | None:
    """What the asker has said of it, if anything."""
    may_ask = case.outcome.decision.nearest is not None and case.outcome.escalation is None
    return feedback.said(_, case.outcome.question, may_ask=may_ask)


def share_button(_: Words, case: Case, entry: Entry) -> Block | None:
    """Only where the others haven't seen it, all of them may, and the asker may say so."""
    question = case.outcome.question
    channel = question.channel or "D"
    unseen = not question.is_public and not question.shared_at and not channel.startswith("D")
    is_theirs = case.outcome.decision.verdict is Verdict.ANSWER
    may = is_theirs or may_say(case.asker, entry.topic, case.outcome.charter)
    if not unseen or not may or entry.audience not in (None, channel):
        return None
    in_thread = question.way is Way.MENTION
    label = _("Share in the thread") if in_thread else _("Share in channel")
    return button(label, SHARE, f"{question.id}:{entry.id}")


def options(_: Words, case: Case, *, choose: bool = True) -> list[Blocks]:
    """Entries that may be meant, each with buttons to read it, to `choose` it and to share it."""
    return [_option(_, case, entry, choose) for entry in case.outcome.entries]


def _option(_: Words, case: Case, entry: Entry, choose: bool) -> list[Blocks]:
    wording, body = wording_shown(_, case, entry), _excerpt(case, entry, NEAR)
    text = "\n".join(filter(None, (bold(entry.title), wording, body, _doubt(_, case, entry))))
    choice = feedback.choose_button(_, case.outcome.question, entry.id) if choose else None
    share = share_button(_, case, entry) if choose else None
    flag = flags.flag_button(_, entry.id)
    return [
        section(text),
        duplicates.caveat(_, case.caveats.get(entry.id)),
        actions(button(_("Open"), OPEN_ENTRY, entry.id), choice, share, flag),
    ]


def offer(_: Words, case: Case, *, choose: bool = False) -> list[Blocks]:
    """Who would know, by when, and the button that asks them; or what happened to the question.

    `choose`: there are entries above to choose from, or none of them.
    """
    told = asked(_, case) or section(who_and_when(_, case))
    none = feedback.none_button(_, case.outcome.question) if choose else None
    return [told, actions(none, ask_button(_, case), why_button(_, case))]


def who_and_when(_: Words, case: Case) -> str:
    """Who would answer, and by when, if they were asked now."""
    nearest = case.outcome.decision.nearest
    if nearest is None:
        return _("The charter names nobody I could ask. Please tell your lead.")
    due = moment(case.due(nearest), _)
    promise = _("If you ask now, you have an answer by {due}.", due=due)
    if case.outcome.for_outsider:
        return f"{_knows(_, nearest)} {promise}"
    told = (_who(_, nearest), _back(_, case.back(nearest)), promise)
    return " ".join(filter(None, told))


def _who(_: Words, nearest: Nearest) -> str:
    told = {"person": person(nearest.person), "absent": person(nearest.instead_of or "")}
    if nearest.is_away:
        return _("Everybody who knows is away; {person} is back first.", **told)
    if nearest.instead_of:
        return _("{absent} is away, and {person} stands in.", **told)
    return _knows(_, nearest)


def _knows(_: Words, nearest: Nearest) -> str:
    return _("{person} is the nearest person who knows.", person=person(nearest.person))


def _back(_: Words, back: datetime | None) -> str:
    return _("At work again: {moment}.", moment=moment(back, _)) if back else ""


def asked(_: Words, case: Case) -> list[Block | None]:
    """Who has been asked already, if anybody has."""
    escalation, question = case.outcome.escalation, case.outcome.question
    if escalation is None:
        return []
    joined = question if escalation.question_id != question.id else None
    return asked_blocks(_, escalation, case.asker, joined)


def ask_button(_: Words, case: Case, *, label: str = "") -> Block | None:
    """Ask the nearest person who knows, unless there is none or somebody has been asked."""
    if case.outcome.decision.nearest is None or case.outcome.escalation:
        return None
    label = label or _("Ask {name}", name=nearest_name(case))
    return button(label, ASK_PERSON, case.question, style="primary")


def nearest_name(case: Case) -> str:
    """What to call the nearest person where no mention is possible."""
    nearest = case.outcome.decision.nearest
    return case.names.get(nearest.person, nearest.person) if nearest else ""


def why_button(_: Words, case: Case) -> Block | None:
    """Have the reasons, which name colleagues and their mandates: nothing for outsiders."""
    if case.outcome.for_outsider:
        return None
    return button(_("Why?"), WHY, case.question)
