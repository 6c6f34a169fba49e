"""E-mail addresses of people; those of a company's desks are nobody's."""

import re
from collections.abc import Iterator

from knowledge.personal.finding import Span

ADDRESS = re.compile(
    r"(?<![\w.+%•])[\w](?:[\w.+%'-]{0,62}[\w+-])?@(?:[\w](?:[\w-]{0,61}[\w])?\.){1,6}[^\W\d_]{2,24}(?![\w@])"
)
DESK = re.compile(
    r"contact|pro@|info|support|help|hello|bonjour|aide|service|client|care|sav|sales|ventes|press|"
    r"presse|media|jobs|recrutement|career|no-?reply|ne-?pas-?repondre|team|equipe|office|admin|"
    r"webmaster|postmaster|abuse|dpo|privacy|s[ée]curit|billing|compta|facturation|accueil|partner|"
    r"partenariat|retours?|returns?|communication|marketing|legal|juridique|newsletter|order|"
    r"commande|marque",
)
"""How the name of a desk begins."""


def find(text: str) -> Iterator[Span]:
    """Where they stand."""
    for match in ADDRESS.finditer(text):
        if not DESK.match(match[0].casefold()):
            yield match.span()
