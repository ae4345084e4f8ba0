"""Schedules on a server."""

from dataclasses import dataclass
from urllib.parse import quote

from ballast_adapters.remote.server import Server
from ballast_core.ops import Job, ScheduleSpec, SchedulesView, ScheduleView


@dataclass(frozen=True, slots=True)
class RemoteSchedules:
    """The schedules of a server; each method is called and answers like the use case of its name."""

    server: Server

    async def list_schedules(self) -> SchedulesView:
        """List schedules, each with its next times and its last job."""
        return self.server.read(SchedulesView, await self.server.get("/schedules"))

    async def show_schedule(self, name: str) -> ScheduleView:
        """Look at a schedule."""
        return self.server.read(ScheduleView, await self.server.get(_path(name)))

    async def save_schedule(self, spec: ScheduleSpec) -> ScheduleView:
        """Keep a schedule under its name."""
        return self.server.read(ScheduleView, await self.server.change("PUT", _path(spec.name), spec))

    async def drop_schedule(self, name: str) -> None:
        """Forget a schedule."""
        await self.server.change("DELETE", _path(name))

    async def pause_schedule(self, name: str, *, paused: bool = True) -> ScheduleView:
        """Pause a schedule, or resume it."""
        how = "pause" if paused else "resume"
        return self.server.read(ScheduleView, await self.server.change("POST", f"{_path(name)}/{how}"))

    async def run_schedule(self, name: str) -> Job:
        """Start the work of a schedule now."""
        return self.server.read(Job, await self.server.change("POST", f"{_path(name)}/run"))


def _path(name: str) -> str:
    return f"/schedules/{quote(name, safe='')}"
