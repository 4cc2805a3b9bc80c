"""``fsi templates``: list the documents, or make them blank or from a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from fsi_kit.documents import load_master, master_ids
from fsi_kit.examples import AS_OF, exempelby_path
from fsi_kit.texts import Lang
from tests.command_line import each_lang, fsi
from tests.documents.reopened import reopen


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


@each_lang
def test_without_an_id_every_document_is_listed_with_its_formats(lang: Lang) -> None:
    result = fsi("templates", "--lang", lang)
    assert result.exit_code == 0
    for id_ in master_ids():
        master = load_master(id_, lang)
        assert id_ in result.stdout and all(format_ in result.stdout for format_ in master.formats)
    assert load_master("action-plan", lang).title in result.stdout


@each_lang
def test_a_document_is_made_by_its_id_in_every_format(lang: Lang, tmp_path: Path) -> None:
    result = fsi("templates", "action-plan", "--lang", lang, "--out", tmp_path / "out")
    name = load_master("action-plan", lang).name
    assert result.exit_code == 0, result.stderr
    assert files(tmp_path / "out") == [f"{name}.docx", f"{name}.odt", f"{name}.pdf"]
    assert all(file in result.stdout.replace("\n", "") for file in files(tmp_path / "out"))


def test_all_documents_in_one_format_are_made_at_once(tmp_path: Path) -> None:
    result = fsi("templates", "--all", "--format", "ics", "--format", "xlsx", "--lang", "en", "--out", tmp_path)
    wanted = [id_ for id_ in master_ids() if {"ics", "xlsx"} & set(load_master(id_, "en").formats)]
    assert result.exit_code == 0
    assert len(files(tmp_path)) == len(wanted) > 1
    assert {name.rpartition(".")[2] for name in files(tmp_path)} == {"ics", "xlsx"}


def test_a_workbook_fills_the_documents_and_says_which_workshop(tmp_path: Path) -> None:
    book = exempelby_path("sv")
    result = fsi(
        *("templates", "action-plan", "--workbook", book, "--about", "W02", "--format", "odt"),
        *("--as-of", AS_OF, "--lang", "sv", "--out", tmp_path),
    )
    assert result.exit_code == 0, result.stderr
    (name,) = files(tmp_path)
    assert name.endswith("-W02.odt")
    text = reopen(name, (tmp_path / name).read_bytes()).text
    assert "Skolköket i Kvarnfors" in text and "[" not in text.split("Frågor besvaras")[0]


def test_letters_are_made_for_each_company_that_waits(tmp_path: Path) -> None:
    result = fsi(
        *("templates", "feedback-letter", "--workbook", exempelby_path("en"), "--format", "odt"),
        *("--as-of", AS_OF, "--lang", "en", "--out", tmp_path),
    )
    assert result.exit_code == 0, result.stderr
    assert [name[-8:] for name in files(tmp_path)] == ["C006.odt", "C050.odt", "C064.odt"]


@each_lang
def test_files_that_are_there_are_kept_without_force(lang: Lang, tmp_path: Path) -> None:
    again = ("templates", "calendar-invitation", "--lang", lang, "--out", tmp_path)
    assert fsi(*again).exit_code == 0
    (name,) = files(tmp_path)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    refused = fsi(*again)
    assert refused.exit_code != 0 and name in refused.stderr.replace("\n", "") and "--force" in refused.stderr
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
    assert fsi(*again, "--force").exit_code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["action-plam"], "action-plan"),
        (["action-plan", "--format", "doc"], "docx"),
        (["calendar-invitation", "--format", "pptx"], "fsi templates"),
        (["action-plan", "--workbook", "EXEMPELBY", "--about", "W99"], "W99"),
    ],
)
@each_lang
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    arguments: list[str], said: str, lang: Lang, tmp_path: Path
) -> None:
    book = str(exempelby_path(lang))
    given = [book if argument == "EXEMPELBY" else argument for argument in arguments]
    result = fsi("templates", *given, "--lang", lang, "--out", tmp_path / "out")
    assert result.exit_code != 0
    assert said in result.stderr.replace("\n", " ")
    assert files(tmp_path / "out") == []


@each_lang
def test_a_municipalitys_settings_beside_its_workbook_are_used(lang: Lang, tmp_path: Path) -> None:
    settings = tmp_path / "fsi.toml"
    settings.write_text('[brand]\nname = "Sjöby kommun"\ncolour = "#ffd200"\n', encoding="utf-8")
    result = fsi(
        *("templates", "participant-evaluation", "--settings", settings, "--format", "odt"),
        *("--lang", lang, "--out", tmp_path / "out"),
    )
    assert result.exit_code == 0
    assert "#ffd200" in result.stderr
    (name,) = files(tmp_path / "out")
    assert "Sjöby kommun" in reopen(name, (tmp_path / "out" / name).read_bytes()).text


@each_lang
def test_settings_that_are_wrong_stop_the_command_in_a_sentence(lang: Lang, tmp_path: Path) -> None:
    (tmp_path / "fsi.toml").write_text('[brand]\ncolour = "red"\n', encoding="utf-8")
    result = fsi("templates", "action-plan", "--settings", tmp_path / "fsi.toml", "--lang", lang, "--out", tmp_path)
    assert result.exit_code != 0 and "brand.colour" in result.stderr
    assert files(tmp_path) == ["fsi.toml"]
