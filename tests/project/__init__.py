"""Reading a project folder."""
