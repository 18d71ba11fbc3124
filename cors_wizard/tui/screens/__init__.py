"""One screen, one file. Nothing is re-exported, so that a screen costs its imports only when it is shown."""
