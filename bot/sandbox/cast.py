"""The cast: the small workspace that people find in the sandbox, with something going on in it."""

from datetime import datetime, timedelta

from bot.sandbox.slack import Channel, Message, User, Workspace

CAMILLE, THEO, INES = "U0CAMILLE", "U0THEO", "U0INES"
MARC, SOFIA = "U0MARC", "U0SOFIA"

PEOPLE = (
    User(THEO, "Théo", "Théo", title="Community manager, en formation"),
    User(CAMILLE, "Camille", "Camille", title="Community manager"),
    User(INES, "Inès", "Inès", title="Experte commandes et produits"),
    User(MARC, "Marc", "Marc", title="Expert juridique et sécurité"),
    User(SOFIA, "Sofia", "Sofia", title="Responsable d’équipe", is_admin=True),
)
EVERYONE = {person.id for person in PEOPLE}

QUESTIONS, GENERAL, JURIDIQUE, PILOTAGE = "C0QUESTIONS", "C0GENERAL", "C0JURIDIQUE", "C0PILOTAGE"

SCRIPT = (
    (GENERAL, SOFIA, "Bonjour à tous ! Relais est là : `/kb` suivi de votre question.", None),
    (GENERAL, CAMILLE, "Merci Sofia, on essaie tout de suite :tada:", None),
    (
        QUESTIONS,
        CAMILLE,
        "Une cliente demande si elle peut faire graver un prénom sur sa théière, on propose ça ?",
        "engraving",
    ),
    (
        QUESTIONS,
        MARC,
        "Oui, en atelier seulement : gravure laser, 12 caractères au plus, 15 €, "
        "délai de 10 jours ouvrés. La théière gravée n’est ni reprise ni échangée.",
        "engraving",
    ),
    (QUESTIONS, CAMILLE, "Parfait, je lui réponds. Merci Marc !", "engraving"),
    (
        JURIDIQUE,
        INES,
        "Pour le concours de décembre, faut-il déposer le règlement chez un huissier ?",
        "contest",
    ),
    (
        JURIDIQUE,
        MARC,
        "Non, le dépôt n’est plus obligatoire depuis 2014. Le règlement doit rester consultable "
        "pendant tout le concours et indiquer l’organisateur, les dates et les lots.",
        "contest",
    ),
)


def workspace(now: datetime) -> Workspace:
    """The workspace as it stands this morning: people, channels, a few conversations."""
    made = Workspace(name="Orlune")
    made.users |= {person.id: User(**vars(person)) for person in PEOPLE}
    for channel in _channels(made.bot_user_id):
        made.channels[channel.id] = channel
    _play(made, now - timedelta(minutes=40))
    made.unread.clear()
    return made


def _channels(bot: str) -> tuple[Channel, ...]:
    return (
        Channel(QUESTIONS, "questions", members=EVERYONE | {bot}),
        Channel(GENERAL, "general", members=EVERYONE | {bot}),
        Channel(JURIDIQUE, "juridique", "private", {INES, MARC, SOFIA, bot}),
        Channel(PILOTAGE, "pilotage", "private", {SOFIA, bot}),
    )


def _play(made: Workspace, start: datetime) -> None:
    """Say the script's lines, three minutes apart; lines of one subject share a thread."""
    threads: dict[str, str] = {}
    for number, (channel, user, text, subject) in enumerate(SCRIPT):
        ts = made.next_ts(start + timedelta(minutes=3 * number))
        thread_ts = threads.setdefault(subject, ts) if subject else None
        made.add(Message(channel, ts, user, text, thread_ts=thread_ts))
