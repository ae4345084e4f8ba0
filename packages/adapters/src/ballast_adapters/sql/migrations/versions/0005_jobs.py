"""Jobs, the workers, and the tables of the library that hands jobs out."""

from typing import cast

from alembic import op
from asyncpg import Connection
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from pgqueuer.domain.settings import DBSettings
from sqlalchemy import AdaptedConnection

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATEMENTS = (
    "create schema if not exists ops",  # a restore of a backup from before leaves it empty
    """
    create table ops.jobs (
        id uuid default gen_random_uuid() not null,
        name text not null,
        argument json,
        state text not null,
        done integer not null,
        total integer not null,
        said text not null,
        version integer not null,
        attempts integer not null,
        time_limit_s double precision not null,
        cancel_asked boolean not null,
        idempotency_key text not null,
        created_at timestamp with time zone not null,
        started_at timestamp with time zone,
        ended_at timestamp with time zone,
        retry_at timestamp with time zone,
        worker text not null,
        fault json,
        result json,
        constraint pk_jobs primary key (id)
    )
    """,
    "create index ix_jobs_created_at on ops.jobs (created_at)",
    "create unique index ix_jobs_idempotency_key on ops.jobs (idempotency_key) where idempotency_key <> ''",
    """
    create table ops.workers (
        name text not null,
        started_at timestamp with time zone not null,
        seen_at timestamp with time zone not null,
        constraint pk_workers primary key (name)
    )
    """,
)


def upgrade() -> None:
    """Make both schemas; the library states its tables itself."""
    for statement in STATEMENTS:
        op.execute(statement)
    settings = DBSettings(db_schema="pgqueuer", prefix="")
    install = QueryBuilderEnvironment(settings).build_install_query()

    async def installed(driver: Connection) -> None:
        await driver.execute(install)  # many statements, which only a plain query may hold

    cast("AdaptedConnection", op.get_bind().connection.dbapi_connection).run_async(installed)


def downgrade() -> None:
    """Drop both schemas with all they hold."""
    op.execute("drop schema pgqueuer cascade")
    op.execute("drop schema ops cascade")
