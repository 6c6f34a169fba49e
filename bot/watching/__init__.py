"""Watching: what operators are told of a running bot, and one id through all it does."""
