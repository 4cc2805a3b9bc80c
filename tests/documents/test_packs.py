"""A pack is written whole or not at all, and what travels with the kit is enough to make it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from fsi_kit.documents import Brand, DocumentError, Made, load_master, make_document, master_ids
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.make import _MAKERS
from fsi_kit.documents.pack import make_pack, write_pack
from fsi_kit.documents.typeset import TypesetError, typeset
from fsi_kit.examples import AS_OF
from fsi_kit.texts import LANGS, Lang
from tests.command_line import each_lang
from tests.documents.packs import told

ROOT = Path(__file__).parents[2]
FILES = [Made("1.txt", b"one"), Made("2.txt", b"two"), Made("3.txt", b"three")]


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_a_pack_is_written_into_a_folder_that_is_made_for_it(tmp_path: Path) -> None:
    written = write_pack(FILES, tmp_path / "new" / "folder")
    assert [file.read_bytes() for file in written] == [b"one", b"two", b"three"]
    assert content(tmp_path / "new" / "folder") == {"1.txt": b"one", "2.txt": b"two", "3.txt": b"three"}


@each_lang
def test_files_that_are_there_stay_and_nothing_is_written_beside_them(tmp_path: Path, lang: Lang) -> None:
    (tmp_path / "2.txt").write_bytes(b"mine")
    with pytest.raises(DocumentError) as error:
        write_pack(FILES, tmp_path)
    assert content(tmp_path) == {"2.txt": b"mine"}
    assert "2.txt" in error.value.text(lang) and "--force" in error.value.text(lang)


def test_with_force_files_that_are_there_are_written_over(tmp_path: Path) -> None:
    (tmp_path / "2.txt").write_bytes(b"mine")
    write_pack(FILES, tmp_path, force=True)
    assert content(tmp_path) == {"1.txt": b"one", "2.txt": b"two", "3.txt": b"three"}


@each_lang
def test_when_one_file_cannot_be_written_the_folder_is_as_it_was(tmp_path: Path, lang: Lang) -> None:
    (tmp_path / "1.txt").write_bytes(b"mine")
    (tmp_path / "3.txt").mkdir()
    with pytest.raises(DocumentError) as error:
        write_pack(FILES, tmp_path, force=True)
    assert str(tmp_path) in error.value.text(lang)
    assert content(tmp_path) == {"1.txt": b"mine"}
    assert {path.name for path in tmp_path.iterdir()} == {"1.txt", "3.txt"}


def test_a_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(DocumentError, match="--out"):
        write_pack(FILES, tmp_path / "out")


def test_when_one_document_fails_none_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setitem(_MAKERS, "calendar", fails)
    with pytest.raises(RuntimeError, match="planted"):
        make_pack(["canvases", "calendar-invitation"], Facts("sv", Brand(), AS_OF))


def test_a_pack_tells_as_each_document_is_made_and_keeps_the_order_asked_for() -> None:
    told_of: list[str] = []
    ids = ["course-certificate", "calendar-invitation"]
    made = make_pack(ids, Facts("en", Brand(), AS_OF), ["pdf", "ics"], done=told_of.append)
    assert sorted(told_of) == sorted(ids)
    assert [file.name for file in made] == ["21-course-certificate.pdf", "08-calendar.ics"]


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_documents_share_a_number_or_a_files_name(lang: Lang) -> None:
    masters = [load_master(id_, lang) for id_ in master_ids()]
    assert masters
    for counts in (Counter(master.number for master in masters), Counter(master.name for master in masters)):
        assert max(counts.values()) == 1, counts


def test_there_is_no_document_by_another_name_or_outside_the_templates() -> None:
    for id_ in ("nothing", "../exercises", "looks", ""):
        with pytest.raises(KeyError):
            load_master(id_, "sv")


@each_lang
def test_a_sign_that_no_font_has_stops_the_document_with_a_sentence(
    lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacks(*_: object) -> bytes:
        raise TypesetError('PDF/UA-1 error: the text `"🙂"` could not be displayed with font `"Source Sans Pro"`')

    monkeypatch.setattr("fsi_kit.documents.make.typeset", lacks)
    with pytest.raises(DocumentError) as error:
        list(make_document("action-plan", Facts(lang, Brand(), AS_OF, told("x")), ["pdf"]))
    assert "🙂" in error.value.text(lang) and "--format" in error.value.text(lang)


def test_a_pdf_that_would_not_be_accessible_is_refused() -> None:
    head = '#set document(title: "T")\n'
    assert typeset(f"{head}= One\n== Two\n", "T", "sv", Brand()).startswith(b"%PDF")
    for wrong in ("= One\n=== Three\n", "== Two\n", '#set text(font: "No Such Font")\n= One\n'):
        with pytest.raises(TypesetError):
            typeset(f"{head}{wrong}", "T", "sv", Brand())
    with pytest.raises(TypesetError):
        typeset("= One\n", "T", "sv", Brand())


def test_the_wheel_holds_every_template_with_its_fonts_and_their_licence(tmp_path: Path) -> None:
    code = (
        "from hatchling.builders.wheel import WheelBuilder; import sys;"
        "print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=['standard'])))"
    )
    command = [sys.executable, "-c", code, str(ROOT), str(tmp_path)]
    wheel = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1]
    with zipfile.ZipFile(wheel) as packed:
        there = {name.removeprefix("fsi_kit/") for name in packed.namelist()}
    wanted = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "templates").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert len(wanted) > 3 * len(master_ids()) - 10
    assert wanted - there == set()
