"""Holds all knowledge against itself: what no single file can show to be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cors_wizard.errors import KnowledgeError, Problem
from cors_wizard.knowledge_base.checks.access import access_problems
from cors_wizard.knowledge_base.checks.branches import branch_problems
from cors_wizard.knowledge_base.checks.contradictions import contradiction_problems
from cors_wizard.knowledge_base.checks.examples import example_problems
from cors_wizard.knowledge_base.checks.fact_names import fact_problems
from cors_wizard.knowledge_base.checks.flow import flow_of
from cors_wizard.knowledge_base.checks.hosts import host_problems
from cors_wizard.knowledge_base.checks.reach import message_problems, proof_problems, reach_problems
from cors_wizard.knowledge_base.checks.structure import structure_problems
from cors_wizard.knowledge_base.checks.templates import template_problems
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.load import read_knowledge
from cors_wizard.knowledge_base.proofs import Proofs


def check_folders(*folders: Path, proofs: Proofs | None = None) -> tuple[Problem, ...]:
    """Every problem of the folders, a later one laid over an earlier one; FileError where one is missing."""
    try:
        knowledge = read_knowledge(*folders)
    except KnowledgeError as error:
        return error.problems
    return cross_check(knowledge, proofs)


def cross_check(knowledge: Knowledge, proofs: Proofs | None = None) -> tuple[Problem, ...]:
    """Every problem, sorted by file and line.

    Args:
        knowledge: as it was read.
        proofs: each proof with the fixes that it puts in place; None where none are there.
    """
    return tuple(sorted(set(_problems(knowledge, proofs))))


def _problems(knowledge: Knowledge, proofs: Proofs | None) -> Iterator[Problem]:
    structure = structure_problems(knowledge)
    yield from structure
    yield from fact_problems(knowledge)
    yield from host_problems(knowledge)
    yield from access_problems(knowledge)
    if proofs is not None:
        yield from proof_problems(knowledge, proofs)
    # A tree that cannot be walked says nothing about what a walk would reach.
    if not structure:
        flow = flow_of(knowledge)
        yield from reach_problems(knowledge, flow)
        yield from message_problems(knowledge)
        yield from branch_problems(knowledge, flow)
        yield from contradiction_problems(knowledge)
        yield from template_problems(knowledge, flow)
        yield from example_problems(knowledge)
