"""The follow-up report's figures: how the three stages stand on a day, all worked out from the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fsi_kit.charts.words import number
from fsi_kit.check import check
from fsi_kit.documents.facts import Facts, written_day
from fsi_kit.innovation import action_state, action_summary, caveats, effect, lead_times, told, verdict_text
from fsi_kit.innovation.links import origins
from fsi_kit.innovation.words import say
from fsi_kit.texts import Lang, load_texts
from fsi_kit.understanding import coverage, spreading
from fsi_kit.workbook import Workbook, load_descriptor
from fsi_kit.workbook.looking import look_up

Rows = tuple[tuple[str, ...], ...]
FIGURES = (
    "companies",
    "visited",
    "visits",
    "insights",
    "in_time",
    "overdue",
    "needs",
    "workshops",
    "ideas",
    "chosen",
    "actions",
    "done",
    "on_time",
    "going",
    "late",
    "stopped",
    "visit_to_done",
    "owed",
    "told",
    "waiting",
)
BLANK = {
    "sizes": ("group", "figure", "figure"),
    "workshops": ("day", "need", "figure", "figure", "figure", "figure"),
    "open_needs": ("need", "figure"),
    "late": ("action", "owner", "day", "figure"),
    "waiting": ("company_id", "need", "day", "figure"),
    "total": ("year", "index", "figure", "index", "judgement"),
    "areas": ("area", "year", "index", "figure", "judgement"),
    "next": ("finding", "figure", "next_step"),
}
"""The report's tables: each column's word for what to fill in where there is no workbook."""


@dataclass(frozen=True)
class Report:
    """How a municipality's work stands.

    Attributes:
        figures: `FIGURES` as text.
        tables: the tables of `BLANK`; () where there is nothing to show.
        caveats: what must be said wherever NKI is shown.
    """

    figures: Mapping[str, str]
    tables: Mapping[str, Rows]
    caveats: tuple[str, ...]


def report(facts: Facts) -> Report:
    """Return the report on the facts' day; places to fill in where there is no workbook."""
    said = caveats(facts.lang)
    if facts.book is None:
        rows = {name: (tuple(facts.fill(word) for word in words),) * 3 for name, words in BLANK.items()}
        return Report(dict.fromkeys(FIGURES, facts.fill("figure")), rows, said)
    book, lang = facts.book, facts.lang
    tables = {
        "sizes": _sizes(book, lang),
        "workshops": _workshops(facts, book),
        "open_needs": _open_needs(facts, book),
        "late": _late(facts, book),
        "waiting": _waiting(facts, book),
        "total": tuple(_total(book, lang)),
        "areas": tuple(_areas(book, lang)),
        "next": _next(facts, book),
    }
    return Report(_figures(facts, book), tables, said)


def _figures(facts: Facts, book: Workbook) -> dict[str, str]:
    lang, spread, summary = facts.lang, spreading(book, as_of=facts.as_of), action_summary(book, facts.as_of)
    sizes, answers, times = coverage(book), told(book, facts.as_of), lead_times(book)
    median = times.medians["visit_to_done"]
    counts = {
        "companies": int(sizes["companies"].sum()),
        "visited": int(sizes["visited"].sum()),
        "visits": len(book["visits"]),
        "insights": spread.insights,
        "overdue": len(spread.overdue),
        "needs": len(book["needs"]),
        "workshops": len(_held(facts, book)),
        "ideas": len(book["ideas"]),
        "chosen": int(book["ideas"]["chosen"].fillna(False).sum()),
        "actions": summary.total,
        "done": summary.done,
        "going": summary.planned + summary.ongoing,
        "late": summary.late,
        "stopped": summary.stopped,
        "owed": answers.total,
        "told": answers.told,
        "waiting": answers.total - answers.told,
    }
    return {
        **{name: number(count, lang) for name, count in counts.items()},
        "in_time": _of(spread.within, spread.judged, lang),
        "on_time": _of(summary.on_time, summary.done, lang),
        "visit_to_done": _word("missing", lang) if median is None else _days(round(median), lang),
    }


def _sizes(book: Workbook, lang: Lang) -> Rows:
    field = load_descriptor().tables["companies"].columns["size"]
    return tuple(
        (
            _word("missing", lang) if pd.isna(row.size) else field.label(str(row.size), lang),
            number(row.companies, lang),
            number(row.visited, lang),
        )
        for row in _tuples(coverage(book))
    )


def _held(facts: Facts, book: Workbook) -> pd.DataFrame:
    shops = book["workshops"]
    return shops[(shops["date"] <= pd.Timestamp(facts.as_of)).fillna(False).astype(bool)].sort_values("date")


def _workshops(facts: Facts, book: Workbook) -> Rows:
    people, ideas, from_ = book["participants"], book["ideas"], origins(book)["workshop_id"]
    held = _held(facts, book)
    titles = look_up(held["need_id"], book["needs"], "need_id", "title")

    def counted(ids: pd.Series[Any], shop: str) -> str:
        return number(int((ids == shop).sum()), facts.lang)

    return tuple(
        (
            written_day(shop.date, facts.lang),
            _text(title, facts.lang),
            counted(people.loc[people["side"] == "municipality", "workshop_id"], shop.workshop_id),
            counted(people.loc[people["side"] == "business", "workshop_id"], shop.workshop_id),
            counted(ideas["workshop_id"], shop.workshop_id),
            counted(from_, shop.workshop_id),
        )
        for shop, title in zip(_tuples(held), titles, strict=True)
    )


def _open_needs(facts: Facts, book: Workbook) -> Rows:
    """Return the needs that no workshop has taken up, those that most insights stand behind first."""
    needs = book["needs"]
    taken = needs["need_id"].isin(_held(facts, book)["need_id"]) | needs["status"].isin(["met", "dropped"])
    links = book["need_insights"].drop_duplicates(["need_id", "insight_id"])["need_id"].value_counts()
    left = needs[~taken.fillna(False).astype(bool)]
    counts = left["need_id"].map(links).fillna(0).astype(int)
    order = counts.sort_values(ascending=False, kind="stable").index
    return tuple((_text(left["title"][i], facts.lang), number(int(counts[i]), facts.lang)) for i in order)


def _late(facts: Facts, book: Workbook) -> Rows:
    state = action_state(book, facts.as_of)
    late = state[state["late"]].sort_values("days_late", ascending=False, kind="stable")
    rows = facts.rows("actions", book["actions"].loc[late.index])
    return tuple(
        (row["how"], row["owner"], row["due"], _days(int(days), facts.lang))
        for row, days in zip(rows, late["days_late"], strict=True)
    )


def _waiting(facts: Facts, book: Workbook) -> Rows:
    owed = told(book, facts.as_of).companies
    owed = owed[~owed["told"]].sort_values("waited", ascending=False, kind="stable")
    titles = look_up(owed["need_id"], book["needs"], "need_id", "title")
    return tuple(
        (row.company_id, _text(title, facts.lang), written_day(row.since, facts.lang), _days(row.waited, facts.lang))
        for row, title in zip(_tuples(owed), titles, strict=True)
    )


def _total(book: Workbook, lang: Lang) -> Iterator[tuple[str, ...]]:
    rows = effect(book)
    rows = rows[rows["area"] == "total"]
    several = rows["municipality"].nunique() > 1
    for row in _tuples(rows):
        year = f"{row.municipality}, {row.year}" if several else str(row.year)
        yield year, _value(row, lang), _answers(row, lang), _national(row, lang), verdict_text(row.verdict, lang)


def _areas(book: Workbook, lang: Lang) -> Iterator[tuple[str, ...]]:
    rows = pd.concat([effect(book), effect(book, "nui")], ignore_index=True)
    latest = rows[rows["area"] != "total"].groupby(["municipality", "area"]).tail(1)
    field = load_descriptor().tables["measurements"].columns["area"]
    several = latest["municipality"].nunique() > 1
    for row in _tuples(latest):
        area = field.label(str(row.area), lang)
        name = f"{row.municipality}, {area}" if several else area
        yield name, str(row.year), _value(row, lang), _answers(row, lang), verdict_text(row.verdict, lang)


def _next(facts: Facts, book: Workbook) -> Rows:
    """Return the rules that are not followed, in the order of their weight, with how often and what to do."""
    findings = check(book, facts.as_of).findings
    counts = Counter(finding.rule.id for finding in findings)
    first = {finding.rule.id: finding for finding in reversed(findings)}
    order = dict.fromkeys(finding.rule.id for finding in findings)
    return tuple(
        (
            f"{first[id_].rule.text('title', facts.lang)} ({id_})",
            number(counts[id_], facts.lang),
            first[id_].fix(facts.lang),
        )
        for id_ in order
    )


def _value(row: Any, lang: Lang) -> str:
    if row.verdict == "hidden":
        return _word("hidden", lang)
    return _word("missing", lang) if pd.isna(row.value) else number(row.value, lang)


def _answers(row: Any, lang: Lang) -> str:
    return _word("missing", lang) if pd.isna(row.answers) else number(row.answers, lang)


def _national(row: Any, lang: Lang) -> str:
    if pd.isna(row.national):
        return say("certainty.N", lang)
    sure = "" if row.certainty == "V" else f" ({say(f'certainty.{row.certainty}', lang)})"
    return number(row.national, lang) + sure


def _of(part: int, whole: int, lang: Lang) -> str:
    return _word("of", lang).format(part=number(part, lang), whole=number(whole, lang))


def _days(count: int, lang: Lang) -> str:
    return _word("day", lang) if count == 1 else _word("days", lang).format(count=number(count, lang))


def _text(value: Any, lang: Lang) -> str:
    return _word("missing", lang) if pd.isna(value) else str(value)


def _word(name: str, lang: Lang) -> str:
    text: str = load_texts("fsi_kit.documents", "documents.toml")["words"][name][lang]
    return text


def _tuples(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(index=False))
