"""`fsi course plan`: a course to the minute, on the screen or as a file, or the least time it needs."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from command_line import each_lang, fsi, table
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from fsi_kit.course.plan import formats, plan_course
from fsi_kit.texts import Lang

TIMES = re.compile(r"^(\d\d:\d\d)–(\d\d:\d\d)\t(\d+)\t", re.M)
HALF_DAY = ("course", "plan", "--minutes", 210, "--people", 13)


@each_lang
def test_the_plan_is_told_to_the_minute_with_groups_materials_and_self_study(lang: Lang) -> None:
    result = fsi(*HALF_DAY, "--lang", lang)
    plan = plan_course(210, 13, lang=lang)
    assert result.exit_code == 0
    lines = TIMES.findall(result.stdout)
    assert sum(int(minutes) for *_, minutes in lines) == 210
    assert all(before[1] == after[0] for before, after in pairwise(lines))
    for text in (*plan.notes, *plan.items[1].materials, plan.homework[0].module.title, plan.items[0].how):
        assert text in result.stdout
    assert {"sv": "en grupp om 5 och 2 grupper om 4", "en": "one group of 5 and 2 groups of 4"}[lang] in result.stdout


@each_lang
@pytest.mark.parametrize("kind", formats("sv"))
def test_a_ready_format_needs_no_minutes(lang: Lang, kind: str) -> None:
    shown = fsi("course", "plan", "--kind", kind, "--people", 12, "--lang", lang).stdout
    plan = plan_course(None, 12, kind, lang=lang)
    assert shown.startswith(f"{plan.name}: ") and plan.gives in shown
    assert all(f"\n{plan.day_name(day)}\n" in shown for day in range(1, plan.days + 1))


@each_lang
def test_too_little_time_is_refused_with_the_least_that_works(lang: Lang) -> None:
    result = fsi("course", "plan", "--minutes", 20, "--people", 13, "--lang", lang)
    least = plan_course(210, 13).least
    assert (result.exit_code, result.stdout) == (2, "")
    assert {"sv": f"minst {least} minuter", "en": f"at least {least} minutes"}[lang] in result.stderr
    assert fsi("course", "plan", "--minutes", least, "--people", 13).exit_code == 0


@each_lang
@pytest.mark.parametrize(
    "options",
    [
        ["--minutes", 210],
        ["--people", 13],
        ["--minutes", 210, "--people", 100],
        ["--minutes", 5000, "--people", 13],
        ["--kind", "weekend", "--people", 13],
        ["--minutes", 210, "--people", 13, "--start", "nio"],
        ["--minutes", 210, "--people", 13, "--format", "ics", "--date", "i morgon"],
    ],
)
def test_what_cannot_be_planned_is_said_in_a_sentence(lang: Lang, options: list[object]) -> None:
    result = fsi("course", "plan", *options, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"[^\n{}]*\w[^\n{}]*\n", result.stderr)


@each_lang
def test_csv_and_json_hold_the_same_plan(lang: Lang) -> None:
    rows = table(fsi(*HALF_DAY, "--lang", lang, "--start", "8.30", "--format", "csv"))
    data = json.loads(fsi(*HALF_DAY, "--lang", lang, "--start", "08:30", "--format", "json").stdout)
    assert [row["start"] for row in rows] == [item["start"] for item in data["items"]]
    assert rows[0]["start"] == "08:30" and sum(int(row["minutes"]) for row in rows) == data["minutes"] == 210
    assert sum(data["groups"]) == 13 and data["left"]


@each_lang
def test_word_excel_and_calendar_files_hold_the_plan(tmp_path: Path, lang: Lang) -> None:
    plan = plan_course(210, 13, lang=lang)
    files = {to: tmp_path / f"plan.{to}" for to in ("docx", "xlsx", "ics")}
    for to, file in files.items():
        options = ("--format", to, "--out", file, "--date", "2027-03-01", "--lang", lang)
        assert str(file) in fsi(*HALF_DAY, *options).stdout.replace("\n", "")
    cells = [[c.text for c in row.cells] for t in Document(str(files["docx"])).tables for row in t.rows]
    assert [f"{i.start}–{i.end}" for i in plan.items] == [row[0] for row in cells if TIMES.match(f"{row[0]}\t1\t")]
    sheet = load_workbook(files["xlsx"]).worksheets[0]
    assert sum(row[3].value for row in sheet.iter_rows(min_row=2)) == 210
    (event,) = Calendar.from_ical(files["ics"].read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2027-03-01T09:00:00+01:00"
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 210 * 60


def test_six_weeks_come_as_six_meetings_a_week_apart_at_the_same_hour_also_in_summer(tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"
    fsi(
        "course", "plan", "--kind", "six-weeks", "--people", 9, "--format", "ics", "--out", file, "--date", "2027-03-15"
    )
    starts = [event["DTSTART"].dt for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")]
    assert [start.date().isoformat() for start in starts][:3] == ["2027-03-15", "2027-03-22", "2027-03-29"]
    assert len(starts) == 6 and {start.hour for start in starts} == {9}
    assert len({start.utcoffset() for start in starts}) == 2


@each_lang
def test_a_file_that_is_there_is_left_alone_unless_forced(tmp_path: Path, lang: Lang) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_text("mine")
    refused = fsi(*HALF_DAY, "--format", "xlsx", "--out", file, "--lang", lang)
    assert refused.exit_code == 2 and "--force" in refused.stderr and file.read_text() == "mine"
    assert fsi(*HALF_DAY, "--format", "xlsx", "--out", file, "--force", "--lang", lang).exit_code == 0
    assert load_workbook(io.BytesIO(file.read_bytes())).worksheets


def test_a_file_gets_a_name_after_its_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fsi("course", "plan", "--kind", "taster", "--people", 8, "--format", "ics", "--lang", "sv")
    fsi(*HALF_DAY, "--format", "ics", "--lang", "en")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["course-plan-210-13.ics", "kursplan-taster-8.ics"]
