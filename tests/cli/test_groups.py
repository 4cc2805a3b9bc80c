"""`fsi groups`: a workshop's participants in mixed groups, with the balance explained."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from command_line import FORMULA, each_lang, fsi, hostile_book, is_text_only, small_book, table

from fsi_kit.examples import exempelby_path
from fsi_kit.texts import Lang


def people(workshop: str = "W01") -> dict[str, dict[str, str]]:
    with (exempelby_path("sv") / "participants.csv").open(encoding="utf-8", newline="") as file:
        return {row["participant_id"]: row for row in csv.DictReader(file) if row["workshop_id"] == workshop}


def divided(*options: object, workshop: str = "W01", lang: Lang = "sv") -> dict[str, str]:
    """Return the group of each participant."""
    command = ["groups", exempelby_path(lang), "--workshop", workshop, "--format", "csv"]
    return {row["participant_id"]: row["group"] for row in table(fsi(*command, *options))}


@pytest.mark.parametrize("workshop", ["W01", "W02", "W03", "W04"])
def test_everyone_is_in_one_group_and_the_sides_are_even(workshop: str) -> None:
    groups = divided(workshop=workshop)
    there = people(workshop)
    assert set(groups) == set(there)
    sizes = Counter(groups.values())
    assert max(sizes.values()) <= 5 and max(sizes.values()) - min(sizes.values()) <= 1
    sides: dict[str, list[int]] = defaultdict(list)
    for side in {row["side"] for row in there.values()}:
        sides[side] = [sum(groups[id_] == g and there[id_]["side"] == side for id_ in groups) for g in sizes]
    assert all(max(counts) - min(counts) <= 1 for counts in sides.values())


@each_lang
def test_each_group_is_listed_and_the_balance_is_explained(lang: Lang) -> None:
    result = fsi("groups", exempelby_path(lang), "--workshop", "W01", "--lang", lang)
    assert result.exit_code == 0
    groups = divided()
    for number, size in Counter(groups.values()).items():
        head = {"sv": f"Grupp {number}, {size} personer", "en": f"Group {number}, {size} people"}[lang]
        assert f"{head}\n" in result.stdout
    ids = re.findall(r"^(P\d+)\t", result.stdout, re.M)
    assert sorted(ids) == sorted(people())
    assert {"sv": "Näringslivet: 2 i varje grupp.", "en": "Business: 2 in each group."}[lang] in result.stdout
    assert {"sv": "\nGrupp\tPersoner\tNäringslivet\tKommunen\n1\t4\t2\t2\n", "en": "\nGroup\tPeople\tBusiness\t"}[
        lang
    ] in result.stdout
    assert {"sv": "Inget är skrivet i arbetsboken.", "en": "Nothing has been written"}[lang] in result.stdout


def test_the_same_seed_gives_the_same_groups_and_another_may_give_others() -> None:
    assert divided("--seed", 1) == divided("--seed", 1)
    assert len({tuple(divided("--seed", seed).items()) for seed in range(4)}) > 1


def test_groups_are_no_larger_than_asked_for() -> None:
    assert max(Counter(divided("--size", 3).values()).values()) == 3


def test_people_sit_together_or_apart_as_asked() -> None:
    groups = divided("--together", "P01, P02,P03", "--apart", "P04,P05", "--apart", "P04,P06")
    assert groups["P01"] == groups["P02"] == groups["P03"]
    assert groups["P04"] != groups["P05"] and groups["P04"] != groups["P06"]


@each_lang
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "W01, W02, W03, W04"),
        (["--workshop", "W1"], "W01"),
        (["--workshop", "DialogLab"], "W01, W02, W03, W04"),
        (["--workshop", "W01", "--apart", "P01"], "P01,P02"),
        (["--workshop", "W01", "--apart", "P01,P99"], "P99"),
        (["--workshop", "W01", "--apart", "P01,P02", "--together", "P01,P02"], "P01 + P02"),
        (["--workshop", "W01", "--apart", "P01,P01"], "P01 + P01"),
        (["--workshop", "W01", "--size", "1"], "1"),
    ],
)
def test_what_cannot_be_divided_is_said_in_a_sentence(lang: Lang, options: list[str], said: str) -> None:
    result = fsi("groups", exempelby_path(lang), "--lang", lang, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.strip().endswith(".") or result.stderr.strip().endswith("P01,P02.")


@each_lang
def test_a_workbook_without_workshops_or_participants_says_what_to_enter(tmp_path: Path, lang: Lang) -> None:
    book = small_book(tmp_path / "book", workshops="workshop_id,need_id,date\n")
    result = fsi("groups", book, "--workshop", "W1", "--lang", lang)
    assert result.exit_code == 2
    assert {"sv": "Arbetsboken har inga workshoppar.", "en": "The workbook has no workshops."}[lang] in result.stderr
    small_book(
        book, workshops="workshop_id,need_id,date\nW1,,2026-05-01\n", participants="participant_id,workshop_id\n"
    )
    result = fsi("groups", book, "--workshop", "w1", "--lang", lang)
    assert result.exit_code == 2
    assert {"sv": "Workshoppen W1 har inga deltagare.", "en": "Workshop W1 has no participants."}[lang] in result.stderr
    assert fsi("groups", tmp_path / "none", "--workshop", "W1").exit_code == 2


@each_lang
def test_people_whose_side_nobody_wrote_down_are_placed_too(tmp_path: Path, lang: Lang) -> None:
    book = small_book(
        tmp_path / "book",
        workshops="workshop_id\nW1\n",
        participants="participant_id,workshop_id,role,side\nP1,W1,,\nP2,W1,,business\nP3,W1,,\nP4,W1,,\n,W1,,\n",
    )
    result = fsi("groups", book, "--workshop", "W1", "--size", "2", "--lang", lang)
    assert result.exit_code == 0
    assert sorted(re.findall(r"^(P\d)\t–\t", result.stdout, re.M)) == ["P1", "P2", "P3", "P4"]
    counts = re.findall(r"^(\d)\t(\d)\t(\d)$", result.stdout, re.M)
    assert sorted(counts) in ([("1", "2", "0"), ("2", "2", "1")], [("1", "2", "1"), ("2", "2", "0")])


@each_lang
def test_as_json_the_division_its_balance_and_the_sentence_are_there(lang: Lang) -> None:
    data = json.loads(
        fsi("groups", exempelby_path(lang), "--workshop", "W02", "--format", "json", "--lang", lang).stdout
    )
    assert set(data) == {"sentence", "best", "imbalance", "participants", "balance"}
    assert {row["participant_id"] for row in data["participants"]} == set(people("W02"))
    assert data["sentence"].startswith({"sv": "4 grupper om 4.", "en": "4 groups of 4."}[lang])
    assert data["imbalance"]["side"] == 0


def test_nothing_is_written_in_the_workbook() -> None:
    before = {file.name: file.stat().st_mtime_ns for file in exempelby_path("sv").iterdir()}
    divided()
    assert {file.name: file.stat().st_mtime_ns for file in exempelby_path("sv").iterdir()} == before


def test_hostile_texts_are_only_text(tmp_path: Path) -> None:
    book = hostile_book(tmp_path / "book")
    is_text_only(fsi("groups", book, "--workshop", "W1", "--size", "3", "--lang", "sv").stdout)
    found = table(fsi("groups", book, "--workshop", "W1", "--format", "csv"))
    assert {row["department"] for row in found} == {"'" + FORMULA}
    assert all(row["role"].startswith("'=") for row in found)
    json.loads(fsi("groups", book, "--workshop", "W1", "--format", "json").stdout)
    result = fsi("groups", book, "--workshop", "\x1b[31mW9", "--lang", "sv")
    assert result.exit_code == 2 and "\x1b" not in result.stderr
