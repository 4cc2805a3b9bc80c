"""What ``import fsi_kit`` adds to starting Python, and how long ``fsi --version`` takes.

python -m benchmarks.import_time [--strict]
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.results import ROOT, Result, keep

RUNS = 20


def run(quick: bool = False, say: Callable[[str], None] = print) -> list[Result]:
    """Measure, keep the figures in ``build/bench/import_time.json`` and return them."""
    fsi = Path(sys.executable).with_name("fsi")
    seconds = interleaved(
        {
            "bare": [sys.executable, "-c", "pass"],
            "import": [sys.executable, "-c", "import fsi_kit"],
            "version": [str(fsi), "--version"],
        },
        RUNS // 4 if quick else RUNS,
    )
    bare, imported, version = (median(seconds[name]) * 1000 for name in ("bare", "import", "version"))
    results = [
        Result("import-time", "import fsi_kit over a bare interpreter", imported - bare, "ms", "at most", 30),
        Result("version-time", "fsi --version, from start to end", version, "ms"),
        Result("bare-time", "a bare interpreter", bare, "ms"),
    ]
    say(f"kept in {keep('import_time', results, {'seconds': seconds})}")
    return results


def interleaved(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, list[float]]:
    """Run commands in turn, so that a busy moment falls on all of them, and return each one's seconds.

    Raises:
        subprocess.CalledProcessError: a command failed.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
            if number:  # the first round only fills the disk's cache
                seconds[name].append(time.perf_counter() - start)
    return seconds


if __name__ == "__main__":
    from benchmarks.__main__ import main

    main(["import_time"])
