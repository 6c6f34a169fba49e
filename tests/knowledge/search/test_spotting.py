"""Spotting: many texts at once say what each says by itself, whatever words meet at their ends."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.lexicon import Lexicon, sense
from knowledge.search.thesaurus import Thesaurus

GENERAL = Thesaurus(
    [
        {"fr": ["mettre a la porte", "virer"], "en": ["let go", "show the door"]},
        {"fr": ["la porte", "a la porte d'entree"], "en": ["the door", "door"]},
        {"fr": ["code d acces", "a la"], "en": ["let go off"]},
    ]
)
JARGON = Thesaurus([{"fr": ["porte a la", "la la"], "en": ["porte a la", "la la"]}], base=GENERAL)
WORDS = ["mettre", "mettra", "a", "la", "porte", "portes", "d", "entree", "code", "acces"]
WORDS += ["let", "go", "off", "show", "the", "door", "unheard"]

texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=8), max_size=6)


def meant(words: list[str], thesaurus: Thesaurus) -> list[str]:
    found = {concept for _, _, concepts in thesaurus.phrases(words) for concept in concepts}
    return [sense(concept) for concept in sorted(found)]


@given(texts, st.sampled_from([GENERAL, JARGON, Thesaurus([])]))
def test_many_texts_say_what_each_says_by_itself(
    texts: list[list[str]], thesaurus: Thesaurus
) -> None:
    lexicon = Lexicon(thesaurus)
    found = lexicon.numbers(" ".join(words) for words in texts)
    for number, words in enumerate(texts):
        said = [*words, *meant(words, thesaurus)]
        numbers = found.flat[found.edges[number] : found.edges[number + 1]].tolist()
        assert numbers == [lexicon.word(word) for word in said]
