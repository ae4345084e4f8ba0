"""The recorded source of bars and quotes: ten years and more for any symbol, without a key or a network.

Everything is invented. What it says of a symbol and a day does not depend on what else is asked for, only on
how late it is: a few bars come late, and a few are corrected on the next day.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from ballast_adapters.vendors.recorded_draws import EPOCH, chance, generator
from ballast_adapters.vendors.recorded_prices import (
    NAME,
    KnownCloses,
    Path,
    price_path,
    whole_market,
)
from ballast_core.market import (
    Bars,
    Fetched,
    History,
    Instrument,
    NoPriceError,
    Quote,
    Wanted,
)
from ballast_core.shared.arrays import Days, Floats, Instants, Ints, to_date
from ballast_core.shared.calendar import Sessions
from ballast_core.shared.ports import Calendars, Clock
from ballast_core.shared.series import Series

_AFTER_CLOSE = np.timedelta64(20, "m")
_LATE, _LATE_BY = 0.995, np.timedelta64(16, "h")
_MENDED, _MENDED_AFTER = 0.002, np.timedelta64(20, "h")
_MISREAD = 1.002
_ROWS_AT_ONCE = 60_000
_COLUMNS = ("open", "high", "low", "close", "volume", "vwap", "trades")


def nothing_known(_: Sequence[str]) -> Mapping[str, Series]:
    """Know no symbol."""
    return {}
