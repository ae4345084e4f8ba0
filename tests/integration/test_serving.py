"""The web server over real sockets: who drips, floods or breaks the rules is cut off, and nobody else."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse
from tests.in_memory import bench_of

from ballast_web.serving import PatientProtocol, server_of

PATIENCE_S = 0.4
LARGE = 2**20


class ShortPatience(PatientProtocol):
    request_s = PATIENCE_S
    read_s = PATIENCE_S
    sent_bytes = 2**12


@asynccontextmanager
async def served(web: FastAPI) -> AsyncGenerator[int]:
    """Serve on a free port and yield that."""
    server = server_of(web)
    server.config.http = ShortPatience
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**14)  # what waits, waits with the server
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await running


@pytest.fixture(scope="module")
async def port() -> AsyncGenerator[int]:
    web = bench_of({}).web()

    @web.get("/long")
    async def answer_at_length() -> StreamingResponse:
        async def pieces() -> AsyncGenerator[bytes]:
            for _ in range(8):
                yield b"piece "
                await asyncio.sleep(PATIENCE_S / 4)

        return StreamingResponse(pieces())

    @web.post("/api/v1/upload")
    async def take_all(request: Request) -> Response:
        return Response(str(len(await request.body())))

    @web.get("/static/large")
    async def answer_amply() -> Response:
        return Response(LARGE * b"a")

    for _ in range(2):
        web.router.routes.insert(0, web.router.routes.pop())  # before the folder of static files
    async with served(web) as port:
        yield port


async def said_to(port: int, begin: bytes, drip: bytes = b"", *, pause_s: float = 0.05) -> bytes:
    """Send bytes, then one every now and then until the server closes; return what it said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(begin)

    async def drop() -> None:
        with suppress(ConnectionError):
            while drip:
                writer.write(drip)
                await writer.drain()
                await asyncio.sleep(pause_s)

    dripping = asyncio.create_task(drop())
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        dripping.cancel()
        writer.close()


@pytest.mark.parametrize(
    ("begin", "drip"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\n", b""),
        (b"GET / HTTP/1.1\r\nX-A: ", b"a"),
        (b"GET / HTTP/1.1\r\n", b"X-A: a\r\n"),
        (b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nX-A: ", b"a"),
    ],
)
async def test_who_never_ends_a_head_is_cut_off(port: int, begin: bytes, drip: bytes) -> None:
    begun = asyncio.get_running_loop().time()
    await said_to(port, begin, drip)
    assert asyncio.get_running_loop().time() - begun < 8 * PATIENCE_S


@pytest.mark.parametrize("method", [b"GET", b"POST"])
@pytest.mark.parametrize("kind", [b"Content-Length: 1000", b"Transfer-Encoding: chunked"])
async def test_who_never_ends_a_body_is_cut_off(port: int, method: bytes, kind: bytes) -> None:
    head = method + b" /api/v1/ingest HTTP/1.1\r\nHost: localhost\r\n" + kind + b"\r\n\r\n"
    drip = b"1\r\na\r\n" if b"chunked" in kind else b"a"
    begun = asyncio.get_running_loop().time()
    await said_to(port, head, drip)
    assert asyncio.get_running_loop().time() - begun < 8 * PATIENCE_S


async def test_a_large_body_that_comes_steadily_is_not_cut_off(port: int) -> None:
    async def pieces() -> AsyncGenerator[bytes]:
        for _ in range(24):
            yield 2**12 * b"a"
            await asyncio.sleep(PATIENCE_S / 8)

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.post("/api/v1/upload", content=pieces())).text == str(24 * 2**12)


async def test_a_long_answer_is_not_cut_off(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/long")).text == 8 * "piece "


@asynccontextmanager
async def reader_of(port: int, more: bytes = b"") -> AsyncGenerator[socket.socket]:
    """Ask for the large answer over a connection that takes little at once."""
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**14)
        reader.connect(("127.0.0.1", port))
        reader.sendall(b"GET /static/large HTTP/1.1\r\nHost: localhost\r\n" + more + b"\r\n")
        reader.setblocking(False)
        yield reader


async def taken_from(reader: socket.socket, pause_s: float = 0) -> int:
    """Take what comes until the answer or the connection is at its end; return how many bytes."""
    loop, taken = asyncio.get_running_loop(), 0
    with suppress(ConnectionResetError):
        while taken < LARGE and (piece := await loop.sock_recv(reader, 2**20)):
            taken += len(piece)
            await asyncio.sleep(pause_s)
    return taken


@pytest.mark.parametrize("more", [b"", b"Connection: close\r\n"])
async def test_who_does_not_take_their_answer_is_cut_off(port: int, more: bytes) -> None:
    async with reader_of(port, more) as reader:
        await asyncio.sleep(4 * PATIENCE_S)
        assert await taken_from(reader) < LARGE


async def test_who_takes_a_large_answer_slowly_gets_it_whole(port: int) -> None:
    begun = asyncio.get_running_loop().time()
    async with reader_of(port) as reader:
        assert await taken_from(reader, 0.01) >= LARGE
    assert asyncio.get_running_loop().time() - begun > 2 * PATIENCE_S


async def test_a_connection_may_ask_again_after_a_pause(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(3):
            assert (await client.get("/api/v1/health")).status_code == 200
            await asyncio.sleep(PATIENCE_S / 2)


async def test_many_slow_clients_do_not_keep_others_waiting(port: int) -> None:
    slow = [asyncio.create_task(said_to(port, b"GET / HTTP/1.1\r\nX-A: ", b"a")) for _ in range(50)]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/api/v1/health")).status_code == 200
    await asyncio.gather(*slow)


async def test_a_flood_without_a_length_is_stopped(port: int) -> None:
    head = b"POST /api/v1/ingest HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = await said_to(port, head + 4 * (b"4000\r\n" + b"a" * 0x4000 + b"\r\n") + b"1\r\na\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 40_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: x\r\n" * 200 + b"\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", b"400"),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"400",
        ),
        (
            b"POST /api/v1/ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n",
            b"413",
        ),
    ],
)
async def test_what_no_honest_client_sends_is_turned_away(
    port: int, request_bytes: bytes, status: bytes
) -> None:
    assert (await said_to(port, request_bytes)).split(b" ", 2)[1] == status


async def test_a_web_socket_is_not_opened_where_there_is_none(port: int) -> None:
    head = (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    assert b" 403 " in (await said_to(port, head)).split(b"\r\n", 1)[0]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/static/../guard.py",
            "/static/%2e%2e/guard.py",
            "/static/..%2fguard.py",
            "/static/%2e%2e%2fguard.py",
        ),
        *(
            "/static//etc/passwd",
            "/static/%2fetc%2fpasswd",
            "/static/..%5cguard.py",
            "/static/%252e%252e/guard.py",
        ),
        *(
            "/static/dist/../../guard.py",
            "/static/%c0%ae%c0%ae/guard.py",
            "/static/",
            "/static",
            "/../guard.py",
        ),
    ],
)
async def test_no_other_file_leaves_by_way_of_the_static_ones(port: int, path: str) -> None:
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    answer = await said_to(port, head)
    assert answer.split(b" ", 2)[1] in {b"404", b"400"}
    assert b"ballast_web" not in answer
