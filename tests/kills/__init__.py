"""Kills: processes that are killed at random moments lose nothing and say nothing twice."""
