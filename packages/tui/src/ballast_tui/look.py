"""How the screens look and behave: themes, colors, and what the terminal can show."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from rich.console import Console
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from ballast_adapters.settings import Settings, terminal_kind
from ballast_core.shared.errors import InvalidError, Problem
from ballast_tui.keys import keymap

type Role = Literal[
    "success", "warning", "error", "primary", "secondary", "accent", "foreground", "surface", "muted"
]

LINES: tuple[Role, ...] = ("primary", "accent", "success", "error", "secondary", "foreground")
"""The colors of lines in one chart, in turn."""

FEW_COLORS = "ballast-16"

THEMES: tuple[Theme, ...] = (
    Theme(
        name="ballast-dark",
        primary="#5cb3f0",
        secondary="#b08cf0",
        accent="#f0b35a",
        success="#4fc98b",
        warning="#e8c15a",
        error="#f2706b",
        foreground="#d8e0e8",
        background="#0d1319",
        surface="#121a22",
        panel="#1b2631",
        variables={
            "muted": "#8193a5",
            "footer-key-foreground": "#5cb3f0",
            "chosen-background": "#1c3d55",
            "chosen-foreground": "#ffffff",
            "scrollbar": "#3d5266",
            "scrollbar-hover": "#5cb3f0",
            "scrollbar-active": "#5cb3f0",
            "scrollbar-background": "#0d1319",
            "scrollbar-background-hover": "#0d1319",
            "scrollbar-background-active": "#0d1319",
            "scrollbar-corner-color": "#0d1319",
            "block-cursor-background": "#1c3d55",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-text-style": "none",
        },
    ),
    Theme(
        name="ballast-light",
        dark=False,
        primary="#0b66a8",
        secondary="#6a3fb5",
        accent="#a85f00",
        success="#0b7a4b",
        warning="#8a6100",
        error="#b3261e",
        foreground="#17212b",
        background="#f7f9fb",
        surface="#ffffff",
        panel="#e6ecf2",
        variables={
            "muted": "#526372",
            "footer-key-foreground": "#0b66a8",
            "chosen-background": "#bfe0f7",
            "chosen-foreground": "#0b1620",
            "scrollbar": "#a9b8c6",
            "scrollbar-hover": "#0b66a8",
            "scrollbar-active": "#0b66a8",
            "scrollbar-background": "#f7f9fb",
            "scrollbar-background-hover": "#f7f9fb",
            "scrollbar-background-active": "#f7f9fb",
            "scrollbar-corner-color": "#f7f9fb",
            "block-cursor-background": "#bfe0f7",
            "block-cursor-foreground": "#0b1620",
            "block-cursor-text-style": "none",
        },
    ),
    Theme(
        name=FEW_COLORS,
        ansi=True,
        primary="ansi_cyan",
        secondary="ansi_magenta",
        accent="ansi_yellow",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_red",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            **BUILTIN_THEMES["ansi-dark"].variables,
            "muted": "ansi_default",
            "footer-key-foreground": "ansi_cyan",
            "chosen-background": "ansi_cyan",
            "chosen-foreground": "ansi_black",
            "block-cursor-background": "ansi_cyan",
            "block-cursor-foreground": "ansi_black",
            "block-cursor-text-style": "none",
            "border": "ansi_cyan",
            "border-blurred": "ansi_default",
            "scrollbar": "ansi_cyan",
            "scrollbar-hover": "ansi_cyan",
            "scrollbar-active": "ansi_cyan",
            "scrollbar-background": "ansi_default",
            "scrollbar-corner-color": "ansi_default",
            "input-cursor-background": "ansi_white",
            "input-cursor-foreground": "ansi_black",
            "input-selection-background": "ansi_blue",
            "input-selection-foreground": "ansi_white",
            "screen-selection-background": "ansi_blue",
            "screen-selection-foreground": "ansi_white",
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What was asked of the screens, checked.

    `low_bandwidth` sends as little as can be; `plain` draws with ASCII alone, `few_colors` with sixteen or
    none, `no_color` with none. `view_only` writes nothing: no file and no ingest.
    """

    theme: str = "ballast-dark"
    keys: Mapping[str, str] | None = None
    refresh_s: float = 30.0
    low_bandwidth: bool = False
    view_only: bool = False
    few_colors: bool = False
    no_color: bool = False
    plain: bool = False

    @property
    def letters(self) -> bool:
        """Whether lines in one chart are told apart by letters, for want of dots or of colors."""
        return self.plain or self.no_color


def look_of(
    settings: Settings,
    *,
    low_bandwidth: bool = False,
    view_only: bool = False,
    terminal: Console | None = None,
) -> Look:
    """Return how the screens look by the settings, on this terminal.

    Raises `InvalidError` for a theme that there is not, and for wrong keys.
    """
    names = [*(theme.name for theme in THEMES), *BUILTIN_THEMES]
    chosen = settings.tui
    if chosen.theme not in names:
        nearest = get_close_matches(chosen.theme, names, n=1, cutoff=0.0)[0]
        what = f"there is no theme {chosen.theme!r}; did you mean {nearest}? There are {', '.join(names)}"
        raise InvalidError(f"tui.theme: {what}", Problem("tui.theme", what))
    terminal = terminal or Console(stderr=True)
    few = terminal.no_color or terminal.color_system in {None, "standard"}
    native = next(theme.ansi for theme in (*THEMES, *BUILTIN_THEMES.values()) if theme.name == chosen.theme)
    low = chosen.low_bandwidth or low_bandwidth
    return Look(
        theme=FEW_COLORS if few and not native else chosen.theme,
        keys=keymap(chosen.keys),
        refresh_s=chosen.refresh_s,
        low_bandwidth=low,
        view_only=view_only,
        few_colors=few,
        no_color=terminal.no_color or terminal.color_system is None,
        plain=low or not _draws_dots(terminal, terminal_kind()),
    )


def _draws_dots(terminal: Console, kind: str) -> bool:
    # Consoles of 256 or 512 characters have blocks at best, and no dots among them.
    return terminal.encoding.lower().startswith("utf") and not kind.startswith(("linux", "ansi", "vt"))


def color(variables: Mapping[str, str], role: Role) -> Color:
    """Return the color that a theme has for a role."""
    return Color.parse(variables.get(role) or variables["foreground"])
