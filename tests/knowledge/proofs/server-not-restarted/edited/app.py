from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.get("/api/me")
def me():
    return {"name": "Ada"}
