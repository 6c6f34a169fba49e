"""The windows of the charter: whatever it says, Slack takes them, and what is chosen comes back."""

from typing import Any

import pytest

from handlers.locale import words
from handlers.ui import charter as ui
from handlers.ui import charter_editing
from handlers.ui.charter_fields import CONTENT
from handlers.ui.charter_sight import ANY, CRISIS, EXPERTS, LEAVE, LEVEL, TIMES, Sight
from knowledge.charter import EMPTY, Charter
from knowledge.charter.changes import Change, Crisis, Experts, Leave, Level, Times
from knowledge.charter.refusals import NoTopics
from tests.factories import ANA, MARIA, NINA, NOW, a_charter
from tests.handlers.ui.charter_gallery import CHRISTMAS, DAY, HOUR, NEW_YEAR, a_long, a_version
from tests.handlers.ui.slack_rules import check, check_view

_ = words("en")
TODAY = NOW.date()


def seeing(charter: Charter | None = None, **place: Any) -> Sight:
    """What a lead has before them."""
    return Sight(charter or a_charter(), 3, TODAY, **place)


def sent(view: dict[str, Any], **filled: Any) -> dict[str, Any]:
    """The view as Slack sends it: what was filled in, by the beginnings of the fields' names."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            field = block["block_id"].split(":")[0]
            value = filled.get(field, _initial(element))
            values[block["block_id"]] = {element["action_id"]: _held(element["type"], value)}
    return {**view, "state": {"values": values}}


def _initial(element: dict[str, Any]) -> Any:
    option = element.get("initial_option", {}).get("value")
    return option or element.get("initial_value") or element.get("initial_users")


def _held(kind: str, value: Any) -> dict[str, Any]:
    match kind:
        case "static_select":
            return {"selected_option": {"value": value}}
        case "users_select":
            return {"selected_user": value}
        case "multi_users_select":
            return {"selected_users": value}
        case "datepicker":
            return {"selected_date": value}
        case _other:
            return {"value": value}


FILLED: dict[str, tuple[str, dict[str, Any], dict[str, Any], Change]] = {
    "experts": (
        EXPERTS,
        {"topic": "refunds", "step": 1},
        {"who": [MARIA, NINA]},
        Experts(topic="refunds", step=1, who=(MARIA, NINA)),
    ),
    "experts of one step": (
        EXPERTS,
        {"topic": "litigation"},
        {"who": [NINA]},
        Experts(topic="litigation", step=0, who=(NINA,)),
    ),
    "deadlines": (
        TIMES,
        {},
        {"acknowledge": "1h", "answer": "1d"},
        Times(topic="refunds", step=0, acknowledge=HOUR, answer=DAY),
    ),
    "deadlines of the rest": (
        TIMES,
        {"topic": ANY},
        {"acknowledge": "1h", "answer": "1d"},
        Times(step=0, acknowledge=HOUR, answer=DAY),
    ),
    "a level": (
        LEVEL,
        {},
        {"person": ANA, "level": "senior"},
        Level(person=ANA, level="senior"),
    ),
    "a level on a topic": (
        LEVEL,
        {},
        {"person": ANA, "topic": "safety"},
        Level(person=ANA, level="autonomous", topic="safety"),
    ),
    "an absence": (
        LEAVE,
        {},
        {"person": ANA, "first": "2026-12-24", "back": "2027-01-04"},
        Leave(person=ANA, from_=CHRISTMAS, back=NEW_YEAR),
    ),
    "a crisis": (
        CRISIS,
        {},
        {"topic": "safety", "fr": "Nous vérifions.", "en": ""},
        Crisis(topic="safety", fr="Nous vérifions.", en=""),
    ),
}


@pytest.mark.parametrize(("name", "place", "filled", "change"), FILLED.values(), ids=FILLED)
def test_what_is_filled_in_is_the_change(
    name: str, place: dict[str, Any], filled: dict[str, Any], change: Change
) -> None:
    view = sent(charter_editing.window(_, name, seeing(**place)), **filled, why=" Because. ")

    assert not charter_editing.is_elsewhere(view)
    assert charter_editing.faults(_, view) == {}
    assert charter_editing.filled(view) == change
    assert charter_editing.seen(view) == 3
    assert charter_editing.why(view) == "Because."


@pytest.mark.parametrize("name", [EXPERTS, TIMES])
def test_fields_of_another_place_than_the_chosen_one_are_no_change(name: str) -> None:
    view = charter_editing.window(_, name, seeing())

    assert charter_editing.is_elsewhere(sent(view, topic="safety"))
    assert charter_editing.is_elsewhere(sent(view, step="1"))


@pytest.mark.parametrize(
    ("acknowledge", "answer", "faulty"),
    [
        ("soon", "4h", ["acknowledge"]),
        ("30m", "4 h", ["answer"]),
        ("0m", "91d", ["acknowledge", "answer"]),
        ("4h", "30m", ["answer"]),
    ],
)
def test_each_bad_duration_is_named_at_its_field(
    acknowledge: str, answer: str, faulty: list[str]
) -> None:
    view = charter_editing.window(_, TIMES, seeing())

    found = charter_editing.faults(_, sent(view, acknowledge=acknowledge, answer=answer))

    assert [field.split(":")[0] for field in found] == faulty
    assert all(len(sentence) > 40 for sentence in found.values())


def test_a_return_before_the_departure_is_named_at_its_field() -> None:
    view = charter_editing.window(_, LEAVE, seeing())

    view = sent(view, person=ANA, first="2026-12-24", back="2026-12-24")

    assert list(charter_editing.faults(_, view)) == ["back"]


def test_fields_are_called_after_their_place() -> None:
    """Slack keeps what was written in a field that keeps its name."""
    names = [
        [block["block_id"] for block in charter_editing.window(_, TIMES, sight)["blocks"][2:-1]]
        for sight in (seeing(), seeing(step=1), seeing(topic="safety"), seeing(topic=ANY))
    ]

    assert len({name for window in names for name in window if "acknowledge" in name}) == 4


@pytest.mark.parametrize("place", [{"topic": "gone", "step": 9}, {"step": 9}, {"step": -1}])
def test_what_is_gone_gives_way_to_the_first(place: dict[str, Any]) -> None:
    assert seeing(**place).place == ("refunds", 0)


def test_without_topics_there_is_nothing_to_choose() -> None:
    lead = "relais: 1\nfallback: {chain: [{who: [U0NINA], acknowledge: 1h, answer: 1d}]}\n"
    for name in (EXPERTS, CRISIS):
        with pytest.raises(NoTopics):
            charter_editing.window(_, name, seeing(a_charter(lead)))
    with pytest.raises(NoTopics):
        charter_editing.window(_, TIMES, seeing(EMPTY))
    check_view(charter_editing.window(_, TIMES, seeing(a_charter(lead))))


def test_past_absences_are_not_listed() -> None:
    charter = Leave(person=ANA, from_=CHRISTMAS, back=NEW_YEAR).on(a_charter())
    for today, listed in ((TODAY, 1), (CHRISTMAS, 1), (NEW_YEAR, 0)):
        view = charter_editing.window(_, LEAVE, Sight(charter, 3, today))
        assert sum("accessory" in block for block in view["blocks"]) == listed


def test_slack_takes_the_longest_charter(caplog: pytest.LogCaptureFixture) -> None:
    long = a_long("Une phrase assez longue. " * 60)

    for page in range(4):
        check(ui.whole(_, long, a_version(), page=page), caplog)
    check(ui.summary(_, long, a_version(), leads=True, why="x" * 3000), caplog)
    for name in CONTENT:
        check(charter_editing.window(_, name, seeing(long)), caplog)


def test_what_does_not_fit_is_counted() -> None:
    shown = ui.summary(_, a_long("x"), a_version())

    assert "… and 95 more" in shown.text


def test_every_topic_of_a_long_charter_can_be_chosen() -> None:
    view = charter_editing.window(_, EXPERTS, seeing(a_long("x"), topic="t104"))

    choice = view["blocks"][0]["element"]
    assert [len(group["options"]) for group in choice["option_groups"]] == [100, 5]
    assert choice["initial_option"]["value"] == "t104"
