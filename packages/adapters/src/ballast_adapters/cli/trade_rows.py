"""Trades one by one as a person reads them, what is looked at first to the left."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ballast_adapters.cli.trade_tables import money
from ballast_core.shared.table import Column, Table

if TYPE_CHECKING:
    from ballast_core.trades import ExcursionsView, TradesView


def trade_rows(view: "TradesView") -> Table:
    """Return a row a trade, what is looked at first to the left."""
    rows = view.trades
    return Table(
        "Trades",
        (
            Column("symbol", [row.symbol for row in rows]),
            Column("id", [row.file for row in rows]),
            Column("number", [row.number for row in rows], "count"),
            Column("side", [row.side for row in rows]),
            Column("entry_at", [row.entry_at for row in rows], "instant"),
            Column("exit_at", [row.exit_at for row in rows], "instant"),
            Column("net", [row.net for row in rows], "money"),
            Column("contracts", [row.contracts for row in rows], "number"),
            Column("entry_price", _prices([row.entry_price for row in rows])),
            Column("exit_price", _prices([row.exit_price for row in rows])),
        ),
        (f"{len(rows):,} of {view.total:,} trades, from {view.offset + 1:,} on.", *view.notes),
    )


def farthest(view: "ExcursionsView", most: int) -> Table:
    """Return the trades that went farthest against, whatever became of them."""
    rows = sorted(view.trades, key=lambda trade: trade.mae)[:most]
    averages = {
        "winners": (view.average_mae_of_wins, view.average_mfe_of_wins),
        "losers": (view.average_mae_of_losses, view.average_mfe_of_losses),
    }
    said = [
        f"{name} went {money(against)} against and {money(forth)} for on average"
        for name, (against, forth) in averages.items()
    ]
    shown = f"The {len(rows):,} of {view.raw_points:,} trades that went farthest against."
    return Table(
        "Excursions",
        (
            Column("symbol", [row.symbol for row in rows]),
            Column("id", [row.file for row in rows]),
            Column("number", [row.number for row in rows], "count"),
            Column("side", [row.side for row in rows]),
            Column("exit_at", [row.exit_at for row in rows], "instant"),
            Column("net", [row.net for row in rows], "money"),
            Column("mae", [row.mae for row in rows], "money"),
            Column("mfe", [row.mfe for row in rows], "money"),
            Column("efficiency", [row.efficiency for row in rows], "fraction"),
            Column("contracts", [row.contracts for row in rows], "number"),
            Column("entry_at", [row.entry_at for row in rows], "instant"),
        ),
        (shown, "; ".join(said) + ".", *view.about.notes),
    )


def _prices(prices: Sequence[float | None]) -> list[str]:
    """Return prices with as many decimals as the finest of them has."""
    known = [f"{price:.7f}".rstrip("0") for price in prices if price is not None]
    places = max((len(text.partition(".")[2]) for text in known), default=0)
    cells = ["–" if price is None else f"{price:,.{max(places, 2)}f}" for price in prices]
    width = max(map(len, cells), default=0)
    return [f"{cell:>{width}}" for cell in cells]
