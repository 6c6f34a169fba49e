"""Systems: what other knowledge bases export, each read by the module of its name."""
