"""Heavy work under `/api/v1`: accepted at once, and done by a job."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header, Query, Request, Response

from ballast_core.app import App
from ballast_core.ops import Job, JobSpec
from ballast_core.shared.entity import Entity
from ballast_web.audit import note
from ballast_web.paths import place

ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "model": Job,
        "description": "The job that does it; `Location` is where it tells how far it is.",
        "headers": {"Location": {"schema": {"type": "string"}}},
    }
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How a job is started; the same key with the same question means the same job."""

    idempotency_key: Annotated[
        str, Header(max_length=200, description="Sent again, it starts no second job.")
    ] = ""
    time_limit_s: Annotated[
        float | None,
        Query(gt=0, le=86_400, allow_inf_nan=False, description="Seconds that a try may take; else its own."),
    ] = None


async def started(request: Request, app: App, name: str, argument: Entity, terms: Terms) -> Response:
    """Start a heavy use case as a job, and say where it can be watched."""
    spec = JobSpec(
        name=name,
        argument=argument.model_dump(mode="json"),
        idempotency_key=terms.idempotency_key,
        time_limit_s=terms.time_limit_s,
    )
    return await accepted(request, app, spec)


async def accepted(request: Request, app: App, spec: JobSpec) -> Response:
    """Start a job, note it, and say where it can be watched."""
    job = await app.ops.start_job(spec)
    note(request, detail=f"job {job.id}")
    where = {"Location": place(request, f"/api/v1/jobs/{job.id}"), "Cache-Control": "no-store"}
    return Response(job.model_dump_json(), 202, where, "application/json")
