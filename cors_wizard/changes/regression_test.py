"""A pytest file for the user's project: the page's request passes, a look-alike's does not. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cors_wizard.behind_proxy import path_in_app
from cors_wizard.changes.app_import import app_import, connects_at
from cors_wizard.changes.change import ByHand, Change, ChangeSet
from cors_wizard.changes.regression_test_text import (
    HEAD,
    PLAIN,
    PLAIN_STRANGER,
    PREFLIGHT,
    PREFLIGHT_OF_A_STRANGER,
    STUBBED,
    STUBBED_ERROR,
    STUBBED_STRANGER,
)
from cors_wizard.facts import Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.fetch_standard import preflight_header_names, preflight_reasons, serialize_origin
from cors_wizard.fetch_standard.methods import is_token, normalize_method
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.flask_code import FlaskCode
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.http_exchange import Headers, Request
from cors_wizard.masking import MASK, masked_url
from cors_wizard.origin_patterns.in_code import sent_in_code
from cors_wizard.origin_patterns.sent_holes import ANY_WEBSITE

_FOLDERS = ("tests", "test")
_NAMES = ("test_cors.py", "test_cors_page.py", "test_cors_wizard.py")
_OF_THE_APP = frozenset({"py", "env", "toml", "yml", "yaml", "json", "ini", "cfg"})
_PARTLY = ("decorator", "blueprint")
"""Setups whose headers a replaced view, or an error outside of it, does not get."""


def regression_test(
    facts: Facts, code: FlaskCode, files: Mapping[str, TextFile], fix: ChangeSet | None = None
) -> ChangeSet:
    """The test as a new file; where something is missing for it, `problem` says what.

    It imports the user's app, so it is written and never run here.

    Args:
        facts: what is known about the page's request.
        code: the project's Flask code.
        files: the project's files as they were read.
        fix: what is about to be changed.
    """
    if fix is not None and (reason := _not_in_the_app(fix)):
        return ChangeSet(problem=reason)
    url = parse_url(facts.text("url") or "")
    origin = serialize_origin(facts.text("origin") or facts.text("page_url") or "")
    if url is None or not url.is_http:
        return ChangeSet(problem="The URL that the page requests is missing: give it with --url.")
    if origin == "null":
        return ChangeSet(problem="The page's origin is missing: give it with --origin.")
    app = code.app
    if app is None or not (app.variable or app.function):
        return ChangeSet(problem="No Flask app was found in the project: give its folder with --project.")
    path = _free_path(files)
    if path in files:
        return ChangeSet(problem=f"{path} is there already.")
    found = app_import(app, files)
    if found.problem:
        return ChangeSet(problem=found.problem)
    root, module = _module(found.file, files)
    renamed = " as flask_app" if found.made == "flask_app" else ""
    up = path.count("/")
    prepared = f"{_dotenv(code, files, found.file)}{_environment(code, origin)}"
    text = HEAD.format(
        up=up,
        root=f" / {root!r}" if root else "",
        imported=f"{prepared}from {module} import {found.name}{renamed}",
        made=found.made,
        page=origin,
        stranger=_stranger(origin),
        path=_path(facts, url).removeprefix(app.mounted_at) or "/",
        method=_method(facts),
        asked=_asked(facts, url.href, origin),
        credentials=facts.text("credentials") == "include",
    )
    text += "".join(_tests(facts, url, origin))
    change = Change(path, "create", "", text)
    by_hand = tuple(_by_hand(connects_at(app, files), files))
    return ChangeSet((change,), by_hand, title="a test that keeps it fixed", fix="test")


def _not_in_the_app(fix: ChangeSet) -> str:
    """Why a test of the app sees nothing of a change; empty where it sees it."""
    suffixes = {change.path.rpartition("/")[2].rpartition(".")[2] for change in fix.changes}
    if fix.changes and suffixes.isdisjoint(_OF_THE_APP):
        paths = " and ".join(change.path for change in fix.changes)
        return f"A test of the app sees nothing of {paths}. `cors-wizard check` asks the server itself."
    return ""


def _dotenv(code: FlaskCode, files: Mapping[str, TextFile], imported: str) -> str:
    """Lines that load `.env` as the app's start does, where importing the app doesn't."""
    file = files.get(imported)
    if ".env" not in files or not code.environment.loads_dotenv or (file and "load_dotenv" in file.text):
        return ""
    return (
        "from dotenv import load_dotenv\n\n"
        "# The server's start loads it, and importing the app doesn't.\n"
        'load_dotenv(Path(__file__).resolve().parents[1] / ".env")\n\n'
    )


def _tests(facts: Facts, url: ParsedUrl, origin: str) -> Iterator[str]:
    """The tests of the file, as far as the setup shows what another view in the route's place would send."""
    is_partly, is_read_alone = _is_partly(facts, url), _method(facts) in ("GET", "HEAD")
    is_preflighted = _needs_preflight(facts, url.href, origin)
    # An API that is open to everyone on purpose stays so.
    is_closed = facts.text("open_on_purpose") != "yes"
    # Of a view that writes, a decorator's headers come with its response to OPTIONS, too.
    if is_preflighted or (is_partly and not is_read_alone):
        yield PREFLIGHT
        if is_closed and not _lets_any_preflight_pass(facts):
            yield PREFLIGHT_OF_A_STRANGER
    if not is_partly:
        yield STUBBED
        yield from (STUBBED_STRANGER,) if is_closed else ()
        yield STUBBED_ERROR
    elif is_read_alone and not is_preflighted:
        # What the page sends beside it, a login as a rule, is not known here.
        yield PLAIN
        yield from (PLAIN_STRANGER,) if is_closed else ()


def _by_hand(connects: str, files: Mapping[str, TextFile]) -> Iterator[ByHand]:
    """What running it needs, as far as the project shows it."""
    if connects:
        yield ByHand(
            f"{connects} connects to a database as soon as the test imports the app: run it where there is "
            "that database, or connect on the first request instead."
        )
    if not any("pytest" in file.text for file in files.values()):
        yield ByHand("Install pytest where the app runs.", "pip install pytest")


_HARMLESS = {"int": "1", "float": "1", "bool": "0", "json": "{}", "dict": ""}
_BY_NAME = (
    (("ORIGIN", "CORS", "FRONTEND"), ""),
    (("DATABASE", "SQLALCHEMY", "DB_URL", "DB_URI"), "sqlite://"),
    (("URL", "URI"), "http://localhost"),
    (("PORT", "TIMEOUT", "SECONDS", "LIMIT", "SIZE"), "1"),
)
"""What stands for a variable whose name has one of these words; the page's origin where it is empty."""


def _environment(code: FlaskCode, origin: str) -> str:
    """Lines that set what the app can't do without, where the test's caller has not."""
    loaded = code.environment.loads_dotenv
    needed = {
        name: _harmless(name, cast, origin)
        for name, cast in code.environment.needed
        if not (loaded and code.environment.setting(name))
    }
    if not needed:
        return ""
    lines = "".join(f"    {name!r}: {value!r},\n" for name, value in needed.items())
    return (
        "# The app fails without these: harmless values, where yours are not set.\n"
        f"NEEDED = {{\n{lines}}}\n"
        "for name, value in NEEDED.items():\n    os.environ.setdefault(name, value)\n\n"
    )


def _harmless(name: str, cast: str, origin: str) -> str:
    if cast in _HARMLESS:
        return _HARMLESS[cast]
    found = (value or origin for words, value in _BY_NAME if any(word in name.upper() for word in words))
    return next(found, "test")


def _free_path(files: Mapping[str, TextFile]) -> str:
    """Beside the project's other tests; of names that are taken, the one that is this test already."""
    folder = next((name for name in _FOLDERS if any(path.startswith(f"{name}/") for path in files)), "tests")
    paths = [f"{folder}/{name}" for name in _NAMES]
    own = (path for path in paths if path in files and files[path].text.startswith(HEAD.partition("\n")[0]))
    free = (path for path in paths if path not in files)
    return (*own, *free, paths[0])[0]


def _module(file: str, files: Mapping[str, TextFile]) -> tuple[str, str]:
    """The folder to import from, and the module's dotted name there."""
    *folders, name = file.removesuffix(".py").split("/")
    parts = [] if name == "__init__" else [name]
    while folders and f"{'/'.join(folders)}/__init__.py" in files:
        parts.insert(0, folders.pop())
    return "/".join(folders), ".".join(parts)


def _stranger(origin: str) -> str:
    """A look-alike that a check of the beginning takes for the page."""
    parsed = parse_url(origin)
    return f"{parsed.scheme}://{parsed.host}.evil.test" if parsed else "https://evil.test"


def _path(facts: Facts, url: ParsedUrl) -> str:
    """The path as the app gets it, with no secret in it: the file goes into a repository.

    The query is kept without its secrets where the user's own view runs.
    """
    shown = parse_url(masked_url(url.href))
    path, _, query = (shown or url).path_and_query.partition("?")
    path = path_in_app(f"{url.origin}{path}", facts) or path
    if not _is_partly(facts, url) or shown is None:
        return path
    kept = "&".join(each for each in query.split("&") if MASK not in each)
    return f"{path}?{kept}" if kept else path


def _is_partly(facts: Facts, url: ParsedUrl) -> bool:
    """Whether the route's headers come from its own decorator, blueprint or view."""
    path = path_in_app(url.href, facts)
    rules = (line.partition(" | ")[0] for line in facts.items("decorated_origins"))
    if facts.text("cors_setup") == "hand-written" and "silent_responses" in facts:
        return True
    return facts.text("cors_setup") in _PARTLY or any(
        rule_fits(rule, path, ignore_last_slash=True) for rule in rules
    )


def _lets_any_preflight_pass(facts: Facts) -> bool:
    """Whether a hook of the code sends any website's origin back, if only with preflights."""
    return any(sent.allows(each) for sent in sent_in_code(facts) for each in ANY_WEBSITE)


def _method(facts: Facts) -> str:
    method = facts.text("method") or "GET"
    return normalize_method(method) if is_token(method) else "GET"


def _request(facts: Facts, url: str) -> Request:
    pairs = [item.partition(":")[::2] for item in facts.items("request_headers")]
    named = [
        (name.strip(), value.strip() or "application/json") for name, value in pairs if is_token(name.strip())
    ]
    return Request(url, _method(facts), Headers.of(named))


def _needs_preflight(facts: Facts, url: str, origin: str) -> bool:
    return bool(preflight_reasons(_request(facts, url), origin))


def _asked(facts: Facts, url: str, origin: str) -> str:
    return (
        ",".join(preflight_header_names(_request(facts, url))) if _needs_preflight(facts, url, origin) else ""
    )
