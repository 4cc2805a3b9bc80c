"""A letter to one company: what it said, what came of it, and what nothing has come of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fsi_kit.documents.facts import Facts, Row, written_day
from fsi_kit.innovation.links import OPEN, acted_on, origins
from fsi_kit.workbook import Workbook


@dataclass(frozen=True)
class Came:
    """One action that came of a need: what it is, what it led to ("" while nobody knows) and when it is due."""

    what: str
    outcome: str = ""
    due: str = ""


@dataclass(frozen=True)
class Answer:
    """What a company said about one need, and what came of that need.

    Attributes:
        held: the day of the need's first workshop; "" where it has had none.
        done, going, stopped: the need's actions by how they stand.
    """

    need: str
    held: str
    said: tuple[str, ...]
    done: tuple[Came, ...]
    going: tuple[Came, ...]
    stopped: tuple[Came, ...]


@dataclass(frozen=True)
class Letter:
    """What a letter to one company says.

    Attributes:
        answers: a part for each need that the company's words went into and that something has come of.
        unanswered: what else it said, and the need that took it in ("" where none did).
        praise: what it said works well.
        told: days and words of what it has been told already.
    """

    answers: tuple[Answer, ...]
    unanswered: tuple[tuple[str, str], ...]
    praise: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


def letter(facts: Facts) -> Letter:
    """Return the letter to the company that the facts are about; one with places to fill in where there is none."""
    if facts.book is None or facts.company_id is None:
        return _blank(facts)
    book, today = facts.book, pd.Timestamp(facts.as_of)
    visits = book["visits"]
    own = visits.loc[_same(visits["company_id"], facts.company_id), "visit_id"]
    said = book["insights"][book["insights"]["visit_id"].isin(own)]
    links = book["need_insights"].dropna(subset=["need_id", "insight_id"])
    links = links[links["insight_id"].isin(said["insight_id"])]
    praised = said["kind"].eq("praise").fillna(False).astype(bool)
    asked, acted = said[~praised], acted_on(book, facts.as_of)
    in_needs = links[links["need_id"].isin(acted.index) & links["insight_id"].isin(asked["insight_id"])]
    answers = tuple(
        _answer(facts, need, asked[asked["insight_id"].isin(rows["insight_id"])])
        for need, rows in in_needs.groupby("need_id", sort=True)
    )
    rest = asked[~asked["insight_id"].isin(in_needs["insight_id"])]
    feedback = book["feedback"][_same(book["feedback"]["company_id"], facts.company_id)]
    past = feedback[feedback["date"] <= today].sort_values("date", kind="stable")
    return Letter(
        answers=answers,
        unanswered=tuple((row["statement"], _need_of(facts, links, row)) for row in facts.rows("insights", rest)),
        praise=tuple(row["statement"] for row in facts.rows("insights", said[praised])),
        told=tuple((row["date"], row["message"]) for row in facts.rows("feedback", past)),
    )


def _answer(facts: Facts, need: Any, said: pd.DataFrame) -> Answer:
    book = _book(facts)
    actions = book["actions"][_same(origins(book)["need_id"], need)]
    shops = book["workshops"][_same(book["workshops"]["need_id"], need)]["date"].dropna()
    held = shops[shops <= pd.Timestamp(facts.as_of)]
    return Answer(
        need=_title(facts, need),
        held=written_day(held.min(), facts.lang) if len(held) else "",
        said=tuple(row["statement"] for row in facts.rows("insights", said)),
        done=tuple(_came(facts, actions, ("done",))),
        going=tuple(_came(facts, actions, OPEN)),
        stopped=tuple(_came(facts, actions, ("stopped",))),
    )


def _came(facts: Facts, actions: pd.DataFrame, states: tuple[str, ...]) -> Iterator[Came]:
    chosen = actions[actions["status"].isin(states).fillna(False).astype(bool)]
    for row, known, due in zip(
        facts.rows("actions", chosen), chosen["result"].notna(), chosen["due"].notna(), strict=True
    ):
        yield Came(row["how"], row["result"] if known else "", row["due"] if due else "")


def _need_of(facts: Facts, links: pd.DataFrame, insight: Row) -> str:
    needs = links.loc[_same(links["insight_id"], insight["insight_id"]), "need_id"]
    return _title(facts, needs.iloc[0]) if len(needs) else ""


def _title(facts: Facts, need: Any) -> str:
    needs = _book(facts)["needs"]
    rows = facts.rows("needs", needs[_same(needs["need_id"], need)])
    return rows[0]["title"] if rows else str(need)


def _same(values: pd.Series[Any], wanted: Any) -> pd.Series[bool]:
    return values.eq(str(wanted)).fillna(False).astype(bool)


def _book(facts: Facts) -> Workbook:
    if facts.book is None:
        raise ValueError("a blank letter has no workbook")
    return facts.book


def _blank(facts: Facts) -> Letter:
    fill = facts.fill
    answer = Answer(
        need=fill("need"),
        held=fill("day"),
        said=(fill("said"),) * 2,
        done=(Came(fill("done"), fill("outcome")),) * 2,
        going=(Came(fill("going"), due=fill("day")),),
        stopped=(Came(fill("stopped"), fill("reason")),),
    )
    return Letter(answers=(answer,), unanswered=((fill("said"), ""),))
