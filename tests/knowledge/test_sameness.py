"""Sameness: the same question in other words is one question; a near one is another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sameness import LONGEST, THRESHOLD, Likeness, likeness, same
from knowledge.search.index import Index
from knowledge.search.sameness.apart import Apart

SIGNS = [
    *"aàeéilnorst'’-_*:@#.,?! \n0159½",
    "n'",
    "pas",
    "où",
    "quand",
    "why",
    "œ",
    "ß",
    "\u0301",
    "👍🏽",
]
TEXTS = st.lists(st.sampled_from(SIGNS) | st.characters(), max_size=40).map("".join)

SAME = [
    ("Comment être remboursé ?", "Comment on fait pour se faire rembourser ?"),
    ("Un client me demande comment annuler sa commande", "comment annuler une commande ?"),
    ("Bonjour, comment annuler ma commande ? Merci d'avance", "comment annuler ma commande"),
    ("Comment résilier mon abonnement ?", "Comment mettre fin à mon abonnement ?"),
    ("Est-ce que vous livrez en Suisse ?", "La livraison en Suisse est-elle possible ?"),
    ("Où en est la commande 45812 ?", "La commande n° 45812, elle en est où ?"),
    ("Pourquoi les prix ont augmenté ?", "Pourquoi y a-t-il eu une hausse des prix ?"),
    ("Qui peut valider un post sur Instagram ?", "Qui valide les posts Instagram ?"),
    ("L'application ne marche plus sur Android", "L'appli Android ne fonctionne plus"),
    ("Quand sort la version 3.2 ?", "La version 3.2 sort quand ?"),
    ("Peut-on payer en trois fois ?", "Est-il possible de payer en 3 fois ?"),
    ("Le guide existe-t-il en anglais ?", "Existe-t-il un guide en anglais ?"),
    ("How do I get a refund?", "How can a customer get a refund?"),
    ("When will the refund arrive?", "How long does it take for the refund to arrive?"),
    ("How much is shipping to Canada?", "What does it cost to ship to Canada?"),
    ("Is the store open on Sundays?", "is the shop open sunday"),
    ("Can we comment on the outage?", "Are we allowed to comment on the outage?"),
    ("Does the Pro plan include phone support?", "Is phone support included in the Pro plan?"),
    ("Where is order 99812?", "order 99812 where is it"),
    ("The login page is not working", "Login page doesn't work"),
    ("The app crashes on startup", "App crashing at startup"),
]
TYPED = [
    ("Comment annuler un abonnement ?", "coment anuler un abonement"),
    ("Les données sont-elles hébergées en France ?", "les donnees sont elles hebergees en france"),
    ("Mot de passe oublié, que faire ?", "mot de passe oublie que faire"),
    ("Où trouver la facture de mars ?", "ou est-ce qu'on trouve la facture du mois de mars"),
    ("À quelle heure ouvre le magasin ?", "le magasin ouvre a quelle heure svp"),
    ("How can I cancel my order?", "how do i cancle an order"),
    ("Which payment methods are accepted?", "wich payement methods are acepted"),
]
MIXED = [
    (
        "Comment reset le password d'un client ?",
        "Comment réinitialiser le mot de passe d'un client ?",
    ),
    ("On a un bug sur le checkout, qui contacter ?", "Qui contacter pour un bug au checkout ?"),
    ("How do I delete my account?", "Comment supprimer mon compte ?"),
    ("Is the app down?", "Est-ce que l'appli est en panne ?"),
]
APART = [
    (Apart.NUMBER, "Où en est la commande 45812 ?", "Où en est la commande 45821 ?"),
    (Apart.NUMBER, "Peut-on payer en trois fois ?", "Peut-on payer en 4 fois ?"),
    (Apart.NUMBER, "Quand sort la version 3.2 ?", "Quand sort la version 2.3 ?"),
    (Apart.NUMBER, "Le train de 18h12 est-il annulé ?", "Le train de 18h42 est-il annulé ?"),
    (Apart.NUMBER, "The invoice of 120 € is wrong", "The invoice of 210 € is wrong"),
    (Apart.NUMBER, "The invoice of 12 March is wrong", "The invoice of 21 March is wrong"),
    (Apart.NUMBER, "Where is my order?", "Where is my order 4711?"),
    (Apart.NEGATION, "Pourquoi le colis a été livré ?", "Pourquoi le colis n'a pas été livré ?"),
    (Apart.NEGATION, "Can customers pay by card?", "Can't customers pay by card?"),
    (Apart.NEGATION, "Can I return it with a receipt?", "Can I return it without a receipt?"),
    (Apart.NEGATION, "The login page works fine", "The login page does not work"),
    (Apart.KIND, "Comment être remboursé ?", "Dans quel délai est-on remboursé ?"),
    (Apart.KIND, "Peut-on communiquer sur la panne ?", "Qui communique sur la panne ?"),
    (Apart.KIND, "Do you ship to Canada?", "How much is shipping to Canada?"),
    (Apart.KIND, "Pourquoi les prix ont augmenté ?", "Quand les prix ont-ils augmenté ?"),
    (Apart.PLACE, "Vous livrez en Suisse ?", "Vous livrez en Belgique ?"),
    (Apart.PLACE, "Is it legal in France?", "Is it legal in Germany?"),
    (Apart.PLACE, "Le guide existe-t-il en anglais ?", "Le guide existe-t-il en allemand ?"),
    (Apart.OPPOSITE, "Comment activer les alertes ?", "Comment désactiver les alertes ?"),
    (Apart.OPPOSITE, "Le test avant le départ est-il obligatoire ?",
     "Le test après le départ est-il obligatoire ?"),
    (Apart.OPPOSITE, "Did prices go up this year?", "Did prices go down this year?"),
    (Apart.OPPOSITE, "Is the store open on Monday?", "Is the store open?"),
    (Apart.OPPOSITE, "Comment mettre en page ?", "Comment remettre en page ?"),
    (Apart.NAME, "Has Anna approved the campaign?", "Has Martin approved the campaign?"),
    (Apart.NAME, "Combien coûte l'offre Pro ?", "Combien coûte l'offre Zephyr ?"),
    (Apart.NAME, "Le code ETE20 ne marche pas", "Le code NOEL20 ne marche pas"),
    (Apart.NAME, "Le t-shirt existe en taille M ?", "Le t-shirt existe en taille L ?"),
    (Apart.INSTEAD, "Le client abonné depuis la rentrée peut-il retourner un article soldé ?",
     "Le client abonné depuis la rentrée peut-il échanger un article soldé ?"),
    (Apart.ORDER, "How do I upgrade from Basic to Pro?", "How do I upgrade from Pro to Basic?"),
    (Apart.ORDER, "Le client peut-il bloquer un agent ?", "L'agent peut-il bloquer un client ?"),
    (Apart.WORDS, "Comment annuler une commande ?", "Comment suivre la livraison d'un colis ?"),
    (Apart.TOO_SHORT, "Please help me", "Could somebody help?"),
    (Apart.TOO_SHORT, "Verify account", "Account"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [*SAME, *TYPED, *MIXED])
def test_the_same_question_in_other_words_is_one_question(one: str, other: str) -> None:
    found = likeness(one, other)

    assert found.same, found
    assert found.score >= THRESHOLD


@pytest.mark.parametrize(("apart", "one", "other"), APART)
def test_a_near_question_is_another_and_says_what_keeps_them_apart(
    apart: Apart, one: str, other: str
) -> None:
    assert likeness(one, other).apart is apart


def test_a_question_joins_the_likest_of_those_that_are_open() -> None:
    open_ = {
        3: "Comment annuler un abonnement ?",
        5: "Peut-on annuler une commande ?",
        7: "Un client demande comment on annule une commande",
        9: "comment annuler une commande",
    }
    found = same("Comment annuler une commande ?", open_)

    assert found is not None
    assert (found.key, found.likeness) == (9, Likeness(1))


def test_of_equals_the_first_is_joined() -> None:
    found = same("refund?", {8: "refund?", 2: "refund?"})

    assert found is not None
    assert found.key == 8


def test_a_new_question_joins_none() -> None:
    assert same("Comment annuler une commande ?", {1: "Comment annuler un abonnement ?"}) is None
    assert same("Comment annuler une commande ?", {}) is None


def test_the_jargon_of_a_workspace_counts() -> None:
    one, other = "Quand paie-t-on la prime Zébulon ?", "Quand paie-t-on la prime de fin d'année ?"
    index = Index([["Zébulon", "fin d'année"]])

    assert not likeness(one, other).same
    assert likeness(one, other, index=index).same


@pytest.mark.parametrize("text", ["merci", "??", "👍🏽", "", "help", "x" * 5_000, "mot " * 2_000])
def test_any_question_is_the_same_as_itself(text: str) -> None:
    assert likeness(text, text) == Likeness(1)


def test_a_long_message_is_joined_by_its_copy_only() -> None:
    message = "Le client raconte son histoire depuis le début. " * 30
    assert len(message) > LONGEST

    assert likeness(message, message.upper()).same
    assert likeness(message, message + "Que répondre ?").apart is Apart.TOO_LONG


def test_signs_alone_are_no_question() -> None:
    assert likeness("??", "!!").apart is Apart.TOO_SHORT
    assert likeness("", "?").apart is Apart.TOO_SHORT


@given(TEXTS, TEXTS)
def test_it_does_not_matter_which_question_comes_first(one: str, other: str) -> None:
    found, back = likeness(one, other), likeness(other, one)

    assert found.same == back.same
    assert found.score == pytest.approx(back.score)
    assert 0 <= found.score <= 1 + 1e-9


@given(TEXTS)
def test_any_text_is_the_same_as_itself_in_capitals_and_with_other_signs(text: str) -> None:
    assert likeness(text, text).same
    assert not text.strip() or likeness(text, f" {text} ").same


@given(TEXTS, TEXTS)
def test_what_is_joined_is_what_is_the_same(one: str, other: str) -> None:
    found = same(one, {1: other})

    assert (found is not None) == likeness(one, other).same
