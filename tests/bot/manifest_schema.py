"""What Slack takes for an app's manifest, as far as ours goes: names, kinds, lengths.

Facts of Slack's own schema, version 2.0.0: github.com/slackapi/manifest-schema, schemas/.
"""

from typing import Any

Schema = dict[str, Any]


def text(longest: int, shortest: int = 1) -> Schema:
    return {"type": "string", "minLength": shortest, "maxLength": longest}


def listed(item: Schema, most: int) -> Schema:
    return {"type": "array", "items": item, "maxItems": most, "uniqueItems": True}


def object_of(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """Nothing may stand in it that is not named here: Slack refuses keys it does not know."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


YES_OR_NO: Schema = {"type": "boolean"}
ADDRESS: Schema = {"type": "string", "pattern": "^https://", "maxLength": 3000}
HOME = object_of(
    home_tab_enabled=YES_OR_NO,
    messages_tab_enabled=YES_OR_NO,
    messages_tab_read_only_enabled=YES_OR_NO,
)
BOT_USER = object_of(("display_name",), display_name=text(80), always_online=YES_OR_NO)
SHORTCUT = object_of(
    ("name", "type", "callback_id", "description"),
    name=text(24),
    type={"enum": ["message", "global"]},
    callback_id=text(255),
    description=text(150),
)
COMMAND = object_of(
    ("command", "description"),
    command={"type": "string", "pattern": "^/", "minLength": 2, "maxLength": 32},
    url=ADDRESS,
    description=text(2000),
    usage_hint=text(1000),
    should_escape=YES_OR_NO,
)
MANIFEST = object_of(
    ("display_information",),
    _metadata=object_of(
        major_version={"enum": [1, 2]},
        minor_version={"type": "integer"},
    ),
    display_information=object_of(
        ("name",),
        name=text(35),
        description=text(140),
        background_color={"type": "string", "pattern": "^#([0-9a-f]{3}|[0-9a-f]{6})$"},
    ),
    features=object_of(
        app_home=HOME,
        bot_user=BOT_USER,
        shortcuts=listed(SHORTCUT, 10),
        slash_commands=listed(COMMAND, 50),
    ),
    oauth_config=object_of(
        redirect_urls=listed(ADDRESS, 1000),
        scopes=object_of(bot=listed(text(255), 255)),
    ),
    settings=object_of(
        event_subscriptions=object_of(request_url=ADDRESS, bot_events=listed(text(255), 100)),
        interactivity=object_of(
            ("is_enabled",),
            is_enabled=YES_OR_NO,
            request_url=ADDRESS,
            message_menu_options_url=ADDRESS,
        ),
        org_deploy_enabled=YES_OR_NO,
        socket_mode_enabled=YES_OR_NO,
        token_rotation_enabled=YES_OR_NO,
    ),
)
