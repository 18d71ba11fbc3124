"""What several commands say in their help: formats, exit status, examples."""

from __future__ import annotations

FORMATS = ("text", "markdown", "json")
REPORT_FORMATS = (*FORMATS, "issue")
SHELLS = ("bash", "zsh", "fish")
LINT_FORMATS = ("text", "json", "github", "sarif", "junit")
CHECK_FORMATS = (*FORMATS, "junit", "github")

EXIT = """\
exit status:
  0  nothing wrong was found, or help was given
  1  a CORS problem was found
  2  wrong use or bad input
  3  undetermined: more information needed, nothing recognized, or no response"""

FIX_EXIT = """\
exit status:
  0  nothing to fix
  1  a diff was printed, or applied, or undone
  2  wrong use or bad input
  3  no file of the project can fix it, or a question is open"""

LINT_EXIT = """\
exit status:
  0  no errors (there may be warnings)
  1  errors were found
  2  wrong use or bad input
  3  no errors, but a limit was reached, so part of the folder was not read"""

FORMAT = "the output format; text by default"
KNOWLEDGE = "your own knowledge files, laid over the built-in ones"


def more(*examples: str, exit_status: str = EXIT) -> str:
    """What is below the options: commands to try, and what the exit status means."""
    shown = "\n".join(f"  cors-wizard {example}".rstrip() for example in examples)
    return f"examples:\n{shown}\n\n{exit_status}".rstrip()
