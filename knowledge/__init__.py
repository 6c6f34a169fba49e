"""What the bot knows and may do: no Slack, no environment, no clock."""
