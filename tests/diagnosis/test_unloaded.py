"""A setting in `.env` that never reached the process is told from an origin that the code leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.decision_tree import Concluded
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.http_exchange import Response
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.result import ProbeRequest
from cors_wizard.project import scan_project
from tests.knowledge.harness.proof import PROOFS
from tests.probe.rounds import answer, play
from tests.project.folders import write

PASTE = (
    "Access to fetch at 'http://localhost:5000/api/orders' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
PREFLIGHT = "Response to preflight request doesn't pass access control check: "
TIP = " * Tip: There are .env files present. Install python-dotenv to use them."


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in files."""
    return load_knowledge()


def refusing(request: ProbeRequest) -> Response:
    """flask-cors with a list that has not this page."""
    return answer(200, Server="Werkzeug/3.0.1 Python/3.12.0", Vary="Origin", Allow="GET, HEAD, OPTIONS")


def cause_of(diagnosis: Diagnosis) -> str | None:
    """What it comes to when the server refuses."""
    begun = diagnosis.without_optional_questions()
    probed = begun.with_probe_results(play(begun.known, refusing))
    return probed.step.cause.id if isinstance(probed.step, Concluded) else None


def test_the_file_would_allow_the_page(knowledge: Knowledge) -> None:
    """Code and `.env` allow it together, and the server refuses."""
    scan = scan_project(PROOFS / "settings-not-loaded")
    assert cause_of(Diagnosis.begin(knowledge, PASTE).with_scan(scan)) == "settings-not-loaded"


def test_a_file_that_the_code_loads_is_another_matter(knowledge: Knowledge, tmp_path: Path) -> None:
    """With `load_dotenv()` in the code something else is wrong."""
    code = (PROOFS / "settings-not-loaded" / "app.py").read_text(encoding="utf-8")
    loads = f"from dotenv import load_dotenv\n\nload_dotenv()\n{code}"
    scan = scan_project(write(tmp_path, {"app.py": loads, ".env": "SHOP_ORIGINS=http://localhost:3000\n"}))
    assert cause_of(Diagnosis.begin(knowledge, PASTE).with_scan(scan)) != "settings-not-loaded"


def test_a_list_by_hand_comes_from_the_file(knowledge: Knowledge, tmp_path: Path) -> None:
    """`if origin in ALLOWED`, with a list that only `.env` has."""
    code = (
        "import os\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n"
        "ALLOWED = os.getenv('ALLOWED', '').split(',')\n\n@app.after_request\ndef cors(response):\n"
        "    origin = request.headers.get('Origin')\n    if origin in ALLOWED:\n"
        "        response.headers['Access-Control-Allow-Origin'] = origin\n    return response\n\n"
        "@app.get('/api/orders')\ndef orders():\n    return []\n"
    )
    scan = scan_project(write(tmp_path, {"app.py": code, ".env": "ALLOWED=http://localhost:3000\n"}))
    assert cause_of(Diagnosis.begin(knowledge, PASTE).with_scan(scan)) == "settings-not-loaded"


def test_compose_reads_the_file_for_itself_alone(knowledge: Knowledge, tmp_path: Path) -> None:
    """`.env` fills in `${TAG}` of Compose and reaches no service; no status of the preflight is known."""
    files = {
        ".env": "TAG=dev\nALLOWED=http://localhost:3000,https://shop.example\n",
        "docker-compose.yml": (
            "services:\n  api:\n    build: ./api\n    image: shop:${TAG}\n    ports: ['5000:5000']\n"
        ),
        "api/Dockerfile": 'FROM python:3.12-slim\nCMD ["flask", "run", "--host", "0.0.0.0"]\n',
        "api/app.py": (
            "import os\n\nfrom flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
            "CORS(app, origins=[each for each in os.getenv('ALLOWED', '').split(',') if each])\n\n"
            "@app.delete('/api/orders/<int:number>')\ndef close(number):\n    return {}\n"
        ),
    }
    paste = PASTE.replace("policy: No", f"policy: {PREFLIGHT}No").replace("/api/orders", "/api/orders/9")
    diagnosis = Diagnosis.begin(knowledge, paste).with_scan(scan_project(write(tmp_path, files)))
    step = diagnosis.without_optional_questions().without_probing().step
    assert isinstance(step, Concluded)
    assert step.cause.id == "settings-not-loaded"


def test_flask_says_it_itself(knowledge: Knowledge) -> None:
    """The line in Flask's terminal is enough."""
    diagnosis = Diagnosis.begin(knowledge, TIP).without_scanning().without_probing()
    assert isinstance(diagnosis.step, Concluded)
    assert diagnosis.step.cause.id == "settings-not-loaded"


_CODE = (PROOFS / "settings-not-loaded" / "app.py").read_text(encoding="utf-8")
_LOADING = f"from dotenv import load_dotenv\n\nload_dotenv()\n{_CODE}"
_AS_MAIN = f"{_CODE}\nif __name__ == '__main__':\n    from dotenv import load_dotenv\n    load_dotenv()\n"
_ENV = {".env": "SHOP_ORIGINS=http://localhost:3000\n"}
_IMAGE = {"Dockerfile": "CMD gunicorn -b :5000 app:app\n"}
_COMPOSE = "services:\n  web:\n    build: .\n    ports: ['5000:5000']\n"
_UNIT = "[Service]\nExecStart=/srv/venv/bin/gunicorn app:app\n"
_SITE = ".venv/lib/python3.12/site-packages"
_VENV = {".venv/pyvenv.cfg": "version = 3.12.1\n", f"{_SITE}/flask-3.0.0.dist-info/METADATA": ""}


@pytest.mark.parametrize(
    ("files", "because"),
    [
        pytest.param({"compose.yml": _COMPOSE, **_IMAGE}, "compose", id="compose-without-file"),
        pytest.param({"compose.yml": f"{_COMPOSE}    env_file: .env\n", **_IMAGE}, None, id="env_file"),
        pytest.param(
            {"compose.yml": f"{_COMPOSE}    environment:\n      - SHOP_ORIGINS\n", **_IMAGE},
            None,
            id="passed-on-by-compose",
        ),
        pytest.param(
            {"compose.yml": _COMPOSE.replace("5000:5000", "8080:5000"), **_IMAGE},
            "nothing-loads",
            id="the-container-has-another-port",
        ),
        pytest.param(
            {"compose.yml": _COMPOSE, ".dockerignore": ".env\n", "app.py": _LOADING, **_IMAGE},
            "not-in-image",
            id="dockerignore",
        ),
        pytest.param({"shop.service": _UNIT}, "service", id="unit-without-file"),
        pytest.param({"shop.service": f"{_UNIT}EnvironmentFile=/srv/.env\n"}, None, id="EnvironmentFile"),
        pytest.param(
            {"shop.service": f"{_UNIT}Environment=SHOP_ORIGINS=http://a.example\n"}, None, id="unit"
        ),
        pytest.param({"Procfile": "web: gunicorn app:app\n", "app.py": _AS_MAIN}, "only-as-main", id="main"),
        pytest.param({"Procfile": "web: python app.py\n", "app.py": _AS_MAIN}, None, id="run-as-main"),
        pytest.param(_VENV, "dotenv-missing", id="no-python-dotenv"),
        pytest.param(
            {"requirements.txt": "flask\npython-dotenv\n", **_VENV}, "dotenv-missing", id="only-asked-for"
        ),
        pytest.param(
            {f"{_SITE}/python_dotenv-1.0.1.dist-info/METADATA": "", **_VENV}, "nothing-loads", id="has-it"
        ),
        pytest.param({}, "nothing-loads", id="nothing"),
    ],
)
def test_why_the_process_lacks_it(
    knowledge: Knowledge, tmp_path: Path, files: dict[str, str], because: str | None
) -> None:
    """By what starts the app and by what loads the file; where it gets the variable, nothing is said."""
    scan = scan_project(write(tmp_path, {"app.py": _CODE, **_ENV, **files}))
    begun = Diagnosis.begin(knowledge, PASTE).with_scan(scan).without_optional_questions()
    diagnosis = begun.with_probe_results(play(begun.known, refusing))
    assert diagnosis.facts.text("unloaded_because") == because
    assert (diagnosis.cause is not None and diagnosis.cause.id == "settings-not-loaded") == (
        because is not None
    )
    shown = " ".join(step.text for step in diagnosis.fix.steps) if diagnosis.fix and because else ""
    assert ("`docker compose up -d`" in shown) == (because in ("compose", "not-in-image"))
    assert ("`[Service]`" in shown) == (because == "service")


def test_the_apps_error_names_the_variable(knowledge: Knowledge, tmp_path: Path) -> None:
    """`os.environ["SECRET_KEY"]` fails at start: by where the variable is set, or that it is set nowhere."""
    told = "File \"<frozen os>\", line 685, in __getitem__\nKeyError: 'SECRET_KEY'"
    code = 'import os\nimport flask\napp = flask.Flask(__name__)\napp.secret_key = os.environ["SECRET_KEY"]\n'
    for files, because in (({}, "set-nowhere"), ({".env": "SECRET_KEY=a\n"}, "nothing-loads")):
        scan = scan_project(write(tmp_path / because, {"app.py": code, **files}))
        diagnosis = Diagnosis.begin(knowledge, told).with_scan(scan).without_probing()
        assert isinstance(diagnosis.step, Concluded)
        assert diagnosis.step.cause.id == "settings-not-loaded"
        assert diagnosis.facts.text("unloaded_setting") == "SECRET_KEY"
        assert diagnosis.facts.text("unloaded_because") == because


def test_a_switch_of_credentials_that_only_the_file_has(knowledge: Knowledge, tmp_path: Path) -> None:
    """Code and `.env` allow credentials together, and the server doesn't."""
    code = (
        "import os\nfrom flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n"
        'CORS(app, origins=["http://localhost:3000"], supports_credentials=os.getenv("CREDENTIALS") == "1")\n'
        '@app.get("/api/orders")\ndef orders():\n    return []\n'
    )
    text = PASTE.partition("No 'Access")[0] + (
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be "
        "'true' when the request's credentials mode is 'include'."
    )
    for given, cause in (("1", "settings-not-loaded"), ("0", "credentials-not-allowed")):
        scan = scan_project(write(tmp_path / given, {"app.py": code, ".env": f"CREDENTIALS={given}\n"}))
        diagnosis = Diagnosis.begin(knowledge, text).with_scan(scan).without_probing()
        concluded = diagnosis.without_optional_questions().cause
        assert concluded is not None
        assert concluded.id == cause


@pytest.mark.parametrize(
    ("option", "given", "refusal", "cause"),
    [
        pytest.param(
            "allow_headers", "Content-Type,X-Tenant", "header", "settings-not-loaded", id="headers-in-file"
        ),
        pytest.param("allow_headers", "Content-Type", "header", "header-not-allowed", id="headers-nowhere"),
        pytest.param("methods", "GET,PUT", "method", "settings-not-loaded", id="methods-in-file"),
        pytest.param("methods", "GET,POST", "method", "method-not-allowed", id="methods-nowhere"),
    ],
)
def test_a_list_of_headers_or_methods(
    knowledge: Knowledge, tmp_path: Path, option: str, given: str, refusal: str, cause: str
) -> None:
    """The list in `.env` has what the server refuses: the process runs with the code's default."""
    code = (
        "import os\nfrom flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\n"
        'CORS(app, origins=os.getenv("PAGES", "http://localhost:3000"), '
        f'{option}=os.getenv("ALLOWED", "Accept").split(","))\n'
        '@app.put("/api/orders")\ndef orders():\n    return []\n'
    )
    says = {
        "header": "Request header field x-tenant is not allowed by Access-Control-Allow-Headers in preflight "
        "response.",
        "method": "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
    }
    text = PASTE.partition("No 'Access")[0] + says[refusal]
    settings = f"ALLOWED={given}\nPAGES=http://localhost:3000\n"
    scan = scan_project(write(tmp_path, {"app.py": code, ".env": settings}))
    diagnosis = Diagnosis.begin(knowledge, text).with_scan(scan).without_optional_questions()

    def allows_the_origin(request: ProbeRequest) -> Response:
        return answer(
            200,
            **{
                "Access-Control-Allow-Origin": "http://localhost:3000",
                "Access-Control-Allow-Headers": "Accept",
            },
            **{"Access-Control-Allow-Methods": "GET, PUT" if refusal == "header" else "GET"},
            Server="Werkzeug/3.0.1 Python/3.12.0",
            Allow="GET, HEAD, OPTIONS, PUT",
        )

    probed = diagnosis.with_probe_results(play(diagnosis.known, allows_the_origin))
    assert probed.cause is not None
    assert probed.cause.id == cause
    variable = "ALLOWED" if cause == "settings-not-loaded" else None
    assert variable in (None, probed.facts.text("unloaded_setting"))
    assert cause != "settings-not-loaded" or probed.contradictions == ()


def test_a_header_written_by_hand_takes_it_from_the_variable(knowledge: Knowledge, tmp_path: Path) -> None:
    """The response names the code's default, since nothing loads the file that names the page."""
    code = (
        "import os\n\nfrom flask import Flask\n\napp = Flask(__name__)\n"
        "ORIGIN = os.environ.get('PAGE', 'http://localhost:4000')\n\n"
        "@app.after_request\ndef allow(response):\n"
        "    response.headers['Access-Control-Allow-Origin'] = ORIGIN\n    return response\n"
    )
    scan = scan_project(write(tmp_path, {"app.py": code, ".env": "PAGE=http://localhost:3000\n"}))
    named = "The 'Access-Control-Allow-Origin' header has a value 'http://localhost:4000' that is not equal "
    paste = f"{PASTE.partition('No ')[0]}{named}"
    begun = Diagnosis.begin(knowledge, f"{paste}to the supplied origin.").with_scan(scan).without_probing()
    cause = begun.without_optional_questions().cause
    assert cause is not None
    assert cause.id == "settings-not-loaded"


MISMATCH = (
    "Access to fetch at 'http://localhost:5000/api/orders' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:9' that "
    "is not equal to the supplied origin."
)
READS_ONE = (
    "import os\n\nfrom flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    "CORS(app, origins=os.environ.get('SHOP_PAGE', 'http://localhost:9'))\n\n"
    "@app.get('/api/orders')\ndef orders():\n    return []\n"
)
DEPLOYMENT = (
    "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n"
    "        - name: api\n          env:\n            - name: SHOP_PAGE\n              value: https://shop.test\n"
)
GIVING = {
    "ecosystem.config.js": (
        "module.exports = { apps: [{ script: 'gunicorn', env: { SHOP_PAGE: 'http://localhost:3000' } }] };\n"
    ),
    "deploy/supervisord.conf": (
        '[program:api]\ncommand=gunicorn app:app\nenvironment=DEBUG="0",SHOP_PAGE="http://localhost:3000"\n'
    ),
    "conf.d/api.conf": '[program:api]\ncommand=gunicorn app:app\nenvironment=\n    SHOP_PAGE="x"\n',
    "k8s/api.yaml": DEPLOYMENT,
    "k8s/config.yml": "apiVersion: v1\nkind: ConfigMap\ndata:\n  SHOP_PAGE: https://shop.test\n",
    "render.yaml": "services:\n  - envVars:\n      - key: SHOP_PAGE\n        value: https://shop.test\n",
    "fly.toml": "[env]\n  SHOP_PAGE = 'https://shop.test'\n",
    ".vscode/launch.json": '{"configurations": [{"env": {"A": "1", "SHOP_PAGE": "http://localhost:3000"}}]}\n',
    ".run/api.run.xml": '<envs>\n  <env name="SHOP_PAGE" value="http://localhost:3000" />\n</envs>\n',
    "start.sh": "#!/bin/sh\nexport SHOP_PAGE=http://localhost:3000\nflask run\n",
    "run.sh": "#!/bin/bash\nset -a\nsource .env\nset +a\nexec gunicorn app:app\n",
    "posix.sh": "cd /srv/api && . ./.env && flask run\n",
    "serve.sh": "export $(grep -v '^#' .env | xargs)\ngunicorn app:app\n",
    "Makefile": "include .env\nexport\n\nrun:\n\tflask --app app run\n",
    "justfile": "set dotenv-load\n\nrun:\n    gunicorn app:app\n",
    ".envrc": "dotenv\n",
}
NOT_GIVING = {
    "deploy.sh": "#!/bin/sh\nrsync -a --exclude .env ./ host:/srv/api\nssh host systemctl restart api\n",
    "setup.sh": "#!/bin/sh\n# export SHOP_PAGE=x\ncp .env.example .env\npip install -r requirements.txt\n",
    "Makefile": "run:\n\tflask --app app run\n",
    "ecosystem.config.js": "module.exports = { apps: [{ script: 'gunicorn', env: { PORT: '5000' } }] };\n",
    "k8s/api.yaml": DEPLOYMENT.replace("SHOP_PAGE", "PORT"),
}


def without_probing(knowledge: Knowledge, paste: str, folder: Path, files: dict[str, str]) -> Diagnosis:
    """What comes of a paste and a folder alone."""
    begun = Diagnosis.begin(knowledge, paste).with_scan(scan_project(write(folder, files)))
    return begun.without_optional_questions().without_probing()


@pytest.mark.parametrize("path", GIVING)
def test_what_else_starts_the_app_gives_it(knowledge: Knowledge, tmp_path: Path, path: str) -> None:
    """Whether the process lacks the variable isn't known where another way of starting gives it."""
    files = {"app.py": READS_ONE, ".env": "SHOP_PAGE=http://localhost:3000\n", path: GIVING[path]}
    assert without_probing(knowledge, MISMATCH, tmp_path, files).facts.get("unloaded_setting") is None


@pytest.mark.parametrize("path", NOT_GIVING)
def test_what_starts_the_app_without_it(knowledge: Knowledge, tmp_path: Path, path: str) -> None:
    """Such files explain nothing where they neither set it nor load the file."""
    files = {"app.py": READS_ONE, ".env": "SHOP_PAGE=http://localhost:3000\n", path: NOT_GIVING[path]}
    assert without_probing(knowledge, MISMATCH, tmp_path, files).facts.text("unloaded_setting") == "SHOP_PAGE"


@pytest.mark.parametrize(
    ("url", "ports", "because"),
    [
        ("https://api.shop.test/api/orders", "8080:5000", "compose"),
        ("http://localhost:8080/api/orders", "8080:5000", "compose"),
        ("http://localhost:5000/api/orders", "8080:5000", "nothing-loads"),
    ],
)
def test_a_container_behind_another_address(
    knowledge: Knowledge, tmp_path: Path, url: str, ports: str, because: str
) -> None:
    """A proxy passes another host's requests on; on this machine, another port is another process."""
    service = "image: shop\n    command: gunicorn -b :5000 app:app"
    compose = f"services:\n  api:\n    {service}\n    ports: ['{ports}']\n"
    files = {"app.py": READS_ONE, ".env": "SHOP_PAGE=http://localhost:3000\n", "compose.yaml": compose}
    paste = MISMATCH.replace("http://localhost:5000/api/orders", url)
    assert without_probing(knowledge, paste, tmp_path, files).facts.text("unloaded_because") == because


def test_the_file_is_called_by_its_name(knowledge: Knowledge, tmp_path: Path) -> None:
    """It need not be `.env`."""
    files = {
        "app.py": READS_ONE,
        ".env.local": "SHOP_PAGE=http://localhost:3000\n",
        "requirements.txt": "flask\nflask-cors\n",
    }
    diagnosis = without_probing(knowledge, MISMATCH, tmp_path, files)
    assert diagnosis.facts.text("unloaded_file") == ".env.local"


def test_settings_ini_of_decouple_sets_what_the_code_reads(knowledge: Knowledge, tmp_path: Path) -> None:
    """Its section `[settings]` is read, and no other."""
    code = READS_ONE.replace("import os\n", "from decouple import config\n").replace(
        "os.environ.get", "config"
    )
    files = {"app.py": code, "settings.ini": "[a]\nX=1\n[settings]\n# Y=2\nSHOP_PAGE = http://localhost:9\n"}
    scan = scan_project(write(tmp_path, files))
    found = [(each.name, each.value, each.line) for each in scan.code.environment.settings]
    assert found == [("SHOP_PAGE", "http://localhost:9", 5)]
