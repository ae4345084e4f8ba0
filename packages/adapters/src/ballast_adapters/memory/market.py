"""MemoryMarket: all stores of market data in memory, which share one revision."""

from ballast_adapters.memory.market_bars import MemoryBars
from ballast_adapters.memory.market_economy import MemoryEconomy
from ballast_adapters.memory.market_news import MemoryEvents, MemoryNews
from ballast_adapters.memory.market_quality import MemoryQuality
from ballast_adapters.memory.market_revision import MemoryRevision
from ballast_adapters.memory.market_runs import MemoryRuns
from ballast_adapters.memory.market_universe import MemoryShares, MemoryUniverse


class MemoryMarket:
    """Has a store for each port of market data, and forgets all at the end of the process."""

    def __init__(self) -> None:
        revision = MemoryRevision()
        self.universe = MemoryUniverse(revision)
        self.shares = MemoryShares(revision)
        self.bars = MemoryBars(revision)
        self.economy = MemoryEconomy(revision)
        self.news = MemoryNews(revision)
        self.events = MemoryEvents(revision)
        self.quality = MemoryQuality(revision)
        self.runs = MemoryRuns()
