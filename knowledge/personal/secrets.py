"""Secrets: keys and tokens of known makers, private keys, passwords, and what looks like one."""

import re
from collections import Counter
from collections.abc import Iterator
from math import log2

from knowledge.personal.finding import URL, Span

MAKERS = (
    r"xox[a-z]-[\w-]{10,}",  # Slack
    r"xapp-\d-[\w-]{10,}",
    r"https://hooks\.slack\.com/(?:services|triggers|workflows)/[\w/]{20,}",
    r"(?:AKIA|ASIA|AGPA|AROA|AIDA)[A-Z0-9]{16}",  # Amazon
    r"gh[pousr]_[A-Za-z0-9]{30,}",  # GitHub
    r"github_pat_\w{22,}",
    r"glpat-[\w-]{20,}",  # GitLab
    r"(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,}",  # Stripe
    r"sk-(?:[a-z]+-)*[\w-]{20,}",
    r"AIza[\w-]{35}",  # Google
    r"ya29\.[\w-]{20,}",
    r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}",  # JSON Web Token
)
KNOWN = re.compile(rf"(?<![\w•])(?:{'|'.join(MAKERS)})")
PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
    r".*?(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    re.DOTALL,
)
NAMED = re.compile(
    r"(?:password|passwd|pwd|passphrase|mot de passe|mdp|secret|token|jeton|api[ _-]?key|"
    r"cl[ée](?: d[’']|[ _-])?(?:api|acc[èe]s)|access[ _-]?key|bearer)[*_`\"']*"
    r"(?: [\w’']+){0,3}?[ \t]*(?:[:=]|\best\b|\bis\b|[ \t])[ \t]*[`\"'*]*"
    r"([^\s`\"'<>*]{8,200}?)[.,;)]?(?=[\s`\"'<>*]|\Z)",
    re.IGNORECASE,
)
LONG = re.compile(r"(?<![\w/+=.•-])[A-Za-z0-9][\w+/=-]{22,}[\w=](?![\w/+=-])")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
FIGURES = re.compile(r"\d+")
ENTROPY = 4.0
"""Bits for each sign: names of files and links stay below, keys of 24 signs and more do not."""


def find(text: str) -> Iterator[Span]:
    """Where they stand, in no order; none of them overlap."""
    taken: list[Span] = []
    for span in _candidates(text):
        if not any(start < span[1] and span[0] < end for start, end in taken):
            taken.append(span)
            yield span


def _candidates(text: str) -> Iterator[Span]:
    yield from (match.span() for match in PRIVATE_KEY.finditer(text))
    yield from (match.span() for match in KNOWN.finditer(text))
    yield from (match.span(1) for match in NAMED.finditer(text) if _is_password(match[1]))
    links = [match.span() for match in URL.finditer(text)]
    for match in LONG.finditer(text):
        is_linked = any(start <= match.start() < end for start, end in links)
        if not is_linked and _is_random(match[0]):
            yield match.span()


def _is_password(text: str) -> bool:
    """No word of a sentence: digits among its letters, or signs."""
    has_digit = any(map(str.isdigit, text))
    has_sign = any(sign in "!@#$%^&*_+=~|" for sign in text)
    has_letter = any(map(str.isalpha, text))
    return has_letter and (has_digit or has_sign) and not URL.match(text)


def _is_random(text: str) -> bool:
    mixed = any(map(str.isupper, text)) and any(map(str.islower, text))
    if not mixed or len(FIGURES.findall(text)) < 3 or UUID.search(text):
        return False
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * log2(share) for share in shares) >= ENTROPY
