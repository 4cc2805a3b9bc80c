"""Rules of stage 1 (``U…``): is what was heard written down, passed on and gathered into needs that hold?

Every rule is silent where a table or a column that it needs could not be read: that is one finding already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from fsi_kit.findings import Hit, load_rules
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS, Both, load_texts
from fsi_kit.understanding.coverage import GROUPINGS
from fsi_kit.understanding.heard import known, visited
from fsi_kit.understanding.solutions import solution_words
from fsi_kit.understanding.spreading import sharing
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import days_between, has, look_up, places, rows_where, true
from fsi_kit.workbook.rules import RuleFunction, show

Params = dict[str, str | Both]
PACKAGE = "fsi_kit.understanding"
WORKED_ON = ("in_workshop", "in_action")


def visits_without_insights(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U101: nothing is written down from a visit that has been made."""
    if not has(book, visits=("visit_id", "date"), insights=("visit_id",)):
        return
    visits = book["visits"]
    said = _counts(places(book["insights"]["visit_id"], visits, "visit_id"), len(visits))
    # A row that repeats an earlier id is a data finding already.
    silent = (said == 0) & visits["visit_id"].notna() & ~visits["visit_id"].duplicated()
    for row, visit in rows_where(visits, silent & ~_after(visits["date"], settings), "visit_id"):
        yield Hit("U101", "visits", row, "visit_id", visit)


def sharing_in_time(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U102, U115, U116: an insight shared late or not yet, before it was heard, or with only half of it filled in."""
    if not has(book, insights=("visit_id", "shared_with", "shared_on"), visits=("visit_id", "date")):
        return
    days = _limit(settings, "U102", "days")
    rows = sharing(book, settings.as_of)
    unread = {row for row, column in book.sheets["insights"].unread if column == "shared_on"}
    day, department = rows["shared_on"].notna() | rows.index.isin(unread), rows["shared_with"].notna()
    waiting = (rows["waited"] > days) & ~department & ~day
    rows["passed"] = rows["taken"].fillna(rows["waited"])
    for name, late in (("late", rows["taken"] > days), ("waiting", waiting)):
        for row, insight, shared, passed in rows_where(rows, late, "insight_id", "shared_on", "passed"):
            params: Params = {
                "insight": _text(insight),
                "what": _words("sharing", name, passed=passed),
                "days": str(days),
            }
            yield Hit("U102", "insights", row, "shared_on", None if shared is None else show(shared), params)
    for row, insight, shared, date in rows_where(rows, rows["taken"] < 0, "insight_id", "shared_on", "date"):
        dates: Params = {"insight": _text(insight), "visit_date": show(date)}
        yield Hit("U115", "insights", row, "shared_on", show(shared), dates)
    for name, column, half in (
        ("no_day", "shared_on", department & ~day),
        ("no_department", "shared_with", day & ~department),
    ):
        for row, insight in rows_where(rows, half, "insight_id"):
            said: Params = {"insight": _text(insight), "what": _words("sharing", name)}
            yield Hit("U116", "insights", row, column, None, said)


def needs_that_rest_on_few(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U103, U106: no insight belongs to a need, or those that do come from too few companies; dropped needs apart."""
    if not has(book, needs=("need_id", "status"), need_insights=("need_id", "insight_id")):
        return
    needs, links = _alive(book), book["need_insights"][["need_id", "insight_id"]]
    none = ~needs["need_id"].isin(links["need_id"])
    for row, need in rows_where(needs, none, "need_id"):
        yield Hit("U106", "needs", row, "need_id", need)
    if not has(book, insights=("insight_id", "visit_id"), visits=("visit_id", "company_id")):
        return
    least = _limit(settings, "U103", "companies")
    visit = look_up(links["insight_id"], book["insights"], "insight_id", "visit_id")
    company = look_up(visit, book["visits"], "visit_id", "company_id")
    behind = links.assign(company_id=company).dropna().drop_duplicates(["need_id", "company_id"])
    counts = needs["need_id"].map(behind["need_id"].value_counts()).fillna(0).astype("int64")
    for row, need, count in rows_where(needs.assign(count=counts), ~none & (counts < least), "need_id", "count"):
        yield Hit("U103", "needs", row, "need_id", need, {"count": str(count), "companies": str(least)})


def needs_worded_as_solutions(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U104: a need is worded as something to make, to do or to have; dropped needs apart."""
    if not has(book, needs=("title", "status")):
        return
    needs = _alive(book)
    words = pd.Series(map(solution_words, needs["title"].fillna("")), needs.index, dtype="object")
    for row, title, found in rows_where(needs.assign(words=words), words.notna(), "title", "words"):
        yield Hit("U104", "needs", row, "title", title, {"words": found})


def urgent_insights_without_need(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U105: something urgent was said long ago and belongs to no need. Praise asks for none."""
    if not has(
        book,
        insights=("insight_id", "visit_id", "urgency", "kind"),
        visits=("visit_id", "date"),
        need_insights=("insight_id",),
    ):
        return
    urgency, days = (_limit(settings, "U105", name) for name in ("urgency", "days"))
    insights = book["insights"]
    free = ~insights["insight_id"].isin(book["need_insights"]["insight_id"])
    rows = insights[true((insights["urgency"] >= urgency) & free & (insights["kind"] != "praise"))]
    dates = look_up(rows["visit_id"], book["visits"], "visit_id", "date")
    rows = rows.assign(passed=days_between(dates, pd.Timestamp(settings.as_of)))
    for row, insight, grade, passed in rows_where(rows, rows["passed"] > days, "insight_id", "urgency", "passed"):
        params = {"insight": _text(insight), "passed": str(passed), "urgency": str(urgency), "days": str(days)}
        yield Hit("U105", "insights", row, "urgency", str(grade), params)


def insights_without_factor(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U107: an insight on an area that the survey Insikt measures has no service factor."""
    if not has(book, insights=("area", "factor")):
        return
    insights = book["insights"]
    measured = book.descriptor.tables["measurements"].columns["area"].enum
    field = book.descriptor.tables["insights"].columns["area"]
    blank = insights["area"].isin(measured) & insights["factor"].isna()
    for row, insight, area in rows_where(insights, blank, "insight_id", "area"):
        params: Params = {"insight": _text(insight), "area": {lang: field.label(area, lang) for lang in LANGS}}
        yield Hit("U107", "insights", row, "factor", None, params)


def insights_that_hold_several_things(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U108: a statement is so long that it may hold more than one thing."""
    if not has(book, insights=("statement",)):
        return
    most = _limit(settings, "U108", "words")
    insights = book["insights"]
    # Counting spaces costs a tenth of splitting into words, and only few statements have enough of them.
    gaps = [text.count(" ") + text.count("\n") for text in insights["statement"].to_numpy(dtype=object, na_value="")]
    long = insights[np.array(gaps, dtype="int64") >= most]
    rows = long.assign(count=[len(text.split()) for text in long["statement"]])
    for row, insight, statement, count in rows_where(rows, rows["count"] > most, "insight_id", "statement", "count"):
        params = {"insight": _text(insight), "count": str(count), "words": str(most)}
        yield Hit("U108", "insights", row, "statement", statement, params)


def no_visit_for_long(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U109: the latest visit was made long ago. Said once; silent before the first visit."""
    if not has(book, visits=("date",)):
        return
    days = _limit(settings, "U109", "days")
    dates = book["visits"]["date"]
    latest = dates[~_after(dates, settings)].max()
    if pd.isna(latest):
        return
    passed = (pd.Timestamp(settings.as_of) - latest).days
    if passed > days:
        params = {"passed": str(passed), "as_of": settings.as_of.isoformat(), "days": str(days)}
        yield Hit("U109", "visits", None, "date", show(latest), params)


def groups_without_visit(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U110: several companies share a size, an industry or a place, and none of them has been visited."""
    if not has(book, companies=("company_id",), visits=("company_id",)) or book["visits"].empty:
        return
    least = _limit(settings, "U110", "companies")
    rows = visited(book)
    for by in GROUPINGS:
        groups = rows.groupby(by)["visits"].agg(["size", "max"])
        field = book.descriptor.tables["companies"].columns[by]
        for group, count in groups.loc[(groups["size"] >= least) & (groups["max"] == 0), "size"].items():
            params: Params = {
                "group": {lang: field.label(str(group), lang) for lang in LANGS},
                "count": str(count),
                "companies": str(least),
            }
            yield Hit("U110", "companies", None, by, str(group), params)


def needs_left_unfinished(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U111, U112, U113: a need worked on has no causes, or a need has no department or no why; dropped needs apart."""
    field = book.descriptor.tables["needs"].columns["status"]
    for rule, column in (("U111", "root_cause"), ("U112", "department"), ("U113", "why")):
        if not has(book, needs=("status", column)):
            continue
        needs = _alive(book)
        blank = needs[column].fillna("").str.strip() == ""
        if rule == "U111":
            blank &= needs["status"].isin(WORKED_ON)
        for row, need, status in rows_where(needs, blank, "need_id", "status"):
            params: Params = {"need": _text(need)}
            if rule == "U111":
                params["status"] = {lang: field.label(status, lang) for lang in LANGS}
            yield Hit(rule, "needs", row, column, None, params)


def companies_with_nothing_but_praise(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """U114: all that is written down from a company, over all its visits, is praise."""
    if not has(book, companies=("company_id",), visits=("visit_id", "company_id"), insights=("visit_id", "kind")):
        return
    insights, visits, companies = (book[name] for name in ("insights", "visits", "companies"))
    visit = places(insights["visit_id"], visits, "visit_id")
    company = places(visits["company_id"], companies, "company_id")
    behind = np.where(visit < 0, -1, np.append(company, -1)[visit])
    made, said = _counts(company, len(companies)), _counts(behind, len(companies))
    more = _counts(behind[true(insights["kind"] != "praise")], len(companies))
    rows = companies.assign(visits=made, count=said)
    for row, *found in rows_where(rows, pd.Series((said > 0) & (more == 0)), "company_id", "visits", "count"):
        name, visits_made, count = map(str, found)
        yield Hit("U114", "companies", row, "company_id", name, {"visits": visits_made, "count": count})


RULES: tuple[RuleFunction, ...] = (
    visits_without_insights,
    sharing_in_time,
    needs_that_rest_on_few,
    needs_worded_as_solutions,
    urgent_insights_without_need,
    insights_without_factor,
    insights_that_hold_several_things,
    no_visit_for_long,
    groups_without_visit,
    needs_left_unfinished,
    companies_with_nothing_but_praise,
)


def _counts(found: np.ndarray[Any, np.dtype[np.intp]], size: int) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return how many times each place was found."""
    return np.bincount(found[found >= 0], minlength=size)


def _limit(settings: Settings, rule: str, name: str) -> int:
    return settings.limit(load_rules(PACKAGE)[rule], name)


def _alive(book: Workbook) -> pd.DataFrame:
    needs = known(book["needs"], "need_id")
    return needs[true(needs["status"] != "dropped")]


def _after(dates: pd.Series[Any], settings: Settings) -> pd.Series[Any]:
    return dates > pd.Timestamp(settings.as_of)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _words(group: str, name: str, **places: object) -> Both:
    words = load_texts(PACKAGE, "texts.toml")[group][name]
    return {lang: words[lang].format(**places) for lang in LANGS}
