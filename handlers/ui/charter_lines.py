"""Charter lines: what a charter says of a topic, of a person, of a team, as people read it."""

from collections.abc import Iterator

from babel.dates import get_day_names

from handlers.locale import Words
from handlers.ui.terms import level, topic_name
from handlers.ui.text import date_, escape, lasting, person
from knowledge.charter import Away, Charter, Day, Hours, Person, Process, Stance, Step, Topic


def topic(_: Words, charter: Charter, one: Topic) -> str:
    """A subject: what the team does there, and who is asked, step by step."""
    facts = [
        f"*{escape(topic_name(_, charter, one.id))}*",
        _stance(_, one.stance),
        _("to answer alone: {level}", level=level(_, one.needs)),
        _("process: {process}", process=_process(_, charter, one.process)),
    ]
    crisis = _(":rotating_light: *In crisis*: only its statement is given.") if one.crisis else ""
    return "\n".join(filter(None, (" · ".join(facts), crisis, *steps(_, one.chain))))


def fallback(_: Words, charter: Charter) -> str:
    """Who is asked about everything else."""
    told = _("*Questions without a topic* · whoever is named here leads the team")
    return "\n".join((told, *steps(_, charter.chain_for(None))))


def steps(_: Words, chain: tuple[Step, ...]) -> Iterator[str]:
    """Who is asked, first step first, and how fast they answer."""
    for number, step in enumerate(chain, 1):
        first = _("people of the asker's own team first") if step.own_team_first else ""
        told = _(
            "taken on within {acknowledge}, answered within {answer}",
            acknowledge=lasting(step.acknowledge, _),
            answer=lasting(step.answer, _),
        )
        yield f"{number}. " + " · ".join(filter(None, (people(step.who), first, told)))


def people(persons: tuple[str, ...]) -> str:
    """Mentions on one line."""
    return ", ".join(map(person, persons))


def member(_: Words, charter: Charter, one: Person) -> str:
    """What holds for one person."""
    levels = (
        f"{escape(topic_name(_, charter, id_))} {level(_, own)}" for id_, own in one.topics.items()
    )
    substitute = _("substitute: {person}", person=person(one.substitute)) if one.substitute else ""
    facts = [
        person(one.slack),
        level(_, charter.autonomy_of(one.slack, None)),
        *levels,
        _("team: {team}", team=escape(one.team)) if one.team else "",
        substitute,
        _cap(_, one.cap),
        hours(_, charter.hours_of(one.slack)) if one.hours else "",
        *(away(_, on) for on in one.away),
    ]
    return " · ".join(filter(None, facts))


def away(_: Words, on: Away) -> str:
    """When somebody is not there."""
    return _("away from {first}, back on {back}", first=date_(on.from_, _), back=date_(on.back, _))


def everybody(_: Words, charter: Charter) -> str:
    """What holds for whoever is not named."""
    facts = [
        _("everybody else: {level}", level=level(_, charter.autonomy.default)),
        _cap(_, charter.cap),
        hours(_, charter.hours),
    ]
    return " · ".join(filter(None, facts))


def hours(_: Words, known: Hours | None) -> str:
    """When somebody works."""
    if known is None:
        return ""
    names = get_day_names("abbreviated", locale=_.language)
    days = ", ".join(str(names[list(Day).index(day)]) for day in known.days)
    periods = ", ".join(f"{one.from_:%H:%M}–{one.to:%H:%M}" for one in known.day)
    free = _("holidays: {country}", country=known.holidays) if known.holidays else ""
    return " · ".join(filter(None, (f"{days} {periods}", known.zone, free)))


def process(_: Words, one: Process) -> str:
    """Whom signals of one kind of work go to."""
    name = escape(one.name.in_(_.language) if one.name else one.id)
    within = _("answered within {answer}", answer=lasting(one.answer, _))
    return f"{name} · {people(one.owners)} · {within}"


def _cap(_: Words, most: int | None) -> str:
    if most is None:
        return ""
    return _.many("at most {n} question a week", "at most {n} questions a week", most)


def _stance(_: Words, stance: Stance) -> str:
    return {
        Stance.ANSWER: _("the team answers"),
        Stance.REFER: _("an expert answers"),
        Stance.SILENT: _("nobody answers in public"),
    }[stance]


def _process(_: Words, charter: Charter, word: str) -> str:
    known = charter.process(word)
    return escape(known.name.in_(_.language) if known and known.name else word)
