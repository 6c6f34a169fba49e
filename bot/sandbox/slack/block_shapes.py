"""Block shapes: which keys blocks and elements have, where elements may stand, how long texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    required: frozenset[str]
    optional: frozenset[str]


def names(words: str) -> frozenset[str]:
    return frozenset(words.split())


def shape(required: str, optional: str = "") -> Shape:
    return Shape(names(required), names(optional))


BLOCKS = {
    "section": shape("", "text fields accessory expand"),
    "divider": shape(""),
    "header": shape("text", "level"),
    "image": shape("alt_text", "image_url slack_file title"),
    "actions": shape("elements"),
    "context": shape("elements"),
    "context_actions": shape("elements"),
    "input": shape("label element", "dispatch_action hint optional"),
    "rich_text": shape("elements"),
    "markdown": shape("text"),
    "table": shape("rows", "column_settings"),
    "video": shape(
        "alt_text title thumbnail_url video_url",
        "author_name description provider_icon_url provider_name title_url",
    ),
}
# Known to exist; their insides are not looked at.
OPEN_BLOCKS = names(
    "file data_table data_visualization card carousel container alert plan task_card"
)
MESSAGE_ONLY = names("markdown context_actions table data_table data_visualization plan task_card")
MODAL_ONLY = frozenset({"alert"})

SELECT = "action_id placeholder confirm focus_on_load"
INPUT = "action_id placeholder focus_on_load dispatch_action_config"
ELEMENTS = {
    "button": shape("text", "action_id url value style confirm accessibility_label agent_prompt"),
    "image": shape("alt_text", "image_url slack_file"),
    "overflow": shape("options", "action_id confirm"),
    "checkboxes": shape("options", "action_id initial_options confirm focus_on_load"),
    "radio_buttons": shape("options", "action_id initial_option confirm focus_on_load"),
    "static_select": shape("", f"{SELECT} options option_groups initial_option"),
    "external_select": shape("", f"{SELECT} initial_option min_query_length"),
    "users_select": shape("", f"{SELECT} initial_user"),
    "conversations_select": shape(
        "",
        f"{SELECT} initial_conversation response_url_enabled "
        "default_to_current_conversation filter",
    ),
    "channels_select": shape("", f"{SELECT} initial_channel response_url_enabled"),
    "multi_static_select": shape(
        "", f"{SELECT} options option_groups initial_options max_selected_items"
    ),
    "multi_external_select": shape(
        "", f"{SELECT} initial_options min_query_length max_selected_items"
    ),
    "multi_users_select": shape("", f"{SELECT} initial_users max_selected_items"),
    "multi_conversations_select": shape(
        "",
        f"{SELECT} initial_conversations default_to_current_conversation filter max_selected_items",
    ),
    "multi_channels_select": shape("", f"{SELECT} initial_channels max_selected_items"),
    "datepicker": shape("", f"{SELECT} initial_date"),
    "timepicker": shape("", f"{SELECT} initial_time timezone"),
    "datetimepicker": shape("", "action_id initial_date_time confirm focus_on_load"),
    "plain_text_input": shape("", f"{INPUT} initial_value multiline min_length max_length"),
    "rich_text_input": shape("", f"{INPUT} initial_value"),
    "email_text_input": shape("", f"{INPUT} initial_value"),
    "url_text_input": shape("", f"{INPUT} initial_value"),
    "number_input": shape("is_decimal_allowed", f"{INPUT} initial_value min_value max_value"),
    "file_input": shape("", "action_id filetypes max_files"),
    "feedback_buttons": shape("positive_button negative_button", "action_id"),
    "icon_button": shape(
        "icon text", "action_id value confirm accessibility_label visible_to_user_ids"
    ),
}
TYPED = names(
    "plain_text_input rich_text_input email_text_input url_text_input number_input file_input"
)
MULTI = frozenset(name for name in ELEMENTS if name.startswith("multi_"))
SINGLE = frozenset(name for name in ELEMENTS if name.endswith("_select")) - MULTI
PICKERS = names("datepicker timepicker datetimepicker checkboxes radio_buttons")
PLACES = {
    "section": MULTI | SINGLE | PICKERS | {"button", "image", "overflow"},
    "actions": MULTI | SINGLE | PICKERS | {"button", "overflow"},
    "input": MULTI | SINGLE | PICKERS | TYPED,
    "context": frozenset({"image"}),
    "context_actions": frozenset({"feedback_buttons", "icon_button"}),
}
MOST_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}
MOST_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}

# (where, key) → longest text object; plain says that mrkdwn is not allowed there.
TEXTS = {
    ("section", "text"): 3000,
    ("header", "text"): 150,
    ("image", "title"): 2000,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("button", "text"): 75,
    ("icon_button", "text"): 75,
    ("option", "text"): 75,
    ("option", "description"): 75,
    ("option_group", "label"): 75,
    ("confirm", "title"): 100,
    ("confirm", "text"): 300,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
    ("video", "title"): 200,
    ("video", "description"): 200,
    ("any", "placeholder"): 150,
}
MRKDWN = frozenset(
    {("section", "text"), ("confirm", "text"), ("option", "text"), ("option", "description")}
)
STRINGS = {
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("button", "accessibility_label"): 75,
    ("button", "agent_prompt"): 4000,
    ("icon_button", "value"): 2000,
    ("option", "value"): 75,
    ("option", "url"): 3000,
    ("image", "image_url"): 3000,
    ("image", "alt_text"): 2000,
    ("markdown", "text"): 12000,
    ("plain_text_input", "initial_value"): 3000,
    ("any", "block_id"): 255,
    ("any", "action_id"): 255,
}
