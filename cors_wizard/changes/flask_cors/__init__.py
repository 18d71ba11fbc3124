"""Changes the CORS setup that flask-cors is given."""
