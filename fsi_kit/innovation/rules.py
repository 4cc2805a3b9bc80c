"""Rules of stage 3 (``I…``). Each takes the workbook and the settings and yields what it found.

A rule is silent where a table that it needs could not be read, or a column is missing from the file: that is a data
finding already. So is an id that leads nowhere (D303).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from fsi_kit.findings import Hit, load_rules
from fsi_kit.innovation.actions import action_state
from fsi_kit.innovation.answers import told
from fsi_kit.innovation.effect import SERIES
from fsi_kit.innovation.links import blank, in_file, is_open, origins
from fsi_kit.innovation.words import both
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS, Both
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.looking import days_between, has, look_up
from fsi_kit.workbook.rules import RuleFunction, show

Params = Mapping[str, str | Both]

THREAD = ("actions", "ideas", "workshops", "needs")
SIDES = ("municipality", "business")


def action_without_basics(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I301: an action has no owner, due date or measure; one hit a missing cell. Stopped actions need none."""
    going = ~_is(book, "stopped")
    yield from _blank_cells(book, "I301", "actions", ("owner", "due", "measure"), going, "action", "action_id")


def action_without_insight(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I302: an action names no idea, or the need that its idea goes back to has no insights."""
    if not has(book, *THREAD, "need_insights") or not in_file(book, "actions", "idea_id"):
        return
    actions, need = book["actions"], origins(book)["need_id"]
    groundless = need.notna() & ~need.isin(book["need_insights"]["need_id"].dropna())
    for row in _rows(actions, blank(actions["idea_id"]) | groundless):
        yield _hit("I302", "actions", row, "idea_id", actions, {"action": _written(actions.at[row, "action_id"])})


def company_not_told(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I303: a company has not been told what came of its words, {days} days after the workshop or an action done."""
    if not has(book, "companies", "visits", "insights", "need_insights", "feedback", *THREAD):
        return
    days, companies = _limit(settings, "I303", "days"), book["companies"]
    waiting = told(book, settings.as_of).companies
    waiting = waiting[~waiting["told"] & (waiting["waited"] > days)]
    titles = look_up(waiting["need_id"], book["needs"], "need_id", "title").fillna("–")
    owed = zip(waiting["company_id"], titles, waiting["since"], waiting["waited"], strict=True)
    params = {
        company: {"need": title, "since": show(since), "waited": str(waited), "days": str(days)}
        for company, title, since, waited in owed
    }
    found = companies["company_id"].isin(params) & ~companies["company_id"].duplicated()
    for row, company in companies["company_id"][found].items():
        yield Hit("I303", "companies", _row(row), "company_id", company, params[company])


def action_overdue(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I304: the due date has passed and the action is still planned or ongoing."""
    actions, state = book["actions"], action_state(book, settings.as_of)
    status = book.descriptor.tables["actions"].columns["status"]
    for row in _rows(actions, state["late"]):
        params: Params = {
            "action": _written(actions.at[row, "action_id"]),
            "late": str(state.at[row, "days_late"]),
            "status": {lang: status.label(str(actions.at[row, "status"]), lang) for lang in LANGS},
        }
        yield _hit("I304", "actions", row, "due", actions, params)


def figure_on_too_few_answers(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I305: a figure stands although it rests on fewer than {answers} answers."""
    rows, limit = book["measurements"], _limit(settings, "I305", "answers")
    for row in _rows(rows, rows["value"].notna() & (rows["answers"] < limit)):
        params: Params = {"figure": _figure(rows.at[row, "value"]), "answers": str(limit)}
        yield _hit("I305", "measurements", row, "answers", rows, params)


def actions_on_one_side(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I306: both sides were in the workshop, but all of its actions ({actions} at least) lie with one of them."""
    if not has(book, *THREAD, "participants"):
        return
    limit = max(1, _limit(settings, "I306", "actions"))
    people = book["participants"]
    sides = people[people["side"].isin(SIDES)].groupby("workshop_id")["side"].nunique()
    joint = sides.index[sides == len(SIDES)]
    actions = book["actions"].assign(workshop_id=origins(book)["workshop_id"]).dropna(subset=["workshop_id"])
    owned = actions.groupby("workshop_id")["owner_side"].agg(
        ["size", "count", "nunique", "first"]  # a side left blank may be any side, so then nothing is said
    )
    owned = owned[(owned["size"] >= limit) & (owned["size"] == owned["count"]) & (owned["nunique"] == 1)]
    shops = book["workshops"]
    label = book.descriptor.tables["actions"].columns["owner_side"].label
    found = shops["workshop_id"].isin(joint) & shops["workshop_id"].isin(owned.index)
    for row in _rows(shops, found & ~shops["workshop_id"].duplicated()):
        shop = str(shops.at[row, "workshop_id"])
        side, count = (_written(owned.at[shop, column]) for column in ("first", "size"))
        params: Params = {"count": count, "side": {lang: label(side, lang) for lang in LANGS}}
        yield _hit("I306", "workshops", row, "workshop_id", shops, params)


def done_without_result(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I307: a done action has no day or no result; one hit a missing cell."""
    done = _is(book, "done")
    yield from _blank_cells(book, "I307", "actions", ("done_on", "result"), done, "action", "action_id")


def chosen_without_action(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I308: a chosen idea has no action {days} days after its workshop."""
    if not has(book, "ideas", "workshops", "actions"):
        return
    days, ideas = _limit(settings, "I308", "days"), book["ideas"]
    held = look_up(ideas["workshop_id"], book["workshops"], "workshop_id", "date")
    passed = days_between(held, pd.Timestamp(settings.as_of))
    left = ideas["chosen"].fillna(False).astype(bool) & ~ideas["idea_id"].isin(book["actions"]["idea_id"].dropna())
    found = left & ideas["idea_id"].notna() & (passed > days)
    for row, idea, day, since in _cells(found, ideas["idea_id"], held, passed):
        params = {"date": show(day), "passed": str(since), "days": str(days)}
        yield Hit("I308", "ideas", row, "idea_id", idea, params)


def dates_in_wrong_order(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I309: an action is due, or was done, before it starts."""
    actions = book["actions"]
    for column in ("due", "done_on"):
        for row in _rows(actions, actions[column] < actions["start"]):
            params = {"action": _written(actions.at[row, "action_id"]), "start": show(actions.at[row, "start"])}
            yield _hit("I309", "actions", row, column, actions, params)


def change_on_few_answers(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I310: the newest figure of a series, or the one of the year before, rests on fewer than {answers} answers.

    One hit a series, on the figure with the fewest answers. Figures that I305 speaks of are left to it.
    """
    limit, shown = _limit(settings, "I310", "answers"), _limit(settings, "I305", "answers")
    rows = book["measurements"].dropna(subset=[*SERIES, "year", "value", "answers"])
    newest = rows.groupby(SERIES)["year"].transform("max")
    low = 0 if "I305" in settings.off else shown
    few = rows[(rows["year"] >= newest - 1) & (rows["answers"] >= low) & (rows["answers"] < limit)]
    found = few.sort_values(["answers", "year"], ascending=[True, False], kind="stable").drop_duplicates(SERIES)
    for row in map(int, found.index.sort_values()):
        params: Params = {"figure": _figure(found.at[row, "value"]), "answers": str(limit)}
        yield _hit("I310", "measurements", row, "answers", found, params)


def done_and_not_told(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I311: {days} days after an action was done, there is no feedback about it."""
    if not has(book, "feedback") or not in_file(book, "feedback", "action_id"):
        return
    days, actions = _limit(settings, "I311", "days"), book["actions"]
    named = book["feedback"].dropna(subset=["action_id", "date"])
    told_on = named.groupby("action_id")[["date"]].max().reset_index()
    last = look_up(actions["action_id"], told_on, "action_id", "date")
    passed = days_between(actions["done_on"], pd.Timestamp(settings.as_of))
    untold = last.isna() | (last < actions["done_on"])
    found = _is(book, "done") & (passed > days) & untold
    for row, action, day, since in _cells(found, actions["action_id"], actions["done_on"], passed):
        params = {"done": show(day), "passed": str(since), "days": str(days)}
        yield Hit("I311", "actions", row, "action_id", None if pd.isna(action) else action, params)


def open_for_long(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I312: an open action is older than {days} days, counted from its start or else from its workshop."""
    days, actions = _limit(settings, "I312", "days"), book["actions"]
    since = actions["start"].fillna(origins(book)["workshop_date"])
    age = days_between(since, pd.Timestamp(settings.as_of))
    for row in _rows(actions, is_open(actions) & (age > days)):
        params = {
            "action": _written(actions.at[row, "action_id"]),
            "since": show(since[row]),
            "age": str(age[row]),
            "days": str(days),
        }
        yield _hit("I312", "actions", row, "start", actions, params)


def status_against_actions(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I313: a need is marked as met while actions are open, or as in action with none open or done."""
    if not has(book, *THREAD):
        return
    needs, need = book["needs"], origins(book)["need_id"]
    counts = need[is_open(book["actions"])].value_counts()
    alive = need[is_open(book["actions"]) | _is(book, "done")].dropna()
    labels = book.descriptor.tables["needs"].columns["status"]
    mismatch = {
        "met": (needs["status"] == "met") & needs["need_id"].isin(counts.index),
        "in_action": (needs["status"] == "in_action") & ~needs["need_id"].isin(alive),
    }
    for case, flags in mismatch.items():
        said = both(f"status.{case}")
        for row in _rows(needs, flags):
            count = counts.get(needs.at[row, "need_id"], 0)
            text: Both = {lang: said[lang].format(label=labels.label(case, lang), count=count) for lang in LANGS}
            yield _hit("I313", "needs", row, "status", needs, {"mismatch": text})


def figure_without_source(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I314: a figure has no source or no number of answers; one hit a missing cell."""
    figures = book["measurements"]["value"].notna()
    yield from _blank_cells(book, "I314", "measurements", ("answers", "source"), figures, "figure", "value")


def stopped_without_reason(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """I315: a stopped action has no result that says why."""
    yield from _blank_cells(book, "I315", "actions", ("result",), _is(book, "stopped"), "action", "action_id")


RULES: tuple[RuleFunction, ...] = (
    action_without_basics,
    action_without_insight,
    company_not_told,
    action_overdue,
    figure_on_too_few_answers,
    actions_on_one_side,
    done_without_result,
    chosen_without_action,
    dates_in_wrong_order,
    change_on_few_answers,
    done_and_not_told,
    open_for_long,
    status_against_actions,
    figure_without_source,
    stopped_without_reason,
)


def _blank_cells(
    book: Workbook,
    rule: str,
    table: str,
    columns: tuple[str, ...],
    where: pd.Series[Any],
    param: str,
    named_by: str,
) -> Iterator[Hit]:
    """Yield a hit for each cell of these columns that is blank on these rows, and was not merely unreadable."""
    frame, sheet = book[table], book.sheets.get(table)
    named = _figure if param == "figure" else _written
    for column in columns:
        if sheet is None or not in_file(book, table, column):
            continue
        values = frame[column]
        nothing = blank(values) if sheet.table.columns[column].type == "string" else values.isna()
        for row, name in _cells(where & nothing, frame[named_by]):
            if (row, column) not in sheet.unread:
                yield Hit(rule, table, row, column, None, {param: named(name)})


def _hit(rule: str, table: str, row: int, column: str, frame: pd.DataFrame, params: Params) -> Hit:
    value: Any = frame.at[row, column]
    return Hit(rule, table, row, column, None if pd.isna(value) else show(value), params)


def _written(value: Any) -> str:
    return "–" if pd.isna(value) else show(value)


def _figure(value: Any) -> Both:
    return {"sv": show(value).replace(".", ","), "en": show(value)}


def _limit(settings: Settings, rule: str, name: str) -> int:
    return settings.limit(load_rules("fsi_kit.innovation")[rule], name)


def _cells(flags: pd.Series[Any], *columns: pd.Series[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield each flagged row with what stands there in the columns."""
    found = flags.to_numpy(dtype=bool, na_value=False)
    yield from zip(map(int, flags.index[found]), *(column[found] for column in columns), strict=True)


def _rows(frame: pd.DataFrame, flags: pd.Series[Any]) -> list[int]:
    found = flags.to_numpy(dtype=bool, na_value=False)
    return [int(row) for row in frame.index[found]] if found.any() else []


def _row(label: object) -> int:
    return int(label)  # type: ignore[call-overload, no-any-return]


def _is(book: Workbook, status: str) -> pd.Series[bool]:
    return book["actions"]["status"].eq(status).fillna(False).astype(bool)
