"""Search: rank what the team knows against a question, say how sure, and guess the topic."""
