"""Contracts, weights and odds as a person reads them."""

from typing import TYPE_CHECKING

from ballast_adapters.cli.trade_tables import Facts, mixed, money, short
from ballast_core.shared.table import Column, Table

if TYPE_CHECKING:
    from ballast_core.flows import FrontierView
    from ballast_core.trades import AllocationView, SimulationView

_DAYS_A_YEAR = 365


def allocations(view: "AllocationView") -> Table:
    """Return a column an allocation, the best first: contracts file by file, then what came of them."""
    found = view.allocations
    contracts: Facts = [
        (short(file.name), "count", [one.contracts[at] for one in found])
        for at, file in enumerate(view.files)
    ]
    figures: Facts = [
        ("score", "number", [one.score for one in found]),
        ("profit_a_year", "money", [one.annual_profit for one in found]),
        ("deepest_drawdown", "money", [one.max_drawdown for one in found]),
        ("margin", "money", [one.margin for one in found]),
        ("margin_share", "fraction", [one.margin_share for one in found]),
    ]
    names = [f"#{at}" for at in range(1, len(found) + 1)]
    said = (f"All {view.looked_at:,} possibilities were looked at: none is better.",) if view.exact else ()
    title = f"Whole contracts for {view.objective.value.replace('_', ' ')}, {view.start} to {view.end}"
    return mixed(title, names, [*contracts, *figures], (*said, *view.notes))


def frontier_rows(view: "FrontierView") -> Table:
    """Return a row a point: return a year, risk a day, and the weights."""
    rows = view.points
    weights = (
        Column(short(file.name), [f"{row.weights[at]:6.1%}" for row in rows])
        for at, file in enumerate(view.files)
    )
    return Table(
        f"Efficient frontier of {view.goal.risk.value}, {view.start} to {view.end}",
        (
            Column("return_a_year", [row.expected_return * _DAYS_A_YEAR for row in rows], "fraction"),
            Column("risk_a_day", [f"{row.risk:.3%}" for row in rows]),
            *weights,
        ),
        view.warnings,
    )


def odds(view: "SimulationView") -> Table:
    """Return a row a depth with its odds."""
    rows = view.odds
    said = (
        f"In a loss at the end: {view.probability_of_loss:.1%}; ruined: {view.probability_of_ruin:.1%}; "
        f"no deeper than the {money(view.observed_drawdown)} of the past: {view.milder_share:.1%}."
    )
    return Table(
        "Odds of a drawdown",
        (
            Column("share_of_equity", [row.depth_share for row in rows], "fraction"),
            Column("depth", [row.depth for row in rows], "money"),
            Column("share_of_futures", [row.probability for row in rows], "fraction"),
        ),
        (said,),
    )
