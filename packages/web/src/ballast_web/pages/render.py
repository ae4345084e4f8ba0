"""Pages from templates, with the ways in which they write figures and draw lines."""

import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ballast_core.shared.dates import PERIODS
from ballast_core.tracking import MarketIndex
from ballast_web.assets import asset, preloads
from ballast_web.csrf import csrf_field
from ballast_web.pages.figures import day, money, percent, share, short_name, stated, typographic
from ballast_web.pages.grids import lay_out, trend
from ballast_web.paths import model_address

WIDTH, HEIGHT = 240, 56
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What a template addresses from the root, for a server that a proxy shows under a prefix.
_ADDRESSES = re.compile(r'(\s(?:href|src|action|formaction|hx-get|hx-post|hx-delete|data-[a-z-]+)=")/(?!/)')

PLACES = (
    ("Models", "/", "M4 19V9m5 10V5m5 14v-8m5 8V3"),
    ("Trades", "/trades", "M7 3v4m0 8v6M5 7h4v8H5zm12-4v6m0 7v5m-2-12h4v7h-4z"),
    ("Market", "/market", "M4 4h4v4H4zm6.5 0h4v4h-4zM17 4h3v4h-3zM4 10.5h4v4H4zm6.5 0h4v4h-4zM4 17h4v3H4z"),
    ("Compare", "/compare", "M4 17l5-6 4 3 7-9M4 9l5 2 4-5 7 11"),
    ("Ingest", "/ingest", "M12 3v11m0 0 4-4m-4 4-4-4M4 17v3h16v-3"),
    ("Jobs", "/jobs", "M4 6h16M4 12h9m-9 6h7m4-5v7l6-3.5z"),
    ("Findings", "/findings", "M12 4 3 20h18L12 4zm0 6v5m0 2v1"),
    ("Account", "/account", "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c1-5 4-6 8-6s7 1 8 6"),
)

_RELEASE = version("ballast-web")
_INDEX_NAMES = {MarketIndex.NASDAQ_100: "Nasdaq-100", MarketIndex.SP_500: "S&P 500", None: ""}


def page(
    request: Request,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **given: object,
) -> Response:
    """Return a page, with the policy that it loads our own scripts, styles and pictures and nothing else.

    Addresses in a template start at `/`; behind a proxy with a path prefix they get it here.
    """
    text = _templates.get_template(template).render(given, request=request)
    prefix: str = request.scope.get("root_path", "")
    if prefix:
        text = _ADDRESSES.sub(rf"\g<1>{prefix}/", text)
    return HTMLResponse(text, status, {"Content-Security-Policy": POLICY, **(headers or {})})


def line(values: Sequence[float]) -> str:
    """Return the points of a line that fills its box, with room for half a stroke.

    Shapes: (n,) in, n >= 1.
    """
    low, high = min(values), max(values)
    across, up = WIDTH / max(len(values) - 1, 1), (HEIGHT - 4) / ((high - low) or 1.0)
    points = (f"{n * across:.1f},{HEIGHT - 2 - (value - low) * up:.1f}" for n, value in enumerate(values))
    return " ".join(points)


def replaced(request: Request, **changes: object) -> str:
    """Return the address of this page with other query parameters; None takes one away."""
    url = request.url.remove_query_params([name for name, value in changes.items() if value is None])
    url = url.include_query_params(**{name: value for name, value in changes.items() if value is not None})
    return f"?{url.query}" if url.query else str(request.scope["path"])


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
    "share": share,
    "short_name": short_name,
    "trend": trend,
    "day": day,
    "line": line,
    "model_address": model_address,
    "stated": stated,
    "typographic": typographic,
    "index_name": _INDEX_NAMES.__getitem__,
}
cast("Any", _templates.globals).update(
    asset=asset,
    csrf_field=csrf_field,
    height=HEIGHT,
    lay_out=lay_out,
    periods=PERIODS,
    places=PLACES,
    preloads=preloads,
    release=_RELEASE,
    replaced=replaced,
    width=WIDTH,
)
