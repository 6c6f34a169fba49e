"""Installing: several workspaces, each of which lets Relais in by itself, through Slack's OAuth."""
