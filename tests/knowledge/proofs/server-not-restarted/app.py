from flask import Flask

app = Flask(__name__)


@app.get("/api/me")
def me():
    return {"name": "Ada"}
