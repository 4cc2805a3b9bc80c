"""The house: imports point one way, importing costs nothing until something is used, and small stays small."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import fsi_kit

PACKAGE = Path(fsi_kit.__file__).parent

# Each room may import from the floors below its own, and from itself; rooms on the same floor do not know each other.
FLOORS = (
    {"texts"},
    {"findings", "method", "drawing"},
    {"method_map", "action_card", "settings"},
    {"workbook"},
    {"thread", "examples"},
    {"understanding", "collaboration", "innovation"},
    {"check", "charts"},
    {"course"},
    {"documents", "widgets"},
    {"cli"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
CORE = {
    "method",
    "method_map",
    "drawing",
    "workbook",
    "understanding",
    "collaboration",
    "innovation",
    "thread",
    "check",
}
# What may be imported at the top of a file, room by room; everything else is imported where it is used.
BARE = {"pandas", "numpy"}
TOP = {"cli": {"typer"}, "widgets": {"ipywidgets"} | BARE}
OUTSIDE = {"tools", "tests", "benchmarks", "exercises", "templates"}
# The aim is 2,500 lines for the core and 5,000 in all. The stages with their rules, agenda, groups and charts came to
# more, and then the course with its practice; these limits are there so that growth is a decision and not an accident.
MOST_CORE, MOST_IN_ALL, MOST_IN_A_FILE = 5000, 12000, 370


def modules(package: Path) -> list[tuple[str, Path]]:
    """Return every file of the package with the room it is in; "" is the package's own file."""
    found = []
    for file in sorted(package.rglob("*.py")):
        first = file.relative_to(package).parts[0].removesuffix(".py")
        found.append(("" if first == "__init__" else first, file))
    return found


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of everything that is imported, at the top and inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def tree(file: Path) -> ast.AST:
    return ast.parse(file.read_text(encoding="utf-8"))


def wrong_ways(package: Path) -> list[str]:
    """Return every import that goes up, across or out of the house."""
    found = []
    for room, file in modules(package):
        where = file.relative_to(package).as_posix()
        if room and room not in FLOOR:
            found.append(f"{where}: the room {room} stands on no floor")
            continue
        found += [f"{where}: {name}" for name in imported(tree(file)) if not may_import(room, name)]
    return found


def may_import(room: str, name: str) -> bool:
    top, _, rest = name.partition(".")
    target = rest.partition(".")[0]
    if top != "fsi_kit":
        return top != "" and top not in OUTSIDE
    return target == room or target not in FLOOR or FLOOR[target] < FLOOR.get(room, 0)


def heavy_at_the_top(package: Path) -> list[str]:
    """Return every import that costs something although nothing has been asked for yet."""
    found = []
    for room, file in modules(package):
        body = ast.parse(file.read_text(encoding="utf-8")).body
        allowed = TOP.get(room, BARE if FLOOR.get(room, -1) >= FLOOR["workbook"] else set())
        statements = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
        for name in imported(ast.Module(list(statements), [])):
            first = name.partition(".")[0]
            if first not in sys.stdlib_module_names | {"fsi_kit", *allowed}:
                found.append(f"{file.relative_to(package).as_posix()}: {first}")
    return found


def lines_of_code(text: str) -> int:
    """Count the lines that do something: not blank ones, comments or docstrings."""
    told: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            told |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    skipped = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    done: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skipped:
            done |= set(range(token.start[0], token.end[0] + 1))
    return len(done - told)


def size(package: Path, rooms: set[str] | None = None) -> int:
    return sum(
        lines_of_code(file.read_text(encoding="utf-8"))
        for room, file in modules(package)
        if rooms is None or room in rooms
    )


def loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_house_has_its_rooms() -> None:
    rooms = {room for room, _ in modules(PACKAGE)}
    assert {"texts", "findings", "method", "workbook", "thread", "check", "course", "widgets", "cli"} <= rooms
    assert any(name.startswith("fsi_kit.") for _, file in modules(PACKAGE) for name in imported(tree(file)))


def test_imports_point_one_way() -> None:
    assert wrong_ways(PACKAGE) == []


def test_what_exercises_import_lies_below_the_command_line() -> None:
    files = sorted((PACKAGE.parent / "exercises").glob("*/check.py"))
    assert files
    for file in files:
        rooms = {name.split(".")[1] for name in imported(tree(file)) if name.startswith("fsi_kit.")}
        assert {room for room in rooms if FLOOR[room] > FLOOR["course"]} == set(), file


@pytest.mark.parametrize(
    ("file", "line", "wrong"),
    [
        ("thread.py", "from fsi_kit.check import check", True),
        ("workbook/read.py", "def f():\n    from fsi_kit.cli import main", True),
        ("innovation/rules.py", "import fsi_kit.understanding", True),
        ("course/x.py", "from fsi_kit import widgets", True),
        ("documents/x.py", "from fsi_kit.widgets import practise", True),
        ("widgets/x.py", "from tools.site import build", True),
        ("workbook/x.py", "from . import book", True),
        ("attic/x.py", "", True),
        ("__init__.py", "from fsi_kit.workbook import read", True),
        ("check.py", "from fsi_kit.innovation.rules import RULES\nfrom fsi_kit.thread import follow", False),
        ("cli/x.py", "from fsi_kit import __version__\nfrom fsi_kit.widgets import practise", False),
        ("workbook/read.py", "from fsi_kit.workbook.book import Sheet\nimport json", False),
    ],
)
def test_a_planted_import_that_goes_the_wrong_way_is_found(tmp_path: Path, file: str, line: str, wrong: bool) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(line, encoding="utf-8")
    assert bool(wrong_ways(tmp_path)) == wrong


def test_importing_the_kit_loads_nothing_of_what_it_installs_with() -> None:
    assert not loaded_by("fsi_kit") & {"pandas", "numpy", "openpyxl", "typer", "ipywidgets", "rich"}


def test_the_command_line_shows_its_help_without_loading_pandas() -> None:
    loaded = loaded_by("fsi_kit.cli")
    assert "typer" in loaded
    assert not loaded & {"pandas", "numpy", "openpyxl", "ipywidgets"}


def test_only_what_a_room_is_made_of_is_imported_at_the_top_of_its_files() -> None:
    assert heavy_at_the_top(PACKAGE) == []


@pytest.mark.parametrize(
    ("file", "line", "wrong"),
    [
        ("method.py", "import pandas", True),
        ("workbook/x.py", "from openpyxl import load_workbook", True),
        ("cli/x.py", "import pandas as pd", True),
        ("course/x.py", "import ipywidgets", True),
        ("widgets/x.py", "import ipywidgets\nimport pandas", False),
        ("workbook/x.py", "import pandas\nimport numpy\ndef f():\n    import openpyxl", False),
    ],
)
def test_a_planted_import_at_the_top_is_found(tmp_path: Path, file: str, line: str, wrong: bool) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(line, encoding="utf-8")
    assert bool(heavy_at_the_top(tmp_path)) == wrong


def test_the_core_is_small() -> None:
    assert 0 < size(PACKAGE, CORE) <= MOST_CORE


def test_the_whole_kit_is_small() -> None:
    assert 0 < size(PACKAGE) <= MOST_IN_ALL


def test_no_file_is_long() -> None:
    lengths = {str(file.relative_to(PACKAGE)): len(file.read_bytes().splitlines()) for _, file in modules(PACKAGE)}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > MOST_IN_A_FILE} == {}


def test_lines_of_code_are_those_that_do_something() -> None:
    text = (
        '"""About."""\n\nimport os  # why\n\n\n# a comment\ndef f():\n    """Do."""\n    return (\n        1,\n    )\n'
    )
    assert lines_of_code(text) == 5
