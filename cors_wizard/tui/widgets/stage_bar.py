"""The bar at the top: the program's name and how far the diagnosis has come."""

from __future__ import annotations

from typing import Literal, get_args

from textual import events
from textual.content import Content
from textual.widgets import Static

Stage = Literal["paste", "look", "answer", "fix", "verify"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_LABELS: dict[Stage, str] = {
    "paste": "Paste",
    "look": "Look",
    "answer": "Answer",
    "fix": "Fix",
    "verify": "Verify",
}
_NAME = Content.styled(" CORS wizard ", "bold $block-cursor-foreground on $primary")


class StageBar(Static):
    """One line: the name, then the five stages with the current one marked."""

    DEFAULT_CSS = """
    StageBar {
        dock: top;
        height: 1;
        width: 100%;
        background: $panel;
        color: $text-muted;
    }
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stages(stage), id="stage-bar")
        self._stage = stage

    def on_resize(self, event: events.Resize) -> None:
        """Say less where there is less room."""
        whole = stages(self._stage)
        self.update(whole if whole.cell_length <= event.size.width else short_stages(self._stage))


def short_stages(current: Stage) -> Content:
    """The bar's text for a narrow terminal: the current stage alone, and which of how many it is."""
    place = f"{STAGES.index(current) + 1} of {len(STAGES)}"
    return Content.assemble(_NAME, "  ", (f"● {_LABELS[current]}", "bold $text-primary"), f"  {place}")


def stages(current: Stage) -> Content:
    """The bar's text: what is behind has a tick, the current stage a dot, what is to come a ring."""
    position = STAGES.index(current)
    parts = [_NAME, Content("  ")]
    for number, stage in enumerate(STAGES):
        label = _LABELS[stage]
        if number < position:
            parts.append(Content.assemble(("✓ ", "$text-success"), label))
        elif number == position:
            parts.append(Content.styled(f"● {label}", "bold $text-primary"))
        else:
            parts.append(Content.styled(f"○ {label}", "$foreground-muted"))
        parts.append(Content.styled("  ─  ", "$foreground-disabled"))
    return Content("").join(parts[:-1])
