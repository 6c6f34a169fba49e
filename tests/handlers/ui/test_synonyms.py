"""The windows of a team's jargon: whatever its words are, Slack takes them and they come back."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.locale import words
from handlers.ui import synonyms as ui
from knowledge.errors import KnowledgeError
from knowledge.search.mining import Pair
from knowledge.synonym import MOST, Group, check, tidy
from tests.factories import NINA, NOW, WORKSPACE
from tests.handlers.ui.slack_rules import check_view

_ = words("fr")
SIGNS = st.text(st.sampled_from("ab é*_~`<>&@!|#:«»\u202e\u200d"), max_size=60) | st.text(
    max_size=70
)
TERMS = st.lists(SIGNS, min_size=2, max_size=MOST).map(tidy).filter(len)


def a_group(*terms: str, number: int = 1) -> Group:
    facts = {"id": number, "number": number, "workspace": WORKSPACE, "is_removed": False}
    return Group(**facts, terms=list(terms), changed_at=NOW, changed_by=NINA)


@given(st.lists(TERMS, max_size=ui.PAGE + 5), st.lists(st.tuples(SIGNS, SIGNS)))
def test_slack_takes_every_list(lists: list[tuple[str, ...]], pairs: list[tuple[str, str]]) -> None:
    groups = [a_group(*terms, number=number) for number, terms in enumerate(lists, 1)]
    suggested = [Pair(asked, known, 1.0, 1, 1) for asked, known in pairs]

    for page in range(3):
        check_view(ui.list_modal(_, groups, may_change=True, page=page, suggested=suggested))


def test_a_full_page_with_suggestions_is_one_that_slack_takes() -> None:
    groups = [a_group(*(f"{n} {'mot' * 19}" for n in range(MOST))) for _number in range(100)]
    suggested = [Pair("RC", "x" * 60, 1.0, 2, 2)] * 9

    check_view(ui.list_modal(_, groups, may_change=True, page=0, suggested=suggested))


@given(TERMS)
def test_what_a_window_shows_is_what_it_gives_back(terms: tuple[str, ...]) -> None:
    try:
        check(terms)
    except KnowledgeError:
        return
    group = a_group(*terms, number=7)
    for view in (
        ui.edit_modal(_, group, page=2),
        ui.merge_modal(_, ui.Edited(terms, 7, 7, 2, ()), [group], "…"),
    ):
        check_view(view)
        [field] = [block for block in view["blocks"] if block["type"] == "input"]
        shown = field["element"]["initial_value"]
        values = {field["block_id"]: {field["element"]["action_id"]: {"value": shown}}}
        given_back = ui.edited({**view, "state": {"values": values}})
        assert (given_back.terms, given_back.group, given_back.page) == (terms, 7, 2)
