"""People: profiles are read from Slack when we first meet somebody, and when they change."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.locale import Words, words
from handlers.signs import Signs
from handlers.unanswered import is_passing
from knowledge import absent, admission, charters, consents, departures, people
from knowledge.database import Sessions
from knowledge.people import Member, Profile

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class People:
    """The members of one workspace, at one moment."""

    client: AsyncWebClient
    sessions: Sessions
    workspace: str
    now: datetime
    _met: dict[str, Member] = field(default_factory=dict)

    async def get(self, person: str, *, surely: bool = False) -> Member:
        """The member: as we know them, or as Slack describes them now; looked up once.

        `surely`: nobody is taken for a stranger because Slack can't be asked.

        Raises:
            SlackApiError: `surely`, we have never met, and Slack can't be asked now.
        """
        member = self._met.get(person) or await self._look_up(person, surely=surely)
        if member is None:
            return await self._unknown(person)
        self._met[person] = member
        return member

    async def _look_up(self, person: str, *, surely: bool) -> Member | None:
        async with self.sessions.begin() as session:
            known = await people.find(session, self.workspace, person)
        if known and known.is_fresh(self.now):
            return known
        try:
            user = await self._user(person)
        except SlackApiError:
            if surely and not known:
                raise
            user = None
        if user is None:
            return known
        member = await self.keep(profile(user, self.workspace))
        await self.signs.read(user)
        return member

    async def ask_slack(self, person: str) -> Profile | None:
        """The person as Slack describes them now; None where it won't, or can't now."""
        with suppress(SlackApiError):
            user = await self._user(person)
            return profile(user, self.workspace) if user else None
        return None

    @property
    def signs(self) -> Signs:
        """What Slack shows of whether they are there."""
        return Signs(self.client, self.sessions, self.workspace, self.now)

    async def words_for(self, person: str) -> Words:
        """The words in this person's language."""
        return words((await self.get(person)).language)

    async def welcome(self, person: str) -> Words:
        """The words for anybody who asks us something, guests and other organisations included.

        Whoever is welcomed must be shown only what `knowledge.sight` lets them see.

        Raises:
            AccountClosed: they have left.
        """
        member = await self.get(person)
        admission.check_person(member)
        return words(member.language)

    async def names(self, persons: Iterable[str]) -> dict[str, str]:
        """What to call these people where no mention is possible."""
        return {person: (await self.get(person)).name for person in set(persons)}

    async def greet(self, person: str) -> Words:
        """The words for a full member of the team, whom we do everything for.

        Raises:
            MembersOnly: they are a guest, or belong to another organisation.
            AccountClosed: they have left.
            SlackApiError: we have never met, and Slack can't be asked now.
        """
        member = await self.get(person, surely=True)
        admission.check_member(member)
        return words(member.language)

    async def keep(self, described: Profile) -> Member:
        """Remember a profile. What somebody owes who has just left is looked after."""
        described = await self._in_a_language(described)
        async with self.sessions.begin() as session:
            known = await people.find(session, self.workspace, described.id)
            was_gone = known is not None and known.is_deactivated
            member = await people.remember(
                session, described, workspace=self.workspace, now=self.now
            )
            self._met[described.id] = member
            if described.is_deactivated and not was_gone:
                await absent.follow(session, self.workspace, described.id, now=self.now)
                await departures.left(session, self.workspace, described.id, now=self.now)
            elif was_gone and not described.is_deactivated:
                await departures.returned(session, self.workspace, described.id, now=self.now)
                await consents.author_left(session, self.workspace, described.id, now=self.now)
            return member

    async def _user(self, person: str) -> dict[str, Any] | None:
        """Slack's description; None for somebody it does not describe to us.

        Raises:
            SlackApiError: it can't be asked now, which says nothing about them.
        """
        try:
            answer = await self.client.users_info(user=person, include_locale=True)
        except SlackApiError as error:
            if is_passing(error):
                raise
            return None
        user: dict[str, Any] = answer["user"]
        return user

    async def _unknown(self, person: str) -> Member:
        """Somebody Slack doesn't describe: no colleague, as far as we know. Nothing is kept."""
        described = await self._in_a_language(Profile(id=person, name=person, is_stranger=True))
        return Member(workspace=self.workspace, seen_at=self.now, **asdict(described))

    async def _in_a_language(self, described: Profile) -> Profile:
        """Whose language isn't told is spoken to in the charter's."""
        if described.language:
            return described
        async with self.sessions.begin() as session:
            charter = await charters.in_force(session, self.workspace)
        return replace(described, language=charter.language)


def profile(user: dict[str, Any], workspace: str) -> Profile:
    """What Slack says of a person, in our words."""
    about = user.get("profile") or {}
    name = about.get("display_name") or user.get("real_name") or about.get("real_name")
    language = str(user.get("locale") or "")[:2].lower()
    is_elsewhere = user.get("team_id") not in (None, workspace) and "enterprise_user" not in user
    return Profile(
        id=user["id"],
        name=name or user.get("name") or user["id"],
        language=language if language in LANGUAGES or not language else "en",
        zone=_zone(user.get("tz")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_stranger=bool(user.get("is_stranger")) or is_elsewhere,
        is_deactivated=bool(user.get("deleted")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
    )


def _zone(name: str | None) -> str:
    """A time zone that this machine knows, too."""
    try:
        return ZoneInfo(name or "UTC").key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
