"""Changes code that writes headers of the CORS protocol itself."""
