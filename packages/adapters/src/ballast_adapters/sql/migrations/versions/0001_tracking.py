"""Tables of model tracking."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    "create schema tracking",
    """
    create table tracking.models (
        id uuid not null,
        name text not null,
        description text not null,
        market_index text,
        is_meta boolean not null,
        sub_models text[] not null,
        config_path text not null,
        parameters jsonb not null,
        constraint pk_models primary key (id),
        constraint uq_models_name unique (name)
    )
    """,
    """
    create table tracking.source_files (
        model_id uuid not null,
        kind text not null,
        name text not null,
        sha256 text not null,
        size bigint not null,
        lines integer not null,
        since date,
        stored_at timestamp with time zone not null,
        constraint pk_source_files primary key (model_id, kind),
        constraint fk_source_files_model_id foreign key (model_id)
            references tracking.models (id) on delete cascade
    )
    """,
    """
    create table tracking.findings (
        model_id uuid not null,
        kind text not null,
        position integer not null,
        file text not null,
        line integer,
        rule text not null,
        severity text not null,
        read text not null,
        done text not null,
        constraint pk_findings primary key (model_id, kind, position)
    )
    """,
    """
    create table tracking.status_records (
        model_id uuid not null,
        position integer not null,
        line integer not null,
        at timestamp without time zone not null,
        base double precision not null,
        signal double precision,
        traded double precision,
        constraint pk_status_records primary key (model_id, position)
    )
    """,
    """
    create table tracking.backtest_points (
        model_id uuid not null,
        position integer not null,
        line integer not null,
        day date not null,
        buy_and_hold double precision,
        strategy double precision,
        new_highs double precision,
        new_lows double precision,
        sub_model text,
        constraint pk_backtest_points primary key (model_id, position)
    )
    """,
    """
    create table tracking.snapshots (
        model_id uuid not null,
        position integer not null,
        sequence integer not null,
        day date not null,
        id uuid not null,
        line integer not null,
        active_sub_model text,
        cash_in_total numeric,
        constraint pk_snapshots primary key (model_id, position)
    )
    """,
    """
    create table tracking.lots (
        model_id uuid not null,
        position integer not null,
        sequence integer not null,
        day date not null,
        ticker text not null,
        shares numeric not null,
        purchase_price numeric not null,
        constraint pk_lots primary key (model_id, position)
    )
    """,
    """
    create table tracking.trade_log (
        model_id uuid not null,
        position integer not null,
        line integer not null,
        day date not null,
        action text not null,
        ticker text,
        shares numeric,
        price numeric,
        text text not null,
        constraint pk_trade_log primary key (model_id, position)
    )
    """,
    """
    create table tracking.ranks (
        model_id uuid not null,
        position integer not null,
        file_position integer not null,
        day date not null,
        symbol text not null,
        rank bigint not null,
        constraint pk_ranks primary key (model_id, position)
    )
    """,
    """
    create table tracking.ingest_runs (
        id uuid not null,
        started_at timestamp with time zone not null,
        ended_at timestamp with time zone,
        state text not null,
        models text[] not null,
        rows_read integer not null,
        rows_new integer not null,
        rows_changed integer not null,
        rows_removed integer not null,
        rows_unchanged integer not null,
        rows_rejected integer not null,
        findings integer not null,
        message text not null,
        constraint pk_ingest_runs primary key (id)
    )
    """,
    "create index ix_ingest_runs_started_at on tracking.ingest_runs (started_at)",
    """
    create table tracking.revision (
        value uuid not null default gen_random_uuid(),
        constraint pk_revision primary key (value)
    )
    """,
    "insert into tracking.revision default values",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop schema tracking cascade")
