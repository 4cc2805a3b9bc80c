"""CSV files whose rows all have as many cells: pandas' parser reads them far faster than one row after the other.

It cannot say which rows are shorter or longer than the others, so every other file is left to `sources`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

CELLS_AT_A_TIME = 4096


def regular_columns(path: Path, encoding: str, separator: str, separators: int, longest: int) -> list[list[str]] | None:
    """Return the columns of a CSV file, headings included; None if its rows differ in length or it is not whole.

    Args:
        path: the file.
        encoding: an encoding that all of it can be read in.
        separator: the sign between its cells.
        separators: how many of them there are in the file. pandas fills short rows up in silence, but then there
            are fewer than so many rows and columns need.
        longest: how many characters a cell may have.
    """
    try:
        frame = pd.read_csv(
            path,
            sep=separator,
            encoding=encoding,
            header=None,
            dtype=object,
            na_filter=False,
            skip_blank_lines=False,
            engine="c",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        return None
    needed = len(frame) * (frame.shape[1] - 1)
    columns = [frame[name].tolist() for name in frame]
    for column in columns:
        for start in range(0, len(column), CELLS_AT_A_TIME):
            cells = column[start : start + CELLS_AT_A_TIME]
            together = "".join(cells)
            if len(together) > longest and max(map(len, cells)) > longest:
                return None
            needed += together.count(separator)
    return columns if needed == separators else None
