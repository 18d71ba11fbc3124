"""What the code alone shows to be unsafe or broken, each with its line; pure.

It reads nothing itself: it looks at what `project` has read of the files, and at the cautions that follow
from those facts.
"""

from cors_wizard.lint.finding import Level, LintFinding
from cors_wizard.lint.run import lint, merged
from cors_wizard.lint.setups import about_setups

__all__ = ["Level", "LintFinding", "about_setups", "lint", "merged"]
