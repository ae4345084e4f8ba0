"""Asks NewsAPI for articles that name an instrument; it has no sentiment of its own."""

import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, cast

from pydantic import JsonValue

from ballast_adapters.http import Vendor, VendorHttp, VendorRefusedError
from ballast_adapters.vendors.asking import ask_each
from ballast_adapters.vendors.reading import Reply, Row, need_columns, read_entities, read_reply
from ballast_core.market import Article, Fetched, Instrument, InstrumentKind
from ballast_core.shared.dates import DateSpan

NAME = "newsapi"
_PAGE, _MOST_PAGES = 100, 5
_LONGEST_QUESTION = 480  # NewsAPI takes 500 signs
_ONLY_SO_MANY = 426  # the plan ends here
_REMOVED = "[Removed]"
_LEGAL = re.compile(
    r"[,.]?\s+(incorporated|inc|corporation|corp|company|co|plc|ltd|limited|n\.?v|s\.?a|ag|trust|etf|fund"
    r"|holdings?|group)\.?$",
    re.IGNORECASE,
)
_SHORTEST_TICKER = 3


class ArticlesReply(Reply):
    """A page of articles, newest first."""

    status: Literal["ok"]
    totalResults: int  # noqa: N815 - the provider calls it so
    articles: tuple[dict[str, JsonValue], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Instruments asked for in one question, and by which words."""

    words: Mapping[str, str]

    @property
    def question(self) -> str:
        """Return the question: any of the words."""
        return " OR ".join(f'"{word}"' for word in self.words.values())


def parse_page(content: bytes) -> ArticlesReply:
    """Return a page of articles. Raises `VendorReplyError`."""
    return read_reply(NAME, ArticlesReply, content)


def parse_articles(
    rows: Sequence[Row], words: Mapping[str, str]
) -> tuple[tuple[Article, ...], tuple[str, ...]]:
    """Return articles with the symbols whose words they name, and the rows that could not be read.

    Those that name none are passed by, and so are those that were removed.
    """
    need_columns(NAME, rows, ("title", "url", "publishedAt"))

    def article(row: Row) -> Article:
        url, title, summary = row["url"], row["title"], row.get("description") or ""
        text = f"{title} {summary}"
        found = {
            "id": sha256(cast("str", url).encode()).hexdigest(),
            "source": NAME,
            "url": url,
            "published_at": row["publishedAt"],
            "title": title,
            "summary": summary,
            "symbols": tuple(sorted(symbol for symbol, word in words.items() if _names(text, word))),
        }
        return Article.model_validate(found)

    there = [row for row in rows if row.get("title") != _REMOVED]
    found, problems = read_entities([{**row, "url": row.get("url")} for row in there], article, "url")
    return tuple(one for one in found if one.symbols), problems


def _names(text: str, word: str) -> bool:
    flags = re.IGNORECASE if not word.isupper() else re.NOFLAG
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, flags) is not None


def word_for(instrument: Instrument) -> str:
    """Return what articles call an instrument: its name without the legal form, or else its ticker."""
    name, before = instrument.name.replace('"', "").strip(), ""
    while name != before:
        before, name = name, _LEGAL.sub("", name)
    if name:
        return name
    ticker = instrument.symbol.partition("-")[0]
    return ticker if len(ticker) >= _SHORTEST_TICKER else f"NYSE: {ticker}"


def batches(instruments: Sequence[Instrument]) -> Iterator[Batch]:
    """Yield instruments together as far as one question may be long."""
    words: dict[str, str] = {}
    for one in instruments:
        word = word_for(one)
        if words and len(Batch({**words, one.symbol: word}).question) > _LONGEST_QUESTION:
            yield Batch(words)
            words = {}
        words = {**words, one.symbol: word}
    if words:
        yield Batch(words)


class NewsApiNews:
    """Articles of NewsAPI, in English."""

    def __init__(self, http: VendorHttp, vendor: Vendor) -> None:
        self._http = http
        self._vendor = vendor

    async def articles(
        self, instruments: Sequence[Instrument], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[Article, ...]]]:
        """Yield articles on several instruments at a time; indexes have none."""

        async def ask(batch: Batch) -> Fetched[tuple[Article, ...]]:
            rows, more = await self._rows(batch.question, span)
            found, problems = parse_articles(rows, batch.words)
            return Fetched(tuple(batch.words), found, problems=(*problems, *more))

        quiet = tuple(one.symbol for one in instruments if one.kind is InstrumentKind.INDEX)
        if quiet:
            yield Fetched(quiet, ())
        loud = [one for one in instruments if one.kind is not InstrumentKind.INDEX]
        async for fetched in ask_each(list(batches(loud)), lambda batch: tuple(batch.words), ask):
            yield fetched

    async def _rows(self, question: str, span: DateSpan) -> tuple[list[Row], tuple[str, ...]]:
        asked: dict[str, str | int] = {"q": question, "language": "en", "sortBy": "publishedAt"}
        asked |= {"from": f"{span.start}T00:00:00"} if span.start else {}
        asked |= {"to": f"{span.end}T23:59:59"} if span.end else {}
        rows: list[Row] = []
        total = 0
        for number in range(1, _MOST_PAGES + 1):
            try:
                page = parse_page(await self._page(asked, number))
            except VendorRefusedError as error:
                if error.status != _ONLY_SO_MANY or not rows:
                    raise
                break
            rows += page.articles
            total = page.totalResults
            if len(rows) >= total or not page.articles:
                return rows, ()
        return rows, (f"only the newest {len(rows):,} of {total:,} articles were to be had",)

    async def _page(self, asked: Mapping[str, str | int], number: int) -> bytes:
        parameters = {**asked, "pageSize": _PAGE, "page": number}
        return await self._http.get(self._vendor, "/v2/everything", parameters)
