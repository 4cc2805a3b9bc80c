"""Saved answers from Kolada become measurements; what cannot be read is told of. The fixtures are made up."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsi_kit.innovation import read_kolada
from fsi_kit.texts import LANGS
from fsi_kit.workbook import load_descriptor
from fsi_kit.workbook.book import empty_frame

KPI = "X00001"


def cell(gender: str, value: object) -> dict[str, Any]:
    return {"count": 1, "gender": gender, "status": "", "value": value}


def entry(municipality: Any, period: Any, *cells: Any, kpi: Any = KPI) -> dict[str, Any]:
    return {"kpi": kpi, "municipality": municipality, "period": period, "values": list(cells)}


V2 = {
    "count": 2,
    "values": [
        entry("0120", "2022", cell("K", 74.0), cell("M", 72.0), cell("T", 73.0)),
        entry("0120", "2021", cell("T", 74.4)),
    ],
}
V3 = {"count": 1, "next_url": None, "values": [entry("0120", 2023, cell("F", 75.0), cell("T", None))]}


def values(source: Any, **asked: Any) -> list[tuple[str, int, float | None]]:
    rows = read_kolada(source, **asked).rows
    return [(r.municipality, r.year, None if pd.isna(r.value) else r.value) for r in rows.itertuples()]


def problems(source: Any, **asked: Any) -> list[str]:
    return [problem.what for problem in read_kolada(source, **asked).problems]


def save(folder: Path, **answers: Any) -> Path:
    for name, data in answers.items():
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


# What is read


def test_both_versions_become_measurements_with_the_total_of_both_genders_only() -> None:
    assert values([V2, V3]) == [("0120", 2021, 74.4), ("0120", 2022, 73.0), ("0120", 2023, None)]
    assert problems([V2, V3]) == []


def test_the_rows_fit_the_table_measurements() -> None:
    read = read_kolada(V2, index="nki", area="building_permits")
    table = load_descriptor().tables["measurements"]
    assert read.rows.dtypes.to_dict() == empty_frame(table).dtypes.to_dict()
    first = read.rows.iloc[0]
    assert (first["municipality"], first["area"], first["index"]) == ("0120", "building_permits", "nki")
    assert first["source"] == f"Kolada, {KPI}"


def test_the_number_of_answers_is_never_guessed() -> None:
    assert read_kolada(V2).rows["answers"].isna().all()


def test_a_code_keeps_its_leading_zero_and_a_number_is_refused() -> None:
    assert values({"values": [entry("0120", 2021, cell("T", 1))]})[0][0] == "0120"
    assert problems({"values": [entry(120, 2021, cell("T", 1))]}) == ["municipality"]


def test_files_folders_texts_and_lists_are_read_alike(tmp_path: Path) -> None:
    save(tmp_path, first=V2, second=V3)
    everything = values([V2, V3])
    assert values(tmp_path) == everything
    assert values(str(tmp_path)) == everything
    assert values([tmp_path / "first.json", tmp_path / "second.json"]) == everything
    assert values(json.dumps([V2, V3])) == everything
    assert values(json.dumps(V2)) == values(V2)


def test_a_file_that_windows_saved_with_a_mark_first_is_read(tmp_path: Path) -> None:
    file = tmp_path / "svar.json"
    file.write_text(json.dumps(V2), encoding="utf-8-sig")
    assert len(values(file)) == 2


def test_the_order_of_pages_does_not_matter() -> None:
    assert values([V3, V2]) == values([V2, V3])


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network call")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert problems({**V2, "next_page": "http://localhost/next"}) == ["more_pages"]


# Several pages


@pytest.mark.parametrize("name", ["next_url", "next_page"])
def test_a_page_that_leads_on_asks_for_the_next(name: str) -> None:
    first = {**V2, name: "http://localhost/2"}
    assert problems(first) == ["more_pages"]
    assert problems([first, V3]) == []
    assert problems([first, {**V3, name: "http://localhost/3"}]) == ["more_pages"]


def test_two_answers_of_two_pages_each_are_followed_apart() -> None:
    first, last = {"next_url": "http://localhost/2"}, {"previous_url": "http://localhost/1"}
    pages = [{**V2, **first}, {**V3, **last}, {"values": [], **first}]
    assert problems(pages) == ["more_pages"]
    assert problems([*pages, {"values": [], **last}]) == []


def test_the_same_value_twice_is_one_row_and_two_values_for_one_year_are_none() -> None:
    assert values([V2, V2]) == values(V2)
    other = {"values": [entry("0120", "2022", cell("T", 70.0))]}
    assert values([V2, other]) == [("0120", 2021, 74.4)]
    assert problems([V2, other]) == ["conflict"]


def test_several_key_figures_need_a_choice() -> None:
    both = {"values": [entry("0120", 2021, cell("T", 60)), entry("0120", 2021, cell("T", 70), kpi="X00002")]}
    assert (values(both), problems(both)) == ([], ["kpis"])
    assert values(both, kpi="X00002") == [("0120", 2021, 70.0)]
    assert problems(both, kpi="X9") == ["no_kpi"]
    assert "X00001, X00002" in read_kolada(both).problems[0].text("en")


# What cannot be read

WRONG: list[tuple[Any, str]] = [
    ("a text", "entry"),
    ({"kpi": KPI}, "entry"),
    (entry("0120", 2021, kpi=7), "entry"),
    ({**entry("0120", 2021), "values": None}, "entry"),
    (entry("G12", 2021, cell("T", 1)), "municipality"),
    (entry("", 2021, cell("T", 1)), "municipality"),
    (entry("0120", "21", cell("T", 1)), "period"),
    (entry("0120", 1999, cell("T", 1)), "period"),
    (entry("0120", True, cell("T", 1)), "period"),
    (entry("0120", 2021, cell("X", 1)), "gender"),
    (entry("0120", 2021, cell("K", 1)), "no_total"),
    (entry("0120", 2021, {"gender": "T"}), "no_total"),
    (entry("0120", 2021), "no_total"),
    (entry("0120", 2021, cell("T", "73")), "value"),
    (entry("0120", 2021, cell("T", True)), "value"),
    (entry("0120", 2021, cell("T", 101)), "value"),
    (entry("0120", 2021, cell("T", float("nan"))), "value"),
]


@pytest.mark.parametrize(("wrong", "what"), WRONG)
def test_a_wrong_entry_is_told_of_with_its_place_and_stops_no_other(tmp_path: Path, wrong: Any, what: str) -> None:
    good = entry("0120", 2020, cell("T", 70))
    save(tmp_path, svar={"values": [good, wrong]})
    read = read_kolada(tmp_path / "svar.json")
    assert [(problem.what, problem.file, problem.entry) for problem in read.problems] == [(what, "svar.json", 2)]
    assert len(read.rows) == 1
    said = [read.problems[0].text(lang) for lang in LANGS]
    assert said[0].startswith("svar.json, post 2: ") and said[1].startswith("svar.json, entry 2: ")
    assert all("{" not in text for text in said)


@pytest.mark.parametrize("data", [[], [3], {}, {"values": 3}, {"detail": "Not found"}])
def test_what_is_not_an_answer_is_told_of(tmp_path: Path, data: Any) -> None:
    save(tmp_path, svar=data)
    assert problems(tmp_path) == ["no_values"]


@pytest.mark.parametrize("bytes_", [b"", b"<html>", b'{"values": [', "åäö".encode("cp1252"), b"[" * 100_000])
def test_what_is_not_json_is_told_of(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "svar.json").write_bytes(bytes_)
    assert problems(tmp_path) == ["not_json"]


def test_a_missing_file_and_an_empty_folder_are_told_of(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.json") == ["unreadable"]
    assert problems(tmp_path) == ["no_files"]
    assert tmp_path.name in read_kolada(tmp_path).problems[0].text("sv")
    assert problems([7]) == ["no_values"]


def test_an_index_or_area_that_the_table_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="index: 'nkii' is none of nki"):
        read_kolada(V2, index="nkii")
    with pytest.raises(ValueError, match="area"):
        read_kolada(V2, area="everything")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
near_misses = st.fixed_dictionaries(
    {},
    optional={
        "kpi": st.just(KPI) | json_values,
        "municipality": st.just("0120") | json_values,
        "period": st.just(2021) | json_values,
        "values": st.lists(st.fixed_dictionaries({"gender": st.just("T") | json_values, "value": json_values})),
    },
)


@settings(deadline=None)
@given(st.fixed_dictionaries({"values": st.lists(near_misses | json_values, max_size=4)}) | json_values)
def test_no_json_stops_the_reading(data: Any) -> None:
    read = read_kolada(json.dumps([data]))
    assert all(problem.text(lang) for problem in read.problems for lang in LANGS)
    assert read.rows["municipality"].str.fullmatch("[0-9]{4}").all()
