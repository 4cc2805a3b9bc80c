"""Writing changes a file wholly or not at all, keeps what stood there, and says in both languages when it cannot."""

from __future__ import annotations

import gc
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fixtures.small import DESCRIPTOR, SAVED, found, rows_of, small_book, write_csv
from openpyxl import load_workbook

from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook, WriteError, read, workbook, write
from fsi_kit.workbook.write import MAX_EXCEL_ROWS, MAX_EXCEL_TEXT

each_form = pytest.mark.parametrize("name", ["book", "bok.xlsx"], ids=["csv", "excel"])


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def with_summary(book: Workbook, text: str) -> Workbook:
    visits = book["visits"].copy()
    visits.loc[visits.index[0], "summary"] = text
    return replace(book, sheets={**book.sheets, "visits": replace(book.sheets["visits"], frame=visits)})


@each_form
def test_every_table_is_written_also_those_without_rows(name: str, tmp_path: Path) -> None:
    book = workbook({"visits": small_book()["visits"]})
    written = write(book, tmp_path / name)
    assert all(path.is_file() for path in written)
    again = read(tmp_path / name)
    assert set(again.sheets) == set(DESCRIPTOR.tables)
    assert len(again["feedback"]) == 0
    assert [f.rule.id for f in found(again)] == ["D303", "D303"], "the companies that the visits point to are not there"


@each_form
def test_a_whole_folder_is_made_if_need_be_but_an_excel_file_needs_one(name: str, tmp_path: Path) -> None:
    target = tmp_path / "new" / "deep" / name
    if target.suffix:
        with pytest.raises(FileNotFoundError):
            write(small_book(), target)
    else:
        assert len(write(small_book(), target)) == len(DESCRIPTOR.tables)


@each_form
def test_what_stood_there_is_kept_under_a_name_with_the_time(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    write(small_book(), path)
    before = files(tmp_path)
    for text in ("Andra", "Tredje"):
        write(with_summary(small_book(), text), path)
    backups = sorted((path if path.is_dir() else tmp_path).joinpath("backup").iterdir())
    assert len(backups) == 2 * len(before)
    assert all(re.fullmatch(r"\w+-\d{8}-\d{6}(-\d+)?\.(csv|xlsx)", p.name) for p in backups)
    assert set(before.values()) <= {p.read_bytes() for p in backups}
    assert read(path)["visits"]["summary"].iloc[0] == "Tredje"


MODULE = sys.modules["fsi_kit.workbook.write"]
STEPS = [
    ("book", MODULE, "_write_csv", 3),
    ("book", MODULE, "_rows", 7),
    ("book", os, "fsync", 4),
    ("book", MODULE, "_back_up", 5),
    ("book", shutil, "copymode", 10),
    ("book", Path, "replace", 0),
    ("bok.xlsx", MODULE, "_write_xlsx", 0),
    ("bok.xlsx", MODULE, "_rows", 7),
    ("bok.xlsx", os, "fsync", 0),
    ("bok.xlsx", MODULE, "_back_up", 0),
    ("bok.xlsx", Path, "replace", 0),
]


def stop_at(step: Callable[..., Any], times: int) -> Callable[..., Any]:
    """Return a step that is done a number of times and then fails."""
    calls = count()

    def stops(*args: Any, **kwargs: Any) -> Any:
        if next(calls) >= times:
            raise OSError("no space left on the disk")
        return step(*args, **kwargs)

    return stops


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("name", "owner", "step", "times"), STEPS, ids=lambda v: getattr(v, "__name__", str(v)))
def test_a_stop_in_the_middle_leaves_the_old_files_whole(
    name: str, owner: Any, step: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(small_book(), tmp_path / name)
    before = files(tmp_path)
    monkeypatch.setattr(owner, step, stop_at(getattr(owner, step), times))
    with pytest.raises(OSError, match="no space left"):
        write(with_summary(small_book(), "Nytt"), tmp_path / name)
    gc.collect()  # what was begun and thrown away makes no noise
    after = files(tmp_path)
    assert {p: data for p, data in after.items() if "backup" not in p} == before


def test_a_stop_between_two_files_leaves_each_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(small_book(), tmp_path / "old")
    write(with_summary(small_book(), "Nytt"), tmp_path / "new")
    old, new = files(tmp_path / "old"), files(tmp_path / "new")
    monkeypatch.setattr(Path, "replace", stop_at(Path.replace, 4))
    with pytest.raises(OSError, match="no space left"):
        write(with_summary(small_book(), "Nytt"), tmp_path / "old")
    after = {p: data for p, data in files(tmp_path / "old").items() if "backup" not in p}
    assert after.keys() == old.keys()
    assert all(data in (old[p], new[p]) for p, data in after.items())


def test_rights_are_kept_and_new_files_get_the_usual_ones(tmp_path: Path) -> None:
    (path,) = write(small_book(), tmp_path / "bok.xlsx")
    usual = tmp_path / "other"
    usual.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)
    path.chmod(0o640)
    write(small_book(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(("saved", "separator"), [("semicolon-cp1252", ","), ("tab-decimal-comma", "\t")])
def test_files_with_swedish_names_are_written_where_they_stand(saved: str, separator: str, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    for file in (SAVED / saved).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    names = {p.name for p in folder.iterdir()}
    write(with_summary(read(folder), "Nytt"), folder)
    assert {p.name for p in folder.iterdir()} == {*names, "backup"}
    assert found(read(folder)) == []
    assert read(folder)["visits"]["summary"].iloc[0] == "Nytt"
    (visits,) = folder.glob("Bes*")
    assert visits.read_text(encoding="utf-8").startswith(f"visit_id{separator}company_id")


@pytest.mark.parametrize(("lang", "yes", "form"), [("sv", "Ja", "Hos företaget"), ("en", "Yes", "At the company")])
def test_an_excel_file_speaks_the_users_language(lang: Lang, yes: str, form: str, tmp_path: Path) -> None:
    write(small_book(), tmp_path / "bok.xlsx", lang)
    book = load_workbook(tmp_path / "bok.xlsx")
    assert book.sheetnames == [table.titles[lang] for table in DESCRIPTOR.tables.values()]
    visits, companies = (book[DESCRIPTOR.tables[name].titles[lang]] for name in ("visits", "companies"))
    assert [cell.value for cell in visits[1]] == [f.titles[lang] for f in DESCRIPTOR.tables["visits"].fields]
    assert all(cell.font.bold for cell in visits[1])
    assert visits.freeze_panes == "B2"
    assert visits["D2"].value == form
    assert visits["C2"].is_date
    assert companies["G2"].value == yes
    assert book[DESCRIPTOR.tables["measurements"].titles[lang]]["A2"].value == "0120"


def test_csv_is_the_same_in_both_languages_and_plain_ids(tmp_path: Path) -> None:
    for lang in LANGS:
        write(small_book(), tmp_path / lang, lang)
    assert files(tmp_path / "sv") == files(tmp_path / "en")
    plain = write_csv(tmp_path / "plain", rows_of())
    written = (tmp_path / "sv" / "measurements.csv").read_bytes()
    assert written == (plain / "measurements.csv").read_bytes()


def test_days_before_excel_counts_them_are_written_as_text(tmp_path: Path) -> None:
    days = ["0001-01-01", "1900-02-28", "1900-03-01", "9999-12-31"]
    book = workbook({"visits": pd.DataFrame({"visit_id": list("abcd"), "date": pd.array(days, dtype="datetime64[s]")})})
    write(book, tmp_path / "bok.xlsx")
    assert [f"{day:%Y-%m-%d}".zfill(10) for day in read(tmp_path / "bok.xlsx")["visits"]["date"]] == days


@pytest.mark.parametrize("column", ["summary", "visitors", "Eget"])
def test_a_text_longer_than_an_excel_cell_is_refused_before_anything_is_changed(column: str, tmp_path: Path) -> None:
    write(small_book(), tmp_path / "bok.xlsx")
    before = files(tmp_path)
    frame = pd.DataFrame({"visit_id": ["V1", "V2"], column: ["kort", "å" * (MAX_EXCEL_TEXT + 1)]})
    with pytest.raises(WriteError) as refused:
        write(workbook({"visits": frame}), tmp_path / "bok.xlsx")
    assert "visits, rad 3" in refused.value.text("sv")
    assert "visits, row 3" in refused.value.text("en")
    assert str(refused.value) == refused.value.text("en")
    assert files(tmp_path) == before
    write(workbook({"visits": frame}), tmp_path / "book")
    assert len(read(tmp_path / "book")["visits"][column][3]) == MAX_EXCEL_TEXT + 1


def test_so_is_one_that_could_not_be_read(tmp_path: Path) -> None:
    tables = rows_of()
    tables["insights"][2][7] = "ett och ett halvt " * 2000
    book = read(write_csv(tmp_path / "book", tables))
    with pytest.raises(WriteError, match="insights, row 3, column urgency"):
        write(book, tmp_path / "bok.xlsx")


def test_more_rows_than_an_excel_sheet_holds_are_refused(tmp_path: Path) -> None:
    rows = pd.DataFrame({"need_id": pd.array(["N1"], dtype="string").repeat(MAX_EXCEL_ROWS), "insight_id": "I1"})
    sheet = replace(small_book().sheets["need_insights"], frame=rows)
    book = replace(small_book(), sheets={"need_insights": sheet})
    with pytest.raises(WriteError) as refused:
        write(book, tmp_path / "bok.xlsx")
    assert "1048576 rader" in refused.value.text("sv")
    assert not list(tmp_path.iterdir())


def test_a_thousand_backups_in_a_second_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = write(small_book(), tmp_path / "bok.xlsx")
    before = path.read_bytes()
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self: self.parent.name == "backup" or exists(self))
    with pytest.raises(WriteError) as refused:
        write(with_summary(small_book(), "Nytt"), path)
    assert refused.value.text("sv") != refused.value.text("en")
    assert path.read_bytes() == before
