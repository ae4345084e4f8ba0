"""What Prometheus reads: requests as they come and go, and what is stored at the moment of asking."""

import asyncio
import platform
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.exposition import choose_encoder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ballast_core.app import App
from ballast_core.ops import JobState
from ballast_core.shared.errors import BallastError
from ballast_core.tracking import FindingsQuery, IngestRun, RunState, Severity
from ballast_web.answers import Answers
from ballast_web.live.channels import Use

PATIENCE_S = 2.0
LONG_PATIENCE_S = (
    6.0  # for the look at all models, once after each change; Prometheus itself gives up after ten
)
_RUNS = 50  # a success further back than this has been missed for weeks
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NOTED = "measured_route"


@dataclass(frozen=True, slots=True)
class _Stored:
    """What changes only when stored data do: the last day of each model, how many findings there are."""

    last_days: dict[str, date]
    findings: dict[Severity, int]


class Metrics:
    """All metrics of one web application, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        built = Info("ballast_build", "Version of the program and of Python.", registry=registry)
        built.info({"version": version("ballast-web"), "python": platform.python_version()})
        labels = ("method", "route")
        self.requests = Counter(
            "ballast_http_requests", "Requests answered.", (*labels, "status"), registry=registry
        )
        self.seconds = Histogram(
            "ballast_http_request_seconds",
            "Seconds until an answer begins.",
            labels,
            buckets=_BUCKETS,
            registry=registry,
        )
        self.in_progress = self._gauge("ballast_http_requests_in_progress", "Requests being answered.")
        self.sign_in_failures = Counter(
            "ballast_sign_in_failures", "Passwords, tokens and codes that were wrong.", registry=registry
        )
        self._answers = self._gauge(
            "ballast_answers", "Kept answers: given again, unchanged at the client, made.", "how"
        )
        self._answer_bytes = self._gauge("ballast_answers_kept_bytes", "Memory that kept answers take.")
        self._artifacts = self._gauge(
            "ballast_trade_artifacts", "Parts of figures by file: reused by a selection, computed.", "how"
        )
        self._pool_size = self._gauge("ballast_database_pool_size", "Connections kept at most.")
        self._pool_in_use = self._gauge("ballast_database_pool_in_use", "Connections at work.")
        self._database_up = self._gauge("ballast_database_up", "Whether the database answered in time.")
        self._last_day = self._gauge(
            "ballast_model_last_day_timestamp_seconds", "Midnight (UTC) of a model's last record.", "model"
        )
        self._findings = self._gauge("ballast_findings", "Findings about the files.", "severity")
        self._jobs = self._gauge("ballast_jobs", "Jobs that are kept, by where they stand.", "state")
        self._last_run = self._gauge(
            "ballast_ingest_last_run_timestamp_seconds", "When the latest ingest began."
        )
        self._last_success = self._gauge(
            "ballast_ingest_last_success_timestamp_seconds", "When the latest ingest that went well ended."
        )
        self._last_failed = self._gauge("ballast_ingest_last_failed", "Whether the latest ingest failed.")
        self._listeners = self._gauge("ballast_live_listeners", "Who listens to a live channel.", "channel")
        self._messages = self._gauge(
            "ballast_live_messages", "Messages for listeners, and those lost on slow ones.", "channel", "how"
        )
        self._revision = ""
        self._stored = _Stored({}, {})

    def note_live(self, uses: Mapping[str, Use]) -> None:
        """Take down how the live channels are used."""
        for channel, use in uses.items():
            self._listeners.labels(channel).set(use.listeners)
            self._messages.labels(channel, "told").set(use.told)
            self._messages.labels(channel, "lost").set(use.lost)

    async def exposition(self, app: App, answers: Answers, accept: str = "") -> tuple[bytes, str]:
        """Return all metrics and their media type; a database that is slow or away costs only its part."""
        revision, stored = "", _Stored({}, {})
        runs: tuple[IngestRun, ...] = ()
        jobs: Mapping[JobState, int] = {}
        with suppress(BallastError, TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                revision = await app.tracking.show_revision()
                runs = (await app.tracking.list_runs(_RUNS)).runs
                jobs = await app.ops.count_jobs()
        self._database_up.set(bool(revision))
        if revision:
            with suppress(BallastError, TimeoutError):
                async with asyncio.timeout(LONG_PATIENCE_S):
                    stored = await self._look(app, revision)
        self._tell_stored(stored)
        self._tell_runs(runs)
        self._jobs.clear()
        for state, many in jobs.items():
            self._jobs.labels(state.value).set(many)
        for how, times in zip(("reused", "computed"), app.trades.count_artifacts(), strict=True):
            self._artifacts.labels(how).set(times)
        use = app.ops.show_pool()
        self._pool_size.set(use.size)
        self._pool_in_use.set(use.in_use)
        for how, times in answers.given.items():
            self._answers.labels(how).set(times)
        self._answer_bytes.set(answers.kept_bytes)
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, registry=self._registry)

    async def _look(self, app: App, revision: str) -> _Stored:
        """Ask again only when stored data changed: a scrape comes every few seconds."""
        if revision != self._revision:
            models = (await app.tracking.list_models()).models
            findings = {
                severity: (await app.tracking.list_findings(FindingsQuery(severity=severity, limit=0))).total
                for severity in Severity
            }
            days = {model.name: model.last_day for model in models if model.last_day is not None}
            self._stored, self._revision = _Stored(days, findings), revision
        return self._stored

    def _tell_stored(self, stored: _Stored) -> None:
        self._last_day.clear()
        for model, day in stored.last_days.items():
            self._last_day.labels(model).set(datetime.combine(day, time(), UTC).timestamp())
        self._findings.clear()
        for severity, found in stored.findings.items():
            self._findings.labels(severity.value).set(found)

    def _tell_runs(self, runs: tuple[IngestRun, ...]) -> None:
        ended = [run for run in runs if run.state is not RunState.RUNNING]
        success = next((run.ended_at for run in ended if run.state is RunState.DONE and run.ended_at), None)
        self._last_run.set(runs[0].started_at.timestamp() if runs else 0)
        self._last_success.set(success.timestamp() if success else 0)
        self._last_failed.set(bool(ended) and ended[0].state is not RunState.DONE)


class Measure:
    """Counts and times every request, those that were turned away included; the outermost frame."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in _METHODS else "other"
        state: dict[str, str] = scope.setdefault("state", {})
        status = 0
        begun = perf_counter()

        async def timed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._metrics.seconds.labels(method, state.get(_NOTED, "none")).observe(
                    perf_counter() - begun
                )
            await send(message)

        with self._metrics.in_progress.track_inprogress():
            try:
                await self._app(scope, receive, timed)
            finally:
                route = state.get(_NOTED, "none")
                self._metrics.requests.labels(method, route, str(status or 500)).inc()


class NoteRoute:
    """Notes which route a request took, its template and not its path, of which there are endless many."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        root = scope.get("root_path", "")

        async def noting(message: Message) -> None:
            route = scope.get("route")
            if route is not None:
                scope["state"][_NOTED] = route.path
            elif scope["root_path"] != root:  # a mount leaves no route, but says where it is
                scope["state"][_NOTED] = scope["root_path"].removeprefix(root)
            await send(message)

        await self._app(scope, receive, noting)
