"""The wiring of jobs and events: where jobs wait, and who hears what."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from ballast_adapters.clock import SystemClock

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from ballast_adapters.sql.channel import SqlChannel
    from ballast_adapters.sql.engine import Driver
    from ballast_adapters.sql.jobs import SqlJobs


@asynccontextmanager
async def open_jobs(engine: "AsyncEngine") -> AsyncGenerator["SqlJobs"]:
    """Yield the jobs of this database."""
    async with open_jobs_and_events(engine) as (jobs, _):
        yield jobs


@asynccontextmanager
async def open_jobs_and_events(engine: "AsyncEngine") -> AsyncGenerator[tuple["SqlJobs", "SqlChannel"]]:
    """Yield the jobs of this database, and what carries its events; one connection listens for both."""
    from ballast_adapters.sql.channel import SqlChannel
    from ballast_adapters.sql.jobs import SqlJobs
    from ballast_adapters.sql.news import JobNews, News

    news = News(engine)
    channel = SqlChannel(engine, news, SystemClock())
    try:
        yield SqlJobs(engine, JobNews(news), enqueue), channel
    finally:
        await channel.close()
        await news.close()


async def enqueue(db: "Driver", job_id: str) -> None:
    """Hand a job out to the workers, in the transaction of the connection."""
    from ballast_adapters.queue import library  # it takes long to load, and few start jobs

    await library.enqueue(db, job_id)
