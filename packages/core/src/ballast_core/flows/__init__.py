"""Flows: use cases over several contexts, made of their use cases."""

from ballast_core.flows.frontier import FrontierPoint, FrontierSpec, FrontierView, SinglePoint
from ballast_core.flows.optimization import OptimizationView, OptimizeSpec, WeightRow
from ballast_core.flows.weighing import WeighedFile, WeighSpec

__all__ = [
    "FrontierPoint",
    "FrontierSpec",
    "FrontierView",
    "OptimizationView",
    "OptimizeSpec",
    "SinglePoint",
    "WeighSpec",
    "WeighedFile",
    "WeightRow",
]
