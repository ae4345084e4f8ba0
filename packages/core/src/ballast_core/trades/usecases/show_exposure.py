"""How much a selection held, for how long, and what margin that needed."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from ballast_core.trades.entities import Selection
from ballast_core.trades.rules.assembly import looked_at
from ballast_core.trades.rules.curves import equity
from ballast_core.trades.rules.exposure import (
    holding,
    least_power,
    margin_use,
    purchasing_power,
    sides_of_all,
    totals,
)
from ballast_core.trades.rules.portfolio import Portfolio, Steps
from ballast_core.trades.rules.positions import absolute, weighed
from ballast_core.trades.usecases.exposure_view import ExposureRow, ExposureView
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of

_UNKNOWN = "No initial margin is known for {names}: margin is left out where it would count."


@dataclass(frozen=True, slots=True)
class ShowExposure:
    """Show positions and margin of the portfolio, its symbols and its files."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection) -> ExposureView:
        """Show the exposure. Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`."""
        portfolio = await self.read_portfolio(selection)
        unknown = [symbol for symbol, margin in portfolio.margins.items() if margin is None]
        notes = [_UNKNOWN.format(names=", ".join(unknown))] if unknown else []
        return ExposureView(
            about=about_of(portfolio, *notes), rows=await asyncio.to_thread(lambda: tuple(_rows(portfolio)))
        )


def _rows(portfolio: Portfolio) -> Iterator[ExposureRow]:
    every = range(len(portfolio.files))
    yield _portfolio_row(portfolio)
    for symbol, steps in totals(portfolio).symbols.items():
        own = [at for at in every if portfolio.files[at].symbol == symbol]
        yield _row(portfolio, steps, own, (symbol, "symbol", symbol))
    for at, file in enumerate(portfolio.files):
        steps = portfolio.chosen.positions[at]
        yield _row(portfolio, steps, [at], (file.name, "file", file.id))


def _portfolio_row(portfolio: Portfolio) -> ExposureRow:
    found, since, until = totals(portfolio), portfolio.contracts_since, portfolio.contracts_until
    long, short = (holding(part, since, until).time_in_market for part in sides_of_all(found))
    said = asdict(holding(found.held, since, until)) | {"time_long": long, "time_short": short}
    said |= _margin(found.margin, portfolio)
    if found.margin is not None:
        curve = equity(portfolio.profit, portfolio.capital)
        power = purchasing_power(curve, found.margin, portfolio.days)
        least = least_power(power, portfolio.days)
        said |= {
            "margin_call_days": least.call_days,
            "purchasing_power_low": least.low,
            "purchasing_power_low_on": least.low_on,
        }
    return ExposureRow.model_validate({"label": "portfolio", "kind": "portfolio", "ref": "", **said})


def _row(
    portfolio: Portfolio, steps: Steps, files: Sequence[int], whose: tuple[str, str, str]
) -> ExposureRow:
    since, until = looked_at(portfolio, files)
    margin = portfolio.margins[portfolio.files[files[0]].symbol]
    needed = None if margin is None else weighed(absolute(steps), margin)
    label, kind, ref = whose
    given = asdict(holding(steps, since, until)) | _margin(needed, portfolio, files)
    return ExposureRow.model_validate({"label": label, "kind": kind, "ref": ref, **given})


def _margin(
    needed: Steps | None, portfolio: Portfolio, files: Sequence[int] | None = None
) -> dict[str, object]:
    if needed is None:
        return {"mean_margin": None, "most_margin": None, "most_margin_at": None}
    every = (portfolio.contracts_since, portfolio.contracts_until)
    since, until = every if files is None else looked_at(portfolio, files)
    use = margin_use(needed, since, until)
    return {"mean_margin": use.mean, "most_margin": use.most, "most_margin_at": use.most_at}
