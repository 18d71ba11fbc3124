"""Files as they come: scripts cut out of pages and components, syntax trees, which file means which."""
