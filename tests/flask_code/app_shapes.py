# ruff: noqa: E501 (an app is easier to read with its files on few lines)
"""Small apps in the shapes that people write, each as the files of one package with an `app.py`."""

from __future__ import annotations

FLASK = (
    "from flask import Blueprint, Flask\nfrom flask.views import MethodView, View\napp = Flask(__name__)\n"
)

BASIC = {
    "route": f"{FLASK}@app.route('/a')\ndef a(): return ''\n",
    "methods": f"{FLASK}@app.route('/a', methods=['POST', 'put'])\ndef a(): return ''\n",
    "methods-constant": f"{FLASK}M = ('PATCH', 'DELETE')\n@app.route('/a', methods=M)\ndef a(): return ''\n",
    "verbs": f"{FLASK}@app.get('/a')\ndef a(): return ''\n@app.post('/a')\ndef b(): return ''\n"
    "@app.put('/a')\ndef c(): return ''\n@app.patch('/a')\ndef d(): return ''\n"
    "@app.delete('/a')\ndef e(): return ''\n",
    "two-rules": f"{FLASK}@app.route('/a')\n@app.route('/b/<int:id>', methods=['POST'])\ndef a(id=0): return ''\n",
    "rule-constant": f"{FLASK}P = '/api'\n@app.route(P + '/a')\ndef a(): return ''\n"
    "@app.route(f'{P}/b')\ndef b(): return ''\n",
    "no-options": f"{FLASK}@app.route('/a', provide_automatic_options=False)\ndef a(): return ''\n",
    "own-options": f"{FLASK}@app.route('/a', methods=['GET', 'OPTIONS'])\ndef a(): return ''\n",
    "rule-keyword": f"{FLASK}@app.route(rule='/a')\ndef a(): return ''\n",
    "slashes": f"{FLASK}@app.route('/a/', strict_slashes=False)\ndef a(): return ''\n",
    "add-url-rule": f"{FLASK}def a(): return ''\napp.add_url_rule('/a', view_func=a, methods=['PUT'])\n",
    "add-by-position": f"{FLASK}def a(): return ''\napp.add_url_rule('/a', 'name', a)\n",
    "method-view": f"{FLASK}class V(MethodView):\n    def get(self): return ''\n    def post(self): return ''\n"
    "app.add_url_rule('/a', view_func=V.as_view('v'))\n",
    "method-view-by-name": f"{FLASK}class V(MethodView):\n    def delete(self): return ''\nview = V.as_view('v')\n"
    "app.add_url_rule('/a', view_func=view)\n",
    "method-view-inherits": f"{FLASK}class B(MethodView):\n    def get(self): return ''\nclass V(B):\n"
    "    def put(self): return ''\napp.add_url_rule('/a', view_func=V.as_view('v'))\n",
    "view-methods": f"{FLASK}class V(View):\n    methods = ['GET', 'POST']\n    def dispatch_request(self): return ''\n"
    "app.add_url_rule('/a', view_func=V.as_view('v'))\n",
    "view-plain": f"{FLASK}class V(View):\n    def dispatch_request(self): return ''\n"
    "app.add_url_rule('/a', view_func=V.as_view('v'))\n",
    "prefix-of-blueprint": f"{FLASK}bp = Blueprint('b', 'b', url_prefix='/api')\n@bp.route('/a')\ndef a(): return ''\n"
    "app.register_blueprint(bp)\n",
    "prefix-of-registration": f"{FLASK}bp = Blueprint('b', 'b', url_prefix='/old')\n@bp.get('/a')\ndef a(): return ''\n"
    "app.register_blueprint(bp, url_prefix='/new/')\n",
    "empty-rule": f"{FLASK}bp = Blueprint('b', 'b', url_prefix='/items')\n@bp.route('')\ndef a(): return ''\n"
    "@bp.route('/<int:id>')\ndef b(id): return ''\napp.register_blueprint(bp)\n",
    "root-rule": f"{FLASK}bp = Blueprint('b', 'b', url_prefix='/items')\n@bp.route('/')\ndef a(): return ''\n"
    "app.register_blueprint(bp)\n",
    "rule-without-slash": f"{FLASK}bp = Blueprint('b', 'b', url_prefix='/items')\n@bp.route('x')\ndef a(): return ''\n"
    "app.register_blueprint(bp)\n",
    "registered-twice": f"{FLASK}bp = Blueprint('b', 'b')\n@bp.route('/a')\ndef a(): return ''\n"
    "app.register_blueprint(bp, url_prefix='/v1')\napp.register_blueprint(bp, url_prefix='/v2', name='two')\n",
    "nested": f"{FLASK}o = Blueprint('o', 'o', url_prefix='/api')\ni = Blueprint('i', 'i', url_prefix='/v1')\n"
    "@i.route('/a')\ndef a(): return ''\no.register_blueprint(i)\napp.register_blueprint(o)\n",
    "nested-override": f"{FLASK}o = Blueprint('o', 'o', url_prefix='/api')\ni = Blueprint('i', 'i', url_prefix='/v1')\n"
    "@i.route('/a')\ndef a(): return ''\no.register_blueprint(i, url_prefix='/v2')\n"
    "app.register_blueprint(o, url_prefix='/rest')\n",
    "nested-plain-outer": f"{FLASK}o = Blueprint('o', 'o')\ni = Blueprint('i', 'i', url_prefix='/v1')\n"
    "@i.route('')\ndef a(): return ''\no.register_blueprint(i)\napp.register_blueprint(o)\n",
    "loop": f"{FLASK}a = Blueprint('a', 'a', url_prefix='/a')\nb = Blueprint('b', 'b')\n"
    "@a.route('/x')\ndef ax(): return ''\n@b.route('/y')\ndef by(): return ''\n"
    "for each in (a, b):\n    app.register_blueprint(each)\n",
    "factory": "from flask import Blueprint, Flask\nbp = Blueprint('b', 'b')\n@bp.put('/a')\ndef a(): return ''\n"
    "def create_app():\n    app = Flask(__name__)\n    @app.route('/health')\n    def health(): return ''\n"
    "    app.register_blueprint(bp, url_prefix='/api')\n    return app\n",
    "made-by-function": f"{FLASK}def make():\n    bp = Blueprint('b', 'b', url_prefix='/m')\n    @bp.route('/a')\n"
    "    def a(): return ''\n    return bp\napp.register_blueprint(make())\n",
    "routes-in-function": f"{FLASK}def routes(server):\n    @server.route('/a', methods=['DELETE'])\n"
    "    def a(): return ''\nroutes(app)\n",
    "blueprint-method-view": f"{FLASK}bp = Blueprint('b', 'b')\nclass V(MethodView):\n    def patch(self, id): return ''\n"
    "bp.add_url_rule('/x/<id>', view_func=V.as_view('v'))\napp.register_blueprint(bp, url_prefix='/p')\n",
}

PACKAGES = {
    "relative": {
        "app.py": "from flask import Flask\nfrom .users import bp as users\nfrom . import orders\napp = Flask(__name__)\n"
        "app.register_blueprint(users, url_prefix='/users')\napp.register_blueprint(orders.bp)\n",
        "users.py": "from flask import Blueprint\nbp = Blueprint('users', 'u')\n@bp.route('/<int:id>')\ndef one(id): return ''\n",
        "orders.py": "from flask import Blueprint\nbp = Blueprint('orders', 'o', url_prefix='/orders')\n"
        "@bp.route('', methods=['GET', 'POST'])\ndef every(): return ''\n",
    },
    "split-blueprint": {
        "app.py": "from flask import Flask\nfrom .api import api\napp = Flask(__name__)\napp.register_blueprint(api)\n",
        "api/__init__.py": "from flask import Blueprint\napi = Blueprint('api', 'a', url_prefix='/api')\nfrom . import views\n",
        "api/views.py": "from . import api\n@api.get('/ping')\ndef ping(): return ''\n",
    },
    "prefix-from-settings": {
        "app.py": "from flask import Flask\nfrom .settings import PREFIX\nfrom .bp import bp\napp = Flask(__name__)\n"
        "app.register_blueprint(bp, url_prefix=f'{PREFIX}/v1')\n",
        "settings.py": "PREFIX = '/service'\n",
        "bp.py": "from flask import Blueprint\nbp = Blueprint('b', 'b')\n@bp.delete('/x')\ndef x(): return ''\n",
    },
}

RESTFUL = (
    "from flask import Blueprint, Flask\nfrom flask_restful import Api, Resource\napp = Flask(__name__)\n"
)
ITEM = "class Item(Resource):\n    def get(self, id=0): return {}\n    def put(self, id=0): return {}\n"
RESTX = "from flask import Blueprint, Flask\nfrom flask_restx import Api, Namespace, Resource\napp = Flask(__name__)\n"
OPTIONAL = {
    ("flask_restful", "restful"): f"{RESTFUL}{ITEM}api = Api(app, prefix='/v1')\n"
    "api.add_resource(Item, '/items', '/items/<int:id>')\n",
    ("flask_restful", "restful-blueprint"): f"{RESTFUL}{ITEM}bp = Blueprint('b', 'b', url_prefix='/api')\n"
    "api = Api(bp)\napi.add_resource(Item, '/items')\napp.register_blueprint(bp)\n",
    ("flask_restx", "restx"): f"{RESTX}{ITEM}api = Api(app)\nns = api.namespace('shop', path='/shop')\n"
    "ns.route('/items')(Item)\n@ns.route('/x', '/y')\nclass X(Resource):\n    def post(self): return {}\n",
    ("flask_restx", "restx-namespace"): f"{RESTX}api = Api(app)\nns = Namespace('cats')\n@ns.route('/')\n"
    "class Cats(Resource):\n    def get(self): return {}\napi.add_namespace(ns, path='/c')\n",
    ("flask_smorest", "smorest"): "from flask import Flask\nfrom flask.views import MethodView\n"
    "from flask_smorest import Api, Blueprint\napp = Flask(__name__)\n"
    "app.config.update(API_TITLE='t', API_VERSION='1', OPENAPI_VERSION='3.0.2')\napi = Api(app)\n"
    "blp = Blueprint('pets', 'p', url_prefix='/pets')\n@blp.route('/')\nclass Pets(MethodView):\n"
    "    def get(self): return {}\n    def post(self): return {}\napi.register_blueprint(blp)\n",
    ("apiflask", "apiflask"): "from apiflask import APIBlueprint, APIFlask\napp = APIFlask(__name__)\n"
    "bp = APIBlueprint('b', 'b', url_prefix='/api')\n@bp.get('/a')\ndef a(): return {}\n"
    "@app.post('/c')\ndef c(): return {}\napp.register_blueprint(bp)\n",
}
