"""What was found about the files, of one model or of all."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ballast_core.app import App
from ballast_core.tracking import FindingsQuery, FindingsView, FoundRule, Severity
from ballast_web.api.tracking import Model
from ballast_web.deps import AppDep
from ballast_web.pages.model_tabs import model_page, name_of
from ballast_web.pages.render import page
from ballast_web.routes import StoredRoute

PAGE_ROWS = 50

router = APIRouter(route_class=StoredRoute)

type Level = Annotated[str, Query(pattern="^(info|warning|error)?$", description="How much it matters.")]
type Rule = Annotated[str, Query(max_length=100, description="Name of a rule.")]
type From = Annotated[int, Query(ge=0, le=10**9, description="Rows to pass over.")]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of findings; `rules`, `counts` by severity and `every` are of all, whatever the filter says."""

    view: FindingsView
    query: FindingsQuery
    rules: tuple[FoundRule, ...]
    counts: Mapping[str, int]
    every: int
    meanings: Mapping[str, str]


@router.get("/findings")
async def show_findings(
    request: Request,
    app: AppDep,
    model: Annotated[str, Query(max_length=200, description="Name of a model.")] = "",
    severity: Level = "",
    rule: Rule = "",
    findings_from: From = 0,
) -> Response:
    """Show the findings of all models, or of one."""
    query = _query(model, severity, rule, findings_from)
    names = [one.name for one in (await app.tracking.list_models()).models]
    return page(request, "findings.html", models=names, found=await _found(app, query))


@router.get("/models/{model}/findings")
async def show_findings_of_model(
    request: Request,
    app: AppDep,
    model: Model,
    severity: Level = "",
    rule: Rule = "",
    findings_from: From = 0,
) -> Response:
    """Show the findings of one model."""
    name = await name_of(app, model)
    query = _query(name, severity, rule, findings_from)
    return model_page(request, "model/findings.html", name, "Findings", found=await _found(app, query))


def _query(model: str, severity: str, rule: str, offset: int) -> FindingsQuery:
    level = Severity(severity) if severity else None
    return FindingsQuery(
        model=model or None, severity=level, rule=rule or None, limit=PAGE_ROWS, offset=offset
    )


async def _found(app: App, query: FindingsQuery) -> Found:
    every = await app.tracking.list_findings(query.model_copy(update={"severity": None, "rule": None}))
    counts: Counter[str] = Counter()
    for one in every.rules:
        counts[one.severity.value] += one.count
    return Found(
        view=await app.tracking.list_findings(query),
        query=query,
        rules=tuple(one for one in every.rules if query.severity in (None, one.severity)),
        counts=counts,
        every=every.total,
        meanings={one.rule: one.meaning for one in every.rules},
    )
