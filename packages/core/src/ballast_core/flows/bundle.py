"""Every flow, and how each stands on the use cases of contexts."""

from collections.abc import Mapping
from dataclasses import dataclass

from ballast_core.flows.import_universe import ImportUniverse
from ballast_core.flows.optimize_selection import OptimizeSelection
from ballast_core.flows.show_frontier import ShowFrontier
from ballast_core.flows.value_holdings import ValueHoldings
from ballast_core.market import Market
from ballast_core.ops import Ops
from ballast_core.research import Optimizer
from ballast_core.tracking import Tracking
from ballast_core.trades import Trades


@dataclass(frozen=True, slots=True)
class Flows:
    """What can be asked of several contexts together."""

    optimize_selection: OptimizeSelection
    show_frontier: ShowFrontier
    import_universe: ImportUniverse
    value_holdings: ValueHoldings


def wire_flows(
    tracking: Tracking, trades: Trades, market: Market, ops: Ops, optimizers: Mapping[str, Optimizer]
) -> Flows:
    """Return every flow; `optimizers` by the name that a goal calls its solver."""
    return Flows(
        value_holdings=ValueHoldings(tracking.show_holdings, market.read_closes),
        import_universe=ImportUniverse(
            market.import_universe, market.export_universe, ops.list_schedules, ops.save_schedule
        ),
        optimize_selection=OptimizeSelection(trades.read_returns, optimizers),
        show_frontier=ShowFrontier(trades.read_returns, optimizers),
    )
