"""Endpoint: vectors from a server that speaks OpenAI's API, `POST …/embeddings`.

Whatever is embedded leaves this machine: every question, and every wording of an entry.
"""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import numpy as np
from aiohttp import ClientError, ClientSession, ClientTimeout
from numpy.typing import NDArray

from knowledge.search.semantic import EmbeddingFailed

PATIENCE = ClientTimeout(total=20)
PAUSES = (0.5, 2.0)
"""Seconds before a second and a third try."""

BUSY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class Endpoint:
    """One model of one server. It is taken to know every language."""

    languages = frozenset[str]()

    def __init__(self, url: str, model: str, key: str = "") -> None:
        self.model = model
        self._url = url.rstrip("/").removesuffix("/embeddings") + "/embeddings"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def __str__(self) -> str:
        return f"{self.model} at {self._url}"

    async def embed(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """One row a text. A server that is busy or away is asked again, twice.

        Raises:
            EmbeddingFailed: it gave none, and why.
        """
        for pause in PAUSES:
            try:
                return await self._ask(texts)
            except _TryAgain:
                await asyncio.sleep(pause)
        return await self._ask(texts)

    async def _ask(self, texts: Sequence[str]) -> NDArray[np.floating]:
        asked = {"model": self.model, "input": list(texts), "encoding_format": "float"}
        try:
            async with (
                ClientSession(timeout=PATIENCE, headers=self._headers) as client,
                client.post(self._url, json=asked, allow_redirects=False) as answer,
            ):
                _check(answer.status)
                return _rows(await answer.json(content_type=None), len(texts))
        except (ClientError, TimeoutError, OSError) as error:
            reason = type(error).__name__
            raise _TryAgain(f"RELAIS_EMBEDDINGS_URL can't be reached ({reason}).") from error
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise EmbeddingFailed("RELAIS_EMBEDDINGS_URL answers with no embeddings.") from error


class _TryAgain(EmbeddingFailed):
    """It may succeed in a moment."""


def _check(status: int) -> None:
    match status:
        case HTTPStatus.OK:
            return
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            raise EmbeddingFailed(f"RELAIS_EMBEDDINGS_KEY is refused (HTTP {status}).")
        case HTTPStatus.NOT_FOUND:
            raise EmbeddingFailed(
                "RELAIS_EMBEDDINGS_URL or RELAIS_EMBEDDINGS_MODEL is unknown there (HTTP 404)."
            )
    trouble = f"RELAIS_EMBEDDINGS_URL answers with HTTP {status}."
    raise _TryAgain(trouble) if status in BUSY or status >= 500 else EmbeddingFailed(trouble)


def _rows(answer: Any, count: int) -> NDArray[np.floating]:
    """The vectors in the order of the texts, whatever order they came in."""
    rows: list[list[float]] = [[]] * count
    for each in answer["data"]:
        rows[each["index"]] = each["embedding"]
    if not all(rows):
        raise ValueError("a text without a vector")
    return np.array(rows, np.float32)
