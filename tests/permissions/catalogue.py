"""The catalogue: every act of the table by its name there.

Numbers and texts stand in them as anybody could forge them: the bot has to look at each itself.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from tests.permissions.acts import (
    Act,
    Choose,
    Happens,
    Json,
    Look,
    Press,
    Send,
    Type,
    Value,
    beside,
    of,
    pair,
)  # fmt: skip
from tests.permissions.cast import ANA, BOT, INES, LEA, MARC, OFFICE, SOFIA, TEAM, ZOE
from tests.permissions.things import Things

AT = {"event_ts": "99.000001", "ts": "99.000001"}
"""When an event happened."""


def typed() -> Iterator[tuple[str, Act]]:
    """The commands."""
    for name, text in {
        "/kb …": "how do refunds work?", "/kb ask …": "ask the kettle caught fire",
        "/kb help": "help",
        "/kb why": "why", "/kb drafts": "drafts", "/kb archived": "archived", "/kb mine": "mine",
        "/kb duplicates": "duplicates", "/kb away …": "away until tomorrow", "/kb away": "away",
        "/kb back": "back", "/kb mydata": "mydata", "/kb charter": "charter", "/kb add": "add",
        "/kb verify": "verify", "/kb signal …": "signal refunds are late", "/kb signals": "signals",
        "/kb synonyms": "synonyms", "/kb forget me": "forget me",
        "/kb rehearse …": 'rehearse "how do refunds work?"',
    }.items():  # fmt: skip
        yield name, Type(text=text)
    yield "/kb leaving me …", Type(text="leaving me on 2026-03-01")
    yield "/kb leaving @somebody …", Type(text=f"leaving <@{ZOE}> on 2026-03-01")
    yield "/kb show 12", Type(True, lambda things: f"show {things['published']}")
    yield "/kb show 12 of an opened topic", Type(True, lambda things: f"show {things['open']}")
    yield "/kb show E12", Type(text=lambda things: f"show E{things['owed']}")
    yield "/kb edit 12", Type(True, lambda things: f"edit {things['published']}")
    yield "/kb flag 12 …", Type(True, lambda things: f"flag {things['published']} no")


ENTRY_BUTTONS: dict[str, Value] = {
    "entry_open": of("published"),
    "entry_edit": of("draft"),
    "entry_publish": of("draft"),
    "entry_reject": of("draft"),
    "entry_merge": of("draft"),
    "entry_undo": of("unread"),
    "entry_verify": of("due"),
    "entry_archive": of("published"),
    "entry_restore": of("archived"),
    "entry_hand_over": of("published"),
    "archived_restore": beside("archived", "0"),
    "entry_flag": of("published"),
    "flag_take_over": beside("source_flag", "1"),
    "flag_keep": of("source_flag"),
    "flag_archive": of("flag"),
    "flag_uphold": of("flag"),
    "flag_correct": of("flag"),
    "flag_recall": of("flag"),
    "entry_recall": of("published"),
    "entry_widen": of("widened"),
    "history_open": of("changed"),
    "learned_open": of("published"),
    "merge_with": pair("draft", "target"),
    "keep_both": pair("published", "twin"),
    "merge_undo": of("ruling"),
    "redaction_hide": beside("personal", ""),
    "redaction_show": beside("masked", ""),
    "tip_take": of("tip"),
    "tip_decline": of("tip"),
}
"""Buttons that name an entry, or what can be traced to one."""

BUTTONS: dict[str, Value] = {
    "absence_open": "-",
    "absence_back": "-",
    "archived_turn_previous": "0",
    "archived_turn_next": "0",
    "charter_read": "-",
    "charter_undo": of("version"),
    "charter_experts": "-",
    "charter_times": "-",
    "charter_level": "-",
    "charter_leave": "-",
    "charter_crisis": "-",
    "consent_agree": of("draft"),
    "consent_hide_name": of("draft"),
    "consent_show_name": of("unnamed"),
    "consent_correct": of("draft"),
    "consent_refuse": of("draft"),
    "departure_hand_over": of("departure"),
    "departure_choose": of("departure"),
    "departure_stay": of("departure"),
    "due_open": "-",
    "due_turn_letter_previous": beside("letter", "0"),
    "due_turn_letter_next": beside("letter", "0"),
    "escalation_take": of("owed"),
    "escalation_take after the last step": of("exhausted"),
    "escalation_answer": of("owed"),
    "escalation_ask_back": of("owed"),
    "escalation_decline": of("owed"),
    "escalation_hand_over": of("owed"),
    "escalation_point": of("owed"),
    "escalation_send": of("proposal"),
    "escalation_confirm": of("proposed"),
    "escalation_change": of("proposed"),
    "escalation_refuse": of("proposed"),
    "escalation_cancel": of("owed"),
    "escalation_details": of("owed"),
    "escalation_hurry": of("owed"),
    "escalation_solved": of("answered"),
    "escalation_not_solved": of("answered"),
    "escalation_apart": of("joined"),
    "escalation_timeline": of("owed"),
    "flag_hand_over": of("flag"),
    "flag_say_why": of("flag"),
    "forgetting_open": "-",
    "holdings_everything": "-",
    "learned_latest": "-",
    "question_helpful": of("question"),
    "question_not_helpful": of("question"),
    "question_this_one": pair("near", "twin"),
    "question_none_of_these": of("near"),
    "question_take_back": of("question"),
    "question_share": of("question"),
    "question_why": of("question"),
    "question_ask_person": of("near"),
    "question_everywhere": of("question"),
    "signal_choose": lambda things: json.dumps({"channel": things.channel, "ts": "6.000006"}),
    "signal_received": of("signal"),
    "signal_acted_on": of("signal"),
    "signal_not_now": of("signal"),
    "signal_pass_to": of("signal"),
    "signal_take_back": of("signal"),
    "synonyms_open": "-",
}
"""The other buttons of messages and of Home."""


def pressed() -> Iterator[tuple[str, Act]]:
    """The buttons."""
    for name, value in ENTRY_BUTTONS.items():
        yield name, Press(True, name, value)
    for name, value in BUTTONS.items():
        yield name, Press(False, name.partition(" ")[0], value)
    yield "entry_open of an opened topic", Press(True, "entry_open", of("open"))
    yield "capture_edit", Press(True, "capture_edit", lambda things: json.dumps(things["message"]))
    yield from _within()


def _within() -> Iterator[tuple[str, Act]]:
    """Those of windows: the window stands there as somebody entitled has opened it."""
    sofia: dict[str, Any] = {"by": SOFIA}
    for name in ("charter_previous", "charter_next"):
        yield name, Press(False, name, "0", "charter_read", **sofia)
    for name, menu in (("charter_topic", "hours"), ("charter_step", "0")):
        yield name, Press(False, name, menu, "charter_experts", kind="static_select", **sofia)
    away = json.dumps({"person": MARC, "from_": "2026-02-02"})
    yield "charter_return", Press(False, "charter_return", away, "charter_leave", **sofia)
    yield "charter_calm", Press(False, "charter_calm", "hours", "charter_crisis", **sofia)
    for name in ("due_turn_previous", "due_turn_next"):
        yield name, Press(False, name, "0", "due_open", by=INES)
    for name in ("history_turn_previous", "history_turn_next"):
        yield name, Press(True, name, beside("changed", "0"), "history_open", by=INES)
    for name, which in (("history_changed", "2"), ("history_go_back", "1")):
        yield name, Press(True, name, beside("changed", which), "history_open", by=INES)
    for name, thing in (("wording_take_out", "wording"), ("wording_put_back", "removed_wording")):
        yield name, Press(True, name, of(thing), "learned_open", by=INES)
    yield "merge_swap", Press(True, "merge_swap", "-", "merge_with", by=INES)
    yield "capture_chosen", Press(True, "capture_chosen", "8.000009", "save_to_knowledge_base", ANA,
                                  "static_select")  # fmt: skip
    list_: dict[str, Any] = {"within": "synonyms_open", "by": SOFIA}
    two = json.dumps(["parcel", "package"])
    for name, value in (
        ("synonyms_add", "-"), ("synonyms_edit", of("group")), ("synonyms_remove", of("group")),
        ("synonyms_accept", two), ("synonyms_dismiss", two), ("synonyms_previous", "0"),
        ("synonyms_next", "0"),
    ):  # fmt: skip
        yield name, Press(False, name, value, **list_)


def sent() -> Iterator[tuple[str, Act]]:
    """The windows."""
    yield "absence", Send(False, "absence_open", ANA)
    for name in ("experts", "times", "level", "leave", "crisis"):
        filled_in = CHARTER_VALUES.get(name, _nothing)
        yield f"charter_{name} sent", Send(False, f"charter_{name}", SOFIA, filled_in)
    yield "capture_select", Send(True, "save_to_knowledge_base", ANA)
    yield "capture_keep", Send(True, "capture_edit", ANA, _titled)
    yield "consent_correction", Send(False, "consent_correct", ANA, lambda _: {"words": "Better."})
    yield "departure_chosen", Send(False, "departure_choose", SOFIA, lambda _: {"rest": INES})
    yield "entry_add", Send(False, "/kb add", ANA, _titled)
    yield "entry_archive sent", Send(True, "entry_archive", INES)
    yield "entry_correct", Send(True, "flag_correct", INES, _corrected)
    yield "entry_edit sent", Send(True, "entry_edit", INES, _corrected)
    yield "entry_flag sent", Send(True, "entry_flag", ANA)
    yield "entry_hand_over sent", Send(True, "entry_hand_over", INES, _to(SOFIA))
    yield "entry_recall sent", Send(True, "entry_recall", INES, _corrected)
    yield "entry_reject sent", Send(True, "entry_reject", INES)
    yield "entry_widen_modal", Send(True, "entry_widen", INES)
    yield "escalation_answer sent", Send(False, "escalation_answer", MARC)
    yield "escalation_ask_back sent", Send(False, "escalation_ask_back", MARC)
    yield "escalation_change sent", Send(False, "escalation_change", MARC)
    yield "escalation_decline sent", Send(False, "escalation_decline", MARC)
    yield "escalation_details sent", Send(False, "escalation_details", ANA)
    yield "escalation_hand_over sent", Send(False, "escalation_hand_over", MARC, _to(INES))
    yield "escalation_hurry sent", Send(False, "escalation_hurry", ANA)
    yield "escalation_not_solved sent", Send(False, "escalation_not_solved", ANA)
    yield (
        "escalation_point sent",
        Send(False, "escalation_point", MARC, lambda things: {"number": str(things["safe"])}),
    )
    yield "flag_hand_over sent", Send(False, "flag_hand_over", INES, _to(SOFIA))
    yield "flag_say_why sent", Send(False, "flag_say_why", ANA)
    yield "flag_uphold sent", Send(True, "flag_uphold", INES)
    yield "forgetting_asked", Send(False, "forgetting_open", LEA)
    yield "history_go_back sent", Send(True, "history_go_back", INES)
    yield "keep_both sent", Send(True, "keep_both", INES)
    yield "merge_choose", Send(True, "entry_merge", INES, _into)
    yield "merge", Send(True, "merge_with", INES)
    yield "pass_on sent", Send(True, "pass_on", ANA)
    yield "redaction_asked", Send(True, "entry_publish of personal data", INES)
    yield "signal_not_now sent", Send(False, "signal_not_now", INES)
    yield "signal_pass_to sent", Send(False, "signal_pass_to", INES, _elsewhere)
    yield "synonyms_edit sent", Send(False, "synonyms_add", SOFIA, _terms)


def _nothing(_: Things) -> Mapping[str, object]:
    return {}


def _to(person: str) -> Callable[[Things], Mapping[str, object]]:
    return lambda _things: {"person": person}


def _corrected(_: Things) -> Mapping[str, object]:
    return {"answer": "It is otherwise."}


def _into(things: Things) -> Mapping[str, object]:
    return {"target": things["target"]}


def _elsewhere(_: Things) -> Mapping[str, object]:
    return {"process": "process:ideas"}


def _terms(_: Things) -> Mapping[str, object]:
    return {"terms": "parcel, package"}


def _titled(_: Things) -> Mapping[str, object]:
    return {"title": "Why?", "answer": "So."}


CHARTER_VALUES: dict[str, Callable[[Things], Mapping[str, object]]] = {
    "level": lambda _: {"person": ZOE},
    "leave": lambda _: {"person": ZOE, "first": "2026-01-20", "back": "2026-01-25"},
    "crisis": lambda _: {"en": "We are on it."},
}


def chosen() -> Iterator[tuple[str, Act]]:
    """The menus of messages, and the menu that we fill."""
    yield "ask_relais", Choose(shortcut="ask_relais")
    yield "pass_on", Choose(True, "pass_on")
    yield "save_to_knowledge_base", Choose(True, "save_to_knowledge_base")
    yield "merge_search", Look(True, "merge_search", "entry_merge", INES)


def _reacts(emoji: str, ts: str, kind: str = "reaction_added") -> Happens:
    def event(things: Things, person: str) -> Json:
        item = {"type": "message", "channel": things.channel, "ts": ts}
        about = {"user": person, "item_user": ZOE, "event_ts": "99.000001"}
        return {"type": kind, "reaction": emoji, "item": item, **about}

    return Happens(event=event)


def _about(**facts: Any) -> Happens:
    return Happens(event=lambda _things, person: {"user": person, **AT, **facts})


def _source(subtype: str) -> Happens:
    """The message an entry came from."""

    def event(things: Things, person: str) -> Json:
        old = {"type": "message", "user": person, "ts": "3.000003", "text": "was"}
        new = {**old, "text": "Something else altogether."}
        about: Json = {"channel": things.channel, "channel_type": "channel"} | AT
        about |= {"message": new} if subtype == "message_changed" else {"deleted_ts": "3.000003"}
        return {"type": "message", "subtype": subtype, "previous_message": old, **about}

    return Happens(event=event)


def happened() -> Iterator[tuple[str, Act]]:
    """The events."""
    yield "reaction_added that keeps", _reacts("bookmark", "8.000009")
    yield "reaction_added that asks", _reacts("sos", "8.000009")
    yield "reaction_added that passes on", _reacts("bulb", "8.000009")
    yield "reaction_added that doubts", _reacts("triangular_flag_on_post", "3.000003")
    yield "reaction_removed", _reacts("bookmark", "5.000005", "reaction_removed")
    yield "app_mention", Happens(event=_mention)
    yield "message in a direct conversation", Happens(event=_direct)
    yield "app_home_opened", _about(type="app_home_opened", tab="home", channel="D0HOME")
    yield "message_changed", _source("message_changed")
    yield "message_deleted", _source("message_deleted")
    yield "dnd_updated_user", _about(type="dnd_updated_user", dnd_status={"dnd_enabled": False})
    for kind in ("user_change", "team_join"):
        yield kind, Happens(event=partial(_changed, kind))
    for kind in ("emoji_changed", "app_uninstalled", "tokens_revoked"):
        yield kind, _about(type=kind)
    yield from _moved()


def _moved() -> Iterator[tuple[str, Act]]:
    """Events about channels."""
    for kind in (
        "member_joined_channel", "channel_archive", "channel_unarchive", "channel_shared",
        "channel_unshared", "group_archive", "group_unarchive", "member_left_channel",
        "channel_left", "group_left", "channel_deleted", "group_deleted",
    ):  # fmt: skip
        yield kind, _about(type=kind, channel=OFFICE)
    for subtype in ("channel_convert_to_private", "channel_convert_to_public"):
        yield subtype, _about(type="message", subtype=subtype, channel=OFFICE)
    moved = {"old_channel_id": "C0BEFORE", "new_channel_id": "C0AFTER"}
    yield "channel_id_changed", _about(type="channel_id_changed", **moved)


def _mention(things: Things, person: str) -> Json:
    text = f"<@{BOT}> how do refunds work?"
    about = {"channel": things.channel, "ts": "98.000001", "event_ts": "98.000001"}
    return {"type": "app_mention", "user": person, "text": text, **about}


def _direct(_: Things, person: str) -> Json:
    about = {"channel": "D0DIRECT", "channel_type": "im", "ts": "97.1", "event_ts": "97.1"}
    return {"type": "message", "user": person, "text": "how do refunds work?", **about}


def _changed(kind: str, _: Things, person: str) -> Json:
    user = {"id": person, "team_id": TEAM, "name": person, "deleted": False, "locale": "en-US"}
    return {"type": kind, **AT, "user": {**user, "profile": {}, "tz": "UTC"}}


HELPERS: dict[str, Act] = {
    "entry_publish of personal data": Press(True, "entry_publish", of("personal"))
}
"""What is done only to open a window."""

ACTS: dict[str, Act] = dict([*typed(), *pressed(), *sent(), *chosen(), *happened()])
"""Every act by its name in the table."""
