"""News: articles, and how they feel by symbol and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from ballast_core.market import ArticlesAsk, SentimentAsk, SentimentView, SymbolMood
from ballast_core.shared.entity import Day
from ballast_web.api.market.basis import MarketRoute
from ballast_web.charts import Line, Pane, chart_answer, time_chart
from ballast_web.deps import AppDep
from ballast_web.pages.figures import typographic
from ballast_web.pages.market.frame import HOME, market_page
from ballast_web.pages.trades.working import spec_from

WHERE = f"{HOME}/news"
ARTICLES, COLUMNS, MOST_SYMBOLS = 20, 30, 24
_STEPS = 5

router = APIRouter(route_class=MarketRoute)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose news of which days an address asks for."""

    symbol: Annotated[str, Query(max_length=32)] = ""
    start: Annotated[Day | Literal[""], Query()] = ""
    end: Annotated[Day | Literal[""], Query()] = ""

    def said(self) -> dict[str, str]:
        """Return the question as addresses of pages spell it."""
        spelled = {"symbol": self.symbol.strip().upper(), "start": str(self.start), "end": str(self.end)}
        return {name: value for name, value in spelled.items() if value}

    def api(self) -> str:
        """Return the question as the API has it."""
        return urlencode(
            {("symbols" if name == "symbol" else name): value for name, value in self.said().items()}
        )

    def given(self) -> dict[str, object]:
        """Return the question as a use case has it."""
        said = self.said()
        symbol = said.pop("symbol", "")
        return {**said, "symbols": (symbol,) if symbol else ()}


@dataclass(frozen=True, slots=True)
class Mood:
    """A cell: the mean of a day's articles from -1 to 1 as text, how warm it is, and what is said of it."""

    text: str
    warmth: str
    said: str


type WantedDep = Annotated[Wanted, Depends()]


@router.get(WHERE)
async def show_news(
    request: Request, app: AppDep, wanted: WantedDep, news_from: Annotated[int, Query(ge=0, le=10**9)] = 0
) -> Response:
    """Show articles, the newest first, and the sentiment of symbols by day."""
    given = wanted.given()
    view = await app.market.list_articles(
        spec_from(ArticlesAsk, {**given, "limit": ARTICLES, "offset": news_from})
    )
    moods = await app.market.show_sentiment(spec_from(SentimentAsk, given))
    query = urlencode(wanted.said())
    days = days_of(moods)
    rows = sorted(moods.symbols, key=lambda one: (one.symbol != "", -one.total, one.symbol))[:MOST_SYMBOLS]
    return market_page(
        request,
        "news.html",
        "News",
        view=view,
        moods=moods,
        wanted=wanted,
        days=days,
        rows=[(one, cells_of(one, days)) for one in rows],
        left_out=len(moods.symbols) - len(rows),
        query=query,
        api_query=wanted.api(),
        warm=warmth,
    )


@router.get("/charts/market/sentiment")
async def draw_sentiment(app: AppDep, wanted: WantedDep) -> Response:
    """Answer the sentiment of a symbol, or of all articles, by day, with how many articles there were."""
    view = await app.market.show_sentiment(spec_from(SentimentAsk, wanted.given()))
    whose = wanted.said().get("symbol", "")
    one = next((mood for mood in view.symbols if mood.symbol == whose), None)
    days, feel, count = (one.days, one.sentiment, one.articles) if one else ([], [], [])
    panes = [
        Pane([Line("sentiment", days, feel, bars=True, color="@line-1")]),
        Pane([Line("articles", days, count, bars=True, color="@soft")], unit="count", whole=True),
    ]
    return chart_answer(time_chart(panes, zoom=False), len(days), len(days))


def days_of(view: SentimentView) -> list[date]:
    """Return the last days of a view, the oldest first: as many as a page has room for."""
    first = max(view.start, view.end - timedelta(days=COLUMNS - 1))
    return [first + timedelta(days=at) for at in range((view.end - first).days + 1)]


def cells_of(mood: SymbolMood, days: Sequence[date]) -> list[Mood]:
    """Return a cell a day."""
    known = {day: (n, feel) for day, n, feel in zip(mood.days, mood.articles, mood.sentiment, strict=True)}
    return [_cell(*known.get(day, (0, None))) for day in days]


def _cell(articles: int, feel: float | None) -> Mood:
    if not articles:
        return Mood("", "", "none")
    many = f"{articles} {'article' if articles == 1 else 'articles'}"
    if feel is None:
        return Mood("·", "", many)
    said = typographic(f"{feel:+.1f}").replace("0.", ".") if abs(feel) >= 0.05 else "0"
    return Mood(said, warmth(feel), many)


def warmth(feel: float | None) -> str:
    """Return the style of a sentiment: `p1` to `p5` for good ones, `n1` to `n5` for bad ones."""
    step = min(round(abs(feel or 0) * _STEPS + 0.49), _STEPS)
    return f"{'p' if (feel or 0) > 0 else 'n'}{step}" if step and feel and abs(feel) >= 0.05 else ""
