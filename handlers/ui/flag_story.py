"""The story of a flag: who doubts the entry, and whose it was to see to it."""

from collections.abc import Sequence

from handlers.locale import Words
from handlers.ui.blocks import Block, context
from handlers.ui.flags import doubt_name
from handlers.ui.text import moment, person
from knowledge.audit import AuditLine
from knowledge.flag import Doubt
from knowledge.flag_overdue import Cause

LINES = 8


def story(_: Words, happened: Sequence[AuditLine]) -> Block | None:
    """What happened to it, oldest first, the last lines only; nothing of what has just begun."""
    lines = [told for one in happened if (told := _line(_, one))]
    return context("\n".join(lines[-LINES:])) if len(lines) > 1 else None


def _line(_: Words, line: AuditLine) -> str:
    by, owner = person(line.by), person(str(line.facts.get("owner") or ""))
    told = {"by": by, "owner": owner}
    match line.deed:
        case "flag.raised" | "flag.joined":
            said = doubt_name(_, Doubt(line.facts["doubt"]))
            text = f"{by}{_(':')} {said}" if line.by.startswith(("U", "W")) else said
        case "flag.left":
            text = _("{by} doubts it no longer", **told)
        case "flag.handed_over":
            text = _("{by} hands it over to {owner}", **told)
        case "flag.passed_on":
            text = _passed_on(_, line)
        case _settled:
            return ""
    return f"{moment(line.at, _)} · {text}"


def _passed_on(_: Words, line: AuditLine) -> str:
    facts = line.facts
    told = {"former": person(facts["former"]), "owner": person(facts["owner"] or "")}
    if not facts["owner"]:
        return _("nobody is left to ask: the leads are told")
    match Cause(facts["cause"]):
        case Cause.UNREACHABLE:
            return _("{former} can't be reached: {owner} sees to it", **told)
        case Cause.AWAY:
            return _("{former} is away: {owner} sees to it", **told)
        case _late:
            return _("{former} was late: {owner} sees to it", **told)
