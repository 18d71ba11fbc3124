from flask import Flask, jsonify
from flask.views import MethodView
from flask_cors import cross_origin

app = Flask(__name__)


# fix: from here
class YourView(MethodView):
    decorators = [cross_origin(origins=["http://localhost:3000"])]
# fix: to here

    def get(self):
        return jsonify([])

    def put(self):
        return jsonify([])


app.add_url_rule("/api/orders", view_func=YourView.as_view("orders"))
