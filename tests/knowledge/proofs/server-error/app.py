from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
CORS(app, origins=["http://localhost:3000"])

prices = {"apple": 3, "pear": 4}


@app.route("/api/price/<fruit>")
def price(fruit):
    return jsonify(price=prices[fruit])


if __name__ == "__main__":
    app.run(debug=True)
