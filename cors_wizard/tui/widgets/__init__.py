"""One widget, one file. Nothing is re-exported, so that a widget costs its imports only when it is shown."""
