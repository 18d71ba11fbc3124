"""Changes settings, variables, requirements and other extensions' options."""
