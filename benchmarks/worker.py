"""One job, measured in a process of its own: ``python -m benchmarks.worker JOB FOLDER [INSIGHTS]``.

Prints one line of JSON: what the job measured, and the most memory that the process held.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from benchmarks.data import AS_OF, make

T = TypeVar("T")
Seconds = dict[str, float]

PASSES = 3
DAY = AS_OF.astype(date)


def make_tables(folder: Path, insights: str) -> dict[str, Any]:
    """Write a workbook with so many insights."""
    return {"rows": make(folder, int(insights))}


def whole_check(folder: Path) -> dict[str, Any]:
    """What ``fsi check`` does, read the folder and run every rule of the kit; and the data rules on their own."""
    from benchmarks.judges import kit_faults
    from fsi_kit.check import check
    from fsi_kit.workbook import read

    book, reading = timed(lambda: read(folder))
    _, same = timed(lambda: kit_faults(book, DAY))
    report, checking = timed(lambda: check(book, DAY))
    return {
        "rows": _rows(book),
        "faults": len(report.findings),
        "read": reading,
        "same_rules": same,
        "every_rule": checking,
    }


def data_rules(folder: Path) -> dict[str, Any]:
    """The kit's data rules on frames that are read already, without and with the search for contact details."""
    from benchmarks.judges import kit_faults
    from fsi_kit.workbook import read

    book = read(folder)
    faults, same = middle(lambda: kit_faults(book, DAY))
    more, every = middle(lambda: kit_faults(book, DAY, privacy=True))
    return {"rows": _rows(book), "faults": len(faults | more), "same_rules": same, "with_privacy": every}


def pandera(folder: Path) -> dict[str, Any]:
    """Pandera on the same frames with the same rules."""
    from benchmarks.judges import pandera_faults, pandera_schemas
    from fsi_kit.workbook import read

    book = read(folder)
    schemas = pandera_schemas(book, DAY)
    faults, same = middle(lambda: pandera_faults(book, schemas))
    return {"rows": _rows(book), "faults": len(faults), "same_rules": same}


def frictionless(folder: Path) -> dict[str, Any]:
    """Frictionless on the same folder: it reads and validates at once."""
    import frictionless  # noqa: F401 - its import is not what is measured

    from benchmarks.judges import frictionless_faults

    faults, whole = timed(lambda: frictionless_faults(folder))
    return {"faults": len(faults), "read_and_rules": whole}


def timed(work: Callable[[], T]) -> tuple[T, Seconds]:
    """Do a piece of work and say how many seconds it took, on the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    return done, {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def middle(work: Callable[[], T]) -> tuple[T, Seconds]:
    """Do a piece of work a few times and return the median seconds."""
    runs = [timed(work) for _ in range(PASSES)]
    return runs[0][0], {clock: median(seconds[clock] for _, seconds in runs) for clock in ("wall", "cpu")}


def _rows(book: Any) -> int:
    return sum(len(sheet.frame) for sheet in book.sheets.values())


JOBS: dict[str, Callable[..., dict[str, Any]]] = {
    "make": make_tables,
    "check": whole_check,
    "rules": data_rules,
    "pandera": pandera,
    "frictionless": frictionless,
}


def main() -> None:
    """Run the job named on the command line."""
    job, folder, *rest = sys.argv[1:]
    measured = JOBS[job](Path(folder), *rest)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({**measured, "peak_bytes": peak}))


if __name__ == "__main__":
    main()
