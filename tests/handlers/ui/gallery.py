"""Gallery: every message and view the bot can show, each made of one text somebody wrote."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.locale import Words
from handlers.ui import (
    absences,
    differences,
    entries,
    escalations,
    filters,
    home,
    learned,
    plans,
    proposals,
    questions,
    rehearsals,
    synonyms,
    timeline,
)
from handlers.ui import help as help_ui
from handlers.ui.blocks import Message, message, section
from handlers.ui.duplicates import similar
from handlers.ui.errors import refusal
from knowledge.absence import Absence, Source
from knowledge.asking import Outcome
from knowledge.browsing import Part
from knowledge.charter import (
    Autonomy,
    Away,
    Charter,
    Consent,
    Day,
    Gesture,
    Hours,
    Localised,
    OwnHours,
    Process,
    Reactions,
    Risk,
    Stance,
    Step,
    Topic,
    Upkeep,
    Urgent,
)
from knowledge.charter.difference import Aspect, Difference
from knowledge.charter_history import Change
from knowledge.charters import CharterVersion
from knowledge.course import Course
from knowledge.course import Stage as Turn
from knowledge.decision import Because, PassedOver
from knowledge.entry import Entry, Genre, Status
from knowledge.errors import FarMoment, PastMoment, TakenTerm, UnreadMoment
from knowledge.escalation import Escalation
from knowledge.escalation import Status as Stage
from knowledge.fairness import Share
from knowledge.filters import Filters
from knowledge.handovers import Cause, Handover
from knowledge.people import Member
from knowledge.presence import THERE, Presence
from knowledge.question import Feedback, Question, Way
from knowledge.reactions import USUAL, shown
from knowledge.rehearsal import Rehearsal, Rehearsing
from knowledge.roster import Roster
from knowledge.routing import Decision, Nearest, Reason, Rule, Verdict
from knowledge.search.mining import Pair
from knowledge.synonym import LONGEST, Group
from knowledge.timeline import CLOCK, Deed, TimelineEvent
from knowledge.touched import Effect, Touch
from knowledge.trouble import Trouble
from knowledge.wording import Kind, Voice, Wording
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, a_charter, an_entry
from tests.handlers.ui import charter_gallery, departure_gallery
from tests.handlers.ui.flag_gallery import flag_gallery
from tests.handlers.ui.gesture_gallery import gesture_gallery
from tests.handlers.ui.privacy_gallery import privacy_gallery
from tests.handlers.ui.review_gallery import review_gallery, twins_of
from tests.handlers.ui.sight_gallery import sight_gallery
from tests.handlers.ui.signal_gallery import signal_gallery
from tests.handlers.ui.upkeep_gallery import upkeep_gallery

NAMES = {MARIA: "Maria Costa", NINA: "Nina Roy"}
NEAREST = Nearest(MARIA, 0, timedelta(minutes=30), timedelta(hours=4))
QUESTION = 1500
"""The longest question there is."""
DETAILS = 3000
MONDAY = datetime(2026, 1, 18, 23, 0, tzinfo=UTC)
"""As it begins in Paris."""
JUDGED = {
    Feedback.HELPFUL: Verdict.ANSWER,
    Feedback.NOT_HELPFUL: Verdict.CONFIRM,
    Feedback.THIS_ONE: Verdict.SILENT,
    Feedback.NONE_OF_THESE: Verdict.NEAR_MISSES,
}
"""What is said of an answer, and of which."""
STANDS: list[dict[str, Any]] = [
    {},
    {"urgent_at": NOW},
    {"status": Stage.PAUSED},
    {"exhausted_at": NOW},
]
"""How what is owed may stand."""
Shown = tuple[str, Message | dict[str, Any]]


def gallery(_: Words, text: str, charter: Charter | None = None) -> Iterator[Shown]:
    """Everything, by name; without a charter, one that says the text everywhere."""
    charter = charter or charter_of(text)
    yield from _replies(_, text, charter)
    yield from _reviews(_, text, charter)
    yield from _escalations(_, text, charter)
    yield from _windows(_, text, charter)
    yield from _lists(_, text, charter)
    yield from _learned(_, text)
    yield from _jargon(_, text)
    yield from _places(_, text, charter)
    yield from _absences(_)
    yield from _rules(_, text)
    yield from charter_gallery.gallery(_, text, charter)
    yield from departure_gallery.gallery(
        _, text, charter, entry_of(text), an_escalation(text=text[:QUESTION])
    )
    yield from flag_gallery(_, text, charter)
    yield from signal_gallery(_, text, charter)
    yield from sight_gallery(_, text, charter)
    yield from privacy_gallery(_, text, charter)
    yield from gesture_gallery(_, text, charter, entry_of(text))
    yield from upkeep_gallery(_, text, charter)
    yield from review_gallery(_, text, charter)
    yield from _rehearsals(_, text, charter)
    yield "help", help_ui.help_(_, shown(charter, USUAL))
    yield "welcome", help_ui.welcome(_)
    yield "how to ask", help_ui.how_to_ask(_)


def charter_of(text: str) -> Charter:
    """A team whose charter says this everywhere."""
    said = Localised(fr=text, en=text)
    charter = a_charter()
    topics = tuple(
        topic.model_copy(update={"name": said, "holding": said, "crisis": said})
        for topic in charter.topics
    )
    return charter.model_copy(update={"topics": topics})


def entry_of(text: str, **changes: Any) -> Entry:
    """An entry that says this everywhere."""
    facts: dict[str, Any] = {
        "author": MARIA,
        "capturer": ANA,
        "reviewer": NINA,
        "wordings": (text, "autrement"),
    }
    facts |= {"id": 12, "title": text, "body": text, "source_url": "https://orlune.slack.com/p1"}
    return an_entry(**facts | changes)


def a_question(**changes: Any) -> Question:
    """A question of Ana's in a channel, undecided and not stored."""
    facts = {
        "id": 7,
        "workspace": WORKSPACE,
        "asker": ANA,
        "text": "Quand serai-je remboursée ?",
        "way": Way.COMMAND,
        "channel": "C0QUESTIONS",
        "asked_at": NOW,
        "charter": 3,
        "reasons": {},
        "found": {},
    }
    return Question(**facts | changes)


def an_escalation(**changes: Any) -> Escalation:
    """A question of Ana's that Maria has been asked."""
    facts = {
        "id": 5,
        "workspace": WORKSPACE,
        "question_id": 7,
        "text": "Quand serai-je remboursée ?",
        "details": [],
        "topic": "refunds",
        "asker": ANA,
        "status": Stage.OPEN,
        "assignee": MARIA,
        "asked": [MARIA],
        "step": 0,
        "round": 1,
        "opened_at": NOW,
        "asked_at": NOW,
        "acknowledge_due_at": NOW + timedelta(minutes=30),
        "due_at": NOW + timedelta(hours=4),
    }
    return Escalation(**facts | changes)


def a_wording(entry: Entry, text: str, kind: Kind = Kind.CONFIRMED, **changes: Any) -> Wording:
    """What Ana and two others say of an entry."""
    voices = [
        Voice(id=number, person=person, kind=kind, audience=None, at=NOW)
        for number, person in enumerate((ANA, MARIA, NINA))
    ]
    facts = {"id": 3, "entry": entry, "sense": "-", "text": text, "voices": voices}
    return Wording(**facts | changes)


def an_outcome(verdict: Verdict, **changes: Any) -> Outcome:
    """A question of Ana's with this verdict, Maria being the nearest who knows."""
    shown = changes.pop("entries", (entry_of("Comment obtenir un remboursement ?"),))
    topic = changes.pop("topic", "refunds")
    nearest = changes.pop("nearest", NEAREST)
    decision = Decision(verdict, (), topic, tuple(entry.id for entry in shown), nearest)
    question = changes.pop("question", None) or a_question()
    return Outcome(question, decision, changes.pop("charter", a_charter()), shown, **changes)


def every_reason() -> list[Reason]:
    """A reason of each rule, with the facts that `decide` gives it."""
    facts: dict[str, Any] = {
        "topic": "refunds",
        "certainty": 0.87,
        "entry": 12,
        "confidence": 0.94,
        "has": "trainee",
        "needs": "autonomous",
        "person": MARIA,
        "step": 1,
        "instead_of": NINA,
        "because": Because.AWAY,
    }
    told = [Reason(rule, {} if rule is Rule.NO_CONFIDENT_HIT else facts) for rule in Rule]
    over = [Reason(Rule.PASSED_OVER, {"person": NINA, "because": why}) for why in Because]
    return [*told, *over]


def _replies(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    question = a_question(text=text[:QUESTION])
    near = (entry_of(text), entry_of(text, id=13), entry_of(text, id=14))
    asked = an_escalation(text=text[:QUESTION])
    whole = an_outcome(Verdict.ANSWER, charter=charter, question=question, entries=near)
    for verdict in Verdict:
        decided = replace(whole, decision=replace(whole.decision, verdict=verdict))
        nobody = replace(decided, decision=replace(decided.decision, nearest=None))
        yield f"{verdict}", questions.outcome(_, decided, now=NOW, names={MARIA: text[:200]})
        yield f"{verdict}, nothing found", _reply(_, replace(decided, entries=()))
        yield f"{verdict}, nobody to ask", _reply(_, nobody)
        yield f"{verdict}, asked", _reply(_, replace(decided, escalation=asked))
    for name, who in {
        "who stands in": replace(NEAREST, instead_of=NINA),
        "who is back first": replace(NEAREST, is_away=True),
    }.items():
        away = Roster(NOW, away={MARIA: ((NOW, NOW + timedelta(days=2)),)})
        decision = replace(whole.decision, verdict=Verdict.FALLBACK, nearest=who)
        shown = replace(whole, decision=decision, entries=(), roster=away)
        yield f"fallback, {name}", _reply(_, shown)
    yield "answer, would rather ask", questions.outcome(_, whole, now=NOW, wants_person=True)
    question.reasons = {"list": [{"rule": r.rule, "facts": r.facts} for r in every_reason()]}
    yield "why", questions.reasons(_, question, charter)
    yield "why, undecided", questions.reasons(_, a_question(charter=0), charter)
    yield "shared", questions.shared(_, question, near[0], ANA, charter=charter)
    yield "shared already", questions.shared_already(_)
    for feedback, verdict in JUDGED.items():
        question.feedback = feedback
        left = () if feedback is Feedback.NONE_OF_THESE else near
        judged = replace(whole, decision=replace(whole.decision, verdict=verdict), entries=left)
        yield f"{verdict}, {feedback}", _reply(_, judged)
    yield "answer, nobody to ask, not_helpful", _reply(_, _without_help(whole))


def _rules(_: Words, text: str) -> Iterator[Shown]:
    """Every aspect of a charter that can differ, and an open question that it touches."""
    lines = [differences.line(_, each) for each in every_difference(text)]
    for at in range(0, len(lines), 30):
        yield f"differences {at}", message(*map(section, lines[at : at + 30]))
    asked = an_escalation(text=text[:QUESTION])
    private = an_escalation(text=text[:QUESTION], audience="C0PRIVATE")
    touched = [Touch(asked, tuple(Effect)), Touch(private, (Effect.HOURS,))]
    yield "touched", message(*(section(plans.touch(_, each)) for each in touched))
    version = CharterVersion(number=3)
    for name, change in {
        "first": Change(CharterVersion(number=1), (), None),
        "again": Change(version, tuple(every_difference(text)), 1),
        "otherwise": Change(version, (), None),
    }.items():
        yield f"version, {name}", message(section(differences.change(_, change)))


def every_difference(text: str) -> Iterator[Difference]:
    """A rule of each aspect that is new, one that is gone, and one that is another."""
    said = Localised(fr=text, en=text)
    hours = Hours.model_validate(
        {"zone": "Europe/Paris", "days": ["mon", "tue"], "from": "9:00", "to": "18:00"}
    )
    away = Away.model_validate({"from": "2026-12-24", "back": "2027-01-04"})
    step = Step(who=(MARIA, NINA), acknowledge=timedelta(minutes=30), answer=timedelta(hours=4))
    urgent = Urgent(outside_hours=True, acknowledge=timedelta(hours=1), answer=timedelta(hours=1))
    topic = Topic(id="refunds", name=said, chain=(step, step))
    work = Process(id="ideas", owners=(MARIA,))
    level, people, span = Autonomy.SENIOR, (MARIA, NINA), timedelta(hours=4)
    refunds, chain = ("topics", "refunds"), ("topics", "refunds", "chain", 1)
    maria, ideas = ("people", MARIA), ("processes", text)
    for aspect, path, value in (
        (Aspect.LANGUAGE, (), "fr"),
        (Aspect.HOURS, (), hours),
        (Aspect.HOURS, maria, OwnHours(days=(Day.MON,))),
        (Aspect.LEAD_CHANNEL, (), "C0LEADS"),
        (Aspect.DEFAULT_LEVEL, (), level),
        (Aspect.TEAM_CAP, (), 5),
        (Aspect.CONSENT, (), Consent.ASK),
        (Aspect.RISK, (), Risk.LOW),
        (Aspect.RISK, refunds, Risk.HIGH),
        (Aspect.AMOUNTS, (), Risk.HIGH),
        (Aspect.REACTIONS, (), Reactions(keep=Gesture(emoji=("star",), autonomy=level))),
        (Aspect.UPKEEP, (), Upkeep(kinds={Genre.CRISIS_CASE: span})),
        (Aspect.VERIFY, refunds, span),
        (Aspect.OPEN_TO, refunds, ("guests", "partners")),
        (Aspect.ORDER, ("topics",), ("refunds", "safety")),
        (Aspect.ORDER, ("processes",), ("ideas", "support")),
        (Aspect.TOPIC, refunds, topic),
        (Aspect.NAME, refunds, said),
        (Aspect.STANCE, refunds, Stance.REFER),
        (Aspect.NEEDS, refunds, level),
        (Aspect.PROCESS, refunds, text),
        (Aspect.EXAMPLES, refunds, (text, text)),
        (Aspect.REVIEWERS, refunds, people),
        (Aspect.PUBLISH, refunds, level),
        (Aspect.HOLDING, refunds, said),
        (Aspect.CRISIS, refunds, said),
        (Aspect.URGENT, refunds, urgent),
        (Aspect.STEP, chain, step),
        (Aspect.ASKED, chain, people),
        (Aspect.TAKE, chain, span),
        (Aspect.ANSWER, ("fallback", "chain", 2), span),
        (Aspect.OWN_TEAM, chain, True),
        (Aspect.PERSON, maria, True),
        (Aspect.LEVEL, maria, level),
        (Aspect.LEVEL_ON, (*maria, "refunds"), level),
        (Aspect.SUBSTITUTE, maria, NINA),
        (Aspect.TEAM, maria, text),
        (Aspect.CAP, maria, 3),
        (Aspect.AWAY, maria, away),
        (Aspect.WORK, ideas, work),
        (Aspect.OWNERS, ideas, people),
        (Aspect.SIGNAL, ideas, span),
    ):
        yield Difference(aspect, path, None, value)
        yield Difference(aspect, path, value, value)
        yield Difference(aspect, path, value, None)


def _without_help(outcome: Outcome) -> Outcome:
    outcome.question.feedback = Feedback.NOT_HELPFUL
    return replace(outcome, decision=replace(outcome.decision, nearest=None))


def _places(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    chosen = Filters("refunds", Genre.PROCEDURE, "fr")
    found = {"filters": chosen.kept(), "elsewhere": 2}
    question = a_question(text=text[:QUESTION], found=found)
    nothing = an_outcome(Verdict.NEAR_MISSES, charter=charter, question=question, entries=())
    little = replace(nothing.decision, reasons=(Reason(Rule.SAYS_LITTLE),))
    figures = a_question(text="4711", found={})
    yield "nothing there", _reply(_, nothing)
    yield "little said", _reply(_, replace(nothing, decision=little))
    yield "figures", _reply(_, replace(nothing, decision=little, question=figures))
    theirs = a_question(text=text[:QUESTION], asker=MARIA, way=Way.MENTION)
    near = an_outcome(
        Verdict.NEAR_MISSES, charter=charter, question=theirs, entries=(entry_of(text),)
    )
    yield "near miss to share", _reply(_, near)
    yield "a place", filters.browsed(_, Part(chosen, charter, [entry_of(text)] * 10, 12))
    yield "an empty place", filters.browsed(_, Part(chosen, charter))
    yield "a silent place", filters.browsed(_, Part(Filters("litigation"), charter))


def _rehearsals(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    asked = Rehearsing(text[:QUESTION], ANA, WORKSPACE, NOW)
    over = tuple(PassedOver(f"U0{because.upper()}", because) for because in Because)
    nearest = replace(NEAREST, instead_of=PAUL, is_away=True, passed_over=over)
    stage = Turn(nearest, NOW, NOW, NOW + timedelta(minutes=30), NOW + timedelta(hours=4))
    long = Course((stage,) * 40, ("C0LEADS", NINA), NOW, NOW + timedelta(days=1), at_once=True)
    leaderless = replace(long, stages=(stage,), leads=(), at_once=False)
    reasons = tuple(every_reason())
    for verdict in Verdict:
        decision = Decision(verdict, reasons, "refunds", (12,), NEAREST)
        found = Rehearsal(asked, charter, decision, (entry_of(text),), leaderless)
        yield f"rehearsal, {verdict}", rehearsals.rehearsal(_, found)
    yield "a long rehearsal", rehearsals.rehearsal(_, replace(found, course=long))
    nobody = replace(leaderless, stages=())
    yield "a rehearsal with nobody to ask", rehearsals.rehearsal(_, replace(found, course=nobody))
    yield "how to rehearse", rehearsals.how(_)


def _reply(_: Words, outcome: Outcome) -> Message:
    return questions.outcome(_, outcome, now=NOW, names=NAMES)


def _reviews(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    for status in Status:
        entry = entry_of(text, status=status)
        yield (
            f"review, {status}",
            entries.review_request(
                _, entry, similar=similar(_, entry, twins_of(text)), charter=charter
            ),
        )
        yield f"card, {status}", entries.card(_, entry, may_edit=True, charter=charter)
    imported = entry_of(text, author=text[:32], capturer=None, source_url=None, topic=None)
    yield "review of an import", entries.review_request(_, imported, names={})
    yield "card to read", entries.card(_, imported, may_edit=False)
    yield "published, to its author", entries.published(_, entry_of(text), MARIA, charter=charter)
    yield "published, to who kept it", entries.published(_, entry_of(text), ANA, charter=charter)


def _escalations(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    facts = {"text": text[:QUESTION], "details": [text[:DETAILS], "Commande 4711"]}
    for status in Stage:
        one = an_escalation(status=status, **facts)
        if status is Stage.ANSWERED:
            one.answer, one.answered_at, one.entry_id = text, NOW, 12
        yield f"request, {status}", escalations.request(_, one, charter=charter, assignee=MARIA)
        passed_on = escalations.request(_, one, charter=charter, assignee=NINA)
        yield f"request passed on, {status}", passed_on
        for may in (True, False):
            yield f"status, {status}, {may}", escalations.status(_, one, asker_may_cancel=may)
        yield f"overdue, {status}", escalations.overdue(_, one, Cause.NOT_ANSWERED, NINA)
    yield from _hard_cases(_, text, charter)
    one = an_escalation(**facts, answer=text)
    for part in (0.5, 0.8, 1.0):
        yield f"reminder, {part}", escalations.reminder(_, one, part)
    for cause in Cause:
        yield f"passed on, {cause}", escalations.passed_on(_, one, cause)
        yield f"nobody left, {cause}", escalations.overdue(_, one, cause, MARIA)
    yield "details", escalations.details(_, one, 1)
    yield "cancelled", escalations.cancelled(_, one)
    yield "asked", escalations.asked(_, one)
    yield "asked before", escalations.asked(_, one, reader=NINA)
    yield "the answer, in a channel", escalations.answer(_, one, ANA, in_channel=True)
    yield "the answer", escalations.answer(_, one, ANA, in_channel=False)


def _hard_cases(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    facts = {"text": text[:QUESTION], "details": [text[:DETAILS], "Commande 4711"]}
    left = an_escalation(**facts, exhausted_at=NOW)
    for times in (0, 2):
        shown = escalations.overdue(_, left, Cause.NOT_ANSWERED, MARIA, times)
        yield f"nobody's, told {times} times before", shown
    yield "nobody's, to its asker", escalations.status(_, left, asker_may_cancel=True)
    urgent = an_escalation(**facts, urgent_at=NOW, urgency=text, instead_of=NINA)
    yield "urgent", escalations.urgent(_, urgent, charter)
    yield "urgent, to a substitute", escalations.request(_, urgent, charter=charter, assignee=MARIA)
    yield "urgent, to its asker", escalations.status(_, urgent, asker_may_cancel=True)
    shown = escalations.overdue(_, urgent, Cause.NOT_ANSWERED, MARIA)
    yield "urgent, to a lead", shown
    yield from _passing(_, text, charter, facts)


def _passing(_: Words, text: str, charter: Charter, facts: dict[str, Any]) -> Iterator[Shown]:
    left = an_escalation(**facts, exhausted_at=NOW)
    to_confirm = an_escalation(**facts, proposed_id=1)
    entry = entry_of(text)
    yield (
        "to confirm",
        escalations.request(_, to_confirm, charter=charter, assignee=MARIA, proposed=entry),
    )
    given = Handover(cause=Cause.DECLINED, former=NINA, reason=text[:QUESTION])
    yield (
        "declined before",
        escalations.request(_, left, charter=charter, assignee=MARIA, handover=given),
    )
    asked = a_question(text=text[:QUESTION])
    joined = escalations.status(_, to_confirm, asker_may_cancel=False, question=asked)
    yield "joined", joined
    paused = an_escalation(**facts, status=Stage.PAUSED, wanted=text[:DETAILS])
    for nudge in (0, 1):
        yield f"details wanted, {nudge}", escalations.details_wanted(_, paused, nudge)
    for name, tell in {
        "no details": escalations.no_details,
        "solved": escalations.solved,
        "not solved": escalations.not_solved,
        "details sent": escalations.details_sent,
    }.items():
        yield name, tell(_, to_confirm)
    yield "reopened", escalations.reopened(_, to_confirm, text)
    yield from _proposals(_, text, facts)
    yield "stood in", escalations.stood_in(_, to_confirm, NINA)
    for trouble in Trouble:
        yield f"undelivered, {trouble}", escalations.undelivered(_, left, NINA, trouble)
    yield "timeline", timeline.timeline(_, paused, list(_events(text)), charter=charter)
    to_lead = timeline.timeline(_, paused, (), charter=charter, for_lead=True)
    yield "timeline, to a lead", to_lead


def _proposals(_: Words, text: str, facts: dict[str, Any]) -> Iterator[Shown]:
    one = an_escalation(**facts)
    yield "proposal", proposals.proposal(_, one, text, 3)
    sent = an_escalation(**facts, status=Stage.ANSWERED, answer=text)
    dropped = an_escalation(**facts, status=Stage.CLOSED)
    for name, seen in {"sent": sent, "dropped": dropped, "asked again": one}.items():
        yield f"proposal, {name}", proposals.settled(_, seen, MARIA)
    yield "proposal, moved on", proposals.settled(_, one, NINA)


def _events(text: str) -> Iterator[TimelineEvent]:
    facts = {"step": 1, "instead_of": NINA, "entry": 12, "times": 2, "cause": "not_answered"}
    for deed in Deed:
        yield TimelineEvent(at=NOW, by=MARIA, deed=deed, person=ANA, text=text, facts=facts)
    for how in ("entry", "confirmed", "changed"):
        yield TimelineEvent(at=NOW, by=MARIA, deed=Deed.ANSWERED, facts=facts | {"how": how})
    yield TimelineEvent(at=NOW, by=CLOCK, deed=Deed.OVERDUE, person=ANA, facts={"cause": ""})
    late = {"cause": "not_acknowledged", "step": 1}
    yield TimelineEvent(at=NOW, by=CLOCK, deed=Deed.OVERDUE, person=ANA, facts=late)
    yield TimelineEvent(at=NOW, by=CLOCK, deed=Deed.ASKED, person=ANA, facts=late)


def _windows(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    yield "read", entries.read_modal(_, entry_of(text), charter=charter)
    yield "read by a reviewer", entries.read_modal(_, entry_of(text), charter=charter, learned=2)
    yield "edit", entries.edit_modal(_, entry_of(text), charter)
    yield "edit, without topic", entries.edit_modal(_, entry_of(text, topic="gone"), a_charter())
    yield "add", entries.add_modal(_, charter)
    yield "add this", entries.add_modal(_, charter, question=text, answer=text, metadata="{}")
    one = an_escalation(text=text[:QUESTION], details=[text[:DETAILS]])
    yield "answer window", escalations.answer_modal(_, one)
    yield "details window", escalations.details_modal(_, one)
    yield "change window", escalations.change_modal(_, one, entry_of(text))
    yield "point window", escalations.point_modal(_, one, [entry_of(text), entry_of(text, id=2)])
    for name, opened in {
        "ask back": escalations.ask_back_modal,
        "decline": escalations.decline_modal,
        "hand over": escalations.hand_over_modal,
        "urgent": escalations.hurry_modal,
        "not solved": escalations.not_solved_modal,
    }.items():
        yield f"{name} window", opened(_, one)


def _learned(_: Words, text: str) -> Iterator[Shown]:
    entry = entry_of(text)
    asked = text[:300]
    out: dict[str, Any] = {"removed_at": NOW, "removed_by": NINA}
    every = [a_wording(entry, asked, kind) for kind in Kind] + [a_wording(entry, asked, **out)]
    me = Member(workspace=WORKSPACE, id=ANA, name="Ana", language=_.language, zone="UTC")
    nothing: Any = {"owed": (), "awaited": (), "drafts": (), "written": ()}
    for count in (0, 1, 40):
        many = every * count
        yield f"learned, {count}", learned.of_entry(_, entry, many)
        yield f"learned this week, {count}", learned.latest(_, many)
        shares = [Share(NINA), Share(MARIA, 9, 8, 7, 1, 1, cap=10), Share(ANA, 1)]
        unowned = [an_escalation(text=asked, exhausted_at=NOW)] * count
        led = home.Led(unowned, shares * count, NOW, many)
        page = home.home(_, me=me, charter=a_charter(), now=NOW, led=led, **nothing)
        yield f"home of a lead, {count}", page


def _jargon(_: Words, text: str) -> Iterator[Shown]:
    groups = [a_group(text, id=number, number=number) for number in (1, 2)]
    pairs = [Pair(text, "rupture conventionnelle", 9.0, 2, 5), Pair("RC", text, 8.0, 1, 1)]
    yield "jargon", synonyms.list_modal(_, groups, may_change=True, suggested=pairs)
    yield "jargon to read", synonyms.list_modal(_, groups, may_change=False)
    yield "no jargon", synonyms.list_modal(_, [], may_change=True)
    yield (
        "a lot of jargon",
        synonyms.list_modal(_, groups[:1] * 31, may_change=True, page=1, suggested=pairs),
    )
    yield "a group", synonyms.edit_modal(_, groups[0])
    yield "a new group", synonyms.edit_modal(_)
    taken = TakenTerm(term="RC", group=str(a_group("RC")))
    written = synonyms.Edited((text[:LONGEST],), None, 0, 0, ())
    yield "groups to merge", synonyms.merge_modal(_, written, groups, refusal(_, taken))


def an_absence(source: Source = Source.PERSON, **changes: Any) -> Absence:
    """Maria is away until Monday."""
    facts: dict[str, Any] = {"workspace": WORKSPACE, "id": 4, "person": MARIA, "number": 1}
    facts |= {"source": source, "from_at": NOW, "until_at": MONDAY}
    return Absence(**facts | changes)


def _absences(_: Words) -> Iterator[Shown]:
    here: Any = {"zone": "Europe/Paris", "now": NOW}
    planned = Away.model_validate({"from": "2026-12-24", "back": "2027-01-04"})
    each = {
        "until a day": an_absence(),
        "until a time": an_absence(until_at=NOW + timedelta(hours=3)),
        "who knows how long": an_absence(until_at=None),
        "later": an_absence(from_at=MONDAY, until_at=MONDAY + timedelta(days=400)),
        "by status": an_absence(Source.STATUS),
    }
    for name, one in each.items():
        presence = Presence([one], NINA)
        yield f"away, {name}", absences.away(_, presence, **here)
        yield f"stand in, {name}", absences.stand_in(_, one, **here)
        yield f"form, {name}", absences.form(_, one, **here)
    quiet = an_absence(Source.DND, until_at=NOW + timedelta(hours=10))
    yield "away, twice", absences.away(_, Presence([quiet, an_absence()], NINA, True), **here)
    alone = Presence([an_absence()], planned=planned)
    yield "away, nobody stands in", absences.away(_, alone, **here)
    yield "away, in a window", absences.window(_, absences.away(_, alone, **here))
    yield "back", absences.back(_, THERE, ended=True, **here)
    yield "back, never away", absences.back(_, Presence(planned=planned), ended=False, **here)
    yield "form", absences.form(_, None, **here)
    yield "stand down", absences.stand_down(_, an_absence())
    for refused in (UnreadMoment, PastMoment, FarMoment):
        told = refusal(_, refused(text="<!channel> *lundi*"))
        yield f"refused, {refused.__name__}", message(section(told))


def a_group(text: str, **changes: Any) -> Group:
    """Two terms, the first as long as one may be."""
    facts: dict[str, Any] = {"workspace": WORKSPACE, "id": 1, "number": 1, "is_removed": False}
    terms = [text[:LONGEST], "rupture conventionnelle"]
    return Group(**facts | {"terms": terms, "changed_at": NOW, "changed_by": NINA} | changes)


def _lists(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    for count in (0, 1, 40):
        drafts = [entry_of(text, id=n, status=Status.IN_REVIEW) for n in range(count)]
        owed = [an_escalation(id=n, text=text[:QUESTION], **STANDS[n % 4]) for n in range(count)]
        listed: Any = {"owed": owed, "awaited": owed, "drafts": drafts, "written": drafts}
        yield f"drafts, {count}", entries.drafts(_, drafts, charter=charter)
        yield f"mine, {count}", entries.mine(_, charter=charter, **listed)
        me = Member(workspace=WORKSPACE, id=ANA, name=text, language=_.language, zone="UTC")
        away = Presence([an_absence()] * min(count, 3), NINA)
        standing: Any = {"keeps_jargon": count > 0, "presence": away}
        yield (
            f"home, {count}",
            home.home(_, me=me, charter=charter, now=NOW, **standing, **listed),
        )
