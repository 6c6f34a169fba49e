"""Emoji: one name for each, however Slack or a person writes it."""

from collections.abc import Mapping

DOUBLES = """
+1 thumbsup
-1 thumbsdown
hankey poop shit
phone telephone
book open_book
email envelope e-mail
exclamation heavy_exclamation_mark
memo pencil
boat sailboat
car red_car
laughing satisfied
boom collision
hand raised_hand
facepunch punch
runner running
mans_shoe shoe
dolphin flipper
feet paw_prints
bee honeybee
izakaya_lantern lantern
moon waxing_gibbous_moon
knife hocho
shirt tshirt
couple man_and_woman_holding_hands woman_and_man_holding_hands
two_men_holding_hands men_holding_hands
two_women_holding_hands women_holding_hands
family man-woman-boy
dancers woman-with-bunny-ears-partying women-with-bunny-ears-partying
mostly_sunny sun_small_cloud
barely_sunny sun_behind_cloud
partly_sunny_rain sun_behind_rain_cloud
lightning lightning_cloud
tornado tornado_cloud
middle_finger reversed_hand_with_middle_finger_extended
crossed_fingers hand_with_index_and_middle_fingers_crossed
the_horns sign_of_the_horns
star-struck grinning_face_with_star_eyes
face_with_raised_eyebrow face_with_one_eyebrow_raised
zany_face grinning_face_with_one_large_and_one_small_eye
shushing_face face_with_finger_covering_closed_lips
face_with_symbols_on_mouth serious_face_with_symbols_covering_mouth
face_with_hand_over_mouth smiling_face_with_smiling_eyes_and_hand_covering_mouth
face_vomiting face_with_open_mouth_vomiting
exploding_head shocked_face_with_exploding_head
mrs_claus mother_christmas
cooking fried_egg
gb uk flag-gb
"""
"""Names that Slack takes for the same emoji, as https://github.com/iamcal/emoji-data lists them."""

FLAGS = ("cn", "de", "es", "fr", "it", "jp", "kr", "ru", "us")
"""Countries whose flag has a short name beside `flag-…`."""

FIRST = {
    **{name: names[0] for names in map(str.split, DOUBLES.split("\n")) for name in names},
    **{f"flag-{country}": country for country in FLAGS},
}
ALIAS = "alias:"
"""How Slack says that a workspace's own emoji is another one by a second name."""


def canonical(name: str, own: Mapping[str, str] | None = None) -> str:
    """The one name of an emoji, whatever its colons, skin tone or double name.

    `own` are the workspace's emoji as Slack lists them: a name that is an alias there means what it
    stands for.
    """
    plain = _plain(name)
    seen: set[str] = set()
    while own and plain not in seen and own.get(plain, "").startswith(ALIAS):
        seen.add(plain)  # aliases that go in a circle lead nowhere
        plain = _plain(own[plain].removeprefix(ALIAS))
    return plain


def _plain(name: str) -> str:
    bare = name.strip().strip(":").partition("::")[0].casefold()
    return FIRST.get(bare, bare)
