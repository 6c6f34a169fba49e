"""Windows: where one opens for the person who pressed a button."""

from typing import Any

from handlers.visit import Visit


async def show(visit: Visit, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open a window; upon the one that the button was in, if it was in one."""
    is_upon = body.get("view", {}).get("type") == "modal"
    place = visit.client.views_push if is_upon else visit.client.views_open
    await place(trigger_id=body["trigger_id"], view=view)
