"""Tables of access."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    "create schema if not exists access",  # a restore of a backup from before leaves it empty
    """
    create table access.owner (
        one boolean default true not null,
        password_hash text not null,
        created_at timestamp with time zone not null,
        password_changed_at timestamp with time zone not null,
        constraint pk_owner primary key (one),
        constraint ck_owner_one check (one)
    )
    """,
    """
    create table access.setup_code (
        one boolean default true not null,
        code_hash text not null,
        expires_at timestamp with time zone not null,
        constraint pk_setup_code primary key (one),
        constraint ck_setup_code_one check (one)
    )
    """,
    """
    create table access.sessions (
        id text not null,
        secret_hash text not null,
        former_hash text not null,
        csrf_token text not null,
        agent text not null,
        address text not null,
        created_at timestamp with time zone not null,
        seen_at timestamp with time zone not null,
        rotated_at timestamp with time zone not null,
        ends_at timestamp with time zone not null,
        constraint pk_sessions primary key (id)
    )
    """,
    "create index ix_sessions_secret_hash on access.sessions (secret_hash)",
    "create index ix_sessions_former_hash on access.sessions (former_hash)",
    """
    create table access.tokens (
        id text not null,
        name text not null,
        scopes text[] not null,
        in_address boolean not null,
        secret_hash text not null,
        created_at timestamp with time zone not null,
        expires_at timestamp with time zone,
        used_at timestamp with time zone,
        revoked_at timestamp with time zone,
        constraint pk_tokens primary key (id)
    )
    """,
    """
    create table access.shares (
        id text not null,
        label text not null,
        models text[] not null,
        secret_hash text not null,
        created_at timestamp with time zone not null,
        expires_at timestamp with time zone not null,
        used_at timestamp with time zone,
        revoked_at timestamp with time zone,
        constraint pk_shares primary key (id)
    )
    """,
    """
    create table access.actions (
        id bigint generated always as identity,
        at timestamp with time zone not null,
        actor text not null,
        action text not null,
        subject text not null,
        address text not null,
        outcome text not null,
        detail text not null,
        constraint pk_actions primary key (id)
    )
    """,
)


def upgrade() -> None:
    """Make the schema and its tables."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Drop the schema with all it holds."""
    op.execute("drop schema access cascade")
