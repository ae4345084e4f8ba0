"""Table of contents: every use case by context, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.access import (
    AccessLimits,
    ActionStore,
    BeginSetup,
    ChangePassword,
    CheckSession,
    CheckToken,
    CreateOwner,
    CreateShare,
    CreateToken,
    EndSession,
    HashPassword,
    HasOwner,
    ListActions,
    ListSessions,
    ListShares,
    ListTokens,
    OpenShare,
    OwnerStore,
    Passwords,
    RecordAction,
    RevokeShare,
    RevokeToken,
    Secrets,
    SessionStore,
    SetPassword,
    ShareStore,
    SignIn,
    TokenStore,
)
from ballast_core.ops import CheckHealth, CheckReady, Probes, ShowPool
from ballast_core.shared.ports import Clock, TableWriter
from ballast_core.tracking import (
    ChartFiles,
    CompareModels,
    ExplainMeasure,
    FindingStore,
    IngestModels,
    IngestStore,
    ListCharts,
    ListFindings,
    ListModels,
    ListRecords,
    ListRuns,
    ListSnapshots,
    ListTrades,
    ListValues,
    ModelFiles,
    ModelStore,
    OpenChart,
    ReadFile,
    ReadSeries,
    ShowBacktest,
    ShowDrawdowns,
    ShowHoldings,
    ShowMeasures,
    ShowModel,
    ShowMonths,
    ShowPerformance,
    ShowRanks,
    ShowRevision,
    ShowRolling,
    ShowRun,
    ShowShared,
    ShowSharedModel,
    ShowSignal,
    ShowSwitches,
    SnapshotStore,
    Summarize,
    ValueStore,
)


@dataclass(frozen=True, slots=True)
class Tracking:
    """What can be asked of model tracking."""

    list_models: ListModels
    show_model: ShowModel
    show_holdings: ShowHoldings
    list_snapshots: ListSnapshots
    list_records: ListRecords
    list_values: ListValues
    show_performance: ShowPerformance
    show_measures: ShowMeasures
    explain_measure: ExplainMeasure
    show_drawdowns: ShowDrawdowns
    show_months: ShowMonths
    show_rolling: ShowRolling
    show_signal: ShowSignal
    show_ranks: ShowRanks
    show_switches: ShowSwitches
    show_backtest: ShowBacktest
    compare_models: CompareModels
    list_trades: ListTrades
    list_findings: ListFindings
    list_charts: ListCharts
    open_chart: OpenChart
    ingest_models: IngestModels
    list_runs: ListRuns
    show_run: ShowRun
    show_shared: ShowShared
    show_shared_model: ShowSharedModel
    show_revision: ShowRevision


@dataclass(frozen=True, slots=True)
class Access:
    """What can be asked about who may come in."""

    begin_setup: BeginSetup
    has_owner: HasOwner
    create_owner: CreateOwner
    set_password: SetPassword
    change_password: ChangePassword
    sign_in: SignIn
    check_session: CheckSession
    end_session: EndSession
    list_sessions: ListSessions
    create_token: CreateToken
    list_tokens: ListTokens
    revoke_token: RevokeToken
    check_token: CheckToken
    create_share: CreateShare
    list_shares: ListShares
    revoke_share: RevokeShare
    open_share: OpenShare
    record_action: RecordAction
    list_actions: ListActions


@dataclass(frozen=True, slots=True)
class Ops:
    """What can be asked about the running of Ballast itself."""

    check_health: CheckHealth
    check_ready: CheckReady
    show_pool: ShowPool


@dataclass(frozen=True, slots=True)
class App:
    """Ballast, wired: ask its use cases, and write their tables."""

    tracking: Tracking
    access: Access
    ops: Ops
    tables: TableWriter


@dataclass(frozen=True, slots=True)
class TrackingPorts:
    """All that model tracking stands on; one store may fit several ports."""

    models: ModelStore
    values: ValueStore
    snapshots: SnapshotStore
    findings: FindingStore
    ingests: IngestStore
    files: ModelFiles
    charts: ChartFiles
    clock: Clock


def wire_ops(probes: Probes) -> Ops:
    """Return every use case about the running of Ballast, standing on these probes."""
    return Ops(CheckHealth(probes), CheckReady(probes), ShowPool(probes))


def wire_tracking(ports: TrackingPorts) -> Tracking:
    """Return every use case of model tracking, standing on these ports."""
    models, values, snapshots = ports.models, ports.values, ports.snapshots
    read_series = ReadSeries(values)
    summarize = Summarize(read_series, snapshots, ports.clock)
    show_months, show_drawdowns = ShowMonths(models, read_series), ShowDrawdowns(models, read_series)
    read_file = ReadFile(ports.files, values, snapshots, ports.clock)
    return Tracking(
        list_models=ListModels(models, summarize),
        show_model=ShowModel(models, values, snapshots, ports.findings, summarize),
        show_holdings=ShowHoldings(models, snapshots, read_series, ports.clock),
        list_snapshots=ListSnapshots(models, snapshots),
        list_records=ListRecords(models, values),
        list_values=ListValues(models, values),
        show_performance=ShowPerformance(models, read_series),
        show_measures=ShowMeasures(models, snapshots, read_series),
        explain_measure=ExplainMeasure(models, snapshots, read_series),
        show_drawdowns=show_drawdowns,
        show_months=show_months,
        show_rolling=ShowRolling(models, read_series),
        show_signal=ShowSignal(models, read_series),
        show_ranks=ShowRanks(models, snapshots, ports.clock),
        show_switches=ShowSwitches(models, values, snapshots, read_series),
        show_backtest=ShowBacktest(models, values, read_series),
        compare_models=CompareModels(models, read_series),
        list_trades=ListTrades(models, snapshots),
        list_findings=ListFindings(models, ports.findings),
        list_charts=ListCharts(models, ports.charts),
        open_chart=OpenChart(models, ports.charts),
        ingest_models=IngestModels(ports.files, read_file, models, ports.ingests, ports.clock),
        list_runs=ListRuns(ports.ingests),
        show_run=ShowRun(ports.ingests),
        show_shared=ShowShared(models, read_series, summarize),
        show_shared_model=ShowSharedModel(
            models, snapshots, read_series, summarize, show_months, show_drawdowns
        ),
        show_revision=ShowRevision(models),
    )


@dataclass(frozen=True, slots=True)
class AccessPorts:
    """All that access stands on; one store may fit several ports."""

    owners: OwnerStore
    sessions: SessionStore
    tokens: TokenStore
    shares: ShareStore
    actions: ActionStore
    passwords: Passwords
    secrets: Secrets
    clock: Clock


def wire_access(ports: AccessPorts, limits: AccessLimits) -> Access:
    """Return every use case of access, standing on these ports."""
    owners, sessions, tokens, shares = ports.owners, ports.sessions, ports.tokens, ports.shares
    passwords, secrets, clock = ports.passwords, ports.secrets, ports.clock
    hash_password = HashPassword(owners, passwords, secrets)
    return Access(
        begin_setup=BeginSetup(owners, secrets, clock),
        has_owner=HasOwner(owners),
        create_owner=CreateOwner(owners, hash_password, secrets, clock),
        set_password=SetPassword(owners, sessions, hash_password, clock),
        change_password=ChangePassword(owners, sessions, passwords, hash_password, clock),
        sign_in=SignIn(owners, sessions, passwords, secrets, clock, limits),
        check_session=CheckSession(sessions, secrets, clock, limits),
        end_session=EndSession(sessions),
        list_sessions=ListSessions(sessions, clock, limits),
        create_token=CreateToken(tokens, secrets, clock),
        list_tokens=ListTokens(tokens, clock),
        revoke_token=RevokeToken(tokens, clock),
        check_token=CheckToken(tokens, secrets, clock),
        create_share=CreateShare(shares, secrets, clock),
        list_shares=ListShares(shares, clock),
        revoke_share=RevokeShare(shares, clock),
        open_share=OpenShare(shares, secrets, clock),
        record_action=RecordAction(ports.actions, clock),
        list_actions=ListActions(ports.actions),
    )
