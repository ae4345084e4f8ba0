"""`create_web` makes the web application; uvicorn can call it, too."""

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from importlib.metadata import version

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ballast_adapters.bootstrap import open_app
from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings, load_settings
from ballast_core.app import App
from ballast_core.shared.errors import BallastError
from ballast_core.shared.ports import Clock
from ballast_web.answers import Answers
from ballast_web.api import access, exports, figures, ingest, market_value, ops, sizing, tracking, trades
from ballast_web.api import jobs as jobs_api
from ballast_web.api import trade_files as files_api
from ballast_web.api.market import MARKET_API, MARKET_UPLOADS
from ballast_web.assets import Assets
from ballast_web.bodies import LARGEST_BODY
from ballast_web.errors import problem_response
from ballast_web.first_run import tell_setup_code
from ballast_web.guard import Guard
from ballast_web.limits import SIGN_IN, Attempts
from ballast_web.live.channels import Live
from ballast_web.live.sockets import SOCKETS
from ballast_web.logs import keep_the_servers_own_log_shut
from ballast_web.metrics import Measure, Metrics, NoteRoute
from ballast_web.openapi import FAILURES, DescribedApi
from ballast_web.pages import (
    account,
    backtest,
    book,
    compare,
    findings,
    home,
    jobs,
    palette,
    plots,
    setup,
    shared,
    sign_in,
)
from ballast_web.pages import ingest as ingest_pages
from ballast_web.pages import model as model_pages
from ballast_web.pages.market.routers import MARKET_PAGES
from ballast_web.pages.trades.routers import TRADES_PAGES
from ballast_web.running import RunningIngest

type Opener = Callable[[], AbstractAsyncContextManager[App]]

_API = (
    *(tracking.stored, tracking.fresh, market_value.stored, ingest.fresh, ingest.live),
    *(files_api.stored, files_api.fresh, trades.router, exports.router),
    *(figures.router, sizing.trades, sizing.flows),
    *MARKET_API,
    *(access.router, ops.router, ops.probes, jobs_api.fresh, jobs_api.live),
)
_PAGES = (
    model_pages.router,
    *(home.router, palette.router, sign_in.router, setup.router, account.router),
    *(book.router, backtest.router, plots.router, findings.router, compare.router),
    *(ingest_pages.router, ingest_pages.live, shared.router),
    *(*TRADES_PAGES, *MARKET_PAGES, jobs.router, jobs.live),
)


def _together(shared: APIRouter, routers: Iterable[APIRouter]) -> list[BaseRoute]:
    """Return routes that all applications have: what FastAPI finds in their signatures, it finds once."""
    for router in routers:
        shared.include_router(router)
    return shared.routes


_ROUTES = (
    *_together(APIRouter(responses=FAILURES, max_body_size=LARGEST_BODY), _API),
    *_together(APIRouter(include_in_schema=False), _PAGES),
)


def create_web(
    settings: Settings | None = None,
    *,
    opener: Opener | None = None,
    clock: Clock | None = None,
    listening_on: str = "",
) -> FastAPI:
    """Return the web application; it opens Ballast when it starts and closes it when it stops.

    `listening_on` is where it is served, `http://127.0.0.1:8000`, as far as that is not in the settings.
    """
    settings, clock = settings or load_settings(), clock or SystemClock()
    open_ballast = opener or partial(open_app, settings)

    @asynccontextmanager
    async def lifespan(web: FastAPI) -> AsyncGenerator[None]:
        keep_the_servers_own_log_shut()
        async with open_ballast() as ballast:
            web.state.ballast = ballast
            await tell_setup_code(ballast.access, settings, listening_on)
            running = RunningIngest(ballast.tracking.ingest_models, ballast.tracking.list_runs, clock)
            async with running.open() as web.state.running, Live(ballast, clock).open() as web.state.live:
                yield

    metrics = Metrics()
    web = DescribedApi(
        title="Ballast",
        version=version("ballast-web"),
        description="Trading models, tracked from the files as they really are.",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its scripts come from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        routes=list(_ROUTES),
        middleware=[Middleware(Measure, metrics), Middleware(Guard, settings), Middleware(NoteRoute)],
        exception_handlers=dict.fromkeys(
            (BallastError, RequestValidationError, HTTPException), problem_response
        ),
    )
    web.state.settings = settings
    web.state.clock = clock
    web.state.sign_ins = Attempts(*SIGN_IN)
    web.state.metrics = metrics
    web.state.answers = Answers(clock)
    largest = settings.api.largest_upload
    for router in (files_api.uploads, *MARKET_UPLOADS):
        web.include_router(router, responses=FAILURES, max_body_size=largest)
    web.router.routes.extend(SOCKETS)
    web.mount("/static", Assets())
    return web
