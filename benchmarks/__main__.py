"""Run the benchmarks: ``python -m benchmarks [NAME…] [--quick] [--strict]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from benchmarks.results import Result, table

NAMES = ("import_time", "groups", "documents", "check", "hosting", "browser")


def main(fixed: Sequence[str] = ()) -> None:
    """Run benchmarks, print their figures and end the program.

    A missed budget is said plainly; it fails the program only with ``--strict``, for a machine that is shared
    can miss one by being busy.

    Args:
        fixed: the benchmarks to run; by default those named on the command line, or all.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    if not fixed:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of {', '.join(NAMES)}; default all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size; the budgets are for the full size")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a budget is missed")
    asked = parser.parse_args()
    names = fixed or asked.names or NAMES
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    if asked.quick:
        print("quick: a tenth of the size; the budgets are for the full size")
    results: list[Result] = []
    for name in names:
        print(f"{name}:", flush=True)
        results += import_module(f"benchmarks.{name}").run(asked.quick, lambda text: print(f"  {text}", flush=True))
    print(f"\n{table(results)}\n")
    missed = [result.id for result in results if not result.kept]
    print(f"MISSED: {', '.join(missed)}" if missed else "Every budget is kept.")
    sys.exit(1 if missed and asked.strict else 0)


if __name__ == "__main__":
    main()
