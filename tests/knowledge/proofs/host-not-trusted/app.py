from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
app.config["TRUSTED_HOSTS"] = ["api.shop.example"]
# fix: to here
CORS(app, origins=["http://localhost:3000"])


@app.put("/api/orders/7")
def change_order():
    return {"changed": 7}
