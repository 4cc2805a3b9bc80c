"""`fsi thread`: where a row came from, what it led to and where there are gaps."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from command_line import FORMULA, MARKUP, each_lang, fsi, hostile_book, is_text_only, small_book, table

from fsi_kit.examples import AS_OF, exempelby_path
from fsi_kit.texts import Lang
from fsi_kit.thread import follow
from fsi_kit.workbook import read

DAY = ["--as-of", str(AS_OF)]


@each_lang
def test_the_thread_is_told_from_company_to_feedback_with_its_gaps(lang: Lang) -> None:
    result = fsi("thread", exempelby_path(lang), "I001", "--lang", lang, *DAY)
    assert result.exit_code == 0
    found = follow(read(exempelby_path(lang)), "insights", "I001")
    lines = result.stdout.splitlines()
    assert lines[0].startswith({"sv": "Företag C001: ", "en": "Company C001: "}[lang])
    assert lines[2].startswith({"sv": "    Insikt I001: ", "en": "    Insight I001: "}[lang])
    for id_ in (*found.ids("needs"), *found.ids("workshops"), *found.ids("actions")):
        assert re.search(rf"\b{id_}\b", result.stdout), id_
    assert {
        "sv": "Lucka: Inget företag har fått återkoppling om åtgärden än.",
        "en": "Gap: No company has had feedback",
    }[lang] in result.stdout


@pytest.mark.parametrize(
    ("id", "table_"),
    [("C001", "companies"), ("V001", "visits"), ("i001", "insights"), ("N01", "needs"), (" W01 ", "workshops"),
     ("D001", "ideas"), ("A01", "actions"), ("b001", "feedback")],
)  # fmt: skip
def test_the_table_is_found_by_the_id(id: str, table_: str) -> None:
    data = json.loads(fsi("thread", exempelby_path("sv"), id, "--format", "json", *DAY).stdout)
    assert (data["table"], data["id"]) == (table_, id.strip().upper())
    found = follow(read(exempelby_path("sv")), table_, data["id"])
    assert data["before"] == {name: list(ids) for name, ids in found.before.items()}
    assert data["after"] == {name: list(ids) for name, ids in found.after.items()}
    assert len(data["rows"]) == 1 + sum(map(len, data["before"].values())) + sum(map(len, data["after"].values()))
    assert data["as_of"] == str(AS_OF)


@each_lang
def test_csv_has_a_row_for_each_row_of_the_thread_and_names_the_gaps(lang: Lang) -> None:
    rows = table(fsi("thread", exempelby_path(lang), "N01", "--format", "csv", "--lang", lang, *DAY))
    data = json.loads(fsi("thread", exempelby_path(lang), "N01", "--format", "json", "--lang", lang, *DAY).stdout)
    assert list(rows[0]) == ["table", "id", "date", "text", "gaps"]
    assert [row["id"] for row in rows] == [row["id"] for row in data["rows"]]
    assert data["gaps"]
    assert {(row["table"], row["id"]) for row in rows if row["gaps"]} == {(g["table"], g["id"]) for g in data["gaps"]}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"]) for row in rows if row["table"] in ("visits", "workshops"))


def test_rows_beyond_the_first_are_counted() -> None:
    few, many = (
        fsi("thread", exempelby_path("sv"), "N01", "--lang", "sv", "--top", top, *DAY).stdout for top in (2, 40)
    )
    assert "… Insikter: 25 till" in few and " till\n" not in many
    assert len(many.splitlines()) > len(few.splitlines())


@each_lang
def test_the_picture_is_a_file_of_its_own_that_is_never_written_over_unasked(tmp_path: Path, lang: Lang) -> None:
    file = tmp_path / "thread.svg"
    command = ["thread", exempelby_path(lang), "A01", "--lang", lang, "--svg", file, *DAY]
    result = fsi(*command)
    assert result.exit_code == 0 and str(file) in result.stderr
    drawing = ET.fromstring(file.read_text(encoding="utf-8"))
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg" and "viewBox" in drawing.attrib
    assert "sans-serif" in drawing.attrib["style"]
    assert "A01" in "".join(drawing.itertext())
    file.write_text("mine", encoding="utf-8")
    result = fsi(*command)
    assert (result.exit_code, file.read_text(encoding="utf-8")) == (2, "mine")
    assert {"sv": "finns redan", "en": "already there"}[lang] in result.stderr and "--force" in result.stderr
    assert fsi(*command, "--force").exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("<svg")


@each_lang
def test_a_picture_is_only_written_as_svg_and_where_that_can_be_done(tmp_path: Path, lang: Lang) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"precious")
    result = fsi("thread", exempelby_path(lang), "A01", "--svg", book, "--force", "--lang", lang)
    assert result.exit_code == 2 and ".svg" in result.stderr and book.read_bytes() == b"precious"
    result = fsi("thread", exempelby_path(lang), "A01", "--svg", tmp_path / "none" / "t.svg", "--lang", lang)
    assert result.exit_code == 2
    assert {"sv": "går inte att skriva", "en": "cannot be written"}[lang] in result.stderr


@each_lang
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "I001"),
        (["A011"], "A11"),
        (["P01"], {"sv": "är en deltagare", "en": "is a participant"}),
        (["§§"], "§§"),
        (["I001", "--table", "deltagare"], "deltagare"),
        (["I001", "--table", "visits"], "I001"),
        (["I001", "--as-of", "snart"], "snart"),
    ],
)
def test_what_cannot_be_followed_is_said_in_a_sentence(
    lang: Lang, options: list[str], said: str | dict[str, str]
) -> None:
    result = fsi("thread", exempelby_path(lang), *options, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert (said if isinstance(said, str) else said[lang]) in result.stderr


@each_lang
def test_an_id_that_several_tables_hold_asks_for_the_table(tmp_path: Path, lang: Lang) -> None:
    book = small_book(
        tmp_path / "book",
        companies="company_id,name\n1,Ett\n",
        visits="visit_id,company_id,summary\n1,1,Om mark\n",
    )
    result = fsi("thread", book, "1", "--lang", lang)
    assert result.exit_code == 2 and "--table" in result.stderr
    assert {"sv": "Företag, Besök", "en": "Companies, Visits"}[lang] in result.stderr
    chosen = fsi("thread", book, "1", "--table", "Besök", "--lang", lang, "--format", "json")
    assert json.loads(chosen.stdout)["table"] == "visits"


def test_ids_that_differ_only_in_case_are_told_apart_where_written_exactly(tmp_path: Path) -> None:
    book = small_book(tmp_path / "book", companies="company_id,name\nc1,Ett\nC1,Två\n")
    assert json.loads(fsi("thread", book, "c1", "--format", "json").stdout)["id"] == "c1"
    assert json.loads(fsi("thread", book, "C1", "--format", "json").stdout)["id"] == "C1"


def test_a_workbook_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    result = fsi("thread", tmp_path / "none", "I001", "--lang", "sv")
    assert (result.exit_code, result.stdout) == (2, "") and "FEL D001" in result.stderr


def test_hostile_texts_are_only_text(tmp_path: Path) -> None:
    book = hostile_book(tmp_path / "book")
    is_text_only(fsi("thread", book, "I1", "--lang", "sv", *DAY).stdout)
    rows = table(fsi("thread", book, "C1", "--format", "csv", *DAY))
    assert any(row["text"].startswith("'" + FORMULA) for row in rows)
    file = tmp_path / "t.svg"
    assert fsi("thread", book, "C2", "--svg", file, *DAY).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert MARKUP.split()[0] in "".join(ET.fromstring(text).itertext())
    assert not re.search("<script|\x9b|\u202e", text)
