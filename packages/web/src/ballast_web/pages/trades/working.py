"""Answers that heavy work brings: a form starts a job, and the page it came from shows the job's answer."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl

from fastapi import Request, Response
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from ballast_core.app import App
from ballast_core.ops import Job, JobSpec, JobState
from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import InvalidError, NotFoundError
from ballast_core.shared.table import View
from ballast_core.trades import Selection
from ballast_web.pages.trades.frame import said_selection
from ballast_web.pages.trades.tabs import address
from ballast_web.paths import place
from ballast_web.selecting import FIELDS


class OtherWorkError(NotFoundError):
    """A page was asked for the answer of a job that does other work, or of another release."""

    code = "web.other_work"

    def __init__(self, job: str) -> None:
        super().__init__(
            f"job {job!r} has no answer that this page could draw; its own page has what it answered"
        )


def spec_from[E: Entity](kind: type[E], given: Mapping[str, object]) -> E:
    """Return what a form asks for; an empty field is as usual. Raises `InvalidError` with every fault."""
    try:
        return kind.model_validate({name: value for name, value in given.items() if value != ""})
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise InvalidError("; ".join(faults).replace("Value error, ", "")) from error


def of_percent(said: str) -> str:
    """Return the fraction that a field in percent means; what is no number stays, to be refused."""
    try:
        return str(Decimal(said) / 100)
    except InvalidOperation:
        return said


def selection_of_job(job: Job) -> Selection:
    """Return the selection that a job is about."""
    argument = job.argument if isinstance(job.argument, dict) else {}
    return Selection.model_validate(argument.get("selection") or {})


def elsewhere(job: Job | None, selection: Selection, there: str) -> str:
    """Return where a job is about what the panel has; nothing where it is already."""
    if job is None or (about := selection_of_job(job)) == selection:
        return ""
    return address(there, {**about.to_query(), "job": job.id})


def selection_in(query: str) -> Selection:
    """Return the selection in the query of a page, as a form hands it on."""
    return said_selection({name: said for name, said in parse_qsl(query) if name in FIELDS})


async def started(request: Request, app: App, name: str, spec: Entity, there: str) -> Response:
    """Start a job, and lead back to the page that shows its answer, with its selection."""
    argument = spec.model_dump(mode="json")
    job = await app.ops.start_job(JobSpec(name=name, argument=argument))
    query = Selection.model_validate(argument["selection"]).to_query()
    return RedirectResponse(place(request, address(there, {**query, "job": job.id})), 303)


async def job_of(app: App, job: str, *names: str) -> Job | None:
    """Return the job that a page was asked for, when it does such work."""
    if not job:
        return None
    one = await app.ops.show_job(job)
    if one.name not in names:
        raise OtherWorkError(job)
    return one


def result_of[V: View](kind: type[V], job: Job | None, name: str) -> V | None:
    """Return the answer of a job that did this work; None before it is done. Raises `OtherWorkError`."""
    if job is None or job.name != name or job.state is not JobState.DONE:
        return None
    try:
        return kind.model_validate(job.result)
    except ValidationError as error:
        raise OtherWorkError(job.id) from error
