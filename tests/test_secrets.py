"""No secret is kept with the code: the eyes that look through what people write look here too."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.personal.secrets import KNOWN, PRIVATE_KEY

ROOT = Path(__file__).parents[1]
MADE_UP = ("tests/evaluation/data/", "tests/knowledge/test_personal.py")
"""Where secrets stand that open nothing: they are there to be found."""

LARGEST = 2_000_000
"""Bytes; what is larger is data of others, and pictures."""


def test_no_secret_is_kept_with_the_code() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {secret[:8]}…"
        for path in kept()
        for secret in secrets(path.read_bytes().decode(errors="replace"))
        if not str(path.relative_to(ROOT)).startswith(MADE_UP)
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "SLACK_BOT_TOKEN=" + "xoxb-" + "1234567890-1234567890-abcdefghijkl",
        "app = '" + "xapp-" + "1-A0123456789-123456789-abcdef0123'",
        "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE\n-----END RSA " + "PRIVATE KEY-----",
        "aws = AKIA" + "ABCDEFGH1JKLMN0P",
    ],
)
def test_a_secret_would_be_seen(text: str) -> None:
    assert [*secrets(text)]


def kept() -> Iterator[Path]:
    """Every file that belongs to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.stat().st_size < LARGEST:
            yield path


def secrets(text: str) -> Iterator[str]:
    """What looks like a token of a known maker, or like a private key; none is of words alone."""
    for pattern in (KNOWN, PRIVATE_KEY):
        found = (match[0] for match in pattern.finditer(text))
        yield from (one for one in found if re.search(r"\d|PRIVATE", one))
