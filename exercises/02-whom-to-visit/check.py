"""Judge a visit plan: is everyone heard who is to be heard, with no more visits than there is time for?

Whether a group is heard, and whether a company has given nothing but praise, is asked of the method's own rules.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from fsi_kit.course.exercises import Miss
from fsi_kit.settings import Settings
from fsi_kit.understanding.rules import companies_with_nothing_but_praise, groups_without_visit
from fsi_kit.workbook import Workbook, workbook

TODAY = Settings(date(2026, 6, 1))
LONG_AGO = pd.Timestamp(2024, 6, 1)
MOST_VISITS = 4
GROUPS = {"G1": ("size", "solo"), "G2": ("place", "Ekmo"), "G3": ("industry", "A"), "G4": ("industry", "Q")}
PRAISE, OLD = "G5", "G6"
# Rows whose company can serve no other row are counted first.
COUNTED = (PRAISE, OLD, *GROUPS)


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Judge each row by itself, then how many companies the whole plan takes."""
    companies = solution["companies"].set_index("company_id", drop=False)
    rows = attempt["plan"].drop_duplicates("group_id")
    plan = {group: (int(row), company) for row, group, company in rows[["group_id", "company_id"]].itertuples()}
    yield from sorted(_misses(plan, companies), key=lambda miss: miss.id)


def _misses(plan: Mapping[str, tuple[int, Any]], companies: pd.DataFrame) -> Iterator[Miss]:
    chosen: set[str] = set()
    for group in COUNTED:
        row, company = plan.get(group, (None, pd.NA))
        if mistake := _mistake(group, company, companies):
            yield Miss(mistake, "plan", group, row)
        elif company not in chosen and len(chosen) == MOST_VISITS:
            yield Miss("too-many-visits", "plan", group, row)
        else:
            chosen.add(company)


def _mistake(group: str, company: Any, companies: pd.DataFrame) -> str | None:
    if pd.isna(company):
        return "blank"
    if company not in companies.index:
        return "not-on-the-list"
    never = pd.isna(companies.loc[company, "last_visit"])
    if group == PRAISE:
        return "never-visited" if never else None if company in _praising(companies) else "has-told-of-obstacles"
    if group == OLD:
        recent = companies.loc[company, "last_visit"] >= LONG_AGO
        return "never-visited" if never else "visited-lately" if recent else None
    if GROUPS[group] not in _unheard(companies, company):
        return None
    return "in-another-group" if never else "heard-already"


def _unheard(companies: pd.DataFrame, company: str) -> set[tuple[str, str]]:
    """Return the groups that are still unheard once one company more has been visited (rule U110)."""
    visited = [*companies.index[companies["last_visit"].notna()], company]
    book = workbook({"companies": companies, "visits": pd.DataFrame({"company_id": visited})})
    return {(str(hit.column), str(hit.value)) for hit in groups_without_visit(book, TODAY)}


def _praising(companies: pd.DataFrame) -> set[str]:
    """Return the companies with nothing but praise on record (rule U114)."""
    visited = companies[companies["said"].notna()]
    visits = pd.DataFrame({"visit_id": visited["company_id"], "company_id": visited["company_id"]})
    kinds = visited["said"].where(visited["said"] == "praise", "obstacle")
    insights = pd.DataFrame({"insight_id": visited["company_id"], "visit_id": visited["company_id"], "kind": kinds})
    book = workbook({"companies": companies, "visits": visits, "insights": insights})
    return {str(hit.value) for hit in companies_with_nothing_but_praise(book, TODAY)}
