"""The smallest knowledge that is sound and has everything: tests break it in one place each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

QUESTIONS = {
    "nodes/objection.toml": """\
id = "objection"
root = true
fact = "symptom"
providers = ["pasted", "probe", "question"]
text = "What does the console say?"
not_sure = "node:status"

[[answers]]
when = "missing-allow-origin"
label = "No header"
goto = "node:status"

[[answers]]
when = "not-cors"
goto = "stop:not-cors"

[[answers]]
when = "*"
goto = "node:started"
""",
    "nodes/status.toml": """\
id = "status"
fact = "status"
providers = ["probe", "question"]
text = "Which status does it get?"
command = "curl -i {{ url | https://your-api.example }}"
not_sure = "node:started"

[[answers]]
when = ["500", "500-599"]
label = "500"
goto = "cause:server-error"

[[answers]]
when = "*"
goto = "node:started"
""",
    "nodes/started.toml": """\
id = "started"
fact = "how_started"
providers = ["question"]
text = "How do you start Flask?"
not_sure = "cause:cors-not-initialized"

[choices]
command = "flask run"
script = "python app.py"

[[answers]]
when = "command"
label = "flask run"
goto = "cause:cors-not-initialized"

[[answers]]
when = "script"
label = "python app.py"
goto = "cause:cors-not-initialized"
""",
}

ENDS = {
    "stops/contradicted.toml": """\
id = "contradicted"
status = "unrecognised"
title = "It does not fit together"
text = "One fact contradicts another."

[[next]]
text = "Look again."
""",
    "stops/not-cors.toml": """\
id = "not-cors"
status = "not-cors"
title = "This is no CORS error"
text = "It is about something else."

[[next]]
text = "Read the message."
cause = "server-error"

[[next]]
text = "Or ask somebody."
""",
    "causes/server-error.toml": """\
id = "server-error"
layer = "server"
commonness = 40
title = "The view raised"
summary = "The view raised, and the error page has no CORS headers."
why = "An error page carries no headers of yours."
look = "Read the status."
fixes = ["mend-the-view"]

[after_fix]
status = 200

[[evidence]]
text = "The status is {{ status }}."
when = { status = "500-599" }

[[contradicted_by]]
when = { method = "HEAD" }
text = "HEAD never raises."
""",
    "causes/cors-not-initialized.toml": """\
id = "cors-not-initialized"
layer = "server"
commonness = 90
title = "CORS is not set up"
summary = "Nothing sends the header."
why = "The browser wants to be told."
look = "Look for the call."
fixes = ["set-up-cors"]

[wrong]
language = "python"
text = '''
app = Flask(__name__)
'''

[[contradicted_by]]
when = { method = "HEAD" }
text = "HEAD has no body to read."

[[next]]
text = "Look at the view."
cause = "server-error"
""",
}

FIXES = {
    "fixes/mend-the-view.toml": """\
id = "mend-the-view"
title = "Mend the view"
opens = "Nothing."
grade = "needs-decision"

[[steps]]
text = "Read the traceback, then ask again."

[steps.code]
language = "shell"
text = '''
echo {{ status }}
curl -i {{ url | https://your-api.example }}
'''
""",
    "fixes/set-up-cors.toml": """\
id = "set-up-cors"
title = "Set CORS up"
opens = "{{ allowed_origins | your page }} may read."
grade = "paste-as-it-is"
flask = ">=1.1,<3.2"

[[steps]]
text = "Put this below the line that makes the app."
when = { cors_setup = ["unknown", "none"] }

[steps.code]
language = "python"
filename = "{{ app_file | app.py }}"
text = '''
CORS(
    {{ app | app }},
    origins={{ allowed_origins | https://your-page.example }},
    allow_headers={{ allowed_headers? }},
)
'''
""",
}

OTHERS = {
    "messages/chromium.toml": """\
engine = "chromium"

[[messages]]
id = "chromium-missing"
symptom = "missing-allow-origin"
template = "Access to '{url}' from origin '{origin}' was blocked: No header is present."
causes = ["cors-not-initialized", "cached-response"]
examples = ["Access to 'http://a.example/x' from origin 'http://b' was blocked: No header is present."]

[[messages]]
id = "chromium-net-error"
symptom = "network-failure"
role = "companion"
template = "{_method} {url} net::ERR_FAILED {status}"
facts = { reachable = "answered" }
examples = ["GET http://a.example/x net::ERR_FAILED 500"]
""",
    "versions/known.toml": """\
[[advisories]]
id = "CVE-0000-0000"
package = "flask-cors"
affected = ">=3.0.8,<4.0.1"
fixed_in = "4.0.1"
summary = "It is weak."

[[incompatible]]
when = { flask_version = "<2", werkzeug_version = ">=2.1" }
error = "ImportError"
remedy = "Upgrade Flask."

[grid]
flask = ["3.0.3"]
flask_cors = ["6.0.1"]
""",
    "cautions/vary-missing.toml": """\
id = "vary-missing"
title = "`Vary` is missing"
text = "A cache may mix up {{ url }}."
""",
    "cause-ids.toml": """\
ids = ["server-error", "cors-not-initialized", "cached-response"]
""",
}

SOUND: Mapping[str, str] = {**QUESTIONS, **ENDS, **FIXES, **OTHERS}
"""Every file of it, by its path."""


def write(folder: Path, files: Mapping[str, str] = SOUND) -> Path:
    """The files, written below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """The sound files with one text replaced; a file that is not there yet is new."""
    before = SOUND.get(name, "")
    assert old in before, f"{name} has no {old!r}"
    return {**SOUND, name: before.replace(old, new, 1) if old else new}
