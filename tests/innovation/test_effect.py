"""Effect: what may be said of NKI, and what may not."""

from __future__ import annotations

import csv
import math
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples

from fsi_kit.examples import exempelby_path, load_exempelby
from fsi_kit.innovation import (
    ScaleError,
    caveats,
    effect,
    field_name,
    load_scale,
    national,
    nki_from_answers,
    priority_matrix,
    verdict_text,
)
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS
from fsi_kit.workbook import Workbook, workbook

DAY = date(2026, 6, 1)
VERDICTS = ("hidden", "missing", "first", "break", "unknown", "few", "up", "down", "same")


def figures(
    *rows: tuple[int, float | None, int | None], area: str = "building_permits", index: str = "nki"
) -> Workbook:
    """A workbook with one series: (year, value, answers)."""
    said = [
        {"municipality": "0120", "area": area, "year": y, "index": index, "value": v, "answers": n} for y, v, n in rows
    ]
    return workbook({"measurements": pd.DataFrame(said)})


def verdicts(book: Workbook, **asked: Any) -> list[str]:
    return list(effect(book, **asked)["verdict"])


# What may be claimed


def test_a_change_is_claimed_where_both_years_rest_on_enough_answers() -> None:
    rows = effect(figures((2021, 70, 20), (2022, 73.5, 20), (2023, 71, 44), (2024, 71, 30)))
    assert list(rows["verdict"]) == ["first", "up", "down", "same"]
    assert list(rows["change"].dropna()) == [3.5, -2.5, 0.0]


@pytest.mark.parametrize(("before", "after"), [(19, 100), (100, 19), (7, 7)])
def test_no_change_is_claimed_below_twenty_answers_in_either_year(before: int, after: int) -> None:
    rows = effect(figures((2021, 60, before), (2022, 94, after)))
    assert list(rows["verdict"]) == ["first", "few"]
    assert rows["change"].isna().all()
    assert list(rows["value"]) == [60, 94]


def test_a_figure_on_fewer_than_seven_answers_is_not_shown() -> None:
    rows = effect(figures((2021, 60, 6), (2022, 94, 7), (2023, None, 3)))
    assert list(rows["verdict"]) == ["hidden", "few", "hidden"]
    assert list(rows["value"].isna()) == [True, False, True]
    assert rows["before"].isna().tolist() == [True, True, False]
    assert pd.isna(rows["band"][0])


def test_the_total_is_measured_in_another_way_from_2024() -> None:
    series = ((2022, 70, 100), (2023, 71, 98), (2024, 70, 112), (2025, 72, 121))
    assert verdicts(figures(*series, area="total")) == ["first", "up", "break", "up"]
    assert verdicts(figures(*series)) == ["first", "up", "down", "up"]
    assert effect(figures(*series, area="total"))["change"].isna().tolist() == [True, False, True, False]


def test_a_missing_year_or_value_leaves_nothing_to_compare_with() -> None:
    assert verdicts(figures((2019, 72, 100), (2021, 74, 100))) == ["first", "first"]
    assert verdicts(figures((2019, 72, 100), (2020, None, 100), (2021, 74, 90))) == ["first", "missing", "first"]


def test_an_unknown_number_of_answers_is_said_and_hides_nothing() -> None:
    rows = effect(figures((2021, 74, None), (2022, 73, 90), (2023, 75, None)))
    assert list(rows["verdict"]) == ["first", "unknown", "unknown"]
    assert list(rows["value"]) == [74, 73, 75]


def test_a_municipality_may_set_its_own_limits() -> None:
    own = Settings(DAY, limits={"I305": {"answers": 10}, "I310": {"answers": 30}})
    assert verdicts(figures((2021, 60, 9), (2022, 61, 29), (2023, 62, 30)), settings=own) == ["hidden", "few", "few"]
    assert "färre än 10 svar" in verdict_text("hidden", "sv", own)
    assert "fewer than 20 answers" in verdict_text("few", "en")


def test_series_are_told_apart_and_the_order_of_rows_does_not_matter() -> None:
    book = load_exempelby("sv")
    mixed = workbook({"measurements": book["measurements"].sample(frac=1, random_state=5)})
    pd.testing.assert_frame_equal(effect(mixed, index=None), effect(book, index=None))
    assert set(effect(book)["index"]) == {"nki"}
    assert set(effect(book, index="nui")["area"]) == {"procurement"}


def test_rows_without_a_key_and_empty_tables_give_nothing() -> None:
    assert len(effect(workbook({}))) == 0
    assert len(effect(workbook({"measurements": pd.DataFrame([{"value": 70}])}))) == 0


def test_a_measurement_that_stands_twice_counts_once() -> None:
    assert list(effect(figures((2021, 70, 30), (2021, 90, 30)))["value"]) == [70]


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(st.tuples(st.integers(2015, 2030), st.floats(0, 100), st.integers(0, 60)), max_size=12))
def test_a_change_is_never_shown_on_too_few_answers(rows: list[tuple[int, float, int]]) -> None:
    unique = list({year: row for row in rows for year in [row[0]]}.values())
    found = effect(figures(*unique)).set_index("year")
    answers = {year: count for year, _, count in unique}
    for year, row in found.iterrows():
        if not pd.isna(row["change"]):
            assert min(answers[year], answers[year - 1]) >= 20
        assert pd.isna(row["value"]) == (answers[year] < 7)


# What stands beside


def test_the_national_nki_stands_beside_the_total_only() -> None:
    total = effect(figures((2018, 76, 90), (2022, 73, 90), (2024, 70, 90), (2025, 70, 90), area="total"))
    assert list(total["national"].fillna(-1)) == [72, 75, -1, -1]
    assert list(total["certainty"].fillna("?")) == ["I", "V", "N", "?"]
    assert effect(figures((2022, 73, 90)))["national"].isna().all()
    assert effect(figures((2022, 73, 90), area="total", index="treatment"), index=None)["national"].isna().all()


def test_national_figures_say_how_sure_they_are_and_a_missing_one_stays_missing() -> None:
    country = national().set_index("year")
    assert set(country["certainty"]) == {"V", "I", "N"}
    assert list(country.index[country["certainty"] == "I"]) == [2018, 2019]
    assert pd.isna(country.at[2024, "value"]) and country.at[2024, "certainty"] == "N"
    published = country.loc[country["certainty"] == "V", "value"].astype(int).to_dict()
    early = {2010: 66, 2012: 67, 2014: 68, 2015: 69, 2016: 70, 2017: 71}
    assert published == early | {2020: 74, 2021: 74, 2022: 75, 2023: 75}


def test_the_text_says_whom_insikt_asks_and_that_a_change_is_not_a_workshops_effect() -> None:
    said = {lang: " ".join(caveats(lang)) for lang in LANGS}
    assert "haft ett ärende hos kommunen" in said["sv"] and "inget mått på vad en workshop gav" in said["sv"]
    assert "had a case with the municipality" in said["en"] and "does not measure what a workshop" in said["en"]
    assert all(len(caveats(lang)) == 3 for lang in LANGS)


@pytest.mark.parametrize("lang", LANGS)
def test_every_verdict_has_a_sentence(lang: Any) -> None:
    said = [verdict_text(verdict, lang) for verdict in VERDICTS]  # type: ignore[arg-type]
    assert len(set(said)) == len(VERDICTS)
    assert all(text.endswith(".") and "{" not in text for text in said)


# Bands


@pytest.mark.parametrize(
    ("value", "band"),
    [
        *[(0, "fail"), (61, "fail"), (61.4, "fail"), (61.5, "pass"), (62, "pass"), (69, "pass"), (70, "high")],
        *[(79.4, "high"), (80, "very_high"), (100, "very_high")],
    ],
)
def test_a_value_falls_in_its_band(value: float, band: str) -> None:
    assert list(effect(figures((2022, value, 90)))["band"]) == [band]


def test_bands_have_names_in_both_languages() -> None:
    scale = load_scale()
    assert [scale.name(band.id, "sv") for band in scale.bands] == ["Underkänt", "Godkänt", "Högt", "Mycket högt"]
    assert scale.name("fail", "en") == "Fail"
    assert "Brandskydd" in scale.breaks[0].why["sv"]


def test_a_municipality_may_use_bands_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "nki.toml"
    file.write_text(
        '[[bands]]\nid = "low"\nfrom = 0\nname = {sv = "Lågt", en = "Low"}\n'
        '[[bands]]\nid = "fine"\nfrom = 65\nname = {sv = "Bra", en = "Fine"}\n',
        encoding="utf-8",
    )
    own = load_scale(file)
    rows = effect(figures((2023, 64, 90), (2024, 70, 90), area="total"), scale=own)
    assert list(rows["band"]) == ["low", "fine"]
    assert list(rows["verdict"]) == ["first", "up"]


GOOD = '[[bands]]\nid = "low"\nfrom = 0\nname = {sv = "Lågt", en = "Low"}\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "bands: "),
        ("bands = 3", "bands: "),
        ('[[bands]]\nid = "low"\nfrom = 5\nname = {sv = "a", en = "b"}', "bands: "),
        ('[[bands]]\nid = "low"\nfrom = 0\nname = {sv = "a"}', "bands[1]"),
        (GOOD + '[[bands]]\nid = "x"\nfrom = 0\nname = {sv = "a", en = "b"}', "bands[2]"),
        (GOOD + '[[breaks]]\narea = "total"\nyear = "2024"', "breaks[1]"),
        ("this is not toml", "cannot be read"),
    ],
)
def test_a_scale_that_is_wrong_says_which_entry(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "nki.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScaleError) as error:
        load_scale(file)
    assert problem in str(error.value)
    assert str(file) in error.value.text("sv") and error.value.text("sv") != error.value.text("en")


def test_a_scale_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(ScaleError, match="cannot be read"):
        load_scale(tmp_path / "none.toml")


# NKI from answers


@pytest.mark.parametrize(("mean", "published"), [(7.5, 72), (8.7, 85)])
def test_the_formula_fits_two_published_pairs_within_the_means_rounding(mean: float, published: int) -> None:
    low, high = nki_from_answers(mean - 0.05).value, nki_from_answers(mean + 0.05).value
    assert low < published + 0.5 and high > published - 0.5
    assert abs(nki_from_answers(mean).value - published) < 0.6


def test_the_scales_ends_become_the_indexs_ends() -> None:
    assert (nki_from_answers(1).value, nki_from_answers(10).value) == (0, 100)


def test_means_and_lists_of_answers_give_the_same() -> None:
    means = nki_from_answers([7.0, 8.0, 6.0]).value
    lists = nki_from_answers([[6, 8], [7, 8, 9, None], [6, float("nan")]]).value
    assert means == pytest.approx(lists) == pytest.approx(200 / 3)


def test_it_is_labelled_as_our_approximation() -> None:
    assert nki_from_answers(7.5).text("sv") == "ungefär 72 (vår uppskattning, inte ett publicerat NKI)"
    assert "our approximation" in nki_from_answers(7.5).text("en")


@pytest.mark.parametrize("answers", [0.9, 10.1, [5, 11], [[0]]])
def test_an_answer_outside_the_scale_is_refused(answers: Any) -> None:
    with pytest.raises(ValueError, match="between 1 and 10"):
        nki_from_answers(answers)


@pytest.mark.parametrize("answers", [[], [[], []], [None], float("nan")])
def test_no_answers_give_no_index(answers: Any) -> None:
    with pytest.raises(ValueError, match="no answers"):
        nki_from_answers(answers)


@given(st.lists(st.floats(1, 10), min_size=1, max_size=30))
def test_an_approximation_lies_on_the_scale(answers: list[float]) -> None:
    assert -1e-9 <= nki_from_answers(answers).value <= 100 + 1e-9


# The priority matrix

GRADES = {"information": 70, "accessibility": 71, "treatment": 77, "competence": 74, "legal_certainty": 72}
EFFECTS = {"information": 2.1, "accessibility": 0.6, "treatment": 0.5, "competence": 1.8, "legal_certainty": 0.9}


def test_factors_fall_in_four_fields_split_at_the_means() -> None:
    matrix = priority_matrix(GRADES, EFFECTS)
    assert matrix.fields["field"].to_dict() == {
        "information": "prioritise",
        "accessibility": "lower",
        "treatment": "keep",
        "competence": "improve",
        "legal_certainty": "lower",
    }
    assert (matrix.grade_split, matrix.effect_split) == (pytest.approx(72.8), pytest.approx(1.18))


def test_a_factor_on_the_line_counts_as_high() -> None:
    fields = priority_matrix({"a": 70, "b": 70}, {"a": 1.0, "b": 1.0}).fields["field"]
    assert list(fields) == ["improve", "improve"]


def test_a_factor_without_grade_or_effect_has_no_field_and_moves_no_line() -> None:
    matrix = priority_matrix({**GRADES, "efficiency": 1}, EFFECTS)
    assert pd.isna(matrix.fields.at["efficiency", "field"])
    assert matrix.grade_split == pytest.approx(72.8)


@pytest.mark.parametrize(("grades", "effects"), [({}, {}), ({"a": 70}, {"a": 1.0}), ({"a": 70}, {"b": 1.0})])
def test_fewer_than_two_factors_cannot_be_divided(grades: dict[str, float], effects: dict[str, float]) -> None:
    matrix = priority_matrix(grades, effects)
    assert matrix.grade_split is None and matrix.effect_split is None
    assert matrix.fields["field"].isna().all()


def test_the_fields_have_the_names_that_scb_gave_them() -> None:
    names = [field_name(field, "sv") for field in ("keep", "improve", "lower", "prioritise")]
    assert names == ["Bevara", "Förbättra om möjligt", "Lägre prioritet", "Prioritera!"]
    assert field_name("prioritise", "en") == "Prioritise!"


@settings(max_examples=examples(50), deadline=None)
@given(st.dictionaries(st.text(max_size=3), st.tuples(st.floats(0, 100), st.floats(-5, 5)), min_size=2, max_size=9))
def test_a_better_grade_never_makes_a_factor_more_urgent(pairs: dict[str, tuple[float, float]]) -> None:
    matrix = priority_matrix({k: v[0] for k, v in pairs.items()}, {k: v[1] for k, v in pairs.items()})
    urgent = matrix.fields[matrix.fields["field"] == "prioritise"]
    fine = matrix.fields[matrix.fields["field"] == "improve"]
    assert matrix.fields["field"].notna().all()
    if len(urgent) and len(fine):
        assert urgent["grade"].max() < fine["grade"].min()


# Exempelby, counted with the csv module


def test_exempelbys_figures_are_as_by_hand() -> None:
    with (exempelby_path("sv") / "measurements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(r["area"], int(r["year"])): r for r in csv.DictReader(file) if r["index"] == "nki"}
    found = effect(load_exempelby("sv"))
    assert len(found) == len(rows) == 35
    claimed = 0
    for row in found.itertuples():
        here, before = rows[row.area, row.year], rows.get((row.area, row.year - 1))
        assert int(here["answers"]) == row.answers
        assert (here["value"] == "") == pd.isna(row.value)
        enough = before is not None and min(int(here["answers"]), int(before["answers"])) >= 20
        if enough and not (row.area == "total" and row.year == 2024):
            assert row.change == float(here["value"]) - float(before["value"] if before else math.nan)
            claimed += 1
        else:
            assert pd.isna(row.change)
    assert claimed == int(found["change"].notna().sum()) == 13
    assert verdicts(load_exempelby("en"))[:5] == ["first", "hidden", "first", "few", "few"]
