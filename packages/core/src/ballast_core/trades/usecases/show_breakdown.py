"""Closed trades by weekday, hour or another trait."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ballast_core.shared.arrays import Instants, Ints
from ballast_core.trades.entities import Selection, TradeFile
from ballast_core.trades.rules import breakdown
from ballast_core.trades.rules.breakdown import Groups, grouped
from ballast_core.trades.rules.joined import moments, money, owners, sides
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.gaps import or_none
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of
from ballast_core.trades.usecases.trades_view import BreakdownAsk, BreakdownView, GroupBy, TradeGroup

_SIDES: Sequence[str] = ("long", "short")
_HOURS = tuple(f"{hour:02}:00" for hour in range(24))
_TRAITS: dict[GroupBy, tuple[Callable[[Instants], Ints], Sequence[str]]] = {
    "weekday": (breakdown.weekdays, breakdown.WEEKDAYS),
    "hour": (breakdown.hours, _HOURS),
    "month": (breakdown.months, breakdown.MONTHS),
}
_NAMES: dict[GroupBy, Callable[[TradeFile], str]] = {
    "file": lambda file: file.name,
    "symbol": lambda file: file.symbol,
    "strategy": lambda file: file.strategy,
}


@dataclass(frozen=True, slots=True)
class ShowBreakdown:
    """Show what closed trades earned by a trait of theirs."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, ask: BreakdownAsk | None = None) -> BreakdownView:
        """Show groups; by default by weekday of the exit.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        portfolio = await self.read_portfolio(selection)
        return await asyncio.to_thread(breakdown_view, portfolio, ask or BreakdownAsk())


def breakdown_view(portfolio: Portfolio, ask: BreakdownAsk) -> BreakdownView:
    """Return the groups of a portfolio's closed trades."""
    net = money(portfolio.trades, "net")
    closed = np.isfinite(net)
    if ask.by in _NAMES:
        group, names = _by_file(portfolio, _NAMES[ask.by], owners(portfolio.trades)[closed])
    elif ask.by == "side":
        group, names = (sides(portfolio.trades)[closed] < 0).astype(np.int64), _SIDES
    else:
        at: Literal["exit_at", "entry_at"] = "exit_at" if ask.at == "exit" else "entry_at"
        group, names = _by_time(ask.by, moments(portfolio.trades, at)[closed])
    groups = grouped(net[closed], group, len(names))
    return BreakdownView(
        about=about_of(portfolio),
        by=ask.by,
        at=ask.at,
        groups=tuple(_group(name, groups, place) for place, name in enumerate(names) if groups.trades[place]),
    )


def _by_time(by: GroupBy, at: Instants) -> tuple[Ints, Sequence[str]]:
    if by in _TRAITS:
        trait, names = _TRAITS[by]
        return trait(at), names
    years = breakdown.years(at)
    first = int(years.min()) if years.size else 0
    return years - first, [str(year) for year in range(first, int(years.max(initial=first)) + 1)]


def _by_file(
    portfolio: Portfolio, name: Callable[[TradeFile], str], owner: Ints
) -> tuple[Ints, Sequence[str]]:
    named = [name(file) for file in portfolio.files]
    names = sorted(set(named))
    places = np.array([names.index(one) for one in named])
    return places[owner], names


def _group(name: str, groups: Groups, at: int) -> TradeGroup:
    trades, given = int(groups.trades[at]), float(groups.given[at])
    return TradeGroup(
        group=name,
        trades=trades,
        share=trades / int(groups.trades.sum()),
        net_profit=float(groups.net[at]),
        average_trade=float(groups.net[at]) / trades,
        win_rate=int(groups.won[at]) / trades,
        profit_factor=float(groups.gained[at]) / -given if given else None,
        largest_win=or_none(groups.largest_win[at]),
        largest_loss=or_none(groups.largest_loss[at]),
    )
