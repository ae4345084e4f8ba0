"""Where each kind of market data is asked, in the order in which it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ballast_core.market.ports import BarSource, EventSource, IndicatorSource, NewsSource, QuoteSource


@dataclass(frozen=True, slots=True)
class Sources:
    """Sources of each kind: the first is asked for all, the next ones for what is still missing then.

    `ranks` is the position of a source by the name that its rows carry: of two bars the lower one wins.
    """

    bars: Sequence[BarSource] = ()
    quotes: Sequence[QuoteSource] = ()
    indicators: Sequence[IndicatorSource] = ()
    news: Sequence[NewsSource] = ()
    events: Sequence[EventSource] = ()
    ranks: Mapping[str, int] = field(default_factory=dict[str, int])
