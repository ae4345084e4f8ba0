"""What every figure of trade lists is: one table, by name.

A name with a dot is meant in one view alone; another one means the same wherever it stands.
"""

from collections.abc import Mapping

from ballast_core.trades.rules.figures.account import ACCOUNT
from ballast_core.trades.rules.figures.closed import CLOSED
from ballast_core.trades.rules.figures.definition import Definition
from ballast_core.trades.rules.figures.periods import PERIODS
from ballast_core.trades.rules.figures.sizing import SIZING
from ballast_core.trades.rules.figures.studies import STUDIES

GROUPS: Mapping[str, Mapping[str, Definition]] = {
    "Closed trades": CLOSED,
    "Account and exposure": ACCOUNT,
    "Months, falls and starts": PERIODS,
    "Studies": STUDIES,
    "Sizing": SIZING,
}
FIGURES: Mapping[str, tuple[str, Definition]] = {
    name: (group, figure) for group, figures in GROUPS.items() for name, figure in figures.items()
}

_MANY = {
    "matrix": "correlation",
    "profits": "profit",
    "rates": "rate",
    "weights": "weight",
}  # fields that hold many of a figure


def figure_name(view: str, field: str) -> str | None:
    """Return the name under which a field of a view is defined, or None for what is no figure."""
    field = _MANY.get(field, field)
    own = f"{view}.{field}"
    return own if own in FIGURES else field if field in FIGURES else None


__all__ = ["FIGURES", "GROUPS", "Definition", "figure_name"]
