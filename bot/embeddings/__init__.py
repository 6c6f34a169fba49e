"""Embeddings: the model that the settings name, if they name one."""

import structlog

from bot.config import Settings
from bot.embeddings.endpoint import Endpoint
from bot.embeddings.minilm import MiniLM
from knowledge.database import Sessions
from knowledge.search.semantic import Embedder, EmbeddingFailed
from knowledge.understanding import Understanding

log = structlog.get_logger()


def chosen(settings: Settings) -> Embedder | None:
    """What makes vectors of texts; None: search goes by words alone.

    Raises:
        SettingsError: it is not installed.
    """
    if settings.relais_embeddings_url:
        return Endpoint(
            settings.relais_embeddings_url,
            settings.relais_embeddings_model,
            settings.relais_embeddings_key,
        )
    return MiniLM.loaded() if settings.relais_embeddings else None


def understanding(settings: Settings, sessions: Sessions) -> Understanding | None:
    """What makes vectors of texts, if anything shall; the log says what."""
    embedder = chosen(settings)
    log.info("search", semantic=str(embedder) if embedder else "off")
    return Understanding(embedder, sessions, _words_alone) if embedder else None


def _words_alone(error: Exception) -> None:
    # A library's message may repeat what was asked.
    known = isinstance(error, EmbeddingFailed)
    reason = str(error) if known else type(error).__name__
    log.warning("searching by words alone for a while", reason=reason)
