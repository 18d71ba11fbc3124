from flask import Flask
from flask_restx import Api, Resource

app = Flask(__name__)
# fix: from here
# fix: to here
# api: from here
api = Api(app)
# api: to here


class Orders(Resource):
    def put(self):
        return []


api.add_resource(Orders, "/api/orders")
