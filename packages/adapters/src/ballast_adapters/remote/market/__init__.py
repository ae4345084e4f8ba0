"""The use cases of market data, asked of a server: the same calls, the same answers."""

from ballast_adapters.remote.market.asking import Asking


class RemoteMarket(Asking):
    """Market data on a server; each method is called and answers like the use case of its name."""

    __slots__ = ()
