"""Findings: what is wrong with market data, or looks so."""

from datetime import date, datetime
from enum import StrEnum

from ballast_core.shared.entity import Entity


class Severity(StrEnum):
    """What a finding does to its row: it is not stored, or it is stored and marked."""

    REJECT = "reject"
    FLAG = "flag"


class Rule(StrEnum):
    """What can be wrong with market data."""

    NON_POSITIVE_PRICE = "non_positive_price"
    NOT_A_NUMBER = "not_a_number"
    HIGH_BELOW_LOW = "high_below_low"
    OPEN_OUTSIDE_HIGH_LOW = "open_outside_high_low"
    CLOSE_OUTSIDE_HIGH_LOW = "close_outside_high_low"
    NEGATIVE_VOLUME = "negative_volume"
    ZERO_VOLUME = "zero_volume"
    DUPLICATE_DATE = "duplicate_date"
    BAR_ON_NON_SESSION = "bar_on_non_session"
    OUTLYING_RETURN = "outlying_return"
    UNADJUSTED_SPLIT_SUSPECT = "unadjusted_split_suspect"
    FLAT_CLOSES = "flat_closes"
    SOURCES_DISAGREE = "sources_disagree"
    OLD_DATA = "old_data"


class MarketFinding(Entity):
    """One thing found in the bar of a symbol for a session; `detail` tells the numbers.

    It is known by rule, symbol, session and source. `resolved_at` is when it was no longer found.
    """

    rule: Rule
    symbol: str
    day: date
    source: str
    severity: Severity
    detail: str
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    resolved_at: datetime | None = None
