"""Whether a path may be one of a route's."""

from __future__ import annotations


def rule_fits(rule: str, path: str) -> bool:
    """Segment by segment; a part in angle brackets takes any, `<path:...>` takes the rest."""
    wanted, given = rule.rstrip("/").split("/"), path.rstrip("/").split("/")
    until = next((at for at, part in enumerate(wanted) if part.startswith("<path:")), None)
    if until is not None:
        wanted, given = wanted[:until], given[:until]
    return len(wanted) == len(given) and all(
        one == other or "<" in one for one, other in zip(wanted, given, strict=True)
    )
