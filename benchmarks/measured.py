"""Keep what `browser` and `hosting` measured for the site's pages: ``python -m benchmarks.measured``."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.results import BUILD, ROOT

KEPT = ROOT / "tools" / "lite" / "measured.json"
NAMES = ("browser", "hosting")


def main() -> None:
    """Write the figures of the last runs, each with its day and machine, to ``tools/lite/measured.json``."""
    kept: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    for name in NAMES:
        file = BUILD / f"{name}.json"
        if file.exists():
            kept[name] = figures(json.loads(file.read_text(encoding="utf-8")), file)
    KEPT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def figures(data: dict[str, Any], file: Path) -> dict[str, Any]:
    """Return a run's figures, rounded, with the day on which its file was written."""
    return {
        "day": datetime.fromtimestamp(file.stat().st_mtime).date().isoformat(),
        "cores": data["machine"]["cores"],
        "system": data["machine"]["system"],
        "figures": {one["id"]: [round(one["figure"], 2), one["unit"]] for one in data["results"]},
    }


if __name__ == "__main__":
    main()
