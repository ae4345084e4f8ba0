"""One question to every use case of market data, and how each surface asks it: who is missing says why."""

from datetime import date

from tests.surfaces import PINE, Question

from ballast_core.market import (
    ArticlesAsk,
    CoverageAsk,
    EventKind,
    EventsAsk,
    FindingsAsk,
    GapsAsk,
    HistoryAsk,
    IndicatorAsk,
    InstrumentKind,
    InstrumentsAsk,
    SentimentAsk,
)

FUND, COIN, SERIES = "ZMKT", "AUR-USD", "DGS10"
START = date(2026, 1, 5)

MARKET_QUESTIONS: dict[str, Question] = {
    "list_instruments": Question(
        lambda app: app.market.list_instruments(InstrumentsAsk(kind=InstrumentKind.ETF, search="fund")),
        "/stocks?kind=etf&search=fund",
        "market stocks --kind etf --search fund",
    ),
    "show_instrument": Question(
        lambda app: app.market.show_instrument(FUND), f"/stocks/{FUND}", f"market show {FUND}"
    ),
    "list_sectors": Question(lambda app: app.market.list_sectors(), "/sectors", "market sectors"),
    "show_history": Question(
        lambda app: app.market.show_history(
            HistoryAsk(symbol=FUND, period="3m", adjust="total_return", points=20)
        ),
        f"/history?symbol={FUND}&period=3m&adjust=total_return&points=20",
        f"market history {FUND} --period 3m --adjust total_return --points 20",
    ),
    "list_revisions": Question(
        lambda app: app.market.list_revisions(COIN), f"/stocks/{COIN}/revisions", f"market revisions {COIN}"
    ),
    "show_coverage": Question(
        lambda app: app.market.show_coverage(CoverageAsk(symbols=(COIN, FUND), start=START)),
        f"/monitor/coverage?symbols={COIN},{FUND}&start={START}",
        f"market coverage {COIN} {FUND} --from {START}",
    ),
    "list_gaps": Question(
        lambda app: app.market.list_gaps(GapsAsk(symbols=(FUND, COIN), start=START)),
        f"/monitor/gaps?symbols={FUND}&symbols={COIN}&start={START}",
        f"market gaps {FUND},{COIN} --from {START}",
    ),
    "list_market_findings": Question(
        lambda app: app.market.list_market_findings(FindingsAsk(start=START, limit=5, resolved=True)),
        f"/monitor/findings?start={START}&limit=5&resolved=true",
        f"market findings --from {START} --limit 5 --resolved",
    ),
    "show_schemas": Question(lambda app: app.market.show_schemas(), "/monitor/schemas", "market schemas"),
    "show_schema_stats": Question(
        lambda app: app.market.show_schema_stats("events"), "/monitor/stats/events", "market schemas events"
    ),
    "list_schema_symbols": Question(
        lambda app: app.market.list_schema_symbols("market_data"),
        "/monitor/symbols/market_data",
        "market schemas market_data --symbols",
    ),
    "list_indicators": Question(lambda app: app.market.list_indicators(), "/indicators", "market indicators"),
    "show_indicator": Question(
        lambda app: app.market.show_indicator(IndicatorAsk(series=SERIES, start=START)),
        f"/indicators/{SERIES}?start={START}",
        f"market indicator {SERIES} --from {START}",
    ),
    "list_articles": Question(
        lambda app: app.market.list_articles(ArticlesAsk(symbols=(FUND,), limit=3)),
        f"/news?symbols={FUND}&limit=3",
        f"market news {FUND} --limit 3",
    ),
    "show_sentiment": Question(
        lambda app: app.market.show_sentiment(SentimentAsk(symbols=(FUND,))),
        f"/news/sentiment?symbols={FUND}",
        f"market sentiment {FUND}",
    ),
    "list_events": Question(
        lambda app: app.market.list_events(EventsAsk(kinds=(EventKind.RELEASE,), importance=3)),
        "/events?kinds=release&importance=3",
        "market events --kind release --importance 3",
    ),
    "list_runs": Question(
        lambda app: app.market.list_runs(2), "/pipelines/runs?limit=2", "market runs --limit 2"
    ),
    "export_universe": Question(
        lambda app: app.market.export_universe("indicators"),
        "/universe?kind=indicators",
        "market universe list indicators",
    ),
}
"""Every use case of market data that answers what is stored."""

FLOW_QUESTIONS: dict[str, Question] = {
    "value_holdings": Question(
        lambda app: app.flows.value_holdings(PINE),
        f"/models/{PINE}/market-value",
        f"holdings {PINE} --market",
    ),
}
"""Flows that market data take part in."""

MARKET_ELSEWHERE = {
    "read_closes": "what holdings are valued with; of no use to a person",
    "update_market": "fetches: test_update_market, test_killed_update and the tests of each surface",
    "show_run": "asked with an id that only a run gives: test_market_surfaces",
    "import_universe": "the first half of the flow of its name",
    "save_instrument": "changes what is stored: the tests of each surface",
    "remove_instrument": "as save_instrument",
    "show_quote": "tells its age, which is another one at each surface",
    "show_market_revision": "the API's ETag; of no use to a person",
}
