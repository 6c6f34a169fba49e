"""Openings: whether the first message of a thread asks something that the others answer."""

import re

from knowledge.courtesy import courtesy
from knowledge.search.analysis import fold

EMOJI = re.compile(r":[a-z0-9_+'-]+:")
LINK = re.compile(r"https?://\S+")

ANNOUNCED = re.compile(
    r"^\W*(?:(?:petite?|quick|small|gentle|friendly|nouvelle|new|bonne|good|mise a)\s)*"
    r"(?:(?:rappel|annonces?|infos?|information|nouvelle|jour|reminder|announcements?|news|update"
    r"|recap|compte[ -]rendu)\s*[:!,—–-]"
    r"|(?:pour infos?|pour information|a noter|note[zr] que|heads[ -]?up|fyi|for your information"
    r"|psa|please note|minutes of|announcing)\b)"
)
"""How a message begins that tells something."""

EVERYBODY = re.compile(
    r"^\W*(?:@(?:channel|here|everyone)|<!(?:channel|here|everyone)\S*>"
    r"|(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|dear)(?: a)? ?"
    r"(?:toutes et tous|tous et toutes|tout le monde|tou[st](?:tes)?|l'equipe|la team"
    r"|all|everyone|everybody|team|folks)\b)"
)
"""How a message begins that speaks to all who are there."""

ASKING = re.compile(
    r"\?"
    r"|\b(?:comment|combien|pourquoi|quand|quel(?:le)?s?|lequel|laquelle|qui (?:peut|sait|a|est)"
    r"|est[- ]ce|faut[- ]il|peut[- ]on|puis[- ]je|pouvez[- ]vous|savez[- ]vous|quelqu'?un"
    r"|besoin|probleme|souci|bloque|n'arrive|marche (?:pas|plus)|demande"
    r"|how|what|when|where|why|which|who|can (?:i|we|you|somebody|someone|anyone)|could you"
    r"|anyone|anybody|someone|somebody|is there|are there|does|do (?:i|we|you)|should"
    r"|need|problem|issue|trouble|stuck|can(?:'t|not)|won't|doesn'?t|isn'?t|fails?|failing|help)\b"
)
"""What a question has in it, or the account of a difficulty, which people often ask by."""


def asks(text: str) -> bool:
    """Whether it can be a question: no courtesy, nothing without words, no announcement.

    In doubt it is one: people often ask without a question mark, and a reviewer reads what is kept.
    """
    said = fold(LINK.sub(" ", EMOJI.sub(" ", text.replace("’", "'")))).strip()
    if not any(map(str.isalpha, said)) or courtesy(said):
        return False
    tells = ANNOUNCED.search(said) or EVERYBODY.search(said)
    return not tells or ASKING.search(said) is not None
