"""Each message offers what can be done next, to whom it concerns, and nothing else."""

import re
from typing import Any

import pytest

from handlers.locale import words
from handlers.ui import entries, escalations, flags, questions
from handlers.ui import help as help_ui
from handlers.ui.blocks import Message
from handlers.ui.duplicates import similar
from handlers.ui.errors import refusal
from knowledge.asking import Outcome
from knowledge.entry import Status
from knowledge.entry_errors import Changed
from knowledge.errors import NotAllowed, TooLong
from knowledge.escalation import Status as Stage
from knowledge.handovers import Cause
from knowledge.question import Feedback, Question, Way
from knowledge.reactions import Deed
from knowledge.routing import Verdict
from knowledge.twins import Twin
from tests.factories import ANA, MARIA, NINA, NOW, a_charter
from tests.handlers.ui.gallery import NAMES, a_question, an_escalation, an_outcome, entry_of

_ = words("en")
LONG = "Une phrase. " * 200


def buttons(shown: Message | dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What can be pressed: action and value by label."""
    blocks = shown.blocks if isinstance(shown, Message) else shown["blocks"]
    inside = [e for block in blocks for e in (*block.get("elements", ()), block.get("accessory"))]
    pressed = [e for e in inside if e and e["type"] == "button"]
    return {e["text"]["text"]: (e["action_id"], e["value"]) for e in pressed}


def shown(outcome: Outcome, **wish: Any) -> Message:
    return questions.outcome(_, outcome, now=NOW, names=NAMES, **wish)


def test_an_answer_can_be_opened_judged_shared_and_explained() -> None:
    assert buttons(shown(an_outcome(Verdict.ANSWER))) == {
        "Read in full": (questions.OPEN_ENTRY, "12"),
        "Helpful": (questions.HELPFUL, "7"),
        "Not helpful": (questions.NOT_HELPFUL, "7"),
        "Something wrong?": (flags.FLAG, "12"),
        "Share in channel": (questions.SHARE, "7:12"),
        "Why?": (questions.WHY, "7"),
    }


def test_a_long_answer_is_begun() -> None:
    reply = shown(an_outcome(Verdict.ANSWER, entries=(entry_of("Q", body=LONG),)))

    told = [block["text"]["text"] for block in reply.blocks if "text" in block]
    assert any(re.search(r"(Une|phrase\.) …$", text) and len(text) > 1000 for text in told)
    assert all(len(text) <= 1200 for text in told)


@pytest.mark.parametrize(
    "asked",
    [
        {"way": Way.MENTION, "verdict": Verdict.ANSWER},
        {"way": Way.DM, "channel": "D0ANA"},
        {"way": Way.COMMAND, "channel": "D0ANA"},
        {"shared_at": NOW},
    ],
    ids=str,
)
def test_what_all_have_seen_is_not_shared(asked: dict[str, Any]) -> None:
    reply = shown(an_outcome(Verdict.ANSWER, question=a_question(**asked)))

    assert "Share in channel" not in buttons(reply)


def test_what_not_all_may_see_is_not_shared() -> None:
    elsewhere = an_outcome(Verdict.ANSWER, entries=(entry_of("Q", audience="C0JURIDIQUE"),))
    there = an_outcome(Verdict.ANSWER, entries=(entry_of("Q", audience="C0QUESTIONS"),))

    assert "Share in channel" not in buttons(shown(elsewhere))
    assert "Share in channel" in buttons(shown(there))


def test_an_answer_to_be_confirmed_names_who_confirms_and_is_not_shared() -> None:
    reply = shown(an_outcome(Verdict.CONFIRM))

    assert buttons(reply)["Ask Maria Costa to confirm"] == (questions.ASK_PERSON, "7")
    assert "Share in channel" not in buttons(reply)
    assert "*To be confirmed before you use it*: on *Refunds*" in reply.text


@pytest.mark.parametrize("verdict", [Verdict.NEAR_MISSES, Verdict.FALLBACK, Verdict.SILENT])
def test_who_knows_is_one_click_away(verdict: Verdict) -> None:
    reply = shown(an_outcome(verdict, topic="litigation"))

    assert buttons(reply)["Ask Maria Costa"] == (questions.ASK_PERSON, "7")
    assert "<@U0MARIA>" in reply.text
    assert "1:00\u202fPM UTC" in reply.text


def test_near_misses_can_be_opened() -> None:
    near = (entry_of("Un ?"), entry_of("Deux ?", id=13))
    reply = shown(an_outcome(Verdict.NEAR_MISSES, entries=near))

    assert "I am not sure" in reply.text
    rows = [block["elements"] for block in reply.blocks if block["type"] == "actions"]
    assert [row[0]["value"] for row in rows[:2]] == ["12", "13"]


def test_nobody_to_ask_is_said() -> None:
    reply = shown(an_outcome(Verdict.NEAR_MISSES, nearest=None, entries=()))

    assert "names nobody" in reply.text
    assert set(buttons(reply)) == {"Why?"}


def test_an_escalation_names_both_moments_and_can_be_cancelled() -> None:
    reply = shown(an_outcome(Verdict.ESCALATE, entries=(), escalation=an_escalation()))

    assert "9:30\u202fAM UTC" in reply.text
    assert "1:00\u202fPM UTC" in reply.text
    assert buttons(reply) == {
        "Add details": (escalations.DETAILS, "5"),
        "It's urgent…": (escalations.HURRY, "5"),
        "Cancel": (escalations.CANCEL, "5"),
        "Why?": (questions.WHY, "7"),
    }


def test_who_joins_a_question_cannot_cancel_it() -> None:
    joined = an_outcome(Verdict.ESCALATE, escalation=an_escalation(asker=NINA), entries=())

    assert set(buttons(shown(joined))) == {"Why?"}
    assert "Somebody has asked this already" in shown(joined).text


def test_what_is_asked_already_is_not_asked_again() -> None:
    reply = shown(an_outcome(Verdict.NEAR_MISSES, escalation=an_escalation()))

    assert "Ask Maria Costa" not in buttons(reply)


def test_somebody_who_would_rather_ask_can() -> None:
    reply = shown(an_outcome(Verdict.ANSWER), wants_person=True)

    assert buttons(reply)["Ask Maria Costa"] == (questions.ASK_PERSON, "7")


def test_silence_and_crisis_give_their_statement_and_no_entry() -> None:
    silent = shown(an_outcome(Verdict.SILENT, topic="litigation", entries=()))
    charter = a_charter()
    topic = charter.topics[2].model_copy(update={"crisis": charter.topics[2].holding})
    charter = charter.model_copy(update={"topics": (topic,)})
    crisis = shown(an_outcome(Verdict.CRISIS, topic="litigation", charter=charter, entries=()))

    assert "> We will answer you in writing." in silent.text
    assert "> We will answer you in writing." in crisis.text
    assert set(buttons(crisis)) == {"Why?"}


def test_what_did_not_help_is_followed_by_a_person() -> None:
    unhelpful = shown(an_outcome(Verdict.ANSWER, question=judged(Feedback.NOT_HELPFUL)))
    helpful = shown(an_outcome(Verdict.ANSWER, question=judged(Feedback.HELPFUL)))

    assert "Shall I ask somebody who knows?" in unhelpful.text
    assert buttons(unhelpful)["Ask Maria Costa"] == (questions.ASK_PERSON, "7")
    assert "Ask Maria Costa" not in buttons(helpful)


def test_a_near_miss_can_be_opened_and_chosen() -> None:
    assert buttons(shown(an_outcome(Verdict.NEAR_MISSES))) == {
        "Open": (questions.OPEN_ENTRY, "12"),
        "This one": (questions.THIS_ONE, "7:12"),
        "Something wrong?": (flags.FLAG, "12"),
        "None of these": (questions.NONE_OF_THESE, "7"),
        "Ask Maria Costa": (questions.ASK_PERSON, "7"),
        "Why?": (questions.WHY, "7"),
    }


def test_what_is_related_to_a_referred_question_is_nobodys_to_choose() -> None:
    related = set(buttons(shown(an_outcome(Verdict.ESCALATE))))
    assert related == {"Open", "Something wrong?", "Ask Maria Costa", "Why?"}


def test_while_somebody_says_that_an_answer_is_wrong_it_says_so() -> None:
    for verdict in (Verdict.ANSWER, Verdict.CONFIRM, Verdict.NEAR_MISSES):
        doubted = shown(an_outcome(verdict, doubted=frozenset({12})))
        assert "Somebody says that this is wrong" in doubted.text
        assert "says that this is wrong" not in shown(an_outcome(verdict)).text


def test_where_nobody_knows_nobody_is_offered() -> None:
    alone = an_outcome(Verdict.ANSWER, question=judged(Feedback.NOT_HELPFUL), nearest=None)

    assert "Shall I ask" not in shown(alone).text


@pytest.mark.parametrize("feedback", Feedback)
@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.ESCALATE}))
def test_what_was_said_of_an_answer_can_be_taken_back(feedback: Feedback, verdict: Verdict) -> None:
    pressed = buttons(shown(an_outcome(verdict, question=judged(feedback))))

    assert pressed["Undo"] == (questions.TAKE_BACK, "7")
    assert not {"Helpful", "Not helpful", "This one", "None of these"} & set(pressed)


def judged(feedback: Feedback) -> Question:
    return a_question(feedback=feedback)


ASK_BACK = "Ask for details…"
PASSING = {"Point to an entry…", "Hand over…", "Decline…"}


@pytest.mark.parametrize(
    ("stage", "labels"),
    [
        (Stage.OPEN, {"I'll take it", "Answer", ASK_BACK, *PASSING}),
        (Stage.ACKNOWLEDGED, {"Answer", ASK_BACK, *PASSING}),
        (Stage.PAUSED, {"Answer", *PASSING}),
        (Stage.ANSWERED, set()),
        (Stage.CLOSED, set()),
    ],
)
def test_the_assignee_can_do_what_is_still_to_be_done(stage: Stage, labels: set[str]) -> None:
    one = an_escalation(status=stage)

    mine = escalations.request(_, one, charter=a_charter(), assignee=MARIA)
    formers = escalations.request(_, one, charter=a_charter(), assignee=NINA)

    assert set(buttons(mine)) == labels
    assert buttons(formers) == {}


@pytest.mark.parametrize("stage", Stage)
def test_the_asker_can_cancel_what_is_still_owed(stage: Stage) -> None:
    one = an_escalation(status=stage)

    mine = buttons(escalations.status(_, one, asker_may_cancel=True))

    assert set(mine) == ({"Add details", "It's urgent…", "Cancel"} if one.is_live else set())
    assert buttons(escalations.status(_, one, asker_may_cancel=False)) == {}


@pytest.mark.parametrize("status", Status)
def test_a_reviewer_can_do_what_is_still_to_be_done(status: Status) -> None:
    review = buttons(entries.review_request(_, entry_of("Q", status=status)))
    pending = status in (Status.DRAFT, Status.IN_REVIEW)

    todo = {"Publish", "Edit", "Merge into…", "Reject…"}
    assert set(review) == (todo if pending else {"Read in full"})


def test_near_duplicates_can_be_opened_from_a_review() -> None:
    alike = [entry_of("Déjà là ?", id=n) for n in range(20, 25)]
    draft = entry_of("Q", status=Status.IN_REVIEW)
    twins = [Twin(one, 0.4, False, ()) for one in alike]
    review = entries.review_request(_, draft, similar=similar(_, draft, twins))

    opened = [b["accessory"]["value"] for b in review.blocks if "accessory" in b]
    assert opened == ["20", "21", "22"]


def test_an_entry_is_shown_with_what_this_person_may_do() -> None:
    entry, draft = entry_of("Q"), entry_of("Q", status=Status.IN_REVIEW)

    flag, mend = "Something wrong?", "Correct and tell everybody…"
    assert set(buttons(entries.card(_, entry, may_edit=False))) == {flag}
    assert set(buttons(entries.card(_, entry, may_edit=True))) == {"Edit", "History", mend, flag}
    assert flag not in buttons(entries.card(_, draft, may_edit=True))
    assert "Publish" in buttons(entries.card(_, draft, may_edit=True))
    assert "Publish" not in buttons(entries.card(_, draft, may_edit=False))


def test_an_entry_is_read_in_full() -> None:
    body = "\n\n".join(f"Étape {n} : " + "faire ceci & cela. " * 20 for n in range(55))
    view = entries.read_modal(_, entry_of("Q", body=body))

    told = "\n".join(block["text"]["text"] for block in view["blocks"] if "text" in block)
    assert len(body) > 20_000
    assert all(f"Étape {n} :" in told for n in range(55))
    assert told.count("&amp;") == 55 * 20


def test_an_entry_too_long_for_a_window_says_so() -> None:
    view = entries.read_modal(_, entry_of("Q", body="Étape suivante. " * 20_000))

    assert "too long for a window" in str(view["blocks"][-3:])


def test_the_lead_learns_who_has_it_now() -> None:
    moved = escalations.overdue(_, an_escalation(assignee=NINA), Cause.NOT_ANSWERED, MARIA)
    left = an_escalation(exhausted_at=NOW)
    stuck = escalations.overdue(_, left, Cause.NOT_ACKNOWLEDGED, MARIA)

    assert "<@U0NINA> has it now" in moved.text
    assert "Nobody is left to ask" in stuck.text
    assert set(buttons(moved)) == {"Timeline"}
    assert set(buttons(stuck)) == {"I'll take it", "Hand over…", "Timeline"}


@pytest.mark.parametrize(("part", "told"), [(0.5, "A reminder"), (0.8, "Not much"), (1, "over")])
def test_reminders_grow_more_pressing(part: float, told: str) -> None:
    assert told in escalations.reminder(_, an_escalation(), part).text


def test_an_answer_in_a_channel_calls_who_waits() -> None:
    one = an_escalation(status=Stage.ANSWERED, answer="Sous **14** jours.")

    public = escalations.answer(_, one, ANA, in_channel=True)
    private = escalations.answer(_, one, ANA, in_channel=False)

    assert public.text.startswith("<@U0ANA>, <@U0MARIA> has answered")
    assert "<@U0ANA>" not in private.text
    assert "Sous *14* jours." in private.text


@pytest.mark.parametrize(("language", "first"), [("fr", "/kb aide"), ("en", "/kb help")])
def test_help_gives_each_command_with_its_twin(language: str, first: str) -> None:
    told = help_ui.help_(words(language), {Deed.KEEP: "pushpin"}).text

    assert first in told
    assert ":pushpin:" in told
    for twin in ("ask", "demander", "show", "voir", "mine", "moi", "why", "pourquoi"):
        assert twin in told


def test_a_refusal_mentions_who_may_and_nobody_else() -> None:
    assert refusal(_, NotAllowed(owner="U0MARIA")) == "Only <@U0MARIA> can do this."
    assert "3000 characters" in refusal(_, TooLong(length=3000, limit=1500))
    assert "<!here>" not in refusal(_, NotAllowed(owner="x> <!here>"))
    assert refusal(words("fr"), Changed()).startswith("Quelqu’un a modifié cette fiche")
