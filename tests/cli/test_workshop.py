"""What runs elsewhere: the workflow, our own hooks and the issue form, as far as a test here can tell."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from tests.cli.conftest import Command
from tests.cli.error_texts import PAGE

ROOT = Path(__file__).parent.parent.parent
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def read(path: str) -> Any:
    """One YAML file of the repository."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_the_hooks_are_what_ci_runs_before_the_tests() -> None:
    """Each of its steps but pictures, measurements and tests; types are checked beside the others."""
    steps = re.findall(r"^step (.+)$", CI, re.MULTILINE)
    (types,) = re.findall(r"^(mypy .+?) >", CI, re.MULTILINE)
    slow = ("python -m tests.tui.screenshots", "python -m benchmarks")
    wanted = [types if step == "types" else step for step in steps if not step.startswith(slow)]
    hooks = [hook["entry"] for hook in read(".pre-commit-config.yaml")["repos"][0]["hooks"]]
    assert sorted(hooks) == sorted(wanted)


def test_the_workflow_runs_the_quick_tests_on_three_systems() -> None:
    """The same tests as `tests/run --quick`, on the oldest and the newest Python that is claimed."""
    job = read(".github/workflows/tests.yml")["jobs"]["quick"]
    systems = {name.partition("-")[0] for name in job["strategy"]["matrix"]["os"]}
    assert systems == {"ubuntu", "macos", "windows"}
    (quick,) = re.findall(r'"(not \(.+?\))"', (ROOT / "tests" / "run").read_text(encoding="utf-8"))
    assert job["steps"][-1]["run"].endswith(f'-m "{quick}"')
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = [line.rpartition(" ")[2] for line in project["classifiers"] if ":: 3." in line]
    assert job["strategy"]["matrix"]["python"] == [versions[0], versions[-1]]
    assert project["requires-python"] == f">={versions[0]}"


def test_the_issue_form_asks_for_what_the_command_prints(command: Command, tmp_path: Path) -> None:
    """Its command runs, and what comes out fits into an issue."""
    form = read(".github/ISSUE_TEMPLATE/cors-error.yml")
    (line,) = re.findall(r"pipx run cors-wizard (.+)", form["body"][0]["attributes"]["value"])
    error = tmp_path / "error.txt"
    error.write_text(
        f"Access to fetch at 'http://localhost:5000/api' from origin '{PAGE}' has been blocked by "
        "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )
    done = command(*line.replace("error.txt", str(error)).split(), "--probe", "never")
    assert done.status == 3
    assert done.out.startswith("**")
    assert len(done.out) < 5000
