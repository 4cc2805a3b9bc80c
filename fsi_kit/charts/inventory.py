"""The inventory of needs as a heat map: what companies have said, by area and kind or service factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from fsi_kit.charts.style import (
    LINE,
    NORMAL,
    PAPER,
    SMALL,
    bare,
    drawn,
    empty,
    frame,
    ink_on,
    new_figure,
    shades,
)
from fsi_kit.charts.words import fitted, listed, number, say
from fsi_kit.texts import Lang
from fsi_kit.understanding import inventory
from fsi_kit.workbook import Workbook

if TYPE_CHECKING:
    from matplotlib.figure import Figure

By = Literal["kind", "factor"]
ROW = 0.24  # inches
MIDDLE: dict[str, Any] = {"ha": "center", "va": "center"}


@drawn
def inventory_chart(book: Workbook, lang: Lang, by: By = "kind") -> Figure:
    """Draw how many insights there are in each area, by kind or by service factor.

    Raises:
        ValueError: `by` is neither.
    """
    counts = _counts(book, by, lang)
    if counts.empty:
        return empty(say("inventory.none", lang))
    figure = new_figure(1.3 + ROW * (len(counts) + 1), inventory_text(book, lang, by))
    axes = figure.subplots()
    rows, columns = counts.shape
    most = int(counts.to_numpy().max())
    palette = shades()
    edges = [[edge - 0.5 for edge in range(length + 1)] for length in (columns, rows)]
    axes.pcolormesh(*edges, counts, cmap=palette, vmin=0, vmax=most, edgecolor=PAPER, linewidth=1.5)
    axes.set_xlim(-0.5, columns + 0.5)
    axes.set_ylim(rows + 0.5, -0.5)
    narrow = columns > 5
    everything = say("inventory.all", lang)
    across = [fitted(name, 9 if narrow else 14, lang, 3) for name in counts.columns]
    axes.set_xticks(range(columns + 1), [*across, everything], fontsize=SMALL if narrow else NORMAL)
    axes.set_yticks(range(rows + 1), [*(fitted(name, 30, lang, 1) for name in counts.index), everything])
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    bare(axes)
    axes.axhline(rows - 0.5, color=LINE, linewidth=1)
    axes.axvline(columns - 0.5, color=LINE, linewidth=1)
    for y, row in enumerate(counts.to_numpy().tolist()):
        for x, count in enumerate(row):
            axes.text(x, y, number(count, lang), color=ink_on(palette(count / most)), **MIDDLE)
    for y, count in enumerate([*counts.sum(axis=1), counts.to_numpy().sum()]):
        axes.text(columns, y, number(count, lang), fontweight="bold", **MIDDLE)
    for x, count in enumerate(counts.sum(axis=0)):
        axes.text(x, rows, number(count, lang), fontweight="bold", **MIDDLE)
    frame(figure, say(f"inventory.title.{by}", lang), notes=[say("inventory.note", lang)])
    return figure


def inventory_text(book: Workbook, lang: Lang, by: By = "kind") -> str:
    """Return the heat map in words.

    Raises:
        ValueError: `by` is neither ``kind`` nor ``factor``.
    """
    counts = _counts(book, by, lang)
    if counts.empty:
        return say("inventory.none", lang)
    row, column = divmod(int(counts.to_numpy().argmax()), counts.shape[1])
    return " ".join(
        (
            say("inventory.total", lang, count=number(counts.to_numpy().sum(), lang)),
            say("inventory.areas", lang, list=_pairs(counts.sum(axis=1), lang)),
            say(f"inventory.columns.{by}", lang, list=_pairs(counts.sum(axis=0), lang)),
            say(
                "inventory.most",
                lang,
                area=counts.index[row],
                column=counts.columns[column],
                count=number(counts.to_numpy().max(), lang),
            ),
        )
    )


def _counts(book: Workbook, by: By, lang: Lang) -> pd.DataFrame:
    """Return insights counted: areas down, most first, and `by` across in the descriptor's order, by their names."""
    if by not in ("kind", "factor"):
        raise ValueError(f"by {by!r}: kind, factor")
    fields = book.descriptor.tables["insights"].columns
    found = inventory(book, ("area", by))
    missing = say("any.missing", lang)
    rows = {
        name: found[name].map(lambda v, n=name: fields[n].label(v, lang), na_action="ignore") for name in ("area", by)
    }
    named = pd.DataFrame({name: values.fillna(missing) for name, values in rows.items()})
    named["insights"] = found["insights"]
    counts = named.pivot_table(index="area", columns=by, values="insights", aggfunc="sum", fill_value=0)
    order = [fields[by].label(value, lang) for value in fields[by].enum]
    others = sorted({str(name) for name in counts} - {*order, missing})
    across = [name for name in (*order, *others, missing) if name in counts]
    totals = {str(name): int(total) for name, total in counts.sum(axis=1).items()}
    down = sorted(totals, key=lambda name: (name == missing, -totals[name], name))
    return counts.loc[down, across].astype("int64")


def _pairs(counts: pd.Series[int], lang: Lang) -> str:
    return listed([say("any.pair", lang, name=name, value=number(count, lang)) for name, count in counts.items()], lang)
