"""The actions as bars on a time line, as of a day: what is done, what goes on and what is late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from fsi_kit.charts.style import (
    DARK,
    INK,
    LIGHT,
    MIDDLE,
    PAPER,
    SMALL,
    bare,
    drawn,
    empty,
    frame,
    new_figure,
)
from fsi_kit.charts.words import entry, fitted, listed, number, records, say
from fsi_kit.innovation import action_state
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STATES = ("done", "ongoing", "planned", "stopped")
# How each state is drawn: colour and hatch.
LOOKS = {"done": (DARK, ""), "ongoing": (MIDDLE, "////"), "planned": (PAPER, ""), "stopped": (LIGHT, "xxxx")}
ROW, MOST, NAME = 0.2, 60, 32


@drawn
def actions_chart(book: Workbook, lang: Lang, as_of: date, need: str | None = None) -> Figure:
    """Draw the actions from start to due date or to the day they were done, those due first on top; at most 60.

    Late ones go on past their due date, end in a triangle and say how many days late they are.

    Args:
        as_of: the day they are looked at.
        need: only the actions that come from this need.
    """
    rows = _rows(book, as_of, need)
    if rows.empty:
        return empty(say("actions.none", lang))
    shown = rows.head(MOST)
    figure = new_figure(1.55 + ROW * len(shown), actions_text(book, lang, as_of, need))
    axes = figure.subplots()
    for y, row in enumerate(records(shown)):
        _bar(axes, y, row, as_of)
    names = [
        say("actions.row", lang, id=row.action_id, owner="" if pd.isna(row.owner) else row.owner)
        for row in records(shown)
    ]
    axes.set_yticks(range(len(shown)), [fitted(name, NAME, lang, 1) for name in names])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    _months(axes, shown, as_of, lang)
    axes.axvline(_day(as_of), color=INK, linewidth=1.2, zorder=0)
    axes.annotate(
        as_of.isoformat(), (_day(as_of), -0.6), (0, 2), textcoords="offset points", ha="center", fontsize=SMALL
    )
    right = axes.twinx()
    right.set_ylim(axes.get_ylim())
    right.set_yticks(range(len(shown)), [_said(row, lang) for row in records(shown)])
    for label, late in zip(right.get_yticklabels(), shown["late"], strict=True):
        label.set_fontweight("bold" if late else "normal")
    for each in (axes, right):
        each.tick_params(axis="y", length=0)
        bare(each, "top", "left", "right")
    key = "title" if need is None else "title_need"
    title = say(f"actions.{key}", lang, need=fitted(need, 20, lang, 1), date=as_of.isoformat())
    more = [say("any.more", lang, count=len(rows) - MOST)] if len(rows) > MOST else []
    frame(figure, title, _legend(shown, lang), more)
    return figure


def actions_text(book: Workbook, lang: Lang, as_of: date, need: str | None = None) -> str:
    """Return the time line in words."""
    rows = _rows(book, as_of, need)
    if rows.empty:
        return say("actions.none", lang)
    counts = {state: number(int((rows["status"] == state).sum()), lang) for state in STATES}
    parts = [say("actions.total", lang, date=as_of.isoformat(), total=number(len(rows), lang), **counts)]
    if unknown := int((rows["status"] == "unknown").sum()):
        parts.append(say("actions.total_unknown", lang, count=number(unknown, lang)))
    if (rows["status"] == "done").any():
        parts.append(say("actions.on_time", lang, count=number(int(rows["on_time"].fillna(False).sum()), lang)))
    late = [
        say("actions.late_one", lang, id=row.action_id, days=_days(row.days_late, lang))
        for row in records(rows[rows["late"]])
    ]
    parts.append(say("actions.late_list", lang, list=listed(late, lang)) if late else say("actions.none_late", lang))
    return " ".join(parts)


def _rows(book: Workbook, as_of: date, need: str | None) -> pd.DataFrame:
    """Return the actions with how they are doing, those due first on top and those without a date last."""
    actions = book["actions"]
    rows = action_state(book, as_of).assign(start=actions["start"], owner=actions["owner"])
    rows = rows[rows["action_id"].notna()]
    if need is not None:
        rows = rows[(rows["need_id"] == need).fillna(False)]
    rows["status"] = rows["status"].where(rows["status"].isin(STATES), "unknown")
    return rows.sort_values(["due", "action_id"], na_position="last", ignore_index=True)


def _bar(axes: Axes, y: int, row: Any, as_of: date) -> None:
    """Draw one action; where it has only one day, a mark stands there."""
    colour, hatch = LOOKS.get(row.status, (PAPER, "...."))
    ends = row.done_on if row.status == "done" and not pd.isna(row.done_on) else row.due
    days = [_day(each) for each in (row.start, ends) if not pd.isna(each)]
    if len(days) == 2 and days[1] > days[0]:
        axes.barh(y, days[1] - days[0], 0.62, days[0], color=colour, edgecolor=INK, hatch=hatch, linewidth=0.8)
    elif days:
        axes.plot(days[-1], y, "D", color=colour, markeredgecolor=INK, markersize=5)
    if row.late:
        due, today = _day(row.due), _day(as_of)
        axes.plot([due, today], [y, y], ":", color=INK, linewidth=1.4)
        axes.plot(today, y, ">", color=INK, markersize=6)


def _months(axes: Axes, rows: pd.DataFrame, as_of: date, lang: Lang) -> None:
    """Write months below the chart, so few that there is room for them."""
    days = [pd.Timestamp(as_of), *(day for name in ("start", "due", "done_on") for day in rows[name].dropna())]
    first, last = min(days), max(days)
    months = pd.period_range(first.to_period("M"), last.to_period("M") + 1, freq="M")
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if len(months) <= 7 * step), 240)
    shown = [month for month in months if (month.year * 12 + month.month - 1) % step == 0] or [months[0]]
    names = entry("any.months", lang)
    texts = [
        f"{names[month.month - 1]}\n{month.year}" if i == 0 or month.month <= step else names[month.month - 1]
        for i, month in enumerate(shown)
    ]
    axes.set_xticks([_day(month.start_time) for month in shown], texts)
    margin = max(8.0, (last - first).days * 0.02)
    axes.set_xlim(_day(first) - margin, _day(last) + margin)
    axes.grid(axis="x", color=LIGHT, linewidth=0.8)
    axes.set_axisbelow(True)


def _legend(rows: pd.DataFrame, lang: Lang) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    there = [state for state in STATES if (rows["status"] == state).any()]
    handles: list[Any] = [
        Patch(facecolor=LOOKS[s][0], hatch=LOOKS[s][1], edgecolor=INK, label=say(f"actions.{s}", lang)) for s in there
    ]
    if rows["late"].any():
        handles.append(Line2D([], [], linestyle=":", marker=">", color=INK, label=say("actions.late_mark", lang)))
    return handles


def _said(row: Any, lang: Lang) -> str:
    """Return how an action is doing, in a few words."""
    if row.late:
        return say("actions.late", lang, days=_days(row.days_late, lang))
    if row.status == "done" and not pd.isna(row.on_time):
        return (
            say("actions.in_time", lang) if row.on_time else say("actions.after", lang, days=_days(row.days_late, lang))
        )
    return say(f"actions.{row.status}", lang)


def _days(count: int, lang: Lang) -> str:
    return say("actions.day", lang) if count == 1 else say("actions.days", lang, count=number(count, lang))


def _day(day: Any) -> int:
    """Return a day as matplotlib counts it."""
    return (pd.Timestamp(day) - pd.Timestamp(1970, 1, 1)).days
