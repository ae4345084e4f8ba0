"""Live channels over real sockets: what is told, to whom, how slow they may be, and how it ends."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr
from tests.in_memory import Bench, bench_of
from tests.live_lines import ShortPatience, event, heard, opened, refusal, served
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from ballast_adapters.bootstrap import open_remote
from ballast_adapters.settings import Settings
from ballast_adapters.settings.knobs import ApiSettings
from ballast_core.access import Scope, TokenSpec
from ballast_core.market import Instrument
from ballast_core.shared.events import Event
from ballast_web.live import channels, listener, prices
from ballast_web.serving import PatientSocket

PASSWORD = "a few good words in a row"
TOKEN = "läster-42-und-mehr"
GUARDED = Settings(api=ApiSettings(sign_in="always"), api_token=SecretStr(TOKEN))
MONITOR, TICKS = "/ws/monitor", "/ws/price-ticks"


@pytest.fixture(scope="module")
def bench() -> Bench:
    """A Ballast for all tests of this module, which leave nothing behind."""
    return bench_of({})


@pytest.fixture(scope="module")
async def port(bench: Bench) -> AsyncGenerator[int]:
    async with served(bench) as port:
        yield port


async def test_the_monitor_tells_what_happens(bench: Bench, port: int) -> None:
    async with opened(port, MONITOR) as line:
        await bench.channel.publish([event("coverage", "AAPL", rows=3)])
        said = await heard(line)
    assert said == {"topic": "coverage", "subject": "AAPL", "at": "2026-11-20T12:00:00Z", "data": {"rows": 3}}


async def test_a_line_lasts_longer_than_a_request_may(bench: Bench, port: int) -> None:
    async with opened(port, MONITOR) as line:
        await asyncio.sleep(2 * ShortPatience.request_s)
        await bench.channel.publish([event("run", "r1")])
        assert (await heard(line))["subject"] == "r1"


async def test_the_monitor_tells_only_what_is_asked_for(bench: Bench, port: int) -> None:
    async with opened(port, f"{MONITOR}?topics=run,schedule&subjects=r1") as line:
        others = [event("coverage", "r1"), event("run", "r2"), event("quote", "r1", price=1.0)]
        await bench.channel.publish([*others, event("run", "r1"), event("schedule", "*")])
        assert [(await heard(line))["topic"] for _ in range(2)] == ["run", "schedule"]


async def test_what_the_monitor_tells_is_chosen_anew_by_a_message(bench: Bench, port: int) -> None:
    async with opened(port, f"{MONITOR}?topics=run") as line:
        await line.send(json.dumps({"topics": ["coverage"]}))
        assert (await heard(line))["topics"] == ["coverage"]
        await bench.channel.publish([event("run", "r1"), event("coverage", "AAPL")])
        assert (await heard(line))["topic"] == "coverage"


async def test_prices_come_with_symbol_and_time(bench: Bench, port: int) -> None:
    async with opened(port, f"{TICKS}?symbols=aapl,BTC-USD") as line:
        told = [event("quote", "MSFT", price=1.0), event("quote", "BTC-USD", price=2.5, source="x")]
        await bench.channel.publish(told)
        assert await heard(line) == {"symbol": "BTC-USD", "price": 2.5, "timestamp": "2026-11-20T12:00:00Z"}


async def test_symbols_are_added_and_taken_away_by_messages(bench: Bench, port: int) -> None:
    told = [event("quote", symbol, price=1.0) for symbol in ("AAPL", "MSFT", "NVDA")]
    async with opened(port, f"{TICKS}?symbols=AAPL") as line:
        await line.send(json.dumps({"subscribe": ["nvda", "MSFT"], "unsubscribe": ["AAPL"]}))
        assert await heard(line) == {"symbols": ["MSFT", "NVDA"]}
        await bench.channel.publish(told)
        assert [(await heard(line))["symbol"] for _ in range(2)] == ["MSFT", "NVDA"]


async def test_who_names_no_symbol_hears_all_prices(bench: Bench, port: int) -> None:
    async with opened(port, TICKS) as line:
        await bench.channel.publish([event("quote", "*", missed=True), event("quote", "AAPL", price=1.0)])
        assert (await heard(line))["symbol"] == "AAPL"


async def test_who_comes_hears_the_present_price_at_once(bench: Bench, port: int) -> None:
    await bench.app.market.save_instrument(Instrument(symbol="ACME"))
    async with opened(port, f"{TICKS}?symbols=ACME,NOWHERE") as line:
        said = await heard(line)
    assert (said["symbol"], said["price"]) == ("ACME", (await bench.app.market.show_quote("ACME")).price)


async def test_who_asks_for_many_prices_holds_up_nobody(bench: Bench, port: int) -> None:
    await bench.app.market.save_instrument(Instrument(symbol="OAKS"))
    many = [f"S{number}" for number in range(400)]
    subscribed, left = json.dumps({"subscribe": many}), json.dumps({"unsubscribe": many})
    async with opened(port, TICKS) as greedy:
        for _ in range(60):
            await greedy.send(subscribed)
            await greedy.send(left)
            await greedy.recv()
        await greedy.send(subscribed)
        async with opened(port, f"{TICKS}?symbols=OAKS") as line:
            assert (await heard(line))["symbol"] == "OAKS"


async def test_watched_prices_are_asked_for_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices, "POLL_S", 0.05)
    await bench.app.market.save_instrument(Instrument(symbol="ACME"))
    async with served(bench) as port, opened(port, f"{TICKS}?symbols=ACME") as line:
        said = [await heard(line)]
        bench.clock.tick(timedelta(minutes=6))  # what was kept is too old now
        said.append(await heard(line))
    assert [one["symbol"] for one in said] == ["ACME", "ACME"]


async def test_metrics_tell_how_many_listen(bench: Bench, port: int) -> None:
    async with opened(port, MONITOR) as line:
        await bench.channel.publish([event("run", "r1")])
        await heard(line)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            told = (await client.get("/metrics")).text
    assert 'ballast_live_listeners{channel="monitor"} 1.0' in told
    assert 'ballast_live_messages{channel="monitor",how="lost"} 0.0' in told


@pytest.mark.parametrize("nonsense", ["", "nonsense", "[]", '{"nope": 1}', '{"subscribe": ["a b"]}', b"{}"])
async def test_nonsense_is_answered_with_the_fault(bench: Bench, port: int, nonsense: str | bytes) -> None:
    async with opened(port, f"{TICKS}?symbols=AAPL") as line:
        await line.send(nonsense)
        assert "problem" in await heard(line)
        await bench.channel.publish([event("quote", "AAPL", price=1.0)])
        assert (await heard(line))["symbol"] == "AAPL"


async def test_who_sends_nothing_but_nonsense_is_parted_with(port: int) -> None:
    async with opened(port, TICKS) as line:
        for _ in range(10):
            await line.send("nonsense")
            await heard(line)
        with pytest.raises(ConnectionClosed):
            await heard(line)
        assert line.close_code == 1008


async def test_a_message_that_is_too_large_ends_the_line(port: int) -> None:
    async with opened(port, TICKS) as line:
        await line.send(json.dumps({"subscribe": ["A" * 20_000]}))
        with pytest.raises(ConnectionClosed):
            await line.recv()
    assert line.close_code == 1009


@pytest.mark.parametrize(
    "path",
    [f"{MONITOR}?topics=weather", f"{MONITOR}?nope=1", f"{TICKS}?symbols=a%20b", f"{TICKS}?format=csv"],
)
async def test_an_address_that_makes_no_sense_is_refused_with_the_reason(port: int, path: str) -> None:
    status, code = await refusal(port, path)
    assert (status, code) == (422, "urn:ballast:ballast.invalid")


async def test_there_is_no_socket_elsewhere(port: int) -> None:
    assert (await refusal(port, "/ws/nowhere"))[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=["foreign", "null", "port", "fetch"],
)
@pytest.mark.parametrize("path", [MONITOR, TICKS])
async def test_a_page_of_another_site_may_not_listen(port: int, path: str, headers: dict[str, str]) -> None:
    assert await refusal(port, path, **headers) == (403, "urn:ballast:http.forbidden")


async def test_a_page_of_ours_may_listen(port: int) -> None:
    async with opened(port, MONITOR, Origin=f"http://127.0.0.1:{port}"):
        pass


async def test_a_foreign_name_that_leads_here_may_not_listen(port: int) -> None:
    line = socket.create_connection(("127.0.0.1", port))
    with pytest.raises(InvalidStatus, match="421"):
        async with connect("ws://evil.example/ws/monitor", sock=line):
            pass


async def test_nobody_listens_without_signing_in(bench: Bench) -> None:
    async with served(bench, GUARDED) as port:
        assert await refusal(port, MONITOR) == (401, "urn:ballast:http.unauthorized")
        wrong = await refusal(port, MONITOR, Authorization="Bearer guess")
        assert wrong == (401, "urn:ballast:access.unknown_token")


async def test_a_token_that_may_read_may_listen_until_it_is_revoked(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "LOOK_S", 0.05)
    made = await bench.app.access.create_token(TokenSpec(name="screen", scopes=(Scope.READ,)))
    async with (
        served(bench, GUARDED) as port,
        opened(port, MONITOR, Authorization=f"Bearer {made.secret}") as line,
    ):
        await asyncio.sleep(0.2)
        await bench.channel.publish([event("run", "r1")])
        assert (await heard(line))["topic"] == "run"
        await bench.app.access.revoke_token(made.token.id)
        with pytest.raises(ConnectionClosed):
            await heard(line)
        assert line.close_code == 1008


async def test_a_browser_that_is_signed_in_may_listen_until_it_signs_out(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "LOOK_S", 0.05)
    access = bench.app.access
    await access.create_owner(await access.begin_setup() or "", PASSWORD)
    signed = await access.sign_in(PASSWORD, "a browser", "127.0.0.1")
    async with (
        served(bench, GUARDED) as port,
        opened(port, MONITOR, Cookie=f"__Host-ballast={signed.secret}") as line,
    ):
        await bench.channel.publish([event("run", "r1")])
        assert (await heard(line))["topic"] == "run"
        await access.end_session(signed.session.id)
        with pytest.raises(ConnectionClosed):
            await heard(line)


async def test_a_heartbeat_shows_that_the_line_is_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "BEAT_S", 0.05)
    async with served(bench) as port, opened(port, TICKS) as line:
        assert list(json.loads(await line.recv())) == ["heartbeat"]


async def test_more_listeners_than_may_are_told_to_come_later(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "MOST_LISTENERS", 2)
    async with opened(port, MONITOR), opened(port, TICKS):
        assert await refusal(port, MONITOR) == (503, "urn:ballast:web.too_many_listeners")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1") as client:
            answer = await client.get("/monitor/events")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


async def test_one_who_left_makes_room(bench: Bench, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "MOST_LISTENERS", 1)
    for _ in range(3):
        async with opened(port, MONITOR) as line:
            await bench.channel.publish([event("run", "r1")])
            await heard(line)
        await asyncio.sleep(0.1)


async def test_who_is_slow_gets_the_latest_and_holds_up_nobody(
    bench: Bench, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "MOST_WAITING", 8)
    monkeypatch.setattr(channels, "GATHER_S", 0)
    big = "x" * 6_000
    async with opened(port, MONITOR) as quick, opened(port, MONITOR) as slow:
        slow.transport.pause_reading()
        for first in range(0, 2_000, 8):
            eight = range(first, first + 8)
            await bench.channel.publish([event("run", "r1", number=number, big=big) for number in eight])
            assert [(await heard(quick))["data"]["number"] for _ in eight] == list(eight)
        slow.transport.resume_reading()
        numbers = [(await heard(slow))["data"]["number"]]
        while numbers[-1] != 1_999:
            numbers.append((await heard(slow))["data"]["number"])
    assert numbers == sorted(numbers)
    assert len(numbers) < 2_000


async def test_who_takes_nothing_for_too_long_is_cut_off(
    bench: Bench, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientSocket, "read_s", 0.2)
    async with opened(port, MONITOR) as slow:
        slow.transport.pause_reading()
        for batch in range(40):  # more than all buffers on the way hold, and not so fast that it is lost
            big = [event("run", f"{batch}-{number}", big="x" * 6_000) for number in range(100)]
            await bench.channel.publish(big)
            await asyncio.sleep(0.05)
        slow.transport.resume_reading()
        with pytest.raises(ConnectionClosed):
            await _all_of(slow)


async def test_a_server_that_stops_tells_who_listens(bench: Bench) -> None:
    async with served(bench) as port:
        lines = [await opened(port, path) for path in (MONITOR, TICKS)]
        client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1")
        request = client.build_request("GET", "/monitor/events")
        stream = await client.send(request, stream=True)
    for line in lines:
        with pytest.raises(ConnectionClosed):
            await line.recv()
        assert line.close_code in {1001, 1012}
    assert [chunk async for chunk in stream.aiter_text()] == ["retry: 3000\n\n"]
    await client.aclose()


async def test_event_streams_tell_the_same(bench: Bench, port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1") as client:
        assert await streamed(client, bench, "/monitor/events?topics=run", event("run", "r1")) == [
            "event: run",
            'data: {"topic":"run","subject":"r1","at":"2026-11-20T12:00:00Z","data":{}}',
        ]
        price = event("quote", "AAPL", price=1.5)
        assert await streamed(client, bench, "/price-ticks/events?symbols=aapl", price) == [
            'data: {"symbol":"AAPL","price":1.5,"timestamp":"2026-11-20T12:00:00Z"}'
        ]


async def test_a_ballast_elsewhere_hears_the_same(bench: Bench, port: int) -> None:
    async with open_remote(f"http://127.0.0.1:{port}") as there, asyncio.timeout(10):
        events = there.ops.watch_channel(["run"], ["r1"])
        coming = asyncio.ensure_future(anext(events))
        while not coming.done():
            await bench.channel.publish([event("run", "r2"), event("run", "r1", state="done")])
            await asyncio.sleep(0.05)
        assert await coming == event("run", "r1", state="done")
        await events.aclose()


async def streamed(client: httpx.AsyncClient, bench: Bench, path: str, told: Event) -> list[str]:
    """Return the lines of the first event of a stream."""
    async with asyncio.timeout(5), client.stream("GET", path) as answer:
        lines = answer.aiter_lines()
        while await anext(lines):
            pass  # how soon to come back
        await asyncio.sleep(0.05)
        await bench.channel.publish([told])
        said = [await anext(lines)]
        while said[-1]:
            said.append(await anext(lines))
        return said[:-1]


@pytest.mark.parametrize(
    "asked", ["monitor/events?topics=weather", "monitor/events?x=1", "price-ticks/events?symbols=a%20b"]
)
async def test_a_stream_that_makes_no_sense_is_refused(port: int, asked: str) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1") as client:
        assert (await client.get(f"/{asked}")).status_code == 422


async def _all_of(line: ClientConnection) -> None:
    while True:
        await heard(line)
