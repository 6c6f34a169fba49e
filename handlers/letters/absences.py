"""Letters about absences: to who stands in."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import absences as ui
from handlers.ui.blocks import Message
from knowledge import absences, substitutes
from knowledge.outbox import Kind


async def _substitute(desk: Desk) -> Message | None:
    """As things stand; nothing of what was said otherwise since, or never reached them."""
    row, now = desk.row, desk.services.clock()
    async with desk.session as session:
        absence = await absences.get(session, row.workspace, row.about)
        others = await absences.of_person(session, row.workspace, absence.person, now=now)
        told = await substitutes.told(session, absence, sent=True)
    said = row.facts["number"], row.facts["ended"]
    if said != (absence.number, absence.is_over(now)):
        return None
    if not absence.is_over(now):
        zone = (await desk.people.get(absence.person)).zone
        return ui.stand_in(desk.words, absence, zone=zone, now=now)
    is_still_away = any(one.is_on(now) for one in others)
    return None if is_still_away or row.to not in told else ui.stand_down(desk.words, absence)


LETTERS: dict[Kind, Letter] = {Kind.SUBSTITUTE: _substitute}
