# ruff: noqa: E501 (a project is easier to read with its files on few lines)
"""Whole projects in the styles that people write, each with the facts that the reader must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.folders import scan, values

A, B = "http://localhost:5173", "https://shop.example"
Wanted = dict[str, object]
PROJECTS: dict[str, tuple[dict[str, str], Wanted]] = {}


def project(name: str, files: dict[str, str], **wanted: object) -> None:
    """Adds a project to the table."""
    PROJECTS[name] = (files, wanted)


project(
    "pydantic-settings",
    {
        "app/settings.py": f"from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    cors_origins: list[str] = ['{A}']\n    debug: bool = False\nsettings = Settings()\n",
        "app/main.py": "from flask import Flask\nfrom flask_cors import CORS\nfrom app.settings import settings\napp = Flask(__name__)\nCORS(app, origins=settings.cors_origins, supports_credentials=True)\n@app.get('/api/x')\ndef x(): return {}\n",
    },
    configured_origins=(A,),
    configured_credentials="yes",
    cors_setup="app",
    routes=("/api/x",),
)
project(
    "extensions-factory",
    {
        "shop/extensions.py": "from flask_cors import CORS\nfrom flask_sqlalchemy import SQLAlchemy\ncors = CORS()\ndb = SQLAlchemy()\n",
        "shop/config.py": f"import os\nclass BaseConfig:\n    CORS_ORIGINS = ['{B}']\nclass DevConfig(BaseConfig):\n    CORS_ORIGINS = BaseConfig.CORS_ORIGINS + ['{A}']\nclass ProdConfig(BaseConfig):\n    pass\nCONFIGS = {{'dev': DevConfig, 'prod': ProdConfig}}\n",
        "shop/__init__.py": "from flask import Flask\nfrom .extensions import cors, db\nfrom .config import CONFIGS\ndef create_app(env='dev'):\n    app = Flask(__name__)\n    app.config.from_object(CONFIGS[env])\n    cors.init_app(app)\n    from .views import bp\n    app.register_blueprint(bp, url_prefix='/api')\n    return app\n",
        "shop/views.py": "from flask import Blueprint, request\nbp = Blueprint('v', __name__)\n@bp.route('/items', methods=['GET','POST'])\ndef items():\n    t = request.headers.get('X-Tenant')\n    return {}\n",
    },
    configured_origins=(B, A),
    cors_setup="app",
    routes=("/api/items",),
    app_style="factory",
)
project(
    "decouple",
    {
        "app.py": "from flask import Flask\nfrom flask_cors import CORS\nfrom decouple import config, Csv\napp = Flask(__name__)\nCORS(app, resources={r'/api/*': {'origins': config('CORS_ORIGINS', cast=Csv())}})\n",
        ".env": f"CORS_ORIGINS={A}, {B}\nSECRET_KEY=s\n",
    },
    configured_origins=(A, B),
    origins_variable="CORS_ORIGINS",
    resource_patterns=("/api/*",),
)
project(
    "environs",
    {
        "settings.py": "from environs import Env\nenv = Env()\nenv.read_env()\nALLOWED = env.list('ALLOWED_ORIGINS', default=['http://localhost:5173'])\n",
        "wsgi.py": "from flask import Flask\nfrom flask_cors import CORS\nimport settings\napp = Flask(__name__)\nCORS(app, origins=settings.ALLOWED)\n",
    },
    configured_origins=(A,),
    origins_variable="ALLOWED_ORIGINS",
)
project(
    "env-helper",
    {
        "app.py": f"import os\nfrom flask import Flask\nfrom flask_cors import CORS\ndef get_origins():\n    raw = os.environ.get('FRONTEND', '{A},{B}')\n    return [o.strip() for o in raw.split(',') if o.strip()]\ndef create_app():\n    app = Flask(__name__)\n    CORS(app, resources={{r'/*': {{'origins': get_origins()}}}}, supports_credentials=True)\n    return app\n"
    },
    configured_origins=(A, B),
    configured_credentials="yes",
)
project(
    "kwargs-merged",
    {
        "app.py": f"from flask import Flask\nfrom flask_cors import CORS\nBASE = dict(methods=['GET','POST'], allow_headers=['Content-Type'])\nDEV = {{**BASE, 'origins': ['{A}'], 'max_age': 60 * 10}}\napp = Flask(__name__)\nCORS(app, **DEV)\n"
    },
    configured_origins=(A,),
    configured_methods=("GET", "POST"),
    configured_headers=("Content-Type",),
    configured_max_age=600,
)
project(
    "if-else-env",
    {
        "app.py": f"import os\nfrom flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\nif os.environ.get('FLASK_ENV') == 'production':\n    origins = ['{B}']\nelse:\n    origins = ['{A}']\nCORS(app, origins=origins)\n"
    },
    configured_origins=None,
    cors_setup="app",
)
project(
    "after-request-list",
    {
        "app.py": f"from flask import Flask, request\napp = Flask(__name__)\nALLOWED = {{'{A}', '{B}'}}\n@app.after_request\ndef cors(resp):\n    o = request.headers.get('Origin')\n    if o in ALLOWED:\n        resp.headers['Access-Control-Allow-Origin'] = o\n        resp.headers['Access-Control-Allow-Credentials'] = 'true'\n    return resp\n"
    },
    cors_setup="hand-written",
    configured_credentials="yes",
)
project(
    "append",
    {
        "app.py": f"from flask import Flask\nfrom flask_cors import CORS\norigins = ['{B}']\norigins.append('{A}')\norigins += ['http://x.test']\napp = Flask(__name__)\nCORS(app, origins=origins)\n"
    },
    configured_origins=(B, A, "http://x.test"),
)
project(
    "restx",
    {
        "api/__init__.py": "from flask_restx import Api\nfrom .users import ns as users\napi = Api(title='x', doc='/docs', prefix='/api')\napi.add_namespace(users)\n",
        "api/users.py": "from flask_restx import Namespace, Resource\nns = Namespace('users', path='/users')\n@ns.route('')\nclass Users(Resource):\n    def get(self): return []\n    def post(self): return {}\n",
        "app.py": "from flask import Flask\nfrom flask_cors import CORS\nfrom api import api\napp = Flask(__name__)\nCORS(app)\napi.init_app(app)\n",
    },
    routes=("/api/users",),
    configured_origins=("*",),
)
project(
    "config-pyfile",
    {
        "app.py": "from flask import Flask\nfrom flask_cors import CORS\ndef create_app():\n    app = Flask(__name__, instance_relative_config=True)\n    app.config.from_mapping(SECRET_KEY='x', CORS_ORIGINS='*')\n    app.config.from_pyfile('config.py', silent=True)\n    CORS(app)\n    return app\n",
        "instance/config.py": f"CORS_ORIGINS = '{A}'\nCORS_SUPPORTS_CREDENTIALS = True\n",
    },
    configured_origins=(A,),
    configured_credentials="yes",
)
project(
    "config-dict-by-env",
    {
        "config.py": f"import os\nclass Config:\n    FRONTEND_URL = os.environ.get('FRONTEND_URL', '{A}')\nclass Dev(Config):\n    DEBUG = True\nconfig = {{'development': Dev, 'default': Dev}}\n",
        "app/__init__.py": "import os\nfrom flask import Flask\nfrom flask_cors import CORS\nfrom config import config\ndef create_app(name=None):\n    name = name or os.getenv('FLASK_CONFIG', 'default')\n    app = Flask(__name__)\n    app.config.from_object(config[name])\n    CORS(app, origins=[app.config['FRONTEND_URL']], supports_credentials=True)\n    return app\n",
        ".env": f"FRONTEND_URL={B}/\n",
    },
    configured_origins=(B + "/",),
    origins_variable="FRONTEND_URL",
)
project(
    "ini-class-self",
    {
        "server.py": f"from flask import Flask\nfrom flask_cors import CORS\nclass Server:\n    ORIGINS = ['{A}']\n    def __init__(self):\n        self.app = Flask(__name__)\n        CORS(self.app, origins=self.ORIGINS)\n        self.app.add_url_rule('/ping', view_func=self.ping, methods=['PUT'])\n    def ping(self): return ''\nif __name__ == '__main__':\n    Server().app.run(port=8081)\n"
    },
    configured_origins=(A,),
    cors_setup="app",
    routes=("/ping",),
)
project(
    "blueprint-cors",
    {
        "app.py": "from flask import Flask\nfrom api import api_bp\napp = Flask(__name__)\napp.register_blueprint(api_bp, url_prefix='/api/v1')\n",
        "api.py": f"from flask import Blueprint\nfrom flask_cors import CORS\napi_bp = Blueprint('api', __name__)\nCORS(api_bp, origins=['{A}'])\n@api_bp.delete('/things/<int:thing_id>')\ndef rm(thing_id): return ''\n",
    },
    cors_setup="blueprint",
    configured_blueprint="api_bp",
    routes=("/api/v1/things/<int:thing_id>",),
    configured_origins=(A,),
)
project(
    "systemd",
    {
        "app.py": "import os\nfrom flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\nCORS(app, origins=os.environ['APP_ORIGINS'].split())\n",
        "deploy/app.service": f'[Service]\nEnvironment="APP_ORIGINS={A} {B}"\nExecStart=/srv/venv/bin/gunicorn -b 127.0.0.1:9000 app:app\n',
    },
    configured_origins=(A, B),
    origins_variable="APP_ORIGINS",
    run_port=9000,
)
project(
    "compose-env",
    {
        "app.py": "import os\nfrom flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\nCORS(app, origins=os.environ.get('WEB_ORIGIN'))\n",
        "docker-compose.yml": f"services:\n  api:\n    build: .\n    environment:\n      - WEB_ORIGIN={A}\n    ports:\n      - '8000:5000'\n",
    },
    configured_origins=(A,),
)
project(
    "regex",
    {
        "app.py": "import re\nfrom flask import Flask\nfrom flask_cors import CORS\nLOCAL = re.compile(r'^http://localhost:\\d+$')\napp = Flask(__name__)\nCORS(app, origins=[LOCAL, 'https://shop.example'])\n"
    },
    configured_origins=(r"^http://localhost:\d+$", B),
)
project(
    "zip-fstring",
    {
        "app.py": "from flask import Flask\nfrom flask_cors import CORS\nHOSTS=['localhost','127.0.0.1']\nPORTS=(3000,5173)\napp=Flask(__name__)\nCORS(app, origins=[f'http://{h}:{p}' for h in HOSTS for p in PORTS])\n"
    },
    configured_origins=(
        "http://localhost:3000",
        "http://localhost:5173",
        "http://127.0.0.1:3000",
        "http://127.0.0.1:5173",
    ),
)
project(
    "gunicorn-conf",
    {
        "app.py": "from flask import Flask\nfrom flask_cors import CORS\napp=Flask(__name__)\nCORS(app, origins='*')\n",
        "gunicorn.conf.py": "bind = '0.0.0.0:8008'\nworkers = 2\n",
    },
    run_port=8008,
    configured_origins=("*",),
)
project(
    "cross-origin-options",
    {
        "app.py": f"from flask import Flask\nfrom flask_cors import cross_origin\nOPTS = {{'origins': '{A}', 'supports_credentials': True}}\napp=Flask(__name__)\n@app.route('/a')\n@cross_origin(**OPTS)\ndef a(): return ''\n"
    },
    cors_setup="decorator",
    configured_origins=(A,),
    configured_credentials="yes",
    decorator_place="below-route",
)
project(
    "json-config",
    {
        "app.py": "import json\nfrom flask import Flask\nfrom flask_cors import CORS\napp=Flask(__name__)\napp.config.from_file('config.json', load=json.load)\nCORS(app)\n",
        "config.json": f'{{"CORS_ORIGINS": ["{A}"]}}',
    },
    configured_origins=(A,),
)
project(
    "jwt",
    {
        "app.py": f"from flask import Flask, request, jsonify\nfrom flask_cors import CORS\nfrom flask_jwt_extended import JWTManager, jwt_required\napp=Flask(__name__)\nJWTManager(app)\nCORS(app, origins='{A}')\n@app.patch('/me')\n@jwt_required()\ndef me():\n    d = request.get_json()\n    return jsonify(d)\n"
    },
    routes=("/me",),
    _headers=("Authorization",),
    _json=True,
)
project(
    "dotenv-default",
    {
        "app.py": f"import os\nfrom dotenv import load_dotenv\nload_dotenv()\nfrom flask import Flask\nfrom flask_cors import CORS\nFRONT = os.getenv('FRONT') or '{A}'\napp=Flask(__name__)\nCORS(app, origins=FRONT)\n"
    },
    configured_origins=(A,),
    origins_variable="FRONT",
)
project(
    "star-import",
    {
        "const.py": f"ALLOWED_ORIGINS = ['{A}']\n",
        "app.py": "from flask import *\nfrom flask_cors import *\nfrom const import *\napp=Flask(__name__)\nCORS(app, origins=ALLOWED_ORIGINS)\n",
    },
    configured_origins=(A,),
    cors_setup="app",
)
project(
    "partial-lambda",
    {
        "app.py": f"from functools import partial\nfrom flask import Flask\nfrom flask_cors import CORS\nenable = partial(CORS, origins=['{A}'])\napp=Flask(__name__)\nenable(app)\n"
    },
    cors_setup=None,
)


@pytest.mark.parametrize("name", PROJECTS)
def test_facts_of_a_project(tmp_path: Path, name: str) -> None:
    """What cannot be told is left out (None), and never guessed."""
    files, wanted = PROJECTS[name]
    found = scan(tmp_path, files)
    read: Wanted = dict(values(found))
    if found.code.routes:
        read["_headers"] = found.code.routes[0].reads_headers
        read["_json"] = found.code.routes[0].reads_json
    assert {key: read.get(key) for key in wanted} == wanted
