"""The wizard in a terminal. Importing this package imports no Textual; `run_wizard` does."""

from cors_wizard.tui.start import WizardOptions, run_wizard

__all__ = ["WizardOptions", "run_wizard"]
