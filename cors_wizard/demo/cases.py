"""The broken apps of the demo: source, the page's request, and what Chromium prints about it.

A test holds each text against the console of a real Chromium.
"""

from __future__ import annotations

from cors_wizard.frozen import dataclass

PAGE_ORIGIN = "http://localhost:3000"
"""Where the imagined frontend runs."""


@dataclass(frozen=True)
class Case:
    """One way in which the demo's API is broken; `{port}` stands for its port."""

    name: str
    title: str
    path: str
    """What the page requests."""
    source: str
    """The whole of app.py."""
    page: str
    """The whole of page.js, which makes the request."""
    refusal: str
    """What follows "has been blocked by CORS policy: " in the console."""
    network_line: str
    """What follows the URL in the console's second line."""
    proxy: str = ""
    """The whole of nginx.conf where nginx is in front: it listens on `{port}`, the app then on `{inner}`."""


_MISSING = '''"""A small bookshop API. Its frontend on http://localhost:3000 gets a CORS error: why?"""

from flask import Flask

app = Flask(__name__)

BOOKS = [
    {"id": 1, "title": "The Left Hand of Darkness"},
    {"id": 2, "title": "Kindred"},
]


@app.get("/api/books")
def books():
    return {"books": BOOKS}


if __name__ == "__main__":
    app.run(port={port})
'''

_PREFLIGHT = '''"""A notes API behind a token. Its frontend on http://localhost:3000 gets a CORS error."""

from flask import Flask, abort, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.before_request
def check_token():
    if request.headers.get("Authorization") != "Bearer demo":
        abort(401)


@app.get("/api/notes")
def notes():
    return {"notes": ["water the plants", "feed the cat"]}


if __name__ == "__main__":
    app.run(port={port})
'''

_CREDENTIALS = '''"""A cart API with a cookie. Its frontend on http://localhost:3000 gets a CORS error."""

from flask import Flask, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins="*", send_wildcard=True)


@app.get("/api/cart")
def cart():
    return {"cart": [], "visitor": request.cookies.get("visitor", "new")}


if __name__ == "__main__":
    app.run(port={port})
'''

_PROXY = '''"""A weather API behind nginx. Its frontend on http://localhost:3000 gets a CORS error."""

from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.get("/api/weather")
def weather():
    return {"weather": "sunny"}


if __name__ == "__main__":
    app.run(port={inner})
'''

_NGINX = """server {
    listen 127.0.0.1:{port};

    location / {
        # from an answer that many people found useful
        add_header Access-Control-Allow-Origin "*" always;
        proxy_pass http://127.0.0.1:{inner};
        proxy_set_header Host $http_host;
    }
}
"""

_PLAIN_PAGE = """const API = "http://127.0.0.1:{port}";

export async function loadBooks() {
  const response = await fetch(`${API}/api/books`);
  return response.json();
}
"""

_WEATHER_PAGE = """const API = "http://127.0.0.1:{port}";

export async function loadWeather() {
  const response = await fetch(`${API}/api/weather`);
  return response.json();
}
"""

_TOKEN_PAGE = """const API = "http://127.0.0.1:{port}";

export async function loadNotes(token) {
  const response = await fetch(`${API}/api/notes`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return response.json();
}
"""

_COOKIE_PAGE = """const API = "http://127.0.0.1:{port}";

export async function loadCart() {
  const response = await fetch(`${API}/api/cart`, { credentials: "include" });
  return response.json();
}
"""

_CASES = (
    Case(
        "missing",
        "The API says nothing about CORS.",
        "/api/books",
        _MISSING,
        _PLAIN_PAGE,
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "net::ERR_FAILED 200 (OK)",
    ),
    Case(
        "preflight",
        "A login check rejects the preflight.",
        "/api/notes",
        _PREFLIGHT,
        _TOKEN_PAGE,
        "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
        "net::ERR_FAILED",
    ),
    Case(
        "credentials",
        "The API responds with a wildcard to a request with cookies.",
        "/api/cart",
        _CREDENTIALS,
        _COOKIE_PAGE,
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' "
        "when the request's credentials mode is 'include'.",
        "net::ERR_FAILED 200 (OK)",
    ),
    Case(
        "nginx",
        "nginx adds a header that Flask sends already.",
        "/api/weather",
        _PROXY,
        _WEATHER_PAGE,
        "The 'Access-Control-Allow-Origin' header contains multiple values 'http://localhost:3000, *', "
        "but only one is allowed. Have the server send the header with a valid value.",
        "net::ERR_FAILED 200 (OK)",
        _NGINX,
    ),
)

CASES = {case.name: case for case in _CASES}
"""The demos by name."""

DEMO_NAMES = tuple(CASES)
"""What `start_demo` can be asked for; the first is the default."""


def project_files(case: Case, port: int, inner: int) -> dict[str, str]:
    """The code of API and page, and the proxy's settings, by file name; `inner` is where the app listens."""
    texts = {"app.py": case.source, "page.js": case.page, "nginx.conf": case.proxy}
    return {
        name: text.replace("{port}", str(port)).replace("{inner}", str(inner))
        for name, text in texts.items()
        if text
    }


def console_text(case: Case, url: str) -> str:
    """What Chromium prints when the page requests that URL."""
    return (
        f"Access to fetch at '{url}' from origin '{PAGE_ORIGIN}' has been blocked by CORS policy: "
        f"{case.refusal}\nGET {url} {case.network_line}\n"
    )
