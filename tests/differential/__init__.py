"""judge() against real browsers: exchanges drawn near every edge, answered by a raw server."""
