"""The use cases of market data, asked of a server: the same calls, the same answers."""

from ballast_adapters.remote.market.bars import RemoteBars
from ballast_adapters.remote.market.prices import RemotePrices
from ballast_adapters.remote.market.runs import RemoteRuns
from ballast_adapters.remote.market.topics import RemoteTopics


class RemoteMarket(RemoteBars, RemotePrices, RemoteTopics, RemoteRuns):
    """Market data on a server; each method is called and answers like the use case of its name."""

    __slots__ = ()
