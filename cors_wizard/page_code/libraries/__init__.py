"""What the browser's interfaces and the usual libraries make of a call."""
