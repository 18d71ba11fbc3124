"""What is shipped: the wheel has all it needs and nothing else, and works from an empty environment."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import cors_wizard
from cors_wizard.knowledge_base import build, parsed

pytestmark = pytest.mark.install

ROOT = Path(__file__).parents[1]
PARSED = f"cors_wizard/knowledge_base/{parsed.FILE}"
PASTE = (
    "Access to fetch at 'http://localhost:5000/api' from origin 'http://localhost:3000' has been blocked by "
    "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)


@dataclass(frozen=True)
class Installed:
    """An environment of its own with the package in it."""

    folder: Path

    def run(self, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run one of its programs, in a folder that is not the checkout."""
        command = [str(self.folder / "bin" / arguments[0]), *arguments[1:]]
        return subprocess.run(
            command, input=text, capture_output=True, text=True, cwd=self.folder, timeout=120
        )

    def where(self, of: str) -> Path:
        """A path that its Python prints."""
        code = f"import cors_wizard, cors_wizard.knowledge_base as k; print({of})"
        done = self.run("python", "-c", code)
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip())


def run_python(*arguments: str) -> None:
    """Run a module of this Python; what it said is shown where it fails."""
    done = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def install(folder: Path, *what: str) -> Installed:
    """A new environment; the dependencies come from this one, so that nothing is downloaded.

    The package itself may be among what this one has, and is installed nevertheless.
    """
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    library = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (library / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    options = ("--quiet", "--no-index", "--no-deps", "--ignore-installed")
    run_python("pip", "--python", str(python), "install", *options, *what)
    return Installed(folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run_python("build", "--no-isolation", "--outdir", str(folder), str(ROOT))
    return folder


@pytest.fixture(scope="module")
def from_wheel(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, installed."""
    (wheel,) = built.glob("*.whl")
    return install(tmp_path_factory.mktemp("wheel") / "venv", str(wheel))


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The checkout, installed to be edited."""
    folder = tmp_path_factory.mktemp("editable") / "venv"
    return install(folder, "--no-build-isolation", "--editable", str(ROOT))


@pytest.fixture(params=["from_wheel", "editable"])
def installed(request: pytest.FixtureRequest) -> Installed:
    """Each kind of installation in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Installed)
    return found


def files_below(folder: Path) -> set[str]:
    """Every file that belongs there, by its path."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_has_every_file_and_no_other(built: Path) -> None:
    """The code, the style sheets, all knowledge and the manual page; no tests, no evidence, no tools."""
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {name for name in names if ".dist-info/" not in name}
    knowledge = {f"cors_wizard/_knowledge/{name}" for name in files_below(ROOT / "knowledge")}
    code = {f"cors_wizard/{name}" for name in files_below(ROOT / "cors_wizard")}
    manual = {f"cors_wizard-{cors_wizard.__version__}.data/data/share/man/man1/cors-wizard.1"}
    assert shipped == knowledge | code | manual | {PARSED}
    assert {"cors_wizard/py.typed", "cors_wizard/_knowledge/schema/cause.json"} <= shipped
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_the_wheel_brings_its_knowledge_validated(built: Path) -> None:
    """That of the files beside it: every start is as fast as that."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read(PARSED).decode() == build.text_for(ROOT / "knowledge")


def test_the_sdist_has_what_a_builder_needs(built: Path) -> None:
    """Sources, knowledge, tests and the papers."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "tests/conftest.py"} <= names
    assert {f"knowledge/{name}" for name in files_below(ROOT / "knowledge")} <= names
    assert not [name for name in names if name.startswith((".", "dist", "build")) and name != ".gitignore"]


def test_it_says_its_version(installed: Installed) -> None:
    """The command is there and is this version."""
    done = installed.run("cors-wizard", "--version")
    assert (done.returncode, done.stdout) == (0, f"cors-wizard {cors_wizard.__version__}\n")


def test_its_knowledge_passes_the_check(installed: Installed) -> None:
    """The knowledge that came along is sound."""
    done = installed.run("cors-wizard", "knowledge", "check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_diagnoses(installed: Installed) -> None:
    """A pasted error is read, and the open question is said."""
    done = installed.run("cors-wizard", "diagnose", "--probe", "never", "--format", "json", "-", text=PASTE)
    assert done.returncode == 3, done.stderr
    line = json.loads(done.stdout)
    assert (line["status"], line["symptom"]) == ("question", "missing-allow-origin")
    assert line["facts"]["origin"]["value"] == "http://localhost:3000"


def test_the_wheel_stands_alone(from_wheel: Installed) -> None:
    """Code and knowledge are read from the environment, not from the checkout."""
    assert from_wheel.where("cors_wizard.__file__").is_relative_to(from_wheel.folder)
    assert from_wheel.where("k.builtin_folder()").is_relative_to(from_wheel.folder)
    assert from_wheel.where("k.builtin_proofs()") == Path("None")


def test_an_editable_installation_reads_the_checkout(editable: Installed) -> None:
    """An edit of code or knowledge acts at once."""
    assert editable.where("cors_wizard.__file__") == ROOT / "cors_wizard" / "__init__.py"
    assert editable.where("k.builtin_folder()") == ROOT / "knowledge"
    assert not [path for path in editable.folder.rglob("*.toml") if "causes" in path.parts]


def test_the_wheel_brings_the_fixture_for_pytest(from_wheel: Installed) -> None:
    """By its entry point, without any option."""
    suite = from_wheel.folder / "test_fixture.py"
    suite.write_text(
        "from flask import Flask\n\ndef test_page(cors_client):\n"
        "    cors_client(Flask('a'), origin='http://localhost:3000').request('/').assert_refused()\n",
        encoding="utf-8",
    )
    done = from_wheel.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", suite.name)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_sdist_has_what_its_tests_read(built: Path) -> None:
    """The published schemas, and the page of promises."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"schema/diagnose.json", "schema/fix.json", "SECURITY.md"} <= names
