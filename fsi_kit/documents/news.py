"""What the insight bulletin tells departments: what companies have said lately, without the companies' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from fsi_kit.documents.facts import Facts, Fill, Row, written_day
from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook import Table, Workbook, load_descriptor

DAYS = 60
"""How far back a bulletin reaches; what no department has been given comes along however old it is."""
FORMS = re.compile(r"\s+(?:AB|HB|KB|Ltd)\.?$")
SHORTEST = 4
"""Shorter names are as likely to be a word of the sentence."""


@dataclass(frozen=True)
class Topic:
    """An area of the municipality's work and what companies have said of it."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class News:
    """What a bulletin tells, and from when; places to fill in where there is no workbook.

    Attributes:
        insights, visits: how many insights it holds, from how many visits.
        first, last: the days of the first and the last visit.
    """

    topics: tuple[Topic, ...]
    insights: str
    visits: str
    first: str
    last: str


def news(facts: Facts) -> News:
    """Return what a bulletin tells."""
    if facts.book is None:
        empty = Row("insights", {field.name: Fill(field.titles[facts.lang]) for field in _insights().fields})
        blank = (Topic(facts.fill("area"), (empty,) * 2),) * 2
        figure, day = facts.fill("figure"), facts.fill("day")
        return News(blank, figure, figure, day, day)
    rows = lately(facts.book, facts.as_of)
    rows = rows.assign(statement=unnamed(rows["statement"], facts.book, _word("unnamed", facts.lang)))
    days = rows["said_on"].dropna()
    ends = [written_day(day, facts.lang) for day in (days.min(), days.max())] if len(days) else ["", ""]
    topics = tuple(_topics(rows, facts))
    return News(topics, str(len(rows)), str(rows["visit_id"].nunique()), ends[0], ends[1])


def lately(book: Workbook, as_of: date) -> pd.DataFrame:
    """Return the insights to pass on, with the day of the visit, the most urgent first.

    They are those of the last `DAYS` days and those that no department has been given.
    """
    days = book["visits"].drop_duplicates("visit_id").set_index("visit_id")["date"]
    rows = book["insights"].dropna(subset=["statement"])
    rows = rows.assign(said_on=rows["visit_id"].map(days))
    until = pd.Timestamp(as_of)
    recent = rows["said_on"].between(until - pd.Timedelta(days=DAYS), until)
    return rows[recent | rows["shared_on"].isna()].sort_values("urgency", ascending=False, kind="stable")


def unnamed(statements: Iterable[str], book: Workbook, word: str) -> list[str]:
    """Return what was said with `word` in place of every company's name, written with or without its AB.

    What else a company may be known by cannot be told: whoever sends the bulletin reads it first.
    """
    full = {str(name).strip() for name in book["companies"]["name"].dropna()}
    names = sorted({*full, *(FORMS.sub("", name) for name in full)}, key=len, reverse=True)
    signs = "|".join(re.escape(name) for name in names if len(name) >= SHORTEST)
    if not signs:
        return list(statements)
    pattern = re.compile(rf"(?<!\w)(?:{signs})(?!\w)", re.IGNORECASE)
    return [pattern.sub(lambda _: word, statement) for statement in statements]


def _topics(rows: pd.DataFrame, facts: Facts) -> Iterator[Topic]:
    """Yield the areas in the workbook's own order, and last what has no area."""
    area = _insights().columns["area"]
    for value in area.enum:
        if len(own := rows[rows["area"].eq(value).fillna(False)]):
            yield Topic(area.label(value, facts.lang), facts.rows("insights", own))
    if len(own := rows[~rows["area"].isin(area.enum).fillna(False)]):
        yield Topic(facts.fill("area"), facts.rows("insights", own))


def _insights() -> Table:
    return load_descriptor().tables["insights"]


def _word(name: str, lang: Lang) -> str:
    word: str = load_texts("fsi_kit.documents", "documents.toml")["words"][name][lang]
    return word
