"""`fsi agenda`: a workshop to the minute, or the least time it needs."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from command_line import each_lang, fsi, table

from fsi_kit.collaboration.agenda import least_minutes
from fsi_kit.method import load_method
from fsi_kit.texts import Lang

TIMES = re.compile(r"^(\d\d:\d\d)–(\d\d:\d\d)\t(\d+)\t", re.M)


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


@each_lang
@pytest.mark.parametrize(("length", "people", "start"), [(90, 6, "09:00"), (180, 18, "08:30"), (400, 31, "08:00")])
def test_the_plan_fills_the_time_to_the_minute(lang: Lang, length: int, people: int, start: str) -> None:
    result = fsi("agenda", "--minutes", length, "--people", people, "--start", start, "--lang", lang)
    assert result.exit_code == 0
    lines = TIMES.findall(result.stdout)
    assert lines[0][0] == start and minutes(lines[-1][1]) - minutes(start) == length
    assert all(minutes(end) - minutes(begin) == int(taken) for begin, end, taken in lines)
    assert all(before[1] == after[0] for before, after in pairwise(lines))


@each_lang
def test_steps_breaks_roles_materials_and_the_kits_own_reading_are_told(lang: Lang) -> None:
    shown = fsi("agenda", "--minutes", 180, "--people", 18, "--lang", lang).stdout
    method = load_method(lang)
    assert method.interpretation in shown
    for step in method.steps:
        assert f"\t{step.number} {step.name}\t" in shown
    for word in {
        "sv": ["Kaffepaus", "Bordsvärd (4)\ti grupper\t", "alla 18 tillsammans", "\nMaterial\n", "minst 85 minuter"],
        "en": [
            "Coffee break",
            "Table host (4)\tin groups\t",
            "all 18 together",
            "\nMaterials\n",
            "at least 85 minutes",
        ],
    }[lang]:
        assert word in shown, word
    wanted = {material for step in method.steps for activity in step.activities for material in activity.materials}
    assert all(re.search(rf"^{material}\t\d\d:\d\d", shown, re.M) for material in wanted)


@each_lang
def test_what_there_is_no_time_for_is_named(lang: Lang) -> None:
    result = fsi("agenda", "--minutes", 90, "--people", 18, "--lang", lang)
    gone = {"sv": "Tiden räcker inte till: ", "en": "There is no time for: "}[lang]
    (line,) = [line for line in result.stdout.splitlines() if line.startswith(gone)]
    left_out = json.loads(fsi("agenda", "--minutes", 90, "--people", 18, "--format", "json").stdout)["left_out"]
    names = {a.id: a.name for step in load_method(lang).steps for a in step.activities}
    assert left_out and all(names[entry["activity"]] in line for entry in left_out)


@each_lang
def test_too_little_time_is_refused_with_the_least_that_works(lang: Lang) -> None:
    result = fsi("agenda", "--minutes", 60, "--people", 30, "--lang", lang)
    least = least_minutes(30)
    assert (result.exit_code, result.stdout) == (2, "")
    assert {"sv": f"minst {least} minuter", "en": f"at least {least} minutes"}[lang] in result.stderr
    assert fsi("agenda", "--minutes", least, "--people", 30).exit_code == 0
    assert fsi("agenda", "--minutes", least - 1, "--people", 30).exit_code == 2


@each_lang
@pytest.mark.parametrize(
    "options",
    [
        ["--minutes", 180],
        ["--people", 18],
        ["--minutes", 180, "--people", 1],
        ["--minutes", 180, "--people", 18, "--start", "nio"],
        ["--minutes", 180, "--people", 18, "--start", "23:00"],
        ["--minutes", 180, "--people", 18, "--days", 3],
        ["--minutes", 180, "--people", 18, "--size", 1],
        ["--minutes", 5000, "--people", 18],
        ["--minutes", -5, "--people", 18],
    ],
)
def test_what_cannot_be_planned_is_said_in_a_sentence(lang: Lang, options: list[object]) -> None:
    result = fsi("agenda", *options, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"[^\n{}]*\w[.?]?( --people 18)?\n", result.stderr)


def test_a_time_may_be_written_as_people_do() -> None:
    assert (
        table(fsi("agenda", "--minutes", 120, "--people", 9, "--start", "8.30", "--format", "csv"))[0]["start"]
        == "08:30"
    )


@each_lang
def test_two_days_have_a_table_each_and_say_which_day_things_are_needed(lang: Lang) -> None:
    shown = fsi("agenda", "--minutes", 700, "--people", 12, "--lang", lang).stdout
    day = {"sv": "Dag", "en": "Day"}[lang]
    assert f"\n{day} 1\n" in shown and f"\n{day} 2\n" in shown
    assert re.search({"sv": r"\tdag 1 09:\d\d", "en": r"\tday 1 09:\d\d"}[lang], shown)
    one = fsi("agenda", "--minutes", 240, "--people", 12, "--days", 2, "--lang", lang).stdout
    assert f"\n{day} 2\n" in one
    assert f"\n{day} 1\n" not in fsi("agenda", "--minutes", 240, "--people", 12, "--lang", lang).stdout


def test_rounds_are_numbered_where_steps_come_again() -> None:
    shown = fsi("agenda", "--minutes", 900, "--people", 12, "--lang", "sv").stdout
    assert "3 Skapa idéer (varv\u00a01)" in shown and "3 Skapa idéer (varv\u00a02)" in shown
    assert "1 Dela insikter (varv" not in shown


@each_lang
def test_csv_and_json_hold_the_same_plan(lang: Lang) -> None:
    command = ["agenda", "--minutes", 200, "--people", 17, "--lang", lang]
    found = table(fsi(*command, "--format", "csv"))
    data = json.loads(fsi(*command, "--format", "json").stdout)
    assert (data["minutes"], data["people"], data["days"], data["rounds"]) == (200, 17, 1, 1)
    assert [row["start"] for row in found] == [item["start"] for item in data["items"]]
    assert sum(int(row["minutes"]) for row in found) == 200
    assert {row["kind"] for row in found} == {"activity", "coffee"}
    pairs = next(item for item in data["items"] if item["form"] == "pairs")
    assert sum(pairs["groups"]) == 17 and pairs["how"] and pairs["roles"][0]["does"]
    assert any(", " in row["materials"] for row in found)


@each_lang
def test_a_municipalitys_own_method_is_used(tmp_path: Path, lang: Lang) -> None:
    own = tmp_path / "own.toml"
    text = files("fsi_kit").joinpath("method.toml").read_text(encoding="utf-8")
    own.write_text(text.replace("Dela insikter", "=[bold]Först[/bold]").replace("Share insights", "=First"), "utf-8")
    command = ["agenda", "--minutes", 180, "--people", 18, "--method", own, "--lang", lang]
    assert {"sv": "1 =[bold]Först[/bold]\t", "en": "1 =First\t"}[lang] in fsi(*command).stdout
    table(fsi(*command, "--format", "csv"))


@each_lang
def test_a_method_file_that_is_not_whole_is_refused_by_name(tmp_path: Path, lang: Lang) -> None:
    own = tmp_path / "own.toml"
    for text, said in (("stages = 3\n", "stages"), ("= 1", str(own)), (None, str(own))):
        if text is not None:
            own.write_text(text, encoding="utf-8")
        else:
            own.unlink()
        result = fsi("agenda", "--minutes", 180, "--people", 18, "--method", own, "--lang", lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
