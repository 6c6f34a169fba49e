"""Topics: the best entries and examples vote on what a question is about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from knowledge.search.documents import TopicGuess
from knowledge.search.ranking import Found

VOTERS = 20


def vote(voters: Sequence[Found], sizes: Mapping[str, int]) -> list[TopicGuess]:
    """score³ / (entries of the topic)^¼, summed by topic, best first."""
    votes: defaultdict[str, float] = defaultdict(float)
    for voter in voters:
        topic = voter.record.topic
        if topic is not None:
            votes[topic] += voter.score**3 / sizes[topic] ** 0.25
    total = sum(votes.values())
    return sorted(
        (TopicGuess(topic, votes[topic] / total, 0.0) for topic in votes),
        key=lambda guess: (-guess.share, guess.topic),
    )
