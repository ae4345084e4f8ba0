"""pgqueuer, as it stands in our database: its tables in a schema of its own, a job known by its id."""

from datetime import timedelta

from asyncpg import Connection, Record
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.ports.driver import Driver

SETTINGS = DBSettings(db_schema="pgqueuer", prefix="", durability=Durability.durable)
ENTRYPOINT = "ballast"


def queries(driver: Driver) -> Queries:
    """Return the library's statements on our schema."""
    return Queries(
        driver,
        QueryBuilderEnvironment(SETTINGS),
        QueryQueueBuilder(SETTINGS),
        QuerySchedulerBuilder(SETTINGS),
    )


async def enqueue(db: "Connection[Record]", job_id: str) -> None:
    """Hand a job out to the workers, in the transaction of the connection; twice is once."""
    insert = QueryQueueBuilder(SETTINGS).build_enqueue_query("skip")
    await db.execute(insert, [0], [ENTRYPOINT], [job_id.encode()], [timedelta()], [job_id], [None])
