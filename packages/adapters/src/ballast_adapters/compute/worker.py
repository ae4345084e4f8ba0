"""A process that computes: it answers on its standard output what it is asked on its standard input.

It is started with this module as its program, so it shares neither sockets nor locks with who started it,
and it ends when that one does.
"""

import os
import pickle
import sys
from queue import SimpleQueue
from threading import Thread

from ballast_adapters.compute.outcome import attempt

SIZE = 8
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
_NICE = 5


def framed(content: bytes) -> bytes:
    """Return bytes with their length before them."""
    return len(content).to_bytes(SIZE) + content


def main() -> None:
    """Answer until nobody asks any more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    for name in _ONE_THREAD:
        os.putenv(name, "1")  # processes share the cores, and the same sums come out on any number of them
    if sys.platform != "win32":
        os.nice(_NICE)  # who asks for a page goes first
    asked = SimpleQueue[bytes]()
    Thread(target=_listen, args=(0, asked), daemon=True).start()
    sys.path[:] = asked.get().decode().split("\0")
    while True:
        answers.write(framed(pickle.dumps(attempt(_work_and_part, asked.get()))))
        answers.flush()


def _work_and_part(question: bytes) -> object:
    work, part = pickle.loads(question)  # noqa: S301 - from the process that started this one
    return work(part)


def _listen(source: int, asked: SimpleQueue[bytes]) -> None:
    while True:
        size = int.from_bytes(_read(source, SIZE))
        asked.put(_read(source, size))


def _read(source: int, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        piece = os.read(source, size - len(content))
        if not piece:
            os._exit(0)  # who asked is gone; what is being computed is for nobody
        content += piece
    return bytes(content)


if __name__ == "__main__":
    main()
