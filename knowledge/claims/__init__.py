"""Claims: what an answer says that another answer could contradict."""

from knowledge.claims.claim import Claim, Sort
from knowledge.claims.figures import figures, names_money
from knowledge.claims.statements import Statement, statements

__all__ = ["Claim", "Sort", "Statement", "figures", "names_money", "statements"]
