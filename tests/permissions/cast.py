"""The cast: one person for each role of the table, and the rules they stand under."""

from bot.sandbox.slack import Channel, User, Workspace
from knowledge.charter import Charter, parse

TEAM, BOT = "T0RELAIS", "U0RELAIS"
LEA, ANA, GAEL, ODILE = "U0LEA", "U0ANA", "U0GAEL", "U0ODILE"
MARC, INES, SOFIA, ADELE, DENIS = "U0MARC", "U0INES", "U0SOFIA", "U0ADELE", "U0DENIS"
ZOE = "U0ZOE"
"""Has no role: another colleague, where it takes one."""

ROLES = {
    "member": LEA,
    "theirs": ANA,
    "guest": GAEL,
    "other": ODILE,
    "assignee": MARC,
    "owner": INES,
    "lead": SOFIA,
    "admin": ADELE,
    "deactivated": DENIS,
}
"""Who plays each column of the table."""

STAFF = frozenset({LEA, ANA, MARC, INES, SOFIA, ADELE, DENIS, ZOE})
HALL, OFFICE, ROOM = "C0HALL", "C0OFFICE", "C0ROOM"
"""Everybody is in the hall, guests and other organisations too; colleagues alone in the office; of
the roles only Ana in the private room."""

TEXT = f"""\
relais: 1
language: en
autonomy: {{default: trainee}}
people:
  - {{slack: {MARC}, autonomy: senior}}
  - {{slack: {INES}, autonomy: senior}}
  - {{slack: {SOFIA}, autonomy: senior}}
  - {{slack: {DENIS}, autonomy: senior}}
topics:
  - id: refunds
    name: {{fr: Remboursements, en: Refunds}}
    examples: ["comment être remboursé ?", "my refund has not arrived"]
    stance: answer
    autonomy: trainee
    process: support
    reviewers: [{INES}, {DENIS}]
    chain:
      - {{who: [{INES}], acknowledge: 30m, answer: 4h}}
      - {{who: [{SOFIA}], acknowledge: 1h, answer: 1d}}
  - id: hours
    name: {{fr: Horaires, en: Opening hours}}
    examples: ["à quelle heure ouvrez-vous ?", "when do you open on sunday"]
    stance: answer
    autonomy: trainee
    open_to: [guests, partners]
    reviewers: [{INES}, {DENIS}]
    chain: [{{who: [{INES}], acknowledge: 1h, answer: 1d}}]
  - id: safety
    name: {{fr: Sécurité, en: Product safety}}
    examples: ["l'appareil a pris feu", "the kettle caught fire"]
    stance: refer
    autonomy: senior
    reviewers: [{INES}, {DENIS}]
    chain:
      - {{who: [{MARC}], acknowledge: 30m, answer: 4h}}
      - {{who: [{SOFIA}], acknowledge: 1h, answer: 1d}}
processes:
  - {{id: support, name: {{fr: Support, en: Support}}, owners: [{INES}], answer: 2d}}
  - {{id: ideas, name: {{fr: Idées, en: Ideas}}, owners: [{SOFIA}, {ZOE}], answer: 2d}}
fallback: {{chain: [{{who: [{SOFIA}, {DENIS}, {ZOE}], acknowledge: 1h, answer: 1d}}]}}
"""
"""Inès owns and reviews, Marc is asked, Sofia leads, and so did Denis, who has left."""

CHARTER: Charter = parse(TEXT)


def workspace() -> Workspace:
    """The people and their channels."""
    made = Workspace(name="Orlune")
    for person in (*ROLES.values(), ZOE):
        made.users[person] = User(person, person.lower(), person.title(), locale="en-US")
    made.users[GAEL].is_guest = True
    made.users[ODILE].team_id = "T0ELSE"
    made.users[ADELE].is_admin = True
    made.users[DENIS].deleted = True
    everybody = {*ROLES.values(), ZOE, made.bot_user_id}
    made.channels[HALL] = Channel(HALL, "hall", members=everybody, is_ext_shared=True)
    staff = {*STAFF, made.bot_user_id}
    made.channels[OFFICE] = Channel(OFFICE, "office", members=staff)
    room = {ANA, ZOE, made.bot_user_id}
    made.channels[ROOM] = Channel(ROOM, "room", "private", room)
    return made
