"""What Chromium's console shows for one page, made from protocol events as the DevTools front end does it.

A failed request is shown as `GET URL net::ERR_FAILED 200 (OK)`, although its log entry says only
`Failed to load resource: net::ERR_FAILED`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# `corsError` values that are about the response to the request itself, which therefore has a status.
_ERRORS_WITH_A_STATUS = {
    "WildcardOriginNotAllowed",
    "MissingAllowOriginHeader",
    "MultipleAllowOriginValues",
    "InvalidAllowOriginValue",
    "AllowOriginMismatch",
    "InvalidAllowCredentials",
}


@dataclass
class _Request:
    """One request as the network events describe it."""

    method: str = ""
    url: str = ""
    status: int = 0
    status_text: str = ""
    failure: str = ""
    awaits_status: bool = False
    """The status comes another way than the failure, and may come after it."""
    is_on_the_wire: bool = False
    """It went out to the network; what comes out of the browser's cache is shown without a status."""

    def __str__(self) -> str:
        status = f"{self.status} ({self.status_text})" if self.status else ""
        return " ".join(part for part in (self.method, self.url, self.failure, status) if part)


@dataclass
class ChromiumConsole:
    """The console of one page."""

    _requests: dict[str, _Request] = field(default_factory=dict)
    _lines: list[str | _Request] = field(default_factory=list)

    def see(self, method: str, params: dict[str, Any]) -> None:
        """Takes one protocol event; those that the console does not show are let go."""
        handler = _HANDLERS.get(method)
        if handler is not None:
            handler(self, params)

    @property
    def is_complete(self) -> bool:
        """Whether every status that the console will show has come."""
        return all(request.status or not request.awaits_status for request in self._requests.values())

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as a developer sees them."""
        return tuple(str(line) for line in self._lines)

    def _request(self, params: dict[str, Any]) -> _Request:
        return self._requests.setdefault(params["requestId"], _Request())

    def _see_request(self, params: dict[str, Any]) -> None:
        request = self._request(params)
        request.method, request.url = params["request"]["method"], params["request"]["url"]

    def _see_response(self, params: dict[str, Any]) -> None:
        request, response = self._request(params), params["response"]
        request.status, request.status_text = response["status"], response["statusText"]

    def _see_raw_response(self, params: dict[str, Any]) -> None:
        request = self._request(params)
        request.status = params["statusCode"]
        status_line = params["headersText"].partition("\r")[0]
        request.status_text = status_line.partition(" ")[2].partition(" ")[2]

    def _see_failure(self, params: dict[str, Any]) -> None:
        request = self._request(params)
        request.failure = params["errorText"]
        cors_error = params.get("corsErrorStatus", {}).get("corsError")
        request.awaits_status = cors_error in _ERRORS_WITH_A_STATUS and request.is_on_the_wire

    def _see_sending(self, params: dict[str, Any]) -> None:
        self._request(params).is_on_the_wire = True

    def _see_log_entry(self, params: dict[str, Any]) -> None:
        entry = params["entry"]
        request = self._requests.get(entry.get("networkRequestId", ""))
        self._lines.append(entry["text"] if request is None or entry["source"] != "network" else request)

    def _see_exception(self, params: dict[str, Any]) -> None:
        details = params["exceptionDetails"]
        self._lines.append(f"{details['text']} {details.get('exception', {}).get('description', '')}".strip())

    def _see_console_call(self, params: dict[str, Any]) -> None:
        shown = (str(argument.get("value", argument.get("description", ""))) for argument in params["args"])
        self._lines.append(" ".join(shown))


_HANDLERS: dict[str, Callable[[ChromiumConsole, dict[str, Any]], None]] = {
    "Network.requestWillBeSent": ChromiumConsole._see_request,
    "Network.responseReceived": ChromiumConsole._see_response,
    "Network.responseReceivedExtraInfo": ChromiumConsole._see_raw_response,
    "Network.requestWillBeSentExtraInfo": ChromiumConsole._see_sending,
    "Network.loadingFailed": ChromiumConsole._see_failure,
    "Log.entryAdded": ChromiumConsole._see_log_entry,
    "Runtime.exceptionThrown": ChromiumConsole._see_exception,
    "Runtime.consoleAPICalled": ChromiumConsole._see_console_call,
}
