"""Tables of figures on the pages: words from ``texts.toml``, numbers as each language writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from fsi_kit.examples import AS_OF
from fsi_kit.workbook import load_descriptor
from fsi_kit.workbook.rules import show
from tools.site.place import Place
from tools.site.render import render

NONE = "–"
KINDS = {"#": "number", "@": "date"}


def data_table(
    group: str, place: Place, columns: Sequence[str], rows: Iterable[Sequence[Any]], note: str = "", **places: object
) -> str:
    """Return a table.

    Args:
        group: the part of ``texts.toml`` that holds its ``caption`` and a title for each column.
        columns: their names; one that ends with # holds numbers, one with @ dates.
        places: fill the caption's places, beside ``{as_of}``.
    """
    titles = [(place.words(f"{group}.{name.rstrip(''.join(KINDS))}"), KINDS.get(name[-1], "")) for name in columns]
    caption = place.words(f"{group}.caption", as_of=AS_OF.isoformat(), **places)
    return render("data_table.html", caption=caption, columns=titles, rows=list(rows), note=note)


def label(table: str, column: str, value: Any, place: Place) -> str:
    """Return what an enum value is called in the page's language; a dash where there is none."""
    return NONE if pd.isna(value) else load_descriptor().tables[table].columns[column].label(str(value), place.lang)


def number(value: Any, place: Place, decimals: int = 0) -> str:
    """Return a number with the language's decimal mark; a dash where there is none."""
    return NONE if pd.isna(value) else f"{float(value):.{decimals}f}".replace(".", "," if place.lang == "sv" else ".")


def share(part: int, whole: int, place: Place) -> str:
    """Return a share with its numbers: ``13 of 14 (93 %)``."""
    percent = round(100 * part / whole) if whole else 0
    return place.words("share", part=part, whole=whole, percent=percent) if whole else NONE


def day(value: Any) -> str:
    """Return a day as year-month-day; a dash where there is none."""
    return NONE if pd.isna(value) else show(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
