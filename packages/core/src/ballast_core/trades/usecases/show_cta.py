"""The capsule of a trading program: monthly returns, worst month, worst fall between month ends."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from ballast_core.shared.arrays import Bools, Days, Floats
from ballast_core.trades.entities import Selection
from ballast_core.trades.rules.months import Months, months_of, worst_fall, years_of
from ballast_core.trades.usecases.cta_view import CtaMonth, CtaSpan, CtaView, CtaYear, PeakToValley
from ballast_core.trades.usecases.gaps import or_none
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of

_MONTHS_A_YEAR = 12
_LAST_YEARS = 5
_PARTIAL = "{months}: the days do not cover the whole month."
_LOST = "The account lost all it had: from then on a month has no rate of return."


@dataclass(frozen=True, slots=True)
class ShowCta:
    """Show a selection as a trading advisor must show a program."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection) -> CtaView:
        """Show monthly returns and the capsule.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        portfolio = await self.read_portfolio(selection)
        months = months_of(portfolio.days, portfolio.profit, portfolio.capital)
        partial = [str(month) for month in months.month[months.partial]]
        notes = [_PARTIAL.format(months=", ".join(partial))] if partial else []
        if not bool(np.isfinite(months.rate).all()):
            notes.append(_LOST)
        years = cta_years(months)
        last = months.month[-1].astype("datetime64[Y]")
        recent = months.month.astype("datetime64[Y]") >= last - np.timedelta64(_LAST_YEARS, "Y")
        return CtaView(
            about=about_of(portfolio, *notes),
            months=cta_months(months),
            years=years,
            since_start=_span("since the start", months, np.ones(recent.size, np.bool_)),
            five_years=_span("last five years and year to date", months, recent),
            year_to_date=years[-1],
            vami=or_none(months.vami[-1]),
        )


def cta_months(months: Months) -> tuple[CtaMonth, ...]:
    """Return the months as they are shown."""
    return tuple(
        CtaMonth(
            month=str(month),
            profit=float(profit),
            beginning_equity=float(begin),
            rate=or_none(rate),
            vami=or_none(vami),
            decline=or_none(decline),
            partial=bool(partial),
        )
        for month, profit, begin, rate, vami, decline, partial in zip(
            months.month,
            months.profit,
            months.begin,
            months.rate,
            months.vami,
            months.decline,
            months.partial,
            strict=True,
        )
    )


def cta_years(months: Months) -> tuple[CtaYear, ...]:
    """Return the years as they are shown."""
    years, profits, rates = years_of(months)
    own = months.month.astype("datetime64[Y]")
    return tuple(
        CtaYear(
            year=int(str(year)),
            profit=float(profit),
            rate=or_none(rate),
            partial=int((own == year).sum()) < _MONTHS_A_YEAR or bool(months.partial[own == year].any()),
        )
        for year, profit, rate in zip(years, profits, rates, strict=True)
    )


def _span(name: str, months: Months, within: Bools) -> CtaSpan:
    month, rate = months.month[within], months.rate[within]
    known = rate[np.isfinite(rate)]
    total = float(np.prod(1 + rate) - 1)
    worst, best = (int(np.nanargmin(rate)), int(np.nanargmax(rate))) if known.size else (None, None)
    whole = months.rate[within & ~months.partial]
    whole = whole[np.isfinite(whole)]
    return CtaSpan(
        name=name,
        first_month=str(month[0]),
        last_month=str(month[-1]),
        months=int(month.size),
        positive_months=int((known > 0).sum()),
        total_rate=or_none(total),
        rate_a_year=_a_year(total, month.size),
        worst_month=None if worst is None else str(month[worst]),
        worst_rate=None if worst is None else float(rate[worst]),
        best_month=None if best is None else str(month[best]),
        best_rate=None if best is None else float(rate[best]),
        worst_decline=_fall(month, rate),
        mean_rate=float(whole.mean()) if whole.size else None,
        deviation=float(np.std(whole, ddof=1)) if whole.size > 1 else None,
    )


def _fall(month: Days, rate: Floats) -> PeakToValley | None:
    found = worst_fall(rate)
    if found is None:
        return None
    return PeakToValley(
        peak="start" if found.peak < 0 else str(month[found.peak]),
        valley=str(month[found.valley]),
        decline=found.decline,
        months=found.valley - found.peak,
        recovered=None if found.recovery is None else str(month[found.recovery]),
    )


def _a_year(total: float, months: int) -> float | None:
    return float((1 + total) ** (_MONTHS_A_YEAR / months) - 1) if isfinite(total) and total > -1 else None
