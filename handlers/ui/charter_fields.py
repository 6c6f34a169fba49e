"""Charter fields: what stands in each of the windows in which leads change the charter."""

import json
from collections.abc import Callable, Iterator, Sequence

from handlers.locale import Words
from handlers.ui import charter_lines as lines
from handlers.ui.blocks import Blocks, button, confirm, context, divider, section
from handlers.ui.charter_sight import (
    ACKNOWLEDGE,
    ANSWER,
    ANY,
    BACK,
    CALM,
    CRISIS,
    ENGLISH,
    EXPERTS,
    FIRST,
    FRENCH,
    HAS,
    LEAVE,
    LEVEL,
    PERSON,
    RETURN,
    STEP,
    STEP_CHOSEN,
    TIMES,
    TOPIC,
    TOPIC_CHOSEN,
    WHO,
    Sight,
)
from handlers.ui.inputs import date_input, people_input, person_input, select, text_input
from handlers.ui.lists import more
from handlers.ui.terms import bold, level, topic_name
from handlers.ui.text import excerpt, person
from knowledge import calendar
from knowledge.charter import Autonomy, Charter, Topic
from knowledge.charter.refusals import NoTopics

ROWS = 20
"""The longest list above the fields."""

LENGTH = 20
"""Characters of a duration."""

TEASER = 200
"""Characters of a statement in a list."""


def _experts(_: Words, sight: Sight) -> Iterator[Blocks]:
    _check_topics(sight)
    yield _place(_, sight, _topics(_, sight.charter))
    yield people_input(
        sight.name(WHO),
        _("Who is asked"),
        [one for one in sight.shown.who if one not in sight.gone],
        hint=_("In this order: the first is asked first. To change it, take out and choose again."),
    )
    if gone := lines.people(tuple(sight.gone)):
        yield context(
            _("No longer of the team, and taken out when you save: {people}", people=gone)
        )


def _times(_: Words, sight: Sight) -> Iterator[Blocks]:
    rest = [(ANY, _("Questions without a topic"))] if sight.charter.fallback else []
    step = sight.shown
    yield _place(_, sight, [*_topics(_, sight.charter), *rest])
    yield text_input(
        sight.name(ACKNOWLEDGE),
        _("Time to take a question on"),
        value=calendar.written(step.acknowledge),
        limit=LENGTH,
    )
    yield text_input(
        sight.name(ANSWER),
        _("Time to answer it"),
        value=calendar.written(step.answer),
        limit=LENGTH,
        hint=_("Both count from the moment of asking: 30m, 4h, 1d (a day), 1h30m."),
    )


def _levels(_: Words, sight: Sight) -> Iterator[Blocks]:
    everywhere = (ANY, _("Everything, where no topic says otherwise"))
    levels = [(str(one), level(_, one)) for one in Autonomy]
    yield person_input(PERSON, _("Who"))
    yield select(HAS, _("Autonomy"), levels, Autonomy.AUTONOMOUS)
    yield select(TOPIC, _("Where"), [everywhere, *_topics(_, sight.charter)], ANY)


def _leaves(_: Words, sight: Sight) -> Iterator[Blocks]:
    known = [
        (away.from_, one.slack, away)
        for one in sight.charter.people
        for away in one.away
        if away.back > sight.today
    ]
    for first, who, away in sorted(known, key=lambda row: row[:2])[:ROWS]:
        value = json.dumps({"person": who, "from_": first.isoformat()})
        told = f"{person(who)} · {lines.away(_, away)}"
        yield section(told, accessory=button(_("Remove"), RETURN, value))
    yield more(_, len(known) - ROWS)
    yield divider() if known else None
    yield person_input(PERSON, _("Who is away"))
    yield date_input(FIRST, _("First day away"), None)
    yield date_input(BACK, _("First day back"), None)


def _crises(_: Words, sight: Sight) -> Iterator[Blocks]:
    _check_topics(sight)
    known = [one for one in sight.charter.topics if one.crisis]
    yield [_crisis(_, one) for one in known[:ROWS]]
    yield more(_, len(known) - ROWS)
    yield divider() if known else None
    yield select(TOPIC, _("Topic in crisis"), _topics(_, sight.charter), sight.place[0])
    hint = _("The only thing that is said on this topic, from the next question on.")
    yield text_input(FRENCH, _("Statement in French"), lines=True, optional=True, hint=hint)
    yield text_input(ENGLISH, _("Statement in English"), lines=True, optional=True)


CONTENT: dict[str, tuple[Callable[[Words], str], Callable[[Words, Sight], Iterator[Blocks]]]] = {
    EXPERTS: (lambda _: _("Experts"), _experts),
    TIMES: (lambda _: _("Deadlines"), _times),
    LEVEL: (lambda _: _("Autonomy"), _levels),
    LEAVE: (lambda _: _("Away"), _leaves),
    CRISIS: (lambda _: _("Crisis"), _crises),
}
"""Of each window its name, which is that of its button too, and what stands in it."""


def _place(_: Words, sight: Sight, topics: Sequence[tuple[str, str]]) -> list[Blocks]:
    """Choose a topic, then a step of its chain; both redraw the window."""
    topic, step = sight.place
    count = len(sight.chain)
    steps = [
        (str(at), _("Step {step} of {count}", step=at + 1, count=count)) for at in range(count)
    ]
    name = sight.name(STEP, step=False)
    return [
        select(TOPIC, _("Topic"), topics, topic, action=TOPIC_CHOSEN),
        section("\n".join(lines.steps(_, sight.chain))),
        select(name, _("Step"), steps, str(step), action=STEP_CHOSEN) if count > 1 else None,
    ]


def _crisis(_: Words, topic: Topic) -> Blocks:
    """A topic in crisis, and how that ends."""
    sure = confirm(
        _("End the crisis?"),
        _("From the next question on, this topic is answered as usual."),
        _("End it"),
        _("Keep it"),
    )
    said = excerpt(topic.crisis.in_(_.language), TEASER) if topic.crisis else ""
    end = button(_("End the crisis"), CALM, topic.id, confirm=sure)
    return section(f"{bold(topic.name.in_(_.language))}\n{said}", accessory=end)


def _topics(_: Words, charter: Charter) -> list[tuple[str, str]]:
    return [(one.id, topic_name(_, charter, one.id)) for one in charter.topics]


def _check_topics(sight: Sight) -> None:
    if not sight.charter.topics:
        raise NoTopics
