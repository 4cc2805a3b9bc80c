"""How fast and how large ``fsi check`` is on a whole workbook, beside frictionless and pandera on the same rules.

    python -m benchmarks.check [--quick] [--strict]

Every measurement runs in a process of its own. Frictionless is slow, so it gets a tenth of the insights; its
rows a second are compared with the kit's on all of them. All the work is done on one core, and ratios are of
the processor's seconds, so that a busy machine does not decide them; seconds on the clock are told as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.results import ROOT, Result, keep

INSIGHTS, QUICK_INSIGHTS = 1_000_000, 100_000
NOISY = 1.15
"""Seconds on the clock for each of the processor: above this, something else was using the machine."""

Measured = dict[str, Any]
Jobs = dict[str, list[Measured]]


def run(quick: bool = False, say: Callable[[str], None] = print) -> list[Result]:
    """Measure, keep the figures in ``build/bench/check.json`` and return them."""
    insights = QUICK_INSIGHTS if quick else INSIGHTS
    jobs = measure(insights, say)
    results = judge(jobs)
    waited = busiest(jobs)
    details = {"insights": insights, "slice_insights": insights // 10, "noisy": waited > NOISY, "jobs": jobs}
    say(f"kept in {keep('check', results, details)}")
    if waited > NOISY:
        say(f"The machine was busy: up to {waited:.1f} seconds passed for each second of work.")
    return results


def measure(insights: int, say: Callable[[str], None]) -> Jobs:
    """Make two workbooks, one a tenth of the other, and return what each job measured on them, run by run.

    Raises:
        RuntimeError: a job failed, or found faults: the workbooks have none, so it did not do what it should.
    """
    jobs: Jobs = {}
    with tempfile.TemporaryDirectory(prefix="fsi-bench-") as temporary:
        small, whole = Path(temporary, "small"), Path(temporary, "whole")
        for folder, count in ((small, insights // 10), (whole, insights)):
            rows = alone("make", folder, str(count))["rows"]
            say(f"made a workbook with {count:,} insights, {rows:,} rows in eleven tables")
        for name, job, folder in _order(small, whole):
            measured = alone(job, folder)
            if measured["faults"]:
                raise RuntimeError(f"{name} found {measured['faults']} faults in a workbook without any")
            jobs.setdefault(name, []).append(measured)
            say(f"  {name}: {_shown(measured)}")
    return jobs


def judge(jobs: Jobs) -> list[Result]:
    """Return the figures, those with a budget first."""
    rows, slice_rows = (jobs[name][0]["rows"] for name in ("check-whole", "check-small"))
    every = [_seconds(jobs[name], "read", "every_rule") for name in ("check-small", "check-whole")]
    same = rows / _seconds(jobs["check-whole"], "read", "same_rules")
    same_small = slice_rows / _seconds(jobs["check-small"], "read", "same_rules")
    frictionless = slice_rows / _seconds(jobs["frictionless-small"], "read_and_rules")
    loaded, privacy = (rows / _seconds(jobs["rules-whole"], part) for part in ("same_rules", "with_privacy"))
    pandera = rows / _seconds(jobs["pandera-whole"], "same_rules")
    peak, pandera_peak = (max(m["peak_bytes"] for m in jobs[name]) for name in ("check-whole", "pandera-whole"))
    growth = every[1] / every[0] * 10 * slice_rows / rows
    clock = {part: _seconds(jobs["check-whole"], part, clock="wall") for part in ("read", "same_rules", "every_rule")}
    on_slice = f"on {slice_rows:,} rows"
    return [
        Result(
            "check-frictionless",
            f"read and check, rows a second, over frictionless {on_slice}, same rules",
            same / frictionless,
            "×",
            "at least",
            15,
        ),
        Result(
            "check-pandera",
            "rows a second over pandera, frames read, same rules",
            loaded / pandera,
            "×",
            "at least",
            0.8,
        ),
        Result("check-memory", f"fsi check on {rows:,} rows, most memory held", peak / 1e9, "GB", "at most", 2),
        Result("check-linear", "time of fsi check for ten times the rows", growth, "×", "at most", 12),
        Result("check-slice", f"as check-frictionless, both {on_slice}", same_small / frictionless, "×"),
        Result("check-privacy", "as check-pandera, the kit looking for contact details too", privacy / pandera, "×"),
        Result("check-clock", f"fsi check on {rows:,} rows, by the clock", clock["read"] + clock["every_rule"], "s"),
        Result("check-clock-read", "of which reading", clock["read"], "s"),
        Result("check-clock-rules", "of which every rule of the kit", clock["every_rule"], "s"),
        Result("check-clock-data-rules", "of which the rules that frictionless has too", clock["same_rules"], "s"),
        Result("check-rate", "fsi check, every rule", rows / every[1], "rows/s"),
        Result("check-rate-same", "read and check, same rules as frictionless", same, "rows/s"),
        Result("frictionless-rate", f"frictionless {on_slice}", frictionless, "rows/s"),
        Result("loaded-rate", "data rules, frames read, same rules as pandera", loaded, "rows/s"),
        Result("pandera-rate", "pandera, frames read", pandera, "rows/s"),
        Result("pandera-memory", "pandera, most memory held, the kit's reading included", pandera_peak / 1e9, "GB"),
    ]


def alone(job: str, folder: Path, *more: str) -> Measured:
    """Do a job of `benchmarks.worker` in a process of its own.

    Raises:
        RuntimeError: the job failed; the message is what it said.
    """
    command = [sys.executable, "-m", "benchmarks.worker", job, str(folder), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{job} failed:\n{done.stderr}")
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return measured


def busiest(jobs: Jobs) -> float:
    """Return the most seconds on the clock for each of the processor in any part."""
    parts = [part for runs in jobs.values() for measured in runs for part in _parts(measured).values()]
    return max((float(part["wall"] / max(part["cpu"], 1e-9)) for part in parts), default=1.0)


def _order(small: Path, whole: Path) -> list[tuple[str, str, Path]]:
    """Return the jobs in the order they are run: what is compared runs close together in time, and more than once."""
    checks = [("check-small", "check", small), ("check-whole", "check", whole)]
    theirs = ("frictionless-small", "frictionless", small)
    return [
        checks[0],
        theirs,
        checks[1],
        ("rules-whole", "rules", whole),
        ("pandera-whole", "pandera", whole),
        checks[0],
        theirs,
        checks[1],
        checks[0],
    ]


def _seconds(runs: list[Measured], *parts: str, clock: str = "cpu") -> float:
    """Return the median over the runs of the seconds that some parts took together."""
    return float(median(sum(measured[part][clock] for part in parts) for measured in runs))


def _parts(measured: Measured) -> dict[str, dict[str, float]]:
    return {name: part for name, part in measured.items() if isinstance(part, dict)}


def _shown(measured: Measured) -> str:
    parts = [f"{name} {part['wall']:.2f} s ({part['cpu']:.2f})" for name, part in _parts(measured).items()]
    return ", ".join([*parts, f"{measured['peak_bytes'] / 1e6:,.0f} MB"])


if __name__ == "__main__":
    from benchmarks.__main__ import main

    main(["check"])
