"""Sameness: two questions read and laid side by side, to tell whether they ask the same."""
