"""The wizard's themes; the only place with literal colors. All others ask for theme variables."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="cors-wizard-dark",
    primary="#7AB7FF",
    secondary="#9D8CFF",
    accent="#F2CC60",
    warning="#FF9E64",
    error="#FF6B7A",
    success="#6FD69A",
    foreground="#DCE3EE",
    background="#12161E",
    surface="#181D27",
    panel="#222937",
    boost="#FFFFFF0A",
    dark=True,
    variables={
        "block-cursor-background": "#7AB7FF",
        "block-cursor-foreground": "#0E1320",
        "block-cursor-text-style": "none",
        "border": "#7AB7FF",
        "border-blurred": "#3A455A",
        "footer-background": "#181D27",
        "footer-key-foreground": "#F2CC60",
        "input-selection-background": "#7AB7FF 30%",
        "button-color-foreground": "#0E1320",
        "scrollbar": "#323D52",
        "scrollbar-background": "#181D27",
        "scrollbar-corner-color": "#181D27",
    },
)

LIGHT = Theme(
    name="cors-wizard-light",
    primary="#0B5CAD",
    secondary="#5B45C9",
    accent="#7A5A00",
    warning="#B4480A",
    error="#B3213A",
    success="#1C7A45",
    foreground="#1B2230",
    background="#F6F7FA",
    surface="#ECEFF5",
    panel="#DEE3EC",
    dark=False,
    variables={
        "block-cursor-background": "#0B5CAD",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-text-style": "none",
        "border": "#0B5CAD",
        "border-blurred": "#AEB8C9",
        "footer-background": "#DEE3EC",
        "footer-key-foreground": "#0B5CAD",
        "input-selection-background": "#0B5CAD 25%",
        "button-color-foreground": "#FFFFFF",
        "scrollbar": "#AEB8C9",
        "scrollbar-background": "#ECEFF5",
        "scrollbar-corner-color": "#ECEFF5",
    },
)

CONTRAST = Theme(
    name="cors-wizard-contrast",
    primary="#8FD0FF",
    secondary="#D9C2FF",
    accent="#FFE14D",
    warning="#FFB347",
    error="#FF8A8A",
    success="#7CFF9B",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#1A1A1A",
    dark=True,
    variables={
        "block-cursor-background": "#FFFFFF",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "border": "#FFFFFF",
        "border-blurred": "#C0C0C0",
        "footer-background": "#000000",
        "footer-key-foreground": "#FFE14D",
        "input-selection-background": "#FFFFFF 40%",
        "button-color-foreground": "#000000",
        "scrollbar": "#C0C0C0",
        "scrollbar-background": "#000000",
        "scrollbar-corner-color": "#000000",
    },
)

TERMINAL = "ansi-dark"
"""Textual's theme of the terminal's own colors."""

BY_SETTING = {"dark": DARK.name, "light": LIGHT.name, "contrast": CONTRAST.name, "terminal": TERMINAL}
"""What the settings call a theme, and its name."""
