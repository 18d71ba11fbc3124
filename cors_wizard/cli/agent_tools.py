"""What `cors-wizard mcp` serves: each tool as a function from arguments to text; none writes a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from cors_wizard.cli.check import check_one
from cors_wizard.cli.check_requests import check_request
from cors_wizard.cli.consent import ProbeConsent, ProbePolicy, is_on_this_machine
from cors_wizard.cli.default_project import current_project
from cors_wizard.cli.diagnose import begin
from cors_wizard.cli.explain import page_of
from cors_wizard.cli.given import given_fact, specs_of
from cors_wizard.cli.investigate import Scanner, investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import InputError
from cors_wizard.facts import Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.masking import mask_text
from cors_wizard.printable import json_text
from cors_wizard.probe.lazily import send_lazily
from cors_wizard.project import scan_project
from cors_wizard.report.as_json import changes_json, result_line
from cors_wizard.report.check_formats import check_json
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.open_parts import what_differs
from cors_wizard.text_files import LARGEST_TEXT

Given = dict[str, str | int | bool | list[str]]
"""Facts as a client gives them; those that there are: `cors-wizard knowledge facts`."""


class AgentTools:
    """The tools, with the knowledge and the rule for probes that the server was started with."""

    def __init__(self, knowledge: Knowledge, policy: ProbePolicy) -> None:
        self._knowledge = knowledge
        self._policy = policy

    async def diagnose(self, text: str = "", facts: Given | None = None, project: str = "") -> str:
        """Find the cause of a browser's CORS error: cause, certainty, request, fix, or the open question.

        Args:
            text: the console message, HAR, headers, log line or traceback, as it was copied.
            facts: what is known besides, such as {"url": "http://localhost:5000/api", "origin":
                "http://localhost:3000", "method": "PUT"}; this also answers an open question.
            project: the folder of the Flask code, which is read and never run; the server's own folder
                if it is left out and looks like a Flask project.
        """
        return json_text(result_line(await self._investigated(text, facts, project)))

    async def fix(self, text: str = "", facts: Given | None = None, project: str = "", way: str = "") -> str:
        """Give the fix as a unified diff of the project's own files. Nothing is written.

        Args:
            text: as for diagnose.
            facts: as for diagnose.
            project: as for diagnose.
            way: another fix of the cause, by the id that `ways` lists.
        """
        diagnosis = await self._investigated(text, facts, project)
        if way:
            diagnosis = diagnosis.choosing(way)
        line = result_line(diagnosis)
        kept = ("schema_version", "status", "cause", "certainty", "question", "fix", "ways", "warnings")
        made = diagnosis.changes
        open_request = diagnosis.open_request
        is_open = open_request is not None and "fix" in open_request.changes
        problem = made.problem
        if open_request is not None and is_open:
            problem = f"{open_request.node.text} {what_differs(diagnosis)}"
        return json_text(
            {
                **{key: line[key] for key in kept},
                "diff": "" if is_open else mask_text(made.diff),
                "changes": [] if is_open else changes_json(made),
                "by_hand": [
                    " ".join(filter(None, map(mask_text, (each.text, each.command)))) for each in made.by_hand
                ],
                "problem": mask_text(problem) if problem else None,
            }
        )

    def explain(self, cause: str = "") -> str:
        """Explain one cause in Markdown: why the browser blocks it, each fix, who gains access.

        Args:
            cause: the cause's id, as diagnose names it; all causes are listed if it is left out.
        """
        return render_markdown(page_of(cause or None, (), self._knowledge))

    async def check(
        self,
        url: str,
        origin: str,
        method: str = "GET",
        headers: list[str] | None = None,
        credentials: bool = False,
    ) -> str:
        """Probe an API on this machine and say whether a page may read the response, and who else may.

        Sends GET, HEAD and OPTIONS only.

        Args:
            url: what the page requests; on this machine.
            origin: the page's origin, as http://localhost:3000.
            method: the page's method.
            headers: the headers that the page adds, each as NAME or NAME: VALUE.
            credentials: whether the page sends cookies.
        """
        request = check_request(url, origin, method, headers or [], credentials)
        if self._policy == "never" or not is_on_this_machine(request.url):
            raise InputError(
                "Only servers on this machine are probed from here, and none with --probe never.",
                hint="Let a person run cors-wizard check with this URL.",
            )
        found = await check_one(request, self._knowledge, Facts())
        return check_json((found,), self._knowledge, is_list=False).strip()

    async def _investigated(self, text: str, facts: Given | None, project: str) -> Diagnosis:
        if len(text) > LARGEST_TEXT:
            raise InputError(
                f"The text is longer than {LARGEST_TEXT // 1_000_000} MB.",
                hint="Give the part with the error.",
            )
        specs = specs_of(self._knowledge)
        given = Facts.of(given_fact(name, value, specs, "facts") for name, value in (facts or {}).items())
        if not text.strip() and not len(given):
            raise InputError(
                "There is nothing to diagnose.", hint="Give the error as text, or url and origin as facts."
            )
        return await investigate(
            begin(self._knowledge, text, given),
            sender=send_lazily,
            may_probe=ProbeConsent(self._policy),
            scanner=_scanner(project),
        )


def _scanner(project: str) -> Scanner | None:
    if "://" in project:
        # As a path it would lose a slash, and its password would not be recognized any more.
        raise InputError("A URL is not a folder.", hint="Give the folder that holds your Flask code.")
    folder = Path(project) if project else current_project()
    return partial(scan_project, folder) if folder else None
