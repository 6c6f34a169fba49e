"""Topics: the best entries and examples vote on what a question is about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

from knowledge.search.confidence import logistic
from knowledge.search.documents import TopicGuess
from knowledge.search.hollow import tempered
from knowledge.search.ranking import Found

VOTERS = 40
"""The nearest. Beyond, votes are as weak as many: more of them lose the smaller topics."""

LIFTED = 0.5
"""The power of a topic's lift beside its votes.

Voters, exponents and this one chosen together on eight cases of five public sets: the asked
topic is first for 83.8 % of the questions that an entry answers, and for 58.0 % when that entry
is taken out; without lifts, and with half the voters and the power ¼, for 83.2 and 56.4 %.
Lifts alone find 71 and 49 %. Votes by wordings alone, by the best voter of each topic, or of
estimates not aligned, and adding lifts where these multiply, were no better.
"""

SURE_OF_TOPIC = 0.6
"""Certainty from which the first guess may be acted on without asking.

Measured on five public sets with topics, one to sixteen of them: right in 97 % when an entry
answers, 94 % when none does; reached by 71 % and 43 % of these questions, by 13 % of those about a
topic that is not there, and by 4 % of those about something else altogether.
"""

POSSIBLE_TOPIC = 0.2
"""Certainty from which a guess is worth a button. Below, it is more likely none of them: one in
twenty of such guesses is right."""


def vote(
    voters: Sequence[Found],
    sizes: Mapping[str, int],
    lifted: Mapping[str, float] | None = None,
    hollow: bool = False,
) -> list[TopicGuess]:
    """score³ / (documents of the topic)^0.4 for each voter, summed by topic, · √lift; best first.

    `sizes` says how many documents a topic has, those of all voters included; `lifted` how much
    more often it says the words of the question than all topics do. A `hollow` question is about
    nothing in particular.
    """
    votes: defaultdict[str, float] = defaultdict(float)
    best: defaultdict[str, float] = defaultdict(float)
    for voter in voters:
        topic = voter.record.topic
        if topic is not None:
            votes[topic] += voter.score**3 / sizes[topic] ** 0.4
            best[topic] = max(best[topic], voter.score)
    for topic in votes:
        votes[topic] *= (lifted or {}).get(topic, 1.0) ** LIFTED
    closest = max((voter.cosine for voter in voters), default=0.0)
    total = sum(votes.values())
    guesses = []
    for topic, votes_won in votes.items():
        share = votes_won / total
        sure = certainty(best[topic], share)
        guesses.append(TopicGuess(topic, share, tempered(sure, closest) if hollow else sure))
    return sorted(guesses, key=lambda guess: (-guess.share, guess.topic))


def certainty(best: float, share: float) -> float:
    """p = σ(6.7 · √(S · share) − 5.2), S the topic's best score.

    A topic that wins the vote with poor scores alone stays uncertain. Logistic regression over
    the first three guesses for questions that have an entry, whose entry was taken out, whose
    topic was taken out, and that are about something else; one to sixteen topics. Fitted on other
    sets than it is measured on, its calibration error is 0.01 over all, 0.03 on each family of
    sets. Without the root 0.02 and 0.04; the lift, and how many topics there are, added nothing.
    """
    return logistic(6.7 * sqrt(best * share) - 5.2)
