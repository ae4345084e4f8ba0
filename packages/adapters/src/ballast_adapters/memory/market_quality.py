"""MemoryQuality: findings in a plain dict."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from ballast_adapters.memory.market_revision import MemoryRevision
from ballast_core.market import MarketFinding, Rule
from ballast_core.shared.dates import DateSpan

type _Key = tuple[str, date, str, str]


class MemoryQuality:
    """Fits `QualityStore`."""

    def __init__(self, revision: MemoryRevision) -> None:
        self._revision = revision
        self._findings: dict[_Key, MarketFinding] = {}

    async def record(
        self,
        findings: Sequence[MarketFinding],
        symbols: Sequence[str],
        span: DateSpan,
        at: datetime,
        rules: Collection[Rule] = tuple(Rule),
    ) -> None:
        """Note what was found; of these symbols, days and rules what is found no longer is resolved."""
        found = {_key(one): one for one in findings}
        before = {key: _said(one) for key, one in self._findings.items()}
        for key, one in self._findings.items():
            looked_for = one.symbol in symbols and one.day in span and one.rule in rules
            if looked_for and key not in found and one.resolved_at is None:
                self._findings[key] = one.model_copy(update={"resolved_at": at})
        for key, one in found.items():
            former = self._findings.get(key)
            seen = {"first_seen": (former or one).first_seen or at, "last_seen": at, "resolved_at": None}
            self._findings[key] = one.model_copy(update=seen)
        if before != {key: _said(one) for key, one in self._findings.items()}:
            self._revision.renew()

    async def findings(
        self, symbols: Sequence[str] = (), span: DateSpan | None = None, *, resolved: bool = False
    ) -> Sequence[MarketFinding]:
        """Return findings by symbol and day; `resolved` adds those that are settled."""
        return [
            one
            for _, one in sorted(self._findings.items(), key=lambda row: row[0])
            if (not symbols or one.symbol in symbols)
            and (span is None or one.day in span)
            and (resolved or one.resolved_at is None)
        ]


def _key(one: MarketFinding) -> _Key:
    return one.symbol, one.day, one.rule.value, one.source


def _said(one: MarketFinding) -> tuple[object, ...]:
    return one.severity, one.detail, one.resolved_at is None
