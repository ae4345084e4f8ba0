"""Kept answers: same bytes, made once, gone when what they were made from changes."""

import asyncio
import gzip
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import zstandard
from starlette.requests import Request
from starlette.responses import Response
from tests.in_memory import Bench, client_of

from ballast_adapters.memory.clock import FrozenClock
from ballast_core.tracking import FileKind
from ballast_web.answers import Answers, Basis

CURVE = "/api/v1/models/naz100_pine/performance"
LONG = "calm " * 1_000


class Kitchen:
    """Makes answers, slowly, and counts them; sees a revision that can be changed."""

    def __init__(self) -> None:
        self.made = self.looks = 0
        self.revision = "1"
        self.basis = Basis("kitchen", self.look)

    async def look(self) -> str:
        self.looks += 1
        seen = self.revision
        await asyncio.sleep(0.001)
        return seen

    async def make(self, request: Request) -> Response:
        self.made += 1
        await asyncio.sleep(0.001)
        if "fail" in request.url.query:
            return Response("no", 404)
        return Response(f"{request.url.query} {LONG}", media_type="text/plain")


def asked(query: str = "", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": query.encode(), "headers": raw}
    return Request(scope | {"server": ("127.0.0.1", 80), "scheme": "http"})


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


@pytest.fixture
def answers() -> Answers:
    return Answers(FrozenClock(datetime(2026, 11, 20, tzinfo=UTC)))


async def test_an_answer_is_made_once_and_its_bytes_stay(answers: Answers, kitchen: Kitchen) -> None:
    bodies = {bytes((await answers.of_revision(asked(), kitchen.basis, kitchen.make)).body) for _ in range(3)}
    assert (len(bodies), kitchen.made) == (1, 1)


async def test_fifty_who_ask_at_once_share_one_making_and_few_looks(
    answers: Answers, kitchen: Kitchen
) -> None:
    asking = [answers.of_revision(asked(), kitchen.basis, kitchen.make) for _ in range(50)]
    sent = await asyncio.gather(*asking)
    assert (kitchen.made, kitchen.looks, len({bytes(one.body) for one in sent})) == (1, 2, 1)


async def test_who_gives_up_waiting_does_not_stop_the_others(answers: Answers, kitchen: Kitchen) -> None:
    first = asyncio.create_task(answers.of_revision(asked(), kitchen.basis, kitchen.make))
    second = asyncio.create_task(answers.of_revision(asked(), kitchen.basis, kitchen.make))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).status_code == 200
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_nobody_gets_what_was_seen_before_they_asked(answers: Answers, kitchen: Kitchen) -> None:
    early = asyncio.create_task(answers.of_revision(asked(), kitchen.basis, kitchen.make))
    await asyncio.sleep(0)  # it looks now
    kitchen.revision = "2"
    late = await answers.of_revision(asked(), kitchen.basis, kitchen.make)
    assert (await early).headers["etag"] != late.headers["etag"]


async def test_a_new_revision_and_a_new_day_make_a_new_answer(kitchen: Kitchen) -> None:
    clock = FrozenClock(datetime(2026, 11, 20, tzinfo=UTC))
    answers = Answers(clock)
    tags = [(await answers.of_revision(asked(), kitchen.basis, kitchen.make)).headers["etag"]]
    clock.tick(timedelta(days=1))
    tags.append((await answers.of_revision(asked(), kitchen.basis, kitchen.make)).headers["etag"])
    kitchen.revision = "2"
    tags.append((await answers.of_revision(asked(), kitchen.basis, kitchen.make)).headers["etag"])
    assert len(set(tags)) == 3


async def test_who_has_the_answer_gets_304_before_any_work(answers: Answers, kitchen: Kitchen) -> None:
    tag = (await answers.of_revision(asked(), kitchen.basis, kitchen.make)).headers["etag"]
    for known in (tag, f'"other", W/{tag}'):
        sent = await answers.of_revision(asked(if_none_match=known), kitchen.basis, kitchen.make)
        assert (sent.status_code, sent.body, sent.headers["etag"]) == (304, b"", tag)
    assert kitchen.made == 1


async def test_who_has_any_answer_gets_304_where_there_is_one(answers: Answers, kitchen: Kitchen) -> None:
    ends = [
        (await answers.of_revision(asked(query, if_none_match="*"), kitchen.basis, kitchen.make)).status_code
        for query in ("", "", "fail")
    ]
    ends.append((await answers.of_content(asked(if_none_match="*"), kitchen.make)).status_code)
    assert ends == [304, 304, 404, 304]


async def test_questions_that_mean_the_same_share_one_answer(answers: Answers, kitchen: Kitchen) -> None:
    basis = Basis("kitchen", kitchen.look, question="a and b")
    tags = [
        (await answers.of_revision(asked(query), basis, kitchen.make)).headers["etag"]
        for query in ("a&b", "b&a")
    ]
    assert (len(set(tags)), kitchen.made) == (1, 1)


async def test_two_bases_looked_at_at_once_are_not_taken_for_each_other(
    answers: Answers, kitchen: Kitchen
) -> None:
    other = Kitchen()
    other.revision = "another"
    alone = await answers.of_revision(asked(), Basis("other", other.look), other.make)
    *_, together = await asyncio.gather(
        *(answers.of_revision(asked(), kitchen.basis, kitchen.make) for _ in range(2)),
        answers.of_revision(asked(), Basis("other", other.look), other.make),
    )
    assert together.headers["etag"] == alone.headers["etag"]


async def test_an_answer_tells_whether_it_was_there(answers: Answers, kitchen: Kitchen) -> None:
    told = [await answers.of_revision(asked(), kitchen.basis, kitchen.make) for _ in range(2)]
    told.append(
        await answers.of_revision(asked(if_none_match=told[0].headers["etag"]), kitchen.basis, kitchen.make)
    )
    assert [one.headers["cache-status"] for one in told] == [
        "ballast; fwd=miss",
        "ballast; hit",
        "ballast; hit",
    ]


async def test_a_failure_is_not_kept(answers: Answers, kitchen: Kitchen) -> None:
    for _ in range(2):
        sent = await answers.of_revision(asked("fail"), kitchen.basis, kitchen.make)
        assert (sent.status_code, "etag" in sent.headers) == (404, False)
    assert kitchen.made == 2


async def test_the_answers_not_asked_for_the_longest_make_room(kitchen: Kitchen) -> None:
    answers = Answers(FrozenClock(datetime(2026, 11, 20, tzinfo=UTC)), kept_bytes=3 * len(LONG))
    for query in ("a", "b", "a", "c", "a", "b"):  # two fit: c drives out b, not a
        await answers.of_revision(asked(query), kitchen.basis, kitchen.make)
    assert kitchen.made == 4


async def test_an_answer_larger_than_all_room_is_sent_and_not_kept(kitchen: Kitchen) -> None:
    answers = Answers(FrozenClock(datetime(2026, 11, 20, tzinfo=UTC)), kept_bytes=10)
    for _ in range(2):
        assert (await answers.of_revision(asked(), kitchen.basis, kitchen.make)).status_code == 200
    assert kitchen.made == 2


async def test_each_compression_has_a_tag_of_its_own_and_the_same_text(
    answers: Answers, kitchen: Kitchen
) -> None:
    plain, packed, dense = [
        await answers.of_revision(asked(accept_encoding=way), kitchen.basis, kitchen.make)
        for way in ("identity", "gzip", "zstd")
    ]
    assert gzip.decompress(packed.body) == zstandard.decompress(dense.body) == plain.body
    assert len({one.headers["etag"] for one in (plain, packed, dense)}) == 3
    assert [one.headers.get("content-encoding") for one in (plain, packed, dense)] == [None, "gzip", "zstd"]


async def test_what_may_change_at_any_time_is_tagged_by_its_content(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        first = await client.get("/api/v1/runs")
        same = await client.get("/api/v1/runs", headers={"If-None-Match": first.headers["etag"]})
        await client.post("/api/v1/ingest", json={})
        other = await client.get("/api/v1/runs", headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, other.status_code) == (304, 200)


async def test_an_ingest_that_stores_something_is_seen_at_once(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        before = await client.get(CURVE)
        record = b"\ncumu_value: 2026-11-19 10:00:00 4321.0 1 4321.0\n"
        bench.files.files["naz100_pine"][FileKind.STATUS] += record
        await client.post("/api/v1/ingest", json={})
        after = await client.get(CURVE, headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["values"][-1]) == (200, 4321.0)


async def test_an_ingest_that_stores_nothing_leaves_all_answers_as_they_are(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        before = await client.get(CURVE)
        await client.post("/api/v1/ingest", json={})
        after = await client.get(CURVE, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 304


async def test_answers_say_how_they_may_be_kept(api: httpx.AsyncClient) -> None:
    for path in (CURVE, "/api/v1/runs", "/api/v1/models/naz100_pine/charts"):
        sent = await api.get(path)
        assert sent.headers["cache-control"] == "private, no-cache"
        assert sent.headers["vary"] == "Accept, Accept-Encoding, Authorization, Cookie"


async def test_fifty_clients_at_once_get_the_same_bytes(bench: Bench) -> None:
    async with client_of(bench.web()) as client:
        sent = await asyncio.gather(*(client.get(CURVE, params={"points": 0}) for _ in range(50)))
    assert {one.status_code for one in sent} == {200}
    assert len({one.content for one in sent}) == 1


@pytest.mark.parametrize(
    "other", ["naz100_pine%23", "naz100_pine%3Fpoints=9", "naz100%0A_pine", "naz100_pine%20"]
)
async def test_paths_that_look_alike_share_no_answer(api: httpx.AsyncClient, other: str) -> None:
    await api.get("/api/v1/models/naz100_pine")
    assert (await api.get(f"/api/v1/models/{other}")).status_code == 404
