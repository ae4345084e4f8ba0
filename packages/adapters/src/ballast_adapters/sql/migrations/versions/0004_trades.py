"""Tables of trade lists."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    "create schema if not exists trades",  # a restore of a backup from before leaves it empty
    """
    create table trades.files (
        id text not null,
        sha256 text not null,
        name text not null,
        size_bytes bigint not null,
        source text not null,
        symbol text not null,
        symbol_text text not null,
        description text not null,
        interval text not null,
        interval_minutes integer,
        strategy text not null,
        strategy_text text not null,
        first_bar timestamp without time zone,
        last_bar timestamp without time zone,
        commission double precision,
        slippage double precision,
        initial_capital double precision,
        trade_size double precision,
        display_periods integer,
        closed_trades integer not null,
        open_trades integer not null,
        daily_rows integer not null,
        has_marks boolean not null,
        exact_sides boolean not null,
        first_day date,
        last_day date,
        net_profit double precision not null,
        marked_profit double precision,
        findings jsonb not null,
        added_at timestamp with time zone not null,
        constraint pk_files primary key (id)
    )
    """,
    "create index ix_files_name on trades.files (name)",
    """
    create table trades.books (
        file_id text not null,
        trades bytea not null,
        daily bytea,
        constraint pk_books primary key (file_id),
        constraint fk_books_file_id foreign key (file_id) references trades.files (id) on delete cascade
    )
    """,
    # Parquet has been compressed, where that pays: PostgreSQL need not try again.
    "alter table trades.books alter column trades set storage external",
    "alter table trades.books alter column daily set storage external",
    """
    create table trades.uploads (
        id text not null,
        name text not null,
        size_bytes bigint not null,
        added_at timestamp with time zone not null,
        content bytea not null,
        constraint pk_uploads primary key (id)
    )
    """,
    "create index ix_uploads_added_at on trades.uploads (added_at)",
    "alter table trades.uploads alter column content set storage external",
    """
    create table trades.mappings (
        name text not null,
        columns jsonb not null,
        delimiter text not null,
        decimal text not null,
        "when" text not null,
        constraint pk_mappings primary key (name)
    )
    """,
    """
    create table trades.revision (
        value uuid default gen_random_uuid() not null,
        constraint pk_revision primary key (value)
    )
    """,
    "insert into trades.revision default values",
)


def upgrade() -> None:
    """Make the schema and its tables."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Drop the schema with all it holds."""
    op.execute("drop schema trades cascade")
