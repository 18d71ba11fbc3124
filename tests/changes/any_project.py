"""Strategies for Flask projects: pieces that people write, put together in every way, and pieces of noise."""

from __future__ import annotations

import textwrap

from hypothesis import strategies as st

_ORIGINS = st.sampled_from(
    [
        *('"*"', '"https://shop.example"', "['http://localhost:3000/', 'https://shop.example']", "None"),
        *(
            'os.environ.get("PAGES", "https://a.example, http://localhost:3000").split(",")',
            "PAGES",
            "pages()",
        ),
        *(
            '[re.compile(r"^https://[a-z]+\\\\.a\\\\.example$")]',
            "(*PAGES, 'https://b.example',)",
            "settings.pages",
        ),
        *(
            'app.config["PAGES"]',
            '[\n    "https://a.example",  # a\n]',
            '"localhost:3000"',
            "{'https://a.example'}",
        ),
    ]
)
_OPTIONS = st.lists(
    st.sampled_from(
        [
            *("supports_credentials=True", "supports_credentials=False", 'methods=["GET"]', "methods='GET'"),
            *('allow_headers="Content-Type"', "send_wildcard=True", "expose_headers=['ETag']", "**MORE"),
            *("max_age=1,  # seconds\n", "vary_header=False"),
        ]
    ),
    max_size=3,
    unique_by=lambda option: option.partition("=")[0],
)
_PATHS = st.sampled_from(
    ['r"/api/*"', '"/api"', 'r"^/api/[a-z]+$"', '"/other/*"', 'r"api/*"', '"*"', 'r"/*"']
)


@st.composite
def _arguments(draw: st.DrawFn) -> str:
    """The options of one call, for the whole app or path by path."""
    origins, options = draw(_ORIGINS), draw(_OPTIONS)
    given = draw(
        st.sampled_from([f"origins={origins}", f"resources={{{draw(_PATHS)}: {{'origins': {origins}}}}}", ""])
    )
    return ", ".join(each for each in (given, *options) if each)


_HOOKS = st.sampled_from(
    [
        "@app.before_request\ndef check():\n"
        "    if not request.headers.get('Authorization'):\n        abort(401)\n",
        "@app.after_request\ndef add(response):\n"
        "    response.headers['Access-Control-Allow-Origin'] = 'https://a.example'\n    return response\n",
        "@app.after_request\ndef star(response):\n"
        "    response.headers.add('Access-Control-Allow-Origin', '*')\n    return response\n",
        "HEADERS = {'Access-Control-Allow-Origin': 'https://a.example'}\n",
        "app.wsgi_app = Middle(app.wsgi_app)\n",
        "app.config.update(CORS_ORIGINS=['https://a.example'])\n",
        "",
    ]
)


@st.composite
def _routes(draw: st.DrawFn) -> str:
    """A view of the page's path, decorated in one of the usual ways."""
    decorator = draw(
        st.sampled_from(["", f"@cross_origin({draw(_arguments())})\n", "@cross_origin\n", "@login\n"])
    )
    route = draw(
        st.sampled_from(
            ["@app.route('/api/items', methods=['GET', 'OPTIONS'])\n", "@app.get('/api/items/')\n"]
        )
    )
    above = draw(st.booleans())
    body = draw(
        st.sampled_from(["return jsonify([])", "return '', 200, {'Access-Control-Allow-Origin': '*'}"])
    )
    head = decorator + route if above else route + decorator
    return f"{head}def items():\n    {body}\n"


@st.composite
def _app(draw: st.DrawFn) -> str:
    """The file that makes the app, at its top or in a factory."""
    setup = draw(
        st.sampled_from([f"CORS(app, {draw(_arguments())})\n", "CORS(app)\n", "cors.init_app(app)\n", ""])
    )
    if draw(st.booleans()) and setup:
        setup = f"if DEBUG:\n    {textwrap.indent(setup, '    ').strip()}\n"
    parts = [setup, draw(_HOOKS), draw(_routes()), draw(_HOOKS)]
    made = "app = Flask(__name__)\n" + "".join(draw(st.permutations(parts)))
    if draw(st.booleans()):
        made = f"def create_app():\n{textwrap.indent(made, '    ')}    return app\n"
    head = draw(st.sampled_from(['"""The API."""\n', "#!/usr/bin/env python\n", ""]))
    imports = "import os\nimport re\n\nfrom flask import Flask, abort, jsonify, request\n"
    imports += draw(
        st.sampled_from(["from flask_cors import CORS, cross_origin\n", "import flask_cors\n", ""])
    )
    names = "PAGES = ['https://a.example']\nMORE = {'max_age': 5}\ncors = CORS()\n"
    return f"{head}{imports}\n{names}\n{made}"


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    """The files of a project by their paths."""
    text = draw(_app())
    if draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["(", "\\", "\0", "é", "'''", "#", "\n\t"])) + text[at:]
    if draw(st.booleans()):
        text = text.replace("    ", "\t")
    files = {"app.py": text}
    if draw(st.booleans()):
        files["requirements.txt"] = "flask\n"
    if draw(st.booleans()):
        files[".env"] = draw(st.sampled_from(["PAGES=https://a.example\n", "PAGES=\n", "DEBUG=1"]))
    if draw(st.booleans()):
        files["nginx.conf"] = (
            "server {\n  location / {\n    add_header Access-Control-Allow-Origin *;\n  }\n}\n"
        )
    return files
