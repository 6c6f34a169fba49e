"""Index: what was put is found, by those who may see it, however they spell it."""

from itertools import count

import pytest

from knowledge.search.confidence import CONFIDENT, NEAR
from knowledge.search.index import Document, Hit, Index

REFUND = Document(
    1,
    "Comment obtenir un remboursement ?",
    "Depuis votre compte, sous quatorze jours.",
    wordings=("comment être remboursé",),
    topic="refunds",
    kind="faq",
    lang="fr",
)
PASSWORD = Document(
    2, "Comment changer mon mot de passe ?", topic="account", kind="procedure", lang="fr"
)
PARCEL = Document(
    3, "Where is my parcel?", "Follow it with its number.", topic="delivery", kind="faq", lang="en"
)
RECALL = Document(4, "Rappel du lot 7 de la bouilloire", audience="C_CRISIS", topic="products")
EXAMPLE = Document("example:refunds:0", "je veux mon argent", topic="refunds", answers=False)


@pytest.fixture
def index() -> Index:
    index = Index()
    index.put([REFUND, PASSWORD, PARCEL, RECALL, EXAMPLE])
    return index


def keys(hits: list[Hit]) -> list[int | str]:
    return [hit.key for hit in hits]


def test_a_question_in_a_hurry_finds_its_answer_and_is_sure(index: Index) -> None:
    first = index.search("coment etre rembourser")[0]
    assert (first.key, first.wording) == (1, "comment être remboursé")
    assert first.confidence >= CONFIDENT


def test_a_question_about_something_else_is_unknown(index: Index) -> None:
    hits = index.search("comment faire une tarte aux pommes ?")
    assert all(hit.confidence < NEAR for hit in hits)


def test_words_of_the_answer_help(index: Index) -> None:
    assert index.search("quatorze jours")[0].key == 1


def test_filters_work_inside_the_ranking(index: Index) -> None:
    question = "Comment obtenir un remboursement ?"
    assert 1 not in keys(index.search(question, topic="account"))
    assert index.search(question, topic="account", limit=1)[0].key == 2
    assert index.search(question, kind="procedure", limit=1)[0].key == 2
    assert keys(index.search("my parcel", lang="en")) == [3]
    assert index.search(question, topic="unheard of") == []


def test_a_private_entry_is_for_those_who_hold_its_audience(index: Index) -> None:
    assert 4 not in keys(index.search("rappel bouilloire lot 7"))
    assert 4 not in keys(index.search("rappel bouilloire lot 7", audiences=["C_OTHER"]))
    assert index.search("rappel bouilloire lot 7", audiences=["C_CRISIS"])[0].key == 4
    assert "products" not in [guess.topic for guess in index.topics("rappel bouilloire")]
    assert index.similar("Rappel du lot 7 de la bouilloire") == []


def test_an_example_of_a_topic_is_never_a_hit(index: Index) -> None:
    assert "example:refunds:0" not in keys(index.search("je veux mon argent"))
    assert "example:refunds:0" not in keys(index.similar("je veux mon argent"))
    assert index.topics("je veux mon argent")[0].topic == "refunds"


def test_the_limit_is_kept_and_does_not_change_the_confidence(index: Index) -> None:
    question = "comment obtenir mon mot de passe"
    assert index.search(question, limit=1) == index.search(question)[:1]
    assert index.search(question, limit=0) == []


def test_a_new_version_replaces_the_old_one(index: Index) -> None:
    index.put([Document(1, "Quels sont vos horaires ?", revision=2)])
    assert all(hit.confidence < NEAR for hit in index.search("remboursement quatorze"))
    assert index.search("horaires")[0].key == 1
    assert (index.revision(1), index.revision(2), index.revision(99)) == (2, 1, None)
    assert len(index) == 5


def test_the_last_of_two_versions_put_together_counts() -> None:
    index = Index()
    index.put([Document(1, "first thought"), Document(1, "second thought", revision=2)])
    assert (len(index), index.search("thought")[0].wording) == (1, "second thought")


def test_what_was_removed_is_gone_and_removing_twice_is_harmless(index: Index) -> None:
    for _ in range(2):
        index.remove([1, "never there"])
    assert 1 not in keys(index.search("remboursement"))
    assert index.revision(1) is None
    assert len(index) == 4


def test_an_empty_index_knows_nothing() -> None:
    index = Index()
    index.put([])
    index.remove([1])
    assert index.search("anything") == index.similar("anything") == []
    assert index.topics("anything") == []
    assert len(index) == 0


def test_removing_everything_leaves_an_empty_index(index: Index) -> None:
    index.remove([1, 2, 3, 4, "example:refunds:0"])
    assert len(index) == 0
    assert index.search("remboursement") == []


def test_equal_entries_rank_by_key_whatever_came_first() -> None:
    index = Index()
    for key in ("b", 10, "a", 2):
        index.put([Document(key, "same question")])
    assert keys(index.search("same question")) == [2, 10, "a", "b"]


def test_twins_are_both_shown_and_neither_is_sure() -> None:
    index = Index()
    index.put([Document(1, "delivery delay"), Document(2, "delivery delay!")])
    first, second = index.search("delivery dleay")
    assert first.confidence == second.confidence < 0.9


def test_a_confirmed_question_finds_itself_typos_and_all() -> None:
    index = Index()
    index.put(
        [Document(1, "Remboursement", learned=("rembourssemnt svp jsui pa content",)), PASSWORD]
    )
    hit = index.search("Rembourssemnt SVP jsui pa content")[0]
    assert hit.wording == "rembourssemnt svp jsui pa content"
    assert hit.confidence >= 0.9


def test_only_the_latest_hundred_confirmed_questions_count() -> None:
    learned = tuple(f"number{i} question" for i in range(101))
    index = Index()
    index.put([Document(1, "Title", learned=learned)])
    assert index.search("number0 question")[0].wording != "number0 question"
    assert index.search("number100 question")[0].wording == "number100 question"


def test_common_words_alone_say_nothing(index: Index) -> None:
    assert index.search("comment")[0].confidence < NEAR
    assert index.topics("comment")[0].certainty < NEAR


def test_common_words_that_are_an_entry_say_something() -> None:
    index = Index()
    index.put([Document(9, "Qui êtes-vous ?"), REFUND])
    assert index.search("qui etes vous")[0].confidence >= CONFIDENT


def test_near_duplicates_are_shown_with_their_cosine(index: Index) -> None:
    hit = index.similar("Comment obtenir un remboursement rapide ?")[0]
    assert hit.key == 1
    assert 0.6 <= hit.confidence == hit.score < 1
    assert index.similar("Comment fermer mon compte ?") == []


BAD = {
    "nothing": "",
    "one letter": "x",
    "emoji": "🙂🙃",
    "punctuation": "?!…",
    "digits": "0123456789",
    "a page": "je ne sais pas " * 280,
    "a wall": "a" * 20_000,
    "many words": " ".join(f"mot{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}x" for i in range(4000)),
    "zalgo": "Z̴̛̺a̵̓͜l̶̰̇g̷̯̊ö̸̙́ " * 500,
    "right to left": "مرحبا كيف يمكنني استرداد أموالي",
    "nulls": "\x00\ud800 \ufffd",
    "mentions": "<!channel> <@U123> &amp; *gras*",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_is_answered_with_honest_doubt(index: Index, text: str) -> None:
    assert all(hit.confidence < CONFIDENT for hit in index.search(text))
    assert all(guess.certainty < CONFIDENT for guess in index.topics(text))
    assert index.similar(text) == []


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_may_be_indexed(index: Index, text: str) -> None:
    index.put([Document("bad", text, text, wordings=(text, ""), learned=(text,))])
    assert index.search("coment etre rembourser")[0].key == 1
    index.search(text)
    index.remove(["bad"])
    assert len(index) == 5


SUBJECTS = (
    "facture",
    "colis",
    "abonnement",
    "compte",
    "garantie",
    "bon d'achat",
    "refund",
    "order",
)
VERBS = ("annuler", "modifier", "retrouver", "contester", "recevoir", "track", "cancel", "change")


@pytest.mark.parametrize("size", [1, 5, 60])
def test_an_exact_question_is_first_and_sure_at_any_size(size: int) -> None:
    numbers = count()
    documents = [
        Document(next(numbers), f"{verb} {subject}") for verb in VERBS for subject in SUBJECTS
    ][:size]
    index = Index()
    index.put(documents)
    for document in documents:
        first = index.search(document.title)[0]
        assert first.key == document.key
        assert first.confidence >= 0.9


def test_what_was_foreseen_is_what_is_found_and_gives_way_to_news() -> None:
    index = Index()
    index.put([Document(1, "How do I get my money back?"), Document(2, "Where is my parcel?")])
    question = "get money back"
    found = index.search(question), index.topics(question)

    index.foresee(question)

    assert (index.search(question), index.topics(question)) == found
    index.put([Document(3, "get money back")])
    assert index.search(question)[0].key == 3
