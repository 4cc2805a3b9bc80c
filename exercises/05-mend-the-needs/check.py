"""Judge a mended list of needs: by the rules for needs, run on a workbook made of it, and by what the task says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from fsi_kit.check import check as check_rules
from fsi_kit.course.exercises import Miss
from fsi_kit.workbook import Workbook, load_descriptor, workbook

RULES = {
    "U103": "one-company",
    "U104": "solution",
    "U106": "nobodys-need",
    "U111": "no-causes",
    "U112": "no-department",
    "U113": "no-why",
    "I313": "status-ahead",
}
COLUMNS = ["need_id", "title", "why", "root_cause", "status"]
IN_ORDER = ("open", "in_workshop", "in_action", "met")
FEWEST_WORDS = 4
between_causes = re.compile(r"[.;,\n]|\b(?:och|samt|and)\b")


def check(attempt: Workbook, solution: Workbook, mistakes: Mapping[str, Mapping[str, Any]]) -> Iterator[Miss]:
    """Say what is wrong with each need, and with each insight's link to one."""
    found = list(dict.fromkeys([*_by_rules(attempt, solution), *_by_task(attempt, solution)]))
    yield from found
    lonely = {miss.id for miss in found if miss.mistake in ("one-company", "nobodys-need")}
    given = {insight: (row, need) for row, insight, need in _links(attempt)}
    for _, insight, right in _links(solution):
        row, need = given.get(insight, (None, None))
        if need is None or (need == "" and right and right not in lonely):
            yield Miss("left-out", "insights", insight, row)
        elif need and need != right:
            yield Miss("not-about-it", "insights", insight, row)


def _by_rules(attempt: Workbook, solution: Workbook) -> Iterator[Miss]:
    """Run the kit's rules on the attempt's needs; who said what is taken from the solution, where nobody changes it."""
    said_by = dict(zip(solution["insights"]["insight_id"], solution["insights"]["company"], strict=True))
    needs = attempt["needs"]
    needs = needs[needs["need_id"].isin(solution["needs"]["need_id"])].drop_duplicates("need_id")
    links = pd.DataFrame([(need, insight) for _, insight, need in _links(attempt) if need and insight in said_by])
    frames = {name: pd.DataFrame() for name in load_descriptor().tables}
    frames |= {
        "needs": needs,
        "need_insights": links.set_axis(["need_id", "insight_id"], axis=1) if len(links) else links,
        "insights": pd.DataFrame({"insight_id": [*said_by], "visit_id": [*said_by]}),
        "visits": pd.DataFrame({"visit_id": [*said_by], "company_id": [*said_by.values()]}),
    }
    for finding in check_rules(workbook(frames)).findings:
        if finding.rule.id in RULES and finding.row is not None:
            place = finding.row - 2
            yield Miss(RULES[finding.rule.id], "needs", needs["need_id"].iloc[place], int(needs.index[place]))


def _by_task(attempt: Workbook, solution: Workbook) -> Iterator[Miss]:
    """Find what no rule sees: text too thin, a single company's name, and a status that hides a fault."""
    given = {need: (row, texts) for row, need, *texts in _needs(attempt)}
    companies = {name.casefold() for book in (attempt, solution) for name in book["insights"]["company"].dropna()}
    for _, need, _, _, causes, status in _needs(solution):
        row, texts = given.get(need, (None, [""] * 4))
        its_title, its_why, its_causes, its_status = texts
        if not its_title or not its_status:
            yield Miss("blank", "needs", need, row)
            continue
        if any(name in its_title.casefold() for name in companies):
            yield Miss("one-companys-own", "needs", need, row)
        if _words(its_title) < FEWEST_WORDS or 0 < _words(its_why) < FEWEST_WORDS:
            yield Miss("thin", "needs", need, row)
        if its_causes and _causes(its_causes) < 2 <= _causes(causes):
            yield Miss("one-cause", "needs", need, row)
        if status == "dropped":
            continue
        if its_status == "dropped":
            yield Miss("dropped-though-heard", "needs", need, row)
        elif its_status != status:
            ahead = its_status in IN_ORDER and IN_ORDER.index(its_status) > IN_ORDER.index(status)
            yield Miss("status-ahead" if ahead else "status-behind", "needs", need, row)


def _needs(book: Workbook) -> Iterator[tuple[Any, ...]]:
    for row, *cells in book["needs"][COLUMNS].fillna("").itertuples():
        yield int(row), *(str(cell).strip() for cell in cells)


def _links(book: Workbook) -> Iterator[tuple[int, str, str]]:
    for row, insight, need in book["insights"][["insight_id", "need"]].fillna("").itertuples():
        yield int(row), insight, need


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))


def _causes(text: str) -> int:
    return sum(bool(part.strip()) for part in between_causes.split(text))
