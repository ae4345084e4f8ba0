"""What was found to be wrong with market data."""

from collections import Counter
from dataclasses import dataclass

from ballast_core.market.ports import QualityStore
from ballast_core.market.usecases.coverage_view import FindingsAsk, MarketFindingsView
from ballast_core.shared.dates import DateSpan


@dataclass(frozen=True, slots=True)
class ListMarketFindings:
    """List findings of bars."""

    quality: QualityStore

    async def __call__(self, ask: FindingsAsk | None = None) -> MarketFindingsView:
        """List those that are asked for by symbol and day; of symbols that left the universe, too."""
        ask = ask or FindingsAsk()
        span = DateSpan(ask.start, ask.end) if ask.start or ask.end else None
        found = [
            one
            for one in await self.quality.findings(ask.symbols, span, resolved=ask.resolved)
            if ask.severity in (None, one.severity) and ask.rule in (None, one.rule)
        ]
        return MarketFindingsView(
            findings=tuple(found[ask.offset : ask.offset + ask.limit]),
            rules=dict(sorted(Counter(one.rule for one in found).items())),
            total=len(found),
            limit=ask.limit,
            offset=ask.offset,
        )
