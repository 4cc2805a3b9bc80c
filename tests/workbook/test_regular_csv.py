"""The fast way to read CSV gives what the slow one gives, to the last cell, and leaves to it what it cannot judge."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sampling import examples

from fsi_kit.workbook import load_descriptor
from fsi_kit.workbook.sources import UnreadableError, csv_grid

SOURCES = sys.modules["fsi_kit.workbook.sources"]
KNOWN = load_descriptor().headings

signs = st.sampled_from(
    [
        "a",
        "Å",
        "visit_id",
        "date",
        '"',
        '""',
        ";",
        ",",
        "\t",
        "\n",
        "\r\n",
        "\r",
        " ",
        "'=",
        "€",
        "\u200b",
        "\x85",
        "2024-01-02",
    ]
)
cells = st.sampled_from(
    ["a", "", " ", "Å", '"a;b"', '"a\nb"', '"a""b"', '"a\t"', '",a"', "date", "'-", "€", "NA", "null", "1.0"]
)
rows = st.lists(st.lists(cells, min_size=1, max_size=3), max_size=6)
regular = st.builds(
    lambda rows, separator: "\n".join(separator.join(row) for row in rows), rows, st.sampled_from(";,\t")
)


def read(path: Path, fast: bool) -> tuple[str, Any]:
    def never(*_: Any) -> None:
        return None

    try:
        with patch.object(SOURCES, "regular_columns", SOURCES.regular_columns if fast else never):
            grid = asdict(csv_grid(path, KNOWN))
            del grid["error_free"]  # only the fast way can say so without a second look
            return "read", grid
    except UnreadableError as error:
        return error.rule, error.row


@given(
    st.one_of(regular, st.lists(signs, max_size=30).map("".join)),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
@example('a;b\n"c;d\ne;f\n', "utf-8")
@example("a;b\nc;d\re;f", "utf-8")
@example('a;b\n"c"d;e\nf"g;"h"', "utf-8")
@example("a,b\n\n\nc,d\n \n,\n", "utf-8")
@example('a\tb\n1\n"x\t"\ty', "utf-8")  # a short row, and as many tabs as if it were not
@example("a;b\nNA;null\n1.0;-inf\n", "utf-8")
@settings(max_examples=examples(400), deadline=None)
def test_both_ways_give_the_same(text: str, encoding: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "visits.csv"
        path.write_bytes(text.encode(encoding, "replace"))
        assert read(path, fast=True) == read(path, fast=False)


@pytest.mark.parametrize(
    "text", ["a;b\n1;2\n3;" + "x" * 80_000, "a;b\n1;2\n3;" + "x" * 80_000 + ";4"], ids=["regular", "not"]
)
def test_a_cell_that_is_too_long_is_named_by_its_row_on_either_way(text: str, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text(text, encoding="utf-8")
    assert read(path, fast=True)[0] == "read"
    with patch.object(SOURCES, "MAX_CELL_CHARACTERS", 70_000):
        assert read(path, fast=True) == read(path, fast=False) == ("D011", 3)


def test_the_fast_way_is_taken_where_all_rows_are_as_long(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    for text, taken in [
        ("a;b\n1;2\n3;4\n", True),
        ('a;b\n"1;1";2\n', True),
        ("a;b\n1\n", False),
        ("a;b\n1;2;3\n", False),
    ]:
        path.write_text(text, encoding="utf-8")
        with patch.object(SOURCES, "_records", side_effect=AssertionError("read row by row")):
            if taken:
                csv_grid(path)
            else:
                with pytest.raises(AssertionError, match="row by row"):
                    csv_grid(path)
