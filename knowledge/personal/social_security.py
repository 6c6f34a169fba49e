"""French social security numbers (NIR): thirteen signs and a key of two digits."""

import re
from collections.abc import Iterator

from knowledge.personal.finding import GAP, Span, numbers

NIR = re.compile(
    rf"(?<![\w•])(?<!\d[.,\-])([1-478]{GAP}\d\d{GAP}(?:0[1-9]|1[0-2]|[2-9]\d){GAP}"
    rf"(?:\d\d|2[ABab]){GAP}\d{{3}}{GAP}\d{{3}}){GAP}(\d\d)(?![\w•])(?![.,\-]\d)"
)
CORSICA = {"2A": "19", "2B": "18"}
"""What stands for its departments when the key is made."""


def find(text: str) -> Iterator[Span]:
    """Where they stand, with the right key."""
    for match in numbers(text, NIR):
        if _key(match[1]) == int(match[2]):
            yield match.span()


def _key(written: str) -> int:
    signs = "".join(filter(str.isalnum, written)).upper()
    department = CORSICA.get(signs[5:7], signs[5:7])
    return 97 - int(signs[:5] + department + signs[7:]) % 97
