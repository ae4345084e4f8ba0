"""Market data, economic series, news, events, runs of the pipeline, and schedules."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMAS = ("market_data", "derived", "economic_data", "news", "events")

STATEMENTS = (
    # A restore of a backup from before leaves them empty.
    *(f"create schema if not exists {name}" for name in SCHEMAS),
    """
    create table market_data.instruments (
        symbol text collate "C" not null,
        name text not null,
        kind text not null,
        sector text not null,
        categories text[] not null,
        exchange text not null,
        calendar text not null,
        currency text not null,
        first_listed date,
        delisted date,
        successor text not null,
        spellings jsonb not null,
        high_priority boolean not null,
        note text not null,
        constraint pk_instruments primary key (symbol)
    )
    """,
    """
    create table market_data.bars (
        symbol text collate "C" not null,
        day date not null,
        open double precision,
        high double precision,
        low double precision,
        close double precision,
        volume bigint,
        vwap double precision,
        trades bigint,
        source text not null,
        final boolean not null,
        ingested_at timestamp with time zone not null,
        constraint pk_bars primary key (symbol, day)
    )
    """,
    """
    create table market_data.bar_revisions (
        id bigint generated always as identity,
        symbol text collate "C" not null,
        day date not null,
        open double precision,
        high double precision,
        low double precision,
        close double precision,
        volume bigint,
        vwap double precision,
        trades bigint,
        source text not null,
        ingested_at timestamp with time zone not null,
        replaced_at timestamp with time zone not null,
        constraint pk_bar_revisions primary key (id)
    )
    """,
    "create index ix_bar_revisions_symbol on market_data.bar_revisions (symbol, day)",
    """
    create table derived.days_held (
        symbol text collate "C" not null,
        source text collate "C" not null,
        first date not null,
        days bytea not null,
        constraint pk_days_held primary key (symbol, source)
    )
    """,
    """
    create table market_data.splits (
        symbol text collate "C" not null,
        day date not null,
        ratio double precision not null,
        source text not null,
        constraint pk_splits primary key (symbol, day)
    )
    """,
    """
    create table market_data.dividends (
        symbol text collate "C" not null,
        day date not null,
        amount double precision not null,
        currency text not null,
        pay_day date,
        source text not null,
        constraint pk_dividends primary key (symbol, day)
    )
    """,
    """
    create table market_data.sessions (
        calendar text collate "C" not null,
        day date not null,
        opens timestamp not null,
        closes timestamp not null,
        constraint pk_sessions primary key (calendar, day)
    )
    """,
    """
    create table market_data.session_years (
        calendar text collate "C" not null,
        year integer not null,
        release text not null,
        constraint pk_session_years primary key (calendar, year)
    )
    """,
    """
    create table market_data.findings (
        symbol text collate "C" not null,
        day date not null,
        rule text collate "C" not null,
        source text collate "C" not null,
        severity text not null,
        detail text not null,
        first_seen timestamp with time zone not null,
        last_seen timestamp with time zone not null,
        resolved_at timestamp with time zone,
        constraint pk_findings primary key (symbol, day, rule, source)
    )
    """,
    "create index ix_findings_open on market_data.findings (symbol, day) where resolved_at is null",
    """
    create table market_data.revision (
        value uuid default gen_random_uuid() not null,
        constraint pk_revision primary key (value)
    )
    """,
    "insert into market_data.revision default values",
    """
    create table economic_data.indicators (
        id text collate "C" not null,
        name text not null,
        unit text not null,
        frequency text not null,
        category text not null,
        release_lag_days integer not null,
        high_priority boolean not null,
        ended date,
        note text not null,
        constraint pk_indicators primary key (id)
    )
    """,
    """
    create table economic_data.observations (
        series text collate "C" not null,
        period date not null,
        vintage date not null,
        value double precision,
        source text not null,
        constraint pk_observations primary key (series, period, vintage)
    )
    """,
    """
    create table news.articles (
        source text collate "C" not null,
        id text collate "C" not null,
        url text not null,
        published_at timestamp with time zone not null,
        title text not null,
        summary text not null,
        symbols text[] not null,
        sentiment double precision,
        scorer text not null,
        constraint pk_articles primary key (source, id)
    )
    """,
    "create index ix_articles_published_at on news.articles (published_at)",
    "create index ix_articles_symbols on news.articles using gin (symbols)",
    """
    create table events.events (
        day date not null,
        kind text collate "C" not null,
        subject text collate "C" not null,
        name text collate "C" not null,
        at timestamp with time zone,
        importance smallint not null,
        estimate double precision,
        actual double precision,
        source text not null,
        constraint pk_events primary key (day, kind, subject, name)
    )
    """,
    "create index ix_events_subject on events.events (subject, day)",
    """
    create table events.recurring (
        name text collate "C" not null,
        kind text not null,
        region text not null,
        frequency text not null,
        local_time text not null,
        importance smallint not null,
        constraint pk_recurring primary key (name)
    )
    """,
    """
    create table market_data.runs (
        id text not null,
        spec jsonb not null,
        first date,
        last date,
        state text not null,
        started_at timestamp with time zone not null,
        ended_at timestamp with time zone,
        log text[] default '{}' not null,
        constraint pk_runs primary key (id)
    )
    """,
    "create index ix_runs_at_work on market_data.runs (state) where ended_at is null",
    "create index ix_runs_started_at on market_data.runs (started_at)",
    """
    create table market_data.run_steps (
        run_id text not null,
        step text not null,
        position integer not null,
        state text not null,
        parts integer not null,
        parts_done integer not null,
        inserted integer not null,
        updated integer not null,
        unchanged integer not null,
        rejected integer not null,
        faults jsonb not null,
        started_at timestamp with time zone,
        ended_at timestamp with time zone,
        constraint pk_run_steps primary key (run_id, step),
        constraint fk_run_steps_run_id foreign key(run_id) references market_data.runs (id) on delete cascade
    )
    """,
    """
    create table market_data.run_parts (
        run_id text not null,
        step text not null,
        part text collate "C" not null,
        constraint pk_run_parts primary key (run_id, step, part),
        constraint fk_run_parts_run_id foreign key(run_id) references market_data.runs (id) on delete cascade
    )
    """,
    """
    create table market_data.quotas (
        provider text not null,
        day date not null,
        asked integer not null,
        recent timestamp with time zone[] not null,
        constraint pk_quotas primary key (provider)
    )
    """,
    """
    create table ops.schedules (
        name text collate "C" not null,
        cron text not null,
        zone text not null,
        calendar text not null,
        work text not null,
        argument json,
        misfire text not null,
        paused boolean not null,
        looked_at timestamp with time zone not null,
        last_job text not null,
        constraint pk_schedules primary key (name)
    )
    """,
)


def upgrade() -> None:
    """Make the schemas and all tables."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Drop them with all they hold."""
    op.execute("drop table ops.schedules")
    for name in reversed(SCHEMAS):
        op.execute(f"drop schema {name} cascade")
