"""Manifest: what a complete export says of itself, so that a part of it is not taken for it all."""

import json
from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.exchange.faults import Unreadable

FORMAT = 1


class Manifest(BaseModel):
    """Which format; whose it is and when it was made; what is in it, and how many rows."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    relais: int
    workspace: str
    exported_at: datetime
    private: bool
    questions: bool
    rows: dict[str, int]

    def written(self) -> str:
        """As its file has it."""
        return json.dumps(self.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def read(data: bytes) -> Manifest:
    """The manifest in a file.

    Raises:
        Unreadable: it is none, or of a newer format.
    """
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        raise Unreadable("it is damaged, or no manifest of an export") from error
    if manifest.relais > FORMAT:
        raise Unreadable(f"format {manifest.relais}: it was exported by a newer Relais")
    return manifest
