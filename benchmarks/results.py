"""What a benchmark says: a figure beside its budget, as a line to read and as plain data to keep."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "bench"


@dataclass(frozen=True)
class Result:
    """One figure and, where there is one, the budget that it is held to.

    Attributes:
        id: a name that stays, for example ``check-memory``.
        what: what was measured, one line.
        bound: whether the figure must be at most or at least `budget`; None for a figure without a budget.
    """

    id: str
    what: str
    figure: float
    unit: str
    bound: Literal["at most", "at least"] | None = None
    budget: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the budget is kept; a figure without a budget always is."""
        if self.bound is None or self.budget is None:
            return True
        return self.figure <= self.budget if self.bound == "at most" else self.figure >= self.budget

    @property
    def verdict(self) -> str:
        """``ok``, ``MISSED`` or, without a budget, nothing."""
        return "" if self.bound is None else "ok" if self.kept else "MISSED"


def table(results: Sequence[Result]) -> str:
    """Return results as lines of text in columns."""
    rows = [
        (
            result.id,
            f"{_short(result.figure)} {result.unit}".rstrip(),
            f"{result.bound} {_short(result.budget or 0)}" if result.bound else "",
            result.verdict,
            result.what,
        )
        for result in results
    ]
    rows.insert(0, ("id", "measured", "budget", "result", "what"))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    ]
    return "\n".join(lines)


def keep(name: str, results: Sequence[Result], details: Mapping[str, Any]) -> Path:
    """Write results and the measurements behind them to ``build/bench/<name>.json`` and return the file."""
    BUILD.mkdir(parents=True, exist_ok=True)
    file = BUILD / f"{name}.json"
    data = {
        "machine": machine(),
        "results": [{**asdict(result), "kept": result.kept} for result in results],
        "kept": all(result.kept for result in results),
        **details,
    }
    file.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file


def machine() -> dict[str, object]:
    """Return what the figures depend on: the machine, its load, Python and the libraries."""
    return {
        "system": platform.system(),
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        **{name: version(name) for name in ("pandas", "frictionless", "pandera")},
    }


def _short(figure: float) -> str:
    """Return a figure with about three digits that count."""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
