"""A Ballast elsewhere, with all that it can be asked."""

from dataclasses import dataclass

from ballast_adapters.remote.jobs import RemoteOps
from ballast_adapters.remote.server import Server
from ballast_adapters.remote.tracking import RemoteTracking
from ballast_adapters.remote.trade_files import RemoteFiles
from ballast_core.shared.ports import TableWriter


@dataclass(frozen=True, slots=True)
class RemoteBallast:
    """A Ballast elsewhere: ask its use cases, and write their tables here."""

    tracking: RemoteTracking
    trades: RemoteFiles
    ops: RemoteOps
    tables: TableWriter


def remote_ballast(server: Server, tables: TableWriter) -> RemoteBallast:
    """Return what a server can be asked."""
    return RemoteBallast(
        tracking=RemoteTracking(server),
        trades=RemoteFiles(server),
        ops=RemoteOps(server),
        tables=tables,
    )
