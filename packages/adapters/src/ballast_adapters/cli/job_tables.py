"""Jobs as a person reads them: what goes on, and what came of one that is done."""

import json
from typing import TYPE_CHECKING

from ballast_core.shared.table import Column, Table

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from collections.abc import Callable
    from typing import Any

    from ballast_core.ops import Job, JobsView
    from ballast_core.shared.table import View

    type Lay = Callable[[Any], list[Table]]


def job_rows(view: "JobsView") -> Table:
    """Return a row a job, with what is looked at first."""
    rows = view.jobs
    return Table(
        "Jobs",
        (
            Column("job", [row.id for row in rows]),
            Column("work", [row.name.rpartition(".")[2] for row in rows]),
            Column("state", [row.state.value for row in rows]),
            Column("said", [row.fault.message if row.fault else row.progress.said for row in rows]),
            Column("created", [row.created_at for row in rows], "instant"),
            Column("ended", [row.ended_at for row in rows], "instant"),
            Column("attempts", [row.attempts for row in rows], "count"),
        ),
    )


def result_tables(job: "Job") -> list[Table]:
    """Return what came of a job, laid out as by the command for its work; nothing where there is nothing."""
    from pydantic import ValidationError

    kind, lay = _kinds().get(job.name, (None, None))
    if job.result is None or kind is None or lay is None:
        return []
    try:
        view = kind.model_validate_json(json.dumps(job.result))
    except ValidationError:  # an earlier release kept it in another form
        return []
    return lay(view)


def _kinds() -> "dict[str, tuple[type[View], Lay]]":
    from ballast_adapters.cli.market.run_tables import run_tables
    from ballast_adapters.cli.sizing_tables import allocations, frontier_rows, odds
    from ballast_core.flows import FrontierView, OptimizationView
    from ballast_core.market import RunView
    from ballast_core.tracking import IngestReport
    from ballast_core.trades import AddReport, AllocationView, SimulationView

    return {
        "tracking.ingest_models": (IngestReport, _flat),
        "trades.add_uploads": (AddReport, _flat),
        "trades.simulate_drawdowns": (SimulationView, lambda view: [view.table(), odds(view)]),
        "trades.allocate_contracts": (AllocationView, lambda view: [allocations(view)]),
        "market.update_market": (RunView, run_tables),
        "flows.optimize_selection": (OptimizationView, _flat),
        "flows.show_frontier": (FrontierView, lambda view: [frontier_rows(view)]),
    }


def _flat(view: "View") -> list[Table]:
    return [view.table()]
