"""Rank ideas by the room's votes, with effect and effort and how far people agree, from totals or single ballots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from fsi_kit.texts import Lang, load_texts

Problem = Literal["too_many_dots", "negative", "scale", "unknown", "twice"]
GRADES = ("effect", "effort")
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class BallotProblem:
    """Something odd about a ballot: which voter's, about which idea if any, and what stands there."""

    problem: Problem
    voter: str
    idea: str = ""
    value: str = ""
    limit: int | None = None

    def text(self, lang: Lang) -> str:
        """Return what is wrong and whether it was counted."""
        template: str = _rules()["problems"][self.problem][lang]
        return template.format(voter=self.voter, idea=self.idea, value=self.value, limit=self.limit)


def prioritise(ideas: pd.DataFrame, ballots: pd.DataFrame | None = None) -> pd.DataFrame:
    """Rank each workshop's ideas by votes.

    Ideas with the same number of votes share a rank. Within a rank the higher effect stands first, then the lower
    effort, then the id: that is an order to talk in, not a result of the vote. The order of rows never matters.

    Args:
        ideas: as in the workbook, with ``idea_id``; ``workshop_id``, ``what``, ``votes``, ``effect``, ``effort`` and
            ``chosen`` if they are there.
        ballots: a row for each voter and idea, with ``voter``, ``idea``, ``dots``, ``effect`` and ``effort``; a value
            may be missing. If given, votes, effect and effort come from the ballots alone. See `ballot_problems`.

    Returns:
        One row an idea, best first:

        - ``workshop_id``, ``idea_id``, ``what`` (string)
        - ``rank`` (Int64): 1 is most votes; missing where the votes are. ``tied`` (boolean): others share it
        - ``votes`` (Int64); ``effect``, ``effort`` (Float64): the totals' grade, or the ballots' mean
        - ``graders`` (Int64): how many graded effect or effort, missing without ballots
        - ``effect_spread``, ``effort_spread`` (Float64): how far the grades lie from their mean, on average (mean
          absolute deviation): 0 where all agree, 2 where half say 1 and half 5. Missing without ballots
        - ``divided`` (boolean): either spread is at least the limit in ``priorities.toml``
        - ``quadrant`` (string): ``quick_win`` (much effect, little effort), ``big_project``, ``fill_in`` or ``skip``;
          missing where effect or effort is
        - ``chosen`` (boolean): as in the workbook; blank is no
    """
    ranked = _columns(ideas)
    if ballots is not None:
        ranked = ranked.assign(**_counted(ranked["idea_id"], _clean(ballots, ranked["idea_id"])))
    by_workshop = ranked.groupby(ranked["workshop_id"].fillna(""))["votes"]
    ranked["rank"] = by_workshop.rank(method="min", ascending=False).astype("Int64")
    again = ranked.duplicated(["workshop_id", "votes"], keep=False)
    ranked["tied"] = (again & ranked["votes"].notna()).astype("boolean")
    spread = ranked[["effect_spread", "effort_spread"]].max(axis=1)
    ranked["divided"] = (spread >= _rules()["apart"]).astype("boolean").mask(spread.isna())
    ranked["quadrant"] = _quadrants(ranked)
    ranked["_effect"] = -ranked["effect"]
    ordered = ranked.sort_values(["workshop_id", "rank", "_effect", "effort", "idea_id"], ignore_index=True)
    return ordered[list(_ORDER)]


def quadrant_name(quadrant: str, lang: Lang) -> str:
    """Return what a quadrant is called. Raises KeyError for one that does not exist."""
    name: str = _rules()["quadrants"][quadrant][lang]
    return name


def ballot_problems(ballots: pd.DataFrame, ideas: pd.DataFrame, dots: int | None = None) -> tuple[BallotProblem, ...]:
    """Return what is odd about the ballots, by voter and idea; see `prioritise` for the columns.

    Args:
        dots: the most that one voter has to place; by default what ``priorities.toml`` says.
    """
    limit = dots if dots is not None else int(_rules()["dots"])
    rows = ballots.assign(voter=_text(ballots["voter"]), idea=_text(ballots["idea"]))
    found = [*_per_row(rows, set(_text(ideas["idea_id"]))), *_per_voter(rows, limit)]
    return tuple(sorted(found, key=lambda p: (p.voter, p.idea, p.problem, p.value)))


_ORDER = (
    "workshop_id", "rank", "tied", "idea_id", "what", "votes", "effect", "effort", "graders",
    "effect_spread", "effort_spread", "divided", "quadrant", "chosen",
)  # fmt: skip
_TYPES: dict[str, Any] = {
    "workshop_id": "string",
    "idea_id": "string",
    "what": "string",
    "votes": "Int64",
    "effect": "Float64",
    "effort": "Float64",
    "graders": "Int64",
    "effect_spread": "Float64",
    "effort_spread": "Float64",
    "chosen": "boolean",
}
_COUNTED_ONLY = ("graders", "effect_spread", "effort_spread")


def _columns(ideas: pd.DataFrame) -> pd.DataFrame:
    own = {name: ideas[name] if name in ideas and name not in _COUNTED_ONLY else None for name in _TYPES}
    frame = pd.DataFrame(own, index=ideas.index).astype(_TYPES).dropna(subset="idea_id")
    frame["chosen"] = frame["chosen"].fillna(False)
    return frame


def _clean(ballots: pd.DataFrame, ideas: pd.Series[Any]) -> pd.DataFrame:
    """Return what can be counted, as numbers."""
    rows = pd.DataFrame({"voter": _text(ballots["voter"]), "idea": _text(ballots["idea"])})
    rows["dots"] = _numbers(ballots, "dots")
    for name in GRADES:
        rows[name] = _numbers(ballots, name).mask(_wrong(ballots, name))
    return rows[rows["idea"].isin(ideas) & ~_wrong(ballots, "dots")]


def _counted(ids: pd.Series[Any], rows: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    per_idea = rows.groupby("idea")
    found: dict[str, pd.Series[Any]] = {"votes": per_idea["dots"].sum()}
    graded = rows[rows[list(GRADES)].notna().any(axis=1)]
    found["graders"] = graded.groupby("idea")["voter"].nunique()
    for name in GRADES:
        mean = per_idea[name].mean()
        found[name] = mean
        found[f"{name}_spread"] = (rows[name] - rows["idea"].map(mean)).abs().groupby(rows["idea"]).mean()
    counted = {name: ids.map(values).astype(_TYPES[name]) for name, values in found.items()}
    return {n: v.fillna(0) if n in ("votes", "graders") else v for n, v in counted.items()}


def _quadrants(ranked: pd.DataFrame) -> pd.Series[Any]:
    much, work = ranked["effect"] > _rules()["middle"], ranked["effort"] > _rules()["middle"]
    names = pd.Series(pd.NA, index=ranked.index, dtype="string")
    for name, where in (
        ("quick_win", much & ~work),
        ("big_project", much & work),
        ("fill_in", ~much & ~work),
        ("skip", ~much & work),
    ):
        names = names.mask(where.fillna(False).astype(bool), name)
    return names.mask(much.isna() | work.isna())


def _per_row(rows: pd.DataFrame, known: set[str]) -> Iterator[BallotProblem]:
    for voter, idea in rows.loc[~rows["idea"].isin(known), ["voter", "idea"]].itertuples(index=False):
        yield BallotProblem("unknown", voter, idea)
    wrong: tuple[tuple[Problem, str], ...] = (("negative", "dots"), ("scale", "effect"), ("scale", "effort"))
    for problem, name in wrong:
        if name in rows:
            for voter, idea, value in rows.loc[_wrong(rows, name), ["voter", "idea", name]].itertuples(index=False):
                shown = f"{value:g}" if isinstance(value, float) else str(value)
                yield BallotProblem(problem, voter, idea, shown)


def _per_voter(rows: pd.DataFrame, limit: int) -> Iterator[BallotProblem]:
    placed = _numbers(rows, "dots").mask(_wrong(rows, "dots")).groupby(rows["voter"]).sum()
    for voter, total in placed[placed > limit].items():
        yield BallotProblem("too_many_dots", str(voter), "", f"{total:g}", limit)
    times = rows.groupby(["voter", "idea"]).size()
    for voter, idea, count in times[times > 1].reset_index().itertuples(index=False):
        yield BallotProblem("twice", str(voter), str(idea), str(count))


def _wrong(rows: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return where something stands that is no number of dots, or no grade."""
    numbers = _numbers(rows, name)
    fits = numbers.between(LOWEST, HIGHEST) if name in GRADES else (numbers >= 0) & (numbers % 1 == 0)
    stands = rows[name].notna() if name in rows else pd.Series(False, index=rows.index)
    return stands & ~fits.fillna(False).astype(bool)


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    values = frame[name] if name in frame else pd.Series(pd.NA, index=frame.index)
    return pd.to_numeric(values, errors="coerce").astype("Float64")


def _text(values: pd.Series[Any]) -> pd.Series[Any]:
    return values.astype("string").fillna("")


def _rules() -> dict[str, Any]:
    return load_texts("fsi_kit.collaboration", "priorities.toml")
