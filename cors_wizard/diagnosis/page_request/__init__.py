"""Reads the page's own request out of the message, the page's code and the view."""

from cors_wizard.diagnosis.page_request.answer import answer_of, facts_of_answer
from cors_wizard.diagnosis.page_request.from_prose import facts_of_prose
from cors_wizard.diagnosis.page_request.from_settings import facts_of_settings
from cors_wizard.diagnosis.page_request.known_request import RequestFindings, read_request

__all__ = [
    "RequestFindings",
    "answer_of",
    "facts_of_answer",
    "facts_of_prose",
    "facts_of_settings",
    "read_request",
]
