"""`check` for CI: strangers, several requests of a file, JUnit and GitHub, layers, unsent methods."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, Response, redirect, request
from flask_cors import CORS

from cors_wizard.behind_proxy import handed_on
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.probe.layers import direct_url, plan_direct
from cors_wizard.project.proxies.upstreams import read_upstreams
from tests.cli.conftest import Command
from tests.probe.attack.setups import SAFE, UNSAFE, CorsCode, served
from tests.probe.serving import flask_server

PAGE = "http://localhost:3000"


def shop() -> Flask:
    """An API that allows one page with cookies."""
    app = Flask(__name__)
    app.add_url_rule("/api/data", "data", dict, methods=["GET"])
    app.add_url_rule("/away", "away", lambda: redirect("http://elsewhere.invalid/"))
    CORS(app, origins=[PAGE], supports_credentials=True)
    return app


@pytest.mark.parametrize("code", UNSAFE, ids=lambda code: code.id)
def test_an_unsafe_setup_fails(code: CorsCode, command: Command) -> None:
    """The page's request passes, a stranger gets in: named, and exit status 1."""
    options = ["--credentials"] if code.credentials == "include" else []
    with flask_server(served(code)) as api:
        done = command("check", f"{api}/api/data", "--origin", code.page, *options, "--format", "json")
    line = json.loads(done.out)
    assert done.status == 1
    assert line["readable"]
    assert line["state"] == "open-to-others"
    assert any(each["outsider"] and each["allowed"] for each in line["attack"])


@pytest.mark.parametrize("code", [each for each in SAFE if each.page != "null"], ids=lambda code: code.id)
def test_a_safe_setup_passes(code: CorsCode, command: Command) -> None:
    """No alarm, exit status 0."""
    with flask_server(served(code)) as api:
        done = command("check", f"{api}/api/data", "--origin", code.page, "--credentials", "--format", "json")
    line = json.loads(done.out)
    assert done.status == 0
    assert not any(each["outsider"] for each in line["attack"])
    assert line["cautions"] == []


def test_a_method_that_the_route_does_not_take(command: Command) -> None:
    """The preflight passes and OPTIONS says `Allow: GET, HEAD, OPTIONS`: not a pass."""
    with flask_server(shop()) as api:
        done = command("check", f"{api}/api/data", "--origin", PAGE, "--method", "POST", "--format", "json")
    assert done.status == 1
    assert "Allow: " in json.loads(done.out)["method_refused"]


def test_a_redirect_that_is_not_followed(command: Command) -> None:
    """Whether the page may read what is there was not seen: not a pass."""
    with flask_server(shop()) as api:
        done = command("check", f"{api}/away", "--origin", PAGE, "--format", "json")
    assert done.status == 3
    assert json.loads(done.out)["result"] == "undetermined"


def config(folder: Path, api: str, name: str = "pyproject.toml") -> Path:
    """A file with three requests, of which the last is not as expected."""
    file = folder / name
    file.write_text(
        f"""
[tool.cors-wizard]
origin = "{PAGE}"
url = "{api}/"

[[tool.cors-wizard.requests]]
url = "/api/data"
credentials = true

[[tool.cors-wizard.requests]]
name = "nobody else"
url = "/api/data"
origin = "https://evil.example"
expected = "refused"

[[tool.cors-wizard.requests]]
url = "/api/data"
method = "PUT"
headers = ["X-Tenant", "X-A: 1"]
"""
    )
    return file


def test_several_requests(command: Command, empty_folder: Path) -> None:
    """Each with what is expected; the worst decides the exit status."""
    with flask_server(shop()) as api:
        config(empty_folder, api)
        done = command("check", "--format", "json")
        text = command("check")
        junit = command("check", "--format", "junit")
        github = command("check", "--format", "github")
    results = [each["result"] for each in json.loads(done.out)["results"]]
    assert done.status == 1
    assert results == ["passed", "passed", "failed"]
    assert text.out.startswith("2 of 3 requests are as expected")
    suite = ElementTree.fromstring(junit.out)
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "0")
    assert [line.partition(" ")[0] for line in github.out.splitlines()] == ["::notice", "::notice", "::error"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("not toml", "not valid TOML"),
        ("x = 1", "no requests to check"),
        ("[[requests]]\nurl = 'http://a/'", "`origin` is missing"),
        ("[[requests]]\nurl = 'http://a/'\norigin = 'http://b'\nurls = 1", "no key 'urls'"),
        ("[[requests]]\nurl = 'http://a/'\norigin = 'http://b'\nexpected = 'maybe'", "must be allowed or"),
        ("[[requests]]\nurl = 'http://a/'\norigin = 'http://b'\ncredentials = 'yes'", "neither true nor"),
        ("[[requests]]\nurl = 'http://a/'\norigin = 'http://b'\nheaders = 1", "a list of strings"),
        ("[[requests]]\nurl = 1\norigin = 'http://b'", "a string"),
        ("requests = 1", "not a list of tables"),
    ],
)
def test_a_file_that_is_wrong(text: str, sentence: str, command: Command, empty_folder: Path) -> None:
    """One sentence that names what is wrong, exit status 2."""
    file = empty_folder / "cors.toml"
    file.write_text(text)
    done = command("check", "--config", str(file))
    assert done.status == 2
    assert sentence in done.err


def test_wrong_use(command: Command) -> None:
    """Neither a URL nor a file, or both."""
    assert "no pyproject.toml" in command("check").err
    assert "Both" in command("check", "http://a/", "--config", "x.toml").err


def test_annotations_cannot_be_forged(command: Command, empty_folder: Path) -> None:
    """A name with line breaks or colons stays one property of one line."""
    with flask_server(shop()) as api:
        (empty_folder / "cors.toml").write_text(
            f'[[requests]]\nname = "a,b:c%\\n::error::x"\nurl = "{api}/api/data"\norigin = "{PAGE}"'
        )
        done = command("check", "--config", "cors.toml", "--format", "github")
    assert done.out.count("\n") == 1
    assert "a%2Cb%3Ac%25" in done.out


def test_layers(command: Command) -> None:
    """What differs between the proxy and the server behind it, and which layer is guilty."""
    proxy = Flask("proxy")
    proxy.add_url_rule("/api/data", "data", lambda: Response("{}", headers={"Vary": "Accept"}))
    with flask_server(shop()) as behind, flask_server(proxy) as front:
        done = command("check", f"{front}/api/data", "--origin", PAGE, "--direct", behind)
    assert done.status == 1
    assert "through the proxy" in done.out
    assert "The proxy removes Access-Control-Allow-Origin." in done.out


def test_the_projects_settings_name_the_server_behind(command: Command, empty_folder: Path) -> None:
    """nginx's file says where the app is: both are asked, and the line that writes the header is shown."""
    proxy = Flask("proxy")
    headers = {"Access-Control-Allow-Origin": "https://else.example"}
    proxy.add_url_rule("/api/data", "data", lambda: Response("{}", headers=headers))
    with flask_server(shop()) as behind, flask_server(proxy) as front:
        (empty_folder / "nginx.conf").write_text(
            f"upstream app {{ server {behind.removeprefix('http://')}; }}\nlocation /api {{\n"
            "  proxy_pass http://app;\n  add_header Access-Control-Allow-Origin https://else.example;\n}\n"
        )
        (empty_folder / "app.py").write_text("from flask import Flask\n\napp = Flask(__name__)\n")
        done = command("check", f"{front}/api/data", "--origin", PAGE, "--project", str(empty_folder))
    assert "The proxy changes Access-Control-Allow-Origin." in done.out
    assert "nginx.conf:4: add_header Access-Control-Allow-Origin" in done.out


@contextmanager
def behind_a_proxy(folder: Path) -> Iterator[tuple[str, str]]:
    """A proxy whose settings name the server behind it, and which drops what that sends; both addresses."""
    proxy = Flask("proxy")
    proxy.add_url_rule("/api/data", "data", dict)
    with flask_server(shop()) as behind, flask_server(proxy) as front:
        (folder / "nginx.conf").write_text(
            f"server {{\n  location /api {{\n    proxy_pass {behind};\n"
            "    proxy_hide_header Access-Control-Allow-Origin;\n  }\n}\n"
        )
        (folder / "app.py").write_text("from flask import Flask\n\napp = Flask(__name__)\n")
        yield front, behind


@pytest.mark.parametrize("options", [(), ("--format", "markdown")], ids=["text", "report"])
def test_diagnose_asks_the_server_behind_too(
    options: tuple[str, ...], command: Command, empty_folder: Path
) -> None:
    """The same table, the guilty layer and its line, in text and in the report."""
    with behind_a_proxy(empty_folder) as (front, _):
        addresses = ("--url", f"{front}/api/data", "--origin", PAGE, "--project", str(empty_folder))
        done = command("diagnose", *addresses, *options)
    assert "The proxy removes Access-Control-Allow-Origin." in done.out
    assert "nginx.conf:4" in done.out


def test_fix_says_it_beside_the_diff(command: Command, empty_folder: Path) -> None:
    """What the proxy removes, and by which line, is on standard error."""
    with behind_a_proxy(empty_folder) as (front, _):
        addresses = ("--url", f"{front}/api/data", "--origin", PAGE, "--project", str(empty_folder))
        done = command("fix", *addresses, "--fact", "credentials=omit", "--fact", "request_headers=")
    assert "The proxy removes Access-Control-Allow-Origin." in done.err
    assert "nginx.conf:4" in done.err


@pytest.mark.parametrize("code", UNSAFE[1::6], ids=lambda code: code.id)
def test_diagnose_names_the_line_that_lets_them_in(
    code: CorsCode, command: Command, empty_folder: Path
) -> None:
    """Beside the sentence that says for whom it works; and that isn't fine for a script."""
    (empty_folder / "app.py").write_text(code.source)
    with flask_server(served(code)) as api:
        facts = (f"credentials={code.credentials}", "request_headers=", "method=GET")
        addresses = ("--url", f"{api}/api/data", "--origin", code.page, "--project", str(empty_folder))
        done = command("diagnose", *addresses, *(each for fact in facts for each in ("--fact", fact)))
    works = next(part for part in done.out.split("\n\n") if part.startswith("Works"))
    assert "by `app.py:" in " ".join(works.split())
    assert done.status != 0


@pytest.mark.parametrize("code", UNSAFE[::6], ids=lambda code: code.id)
def test_fix_says_who_gets_in(code: CorsCode, command: Command, empty_folder: Path) -> None:
    """The page's own request passes: there is nothing to fix, and somebody else gets in all the same."""
    (empty_folder / "app.py").write_text(code.source)
    facts = (
        "--fact",
        f"credentials={code.credentials}",
        "--fact",
        "request_headers=",
        "--fact",
        "method=GET",
    )
    with flask_server(served(code)) as api:
        done = command(
            *("fix", "--url", f"{api}/api/data", "--origin", code.page, "--project", str(empty_folder)),
            *facts,
        )
    assert "Who gets in now: It also works" in done.err
    assert "app.py:" in done.err
    assert done.err.count("Warning:") >= len(code.cautions)


def test_an_address_behind_the_proxy_is_given(command: Command, empty_folder: Path) -> None:
    """No settings name it: `--direct` does; another machine is never asked because of a fact alone."""
    with behind_a_proxy(empty_folder) as (front, behind):
        (empty_folder / "nginx.conf").unlink()
        addresses = ("--url", f"{front}/api/data", "--origin", PAGE, "--project", str(empty_folder))
        line = json.loads(command("diagnose", *addresses, "--direct", behind, "--format", "json").out)
        alone = json.loads(command("diagnose", *addresses, "--format", "json").out)
    expected = {"header": "Access-Control-Allow-Origin", "through": "-", "direct": PAGE}
    assert expected in [{key: each[key] for key in expected} for each in line["layers"]]
    assert (line["cause"], line["certainty"]) == ("proxy-strips-headers", "proven")
    assert alone["layers"] == []
    given = [Fact("url", "http://localhost:8080/api", "answered"), Fact("origin", PAGE, "answered")]
    for url, planned in (("http://localhost:5000", 1), ("http://10.0.0.7:5000", 0)):
        facts = Facts.of([*given, Fact("method", "GET", "answered"), Fact("direct_url", url, "answered")])
        assert len(plan_direct(facts.replacing(Fact("request_headers", (), "answered")))) == planned


UPSTREAMS = [
    ("nginx.conf", "location / { proxy_pass http://127.0.0.1:5000; }", "http://127.0.0.1:5000/api/x?q=1"),
    ("nginx.conf", "location /api/ { proxy_pass http://127.0.0.1:5000/; }", "http://127.0.0.1:5000/x?q=1"),
    ("nginx.conf", "location /other { proxy_pass http://127.0.0.1:5000; }", ""),
    ("nginx.conf", "location / { proxy_pass http://10.0.0.7:5000; }", ""),
    ("nginx.conf", "location / { proxy_pass http://$backend; }", ""),
    ("nginx.conf", "location / { proxy_pass http://localhost:8080; }", ""),
    ("site.conf", "ProxyPass /api http://127.0.0.1:5000/api", "http://127.0.0.1:5000/api/x?q=1"),
    ("Caddyfile", "reverse_proxy localhost:5000", "http://localhost:5000/api/x?q=1"),
    ("Caddyfile", "reverse_proxy /api/* 127.0.0.1:5000", "http://127.0.0.1:5000/api/x?q=1"),
    ("haproxy.cfg", "backend api\n  server a 127.0.0.1:5000 check", "http://127.0.0.1:5000/api/x?q=1"),
    ("haproxy.cfg", "server a 127.0.0.1:5000\nserver b 127.0.0.1:5001", ""),
]


@pytest.mark.parametrize(("name", "line", "expected"), UPSTREAMS)
def test_where_settings_hand_on_to(name: str, line: str, expected: str) -> None:
    """The same path there, or what takes its place; only on this machine, and never the proxy itself."""
    facts = Facts.of(read_upstreams(TextFile(name, line)).facts)
    assert handed_on("http://localhost:8080/api/x?q=1", facts) == expected
    assert handed_on("https://shop.example/api/x", facts) == ""


def test_where_the_direct_server_is_asked() -> None:
    """The same path there, unless the direct URL has one of its own."""
    assert direct_url("https://a.example/api?x=1", "http://127.0.0.1:5000") == "http://127.0.0.1:5000/api?x=1"
    assert (
        direct_url("https://a.example/api", "http://127.0.0.1:5000/v2/api") == "http://127.0.0.1:5000/v2/api"
    )


def test_no_request_writes(command: Command) -> None:
    """Neither the page's method nor a stranger's is sent where it writes."""
    seen: list[str] = []
    app = shop()
    app.before_request(lambda: seen.append(request.method))
    with flask_server(app) as api:
        command("check", f"{api}/api/data", "--origin", PAGE, "--method", "DELETE", "--credentials")
    assert set(seen) <= {"GET", "HEAD", "OPTIONS"}
    assert len(seen) <= 40


@pytest.mark.parametrize(
    ("cookie", "page", "is_lost"),
    [
        ("session=1; SameSite=Lax", "http://127.0.0.1:3000", False),
        ("session=1; SameSite=Lax", "https://shop.example.com", True),
        ("session=1; SameSite=None", "https://shop.example.com", True),
    ],
)
def test_the_cookie_is_part_of_works(cookie: str, page: str, is_lost: bool, command: Command) -> None:
    """A cookie that browsers do not send from this page is named, and that isn't called working."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: ({}, {"Set-Cookie": cookie}))
    CORS(app, origins=[page], supports_credentials=True)
    with flask_server(app) as api:
        done = command("check", f"{api}/", "--origin", page, "--credentials", "--format", "json")
    found = json.loads(done.out)
    assert [each["name"] for each in found["lost_cookies"]] == ["session"] * is_lost
    assert (found["state"] == "cookie-lost") is is_lost
    assert done.status == is_lost
