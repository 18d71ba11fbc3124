"""A project with more than one fault: one round changes all that the page needs, and says what it does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

_NO_HEADER = (
    "Access to fetch at '{}' from origin '{}' has been blocked by CORS policy: No "
    "'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    "GET {} net::ERR_FAILED 200 (OK)"
)


def _no_header(url: str, origin: str = "http://localhost:5173") -> str:
    return _NO_HEADER.format(url, origin, url)


def _done(folder: Path, files: Mapping[str, str], text: str, **facts: str) -> Diagnosis:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    given = Facts.of(Fact(name, value, "answered") for name, value in facts.items())
    begun = Diagnosis.begin(load_knowledge(), text, given).with_scan(scan_project(folder))
    return begun.without_probing().without_optional_questions()


def _after(done: Diagnosis) -> dict[str, str]:
    return {each.path: each.after for each in done.changes.changes}


def test_the_default_of_the_variable_counts(tmp_path: Path) -> None:
    """What a fix's own code does without its variable isn't said of the project's code."""
    app = (
        "import os\n\nfrom flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'PAGE = os.environ.get("PAGE", "http://localhost:5173")\nCORS(app, origins=[PAGE])\n\n\n'
        '@app.get("/a")\ndef a():\n    return []\n'
    )
    text = (
        "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:5173' has been blocked "
        "by CORS policy: The value of the 'Access-Control-Allow-Credentials' header in the response is '' "
        "which must be 'true' when the request's credentials mode is 'include'."
    )
    done = _done(tmp_path, {"app.py": app}, text)
    assert "supports_credentials=True" in _after(done)["app.py"]
    assert "Without the variable" not in done.access, done.access


def test_those_whom_a_pattern_lets_in(tmp_path: Path) -> None:
    """They gain the same as the page: said with the pattern."""
    app = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'CORS(app, origins=[r"https://[a-z]+\\.shop\\.example$"])\n\n\n'
        '@app.get("/a")\ndef a():\n    return []\n'
    )
    page = "fetch('http://localhost:5000/a', { credentials: 'include' });\n"
    done = _done(tmp_path, {"app.py": app, "web/page.js": page}, _no_header("http://localhost:5000/a"))
    assert "supports_credentials=True" in _after(done)["app.py"]
    assert (
        r"become readable to origins that match `https://[a-z]+\.shop\.example$`, too, with the user's "
        "cookies: the setup lists it as well." in done.access
    ), done.access


def test_a_header_that_the_page_reads_is_exposed(tmp_path: Path) -> None:
    """As much of a need as the origin; what any page sees, and what is read of a request, needs nothing."""
    app = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'CORS(app, origins=["https://shop.example"], expose_headers=["X-Total"])\n\n\n'
        '@app.get("/a")\ndef a():\n    return []\n'
    )
    page = (
        "export async function load(request) {\n"
        "  const res = await fetch('http://localhost:5000/a');\n"
        "  // res.headers.get('X-Old')\n"
        "  log(request.headers.get('X-Own'), res.headers.get('Content-Type'));\n"
        "  return [await res.json(), res.headers.get('X-Total'), res.headers.get('X-Left')];\n}\n"
    )
    done = _done(tmp_path, {"app.py": app, "web/page.js": page}, _no_header("http://localhost:5000/a"))
    assert 'expose_headers=["X-Total", "X-Left"]' in _after(done)["app.py"]


def test_header_names_are_spelled_as_the_page_spells_them(tmp_path: Path) -> None:
    """A browser's message has them in lower case, and more than one call may have failed."""
    app = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'CORS(app, origins=["http://localhost:5173"], allow_headers=["Content-Type"])\n\n\n'
        '@app.get("/a")\ndef a():\n    return []\n'
    )
    page = (
        "const url = 'http://localhost:5000/a';\nconst headers = { 'X-Tenant': 'a' };\n"
        "export const a = () => fetch(url, { headers });\n"
        "export const b = () => fetch(url, { method: 'POST', body: 'a=b', headers });\n"
    )
    text = (
        "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:5173' has been blocked "
        "by CORS policy: Request header field x-tenant is not allowed by Access-Control-Allow-Headers in "
        "preflight response."
    )
    done = _done(tmp_path, {"app.py": app, "web/page.js": page}, text)
    assert 'allow_headers=["Content-Type", "X-Tenant"]' in _after(done)["app.py"]


def test_all_that_goes_with_a_block_of_nginx_is_named(tmp_path: Path) -> None:
    """Its other headers and its `return`, too."""
    app = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
        'CORS(app, origins=["http://localhost:5173"])\n\n\n@app.get("/a")\ndef a():\n    return []\n'
    )
    nginx = (
        "server {\n    listen 8080;\n\n    location / {\n        proxy_pass http://127.0.0.1:5000;\n"
        '        add_header Access-Control-Allow-Origin "http://localhost:5173" always;\n'
        "        if ($request_method = OPTIONS) {\n"
        '            add_header Access-Control-Allow-Origin "http://localhost:5173";\n'
        '            add_header Access-Control-Allow-Methods "GET";\n            return 204;\n        }\n'
        "    }\n}\n"
    )
    text = (
        "Access to fetch at 'http://localhost:8080/a' from origin 'http://localhost:5173' has been blocked "
        "by CORS policy: The 'Access-Control-Allow-Origin' header contains multiple values "
        "'http://localhost:5173, http://localhost:5173', but only one is allowed."
    )
    done = _done(tmp_path, {"app.py": app, "nginx.conf": nginx}, text)
    (change,) = done.changes.changes
    assert "OPTIONS" not in change.after
    assert [each.what for each in change.removes] == [
        'add_header Access-Control-Allow-Origin "http://localhost:5173" always;',
        'add_header Access-Control-Allow-Origin "http://localhost:5173";',
        "if ($request_method = OPTIONS)",
        'add_header Access-Control-Allow-Methods "GET";',
        "return 204;",
    ]


_REPORTS = (
    "from flask import Blueprint\n\nreports = Blueprint('reports', __name__, url_prefix='/reports')\n\n\n"
    "@reports.get('/summary')\ndef summary():\n    return []\n\n\n"
    "@reports.put('/schedule')\ndef schedule():\n    return []\n"
)
_HOOK = (
    "\n\n@app.get('/legacy/stock')\ndef stock():\n    return []\n\n\n"
    "@app.after_request\ndef share(response):\n"
    "    if request.path.startswith('/legacy/'):\n"
    "        response.headers['Access-Control-Allow-Origin'] = 'http://localhost:5173'\n"
    "        response.headers['Access-Control-Allow-Methods'] = 'GET, PUT'\n    return response\n"
)
_DASHBOARD = (
    "const api = 'http://localhost:5000';\nexport const summary = () => fetch(api + '/reports/summary');\n"
    "export const plan = () => fetch(api + '/reports/schedule', { method: 'PUT' });\n"
)


def test_a_hook_for_other_paths_stays_as_it_is(tmp_path: Path) -> None:
    """The blueprint gets a setup as the other one has, so that its other route is covered, too."""
    app = (
        "from flask import Blueprint, Flask, request\nfrom flask_cors import CORS\n\n"
        "from reports import reports\n\napp = Flask(__name__)\n"
        "orders = Blueprint('orders', __name__, url_prefix='/orders')\n"
        "CORS(orders, origins=['http://localhost:5173'])\n\n\n@orders.get('/')\ndef listed():\n"
        "    return []\n\n\n"
        "app.register_blueprint(orders)\napp.register_blueprint(reports)\n"
    )
    files = {"app.py": app + _HOOK, "reports.py": _REPORTS, "web/page.js": _DASHBOARD}
    after = _after(_done(tmp_path, files, _no_header("http://localhost:5000/reports/summary")))
    assert list(after) == ["reports.py"]
    assert "CORS(reports, origins=['http://localhost:5173'])" in after["reports.py"]


def test_a_hook_alone_gets_each_path_of_the_page(tmp_path: Path) -> None:
    """Without flask-cors the condition takes every path that the page requests, and no other."""
    app = (
        "from flask import Flask, request\n\nfrom reports import reports\n\napp = Flask(__name__)\n"
        "app.register_blueprint(reports)\n"
    )
    files = {"app.py": app + _HOOK, "reports.py": _REPORTS, "web/page.js": _DASHBOARD}
    after = _after(_done(tmp_path, files, _no_header("http://localhost:5000/reports/summary")))
    assert "startswith(('/legacy/', '/reports/summary', '/reports/schedule'))" in after["app.py"]


def test_both_apps_that_a_dispatcher_serves(tmp_path: Path) -> None:
    """The page calls them at one address: each app's own setup is changed."""
    main = (
        "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask('main')\n"
        "CORS(app, origins=['http://localhost:5173'], methods=['GET'])\n\n\n"
        "@app.get('/jobs')\ndef jobs():\n    return []\n\n\n"
        "@app.put('/jobs/<int:number>')\ndef put(number):\n    return []\n"
    )
    admin = (
        "from flask import Flask\n\nadmin = Flask('admin')\n\n\n@admin.get('/jobs')\ndef jobs():\n    pass\n"
    )
    wsgi = (
        "from werkzeug.middleware.dispatcher import DispatcherMiddleware\n\nfrom admin_app import admin\n"
        "from main_app import app\n\n"
        "app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {'/admin': admin.wsgi_app})\n"
    )
    page = (
        "export const all = () => fetch('http://localhost:5000/admin/jobs');\n"
        "export const put = (id) => fetch('http://localhost:5000/jobs/' + id, { method: 'PUT' });\n"
    )
    files = {"main_app.py": main, "admin_app.py": admin, "wsgi.py": wsgi, "ui/jobs.js": page}
    done = _done(tmp_path, files, _no_header("http://localhost:5000/admin/jobs"))
    after = _after(done)
    assert "methods=['GET', 'PUT']" in after.get("main_app.py", ""), (done.changes.problem, done.changes.diff)
    assert "CORS(admin, origins=['http://localhost:5173'])" in after["admin_app.py"]


def test_what_is_to_be_started_is_set_up_as_well(tmp_path: Path) -> None:
    """Nothing listens: the port in the code is named with its place, and CORS is there when it starts."""
    app = (
        "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get('/a')\ndef a():\n    return []\n\n\n"
        "if __name__ == '__main__':\n    app.run(port=5001)\n"
    )
    text = (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
        "http://localhost:5000/a. (Reason: CORS request did not succeed). Status code: (null)."
    )
    files = {"app.py": app, "page.js": "fetch('http://localhost:5000/a');\n"}
    done = _done(tmp_path, files, text, origin="http://localhost:5173", reachable="refused")
    assert done.cause is not None
    assert done.cause.id == "server-unreachable"
    assert "CORS(app, origins=['http://localhost:5173'])" in _after(done)["app.py"]
    said = "The code starts it on port `5001` (`app.py:12`), and the page calls port `5000`."
    assert said in " ".join(step.text for step in done.fixes[0].steps)
    (left,) = [each.text for each in done.changes.by_hand if "Start Flask" in each.text]
    assert said[1:] in left
    assert not any("restart" in each.text for each in done.changes.by_hand)
    assert done.access.startswith("Responses of "), done.access
    assert "`http://localhost:5173`" in done.access
