"""The pages about trade lists, and their addresses with a selection."""

from collections.abc import Mapping
from urllib.parse import urlencode

HOME = "/trades"
TABS: tuple[tuple[str, str], ...] = (
    ("Overview", HOME),
    ("Metrics", f"{HOME}/metrics"),
    ("Months", f"{HOME}/months"),
    ("Correlations", f"{HOME}/correlations"),
    ("Excursions", f"{HOME}/excursions"),
    ("CTA", f"{HOME}/cta"),
    ("Costs", f"{HOME}/costs"),
    ("Risk", f"{HOME}/risk"),
    ("Sizing", f"{HOME}/sizing"),
    ("Figures", f"{HOME}/figures"),
    ("Files", f"{HOME}/files"),
)
EXPLAIN = f"{HOME}/figures/"


def tabs_of(query: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the name and the address of each page, with this selection."""
    return [(label, address(href, {} if label == "Files" else query)) for label, href in TABS]


def address(here: str, query: Mapping[str, str], kept: str = "") -> str:
    """Return the address of a page with a selection and what the page is asked besides."""
    asked = "&".join(part for part in (spelled(query), kept) if part)
    return f"{here}?{asked}" if asked else here


def spelled(query: Mapping[str, str]) -> str:
    """Return a query as people read it: lists keep their commas."""
    return urlencode(query, safe=",:")
