"""What is unsafe, whether or not it is what fails: what was seen, and what the fix leaves as it is."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.cautions import Warned
from cors_wizard.fixes import fill_prose, template_values

_OPEN_TO_ALL = "reflects-any-origin"


def warned_of(diagnosis: Diagnosis) -> tuple[Warned, ...]:
    """The warnings of every face: what the facts say first."""
    said = diagnosis.cautions
    return (*said, *(() if any(each.id == _OPEN_TO_ALL for each in said) else _stays_open(diagnosis)))


def _stays_open(diagnosis: Diagnosis) -> Iterator[Warned]:
    """Setups of other routes that let every website read with the user's cookies: the change leaves them."""
    scan, known = diagnosis.scan, diagnosis.knowledge.cautions[_OPEN_TO_ALL]
    if scan is None:
        return
    from cors_wizard.lint import about_setups

    after = {each.path: each.after for each in diagnosis.changes.changes}
    for each in about_setups(scan.code):
        lines = scan.files[each.path].text.split("\n") if each.path in scan.files else []
        stays = lines[each.line - 1 : each.line]
        if each.rule != _OPEN_TO_ALL or not stays:
            continue
        if stays[0] in after.get(each.path, stays[0]).split("\n"):
            title = f"{known.title} (`{each.where}`)"
            text = fill_prose(known.text, template_values(diagnosis.facts))
            yield Warned(each.rule, title, f"`{each.where}` stays as it is: {each.detail} {text}")
