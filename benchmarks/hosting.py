"""200 readers at once fetch a module and all that its notebook needs from nginx, on the loopback address.

python -m benchmarks hosting
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.browser_reader import chromium, fetched
from benchmarks.nginx import nginx
from benchmarks.results import ROOT, Result, keep
from tools.lite.contents import Notebook

READERS = 200
MODULE = "01-method"
SECONDS_TO_ANSWER = 300


@dataclass(frozen=True)
class Visit:
    """What one reader got: how long it took, how much it was and every answer that was not 200."""

    seconds: float
    bytes: int
    errors: tuple[str, ...]


def run(quick: bool = False, say: Callable[[str], None] = print) -> list[Result]:
    """Measure, keep the figures in ``build/bench/hosting.json`` and return them."""
    notebook = Notebook("sv", ROOT / "notebooks" / "sv" / f"{MODULE}.ipynb")
    readers = READERS // 10 if quick else READERS
    with TemporaryDirectory() as temporary, nginx(ROOT / "site", Path(temporary)) as address:
        with chromium() as browser:
            live = f"lite/notebooks/index.html?path={notebook.path}"
            paths = fetched(browser, address, f"modules/{MODULE}/", live)
        begun = time.perf_counter()
        visits = asyncio.run(visit_at_once(address, paths, readers))
        whole = time.perf_counter() - begun
    errors = [error for visit in visits for error in visit.errors]
    for error in sorted(set(errors))[:5]:
        say(f"not 200: {error}")
    megabytes = visits[0].bytes / 1e6
    results = [
        Result("hosting-readers", "readers at once", readers, ""),
        Result("hosting-errors", f"requests of {readers} readers at once that failed", len(errors), "", "at most", 0),
        Result("hosting-requests", "requests that a reader makes", len(paths), ""),
        Result("hosting-megabytes", "what a reader fetches the first time", megabytes, "MB"),
        Result("hosting-seconds", "until the last of them had everything", whole, "s"),
        Result("hosting-median", "the median reader's time", median(visit.seconds for visit in visits), "s"),
        Result("hosting-rate", "what nginx sent, all together", megabytes * readers / whole, "MB/s"),
    ]
    say(f"kept in {keep('hosting', results, {'readers': readers, 'paths': paths})}")
    return results


async def visit_at_once(address: str, paths: Sequence[str], readers: int) -> list[Visit]:
    """Let so many readers fetch the same paths at the same time, each on a connection of their own."""
    return await asyncio.gather(*(_visit(address, paths) for _ in range(readers)))


async def _visit(address: str, paths: Sequence[str]) -> Visit:
    begun = time.perf_counter()
    errors: list[str] = []
    size = 0
    host = urlsplit(address)
    reader, writer = await asyncio.open_connection(host.hostname, host.port)
    try:
        for path in paths:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host.netloc}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            await writer.drain()
            status, length = await asyncio.wait_for(_answer(reader), SECONDS_TO_ANSWER)
            size += length
            if status != 200:
                errors.append(f"{status} {path}")
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        errors.append(f"{type(error).__name__}: {error}")
    finally:
        writer.close()
    return Visit(time.perf_counter() - begun, size, tuple(errors))


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read one answer to its end and return its status and the size of its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    status = int(head[0].split()[1])
    if headers.get("transfer-encoding") != "chunked":
        length = int(headers.get("content-length", 0))
        await _skip(reader, length)
        return status, length
    size = 0
    while chunk := int(await reader.readline(), 16):
        await _skip(reader, chunk + 2)
        size += chunk
    await reader.readline()
    return status, size


async def _skip(reader: asyncio.StreamReader, length: int) -> None:
    while length:
        piece = await reader.read(min(length, 1 << 18))
        if not piece:
            raise asyncio.IncompleteReadError(b"", length)
        length -= len(piece)


if __name__ == "__main__":
    from benchmarks.__main__ import main

    main(["hosting"])
