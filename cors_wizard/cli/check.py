"""`cors-wizard check`: probes requests and says what a browser would do, and who else gets in; for CI."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import replace

from cors_wizard.cli import exit_status
from cors_wizard.cli.addresses import direct_fact
from cors_wizard.cli.check_requests import CheckRequest, requested
from cors_wizard.cli.diagnose import begin, scanner_for
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.streams import page_text, write
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import InputError
from cors_wizard.facts import Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe.findings import findings
from cors_wizard.probe.lazily import send_lazily
from cors_wizard.probe.run import run_probes
from cors_wizard.project import ProjectScan
from cors_wizard.report.check_formats import check_document, check_github, check_json, check_junit
from cors_wizard.report.check_result import Checked, checked
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.what_runs import what_runs
from cors_wizard.this_machine.learn import learn_from_machine

_ORDER = (exit_status.PROBLEM, exit_status.CANNOT_TELL, exit_status.FINE)
_STATUS = {
    "passed": exit_status.FINE,
    "failed": exit_status.PROBLEM,
    "undetermined": exit_status.CANNOT_TELL,
}


def run(arguments: argparse.Namespace) -> int:
    """The verdicts on one request or several; the named URLs are probed, wherever they are."""
    requests = requested(arguments)
    knowledge = knowledge_from(arguments.knowledge)
    scanner = scanner_for(arguments)
    once = _Once(arguments, requests, knowledge, scanner)
    if arguments.watch:
        from cors_wizard.cli.watch import watch

        return watch(once, requests[0].url)
    return once()


async def check_one(request: CheckRequest, knowledge: Knowledge, more: Facts) -> Checked:
    """One request, probed and judged, with what else is known; raises InputError."""
    facts = request.facts.also(more)
    results = await run_probes(facts, send_lazily)
    found = checked(request.title, request.expected, knowledge, facts, findings(facts, results), results)
    if found is None:
        raise InputError("This URL cannot be probed.", hint="Give an http or https URL.")
    return found


class _Once:
    """Checks everything and prints it; called again where it is watched."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        requests: tuple[CheckRequest, ...],
        knowledge: Knowledge,
        scanner: Callable[[], ProjectScan] | None,
    ) -> None:
        self._arguments = arguments
        self._requests = requests
        self._knowledge = knowledge
        self._scanner = scanner
        self.scan: ProjectScan | None = None
        """The project as it was read last."""
        self.seen: tuple[Diagnosis, ...] = ()
        """What was seen last, request by request."""

    def __call__(self) -> int:
        """The exit status."""
        self.scan = self._scanner() if self._scanner else None
        scanned = Facts.of(self.scan.facts if self.scan else ())
        all_checked = asyncio.run(self._check_all(scanned))
        self.seen = tuple(map(self._diagnosis, self._requests, all_checked))
        all_checked = tuple(map(self._as_seen, all_checked, self.seen))
        write(self._rendered(all_checked, scanned))
        statuses = {_STATUS[each.result] for each in all_checked}
        return next(status for status in _ORDER if status in statuses)

    def _as_seen(self, each: Checked, seen: Diagnosis) -> Checked:
        """With what the project shows of the responses: other code, or what runs there instead."""
        unseen = seen.findings.unseen if seen.findings else ()
        each = each.beside(tuple(one for one in unseen if one.kind == "other-code"))
        if each.result == "passed":
            return each
        return replace(each, running=what_runs(seen, has_project=self.scan is not None))

    async def _check_all(self, scanned: Facts) -> tuple[Checked, ...]:
        more = Facts.of((*scanned, *direct_fact(self._arguments)))
        return tuple([await check_one(request, self._knowledge, more) for request in self._requests])

    def _diagnosis(self, request: CheckRequest, found: Checked) -> Diagnosis:
        """The same responses with what the project and this machine show of the server."""
        begun = begin(self._knowledge, "", request.facts)
        known = begun.with_scan(self.scan) if self.scan else begun.without_scanning()
        return learn_from_machine(known.with_probe_results(found.results))

    def _rendered(self, all_checked: tuple[Checked, ...], scanned: Facts) -> str:
        format = self._arguments.format
        if format == "json":
            return check_json(all_checked, self._knowledge, is_list=self._arguments.url is None)
        if format == "junit":
            return check_junit(all_checked)
        if format == "github":
            return check_github(all_checked)
        page = check_document(all_checked, self._knowledge, scanned)
        return render_markdown(page) if format == "markdown" else page_text(page)
