"""The description of the API stays as it is, and so does the page that is written from it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import pytest
from tests.in_memory import bench_of

from ballast_core.flows import Flows
from ballast_core.market import Market
from ballast_core.ops import Ops
from ballast_core.tracking import Tracking
from ballast_core.trades import Selection, Trades
from ballast_web.negotiation import MEDIA_TYPES

INTRODUCTION = """# The API

Written from the routes by `pytest tests/unit/web/test_openapi.py --golden-update`; `/api/v1/openapi.json`
tells a machine.

**Forms.** An answer leaves as JSON, or as its table in another form: by `Accept`, or by `format`, which wins.

{forms}
**Series** leave as columns of equal length. More than 2,000 points are thinned, lowest and highest of each
stretch kept: `raw_points` and `sent_points` say so, and `points=0` gets all.

**Lists** have `limit` and `offset`; `Link` leads to the next and the previous page. `limit=0` answers all
rows at once, as a file wants them.

**Kept answers.** `ETag` changes when stored data change, and at midnight UTC, for answers tell ages. Send it
back in `If-None-Match` and get 304. `Cache-Status` tells whether an answer was there (`hit`) or was made
(`fwd=miss`). `Accept-Encoding` may ask for zstd or gzip.

**Trade lists.** Everything about trades takes the same selection: `files`, `symbols`, `intervals`,
`strategies`, `direction`, `start`, `end`, `multipliers`, `margins`, `account_equity`, `spikes`, and
`data_version` to be sure of the files; the table says *selection*. What is absent means all; however a
selection is spelled, it shares one kept answer. Files come in by
`POST /api/v1/upload` as `multipart/form-data`, the parts named `files`.

**Heavy work** is a job: 202 with the job, and `Location`, where it tells how far it is and at last its
result. The same `Idempotency-Key` with the same question is the same job.

**Live channels** are web sockets, `/ws/monitor` and `/ws/price-ticks`, and the same as server-sent events
under `/monitor/events` and `/price-ticks/events`. [How they are listened to](../howto/live-channels.md).

**Failures** are problem documents (`application/problem+json`, RFC 9457). `problems` names every fault of a
request at once; `type` is `urn:ballast:` and a code that stays the same.

| status | |
|---|---|
| 401 | who asks is not known: no token, one that is wrong, expired or revoked, a session that is over |
| 403 | the token lacks the scope; policy says no; a change that another site's page asks for |
| 404 | no such model, chart, run, file, job; no data of the kind; a selection that leaves nothing |
| 406 | none of the forms is accepted |
| 409 | another ingest runs; another export of the strategy is there; the files are not of `data_version` |
| 408, 413 | a body that takes over 10 seconds, or has more than 64 KiB; of uploads 30 minutes, 100 MiB |
| 414, 431 | a query above 8,192 characters; more than 100 headers, or 32 KiB of them |
| 421 | asked for by a name that is not this machine's; `BALLAST_API__HOSTS` adds names |
| 422 | the request cannot be answered as asked |
| 429 | too many wrong tokens from one address; `Retry-After` says how long to wait |
| 500 | a fault of Ballast; the log has more under the id |
| 503 | the database is away; `Retry-After` says when to come back |

**Running it.** At the root, for machines: `/health` answers while the program runs, `/ready` with 503 while
the database does not answer or its tables do not fit, `/metrics` in the forms of Prometheus.

**Who may ask.** Where only this machine can ask, anyone on it may. Else every request but `/api/v1/health`
needs `Authorization: Bearer ballast_<id>_<secret>`, or a browser that is signed in, whose changes carry
`X-CSRF-Token`. A token has scopes: `read` for every `GET`, `ingest` for ingests, uploads, files,
mappings and jobs, `admin` for everything, tokens, share links, browsers and the audit log included;
`BALLAST_API_TOKEN` is one with `admin`.
A client that cannot send headers may put a token into the address, `GET …?token=`, if that reads alone and
was made for it. [How tokens are made](../howto/sign-in.md).
"""

SELECTED = set(Selection.model_fields)
ACCESS = {
    f"access.{name}"
    for name in (
        *("list_tokens", "create_token", "revoke_token"),
        *("list_shares", "create_share", "revoke_share"),
        *("list_sessions", "end_session", "list_actions"),
    )
}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return bench_of({}).web().openapi()


def reference(described: dict[str, Any]) -> str:
    """Return the page."""
    forms = "| `format` | media type |\n|---|---|\n" + "".join(
        f"| `{form}` | `{media_type}` |\n" for form, media_type in MEDIA_TYPES.items()
    )
    known: dict[str, dict[str, None]] = {}
    routes = "".join(rows(described, known))
    return (
        INTRODUCTION.format(forms=forms)
        + "\n## Routes\n\n| | | beside `format` |\n|---|---|---|\n"
        + routes
        + "\n## Parameters\n\n| | unless given | |\n|---|---|---|\n"
        + "".join(row for name in sorted(known) for row in known[name])
    )


def rows(described: dict[str, Any], known: dict[str, dict[str, None]]) -> Iterator[str]:
    """Yield a row for each route, and get to know its parameters."""
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            asked = [one for one in operation.get("parameters", []) if one["in"] == "query"]
            told = {one["name"]: (one["schema"], one.get("description", "")) for one in asked}
            for body in operation.get("requestBody", {}).get("content", {}).values():
                schema = described["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
                told |= {name: (field, "In the body.") for name, field in schema["properties"].items()}
            for name, (field, description) in told.items():
                default = field.get("default")
                given = "" if default in (None, []) else f"`{json.dumps(default)}`".replace('"', "")
                lines = known.setdefault(name, {})
                lines[f"| `{name}` | {given} | {description} |\n"] = None
            selected = SELECTED if told.keys() >= SELECTED else set()
            names = ["*selection*"] * bool(selected)
            names += [f"`{name}`" for name in told if name not in {"format", *selected}]
            said = operation["description"].partition("\n\n")[0]
            yield f"| `{method.upper()} {path}` | {said} | {', '.join(names)} |\n"


def test_the_description_is_what_it_was(
    described: dict[str, Any], golden: Callable[[str, str], None]
) -> None:
    golden("tests/golden/openapi.json", json.dumps(described, indent=1, ensure_ascii=False) + "\n")


def test_the_page_of_routes_is_current(described: dict[str, Any], golden: Callable[[str, str], None]) -> None:
    golden("docs/reference/api.md", reference(described))


def test_every_use_case_has_a_route_by_its_name(described: dict[str, Any]) -> None:
    operations = {
        operation["operationId"] for path in described["paths"].values() for operation in path.values()
    }
    use_cases = ACCESS | {f"tracking.{field.name}" for field in fields(Tracking)}
    use_cases |= {f"trades.{field.name}" for field in fields(Trades)}
    use_cases |= {f"flows.{field.name}" for field in fields(Flows)}
    use_cases |= {f"market.{field.name}" for field in fields(Market)}
    use_cases |= {f"ops.{field.name}" for field in fields(Ops)}
    assert use_cases - operations == {
        "tracking.show_revision",  # the ETag
        "tracking.show_shared",  # pages for whoever has a link
        "tracking.show_shared_model",
        "tracking.read_held",  # what coverage of events looks after
        "trades.show_revision",
        "market.show_market_revision",
        "market.import_universe",  # of the flow of its name
        "trades.stage_upload",  # of an upload that becomes a job
        "trades.add_uploads",  # that job
        "trades.read_returns",  # what optimizers are asked with
        "market.read_closes",  # what holdings are valued with
        *("trades.count_artifacts", "ops.count_jobs", "ops.show_pool"),  # parts of /metrics
        "ops.start_due_jobs",  # what workers ask
    }
    assert operations - use_cases == {
        "tracking.list_findings_of_model",  # those of one model have a place of their own
        "tracking.show_ingest",  # what a server runs; a command runs its own
        "tracking.watch_ingest",
        "trades.export_metrics",  # the metrics as a file
        "ops.resume_schedule",  # the other way of pause_schedule
        "market.watch_quotes",  # ops.watch_channel, for quotes
    }


def test_every_failure_is_described_as_a_problem_document(described: dict[str, Any]) -> None:
    for path in described["paths"].values():
        for operation in path.values():
            for status in ("4XX", "5XX"):
                assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
