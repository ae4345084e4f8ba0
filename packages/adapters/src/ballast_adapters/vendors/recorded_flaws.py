"""What is wrong with the recorded source, on purpose, so that there is something to find and to mend.

Every flaw depends on symbol and day alone, but for bars that come late or are corrected: these depend on how
long ago the session closed.
"""

from dataclasses import dataclass

import numpy as np

from ballast_adapters.vendors.recorded_draws import DAY, EPOCH, generator
from ballast_core.shared.arrays import Days, Floats, Instants, Ints

_FROM, _WITHIN = 3_654, 3_800
"""Days after the epoch: flaws lie from 2016 to 2026."""

_LATE, _LATE_BY = 0.995, np.timedelta64(16, "h")
_MENDED, _MENDED_AFTER = 0.002, np.timedelta64(20, "h")
_MISREAD = 1.002
_NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Flaws:
    """The days on which something is wrong with a symbol; not a day where nothing is."""

    gone: np.datetime64 = _NEVER
    gone_days: int = 0
    exchanged: np.datetime64 = _NEVER
    silent: np.datetime64 = _NEVER
    doubled: np.datetime64 = _NEVER
    halved: np.datetime64 = _NEVER


def flaws_of(symbol: str) -> Flaws:
    """Return what is wrong with a symbol.

    Of 14 symbols one lacks up to six days that nobody ever has; of 10 one has a bar whose high and low are
    exchanged, and one a bar without volume; of 12 one a bar that comes twice; of 20 one a bar at half price.
    """
    luck = generator(f"flaws of {symbol}").random(11).tolist()

    def day(chance: float, share: float, at: float) -> np.datetime64:
        wednesday = 7 * int((_FROM + _WITHIN * at) / 7) + 2
        return EPOCH + wednesday * DAY if chance < share else _NEVER

    return Flaws(
        gone=day(luck[0], 1 / 14, luck[1]),
        gone_days=1 + int(6 * luck[2]),
        exchanged=day(luck[3], 1 / 10, luck[4]),
        silent=day(luck[5], 1 / 10, luck[6]),
        doubled=day(luck[7], 1 / 12, luck[8]),
        halved=day(luck[9], 1 / 20, luck[10]),
    )


def there(flaws: Flaws, days: Days, closes: Instants, luck: Floats, now: np.datetime64) -> Ints:
    """Return the rows of the bars that the source has now, in its order; a doubled one is there twice.

    Shapes: days, closes, luck (n,), of sessions that are complete.
    """
    gone = (days >= flaws.gone) & (days < flaws.gone + flaws.gone_days * DAY)
    late = (luck > _LATE) & (now - closes < _LATE_BY)
    rows = np.flatnonzero(~gone & ~late)
    return np.sort(np.concatenate([rows, rows[days[rows] == flaws.doubled]]))


def misread(closes: Instants, luck: Floats, now: np.datetime64) -> Floats:
    """Return by what each close is wrong until it is corrected; 1 for nearly all. Shapes (n,)."""
    early = (luck < _MENDED) & (now - closes < _MENDED_AFTER)
    return np.where(early, _MISREAD, 1.0)
