"""The recorded source of articles: invented headlines, some with a sentiment and some without.

As with real providers, what is older than half a year is not to be had any more.
"""

from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from ballast_adapters.vendors.recorded_draws import EPOCH, generator
from ballast_adapters.vendors.recorded_prices import NAME
from ballast_core.market import Article, Fetched, Instrument
from ballast_core.shared.arrays import to_date
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.ports import Clock

KEPT = timedelta(days=180)
_AT_ONCE = 40
_ON_WEEKDAYS, _ON_WEEKENDS, _IF_PRIORITY = 0.35, 0.08, 2.0
_MOST = 3
_SCORED = 0.6
"""Part of the articles that come with a sentiment."""

_MOODS = ("bad", "calm", "good")
_TITLES = {
    "good": (
        "{name} wins a large contract and lifts its outlook",
        "Strong quarter: {name} is better than feared and confident for the year",
        "Investors cheer as {name} gains on excellent results",
        "{name} and its partners agree on a promising plan",
    ),
    "calm": (
        "{name} names a new head of finance",
        "What to look for when {name} reports next",
        "{name} moves its offices to another town",
        "{name}: volume was as on other days",
    ),
    "bad": (
        "{name} warns of weak demand and cuts its outlook",
        "Shares of {name} fall on fears of a costly dispute",
        "{name} admits a serious problem with deliveries",
        "Bad surprise: {name} loses an important customer",
    ),
}
_SUMMARIES = {
    "good": "The result was welcome, and analysts see more growth.",
    "calm": "Nothing else was said.",
    "bad": "The loss was worse than expected, and doubts remain.",
}
_PAPERS = ("Harbor Ledger", "Plain Times", "Evening Ticker", "Market Parrot")


@dataclass(frozen=True, slots=True)
class RecordedNews:
    """Invented articles of the last half year, up to now."""

    clock: Clock

    async def articles(
        self, instruments: Sequence[Instrument], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[Article, ...]]]:
        """Yield the articles of some instruments at a time."""
        now = self.clock.now()
        oldest = now.date() - KEPT
        first, last = max(span.start or oldest, oldest), min(span.end or now.date(), now.date())
        for begin in range(0, len(instruments), _AT_ONCE):
            some = instruments[begin : begin + _AT_ONCE]
            found = (article for one in some for article in _of(one, first, last))
            told = tuple(article for article in found if article.published_at <= now)
            yield Fetched(tuple(one.symbol for one in some), told)


def _of(one: Instrument, first: date, last: date) -> Iterator[Article]:
    begin = max((first - to_date(EPOCH)).days, 0)
    days = (last - to_date(EPOCH)).days + 1
    if days <= begin:
        return
    draws = generator(f"news of {one.symbol}").random((days, 2))[begin:]
    usual = _IF_PRIORITY if one.high_priority else 1.0
    for ahead, (often, mood) in enumerate(draws.tolist()):
        day = to_date(EPOCH) + timedelta(days=begin + ahead)
        expected = usual * (_ON_WEEKDAYS if day.weekday() < 5 else _ON_WEEKENDS)
        for number in range(_MOST):
            if often >= expected / 2**number:
                break
            yield _article(one, day, number, mood)


def _article(one: Instrument, day: date, number: int, mood: float) -> Article:
    """Return an article; `mood` from 0 to 1 is that of the day."""
    luck = sha256(f"{one.symbol} {day} {number}".encode()).digest()
    felt = min(max(mood + (luck[0] / 255 - 0.5) * 0.6, 0.0), 0.999)
    kind = _MOODS[int(felt * 3)]
    titles = _TITLES[kind]
    url = f"https://news.example/{day:%Y/%m/%d}/{one.symbol.lower()}-{number + 1}"
    scored = luck[1] / 255 < _SCORED
    return Article(
        id=sha256(url.encode()).hexdigest(),
        source=NAME,
        url=url,
        published_at=datetime.combine(day, time(luck[2] % 24, luck[3] % 60), UTC),
        title=titles[luck[4] % len(titles)].format(name=one.name or one.symbol),
        summary=f"{_PAPERS[luck[5] % len(_PAPERS)]}. {_SUMMARIES[kind]}",
        symbols=(one.symbol,),
        sentiment=round(1.8 * (felt - 0.5), 3) if scored else None,
        scorer=NAME if scored else "",
    )
