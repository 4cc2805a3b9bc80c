"""Every document in every format, blank and filled, in both languages, reopened by another library than wrote it."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pikepdf
import pytest
from docx import Document

from fsi_kit.documents import load_master, master_ids
from fsi_kit.documents.text import LOCALES
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import Lang
from tests.command_line import each_lang
from tests.documents.packs import pack
from tests.documents.reopened import Reopened, reopen, squeezed

IDS = master_ids()
UNFILLED = re.compile(r"\{\{|\}\}|\{%|%\}|\{\.|:::|\bNone\b(?! [a-z])|<NA>|\bUndefined\b|Fill\(")
NOT_A_NUMBER = re.compile(r"\bnan\b")
"""Not looked for in PDF, where a word may be parted: in-nan."""
WRITTEN = ("docx", "odt", "pptx", "pdf")
"""The formats whose files say their language, their title and what their headings are."""

each_id = pytest.mark.parametrize("id_", IDS)
blank_or_filled = pytest.mark.parametrize("filled", [False, True], ids=["blank", "filled"])


def faults(name: str, found: Reopened, lang: Lang, title: str) -> list[str]:
    """Return what is wrong with a file, a line each."""
    ending = name.rpartition(".")[2]
    said = [f"unfilled: {place}" for place in UNFILLED.findall(found.text)]
    said += ["unfilled: nan"] * (ending != "pdf" and bool(NOT_A_NUMBER.search(found.text)))
    said += ["empty"] * (not found.text.strip())
    said += [f"a link out: {link}" for link in found.links]
    said += ["a table without a heading row"] * found.headless
    said += ["a picture without a text alternative" for text in found.pictures if not text.strip()]
    if ending in WRITTEN:
        levels = [level for level, _ in found.headings]
        said += ["no heading"] * (not levels)
        said += ["the first heading is not of level 1"] * (levels[:1] not in ([], [1]))
        said += ["a heading level is skipped"] * any(after - before > 1 for before, after in pairwise(levels))
        said += [f"languages: {found.languages}"] * (found.languages != {LOCALES[lang]})
        said += [f"title: {found.title}"] * (found.title != title)
        said += ["not tagged"] * (not found.tagged)
    return said


@each_id
@blank_or_filled
@each_lang
def test_each_file_is_whole_named_in_its_language_and_can_be_read_by_everyone(
    id_: str, filled: bool, lang: Lang
) -> None:
    master, files = load_master(id_, lang), pack(lang, filled)[id_]
    assert {file.name.rpartition(".")[2] for file in files} == set(master.formats)
    for file in files:
        assert file.name.startswith(master.name) and file.name.isascii()
        assert faults(file.name, reopen(file.name, file.data), lang, master.title) == [], file.name


@each_id
@blank_or_filled
def test_the_two_languages_differ_in_words_and_agree_in_structure(id_: str, filled: bool) -> None:
    sv, en = (pack(lang, filled)[id_] for lang in ("sv", "en"))
    assert len(sv) == len(en) > 0
    for one, other in zip(sv, en, strict=True):
        ours, theirs = reopen(one.name, one.data), reopen(other.name, other.data)
        assert one.name != other.name
        assert ours.text != theirs.text
        assert ours.title != theirs.title or one.name.endswith(".txt")
        assert [level for level, _ in ours.headings] == [level for level, _ in theirs.headings]
        assert (ours.tables, len(ours.pictures)) == (theirs.tables, len(theirs.pictures))


@each_id
@each_lang
def test_each_format_of_a_document_says_the_same(id_: str, lang: Lang) -> None:
    master = load_master(id_, lang)
    if master.kind != "text":
        return
    for file in pack(lang, True)[id_]:
        stem = file.name.rpartition(".")[0]
        found = {f.name: reopen(f.name, f.data) for f in pack(lang, True)[id_] if f.name.rpartition(".")[0] == stem}
        docx = found.get(f"{stem}.docx")
        for name, other in found.items():
            if docx and name.endswith(".odt"):
                assert [text for _, text in other.headings] == [text for _, text in docx.headings]
            if docx and name.endswith((".odt", ".pdf")):
                assert (other.tables, len(other.headings)) == (docx.tables, len(docx.headings)), name
                assert all(squeezed(text) in squeezed(other.text) for _, text in docx.headings), name


@each_lang
def test_blank_documents_about_a_workshop_or_a_company_have_places_to_fill_in(lang: Lang) -> None:
    masters = [load_master(id_, lang) for id_ in IDS]
    about = [master.id for master in masters if master.per and master.kind in ("text", "calendar")]
    assert len(about) > 3
    for id_ in about:
        for file in pack(lang, False)[id_]:
            if not file.name.endswith("pptx"):
                assert re.search(r"\[\w[^\]]*\]", reopen(file.name, file.data).text), file.name


@each_lang
def test_companies_that_have_not_said_yes_are_named_only_to_themselves(lang: Lang) -> None:
    companies = load_exempelby(lang)["companies"]
    secret = companies.loc[~companies["may_be_named"].fillna(False).astype(bool), ["company_id", "name"]]
    assert len(secret) > 3
    names = {squeezed(name): id_ for id_, name in secret.itertuples(index=False)}
    for id_, files in pack(lang, True).items():
        for file in files:
            text = squeezed(reopen(file.name, file.data).text)
            said = {company for name, company in names.items() if name in text}
            own = {company for company in said if f"-{company}." in file.name}
            assert id_ == "workbook" or said == (own if id_ == "feedback-letter" else set()), file.name


def test_there_are_documents_in_every_format() -> None:
    assert len(IDS) >= 8
    formats = {format_ for id_ in IDS for format_ in load_master(id_, "sv").formats}
    assert formats >= {"docx", "odt", "pdf", "xlsx", "ics"}


def planted(**changes: object) -> bytes:
    """Return a Word file with a heading, an unfilled place and a table without a heading row."""
    document = Document()
    document.add_heading("Skips", changes.get("level", 2))  # type: ignore[arg-type]
    document.add_paragraph("{{ f.need.title }}")
    document.add_table(1, 1).cell(0, 0).text = "nan"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_planted_faults_in_a_word_file_are_found() -> None:
    said = faults("x.docx", reopen("x.docx", planted()), "sv", "Titel")
    assert {"unfilled: {{", "unfilled: nan", "a table without a heading row"} < set(said)
    assert "the first heading is not of level 1" in said
    assert any(line.startswith("languages") for line in said) and any(line.startswith("title") for line in said)


def test_a_planted_pdf_without_tags_is_found() -> None:
    pdf, file = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(file)
    said = faults("x.pdf", reopen("x.pdf", file.getvalue()), "sv", "Titel")
    assert {"not tagged", "no heading", "empty"} <= set(said)


def test_planted_faults_of_other_kinds_are_found() -> None:
    found = Reopened("text", "Titel", {"sv-SE"}, [(1, ""), (3, "")], pictures=[""], links=["http://x"])
    assert faults("x.odt", found, "sv", "Titel") == [
        "a link out: http://x",
        "a picture without a text alternative",
        "a heading level is skipped",
    ]
