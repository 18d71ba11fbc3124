from flask import Flask, Response
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@app.route("/logo.svg")
def logo():
    return Response(LOGO, mimetype="image/svg+xml")
