"""Pages from templates, with the ways in which they write numbers and draw lines."""

from collections.abc import Sequence
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined

WIDTH, HEIGHT = 240, 56
_RELEASE = version("ballast-web")
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""A page loads our style sheet and nothing else; it runs no script."""


def money(value: float | None) -> str:
    """Return dollars without cents."""
    return "–" if value is None else f"${value:,.0f}"


def percent(value: float | None) -> str:
    """Return a fraction as a signed percentage."""
    return "–" if value is None else f"{100 * value:+.1f} %".replace("-", "−")


def trend(value: float | None) -> str:
    """Return the class of a figure: `up`, `down` or `flat`."""
    shown = round(value or 0, 3)
    return "up" if shown > 0 else "down" if shown < 0 else "flat"


def line(values: Sequence[float]) -> str:
    """Return the points of an SVG polyline that fills its box, with room for half a stroke."""
    low, high = min(values), max(values)
    across = WIDTH / max(len(values) - 1, 1)
    up = (HEIGHT - 4) / ((high - low) or 1)
    return " ".join(
        f"{n * across:.1f},{HEIGHT - 2 - (value - low) * up:.1f}" for n, value in enumerate(values)
    )


_templates = Environment(
    loader=PackageLoader("ballast_web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"money": money, "percent": percent, "trend": trend, "line": line}


def render(template: str, **given: object) -> str:
    """Return a page."""
    return _templates.get_template(template).render(given, release=_RELEASE, width=WIDTH, height=HEIGHT)
