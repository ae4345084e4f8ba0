"""The solvers that weights can be asked of."""

from collections.abc import Mapping

from ballast_core.research import Optimizer
from ballast_core.shared.ports import Computing


def optimizers(computing: Computing) -> Mapping[str, Optimizer]:
    """Return every solver by name; its library is looked for when it is asked."""
    from ballast_adapters.solvers.riskfolio import RiskfolioOptimizer
    from ballast_adapters.solvers.skfolio import SkfolioOptimizer

    return {"skfolio": SkfolioOptimizer(computing), "riskfolio": RiskfolioOptimizer(computing)}
