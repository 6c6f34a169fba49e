"""Directory: several pretend workspaces behind one address, and the way an app gets into them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from aiohttp import encode_basic_auth, web

from .server import PretendSlack

CLIENT_ID, CLIENT_SECRET = "1.2", "sandbox-client-secret"


class Directory:
    """Who calls is told by the token; the first workspace answers for the app itself.

    `approve` is what somebody does on Slack's page who lets the app in.
    """

    def __init__(self, *workspaces: PretendSlack) -> None:
        self.workspaces = {slack.workspace.team_id: slack for slack in workspaces}
        self.base_url = ""
        self._codes: dict[str, tuple[str, str]] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen, on loopback. Sets `base_url`; the workspaces are started before."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/api/"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def approve(self, query: Mapping[str, str], *, team: str, user: str) -> dict[str, str]:
        """Let the app in that asked so; what Slack's page sends the browser back with."""
        code = secrets.token_hex(8)
        self._codes[code] = team, user
        return {"code": code, "state": query["state"]}

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if name == "oauth.v2.access":
            return web.json_response(await self._access(request))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        for slack in self.workspaces.values():
            if token in (slack.bot_token, slack.app_token):
                return await self._of(slack, name, request)
        error = "invalid_auth" if token else "not_authed"
        return web.json_response({"ok": False, "error": error})

    async def _of(self, slack: PretendSlack, name: str, request: web.Request) -> web.StreamResponse:
        """What that workspace answers; its app may leave it with its own token."""
        leaving = name in ("auth.revoke", "apps.uninstall")
        if not leaving or slack.bot_token in slack.manifest.revoked:
            return await slack.api.method(request)
        await slack.uninstall()
        return web.json_response({"ok": True, "revoked": True})

    async def _access(self, request: web.Request) -> dict[str, object]:
        """A code for a token, once."""
        form = await request.post()
        given = request.headers.get("Authorization", "")
        if given != encode_basic_auth(CLIENT_ID, CLIENT_SECRET):
            return {"ok": False, "error": "bad_client_secret"}
        found = self._codes.pop(str(form.get("code")), None)
        if found is None:
            return {"ok": False, "error": "invalid_code"}
        team, user = found
        slack = self.workspaces[team]
        slack.install(f"xoxb-{team}-{secrets.token_hex(8)}")
        space = slack.workspace
        return {
            "ok": True,
            "app_id": space.app_id,
            "authed_user": {"id": user},
            "scope": ",".join(sorted(slack.manifest.scopes)),
            "token_type": "bot",
            "access_token": slack.bot_token,
            "bot_user_id": space.bot_user_id,
            "team": {"id": team, "name": space.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }
