"""Embeddings: the model that the settings name, if they name one."""

from bot.config import Settings
from bot.embeddings.endpoint import Endpoint
from bot.embeddings.minilm import MiniLM
from knowledge.search.semantic import Embedder


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
