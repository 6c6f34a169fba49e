"""Nothing ends in silence: the promise itself, tried on teams to which anything may happen.

`machine` does what people, time, Slack and crashes do; `promises` says what holds at every moment.
"""
