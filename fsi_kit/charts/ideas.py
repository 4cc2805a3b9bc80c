"""A workshop's ideas as a matrix of effect and effort, with the votes that each was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from fsi_kit.charts.style import (
    DARK,
    INK,
    LIGHT,
    LINE,
    NORMAL,
    PAPER,
    SMALL,
    bare,
    drawn,
    empty,
    frame,
    new_figure,
    wrapped,
)  # fmt: skip
from fsi_kit.charts.words import fitted, listed, number, plain, records, say
from fsi_kit.collaboration import prioritise, quadrant_name
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GRADES = (1, 2, 3, 4, 5)
QUADRANTS = ("quick_win", "big_project", "fill_in", "skip")
LINE_HEIGHT = 0.17  # inches
ID = 8


@drawn
def ideas_chart(book: Workbook, lang: Lang, workshop: str) -> Figure:
    """Draw a workshop's ideas: effect upwards, effort to the right, votes in brackets, chosen ideas filled."""
    ideas = _ideas(book, workshop)
    graded = ideas.dropna(subset=["quadrant"])
    if graded.empty:
        return empty(say("ideas.none", lang))
    cells = graded.astype({"effect": "int64", "effort": "int64"})
    # A row of squares is as high as its fullest square needs.
    most = cells.groupby(["effect", "effort"]).size().groupby("effect").max()
    heights = {grade: max(1, int(most.get(grade, 0))) + 1.0 for grade in GRADES}
    total = sum(heights.values())
    figure = new_figure(1.75 + LINE_HEIGHT * total, ideas_text(book, lang, workshop))
    axes = figure.subplots()
    bottoms = {grade: sum(heights[lower] for lower in GRADES if lower < grade) for grade in GRADES}
    squares: Any = cells.groupby(["effect", "effort"])
    for (y, x), cell in squares:
        for place, idea in enumerate(records(cell)):
            at = bottoms[y] + heights[y] - 1 - place
            _mark(axes, x - 0.34, at, idea, lang)
    _squares(axes, bottoms, heights, total, lang)
    chosen = axes.scatter([], [], s=30, color=DARK, edgecolor=INK, label=say("ideas.chosen", lang))
    other = axes.scatter([], [], s=30, color=PAPER, edgecolor=INK, label=say("ideas.not_chosen", lang))
    left_out = ideas.loc[ideas["quadrant"].isna(), "idea_id"]
    lines = [say("ideas.note", lang)]
    if len(left_out):
        lines += wrapped([plain(say("ideas.ungraded", lang, list=listed(list(left_out), lang)))])
    frame(figure, say("ideas.title", lang, workshop=fitted(workshop, 20, lang, 1)), [chosen, other], lines)
    return figure


def ideas_text(book: Workbook, lang: Lang, workshop: str) -> str:
    """Return the matrix in words."""
    ideas = _ideas(book, workshop)
    graded = ideas.dropna(subset=["quadrant"])
    if graded.empty:
        return say("ideas.none", lang)
    parts = [say("ideas.total", lang, workshop=workshop, count=len(graded), chosen=int(graded["chosen"].sum()))]
    for quadrant in QUADRANTS:
        rows = graded[graded["quadrant"] == quadrant]
        name = quadrant_name(quadrant, lang)
        key = "quadrant" if len(rows) else "quadrant_none"
        said = [
            say(
                "ideas.chosen_idea" if row.chosen else "ideas.idea", lang, id=row.idea_id, votes=_votes(row.votes, lang)
            )
            for row in records(rows)
        ]
        parts.append(say(f"ideas.{key}", lang, quadrant=name, count=len(rows), ids=listed(said, lang)))
    left_out = ideas.loc[ideas["quadrant"].isna(), "idea_id"]
    if len(left_out):
        parts.append(say("ideas.ungraded", lang, list=listed(list(left_out), lang)))
    return " ".join(parts)


def _ideas(book: Workbook, workshop: str) -> pd.DataFrame:
    ideas = book["ideas"]
    return prioritise(ideas[ideas["workshop_id"] == workshop].drop_duplicates("idea_id"))


def _votes(votes: Any, lang: Lang) -> str:
    return "–" if pd.isna(votes) else number(float(votes), lang)


def _mark(axes: Axes, x: float, y: float, idea: Any, lang: Lang) -> None:
    """Draw one idea: its mark, filled if it was chosen, and its id with its votes."""
    chosen, votes = bool(idea.chosen), idea.votes
    size = 14 + 5 * min(0 if pd.isna(votes) else int(votes), 12)
    axes.scatter(x, y, s=size, color=DARK if chosen else PAPER, edgecolor=INK, linewidth=0.9, zorder=3)
    text = say("ideas.idea", lang, id=fitted(idea.idea_id, ID, lang, 1), votes=_votes(votes, lang))
    weight = "bold" if chosen else "normal"
    axes.annotate(text, (x, y), (7, 0), textcoords="offset points", va="center", fontsize=SMALL, fontweight=weight)


def _squares(axes: Axes, bottoms: dict[int, float], heights: dict[int, float], total: float, lang: Lang) -> None:
    """Draw the squares, their grades, and the names of the four fields."""
    for edge in (*bottoms.values(), total):
        axes.axhline(edge, color=LINE, linewidth=0.5)
    for grade in (*GRADES, 6):
        axes.axvline(grade - 0.5, color=LINE, linewidth=0.5)
    middle = bottoms[4]
    axes.axhline(middle, color=INK, linewidth=1.6)
    axes.axvline(3.5, color=INK, linewidth=1.6)
    axes.axhspan(middle, total, xmax=0.6, color=LIGHT, zorder=0)
    axes.set_xlim(0.5, 5.5)
    axes.set_ylim(0, total)
    axes.set_xticks(GRADES, [str(grade) for grade in GRADES])
    axes.set_yticks([bottoms[g] + heights[g] / 2 for g in GRADES], [str(grade) for grade in GRADES])
    axes.tick_params(length=0)
    axes.tick_params(axis="x", pad=15)
    axes.set_xlabel(say("ideas.effort", lang))
    axes.set_ylabel(say("ideas.effect", lang))
    bare(axes)
    for name, x, y, offset in (
        ("quick_win", 2, total, 3),
        ("big_project", 4.5, total, 3),
        ("fill_in", 2, 0, -3),
        ("skip", 4.5, 0, -3),
    ):
        axes.annotate(quadrant_name(name, lang), (x, y), (0, offset), textcoords="offset points", ha="center",
                      va="bottom" if offset > 0 else "top", fontsize=NORMAL, fontweight="bold")  # fmt: skip
