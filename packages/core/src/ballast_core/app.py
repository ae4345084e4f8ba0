"""App: everything that Ballast can be asked, by context."""

from dataclasses import dataclass

from ballast_core.access import Access
from ballast_core.flows import Flows
from ballast_core.market import Market
from ballast_core.ops import Ops
from ballast_core.shared.ports import TableWriter
from ballast_core.tracking import Tracking
from ballast_core.trades import Trades


@dataclass(frozen=True, slots=True)
class App:
    """Ballast, wired: ask its use cases, and write their tables."""

    tracking: Tracking
    trades: Trades
    market: Market
    flows: Flows
    access: Access
    ops: Ops
    tables: TableWriter
