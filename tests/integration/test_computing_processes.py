"""What becomes of processes that compute: they are killed, run out, and end with who started them."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from pathlib import Path
from time import perf_counter, sleep

import psutil
import pytest
from distributed import LocalCluster
from tests import computed

from ballast_adapters.compute.dask import DaskComputing
from ballast_adapters.compute.errors import DaskMissingError, NoSchedulerError, WorkerLostError
from ballast_adapters.compute.processes import ProcessComputing

ROOT = Path(__file__).parents[2]
ONE_WORKER = {
    "n_workers": 1,
    "threads_per_worker": 1,
    "processes": False,
    "host": "127.0.0.1",
    "protocol": "tcp://",
    "dashboard_address": "127.0.0.1:0",
}


@pytest.fixture
async def computing(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[ProcessComputing]:
    monkeypatch.syspath_prepend(ROOT)
    local = ProcessComputing(2)
    yield local
    await local.close()


async def all_of(running: AsyncGenerator[tuple[int, object]]) -> list[object]:
    async with aclosing(running) as ended:
        return [result async for _, result in ended]


async def pid_in(file: Path) -> int:
    def wait() -> int:
        while not file.is_file() or not file.read_text("utf-8"):
            sleep(0.01)
        return int(file.read_text("utf-8"))

    return await asyncio.to_thread(wait)


async def test_a_killed_process_is_a_failure_and_no_wait(computing: ProcessComputing) -> None:
    with pytest.raises(WorkerLostError, match="killed by signal 9"):
        await all_of(computing.run(computed.killed, [0]))


async def test_a_process_killed_from_outside_is_a_failure_at_once(
    computing: ProcessComputing, tmp_path: Path
) -> None:
    working = asyncio.create_task(all_of(computing.run(computed.noted_and_slow, [str(tmp_path / "pid")])))
    os.kill(await pid_in(tmp_path / "pid"), signal.SIGKILL)
    with pytest.raises(WorkerLostError):
        await working


async def test_a_process_killed_while_idle_is_replaced(computing: ProcessComputing) -> None:
    (pid,) = await all_of(computing.run(computed.own_pid, [0]))
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGKILL)
    await asyncio.sleep(0.2)
    assert await all_of(computing.run(computed.doubled, [4])) == [8]


async def test_a_process_is_asked_again(computing: ProcessComputing) -> None:
    first = await all_of(computing.run(computed.own_pid, [0]))
    assert await all_of(computing.run(computed.own_pid, [0])) == first


async def test_canceling_who_waits_kills_the_process(computing: ProcessComputing, tmp_path: Path) -> None:
    working = asyncio.create_task(all_of(computing.run(computed.noted_and_slow, [str(tmp_path / "pid")])))
    pid = await pid_in(tmp_path / "pid")
    begun = perf_counter()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert not psutil.pid_exists(pid)
    assert perf_counter() - begun < 1


async def test_no_more_processes_than_allowed(computing: ProcessComputing) -> None:
    assert len(set(await all_of(computing.run(computed.own_pid, range(8))))) <= 2


async def test_idle_processes_end_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    local = ProcessComputing(1, idle_s=0.05)
    (pid,) = await all_of(local.run(computed.own_pid, [0]))
    assert isinstance(pid, int)
    await asyncio.sleep(0.3)
    assert not psutil.pid_exists(pid)
    await local.close()


async def test_a_process_has_no_socket_of_who_started_it(computing: ProcessComputing) -> None:
    with socket.create_server(("127.0.0.1", 0)):
        assert await all_of(computing.run(computed.open_sockets, [0])) == [[]]


async def test_what_a_library_prints_does_not_get_between_the_answers(computing: ProcessComputing) -> None:
    assert await all_of(computing.run(computed.chatty, [5])) == [5]


async def test_the_event_loop_goes_on(computing: ProcessComputing) -> None:
    working = asyncio.create_task(all_of(computing.run(computed.slow, [0.3])))
    longest = 0.0
    while not working.done():
        begun = perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, perf_counter() - begun)
    assert longest < 0.2


async def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    script = f"""
import asyncio
from ballast_adapters.compute.processes import ProcessComputing
from tests.computed import noted_and_slow
async def main():
    async for _ in ProcessComputing(1).run(noted_and_slow, [{str(tmp_path / "pid")!r}]): pass
asyncio.run(main())
"""
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)  # noqa: ASYNC220 - it is killed below
    pid = await pid_in(tmp_path / "pid")
    parent.kill()
    parent.wait()
    child = psutil.Process(pid)
    assert child.wait(5) is None or not child.is_running()


async def test_a_scheduler_that_nobody_runs_is_named_with_advice() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(NoSchedulerError, match="dask scheduler") as caught:
        await all_of(DaskComputing(address, timeout_s=0.5).run(computed.doubled, [1]))
    assert address in str(caught.value)


async def test_a_scheduler_without_the_library_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DaskMissingError, match=r"ballast-adapters\[dask\]"):
        await all_of(DaskComputing("tcp://127.0.0.1:1").run(computed.doubled, [1]))


@pytest.mark.slow
async def test_a_scheduler_that_dies_is_a_failure_and_no_wait() -> None:
    cluster = await asyncio.to_thread(partial(LocalCluster, **ONE_WORKER))
    computing = DaskComputing(cluster.scheduler_address, timeout_s=1)
    working = asyncio.create_task(all_of(computing.run(computed.slow, [2.0, 2.0, 2.0])))
    await asyncio.sleep(1)
    await asyncio.to_thread(cluster.close)
    with pytest.raises(NoSchedulerError, match="went away"):
        await asyncio.wait_for(working, 30)
