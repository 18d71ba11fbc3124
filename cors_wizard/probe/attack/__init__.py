"""The same request as somebody else: which origins beside the page's the server allows. Pure."""

from cors_wizard.probe.attack.findings import Attack, Attempt, read_attack
from cors_wizard.probe.attack.plan import is_attack, plan_attack
from cors_wizard.probe.attack.strangers import Stranger, strangers

__all__ = ["Attack", "Attempt", "Stranger", "is_attack", "plan_attack", "read_attack", "strangers"]
