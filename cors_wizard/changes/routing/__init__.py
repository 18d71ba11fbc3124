"""Changes routes, and where apps and blueprints are put together."""
