"""The running Textual application, as far as its type is known."""

from collections.abc import Mapping
from typing import cast

from rich.style import Style
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

from ballast_tui.look import Role, color


def host(node: MessagePump) -> App[None]:
    """Return the application that a screen or widget is in."""
    return cast("App[None]", node.app)  # pyright: ignore[reportUnknownMemberType] -- Textual leaves it open


def put_above(node: MessagePump, screen: Screen[None]) -> None:
    """Show a screen above the present one; nobody waits for it."""
    _ = host(node).push_screen(screen)


def variables(node: MessagePump) -> Mapping[str, str]:
    """Return the colors of the present theme."""
    return host(node).theme_variables


def ink(node: MessagePump, role: Role) -> Style:
    """Return the style that writes in the color of a role."""
    return Style(color=color(variables(node), role).rich_color)
