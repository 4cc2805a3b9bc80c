"""The documents to download: made in both languages, shown with pictures, packed in zips and made again when needed."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from fsi_kit.documents import load_master
from fsi_kit.texts import LANGS, Lang
from tools.site import documents
from tools.site.blocks_templates import template_count, template_gallery, template_packs
from tools.site.document_pictures import NOTES, small
from tools.site.documents import File, documents_folder, load_gallery, make_documents, make_gallery, stage_documents
from tools.site.place import Place

IDS = ["workbook", "calendar-invitation", "canvases", "participant-evaluation"]
each_lang = pytest.mark.parametrize("lang", LANGS)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout that holds a table, a calendar file, a printed sheet and a text, made in both languages."""
    folder = tmp_path_factory.mktemp("checkout")
    for lang in LANGS:
        make_gallery(documents_folder(folder, lang), lang, IDS)
    return folder


def page(root: Path, lang: Lang) -> BeautifulSoup:
    return BeautifulSoup(template_gallery(Place(lang, "templates.md"), root), "html.parser")


@each_lang
def test_every_document_is_there_in_every_format_it_has_blank_and_filled(root: Path, lang: Lang) -> None:
    shown = load_gallery(documents_folder(root, lang)).shown
    assert list(shown) == IDS
    for id_, one in shown.items():
        assert {file.name.rsplit(".")[-1] for file in one.files} == set(load_master(id_, lang).formats)
        for file in (*one.files, one.filled):
            made = documents_folder(root, lang) / "files" / file.name
            assert made.stat().st_size == file.bytes > 0
        assert one.filled.name.startswith("exempelby-")


@each_lang
def test_pictures_are_small_and_show_something(root: Path, lang: Lang) -> None:
    for id_, one in load_gallery(documents_folder(root, lang)).shown.items():
        file = documents_folder(root, lang) / "files" / one.picture
        picture = Image.open(file)
        assert picture.size == (one.width, one.height) and file.stat().st_size < 25_000, id_
        colours = picture.convert("RGB").getcolors(256)
        assert colours and len(colours) > 3 and max(count for count, _ in colours) < 0.99 * one.width * one.height, id_


@each_lang
def test_a_pack_holds_every_file_and_a_note_with_the_licence(root: Path, lang: Lang) -> None:
    gallery = load_gallery(documents_folder(root, lang))
    folder = documents_folder(root, lang) / "files"
    for kind, (file, count) in gallery.packs.items():
        with zipfile.ZipFile(folder / file.name) as archive:
            assert archive.testzip() is None
            note, *names = archive.namelist()
            assert len(names) == count >= len(IDS), kind
            assert "CC BY 4.0" in archive.read(note).decode("utf-8-sig")
            if kind == "blank":
                assert set(names) == {file.name for one in gallery.shown.values() for file in one.files}


@each_lang
def test_the_filled_pack_is_in_exempelby_s_name_and_the_blank_one_in_nobody_s(root: Path, lang: Lang) -> None:
    gallery = load_gallery(documents_folder(root, lang))
    texts = {}
    for kind, (file, _) in gallery.packs.items():
        with zipfile.ZipFile(documents_folder(root, lang) / "files" / file.name) as archive:
            name = next(name for name in archive.namelist() if name.endswith(".ics"))
            texts[kind] = archive.read(name).decode().replace("\r\n ", "")
    assert "Exempelby" in texts["filled"] and "Exempelby" not in texts["blank"]


@each_lang
def test_the_gallery_says_purpose_time_and_needs_and_links_to_both_languages(root: Path, lang: Lang) -> None:
    said = page(root, lang)
    boxes = said.select(".fsi-template")
    assert len(boxes) == len(IDS) and template_count(Place(lang, "templates.md"), root) == str(len(IDS))
    for id_ in IDS:
        master = load_master(id_, lang)
        (box,) = (box for box in boxes if master.purpose in box.text)
        assert master.when in box.text and master.needs in box.text and f"{master.minutes} minut" in box.text
        links = [a["href"] for a in box.select("a[download]")]
        other = [
            file.name for file in load_gallery(documents_folder(root, "en" if lang == "sv" else "sv")).shown[id_].files
        ]
        assert all(any(link.endswith(f"/{name}") for link in links) for name in other)
        picture = box.select_one("img")
        assert master.title in picture["alt"] and picture["loading"] == "lazy"


def test_files_of_the_other_language_are_found_from_both_sites(root: Path, tmp_path: Path) -> None:
    for lang in LANGS:
        stage_documents(root, tmp_path / ("" if lang == "sv" else "en"), lang)
    for lang, below in (("sv", "templates"), ("en", "en/templates")):
        html = template_gallery(Place(lang, "templates.md"), root) + template_packs(Place(lang, "templates.md"), root)
        links = re.findall(r'(?:href|src)="([^"#]+)"', html)
        assert len(links) > 4 * len(IDS)
        assert [link for link in links if not (tmp_path / below / link).resolve().is_file()] == []


def test_the_same_files_give_the_same_pack(root: Path) -> None:
    made = [documents.Made("a.txt", b"one")]
    said = documents.Words("en")
    assert documents.pack(made, said) == documents.pack(made, said)


def test_a_gallery_without_documents_or_with_an_unknown_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no documents"):
        make_gallery(tmp_path / "none", "sv", [])
    with pytest.raises(KeyError):
        make_gallery(tmp_path / "unknown", "sv", ["no-such-document"])


def test_documents_that_stand_are_not_made_again_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def pretend(folder: Path, lang: Lang, ids: object) -> None:
        folder.mkdir(parents=True)
        made.append(lang)

    monkeypatch.setattr(documents, "make_gallery", pretend)
    for wanted in ("one", "one", "two"):
        make_documents(tmp_path, wanted)
    assert made == ["sv", "en", "sv", "en"]


def test_a_making_that_breaks_off_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(documents, "make_gallery", break_off)
    for _ in range(2):
        with pytest.raises(OSError, match="full"):
            make_documents(tmp_path, "one")


def test_what_is_said_to_a_slide_is_not_in_its_picture() -> None:
    assert NOTES.sub("", "# A\n\n::: notes\nSay hello.\n:::\n\n## B\n") == "# A\n\n\n## B\n"


def test_a_large_picture_is_made_small_and_keeps_its_shape() -> None:
    data = io.BytesIO()
    Image.new("RGB", (2000, 1000), "#17494f").save(data, "PNG")
    made, width, height = small(data.getvalue())
    assert (width, height) == (440, 220) and len(made) < 2000


def test_a_file_s_name_with_markup_is_text_on_the_page(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery = load_gallery(documents_folder(root, "en"))
    hostile = File('"><script>alert(1)</script>.pdf', 1)
    shown = {id_: replace(one, files=(hostile,)) for id_, one in gallery.shown.items()}
    monkeypatch.setattr("tools.site.blocks_templates.load_gallery", lambda _: replace(gallery, shown=shown))
    html = template_gallery(Place("en", "templates.md"), root)
    assert "<script>" not in html and "&lt;script&gt;" in html
