"""One question to every use case, and how each surface asks it: who is missing says why."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from ballast_core.app import App
from ballast_core.flows import FrontierSpec, OptimizeSpec
from ballast_core.tracking import CompareQuery, FindingsQuery, SeriesName, SeriesQuery
from ballast_core.trades import (
    AllocateSpec,
    BreakdownAsk,
    CorrelationAsk,
    CostsAsk,
    HistogramAsk,
    Selection,
    SeriesAsk,
    SimulationSpec,
    StartDatesAsk,
)

PINE, META = "naz100_pine", "naz100_sp500_abacus"
DAY = date(2026, 6, 30)
BENCHMARK = f"{PINE}:buy_and_hold"


@dataclass(frozen=True, slots=True)
class Question:
    """A use case asked through the library, the API and the command line."""

    ask: Callable[[App], Awaitable[BaseModel]]
    path: str
    command: str


QUESTIONS: dict[str, Question] = {
    "list_models": Question(lambda app: app.tracking.list_models(), "/models", "models"),
    "show_model": Question(lambda app: app.tracking.show_model(PINE), f"/models/{PINE}", f"show {PINE}"),
    "show_holdings": Question(
        lambda app: app.tracking.show_holdings(META, DAY),
        f"/models/{META}/holdings?on={DAY}",
        f"holdings {META} --on {DAY}",
    ),
    "list_snapshots": Question(
        lambda app: app.tracking.list_snapshots(META, 5, 1),
        f"/models/{META}/snapshots?limit=5&offset=1",
        f"snapshots {META} --limit 5 --offset 1",
    ),
    "list_records": Question(
        lambda app: app.tracking.list_records(PINE, 5, 2),
        f"/models/{PINE}/records?limit=5&offset=2",
        f"records {PINE} --limit 5 --offset 2",
    ),
    "list_values": Question(
        lambda app: app.tracking.list_values(PINE, 5),
        f"/models/{PINE}/values?limit=5",
        f"values {PINE} --limit 5",
    ),
    "show_performance": Question(
        lambda app: app.tracking.show_performance(
            SeriesQuery(model=PINE, series=SeriesName.TRADED, points=50)
        ),
        f"/models/{PINE}/performance?series=traded&points=50",
        f"performance {PINE} --series traded --points 50",
    ),
    "show_measures": Question(
        lambda app: app.tracking.show_measures(SeriesQuery(model=PINE, period="1y")),
        f"/models/{PINE}/measures?period=1y",
        f"measures {PINE} --period 1y",
    ),
    "explain_measure": Question(
        lambda app: app.tracking.explain_measure("sortino_252", SeriesQuery(model=PINE, period="1y")),
        f"/models/{PINE}/measures/sortino_252?period=1y",
        f"measure {PINE} sortino_252 --period 1y",
    ),
    "show_drawdowns": Question(
        lambda app: app.tracking.show_drawdowns(PINE, 3),
        f"/models/{PINE}/drawdowns?top=3",
        f"drawdowns {PINE} --top 3",
    ),
    "show_months": Question(
        lambda app: app.tracking.show_months(PINE), f"/models/{PINE}/months", f"months {PINE}"
    ),
    "show_rolling": Question(
        lambda app: app.tracking.show_rolling(PINE, 90),
        f"/models/{PINE}/rolling?window_days=90",
        f"rolling {PINE} --window 90",
    ),
    "show_signal": Question(
        lambda app: app.tracking.show_signal(PINE), f"/models/{PINE}/signal", f"signal {PINE}"
    ),
    "show_ranks": Question(
        lambda app: app.tracking.show_ranks(PINE, 5), f"/models/{PINE}/ranks?top=5", f"ranks {PINE} --top 5"
    ),
    "show_switches": Question(
        lambda app: app.tracking.show_switches(META, "tags"),
        f"/models/{META}/switches?source=tags",
        f"switches {META} --source tags",
    ),
    "show_backtest": Question(
        lambda app: app.tracking.show_backtest(SeriesQuery(model=META, period="1y", points=40)),
        f"/models/{META}/backtest?period=1y&points=40",
        f"backtest {META} --period 1y --points 40",
    ),
    "compare_models": Question(
        lambda app: app.tracking.compare_models(
            CompareQuery(models=(PINE, META, "naz100_hma"), benchmark=BENCHMARK)
        ),
        f"/compare?models={PINE},{META},naz100_hma&benchmark={BENCHMARK}",
        f"compare {PINE} {META} naz100_hma --benchmark {BENCHMARK}",
    ),
    "list_trades": Question(
        lambda app: app.tracking.list_trades(PINE, 7),
        f"/models/{PINE}/trade-log?limit=7",
        f"trade-log {PINE} --limit 7",
    ),
    "list_findings": Question(
        lambda app: app.tracking.list_findings(FindingsQuery(model=PINE, limit=100)),
        f"/findings?model={PINE}&limit=100",
        f"findings {PINE} --limit 100",
    ),
    "list_charts": Question(
        lambda app: app.tracking.list_charts(PINE), f"/models/{PINE}/charts", f"charts {PINE}"
    ),
    "list_runs": Question(lambda app: app.tracking.list_runs(3), "/runs?limit=3", "runs --limit 3"),
}

BOOK = "tradeslist_MES_15_Trend.xlsx"
SELECTION = Selection.model_validate(
    {
        "symbols": "MES,MNQ",
        "start": "2020-03-01",
        "margins": "MES:3000",
        "multipliers": f"{BOOK}:2",
        "account_equity": 50_000,
    }
)
IN_ADDRESS = (
    f"symbols=MNQ&symbols=MES&start=2020-03-01&margins=MES:3000&multipliers={BOOK}:2&account_equity=50000"
)
FLAGS = f"--symbols MES,MNQ --from 2020-03-01 --margin MES=3000 --multiplier {BOOK}=2 --equity 50000"


def _selected(ask: Callable[[App], Awaitable[BaseModel]], path: str, command: str) -> Question:
    """Return a question about the selection above."""
    return Question(ask, f"{path}{'&' if '?' in path else '?'}{IN_ADDRESS}", f"trades {command} {FLAGS}")


TRADES_QUESTIONS: dict[str, Question] = {
    "list_files": Question(lambda app: app.trades.list_files(), "/files", "trades list"),
    "show_file": Question(lambda app: app.trades.show_file(BOOK), f"/files/{BOOK}", f"trades show {BOOK}"),
    "list_mappings": Question(lambda app: app.trades.list_mappings(), "/mappings", "trades mappings list"),
    "list_trades": _selected(
        lambda app: app.trades.list_trades(SELECTION, 7, 2),
        "/trades?limit=7&offset=2",
        "log --limit 7 --offset 2",
    ),
    "describe_selection": _selected(
        lambda app: app.trades.describe_selection(SELECTION), "/selection/meta", "meta"
    ),
    "show_series": _selected(
        lambda app: app.trades.show_series(SELECTION, SeriesAsk(name="drawdown", per="all", points=50)),
        "/series/drawdown?per=all&points=50",
        "series drawdown --per all --points 50",
    ),
    "show_histogram": _selected(
        lambda app: app.trades.show_histogram(SELECTION, HistogramAsk(of="days", bins=9)),
        "/series/histogram?of=days&bins=9",
        "histogram --of days --bins 9",
    ),
    "show_exposure": _selected(lambda app: app.trades.show_exposure(SELECTION), "/exposure", "exposure"),
    "show_metrics": _selected(lambda app: app.trades.show_metrics(SELECTION), "/metrics", "metrics"),
    "show_correlations": _selected(
        lambda app: app.trades.show_correlations(SELECTION, CorrelationAsk(mode="slope", method="spearman")),
        "/correlations?mode=slope&method=spearman",
        "correlations --mode slope --method spearman",
    ),
    "show_cta": _selected(lambda app: app.trades.show_cta(SELECTION), "/cta", "cta"),
    "show_months": _selected(lambda app: app.trades.show_months(SELECTION), "/month-grid", "months"),
    "show_rolling": _selected(
        lambda app: app.trades.show_rolling(SELECTION, 6), "/rolling-returns?months=6", "rolling --months 6"
    ),
    "show_underwater": _selected(
        lambda app: app.trades.show_underwater(SELECTION, 3), "/underwater?top=3", "underwater --top 3"
    ),
    "show_excursions": _selected(
        lambda app: app.trades.show_excursions(SELECTION, 20),
        "/excursions?points=20",
        "excursions --points 20",
    ),
    "show_breakdown": _selected(
        lambda app: app.trades.show_breakdown(SELECTION, BreakdownAsk(by="hour", at="entry")),
        "/breakdown?by=hour&at=entry",
        "breakdown --by hour --at entry",
    ),
    "show_costs": _selected(
        lambda app: app.trades.show_costs(SELECTION, CostsAsk(commission=1.0, extra=0.5)),
        "/costs?commission=1&extra=0.5",
        "costs --commission 1 --extra 0.5",
    ),
    "show_start_dates": _selected(
        lambda app: app.trades.show_start_dates(SELECTION, StartDatesAsk(horizons=(30, 60))),
        "/start-dates?horizons=30,60",
        "start-dates --horizon 30 --horizon 60",
    ),
    "list_figures": Question(lambda app: app.trades.list_figures(), "/figures", "trades figures"),
    "explain_figure": Question(
        lambda app: app.trades.explain_figure("sharpe"), "/figures/sharpe", "trades figure sharpe"
    ),
}
"""Every use case of trade lists that answers at once."""

HEAVY_QUESTIONS: dict[str, Question] = {
    "simulate_drawdowns": Question(
        lambda app: app.trades.simulate_drawdowns(SimulationSpec(selection=SELECTION, paths=100, seed=3)),
        "/simulations",
        f"trades simulate --paths 100 --seed 3 {FLAGS}",
    ),
    "allocate_contracts": Question(
        lambda app: app.trades.allocate_contracts(AllocateSpec(selection=SELECTION, best=2)),
        "/optimizer/allocator",
        f"trades allocate --best 2 {FLAGS}",
    ),
    "optimize_selection": Question(
        lambda app: app.flows.optimize_selection(OptimizeSpec(selection=SELECTION)),
        "/optimizer/riskfolio",
        f"trades optimize {FLAGS}",
    ),
    "show_frontier": Question(
        lambda app: app.flows.show_frontier(FrontierSpec(selection=SELECTION, points=3)),
        "/optimizer/frontier",
        f"trades frontier --points 3 {FLAGS}",
    ),
}
"""Every use case that takes a while; the API answers with a job, whose end test_remote compares."""

TRADES_ELSEWHERE = {
    "add_files": "changes what is stored: test_uploads, test_trades and test_remote_trades",
    "remove_file": "as add_files",
    "save_mapping": "as add_files",
    "drop_mapping": "as add_files",
    "stage_upload": "a part of the API's upload, before its job",
    "add_uploads": "that job: test_uploads",
    "export_trades": "answers a file: test_surfaces_agree, below the table",
    "read_returns": "what optimizers are asked with; of no use to a person",
    "show_revision": "the API's ETag; of no use to a person",
    "count_artifacts": "a part of /metrics",
    "import_universe": "changes what is stored: test_universe of each surface",
}

ACCESS_COMMANDS = {
    "begin_setup": "owner code",
    "set_password": "owner password",
    "list_sessions": "sessions list",
    "end_session": "sessions end",
    "create_token": "token create",
    "list_tokens": "token list",
    "revoke_token": "token revoke",
    "create_share": "share create",
    "list_shares": "share list",
    "revoke_share": "share revoke",
    "list_actions": "audit",
}
"""The command that asks a use case of access; the API lists, makes and ends the same things."""

ONLY_ON_THE_MACHINE = {"begin_setup", "set_password"}
"""Who may ask these has the machine itself."""

ACCESS_ELSEWHERE = {
    "has_owner": "a step of the pages: sign in, or set up first",
    "create_owner": "the page /setup",
    "change_password": "the page /account",
    "sign_in": "the page /sign-in",
    "check_session": "before every page",
    "check_token": "before every answer of the API",
    "open_share": "the pages under /shared",
    "record_action": "after every change, by each surface itself",
}

ELSEWHERE = {
    "open_chart": "answers bytes: test_api and test_commands compare them with the file",
    "ingest_models": "changes what is stored: test_killed_ingest and the tests of each surface",
    "show_run": "asked with an id that only a run gives: test_surfaces_agree, below the table",
    "show_revision": "the API's ETag; of no use to a person",
    "read_held": "what coverage of events looks after; of no use to a person",
    "show_shared": "for whoever has a link and nothing else: the pages under /shared",
    "show_shared_model": "as show_shared",
}
