"""SqlMarket: all stores of market data in one database."""

from sqlalchemy.ext.asyncio import AsyncEngine

from ballast_adapters.sql.market_bars import SqlBars
from ballast_adapters.sql.market_economy import SqlEconomy
from ballast_adapters.sql.market_news import SqlEvents, SqlNews
from ballast_adapters.sql.market_quality import SqlQuality
from ballast_adapters.sql.market_runs import SqlRuns
from ballast_adapters.sql.market_universe import SqlShares, SqlUniverse


class SqlMarket:
    """Has a store for each port of market data."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.universe = SqlUniverse(engine)
        self.shares = SqlShares(engine)
        self.bars = SqlBars(engine)
        self.economy = SqlEconomy(engine)
        self.news = SqlNews(engine)
        self.events = SqlEvents(engine)
        self.quality = SqlQuality(engine)
        self.runs = SqlRuns(engine)
