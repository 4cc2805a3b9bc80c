"""Judge a choice among ideas: few enough, within the limits, graded, and with a reason where it goes against the votes.

That a reason is missing (C204) and that a chosen idea lacks a grade (C210) is said by the rules.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from fsi_kit.course.exercises import Miss
from fsi_kit.course.judging import missing_rows
from fsi_kit.workbook import Workbook

FEWEST, MOST, WORDS, MIDDLE = 3, 5, 3, 3
GRADES = ("effect", "effort")
Mistakes = Mapping[str, Mapping[str, Any]]


def check(attempt: Workbook, solution: Workbook, mistakes: Mistakes) -> Iterator[Miss]:
    """Judge every row on its own, then how many were chosen."""
    yield from missing_rows(attempt, solution, "undecided")
    right = solution["ideas"].set_index("idea_id")
    rows = attempt["ideas"].assign(row=attempt["ideas"].index).dropna(subset="idea_id").drop_duplicates("idea_id")
    rows = rows[rows["idea_id"].isin(right.index)].set_index("idea_id")
    for id_, idea in rows.iterrows():
        for mistake, column in _wrong(str(id_), idea, right.loc[id_], mistakes):
            yield Miss(mistake, "ideas", str(id_), int(idea["row"]), column)
    chosen = rows["chosen"].fillna(False).astype(bool)
    yield from _thin_reasons(rows, chosen)
    yield from _how_many(rows, chosen, mistakes)


def _wrong(id_: str, idea: Any, right: Any, mistakes: Mistakes) -> Iterator[tuple[str, str]]:
    if not _same(idea["votes"], right["votes"]):
        yield "votes-changed", "votes"
    for grade in GRADES:
        if pd.isna(idea[grade]):
            yield "grade-missing", grade
        elif not _same(idea[grade], right[grade]):
            yield "grade-differs", grade
    if pd.isna(idea["chosen"]):
        yield "undecided", "chosen"
    elif idea["chosen"]:
        over = [name for name, mistake in mistakes.items() if id_ in mistake.get("ideas", ())]
        if over:
            yield over[0], "chosen"
        elif right["effect"] <= MIDDLE < right["effort"]:
            yield "little-for-much", "chosen"


def _thin_reasons(rows: pd.DataFrame, chosen: "pd.Series[bool]") -> Iterator[Miss]:
    """Yield chosen ideas that go against the votes with a reason of a word or two."""
    most = rows.loc[~chosen, "votes"].max()
    against = rows[chosen & (rows["votes"] < most).fillna(False).astype(bool)]
    for id_, idea in against.dropna(subset="reason").iterrows():
        if 0 < len(str(idea["reason"]).split()) < WORDS:
            yield Miss("thin-reason", "ideas", str(id_), int(idea["row"]), "reason")


def _how_many(rows: pd.DataFrame, chosen: "pd.Series[bool]", mistakes: Mistakes) -> Iterator[Miss]:
    """Yield the ideas that were one too many, or that lie nearest at hand when there are too few."""
    if rows["chosen"].isna().any():
        return
    limits = {id_ for mistake in mistakes.values() for id_ in mistake.get("ideas", ())}
    few, many = max(0, FEWEST - int(chosen.sum())), max(0, int(chosen.sum()) - MOST)
    skip = (rows["effect"] <= MIDDLE) & (rows["effort"] > MIDDLE)
    open_ = rows[~chosen & ~rows.index.isin(limits) & ~skip.fillna(False).astype(bool)]
    near = open_.sort_values(["effort", "votes"], ascending=[True, False]).head(few)
    far = rows[chosen].sort_values(["votes", "effort"], ascending=[True, False]).head(many)
    for mistake, found in (("too-few", near), ("too-many", far)):
        yield from (Miss(mistake, "ideas", str(id_), int(idea["row"]), "chosen") for id_, idea in found.iterrows())


def _same(value: Any, right: Any) -> bool:
    return bool(pd.notna(value)) and int(value) == int(right)
