"""Commands that take a while: odds of drawdowns, whole contracts, weights, the frontier."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from typer import Option, Typer

from ballast_adapters.cli.options import Form, FormOption
from ballast_adapters.cli.output import say, show
from ballast_adapters.cli.progress import shown_progress
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Selected, paired, selecting

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.cli.selecting import Ballast
    from ballast_core.ops import Job
    from ballast_core.shared.entity import Entity
    from ballast_core.shared.ports import TableWriter
    from ballast_core.shared.progress import Tell
    from ballast_core.shared.table import Table, View

commands = Typer(rich_markup_mode="rich")

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
AimChoice = Literal["return_over_drawdown", "use_of_margin", "drawdown_budget"]
ObjectiveChoice = Literal[
    "minimum_risk",
    "maximum_ratio",
    "maximum_return",
    "maximum_utility",
    "risk_parity",
    "hierarchical_risk_parity",
    "inverse_volatility",
]
RiskChoice = Literal[
    "variance",
    "semi_variance",
    "mean_absolute_deviation",
    "first_lower_partial_moment",
    "cvar",
    "evar",
    "worst_realization",
    "cdar",
    "max_drawdown",
    "average_drawdown",
    "ulcer_index",
    "gini_mean_difference",
]
CovarianceChoice = Literal["sample", "ledoit_wolf"]
SolverChoice = Literal["skfolio", "riskfolio"]
BlockChoice = Literal["stationary", "moving"]

_RISK = f"What counts as risk: {', '.join(get_args(RiskChoice))}."
_OBJECTIVE = f"What the weights are to achieve: {', '.join(get_args(ObjectiveChoice))}."
_AIM = f"What the contracts are to achieve: {', '.join(get_args(AimChoice))}."

JobOption = Annotated[
    bool, Option("--job", metavar="", help="Queue it as a job instead of waiting; `ballast jobs` follows it.")
]
RiskOption = Annotated[RiskChoice, Option("--risk", metavar="MEASURE", help=_RISK)]
SolverOption = Annotated[SolverChoice, Option(help="Which library solves it.")]
CovarianceOption = Annotated[CovarianceChoice, Option(help="How the covariance is estimated.")]
AlphaOption = Annotated[float, Option(metavar="SHARE", help="The tail of CVaR, EVaR and CDaR.")]
LeastOption = Annotated[float, Option(metavar="SHARE", help="Least weight of a file.")]
MostOption = Annotated[float, Option(metavar="SHARE", help="Greatest weight of a file.")]
SymbolCaps = Annotated[
    list[str] | None,
    Option(
        "--most-of-symbol", metavar="SYMBOL=SHARE", help="Greatest weight of a symbol.", show_default=False
    ),
]
StrategyCaps = Annotated[
    list[str] | None,
    Option(
        "--most-of-strategy", metavar="NAME=SHARE", help="Greatest weight of a strategy.", show_default=False
    ),
]


@commands.command("simulate")
@selecting
def simulate_drawdowns(
    selected: Selected,
    *,
    paths: Annotated[int, Option(metavar="N", help="How many futures.")] = 2_000,
    horizon: Annotated[int, Option(metavar="DAYS", help="How long each is.")] = 365,
    block: Annotated[int, Option(metavar="DAYS", help="How long a block of days is.")] = 20,
    blocks: Annotated[BlockChoice, Option(help="Blocks of that length on average, or each.")] = "stationary",
    ruin: Annotated[float, Option(metavar="SHARE", help="Share of equity that is ruin.")] = 0.5,
    seed: Annotated[int, Option(metavar="N", help="The same seed draws the same futures.")] = 1,
    job: JobOption = False,
    form: FormOption = "table",
) -> None:
    """Draw futures from blocks of days as they were, for the odds of drawdowns."""
    from ballast_adapters.cli.sizing_tables import odds
    from ballast_core.trades import SimulationSpec

    spec = query(
        SimulationSpec,
        selection=selected.selection,
        paths=paths,
        horizon_days=horizon,
        block_days=block,
        blocks=blocks,
        ruin=ruin,
        seed=seed,
    )
    if job:
        _queue(selected, "trades.simulate_drawdowns", spec, form)
        return
    _work(
        selected,
        form,
        lambda ballast, tell: ballast.trades.simulate_drawdowns(spec, tell),
        lambda view: [view.table(), odds(view)],
    )


@commands.command("allocate")
@selecting
def allocate_contracts(
    selected: Selected,
    *,
    objective: Annotated[
        AimChoice, Option(help="What the contracts are to achieve.")
    ] = "return_over_drawdown",
    margin_cap: Annotated[float, Option(metavar="SHARE", help="Of the equity, margin at most.")] = 0.6,
    drawdown_budget: Annotated[
        float, Option(metavar="SHARE", help="Drawdown at most, of the equity.")
    ] = 0.25,
    least: Annotated[
        list[str] | None, Option(metavar="ID=N", help="Least contracts of a file.", show_default=False)
    ] = None,
    most: Annotated[
        list[str] | None, Option(metavar="ID=N", help="Most contracts of a file.", show_default=False)
    ] = None,
    most_each: Annotated[
        int | None, Option(metavar="N", help="Most contracts of every file.", show_default=False)
    ] = None,
    best: Annotated[int, Option(metavar="N", help="How many answers.")] = 5,
    job: JobOption = False,
    form: FormOption = "table",
) -> None:
    """Find whole contracts of each file under a margin cap."""
    from ballast_adapters.cli.sizing_tables import allocations
    from ballast_core.trades import AllocateSpec

    spec = query(
        AllocateSpec,
        selection=selected.selection,
        objective=objective,
        margin_cap=margin_cap,
        drawdown_budget=drawdown_budget,
        least=paired(least),
        most=paired(most),
        most_each=most_each,
        best=best,
    )
    if job:
        _queue(selected, "trades.allocate_contracts", spec, form)
        return
    _work(
        selected,
        form,
        lambda ballast, tell: ballast.trades.allocate_contracts(spec, tell),
        lambda view: [allocations(view)],
    )


@commands.command("optimize")
@selecting
def optimize_selection(
    selected: Selected,
    *,
    objective: Annotated[ObjectiveChoice, Option(metavar="AIM", help=_OBJECTIVE)] = "minimum_risk",
    risk: RiskOption = "variance",
    covariance: CovarianceOption = "sample",
    alpha: AlphaOption = 0.05,
    risk_free: Annotated[float, Option(metavar="RATE", help="Riskless return a year.")] = 0.0,
    least: LeastOption = 0.0,
    most: MostOption = 1.0,
    most_of_symbol: SymbolCaps = None,
    most_of_strategy: StrategyCaps = None,
    capital: Annotated[
        float | None, Option(metavar="DOLLARS", help="What the weights divide.", show_default="the equity")
    ] = None,
    solver: SolverOption = "skfolio",
    job: JobOption = False,
    form: FormOption = "table",
) -> None:
    """Find the best weights of files, and the contracts that come nearest."""
    from ballast_core.flows import OptimizeSpec

    goal = {
        "objective": objective,
        "risk": risk,
        "covariance": covariance,
        "alpha": alpha,
        "risk_free": risk_free,
        "least": least,
        "most": most,
        "solver": solver,
    }
    spec = query(
        OptimizeSpec,
        selection=selected.selection,
        goal=goal,
        most_by_symbol=paired(most_of_symbol),
        most_by_strategy=paired(most_of_strategy),
        capital=capital,
    )
    if job:
        _queue(selected, "flows.optimize_selection", spec, form)
        return
    _work(selected, form, lambda ballast, tell: ballast.flows.optimize_selection(spec, tell))


@commands.command("frontier")
@selecting
def show_frontier(
    selected: Selected,
    *,
    points: Annotated[int, Option(metavar="N", help="How many points.")] = 20,
    risk: RiskOption = "variance",
    covariance: CovarianceOption = "sample",
    alpha: AlphaOption = 0.05,
    least: LeastOption = 0.0,
    most: MostOption = 1.0,
    most_of_symbol: SymbolCaps = None,
    most_of_strategy: StrategyCaps = None,
    solver: SolverOption = "skfolio",
    job: JobOption = False,
    form: FormOption = "table",
) -> None:
    """Find the efficient frontier: the least risk for each return."""
    from ballast_core.flows import FrontierSpec

    goal = {
        "risk": risk,
        "covariance": covariance,
        "alpha": alpha,
        "least": least,
        "most": most,
        "solver": solver,
    }
    spec = query(
        FrontierSpec,
        selection=selected.selection,
        goal=goal,
        points=points,
        most_by_symbol=paired(most_of_symbol),
        most_by_strategy=paired(most_of_strategy),
    )
    if job:
        _queue(selected, "flows.show_frontier", spec, form)
        return
    from ballast_adapters.cli.sizing_tables import frontier_rows

    _work(
        selected,
        form,
        lambda ballast, tell: ballast.flows.show_frontier(spec, tell),
        lambda view: [frontier_rows(view)],
    )


def _work[V: "View"](
    selected: Selected,
    form: Form,
    work: "Callable[[Ballast, Tell], Awaitable[V]]",
    lay: "Callable[[V], list[Table]]" = lambda view: [view.table()],
) -> None:
    """Do the work while a bar shows how far it is, and show what comes of it."""

    async def done(ballast: "Ballast") -> V:
        with shown_progress("working") as tell:
            return await work(ballast, tell)

    selected.show_laid(form, done, lay)


def _queue(selected: Selected, name: str, spec: "Entity", form: Form) -> None:
    """Queue the work as a job, and say how to follow it."""
    from ballast_core.ops import JobSpec

    async def queued(ballast: "Ballast") -> "tuple[Job, TableWriter]":
        asked = JobSpec(name=name, argument=spec.model_dump(mode="json"))
        return await ballast.ops.start_job(asked), ballast.tables

    job, tables = selected.ask(queued)
    show(job, form, tables)
    if form == "table":
        there = f" --remote {selected.remote}" if selected.remote else ""
        say(f"Follow it: ballast jobs watch {job.id}{there}")
        if not there:
            say("A worker does it: `ballast serve` has one, or start `ballast worker`.")
