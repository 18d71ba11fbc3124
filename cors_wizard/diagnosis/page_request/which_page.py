"""Of several pages in one project, the one whose address the message names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.page_request.api_calls import path_of
from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import serialize_origin

if TYPE_CHECKING:
    from cors_wizard.page_code import PageCall


def of_this_page(
    calls: Sequence[PageCall], facts: Facts, served: Sequence[tuple[str, str]]
) -> Sequence[PageCall]:
    """The calls, less those of a page that is served elsewhere and requests the same."""
    origin = serialize_origin(facts.text("origin") or "")
    own = {folder for folder, at in served if serialize_origin(at) == origin}
    others = {folder for folder, at in served} - own
    if not own or not others:
        return calls
    asked = {path_of(call) for call in calls if _folder_of(call, served) in own}
    return [call for call in calls if _folder_of(call, served) not in others or path_of(call) not in asked]


def _folder_of(call: PageCall, served: Sequence[tuple[str, str]]) -> str | None:
    """The innermost of the folders that a call's file is in."""
    around = [folder for folder, _ in served if not folder or call.file.startswith(f"{folder}/")]
    return max(around, key=len, default=None)
