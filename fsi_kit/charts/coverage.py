"""The coverage of visits as bars: how many of the known companies in each group have been visited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from fsi_kit.charts.style import DARK, INK, PAPER, bare, drawn, empty, frame, new_figure, whole_numbers
from fsi_kit.charts.words import fitted, listed, number, percent, records, say
from fsi_kit.texts import Lang
from fsi_kit.understanding import coverage
from fsi_kit.workbook import Workbook

if TYPE_CHECKING:
    from matplotlib.figure import Figure

By = Literal["size", "industry", "place"]
NAME, ROW, MOST = 30, 0.17, 25


@drawn
def coverage_chart(book: Workbook, lang: Lang, by: By = "size") -> Figure:
    """Draw how many companies of each group have been visited; at most 25 groups.

    Raises:
        ValueError: `by` is none of the three.
    """
    groups = _groups(book, by, lang)
    if groups.empty:
        return empty(say("coverage.none", lang))
    shown = groups.head(MOST)
    names = [fitted(name, NAME, lang, 3) for name in shown["group"]]
    # Groups stand as far apart as their names need.
    places, y = [], 0.0
    for name in names:
        lines = name.count("\n") + 1
        places.append(y + lines / 2)
        y += lines + 0.7
    figure = new_figure(1.2 + ROW * y, coverage_text(book, lang, by))
    axes = figure.subplots()
    rest = shown["companies"] - shown["visited"]
    axes.barh(places, shown["visited"], 1.1, color=DARK, edgecolor=INK, label=say("coverage.visited", lang))
    axes.barh(
        places,
        rest,
        1.1,
        shown["visited"],
        color=PAPER,
        edgecolor=INK,
        hatch="////",
        label=say("coverage.not_visited", lang),
    )
    for place, group in zip(places, records(shown), strict=True):
        axes.annotate(_share(group.visited, group.companies, lang), (group.companies, place), (5, 0),
                      textcoords="offset points", va="center")  # fmt: skip
    axes.set_yticks(places, names)
    axes.set_ylim(y, -0.35)
    axes.set_xlim(0, shown["companies"].max() * 1.36)
    axes.set_xlabel(say("coverage.axis", lang))
    whole_numbers(axes.xaxis, lang)
    axes.tick_params(axis="y", length=0)
    bare(axes, "top", "right", "left")
    more = [say("any.more", lang, count=len(groups) - MOST)] if len(groups) > MOST else []
    frame(figure, say(f"coverage.title.{by}", lang), axes.get_legend_handles_labels()[0], more)
    return figure


def coverage_text(book: Workbook, lang: Lang, by: By = "size") -> str:
    """Return the bars in words.

    Raises:
        ValueError: `by` is none of the three.
    """
    groups = _groups(book, by, lang)
    if groups.empty:
        return say("coverage.none", lang)
    visited, companies = int(groups["visited"].sum()), int(groups["companies"].sum())
    parts = [
        say("coverage.total", lang, visited=number(visited, lang), companies=number(companies, lang),
            percent=percent(visited, companies, lang))
    ]  # fmt: skip
    whole = groups["visited"] == groups["companies"]
    for key, rows in (("groups", groups[~whole]), ("whole", groups[whole])):
        said = [
            say(
                "coverage.group",
                lang,
                group=row.group,
                visited=number(row.visited, lang),
                companies=number(row.companies, lang),
            )
            for row in records(rows)
        ]
        if said:
            parts.append(say(f"coverage.{key}", lang, list=listed(said, lang)))
    return " ".join(parts)


def _groups(book: Workbook, by: By, lang: Lang) -> pd.DataFrame:
    field = book.descriptor.tables["companies"].columns[by] if by in ("size", "industry", "place") else None
    found = coverage(book, by)
    names = found[by].map(lambda value: field.label(value, lang) if field else value, na_action="ignore")
    return found.assign(group=names.fillna(say("any.missing", lang)))


def _share(visited: int, companies: int, lang: Lang) -> str:
    return say("coverage.share", lang, visited=number(visited, lang), companies=number(companies, lang),
               percent=percent(visited, companies, lang))  # fmt: skip
