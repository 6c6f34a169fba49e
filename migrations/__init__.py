"""Migrations: how the database came to its present shape. Each file is history, never edited."""
