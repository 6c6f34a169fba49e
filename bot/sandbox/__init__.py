"""Sandbox: Relais beside a pretend Slack, to try it without an account."""
