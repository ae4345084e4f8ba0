"""Pages from templates, with the ways in which they write figures and draw lines."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from ballast_core.tracking import MarketIndex

WIDTH, HEIGHT = 240, 56
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_RELEASE = version("ballast-web")
_INDEX_NAMES = {MarketIndex.NASDAQ_100: "Nasdaq-100", MarketIndex.SP_500: "S&P 500", None: ""}


def page(
    template: str, status: int = 200, headers: Mapping[str, str] | None = None, **given: object
) -> Response:
    """Return a page, with the policy that it loads our own style sheet and pictures and nothing else."""
    text = _templates.get_template(template).render(given, release=_RELEASE, width=WIDTH, height=HEIGHT)
    return HTMLResponse(text, status, {"Content-Security-Policy": _POLICY, **(headers or {})})


def money(value: float | None) -> str:
    """Return dollars without cents."""
    return "–" if value is None else f"${value:,.0f}"


def percent(value: float | None) -> str:
    """Return a fraction as a percentage with its sign."""
    if value is None:
        return "–"
    shown = round(100 * value, 1)
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown):,.1f} %"


def trend(value: float | None) -> str:
    """Return the style of a figure: up, down or flat."""
    shown = round(value or 0, 3)
    return "up" if shown > 0 else "down" if shown < 0 else "flat"


def day(value: date) -> str:
    """Return a day as people write it."""
    return f"{value.day} {value:%b %Y}"


def line(values: Sequence[float]) -> str:
    """Return the points of a line that fills its box, with room for half a stroke.

    Shapes: (n,) in, n >= 1.
    """
    low, high = min(values), max(values)
    across, up = WIDTH / max(len(values) - 1, 1), (HEIGHT - 4) / ((high - low) or 1.0)
    points = (f"{n * across:.1f},{HEIGHT - 2 - (value - low) * up:.1f}" for n, value in enumerate(values))
    return " ".join(points)


_templates = Environment(
    loader=PackageLoader("ballast_web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "money": money,
    "percent": percent,
    "trend": trend,
    "day": day,
    "line": line,
    "index_name": _INDEX_NAMES.__getitem__,
}
