"""A text to the recording in it, whatever kind it is; None where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cors_wizard.errors import InputError
from cors_wizard.recordings.blocks import read_blocks
from cors_wizard.recordings.devtools import entries_of_events, listed
from cors_wizard.recordings.dumps import dumped, is_access_log
from cors_wizard.recordings.exchange_json import exchange_from
from cors_wizard.recordings.har import entries_of_har, entry_of, is_har, is_har_entry
from cors_wizard.recordings.join import joined
from cors_wizard.recordings.json_texts import JsonText, json_texts
from cors_wizard.recordings.recorded import Recorded, Recording

if TYPE_CHECKING:
    from cors_wizard.http_exchange import Exchange
    from cors_wizard.recordings.entry import Entry

MOST = 64_000_000
"""Characters; browsers' panels export less."""
_MARKS = ('"request', '"page_origin"', '"url"', '"method"', '"RequestMethod"', '"corsError', '"httpRequest"')
"""Without one of these no JSON is looked for: a large log is not worth it."""


def read_recording(text: str) -> Recording | None:
    """The exchanges that a text holds; what is malformed is no recording."""
    return read_json_recording(text) or read_header_blocks(text)


def read_json_recording(text: str) -> Recording | None:
    """The exchanges in the JSON of a text."""
    if len(text) > MOST or not any(mark in text for mark in _MARKS):
        return None
    found = list(json_texts(text))
    for read in (_har, _lines_of_exchanges, _events, _har_entries, _dumps):
        if recording := read(found):
            return recording
    return None


def read_header_blocks(text: str) -> Recording | None:
    """The exchanges in the headers of a text."""
    read = read_blocks(text)
    exchanges = tuple(joined([entry for entry, _ in read]))
    spans = tuple(span for _, lines in read for span in lines)
    return Recording("a block of HTTP headers", exchanges, spans) if exchanges else None


def _har(found: list[JsonText]) -> Recording | None:
    har = next((each for each in found if is_har(each.value)), None)
    if har is None:
        return None
    try:
        entries = entries_of_har(har.value)
    except InputError:
        return None
    return _recording("a HAR", joined(entries), (har,))


def _har_entries(found: list[JsonText]) -> Recording | None:
    raws = [(raw, each) for each in found for raw in _listed(each.value) if is_har_entry(raw)]
    entries: list[Entry] = []
    for raw, _ in raws:
        try:
            entries.append(entry_of(len(entries) + 1, raw))
        except InputError:
            continue
    return _recording("a HAR entry", joined(entries), (each for _, each in raws)) if entries else None


def _events(found: list[JsonText]) -> Recording | None:
    events = [(event, each) for each in found for event in listed(each.value)]
    entries = entries_of_events(event for event, _ in events)
    what = "a log of the DevTools protocol"
    return _recording(what, joined(entries), (each for _, each in events)) if entries else None


def _dumps(found: list[JsonText]) -> Recording | None:
    raws = [(raw, each) for each in found for raw in _listed(each.value)]
    read = list(dumped([raw for raw, _ in raws]))
    held = [raws[place] for place, _ in read]
    logged = all(is_access_log(raw) for raw, _ in held)
    what = "an access log in JSON" if logged else "a dump of requests"
    entries = [entry for _, entry in (reversed(read) if logged else read)]
    return _recording(what, joined(entries), (each for _, each in held)) if read else None


def _lines_of_exchanges(found: list[JsonText]) -> Recording | None:
    read: list[Recorded] = []
    held: list[JsonText] = []
    for each in found:
        for raw in _listed(each.value):
            if isinstance(raw, dict) and "page_origin" in raw:
                try:
                    read.append(of_exchange(exchange_from(raw)))
                except InputError:
                    continue
                held.append(each)
    return _recording("a recorded exchange", read, held) if read else None


def of_exchange(exchange: Exchange) -> Recorded:
    """An exchange that is complete: what isn't in it wasn't there."""
    return Recorded(exchange)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _recording(what: str, exchanges: Iterable[Recorded], held: Iterable[JsonText]) -> Recording:
    spans = tuple(dict.fromkeys(each.span for each in held))
    return Recording(what, tuple(exchanges), spans)
