"""The attack against real Flask apps: who gets in past a careless check, and nobody past a sound one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cors_wizard.diagnosis.code_safety import about_code_safety
from cors_wizard.facts import Fact, Facts
from cors_wizard.origin_patterns import line_for
from cors_wizard.probe.findings import Findings, findings
from cors_wizard.probe.outcome import outcome
from cors_wizard.probe.run import run_probes
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from cors_wizard.report.outcome_words import attack_lines, attack_sentence, outcome_title
from tests.probe.attack.setups import PUBLIC, SAFE, UNSAFE, CorsCode, served
from tests.probe.serving import flask_server


def scanned(code: CorsCode, folder: Path) -> Facts:
    """What the scan reads of the code."""
    (folder / "app.py").write_text(code.source)
    return Facts.of(scan_project(folder).facts)


def attacked(code: CorsCode, facts: Facts) -> Findings:
    """The page's request and the strangers', to the real app."""
    with flask_server(served(code)) as api:
        known = facts.replacing(
            Fact("url", f"{api}/api/data", "answered"),
            Fact("origin", code.page, "answered"),
            Fact("method", "GET", "answered"),
            Fact("request_headers", (), "answered"),
            Fact("credentials", code.credentials, "answered"),
        )
        return findings(known, asyncio.run(run_probes(known, send)))


def warned(found: Findings) -> tuple[str, ...]:
    """The ids of what the responses give reason to warn of."""
    return Facts.of(found.facts).items("warnings")


@pytest.mark.parametrize("code", UNSAFE, ids=lambda code: code.id)
def test_who_gets_in(code: CorsCode, tmp_path: Path) -> None:
    """A stranger gets in, is named with its line, and the right caution is raised."""
    found = attacked(code, scanned(code, tmp_path))
    went = outcome(found)
    assert went is not None
    assert went.state == "open-to-others"
    inside = {each.stranger.origin: each for each in went.holes}
    assert code.stranger in inside
    if code.has_line:
        assert inside[code.stranger].by.startswith("app.py:")
        number = int(inside[code.stranger].by.rpartition(":")[2])
        assert code.line in code.source.splitlines()[number - 1]
    assert set(warned(found)) == set(code.cautions)


def test_no_line_is_named_where_older_code_runs(tmp_path: Path) -> None:
    """The line as it is now may be the fix."""
    code = next(each for each in UNSAFE if each.has_line)
    changed = Fact("changed_since_start", "app.py", "probed", "app.py was changed at 12:00")
    went = outcome(attacked(code, scanned(code, tmp_path).replacing(changed)))
    assert went is not None
    assert went.holes
    assert not any(each.by for each in went.holes)


@pytest.mark.parametrize("code", UNSAFE, ids=lambda code: code.id)
def test_seen_without_the_code(code: CorsCode) -> None:
    """Somebody gets in where only the server is known: the page's look-alikes find most holes."""
    went = outcome(attacked(code, Facts()))
    assert went is not None
    assert went.holes


@pytest.mark.parametrize("code", [*UNSAFE, *SAFE, *PUBLIC], ids=lambda code: code.id)
def test_cautions_from_code_alone(code: CorsCode, tmp_path: Path) -> None:
    """The scan raises the alarm before anything is sent, and only where there is a reason."""
    facts = scanned(code, tmp_path)
    raised = Facts.of(about_code_safety(facts)).items("code_warnings")
    expected = code.cautions if code.in_code is None else code.in_code
    assert set(raised) == set(expected)


@pytest.mark.parametrize("code", SAFE, ids=lambda code: code.id)
def test_nobody_gets_in(code: CorsCode, tmp_path: Path) -> None:
    """A sound setup raises no alarm."""
    found = attacked(code, scanned(code, tmp_path))
    went = outcome(found)
    assert went is not None
    assert went.passes or code.page == "null"
    assert not went.holes
    assert warned(found) in ((), NULL_PAGE[code.page == "null"])


NULL_PAGE = {False: (), True: ("allows-null-origin",)}


@pytest.mark.parametrize("code", PUBLIC, ids=lambda code: code.id)
def test_public_api(code: CorsCode, tmp_path: Path) -> None:
    """Without cookies any website may read it: a fact, and no alarm."""
    facts = scanned(code, tmp_path)
    with flask_server(served(code)) as api:
        known = facts.replacing(
            Fact("url", f"{api}/api/data", "answered"),
            Fact("origin", code.page, "answered"),
            Fact("method", "GET", "answered"),
            Fact("request_headers", (), "answered"),
            Fact("credentials", "omit", "answered"),
        )
        found = findings(known, asyncio.run(run_probes(known, send)))
    went = outcome(found)
    assert went is not None
    assert went.attack is not None
    assert went.attack.is_public
    assert not went.holes
    assert went.state == "works"


DECORATED = CorsCode(
    "decorated",
    """CORS(app, origins=['https://shop.example.com'], supports_credentials=True)

@app.route('/api/account')
@cross_origin(origins='*', supports_credentials=True)
def account():
    return jsonify(balance=1)
""",
)


def test_the_decorator_of_the_route_is_named(tmp_path: Path) -> None:
    """What is set for the app is right; the one view's own setup lets everybody in, on its path alone."""
    facts = scanned(DECORATED, tmp_path)
    number = DECORATED.source.splitlines().index("@cross_origin(origins='*', supports_credentials=True)") + 1
    for path, by in (("/api/account", f"app.py:{number}"), ("/api/data", "")):
        known = facts.replacing(Fact("url", f"http://127.0.0.1:1{path}", "answered"))
        assert line_for(known, "https://cors-wizard.invalid") == by


OVERRULED = """
@app.after_request
def last(response):
    if response.headers.get('Access-Control-Allow-Origin') != 'https://shop.example.com':
        response.headers.pop('Access-Control-Allow-Origin', None)
    return response

@app.after_request
def add(response):
    response.headers['Access-Control-Allow-Origin'] = request.headers.get('Origin', '')
    response.headers['Access-Control-Allow-Credentials'] = 'true'
    return response
"""


def test_code_that_other_code_overrules_is_no_alarm(tmp_path: Path) -> None:
    """The running API lets nobody else in: then what one hook would do is not warned of."""
    code = CorsCode("overruled", OVERRULED)
    facts = scanned(code, tmp_path)
    assert Facts.of(about_code_safety(facts)).items("code_warnings") == ("reflects-any-origin",)
    star = facts.also([Fact("origin_policy", "wildcard", "probed")])
    assert "code_warnings" not in Facts.of(about_code_safety(star))
    found = attacked(code, facts)
    assert "code_warnings" not in Facts.of(about_code_safety(facts.also(found.facts)))


def test_the_count_is_that_of_the_lines(tmp_path: Path) -> None:
    """Those that a browser never sends, and those that the code lists, are counted apart."""
    origins = "['https://shop.example.com', 'https://admin.example.com']"
    code = CorsCode("two", f"CORS(app, origins={origins}, supports_credentials=True)")
    went = outcome(attacked(code, scanned(code, tmp_path)))
    assert went is not None
    assert went.attack is not None
    lines = list(attack_lines(went.attack))
    unsent = [line for line in lines if "no browser sends it" in line.note]
    assert lines[-3:] == unsent
    told = f"{len(lines)} origins were tried; a browser never sends 3 of them; your code lists 1 of them."
    assert attack_sentence(went.attack).endswith(told)


def test_other_hosts_of_the_domain_are_told() -> None:
    """No alarm, since their owner is the page's; but the sentence says who they are, and by which line."""
    code = CorsCode(
        "subdomains", r"CORS(app, origins=[r'^https://[a-z]+\.example\.com$'], supports_credentials=True)"
    )
    went = outcome(attacked(code, Facts()))
    assert went is not None
    assert went.state == "works-as-far-as-seen"
    assert (
        outcome_title(went)
        == "Works as far as seen for your page, and for other hosts of its domain, with cookies"
    )


PORTS = [
    pytest.param(r"r'^https://shop\.example\.com(:\d+)?$'", True, True, id="any"),
    pytest.param("'https://shop.example.com'", True, False, id="its-own"),
    pytest.param(r"r'^https://shop\.example\.com(:\d+)?$'", False, False, id="without-cookies"),
]


@pytest.mark.parametrize(("listed", "cookies", "is_said"), PORTS)
def test_other_ports_of_the_host_are_told(listed: str, cookies: bool, is_said: bool) -> None:
    """Where the code ignores the port: whoever serves another one reads with the user's cookies."""
    setup = f"CORS(app, origins=[{listed}], supports_credentials={cookies})"
    went = outcome(attacked(CorsCode("ports", setup), Facts()))
    assert went is not None
    assert went.attack is not None
    assert not went.attack.holes
    assert ("other ports of its host, with cookies" in outcome_title(went)) is is_said
    assert ("Other ports of its host can read" in attack_sentence(went.attack)) is is_said


LIMITED = """
@app.after_request
def limit(response):
    if request.headers.get('Origin') != 'https://shop.example.com':
        return app.make_response(('slow down', {status}))
    return response

CORS(app, origins=[{origins}], supports_credentials=True)
"""


@pytest.mark.parametrize(
    ("status", "origins"),
    [(429, "'.*'"), (500, "'.*'"), (503, "'.*'"), (429, "'https://shop.example.com'")],
)
def test_strangers_that_meet_a_rate_limit_were_not_refused(status: int, origins: str) -> None:
    """Whom the route allows is not seen then: never "for nobody else"."""
    found = attacked(CorsCode("limited", LIMITED.format(status=status, origins=origins)), Facts())
    went = outcome(found)
    assert went is not None
    assert went.attack is None or went.attack.not_seen
    assert "nobody" not in outcome_title(went)
    assert "strangers" in [each.kind for each in went.unseen]


def test_the_pages_own_request_that_meets_a_rate_limit_was_not_seen() -> None:
    """It is readable, and it isn't the route's own response."""
    busy = "@app.before_request\ndef busy():\n    return app.make_response(('slow down', 429))\n"
    setup = f"{busy}CORS(app, origins=['https://shop.example.com'], supports_credentials=True)"
    went = outcome(attacked(CorsCode("busy", setup), Facts()))
    assert went is not None
    assert went.state == "works-as-far-as-seen"
    assert "rate-limit" in [each.kind for each in went.unseen]


@pytest.mark.parametrize(
    "line",
    [
        "Caddyfile:6: header Access-Control-Allow-Origin *",
        "n.conf:6: add_header Access-Control-Allow-Origin '*';",
    ],
)
def test_the_star_is_the_proxys(line: str, tmp_path: Path) -> None:
    """Flask's own list names one origin, so it isn't what lets the others in."""
    setup = "CORS(app, origins=['https://shop.example.com'])"
    sets = Fact("proxy_sets", (line,), "scanned", line)
    known = scanned(CorsCode("list", setup), tmp_path).replacing(sets)
    went = outcome(attacked(CorsCode("star", "CORS(app, send_wildcard=True)"), known))
    assert went is not None
    assert went.attack is not None
    assert {each.by for each in went.attack.strangers if each.allowed} == {line.partition(": ")[0]}


REFUSED_BEFORE = """
PAGES = {'https://shop.example.com'}
@app.before_request
def only_ours():
    if request.headers.get('Origin') not in PAGES:
        return 'not yours', 403
@app.after_request
def add_cors(response):
    response.headers['Access-Control-Allow-Origin'] = request.headers.get('Origin', '')
    response.headers['Access-Control-Allow-Credentials'] = 'true'
    response.headers['Vary'] = 'Origin'
    return response
"""


def test_an_origin_that_the_server_turns_away() -> None:
    """What it may read is the refusal; the code alone isn't followed that far."""
    found = attacked(CorsCode("refused-before", REFUSED_BEFORE), Facts())
    went = outcome(found)
    assert went is not None
    assert went.passes
    assert not went.holes
    assert warned(found) == ()
