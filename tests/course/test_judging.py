"""Exercises that the rules of the method judge: what the rules read, and what is made of what they say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from fsi_kit.course.judging import Miss, missing_rows, rule_misses, whole_workbook, without_repeats
from fsi_kit.workbook import Descriptor, Workbook, load_descriptor, read, workbook

AS_OF = date(2026, 5, 4)
MISTAKES = {
    "no-owner": {"rule": "I301", "column": "owner"},
    "nothing": {"rule": "I301"},
    "late": {"rule": "I304"},
    "no-insight": {"rule": "I302"},
    "other": {"otherwise": True},
}


@pytest.fixture
def descriptor(tmp_path: Path) -> Descriptor:
    """The workbook's actions with a column of notes, and nothing else of it."""
    both = {"sv": "Det du vet", "en": "What you know"}
    note = {"name": "note", "type": "string", "titles": both, "descriptions": both}
    resource = {"name": "actions", "extends": "workbook", "titles": {"sv": "Plan", "en": "Plan"}, "fields": [note]}
    file = tmp_path / "datapackage.json"
    file.write_text(json.dumps({"name": "plan", "resources": [resource]}), encoding="utf-8")
    return load_descriptor(file)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """The tables behind the actions: an idea whose need rests on an insight, and one whose need does not."""
    tables = {
        "needs.csv": "need_id,title,status\nN1,A,in_action\nN2,B,in_action\n",
        "need_insights.csv": "need_id,insight_id\nN1,I1\n",
        "workshops.csv": "workshop_id,need_id,date,minutes\nW1,N1,2026-03-02,180\nW2,N2,2026-03-03,180\n",
        "ideas.csv": "idea_id,workshop_id,what\nD1,W1,A\nD2,W2,B\n",
    }
    folder = tmp_path / "given"
    folder.mkdir()
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def plan(descriptor: Descriptor, **cells: str | None) -> Workbook:
    """Return one action that no rule speaks of, with other values in some cells."""
    row = {"action_id": "A1", "idea_id": "D1", "how": "X", "owner": "Chef", "owner_side": "business", "note": "Y"}
    row |= {"start": "2026-04-01", "due": "2026-06-01", "status": "ongoing", "measure": "Antal"}
    frame = pd.DataFrame([{**row, **cells}])
    return workbook(
        {"actions": frame.assign(**{day: pd.to_datetime(frame[day]) for day in ("start", "due")})}, descriptor
    )


def misses(attempt: Workbook, given: Path) -> list[Miss]:
    return list(rule_misses(whole_workbook(attempt, given), MISTAKES, AS_OF))


def test_columns_that_are_optional_may_be_blank_and_only_those(tmp_path: Path) -> None:
    resource = {"name": "actions", "extends": "workbook", "optional": ["how"]}
    file = tmp_path / "datapackage.json"
    file.write_text(json.dumps({"name": "plan", "resources": [resource]}), encoding="utf-8")
    columns, own = load_descriptor(file).tables["actions"].columns, load_descriptor().tables["actions"].columns
    changed = {name for name in own if columns[name] != own[name]}
    assert changed == {"how"}
    assert own["how"].required and not columns["how"].required


def test_a_table_that_extends_the_workbooks_has_its_columns_and_then_its_own(descriptor: Descriptor) -> None:
    own, table = load_descriptor().tables["actions"], descriptor.tables["actions"]
    assert [f.name for f in table.fields] == [*(f.name for f in own.fields), "note"]
    assert table.titles["en"] == "Plan"
    assert (table.foreign_keys, bool(own.foreign_keys)) == ((), True), "no link to a table that is not there"


def test_a_plan_that_follows_the_rules_has_no_misses(descriptor: Descriptor, given: Path) -> None:
    assert misses(plan(descriptor), given) == []


@pytest.mark.parametrize(
    ("cells", "miss"),
    [
        ({"owner": None}, ("no-owner", "owner")),
        ({"measure": None}, ("nothing", "measure")),
        ({"due": "2026-05-03"}, ("late", "due")),
        ({"idea_id": "D2"}, ("no-insight", "idea_id")),
    ],
)
def test_what_a_rule_says_becomes_the_first_mistake_that_names_the_rule_and_column(
    descriptor: Descriptor, given: Path, cells: dict[str, str | None], miss: tuple[str, str]
) -> None:
    assert misses(plan(descriptor, **cells), given) == [Miss(miss[0], "actions", "A1", 2, miss[1])]


def test_the_rules_judge_by_the_day_that_the_exercise_plays_on(descriptor: Descriptor, given: Path) -> None:
    late = list(rule_misses(whole_workbook(plan(descriptor), given), MISTAKES, date(2026, 6, 2)))
    assert [miss.mistake for miss in late] == ["late"]


def test_an_exercise_whose_mistakes_name_no_rule_is_not_judged_by_any(descriptor: Descriptor, given: Path) -> None:
    assert list(rule_misses(whole_workbook(plan(descriptor, owner=None), given), {"other": {}}, AS_OF)) == []


def test_the_whole_workbook_has_the_attempts_table_in_place_of_the_given_one(
    descriptor: Descriptor, given: Path
) -> None:
    (given / "actions.csv").write_text("action_id,how,status\nA9,Z,done\n", encoding="utf-8")
    whole = whole_workbook(plan(descriptor), given)
    assert list(whole["actions"]["action_id"]) == ["A1"]
    assert list(whole["ideas"]["idea_id"]) == ["D1", "D2"]
    assert not whole_workbook(plan(descriptor), given / "not-there")["actions"].empty


def test_an_attempt_that_lacks_its_tables_or_ids_is_judged_without_an_error(
    descriptor: Descriptor, given: Path
) -> None:
    assert misses(read(given / "not-there", descriptor), given) == []
    assert misses(plan(descriptor, action_id=None, owner=None), given) == [Miss("no-owner", "actions", "", 2, "owner")]


def test_rows_that_the_attempt_lacks_are_missed_by_their_id(descriptor: Descriptor) -> None:
    solution = plan(descriptor)
    assert list(missing_rows(plan(descriptor, action_id="A2"), solution, "other")) == [Miss("other", "actions", "A1")]
    assert list(missing_rows(solution, solution, "other")) == []


def test_what_is_to_be_said_otherwise_is_not_said_of_a_row_that_something_is_said_of() -> None:
    late, other, alone = (
        Miss("late", "actions", "A1", 2),
        Miss("other", "actions", "A1", 2),
        Miss("other", "ideas", "A1"),
    )
    assert without_repeats([other, late, alone], MISTAKES) == [late, alone]
