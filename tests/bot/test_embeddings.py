"""Embeddings: a server that speaks OpenAI's API, and the model that comes in a package."""

import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from bot import embeddings
from bot.config import Settings, SettingsError
from bot.embeddings import endpoint
from bot.embeddings.endpoint import Endpoint
from bot.embeddings.minilm import PACKAGE, MiniLM
from knowledge.search.semantic import EmbeddingFailed, units
from tests.stage import free_port

TEXTS = ["un", "deux", "trois"]


@dataclass
class Server:
    """Answers on loopback as it is told, with the length of each text as its vector."""

    url: str = ""
    status: int = 200
    failures: int = 0  # before the first success
    answer: Callable[[dict[str, Any]], Any] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    async def reply(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked.append(body)
        self.keys.append(request.headers.get("Authorization"))
        if len(self.asked) <= self.failures:
            return web.Response(status=503)
        if self.status != 200:
            return web.Response(status=self.status, text="secret details")
        return web.json_response((self.answer or _by_length)(body))


def _by_length(body: dict[str, Any]) -> Any:
    rows = [{"index": n, "embedding": [len(t), 1.0]} for n, t in enumerate(body["input"])]
    return {"data": rows[::-1], "model": body["model"]}


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    monkeypatch.setattr(endpoint, "PAUSES", (0.0, 0.0))
    server, site = Server(), web.Application()
    site.router.add_post("/v1/embeddings", server.reply)
    runner = web.AppRunner(site)
    await runner.setup()
    port = await free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    server.url = f"http://127.0.0.1:{port}/v1"
    yield server
    await runner.cleanup()


async def test_a_server_gives_a_vector_a_text_in_their_order(server: Server) -> None:
    rows = await Endpoint(server.url, "small", "sk-1").embed(TEXTS)

    assert rows.tolist() == [[2, 1], [4, 1], [5, 1]]
    assert server.asked == [{"model": "small", "input": TEXTS, "encoding_format": "float"}]
    assert server.keys == ["Bearer sk-1"]


@pytest.mark.parametrize("end", ["", "/", "/embeddings", "/embeddings/"])
async def test_the_address_may_be_written_as_people_write_it(server: Server, end: str) -> None:
    assert len(await Endpoint(server.url + end, "small").embed(TEXTS)) == 3
    assert server.keys == [None]


@pytest.mark.parametrize("failures", [1, 2])
async def test_a_server_that_is_busy_is_asked_again(server: Server, failures: int) -> None:
    server.failures = failures

    assert len(await Endpoint(server.url, "small").embed(TEXTS)) == 3


@pytest.mark.parametrize(
    ("status", "said", "times"),
    [
        (401, "RELAIS_EMBEDDINGS_KEY is refused", 1),
        (404, "RELAIS_EMBEDDINGS_URL or RELAIS_EMBEDDINGS_MODEL is unknown there", 1),
        (400, "answers with HTTP 400", 1),
        (302, "answers with HTTP 302", 1),
        (429, "answers with HTTP 429", 3),
        (500, "answers with HTTP 500", 3),
    ],
)
async def test_a_refusal_is_a_sentence(server: Server, status: int, said: str, times: int) -> None:
    server.status = status

    with pytest.raises(EmbeddingFailed, match=said) as refusal:
        await Endpoint(server.url, "small", "sk-1").embed(TEXTS)

    assert len(server.asked) == times
    assert not {"secret details", "sk-1", *TEXTS} & {*str(refusal.value).split()}


@pytest.mark.parametrize(
    "answer",
    [[], {}, {"data": [{}]}, {"data": [{"index": 9, "embedding": [1]}]}, {"data": []}, "no"],
)
async def test_an_answer_without_vectors_is_a_sentence(server: Server, answer: Any) -> None:
    server.answer = lambda _: answer

    with pytest.raises(EmbeddingFailed, match="no embeddings"):
        await Endpoint(server.url, "small").embed(TEXTS)


async def test_a_server_that_is_away_is_a_sentence(server: Server) -> None:
    away = f"http://127.0.0.1:{await free_port()}/v1"

    with pytest.raises(EmbeddingFailed, match="can't be reached"):
        await Endpoint(away, "small").embed(TEXTS)


def test_nothing_is_used_unless_it_was_asked_for() -> None:
    settings = Settings("xoxb-1", relais_embeddings_url="http://host/v1")

    assert embeddings.chosen(Settings("xoxb-1")) is None
    assert isinstance(embeddings.chosen(settings), Endpoint)


def test_what_is_not_installed_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")

    with pytest.raises(SettingsError, match="needs the extra `semantic`"):
        embeddings.chosen(Settings("xoxb-1", relais_embeddings="minilm"))


@pytest.mark.skipif(find_spec(PACKAGE) is None, reason="the extra `semantic` is not installed")
async def test_the_local_model_knows_what_is_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    model = MiniLM.loaded()

    texts = ["my car", "my automobile", "tomato soup"]
    car, vehicle, soup = units(await model.embed(texts), 3)

    assert car.shape == (384,)
    assert np.dot(car, vehicle) > 0.8 > 0.3 > np.dot(car, soup)


@pytest.mark.skipif(find_spec(PACKAGE) is None, reason="the extra `semantic` is not installed")
def test_the_local_model_gives_what_its_package_gives() -> None:
    texts = ["my car", "a longer sentence, with other words and a num63r", "soup"]
    own = import_module(PACKAGE).load_model("cpu").encode(texts, show_progress_bar=False)

    assert units(MiniLM.loaded().encode(texts), 3) == pytest.approx(units(own, 3), abs=1e-5)
