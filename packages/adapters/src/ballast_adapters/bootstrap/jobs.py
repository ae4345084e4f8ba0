"""The wiring of jobs: where they wait, and who does them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from ballast_adapters.sql.engine import Driver
    from ballast_adapters.sql.jobs import SqlJobs


@asynccontextmanager
async def open_jobs(engine: "AsyncEngine") -> AsyncGenerator["SqlJobs"]:
    """Yield the jobs of this database."""
    from ballast_adapters.sql.jobs import SqlJobs
    from ballast_adapters.sql.news import JobNews

    news = JobNews(engine)
    try:
        yield SqlJobs(engine, news, enqueue)
    finally:
        await news.close()


async def enqueue(db: "Driver", job_id: str) -> None:
    """Hand a job out to the workers, in the transaction of the connection."""
    from ballast_adapters.queue import library  # it takes long to load, and few start jobs

    await library.enqueue(db, job_id)
