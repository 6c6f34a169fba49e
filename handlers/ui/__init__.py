"""What people see: pure functions from values to Slack blocks."""
