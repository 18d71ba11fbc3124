"""`cors-wizard lint`: every format, the exit status, and the hook and the action that run it."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml

from cors_wizard.project.scan import _is_wanted as is_read
from tests.cli.conftest import Command

ROOT = Path(__file__).parent.parent.parent
UNSAFE = """\
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, supports_credentials=True)
"""
SOUND = UNSAFE.replace("supports_credentials=True", 'origins=["https://shop.example"]')
CONDITIONAL = UNSAFE.replace("CORS(app", "if app.debug:\n    CORS(app")


def project(code: str, name: str = "shop") -> Path:
    """A folder with one app, below the current one."""
    folder = Path(name)
    folder.mkdir()
    (folder / "app.py").write_text(code)
    return folder


def test_text(command: Command) -> None:
    """The line in the form that editors follow, the title, the rule, and what is wrong there."""
    project(UNSAFE)
    done = command("lint", "shop")
    assert done.status == 1
    first, second, count = done.out.splitlines()
    assert first == "shop/app.py:5: error: Any website can act as your user [reflects-any-origin]"
    assert second == "    Every origin is allowed by name, with credentials."
    assert count == "1 error, 0 warnings."


@pytest.mark.parametrize(
    ("code", "status", "count"),
    [
        pytest.param(SOUND, 0, "0 errors, 0 warnings.", id="sound"),
        pytest.param(CONDITIONAL, 0, "0 errors, 1 warning.", id="warning"),
        pytest.param("print(1)\n", 0, "0 errors, 0 warnings.", id="no-flask"),
        pytest.param("def broken(:\n", 0, "0 errors, 0 warnings.", id="no-python"),
    ],
)
def test_exit_status(code: str, status: int, count: str, command: Command) -> None:
    """Warnings fail nothing."""
    project(code)
    done = command("lint", "shop")
    assert (done.status, done.out.splitlines()[-1]) == (status, count)


UNREAD = {
    "syntax": "def broken(:\n",
    "Python 2": 'print "hello"\n',
    "tabs": "if True:\n\tx = 1\n        y = 2\n",
    "NUL": 'x = "\0"\n',
    "nesting": f"x = {'(' * 5_000}\n",
}


@pytest.mark.parametrize("rest", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("is_beside", [False, True])
def test_a_file_that_cannot_be_read_is_said(rest: str, is_beside: bool, command: Command) -> None:
    """What may be in it is unknown, so that the folder isn't fine; also beside an app that is."""
    folder = project(SOUND if is_beside else f"{UNSAFE}{rest}")
    if is_beside:
        (folder / "wsgi.py").write_text(f"{UNSAFE}{rest}")
    done = command("lint", "shop")
    assert done.status == 3
    assert "Part of the folder was not read." in done.out
    assert f"{'wsgi' if is_beside else 'app'}.py" in done.err


def test_every_app_of_the_folder(command: Command) -> None:
    """Also those that aren't the likeliest to be meant, each with its own findings."""
    folder = project(SOUND)
    (folder / "admin.py").write_text(UNSAFE.replace("app", "admin"))
    done = command("lint", "shop")
    assert done.status == 1
    assert "shop/admin.py:5: error" in done.out
    assert done.out.count(" error: ") == 1


def test_wrong_use(command: Command) -> None:
    """One sentence, and 2."""
    done = command("lint", "nowhere")
    assert done.status == 2
    assert done.err.startswith("cors-wizard: ")


def test_json_follows_its_schema(command: Command) -> None:
    """The published one."""
    project(UNSAFE)
    found = json.loads(command("lint", "shop", "--format", "json").out)
    schema = json.loads((ROOT / "schema" / "lint.json").read_text())["properties"]
    assert set(found) == set(schema)
    assert {key for each in found["findings"] for key in each} == set(
        schema["findings"]["items"]["properties"]
    )
    assert [(each["rule"], each["path"], each["line"]) for each in found["findings"]] == [
        ("reflects-any-origin", "shop/app.py", 5)
    ]


def test_github(command: Command) -> None:
    """An annotation of the line; a colon or comma in a path breaks nothing."""
    project(UNSAFE, "a,b:c")
    line = command("lint", "a,b:c", "--format", "github").out
    assert line.startswith(
        "::error file=a%2Cb%3Ac/app.py,line=5,title=Any website can act as your user::Every"
    )


def test_sarif(command: Command) -> None:
    """Each result names a rule that is described, and its place."""
    project(UNSAFE, "my shop")
    run = json.loads(command("lint", "my shop", "--format", "sarif").out)["runs"][0]
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "reflects-any-origin"
    assert "List the origins" in rule["help"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("my%20shop/app.py", 5)


@pytest.mark.parametrize(("code", "failures"), [(UNSAFE, 1), (SOUND, 0), (CONDITIONAL, 0)])
def test_junit(code: str, failures: int, command: Command) -> None:
    """Errors are failures; a project without any has a case that passed."""
    project(code)
    suite = ElementTree.fromstring(command("lint", "shop", "--format", "junit").out).find("testsuite")
    assert suite is not None
    assert int(suite.get("failures", "")) == failures == len(suite.findall("testcase/failure"))
    assert len(suite.findall("testcase")) == int(suite.get("tests", ""))
    assert ("app.py:6" in ElementTree.tostring(suite, "unicode")) == (code == CONDITIONAL)


def test_hostile_names_and_values_reach_no_terminal(command: Command) -> None:
    """A path or an origin from the code is one harmless line, in every format."""
    code = UNSAFE.replace("supports_credentials=True", r'origins=["http://a\x1b\x07\u202e.example/"]')
    (project(code) / "x\x1b[31m\n.py").write_text(code)
    for format in ("text", "json", "github", "sarif", "junit"):
        out = command("lint", "shop", "--format", format).out
        assert "origin-not-allowed" in out
        assert not {"\x1b", "\x07", "\u202e", "\r"} & set(out)


def test_the_hook_for_pre_commit_runs_and_fails() -> None:
    """Its entry as pre-commit runs it: from the repository's top, without file names."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert not hook["pass_filenames"]
    folder = project(UNSAFE)
    done = _run(shlex.split(hook["entry"]), folder)
    assert done.returncode == 1
    assert "app.py:5: error:" in done.stdout
    (folder / "app.py").write_text(SOUND)
    assert _run(shlex.split(hook["entry"]), folder).returncode == 0


@pytest.mark.parametrize(
    "name",
    [
        *(
            "app.py",
            "requirements.in",
            "uv.lock",
            "Pipfile",
            ".env.local",
            "settings.json",
            "Caddyfile",
            ".htaccess",
        ),
        *(
            "compose.yaml",
            "Dockerfile",
            "Procfile",
            "api.service",
            "nginx.conf",
            "vercel.json",
            "next.config.mjs",
        ),
        *("package.json", "traefik.yml", "haproxy.cfg", "default.conf.template"),
    ],
)
def test_the_hook_for_pre_commit_runs_for_what_is_read(name: str) -> None:
    """A commit of a file that the project's reader takes starts the hook."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert is_read(name)
    assert re.search(hook.get("files", ""), f"deploy/{name}")
    assert not re.search(hook["exclude"], f"deploy/{name}")


@pytest.mark.parametrize("output", ["", "found.sarif"])
def test_the_step_of_the_action_runs_and_fails(output: str, tmp_path: Path) -> None:
    """The script of its last step, with the inputs that it maps into the environment."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    step = action["runs"]["steps"][-1]
    assert set(step["env"].values()) == {
        f"${{{{ inputs.{name} }}}}" for name in ("folder", "format", "output")
    }
    assert "${{" not in step["run"]  # An input is never part of the script.
    (tmp_path / "runner").mkdir()
    (tmp_path / "runner" / "cors-wizard").symlink_to(ROOT)
    project(UNSAFE)
    given = {"FOLDER": "shop", "FORMAT": "sarif" if output else "github", "OUTPUT": output}
    environment = {**given, "RUNNER_TEMP": str(tmp_path / "runner")}
    done = _run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], Path(), environment)
    assert done.returncode == 1
    assert "reflects-any-origin" in (Path(output).read_text() if output else done.stdout)


@pytest.mark.parametrize("name", ["venv", "pip", "json", "cors_wizard", "argparse", "sitecustomize"])
def test_the_action_runs_nothing_of_the_checkout(name: str, tmp_path: Path) -> None:
    """A pull request may hold a file called like one of Python's modules, or a folder like an option."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    install, step = (each["run"] for each in action["runs"]["steps"][-2:])
    runner = tmp_path / "runner"
    runner.mkdir()
    project(UNSAFE)
    Path("shop").rename("--help")
    Path(f"{name}.py").write_text("import pathlib\npathlib.Path('executed').touch()\n")
    # Without the network: only its own files are installed, and the rest is in this environment.
    environment = {"RUNNER_TEMP": str(runner), "ACTION_PATH": str(tmp_path / "nothing"), "PYTHONPATH": ""}
    _run(["bash", "-c", install], Path(), environment)
    (runner / "cors-wizard").symlink_to(ROOT)
    given = {**environment, "FOLDER": "--help", "FORMAT": "github", "OUTPUT": ""}
    done = _run(["bash", "-e", "-o", "pipefail", "-c", step], Path(), given)
    assert (done.returncode, done.stderr) == (1, "")
    assert "reflects-any-origin" in done.stdout
    assert not Path("executed").exists()


def _run(
    words: list[str], folder: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command as a user has it, from this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **(environment or {})}
    return subprocess.run(words, cwd=folder, env=variables, capture_output=True, text=True, check=False)
