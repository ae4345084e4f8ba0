"""A Ballast elsewhere, with all that it can be asked."""

from dataclasses import dataclass

from ballast_adapters.remote.jobs import RemoteOps
from ballast_adapters.remote.market import RemoteMarket
from ballast_adapters.remote.server import Server
from ballast_adapters.remote.tracking import RemoteTracking
from ballast_adapters.remote.trades import RemoteFlows, RemoteTrades
from ballast_core.shared.ports import TableWriter


@dataclass(frozen=True, slots=True)
class RemoteBallast:
    """A Ballast elsewhere: ask its use cases, and write their tables here."""

    tracking: RemoteTracking
    trades: RemoteTrades
    market: RemoteMarket
    flows: RemoteFlows
    ops: RemoteOps
    tables: TableWriter


def remote_ballast(server: Server, tables: TableWriter) -> RemoteBallast:
    """Return what a server can be asked."""
    return RemoteBallast(
        tracking=RemoteTracking(server),
        trades=RemoteTrades(server),
        market=RemoteMarket(server),
        flows=RemoteFlows(server),
        ops=RemoteOps(server),
        tables=tables,
    )
