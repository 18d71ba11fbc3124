"""The walk of `cors-wizard --plain`: looks at what can be looked at, and asks the rest line by line."""

from __future__ import annotations

import argparse
import asyncio
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from cors_wizard.cli.announce import Announcement
from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.diagnose import scanner_for
from cors_wizard.cli.investigate import investigate
from cors_wizard.cli.streams import columns, visible
from cors_wizard.decision_tree import Asks
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import CorsWizardError
from cors_wizard.knowledge_base import Node
from cors_wizard.probe.lazily import send_lazily
from cors_wizard.probe.result import ProbeResult
from cors_wizard.report.as_prose import as_prose
from cors_wizard.report.document import Paragraph
from cors_wizard.report.plain_text import render_text
from cors_wizard.report.questions import command, options, question_text
from cors_wizard.this_machine.offers import no_such_route, offers_for, seen_so_far, with_routes
from cors_wizard.this_machine.servers import LocalServer, servers_here

_OWN = ("preflight", "request")
"""Of what is sent, what the page sends itself; `x` shows the rest."""


class InputEnded(Exception):
    """The input has ended, so no more answers will come."""


class PlainQuestions:
    """Reads and prints lines, until the walk ends."""

    def __init__(self, arguments: argparse.Namespace, read: Callable[[], str], tell: Callable[[str], None]):
        self._arguments = arguments
        self._read, self._tell = read, tell
        self._consent = ProbeConsent(getattr(arguments, "probe", "auto"), can_ask=True)
        self._announce = Announcement(lambda text: self._tell("\n".join(map(_fitting, text.split("\n")))))

    def _line(self, prompt: str = "") -> str:
        if prompt:
            self._tell(prompt)
        line = self._read()
        if not line:
            raise InputEnded
        return line.rstrip("\r\n")

    def _walk(self, diagnosis: Diagnosis) -> Diagnosis:
        """Look and ask until the end."""
        while True:
            diagnosis = self._investigated(diagnosis)
            if not isinstance(diagnosis.step, Asks):
                return diagnosis
            diagnosis = replace(self._asked(diagnosis, diagnosis.step.node), may_probe=True)

    def _investigated(self, diagnosis: Diagnosis) -> Diagnosis:
        """Look at what can be looked at; of many requests, the page's own are listed one by one."""

        def told(result: ProbeResult) -> None:
            if result.request.id in _OWN:
                self._tell(f"  {result.request.purpose}: {_outcome(result)}")

        return asyncio.run(
            investigate(
                diagnosis,
                sender=send_lazily,
                may_probe=self._consent,
                announce=self._announce,
                scanner=scanner_for(self._arguments),
                on_result=told,
            )
        )

    def _asked(self, diagnosis: Diagnosis, node: Node) -> Diagnosis:
        """One question, until its answer can be used."""
        choices = self._choices(diagnosis, node)
        self._tell(f"\n{line_of(f'Question: {question_text(node, diagnosis.facts)}')}")
        for number, (_, label) in enumerate(choices, 1):
            self._tell(f"  {number}. {line_of(label)}")
        self._tell(wrapped("Number or value; Enter: not sure; ?: how to find out; b: back"))
        while True:
            said = self._line("> ").strip()
            if said == "?":
                self._tell(line_of(node.how) or "This question has no help.")
                if shown := command(node, diagnosis.facts):
                    self._tell(f"    {visible(shown)}")
            elif said == "b":
                return diagnosis.back()
            elif not said:
                return diagnosis.not_sure(node.id)
            else:
                try:
                    return diagnosis.answer(node.id, value_of(said, choices))
                except CorsWizardError as error:
                    self._tell(str(error))

    def _choices(self, diagnosis: Diagnosis, node: Node) -> tuple[tuple[str, str], ...]:
        """Values and labels to pick from: the node's own, and what was seen here."""
        offers = offers_for(node.fact, diagnosis, self._servers) if node.free_text else ()
        if not diagnosis.answers and (seen := seen_so_far(diagnosis, self._servers, has_offers=bool(offers))):
            self._tell(wrapped(seen))
        if not node.free_text:
            return options(node)
        if node.fact == "url" and (told := no_such_route(diagnosis)):
            self._tell(told)
        return tuple((each.value, f"`{each.value}`  {as_prose(each.seen)}") for each in offers)

    @cached_property
    def _servers(self) -> tuple[LocalServer, ...]:
        return with_routes(servers_here())


def value_of(said: str, choices: Sequence[tuple[str, str]]) -> str:
    if said.isdigit() and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1][0]
    return said


def _outcome(result: ProbeResult) -> str:
    return str(result.response.status) if result.response else result.failure or "no response"


def wrapped(text: str) -> str:
    """Plain text as lines of the terminal's width, cut between words."""
    return textwrap.fill(visible(text), columns(), break_long_words=False, break_on_hyphens=False)


def _fitting(line: str) -> str:
    """A line as it is, where the terminal has room for it: its indentation counts."""
    return visible(line) if len(line) <= columns() else wrapped(line)


def line_of(prose: str) -> str:
    """Prose of a knowledge file as text for a terminal."""
    return render_text((Paragraph(prose),), width=columns()).strip()
