"""The exercises on following up: what the kit's own rules say, the exercises say too, and any right answer passes."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from fsi_kit.check import check
from fsi_kit.course.exercises import Assessment, Exercise, assess, load_exercise
from fsi_kit.innovation import effect
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import read, workbook

TELL = load_exercise("12-tell-the-companies", "sv")
CLAIMS = {lang: load_exercise("13-what-can-we-say", lang) for lang in LANGS}
ALSO = tomllib.loads((CLAIMS["sv"].folder / "exercise.toml").read_text(encoding="utf-8"))["also"]
# The figures of the claims on NKI: area, years, values and answers, and what the kit says of the later year.
FIGURES = {
    "P01": ("building_permits", (2024, 60, 26), (2025, 64, 28), "up"),
    "P03": ("alcohol_serving", (2024, 76, 11), (2025, 94, 8), "few"),
    "P05": ("total", (2023, 71, 98), (2024, 70, 112), "break"),
    "P12": ("building_permits", (2022, 67, None), (2023, 71, None), "unknown"),
}


def answered(exercise: Exercise, changes: dict[str, dict[str, str]]) -> Assessment:
    """Judge the solution with other answers in some rows; an empty text makes a cell blank."""
    book = exercise.solution
    ((name, sheet),) = book.sheets.items()
    frame = sheet.frame.copy()
    for id_, cells in changes.items():
        row = frame[sheet.table.primary_key[0]] == id_
        assert row.sum() == 1
        for column, value in cells.items():
            frame.loc[row, column] = value or pd.NA
    return assess(exercise, replace(book, sheets={name: replace(sheet, frame=frame)}))


def mistakes(result: Assessment) -> dict[str, tuple[str, ...]]:
    return {feedback.mistake: feedback.ids for feedback in result.feedback}


def test_the_companies_that_wait_are_those_that_the_rule_speaks_of() -> None:
    given = read(TELL.folder / "given")
    found = {f.value for f in check(given, date(2026, 6, 1)).findings if f.rule.id == "I303"}
    rows = TELL.solution["feedback"]
    assert found == set(rows.loc[rows["state"] == "waits", "company_id"]) != set()


@pytest.mark.parametrize(
    "changes",
    [
        {"C105": {"action_id": "A03"}},
        {"C104": {"action_id": "none"}},
        {"C101": {"action_id": "A02"}, "C102": {"action_id": "A01"}},
        {"C101": {"message": "Ni sade något viktigt om ritningar, och nu finns en lista på webben."}},
        {"C107": {"message": "Vi har inte hunnit till er väg än."}, "C109": {"channel": "email"}},
    ],
)
def test_answers_that_leave_the_rules_quiet_are_right_though_they_are_not_ours(
    changes: dict[str, dict[str, str]],
) -> None:
    result = answered(TELL, changes)
    assert result.done, mistakes(result)


def test_an_answer_about_another_needs_action_leaves_the_company_waiting() -> None:
    result = answered(TELL, {"C101": {"action_id": "A03"}})
    assert mistakes(result) == {"other-need": ("C101",)}


def test_a_personal_identity_number_in_a_message_is_never_all_right() -> None:
    result = answered(
        TELL, {"C101": {"message": "Checklistan är klar nu, och din handläggare har numret 811218-9876."}}
    )
    assert [finding.rule.id for finding in result.findings] == ["D503"]
    assert not result.done


@pytest.mark.parametrize(
    ("claim", "verdict", "reason"), [(c, *answer) for c, answers in ALSO.items() for answer in answers]
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_second_good_reason_is_right_too(claim: str, verdict: str, reason: str, lang: Lang) -> None:
    rows = CLAIMS[lang].solution["claims"].set_index("claim_id")
    assert (rows.at[claim, "verdict"], rows.at[claim, "reason"]) != (verdict, reason)
    assert answered(CLAIMS[lang], {claim: {"verdict": verdict, "reason": reason}}).done


@pytest.mark.parametrize("claim", FIGURES)
def test_the_verdict_on_a_claim_is_what_the_kit_says_of_the_same_figures(claim: str) -> None:
    area, *years, expected = FIGURES[claim]
    rows = [
        {"municipality": "9999", "area": area, "year": year, "index": "nki", "value": value, "answers": answers}
        for year, value, answers in years
    ]
    verdict = effect(workbook({"measurements": pd.DataFrame(rows)}))["verdict"].iloc[-1]
    assert verdict == expected
    row = CLAIMS["sv"].solution["claims"].set_index("claim_id").loc[claim]
    holds = {"up": ("holds", "enough")}.get(expected, ("cannot_tell", expected))
    assert (row["verdict"], row["reason"]) == holds
    for year, value, answers in years:
        for lang in LANGS:
            figures = str(CLAIMS[lang].solution["claims"].set_index("claim_id").at[claim, "figures"])
            assert all(str(number) in figures for number in (year, value, answers) if number is not None)


def test_every_verdict_and_every_reason_is_right_somewhere() -> None:
    columns = CLAIMS["sv"].solution.sheets["claims"].table.columns
    rows = CLAIMS["sv"].solution["claims"]
    assert set(rows["verdict"]) == set(columns["verdict"].enum)
    assert set(rows["reason"]) == set(columns["reason"].enum)
