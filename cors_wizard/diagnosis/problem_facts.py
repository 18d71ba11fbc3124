"""What is known of one problem: the facts, where each comes from, and the exchange that they are about."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from cors_wizard.console.clipboards.lone_url import is_lone_url
from cors_wizard.diagnosis.answers import facts_of
from cors_wizard.diagnosis.compatible_versions import fitting
from cors_wizard.diagnosis.derived import derived
from cors_wizard.diagnosis.expected_status import expected_status
from cors_wizard.diagnosis.inputs import Inputs
from cors_wizard.diagnosis.marks import marked
from cors_wizard.diagnosis.meant_app import about_the_meant_app
from cors_wizard.diagnosis.of_this_path import of_this_path
from cors_wizard.diagnosis.other_project import other_project
from cors_wizard.diagnosis.overridden import overridden
from cors_wizard.diagnosis.overruled import overruled
from cors_wizard.diagnosis.page_request import (
    RequestFindings,
    facts_of_answer,
    facts_of_prose,
    facts_of_settings,
    read_request,
)
from cors_wizard.diagnosis.page_request.from_calls import example_url
from cors_wizard.diagnosis.pasted_settings import as_pasted
from cors_wizard.diagnosis.request_view import PageRequestView, completeness, request_view
from cors_wizard.diagnosis.unloaded import unloaded_setting
from cors_wizard.facts import CORRECTED, Facts
from cors_wizard.fetch_standard import is_same_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.flask_code.routing.rule_fits import rule_fits
from cors_wizard.flask_code.snippet import read_snippet
from cors_wizard.frozen import dataclass
from cors_wizard.probe.assumptions import assumptions
from cors_wizard.probe.plan import ProbeRequest, plan

if TYPE_CHECKING:
    from cors_wizard.fetch_standard import Verdict
    from cors_wizard.flask_code.findings import Route
    from cors_wizard.http_exchange import Exchange
    from cors_wizard.probe.findings import Findings
    from cors_wizard.project import ProjectScan


@dataclass(frozen=True)
class ProblemFacts(Inputs):
    """What the facts of one problem are; `Diagnosis` decides where they lead."""

    @cached_property
    def scan(self) -> ProjectScan | None:
        """The project folder with the app in view that the page asks; None where no folder was read."""
        if self.folder_scan is None:
            return None
        answered = facts_of(self.knowledge, self.answers)
        told = Facts.of((*self.given, *answered, *self.reading.facts))
        return about_the_meant_app(self.folder_scan, lambda: told.text("url") or self._url_in_page_code(told))

    def _url_in_page_code(self, told: Facts) -> str:
        """What the one call of the page's code requests that the message can mean; empty where none is."""
        assert self.folder_scan is not None
        code = self.folder_scan.page_code
        found = read_request(told, code.calls, code.proxies, text=self.text)
        examples = {example_url(each) for each in found.calls}
        return Facts.of(found.facts).text("url") or (examples.pop() if len(examples) == 1 else "")

    @cached_property
    def known(self) -> Facts:
        """The facts before probing: given, answered, pasted, scanned, and what they tell of the request."""
        # Where only the page's code gave the URL, it can be told from the page's own address from now on.
        return self._with_page(self._told.also(self.request_findings.facts))

    @cached_property
    def request_findings(self) -> RequestFindings:
        """What message, page code and view tell of the page's request."""
        scan = self.scan
        calls, proxies = (scan.page_code.calls, scan.page_code.proxies) if scan else ((), ())
        routes, served = (scan.code.routes, scan.served) if scan else (self._pasted_routes, ())
        found = read_request(self._told, calls, proxies, routes, self.text, served)
        if scan:
            return found
        facts = (as_pasted(each) if each.source == "scanned" else each for each in found.facts)
        return replace(found, facts=tuple(facts))

    @property
    def _pasted_routes(self) -> tuple[Route, ...]:
        """The routes in the code of the paste, with what their views take from a request."""
        code = read_snippet(self.text) if "pasted_routes" in self.reading.facts else None
        return code.code.routes if code else ()

    @cached_property
    def _told(self) -> Facts:
        answered = facts_of(self.knowledge, self.answers)
        scanned = self.scan.facts if self.scan else ()
        facts = Facts.of((*self.given, *answered, *self.reading.facts, *scanned)).replacing(*self.sent_now)
        if self.names_only_the_server or self.names_the_page:
            facts = facts.without("url")
        facts = self._with_page(facts)
        return facts.also(facts_of_answer(facts))

    @cached_property
    def names_only_the_server(self) -> bool:
        """Whether the text is the server's bare address, which none of the project's routes has."""
        url = parse_url(self.reading.facts.text("url") or "")
        if url is None or self.scan is None or not self._is_lone_url:
            return False
        code = self.scan.code
        is_read_whole = bool(code.routes) and len(code.apps) == 1
        return (
            is_read_whole
            and url.rest in ("", "/")
            and not any(rule_fits(each.rule, "/") for each in code.routes)
        )

    @cached_property
    def names_the_page(self) -> bool:
        """Whether the text is the page's own address: of its origin, and of no route of the project."""
        said = Facts.of((*self.given, *facts_of(self.knowledge, self.answers)))
        url, origin = self.reading.facts.text("url") or "", said.text("origin")
        parsed = parse_url(url)
        if origin is None or parsed is None or not self._is_lone_url or not is_same_origin(url, origin):
            return False
        return self.scan is None or not any(
            rule_fits(each.rule, parsed.path) for each in self.scan.code.routes
        )

    @property
    def _is_lone_url(self) -> bool:
        """Whether the text is a URL and nothing else, and nobody named another one."""
        said = (*self.given, *facts_of(self.knowledge, self.answers))
        return is_lone_url(self.reading.also_found) and all(fact.name != "url" for fact in said)

    def _with_page(self, facts: Facts) -> Facts:
        """With the page's origin, where the text around the messages or the settings name it."""
        facts = facts.also(facts_of_prose(self.paste.prose(self.text), facts))
        return facts.also(facts_of_settings(facts))

    @cached_property
    def findings(self) -> Findings | None:
        """What the probes showed; None before they were sent, and where the server has stopped since."""
        if self.probe_results is None or self.stopped_since:
            return None
        from cors_wizard.probe.findings import findings

        found = findings(self.known, self.probe_results)
        if self.scan is None:
            return found
        from cors_wizard.diagnosis.other_code import with_other_code

        return with_other_code(found, self.known, self.scan.code)

    @cached_property
    def facts(self) -> Facts:
        """Everything that is known, what follows from it, and what probes assume of the page's request."""
        seen = of_this_path(self.known.also(self.findings.facts) if self.findings else self.known)
        if self.stopped_since:
            seen = seen.also((self.stopped_since,))
        if self.findings and self.findings.exchange:
            # What the server sends now counts more than what it sent when somebody recorded it.
            seen = seen.without("recorded_outcome")
        facts = seen.also(marked(self.knowledge, seen, self.text))
        code, starts = (self.scan.code, self.scan.starts) if self.scan else (None, None)
        facts = facts.replacing(*overruled(facts, code))
        facts = facts.also(unloaded_setting(facts, code, starts))
        versions = tuple(fitting(self.knowledge, facts))
        followed = (*derived(facts.also(versions), self.known), *versions, *completeness(self.known))
        if self.scan:
            followed = (*followed, *expected_status(facts, self.scan.page_files))
        if code:
            followed = (*followed, *overridden(code, facts), *other_project(code, facts))
        return facts.also((*followed, *assumptions(self.known)))

    @cached_property
    def overruled(self) -> Facts:
        """What was found for each fact that the user corrected, as far as anything was."""
        corrected = (fact.name for fact in self.given if fact.evidence == CORRECTED)
        found = (self.putting_back(name).facts.guess(name) for name in corrected)
        return Facts.of(fact for fact in found if fact is not None)

    @cached_property
    def request(self) -> PageRequestView:
        """The page's request, each part with where it comes from."""
        return request_view(self.facts)

    @property
    def assumed(self) -> tuple[str, ...]:
        """The parts of the request that nothing shows, as names of facts."""
        return self.request.assumed

    @property
    def exchange(self) -> Exchange | None:
        """The request and responses that the probes saw; without probes, those that were recorded."""
        return self._observed.exchange if self._observed else None

    @property
    def verdict(self) -> Verdict | None:
        """What a browser decides about that exchange."""
        return self._observed.verdict if self._observed else None

    @cached_property
    def _observed(self) -> Findings | None:
        if self.findings and self.findings.exchange:
            return self.findings
        if self.paste.leading is None:
            return self.findings
        from cors_wizard.recordings.observed import recorded_findings

        return recorded_findings(self.paste.leading, self.reading.facts)

    @cached_property
    def unsent_probes(self) -> tuple[ProbeRequest, ...]:
        """Requests that are worth sending and have not been sent for what is known now."""
        if not self.may_probe:
            return ()
        sent = {result.request for result in self.probe_results or ()}
        return tuple(
            request for request in plan(self.known, agreed_methods=self.agreed_methods) if request not in sent
        )
