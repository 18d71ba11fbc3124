"""Whether a clause says what was seen: not what is wished, expected, denied, past, or true in general."""

from __future__ import annotations

import re

_PHRASES = re.compile(
    r"\bnot (?:found|allowed|implemented|acceptable)\b|\b(?:does|do|did)(?: not|n['\u2019]?t) exist\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\bnot\b|n['\u2019]t\b|\b(?:never|neither|nor|cannot|without|instead of|rather than|no longer"
    r"|dont|doesnt|isnt)\b",
    re.IGNORECASE,
)
_NOT_SEEN = re.compile(
    r"\b(?:should|would|could|might|may|must|ought|will|can|expect\w*|want\w*|wish\w*|hop(?:e|ed|ing)"
    r"|suppose\w*|assum\w*|recall\w*|unless|whether|ensur\w*|mak(?:e|es|ing) (?:sure|it|the|my|flask|options)"
    r"|needs? to|ha(?:s|ve|d) to|lets?|so that|in case|used to|previously|earlier|yesterday|fixed|solved"
    r"|resolved|add(?:ed|ing)?|wrote|handler|normally|usually|typically|how (?:do|can|to)"
    r"|to (?:return|get|be|give|respond)|example|e\.g)\b"
    r"|\bif (?!I\b|we\b|(?:the |my )?(?:method|verb|request) is\b)|\bwhen(?:ever)? (?:an?|any|your)\b"
    r"|\b(?:I|we|you|hook|function|code|view)(?: \w+)? return"
    r"|['\u2019]d (?:expect|like|want)|['\u2019]ll\b",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s\"'`<>()]{1,2000}")
_ASKED = re.compile(r"\W*(?:and |so )?(?:does|do|did|are|is there|return) ", re.IGNORECASE)
"""A question that can be answered with no, or what to write."""
_REASON = re.compile(r"\b(?:why|because|since|how come)\b", re.IGNORECASE)
_NEXT = re.compile(r"\band (?=(?:the |my |then |now )*(?:OPTIONS|pre-?flight))", re.IGNORECASE)
_UNTIL_THEN = re.compile(r"\W*(?:before|until|till) (?:I|we|that|adding|this)\b", re.IGNORECASE)
_PROGRAM = re.compile(
    r"\b(?:postman|curl|insomnia|httpie|thunder client|bruno|hoppscotch"
    r"|swagger|python requests|test client)\b",
    re.IGNORECASE,
)


def is_told(clause: str, rest: str) -> bool:
    """Whether a clause says that a status was seen.

    Args:
        clause: its words up to the status.
        rest: the words behind it.
    """
    # A host may be called anything: "example" in it doesn't make the clause one.
    plain = _PHRASES.sub(" ", _URL.sub(" ", clause))
    if _ASKED.match(plain) or _UNTIL_THEN.match(rest):
        return False
    # "I don't know why the OPTIONS gets 401" denies nothing of what was seen.
    reason = _REASON.split(plain)[-1]
    return not _NOT_SEEN.search(reason) and not _DENIED.search(_NEXT.split(reason)[-1])


def is_another_program(clause: str) -> bool:
    """Whether a clause is about a program that no browser rule binds."""
    return bool(_PROGRAM.search(clause))
