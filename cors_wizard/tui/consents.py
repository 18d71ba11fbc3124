"""What the user agreed to before probes were sent; light, since it is made while the knowledge loads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cors_wizard.tui.services import ProbePolicy


@dataclass
class Consents:
    """What the user agreed to or declined while the wizard runs."""

    policy: ProbePolicy
    servers: set[str] = field(default_factory=set)
    declined_methods: set[str] = field(default_factory=set)
