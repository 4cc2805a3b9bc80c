"""Saturation: are the visits still bringing up themes that nobody had mentioned before?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from fsi_kit.texts import Lang, load_texts
from fsi_kit.understanding.heard import gathered, known
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import look_up

Reading = Literal["too_few", "no_themes", "coming", "few", "none"]
FEW = 0.05  # our own rule of thumb: one theme in twenty
THEMED = 0.5


@dataclass(frozen=True)
class Saturation:
    """New themes in the order of the visits.

    Attributes:
        windows: a row for each `window` visits in time order: ``first`` and ``last`` (datetime64[s], days of its
            first and last visit), ``visits``, ``insights``, ``themes`` (different ones), ``new_themes`` (those that no
            earlier visit brought up) and ``known_themes`` (different ones up to and with these visits), all int64. The
            last row may hold fewer visits.
        window: how many visits a row holds.
        reading: ``coming`` (new themes still come), ``few`` (of all themes, at most one in twenty was new in the last
            whole window), ``none`` (none was), ``too_few`` (fewer than two whole windows) or ``no_themes`` (fewer than
            half of the insights have a theme). The limits are our own rule of thumb.
    """

    windows: pd.DataFrame
    window: int
    reading: Reading

    def text(self, lang: Lang) -> str:
        """Return the reading in plain language, with its figures."""
        words = load_texts("fsi_kit.understanding", "texts.toml")["saturation"]
        whole = self.windows[self.windows["visits"] == self.window]
        new, known_themes = (whole["new_themes"].iloc[-1], whole["known_themes"].iloc[-1]) if len(whole) else (0, 0)
        text: str = words[self.reading][lang]
        return text.format(new=new, known=known_themes, window=self.window, visits=int(self.windows["visits"].sum()))


def saturation(book: Workbook, window: int = 10) -> Saturation:
    """Return how many themes were new in each `window` visits, in time order.

    A theme is new at the first visit that brings it up. Visits on the same day go by their id. Visits without a day
    are left out; themes that differ only in case and spaces are one.

    Raises:
        ValueError: `window` is less than 1.
    """
    if window < 1:
        raise ValueError(f"window: {window}")
    visits = known(book["visits"], "visit_id").dropna(subset=["date"]).sort_values(["date", "visit_id"])
    turn = visits.assign(turn=np.arange(len(visits)))
    insights = book["insights"]
    rows = pd.DataFrame(
        {
            "turn": look_up(insights["visit_id"], turn, "visit_id", "turn"),
            "theme": gathered(insights["theme"]),
        }
    ).dropna(subset=["turn"])
    rows["window"] = rows["turn"].astype("int64") // window
    first = rows.groupby("theme")["window"].min()
    by_window = rows.groupby("window")
    turn["window"] = turn["turn"] // window
    found = turn.groupby("window").agg(first=("date", "min"), last=("date", "max"), visits=("visit_id", "size"))
    for name, counts in (
        ("insights", by_window.size()),
        ("themes", by_window["theme"].nunique()),
        ("new_themes", first.value_counts()),
    ):
        found[name] = counts.reindex(found.index, fill_value=0).astype("int64")
    found["known_themes"] = found["new_themes"].cumsum()
    found = found.reset_index(drop=True)
    return Saturation(found, window, _reading(found, window, float(rows["theme"].notna().mean()) if len(rows) else 0.0))


def _reading(windows: pd.DataFrame, window: int, themed: float) -> Reading:
    whole = windows[windows["visits"] == window]
    if len(whole) < 2:
        return "too_few"
    if themed < THEMED:
        return "no_themes"
    new, all_ = whole["new_themes"].iloc[-1], whole["known_themes"].iloc[-1]
    if new == 0:
        return "none"
    return "few" if new <= FEW * all_ else "coming"
