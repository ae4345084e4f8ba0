"""What the signal of the overlay added to the portfolio, or cost it, by month."""

from dataclasses import dataclass

from ballast_core.shared.arrays import Days, Floats
from ballast_core.shared.measures import month_returns
from ballast_core.shared.series import Series
from ballast_core.tracking.rules.overlay import overlay, signals


@dataclass(frozen=True, slots=True)
class SignalEffect:
    """Returns by month of the portfolio and of its overlay, with the same-day and with the lagged signal.

    Shapes: all (m,); `months` `datetime64[M]`, only those that have a point.
    Units: fractions over the month; `added` and `added_lagged` are differences to `base`.
    """

    months: Days
    base: Floats
    overlay: Floats
    overlay_lagged: Floats
    added: Floats
    added_lagged: Floats


def signal_effect(base: Series) -> SignalEffect:
    """Return what following the signal changed in each month.

    `added` is hindsight: the signal of a day meets the return of that day. `added_lagged` is not.

    Shapes: base (n,) in, see `SignalEffect`.
    Units: base dollars, effects in fractions.
    NaN: not accepted.
    Raises: nothing.
    Source: month returns as in `month_returns`, overlay as in `overlay`.
    """
    signal = signals(base.values)
    months, held = month_returns(base)
    same_day = month_returns(Series(base.days, overlay(base.values, signal)))[1]
    lagged = month_returns(Series(base.days, overlay(base.values, signal, lag=1)))[1]
    return SignalEffect(months, held, same_day, lagged, same_day - held, lagged - held)
