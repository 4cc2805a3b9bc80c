"""Blocks of the page about stage 1: what the room's functions give on Exempelby, computed when the site is built."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations

import pandas as pd

from fsi_kit.examples import AS_OF
from fsi_kit.findings import load_rules
from fsi_kit.settings import Settings
from fsi_kit.texts import Lang
from fsi_kit.understanding import (
    Suggestion,
    coverage,
    inventory,
    inventory_over_time,
    not_heard,
    saturation,
    spreading,
    suggest_needs,
)
from fsi_kit.understanding.coverage import By
from fsi_kit.understanding.rules import RULES
from fsi_kit.workbook import Workbook, workbook
from tools.site.data_tables import NONE, data_table, day, label, number, records, share
from tools.site.example import exempelby
from tools.site.place import Place

SHOWN = 8


@cache
def _suggestions(lang: Lang) -> tuple[Suggestion, ...]:
    return suggest_needs(exempelby(lang), limit=SHOWN)


def inventory_groups(place: Place) -> str:
    """Show the groups of insights that most of Exempelby's companies stand behind."""
    groups = inventory(exempelby(place.lang))
    rows = [
        (
            label("insights", "area", row["area"], place),
            label("insights", "factor", row["factor"], place),
            label("insights", "kind", row["kind"], place),
            row["companies"],
            row["insights"],
            number(row["urgency_mean"], place, 1),
            row["needs"],
        )
        for row in records(groups.head(SHOWN))
    ]
    columns = ("area", "factor", "kind", "companies#", "insights#", "urgency#", "needs#")
    note = place.words("understanding.inventory.note", shown=len(rows), groups=len(groups))
    return data_table("understanding.inventory", place, columns, rows, note)


def inventory_themes(place: Place) -> str:
    """Show the themes that most of Exempelby's companies stand behind."""
    themes = inventory(exempelby(place.lang), by=["theme"])
    rows = [
        (
            row["theme"],
            row["companies"],
            row["insights"],
            number(row["urgency_mean"], place, 1),
            row["urgency_max"],
            row["needs"],
            day(row["latest_visit"]),
        )
        for row in records(themes.head(SHOWN))
    ]
    columns = ("theme", "companies#", "insights#", "urgency#", "highest#", "needs#", "latest@")
    note = place.words("understanding.themes.note", shown=len(rows), themes=len(themes))
    return data_table("understanding.themes", place, columns, rows, note)


def insights_by_quarter(place: Place) -> str:
    """Show Exempelby's insights quarter by quarter."""
    book = exempelby(place.lang)
    counts = inventory_over_time(book)
    visits = book["visits"]["date"].dt.to_period("Q").value_counts()
    rows = [
        (
            place.words("understanding.quarters.name", quarter=at.quarter, year=at.year),
            visits.get(at, 0),
            *row,
            sum(row),
        )
        for at, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]
    columns = ("quarter", "visits#", *(f"{kind}#" for kind in counts.columns), "sum#")
    return data_table("understanding.quarters", place, columns, rows)


def coverage_table(place: Place, by: By) -> str:
    """Show how many of Exempelby's companies are visited, by size, industry or place."""
    groups = coverage(exempelby(place.lang), by)
    rows = [
        (
            label("companies", by, row[by], place),
            share(row["visited"], row["companies"], place),
            day(row["last_visit"]),
            row["insights"],
        )
        for row in records(groups)
    ]
    return data_table(f"understanding.coverage.{by}", place, ("group", "visited#", "last@", "insights#"), rows)


def companies_not_heard(place: Place) -> str:
    """List Exempelby's companies that have never been visited, by code, and by name where they may be named."""
    book = exempelby(place.lang)
    never = not_heard(book)
    named = set(book["companies"].loc[book["companies"]["may_be_named"].fillna(False), "company_id"])
    rows = [
        (row["company_id"], row["name"] if row["company_id"] in named else NONE) for row in records(never.companies)
    ]
    said = share(len(never.companies), never.known, place)
    note = "; ".join(
        place.words(
            "understanding.unheard.group", group=label("companies", row["by"], row["group"], place), n=row["companies"]
        )
        for row in records(never.groups)
    )
    return data_table(
        "understanding.unheard",
        place,
        ("id", "name"),
        rows,
        place.words("understanding.unheard.note", share=said, groups=note),
    )


def new_themes(place: Place) -> str:
    """Show how many themes were new in each ten of Exempelby's visits, and read it."""
    found = saturation(exempelby(place.lang))
    rows, end = [], 0
    for row in records(found.windows):
        start, end = end + 1, end + row["visits"]
        days = place.words("understanding.themes_new.days", first=day(row["first"]), last=day(row["last"]))
        rows.append((f"{start}–{end}", days, row["insights"], row["themes"], row["new_themes"], row["known_themes"]))
    columns = ("visits", "when", "insights#", "themes#", "new#", "known#")
    return data_table("understanding.themes_new", place, columns, rows, found.text(place.lang))


def sharing_by_department(place: Place) -> str:
    """Show how soon Exempelby's insights reach the departments."""
    found = spreading(exempelby(place.lang), as_of=AS_OF)
    rows = [
        (
            NONE if pd.isna(row["department"]) else row["department"],
            row["insights"],
            share(row["within"], row["judged"], place),
            _days(row["median_days"], place),
            row["overdue"],
        )
        for row in records(found.departments)
    ]
    all_ = (
        place.words("understanding.spreading.all"),
        found.insights,
        share(found.within, found.judged, place),
        _days(found.median_days, place),
        len(found.overdue),
    )
    columns = ("department", "insights#", "within#", "median#", "overdue#")
    return data_table("understanding.spreading", place, columns, [*rows, all_], days=found.days)


def need_suggestions(place: Place) -> str:
    """Show groups of Exempelby's insights that may belong to one need, with the words they share."""
    rows = [
        (
            ", ".join(place.words("understanding.suggest.word", word=w.word, n=w.insights) for w in found.words),
            ", ".join(found.insights),
            found.companies,
            number(found.score, place, 2),
        )
        for found in _suggestions(place.lang)
    ]
    return data_table("understanding.suggest", place, ("words", "insights", "companies#", "score#"), rows)


def suggestion_with(place: Place, insight: str) -> str:
    """Show what the companies said in the suggestion that holds an insight.

    Raises:
        KeyError: none of those shown holds it.
    """
    book = exempelby(place.lang)
    found = next((s for s in _suggestions(place.lang) if insight in s.insights), None)
    if found is None:
        raise KeyError(insight)
    said = book["insights"].set_index("insight_id").loc[list(found.insights)].reset_index()
    rows = [(row["insight_id"], row["statement"]) for row in records(said)]
    return data_table("understanding.suggested", place, ("id", "statement"), rows, word=found.words[0].word)


def suggestion_quality(place: Place) -> str:
    """Say how often two suggested insights belong to the same need, where Exempelby has sorted them itself."""
    book = exempelby(place.lang)
    without = book["insights"].assign(theme=None)
    (right, pairs), (bare, bare_pairs) = _agreement(book), _agreement(_with(book, insights=without))
    return place.words(
        "understanding.suggest.quality",
        right=share(right, pairs, place),
        bare=share(bare, bare_pairs, place),
    )


def stage_one_findings(place: Place) -> str:
    """Count what the rules of stage 1 find in Exempelby."""
    book, rules = exempelby(place.lang), load_rules("fsi_kit.understanding")
    counts = Counter(hit.rule for rule in RULES for hit in rule(book, Settings(AS_OF)))
    rows = [(id_, rules[id_].text("title", place.lang), count) for id_, count in sorted(counts.items())]
    note = place.words("understanding.findings.note", silent=len(rules) - len(counts), rules=len(rules))
    return data_table("understanding.findings", place, ("rule", "title", "count#"), rows, note)


def _days(median: float | None, place: Place) -> str:
    """Write a median: between two numbers it has a half."""
    whole = median is None or pd.isna(median) or float(median).is_integer()
    return number(median, place, 0 if whole else 1)


def _agreement(book: Workbook) -> tuple[int, int]:
    """Return how many pairs of suggested insights share a need, of those where both are tied to one."""
    needs = book["need_insights"].groupby("insight_id")["need_id"].agg(set).to_dict()
    untied = _with(book, need_insights=book["need_insights"].iloc[:0])
    same = [
        bool(needs[one] & needs[other])
        for found in suggest_needs(untied)
        for one, other in combinations(found.insights, 2)
        if one in needs and other in needs
    ]
    return sum(same), len(same)


def _with(book: Workbook, **frames: pd.DataFrame) -> Workbook:
    return workbook({**{name: book[name] for name in book.sheets}, **frames})
