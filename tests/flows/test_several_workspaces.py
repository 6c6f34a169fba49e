"""Several workspaces: each lets Relais in, is served, lets it go, and never hears of another."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from time import monotonic

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from sqlalchemy import select, text

from bot.installing import start as several
from bot.installing.tables import BOTS
from bot.sandbox.cast import CAMILLE, SOFIA, THEO
from bot.workspaces import remove
from knowledge import charters, outbox, workspaces
from knowledge.outbox import Kind, Notification, State
from tests.rest import PATIENCE
from tests.several import OURS, THEIRS, Two, two
from tests.stage import Stage, a_stage, until

ASKED = "comment obtenir un remboursement"

both = pytest.mark.parametrize(
    "combination",
    [("sqlite", "http"), ("postgresql", "http")],
    indirect=True,
    ids=["sqlite-http", "postgresql-http"],
)


@pytest.fixture
def combination(request: pytest.FixtureRequest) -> tuple[str, str]:
    """SQLite unless a test wants both: how Slack reaches us does not matter to most."""
    chosen: tuple[str, str] = getattr(request, "param", ("sqlite", "http"))
    return chosen


@pytest.fixture
async def pair(database_url: str) -> AsyncIterator[Two]:
    async with two(database_url) as pair:
        yield pair


@pytest.fixture
async def installed(pair: Two) -> Two:
    """Both have let us in."""
    assert (await pair.install(OURS))[0] == (await pair.install(THEIRS))[0] == 200
    return pair


async def tokens(pair: Two) -> list[str]:
    """The workspaces of which a token is kept."""
    async with pair.bot.database.engine.connect() as connection:
        return sorted((await connection.scalars(select(BOTS.c.team_id))).all())


async def only_tokens_of(pair: Two, *teams: str) -> bool:
    """Whether it comes to that: a token goes a moment after its workspace counts as gone."""
    end = monotonic() + PATIENCE
    while await tokens(pair) != sorted(teams):
        if monotonic() > end:
            return False
        await asyncio.sleep(0.02)
    return True


async def test_each_is_answered_from_what_it_knows_itself(installed: Two) -> None:
    ours = await installed.ours.kb(ASKED, by=CAMILLE)
    theirs = await installed.theirs.kb(ASKED, by=CAMILLE)

    assert "30 jours" in ours.text + str(ours.blocks)
    assert "30 jours" not in theirs.text + str(theirs.blocks)


async def test_one_websocket_brings_what_happens_in_both(database_url: str) -> None:
    async with two(database_url, socket=True) as pair:
        await until(lambda: bool(pair.ours.slack.sockets.links))
        for team in (OURS, THEIRS):
            assert (await pair.install(team))[0] == 200

        ours = await pair.ours.kb(ASKED, by=CAMILLE)
        theirs = await pair.theirs.kb(ASKED, by=CAMILLE)

    assert "30 jours" in ours.text + str(ours.blocks)
    assert "30 jours" not in theirs.text + str(theirs.blocks)


async def test_slack_is_not_asked_who_we_are_at_every_request(installed: Two) -> None:
    before = len([c for c in installed.ours.slack.calls if c.method == "auth.test"])

    for _ in range(3):
        await installed.ours.kb(ASKED, by=CAMILLE)

    assert len([c for c in installed.ours.slack.calls if c.method == "auth.test"]) == before


async def test_whoever_installs_leads_until_there_is_a_charter(pair: Two) -> None:
    await pair.install(THEIRS, by=THEO)

    async with pair.bot.services.sessions.begin() as session:
        charter = await charters.in_force(session, THEIRS)
        kept = await workspaces.find(session, THEIRS)
    assert charter.everyone() == {THEO}
    assert kept
    assert (kept.installer, kept.name) == (THEO, "Workspace T0OTHER")


async def test_no_token_lies_readable_in_the_database(installed: Two) -> None:
    async with installed.bot.database.engine.connect() as connection:
        kept = (await connection.execute(text("SELECT * FROM slack_bots"))).mappings().all()

    assert len(kept) == 2
    assert "xoxb" not in str(kept)


@both
async def test_who_lets_us_go_hears_nothing_more_and_finds_all_again(installed: Two) -> None:
    ours, theirs = installed.ours, installed.theirs
    await ours.slack.uninstall()
    await ours.quiet()
    calls = len(ours.slack.calls)
    await remind(installed)

    assert await only_tokens_of(installed, THEIRS)
    assert len(ours.slack.calls) == calls
    assert any("waited" in m.text for m in theirs.dms(CAMILLE))
    assert await theirs.kb(ASKED, by=CAMILLE)

    assert (await installed.install(OURS))[0] == 200
    await ours.quiet()
    assert any("waited" in m.text for m in ours.dms(CAMILLE))
    answer = await ours.kb(ASKED, by=CAMILLE)
    assert "30 jours" in answer.text + str(answer.blocks)


async def test_a_bot_of_one_workspace_sends_nothing_of_another(database_url: str) -> None:
    """As where its database has served another one before."""
    async with a_stage(database_url) as stage:
        await remind(stage)

        assert [m.text for m in stage.dms(CAMILLE)] == ["This waited."]
        [theirs] = await stage.rows(Notification.workspace == THEIRS)
    assert (theirs.state, theirs.trouble) == (State.READY, "not installed")


async def remind(served: Two | Stage) -> None:
    """Have the same due in both, now."""
    stage = served.ours if isinstance(served, Two) else served
    now = stage.clock.now()
    async with stage.bot.services.sessions.begin() as session:
        for team in (OURS, THEIRS):
            await outbox.notify(
                session,
                Kind.REFUSED,
                key=f"test:{team}",
                workspace=team,
                to=CAMILLE,
                about=0,
                now=now,
                sentence="This waited.",
                told={},
            )
    await stage.quiet()


async def test_a_removal_that_is_told_late_changes_nothing(installed: Two) -> None:
    ours = installed.ours
    await ours.slack.uninstall()
    await ours.quiet()
    [told] = [e for e in ours.slack.delivery.delivered if _kind(e.payload) == "app_uninstalled"]
    await ours.move(minutes=5)
    await installed.install(OURS)

    again = told.payload | {"event_id": "Ev0LATE"}
    await ours.slack.delivery.event(again)
    await ours.quiet()

    assert await tokens(installed) == [THEIRS, OURS]
    assert "30 jours" in str((await ours.kb(ASKED, by=CAMILLE)).blocks)


def _kind(payload: dict[str, object]) -> object:
    event = payload.get("event")
    return event.get("type") if isinstance(event, dict) else None


async def test_a_token_that_slack_takes_no_more_is_let_go(installed: Two) -> None:
    installed.ours.slack.manifest.revoked.add(installed.ours.slack.bot_token)

    await remind(installed)
    await installed.ours.move(seconds=30)

    assert await only_tokens_of(installed, THEIRS)
    assert any("waited" in m.text for m in installed.theirs.dms(CAMILLE))


async def test_another_process_takes_up_a_new_token_when_the_old_one_is_refused(
    installed: Two,
) -> None:
    clock = installed.ours.clock.now
    other = several.identity(installed.settings, installed.bot.database, clock)
    before = await other.client_of(OURS)
    await installed.ours.slack.uninstall()
    await installed.ours.move(seconds=5)
    await installed.install(OURS)
    assert await other.client_of(OURS) is before

    with pytest.raises(SlackApiError):
        await before.auth_test()

    assert (await (await other.client_of(OURS)).auth_test())["team_id"] == OURS


async def test_one_in_which_people_revoke_their_own_tokens_stays(installed: Two) -> None:
    ours = installed.ours
    mine = {"type": "tokens_revoked", "tokens": {"oauth": [SOFIA], "bot": []}}
    ours.slack.events.tell("tokens_revoked", mine)
    await ours.quiet()

    assert await tokens(installed) == [THEIRS, OURS]


async def test_what_is_due_where_we_are_not_let_in_holds_nobody_up(pair: Two) -> None:
    await pair.install(THEIRS)
    await remind(pair)

    assert any("waited" in m.text for m in pair.theirs.dms(CAMILLE))
    assert not [c for c in pair.ours.slack.calls if c.method == "chat.postMessage"]


async def test_only_who_is_invited_gets_in(database_url: str) -> None:
    async with two(database_url, relais_workspaces=frozenset({OURS})) as pair:
        status, page = await pair.install(THEIRS)

        assert (status, await tokens(pair)) == (403, [])
        assert "not among those that may install" in page
        assert pair.theirs.slack.manifest.revoked
        assert (await pair.install(OURS))[0] == 200


async def test_nobody_gets_in_by_what_another_browser_was_given(pair: Two) -> None:
    async with aiohttp.ClientSession() as browser:
        query, cookie = await pair.begin(browser)
        back = pair.directory.approve(query, team=OURS, user=SOFIA)
        assert (await pair.come_back(browser, back))[0] == 400
        assert (await pair.come_back(browser, back, cookie))[0] == 200
        assert (await pair.come_back(browser, back, cookie))[0] == 401


async def test_whoever_declines_is_told_that_nothing_has_changed(pair: Two) -> None:
    async with aiohttp.ClientSession() as browser:
        status, page = await pair.come_back(browser, {"error": "access_denied"})

    assert (status, await tokens(pair)) == (200, [])
    assert "Nothing has changed" in page


async def test_a_link_cannot_write_into_our_page(pair: Two) -> None:
    address = f"{pair.settings.relais_public_url}/slack/install"
    team = {"team": '"><script>x</script>'}
    async with aiohttp.ClientSession() as browser, browser.get(address, params=team) as page:
        assert "script" not in await page.text()


async def test_a_workspace_that_is_deleted_is_left_first_and_may_begin_anew(
    installed: Two, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = installed.settings
    for name, value in {
        "SLACK_CLIENT_ID": chosen.slack_client_id,
        "SLACK_CLIENT_SECRET": chosen.slack_client_secret,
        "SLACK_SIGNING_SECRET": chosen.slack_signing_secret,
        "SLACK_API_BASE_URL": chosen.slack_api_base_url,
        "RELAIS_SECRET_KEYS": ",".join(chosen.relais_secret_keys),
        "DATABASE_URL": chosen.database_url,
    }.items():
        monkeypatch.setenv(name, value)
    await installed.ours.kb(ASKED, by=CAMILLE)

    await remove(OURS, uninstall=True, yes=True)
    await installed.ours.quiet()

    assert "entries\t10" in capsys.readouterr().out.splitlines()
    assert installed.ours.slack.manifest.revoked
    assert await tokens(installed) == [THEIRS]
    assert (await installed.install(OURS))[0] == 200
    answer = await installed.ours.kb(ASKED, by=CAMILLE)
    assert "30 jours" not in answer.text + str(answer.blocks)


async def test_the_clock_does_not_bring_up_again_what_was_believed(installed: Two) -> None:
    await installed.ours.kb(ASKED, by=CAMILLE)
    async with installed.bot.services.sessions.begin() as session:
        now = installed.ours.clock.now() + timedelta(minutes=2)
        assert await workspaces.left(session, OURS, at=now, now=now)
    await installed.ours.move(minutes=2)

    assert await installed.installations.find(OURS) is None
