"""Tables as the commands give them: to read on a terminal, one line a row in a pipe, and as JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from fsi_kit.cli.say import UNSEEN, grouped, say
from fsi_kit.texts import Lang, load_texts

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from fsi_kit.workbook import Field

DECIMALS = 4
"""How many decimals a number keeps in JSON and CSV."""
LEAST = 5
"""How narrow a column of numbers may be, so that short headings stay on one line."""
SHARES = ("share",)
BLANK = "–"
Record = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Record]:
    """Return a frame's rows as plain data: days as text, missing values as None, numbers with at most 4 decimals."""
    import pandas as pd

    def plain(value: Any) -> Any:
        if value is None or value is pd.NA or value is pd.NaT:
            return None
        if isinstance(value, pd.Timestamp):
            return value.date().isoformat()
        if isinstance(value, float):
            return None if math.isnan(value) else round(value, DECIMALS)
        return value

    names = [str(name) for name in frame.columns]
    columns = [[plain(value) for value in frame[name].tolist()] for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def put_json(data: object) -> None:
    """Print plain data as JSON."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def put_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as CSV, ids as headings; no cell is taken for a formula."""
    from fsi_kit.workbook.cells import as_text
    from fsi_kit.workbook.sources import disarm

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([disarm(name) for name in columns])
    for row in rows:
        cells = (row[name] for name in columns)
        writer.writerow([disarm(cell) if isinstance(cell, str) else as_text(cell) for cell in cells])
    typer.echo(text.getvalue(), nl=False)


def put_frame(
    console: Console, frame: pd.DataFrame, lang: Lang, fields: Mapping[str, Field], most: int | None = None
) -> int:
    """Print a frame as people read it: headings, labels and numbers in the language.

    Args:
        fields: the workbook's columns among the frame's, which give headings and labels; other headings stand in
            ``cli.toml``.
        most: the most rows to print; all if left out.

    Returns:
        How many rows were left out.
    """
    kept = frame if most is None else frame.head(most)
    names = [str(name) for name in frame.columns]
    rows = [[cell(row[name], name, lang, fields) for name in names] for row in records(kept)]
    headings = [heading(name, lang, fields) for name in names]
    put_table(console, headings, rows, {i for i, name in enumerate(names) if _is_number(frame, name)})
    return len(frame) - len(kept)


def heading(name: str, lang: Lang, fields: Mapping[str, Field]) -> str:
    """Return a column's heading; a name that is neither a column of the workbook's nor in ``cli.toml`` is its own."""
    if name in fields:
        return fields[name].titles[lang]
    return say("headings", name, lang) if name in load_texts("fsi_kit.cli", "cli.toml")["headings"] else name


def cell(value: Any, name: str, lang: Lang, fields: Mapping[str, Field]) -> str:
    """Return a value of a column as people read it."""
    if value is None:
        return BLANK
    if isinstance(value, str):
        return fields[name].label(value, lang) if name in fields else value
    if name in SHARES:
        return percent(value, lang)
    return decimal(value, lang) if isinstance(value, float) else grouped(value, lang)


def put_table(
    console: Console, headings: Sequence[str], rows: Iterable[Sequence[str]], right: Collection[int] = ()
) -> None:
    """Print a table: cells broken at the terminal's width; in a pipe one line a row, with tabs between the cells.

    Args:
        right: the positions of columns to set flush right.
    """
    from rich.table import Column, Table
    from rich.text import Text

    if console.soft_wrap:
        for line in (headings, *rows):
            print(*map(_one_line, line), sep="\t", file=console.file)  # rich would turn tabs into spaces
        return
    shown = [[Text(UNSEEN.sub("", text), overflow="fold") for text in row] for row in rows]
    columns = []
    for i, text in enumerate(headings):
        # Columns of numbers are as narrow as can be, their headings broken, so that texts get the room.
        width = max(LEAST, *map(len, text.split()), *(row[i].cell_len for row in shown)) if i in right else None
        columns.append(Column(Text(text), justify="right" if i in right else "left", width=width, overflow="fold"))
    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for row in shown:
        table.add_row(*row)
    console.print(table)


def decimal(number: float, lang: Lang, digits: int = 1) -> str:
    """Return a number with decimals, none where they are all 0, the way the language writes it.

    >>> decimal(1234.56, "sv"), decimal(1234.56, "en"), decimal(6.0, "en")
    ('1\\xa0234,6', '1,234.6', '6')
    """
    whole, _, rest = f"{number:,.{digits}f}".partition(".")
    text = f"{whole}.{rest}" if rest.strip("0") else whole
    return text.translate({ord(","): "\u00a0", ord("."): ","}) if lang == "sv" else text


def percent(share: float, lang: Lang) -> str:
    """Return a share, 0–1, in per cent. Only all is 100 and only none is 0.

    >>> percent(0.997, "sv"), percent(0.5, "en")
    ('99\\xa0%', '50%')
    """
    whole = min(max(round(share * 100), 1), 99) if 0 < share < 1 else round(share * 100)
    return f"{whole}\u00a0%" if lang == "sv" else f"{whole}%"


def counted(number: int, noun: str, lang: Lang) -> str:
    """Return a number with its noun: ``1 insight``, ``2 insights``; the nouns stand in ``cli.toml``."""
    words = load_texts("fsi_kit.cli", "cli.toml")["nouns"][noun]["one" if number == 1 else "many"]
    return f"{grouped(number, lang)} {words[lang]}"


def _is_number(frame: pd.DataFrame, name: str) -> bool:
    from pandas.api.types import is_numeric_dtype

    return is_numeric_dtype(frame[name])


def _one_line(text: str) -> str:
    return UNSEEN.sub("", re.sub(r"[\t\r\n]+", " ", text))
