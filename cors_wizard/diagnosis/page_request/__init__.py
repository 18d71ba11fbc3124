"""Reads the page's own request out of the message, the page's code and the view."""

from cors_wizard.diagnosis.page_request.known_request import RequestFindings, read_request

__all__ = ["RequestFindings", "read_request"]
