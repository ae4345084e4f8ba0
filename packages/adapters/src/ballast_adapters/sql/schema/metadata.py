"""One catalog of tables for all contexts; a pattern names constraints, so that migrations can drop them."""

from sqlalchemy import MetaData

VERSION_SCHEMA = "ballast"
"""Where Alembic notes the version of the tables."""

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
