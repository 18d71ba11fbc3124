"""The floors: a room knows what lies below it, never what lies above or beside it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import cors_wizard

PACKAGE = Path(cors_wizard.__file__).parent

FLOORS = {
    "frozen": -1,
    "": 0,
    "errors": 0,
    "facts": 0,
    "http_exchange": 0,
    "masking": 0,
    "printable": 0,
    "toml_text": 0,
    "shipped": 0,
    "fetch_standard": 1,
    "console": 1,
    "flask_code": 1,
    "page_code": 1,
    "exchange_words": 2,
    "knowledge_base": 2,
    "behind_proxy": 2,
    "origin_patterns": 2,
    "decision_tree": 3,
    "fixes": 3,
    "changes": 3,
    "probe": 3,
    "project": 3,
    "recordings": 3,
    "diagnosis": 4,
    "lint": 4,
    "report": 5,
    "flask_debug": 5,
    "pytest_plugin": 5,
    "this_machine": 5,
    "user_folders": 4,
    "whole_files": 4,
    "text_files": 4,
    "settings": 5,
    "changes.write": 5,
    "probe.send": 5,
    "probe.run": 5,
    "probe.lazily": 5,
    "probe.run_map": 5,
    "tui": 6,
    "cli": 6,
    "demo": 6,
    "__main__": 7,
}
"""Every room and its floor; the longest name that fits a module is its room."""

MAY_ALSO_KNOW = {
    # What goes wrong is said in one way, from the ground up.
    ("facts", "errors"),
    # Outside text is made harmless in one way, from the ground up.
    ("errors", "printable"),
    ("facts", "printable"),
    # Which path of a URL the app gets is worked out in one place.
    ("origin_patterns", "behind_proxy"),
    # A recording yields its facts by the function that serves probes.
    ("recordings", "probe"),
    # Which paths a pattern covers, and what versions are known, is decided in one place.
    ("lint", "diagnosis"),
    # What a proxy does with OPTIONS is read in one place, for the fact and for the change.
    ("changes", "project"),
    # Sending and the loop around it are one errand.
    ("probe.run", "probe.send"),
    ("probe.lazily", "probe.run"),
    ("probe.lazily", "probe.send"),
    ("probe.run_map", "probe.run"),
    # A paste may hold Flask code, which is read as that of a folder.
    ("console", "flask_code"),
    # The command line opens the screens and the demo, when it is asked to.
    ("cli", "tui"),
    ("cli", "demo"),
}
"""Rooms that know a room beside them, and why."""

PACKAGES = {
    "fetch_standard": {"publicsuffixlist"},
    "knowledge_base": {"pydantic"},
    # Loaded when page code is read, and not before.
    "page_code": {"tree_sitter", "tree_sitter_typescript"},
    "probe.send": {"httpx"},
    "user_folders": {"platformdirs"},
    # Textual draws with rich, and rich colours code with pygments.
    "tui": {"textual", "rich", "pygments"},
    "demo": {"flask"},
    # pytest imports it, and nobody else.
    "pytest_plugin": {"pytest"},
    # Loaded for `completion` and for `mcp`, and by nothing else.
    "cli": {"shtab", "mcp", "mcp_types"},
}
"""What a room imports beyond the standard library."""

IMPURE = frozenset(
    [
        "os",
        "io",
        "socket",
        "ssl",
        "select",
        "subprocess",
        "asyncio",
        "threading",
        "multiprocessing",
        "concurrent",
        "signal",
        "time",
        "datetime",
        "random",
        "secrets",
        "uuid",
        "tempfile",
        "shutil",
        "glob",
        "getpass",
        "platform",
        "locale",
        "http",
        "urllib.request",
        "importlib",
        "runpy",
        "pickle",
        "ctypes",
        "logging",
        "webbrowser",
    ]
)
"""What floors 0 to 4 do without: clock, network, environment, files, code from outside."""

IMPURE_CALLS = {"open", "print", "input", "eval", "exec", "compile", "__import__", "breakpoint"}

NEEDED = {
    # Two threads may be the first to need a class.
    "cors_wizard.frozen": {"threading"},
    # It writes what it is given, where it is told to.
    "cors_wizard.whole_files": {"os", "tempfile"},
    "cors_wizard.project.folder": {"os"},
    # It opens without waiting, so that a pipe in a folder of knowledge blocks nobody.
    "cors_wizard.knowledge_base.read_files": {"os"},
    "cors_wizard.project.versions.installed": {"os"},
    # It tells their exceptions apart, and opens nothing.
    "cors_wizard.probe.failures": {"socket", "ssl"},
    # It takes the usual phrases of statuses from it.
    "cors_wizard.exchange_words": {"http"},
    # It takes the numbers of their names from it: `HTTPStatus.BAD_REQUEST`.
    "cors_wizard.flask_code.request_hooks.hook_run": {"http"},
}
"""What single modules need of it: the project room lists folders that it is given."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """A module's full name."""
    parts = ("cors_wizard", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The room that a module stands in."""
    parts = module.split(".")[1:]
    names = [".".join(parts[:length]) for length in range(len(parts), -1, -1)]
    return next(name for name in names if name in FLOORS)


ROOMS = {
    room: [path for path in MODULES if room_of(name_of(path)) == room]
    for room in sorted({room_of(name_of(path)) for path in MODULES})
}
"""Every room with its modules."""
CORE = [room for room in ROOMS if FLOORS[room] < 5]


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module's code."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it, by its full name."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            yield from (_imported(node.module, alias.name) for alias in node.names)


def _imported(module: str, name: str) -> str:
    """`from a.b import c` imports `a.b.c` where that is a module, and else something of `a.b`."""
    if not module.startswith("cors_wizard"):
        return module
    inside = PACKAGE.joinpath(*module.split(".")[1:], name)
    return f"{module}.{name}" if inside.is_dir() or inside.with_suffix(".py").is_file() else module


def may_import(importer: str, imported: str) -> bool:
    """Whether one of our modules may know another."""
    here, there = room_of(importer), room_of(imported)
    if here == there or (here, there) in MAY_ALSO_KNOW:
        return True
    return FLOORS[there] < FLOORS[here]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "package")
def test_a_module_imports_only_from_below(room: str) -> None:
    """Never up, never sideways; deferred imports count too."""
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in ROOMS[room]
        for name in imports_of(path)
        if name.split(".")[0] == "cors_wizard" and not may_import(name_of(path), name)
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "package")
def test_a_package_is_known_in_its_room_alone(room: str) -> None:
    """The runtime dependencies, each in one place; all else is the standard library."""
    tops = {name.split(".")[0] for path in ROOMS[room] for name in imports_of(path)}
    assert tops - {"cors_wizard"} - sys.stdlib_module_names <= PACKAGES.get(room, set())


@pytest.mark.parametrize(
    "room", [room for room in ROOMS if FLOORS[room] < 5], ids=lambda room: room or "package"
)
def test_the_core_is_pure(room: str) -> None:
    """Nothing below the fifth floor reads a clock, a network or an environment, or runs anything."""
    assert [fault for path in ROOMS[room] for fault in impurities(path)] == []


def impurities(path: Path) -> Iterator[str]:
    """What a module imports or calls that reads the world around it."""
    name = name_of(path)
    used = {each for each in imports_of(path) if each in IMPURE or each.split(".")[0] in IMPURE}
    yield from (f"{name} imports {each}" for each in sorted(used - NEEDED.get(name, set())))
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            yield f"{name} calls {node.func.id}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if name_of(path).startswith("cors_wizard.tui.widgets.")], ids=name_of
)
def test_a_widget_knows_data_alone(path: Path) -> None:
    """A widget shows what it is given: no screen, no diagnosis, nothing that sends or saves."""
    rooms = {room_of(name) for name in imports_of(path) if name.startswith("cors_wizard")}
    assert not rooms & {"diagnosis", "probe.send", "probe.run", "cli", "demo"}
    assert not [name for name in imports_of(path) if name.startswith("cors_wizard.tui.screens")]


def test_no_room_is_missing() -> None:
    """A new room is given a floor."""
    rooms = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert rooms - FLOORS.keys() == {"__init__"}


HEAVY = ("textual", "httpx", "pydantic", "flask", "tree_sitter", "tree_sitter_typescript")
LIGHT_OF = [
    ("cors_wizard", HEAVY),
    ("cors_wizard.facts", HEAVY),
    ("cors_wizard.http_exchange", HEAVY),
    ("cors_wizard.fetch_standard", HEAVY),
    ("cors_wizard.console.read_console", HEAVY),
    ("cors_wizard.page_code", HEAVY),
    ("cors_wizard.project", HEAVY),
    ("cors_wizard.probe", HEAVY),
    ("cors_wizard.cli.main", HEAVY),
    ("cors_wizard.tui", HEAVY),
    ("cors_wizard.probe.send", ("textual", "pydantic", "flask")),
    ("cors_wizard.knowledge_base", ("textual", "httpx", "flask")),
    ("cors_wizard.decision_tree", ("textual", "httpx", "flask")),
    ("cors_wizard.fixes", ("textual", "httpx", "flask")),
    ("cors_wizard.changes", HEAVY),
    # What sends probes tells sockets' exceptions apart; what reads a text has no use for them.
    ("cors_wizard.diagnosis", ("textual", "httpx", "flask", "ssl")),
    ("cors_wizard.report.whole_report", ("textual", "httpx", "flask")),
]


@pytest.mark.process
@pytest.mark.parametrize(("module", "absent"), LIGHT_OF, ids=[module for module, _ in LIGHT_OF])
def test_what_an_import_leaves_out(module: str, absent: tuple[str, ...]) -> None:
    """An import pulls in nothing heavy that its room has no use for, directly or through others."""
    code = f"import {module}, sys; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def loaded_by(*words: str, folder: Path | None = None) -> tuple[str, set[str]]:
    """What a command prints in a folder, and every module that it imports on the way."""
    command = [sys.executable, "-X", "importtime", "-m", "cors_wizard", *words]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=environment)
    assert done.returncode in (0, 3), done.stderr
    return done.stdout, {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


def test_the_version_is_told_at_once() -> None:
    """`--version` loads neither screens nor network nor knowledge."""
    told, loaded = loaded_by("--version")
    assert told == f"cors-wizard {cors_wizard.__version__}\n"
    assert "argparse" in loaded
    assert not loaded & {*HEAVY, "cors_wizard.knowledge_base", "cors_wizard.diagnosis", "asyncio"}


@pytest.mark.process
@pytest.mark.parametrize(
    "words", [["explain"], ["explain", "cors-not-initialized"], ["explain", "versions"]], ids=" ".join
)
def test_a_page_of_knowledge_needs_no_diagnosis(words: list[str]) -> None:
    """`explain` loads the knowledge and what draws it: nothing that reads text, code or the network."""
    _, loaded = loaded_by(*words)
    assert {"cors_wizard.knowledge_base", "cors_wizard.report.plain_text"} <= loaded
    rooms = {name.split(".")[1] for name in loaded if name.startswith("cors_wizard.")}
    assert not rooms & {"diagnosis", "changes", "flask_code", "page_code", "project", "probe", "recordings"}
    assert not loaded & {"asyncio", "httpx", "textual", "tree_sitter", "cors_wizard.console.read_console"}


@pytest.mark.process
def test_a_sentence_needs_no_project(tmp_path: Path) -> None:
    """`diagnose` of a text, where no project is, loads nothing that reads or judges one."""
    text = tmp_path / "error.txt"
    text.write_text("Cross-Origin Request Blocked: CORS request did not succeed")
    _, loaded = loaded_by("diagnose", str(text), "--probe", "never", folder=tmp_path)
    assert "cors_wizard.report.security_warnings" in loaded
    rooms = {name.split(".")[1] for name in loaded if name.startswith("cors_wizard.")}
    assert not rooms & {"project", "lint", "origin_patterns"}
    assert not loaded & {"cors_wizard.flask_code.read_code", "cors_wizard.flask_code.findings"}


def test_what_reads_a_text_is_made_when_there_is_one() -> None:
    """The window is ready, its knowledge loaded, before the patterns of all messages are."""
    code = (
        "import sys; from cors_wizard.diagnosis import Diagnosis;"
        "from cors_wizard.knowledge_base import load_knowledge; begun = Diagnosis.begin(load_knowledge());"
        "print(begun.status, 'cors_wizard.console.read_console' in sys.modules);"
        "print(begun.with_text('CORS error').status, 'cors_wizard.console.read_console' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["unrecognised False", "question True"]


@pytest.mark.process
def test_the_completions_need_no_knowledge() -> None:
    """The ids of causes are names of files."""
    _, loaded = loaded_by("completion", "bash")
    assert not loaded & {*HEAVY, "cors_wizard.knowledge_base"}
