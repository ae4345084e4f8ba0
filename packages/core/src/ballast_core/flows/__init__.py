"""Flows: use cases over several contexts, made of their use cases."""

from ballast_core.flows.bundle import Flows, wire_flows
from ballast_core.flows.frontier import FrontierPoint, FrontierSpec, FrontierView, SinglePoint
from ballast_core.flows.import_universe import DAILY, ImportUniverse
from ballast_core.flows.market_value import MarketValueView, ValuedHolding
from ballast_core.flows.optimization import OptimizationView, OptimizeSpec, WeightRow
from ballast_core.flows.optimize_selection import OptimizeSelection
from ballast_core.flows.show_frontier import ShowFrontier
from ballast_core.flows.value_holdings import ValueHoldings
from ballast_core.flows.weighing import WeighedFile, WeighSpec

__all__ = [
    "DAILY",
    "Flows",
    "FrontierPoint",
    "FrontierSpec",
    "FrontierView",
    "ImportUniverse",
    "MarketValueView",
    "OptimizationView",
    "OptimizeSelection",
    "OptimizeSpec",
    "ShowFrontier",
    "SinglePoint",
    "ValueHoldings",
    "ValuedHolding",
    "WeighSpec",
    "WeighedFile",
    "WeightRow",
    "wire_flows",
]
