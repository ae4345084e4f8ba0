"""Ask one question again and again over several connections, and print as JSON how long each answer took."""

import asyncio
import json
import sys
from time import perf_counter


async def ask(host: str, path: str, requests: int) -> list[float]:
    """Return the seconds from each request to the last byte of its answer, over one connection."""
    name, port = host.split(":")
    reader, writer = await asyncio.open_connection(name, int(port), limit=2**22)
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    took: list[float] = []
    for _ in range(requests):
        start = perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise SystemExit(head.decode())
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        took.append(perf_counter() - start)
    writer.close()
    return took


async def main(host: str, path: str, connections: str, requests: str) -> None:
    """Print the seconds of every answer."""
    asked = await asyncio.gather(*(ask(host, path, int(requests)) for _ in range(int(connections))))
    json.dump([took for one in asked for took in one], sys.stdout)


asyncio.run(main(*sys.argv[1:]))
