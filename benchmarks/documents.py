"""How long the whole template pack takes, one language, all formats, and how much memory it needs.

    python -m benchmarks.documents [--quick] [--strict]

Each run is a process of its own, as ``fsi templates --all`` is, with the time to start Python in it. pandoc runs in
processes beside it: the memory is the process's own peak and, for each that may run at once, the largest pandoc's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.results import ROOT, Result, keep

RUNS = 3
KINDS = ("blank", "filled")
SECONDS = 10


def run(quick: bool = False, say: Callable[[str], None] = print) -> list[Result]:
    """Measure, keep the figures in ``build/bench/documents.json`` and return them."""
    runs: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for _ in range(1 if quick else RUNS):
        for kind in KINDS:
            runs[kind].append(measured(kind))
            say(f"{kind}: {runs[kind][-1]['seconds']:.1f} s")
    results = []
    for kind, rows in runs.items():
        files, seconds = rows[0]["files"], median(row["seconds"] for row in rows)
        what = f"whole pack in Swedish, {kind}, {files} files, from start to end, median"
        results.append(Result(f"documents-{kind}", what, seconds, "s", "at most", SECONDS))
    peak = max(row["peak_bytes"] for rows in runs.values() for row in rows)
    results.append(Result("documents-memory", "most memory, pandoc's processes counted", peak / 2**20, "MiB"))
    slow = max((row for row in runs["filled"]), key=lambda row: row["seconds"])["documents"]
    for id_, taken in sorted(slow.items(), key=lambda pair: -pair[1])[:5]:
        say(f"{taken:.2f} s in {id_}")
    say(f"kept in {keep('documents', results, {'runs': runs}).relative_to(ROOT)}")
    return results


def measured(kind: str) -> dict[str, Any]:
    """Make the pack in a process of its own.

    Raises:
        subprocess.CalledProcessError: the pack could not be made.
    """
    start = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.documents", "--make", kind]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    row: dict[str, Any] = json.loads(done.stdout)
    return {**row, "seconds": time.perf_counter() - start}


def make(kind: str) -> dict[str, Any]:
    """Make and write the whole pack, and return how many files it has, the memory and each document's seconds."""
    import resource

    from fsi_kit.documents import Brand, make_document, master_ids
    from fsi_kit.documents import pack as packing
    from fsi_kit.documents.facts import Facts
    from fsi_kit.examples import AS_OF, load_exempelby

    taken: dict[str, float] = defaultdict(float)

    def timed(id_: str, *arguments: Any) -> Any:
        start = time.perf_counter()
        made = list(make_document(id_, *arguments))
        taken[id_] += time.perf_counter() - start
        return made

    packing.make_document = timed
    facts = Facts("sv", Brand(), AS_OF, load_exempelby("sv") if kind == "filled" else None)
    with tempfile.TemporaryDirectory() as folder:
        written = packing.write_pack(packing.make_pack(master_ids(), facts), Path(folder) / "out")
        count = len(written)
    own, child = (
        resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"files": count, "peak_bytes": own + packing.WORKERS * child, "documents": dict(taken)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        print(json.dumps(make(sys.argv[2])))
    else:
        from benchmarks.__main__ import main

        main(["documents"])
