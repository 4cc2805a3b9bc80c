"""Data is text, never markup: whatever is written in the workbook prints as itself, in every format."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest

from fsi_kit.documents import Brand, Format, Made, make_document, master_ids
from fsi_kit.documents.decks import finish_slides
from fsi_kit.documents.facts import Facts, one_line
from fsi_kit.documents.text import convert, escape, table
from fsi_kit.documents.typeset import typeset
from fsi_kit.examples import AS_OF
from fsi_kit.texts import shipped
from tests.documents.packs import made_from, told
from tests.documents.reopened import reopen, squeezed

EVIL = (
    '=HYPERLINK("http://evil.example","x")\n<script>alert(1)</script> {{ 7*7 }} {% raw %} #eval("1") $x$ \\$ '
    "[a](http://evil.example) ![x](evil.png) | *b* **b** `c` ~~d~~ ^e^ @f \\n &amp; <b> # ::: {.fill} 1. - + -- ... 'q'"
)
STEERING = "vanlig\x07 \u202etext\x9b31m"
HARMLESS = "Vanlig text utan tecken"
BRAND = Brand(name='{{ 7*7 }} <b> #eval("1") $y$ *z*', unit="[u](http://evil.example) | `v`")

each_id = pytest.mark.parametrize("id_", master_ids())


STARTS = (
    "- x",
    "+ x",
    "1. x",
    "a) x",
    "/ x: y",
    "= x",
    "# x",
    "> x",
    "--- x",
    "-? x",
    "https://evil.example/x y",
    "~ x",
)
STARTS += ("@x", "<x>", "| x", ": x", "[^1] x", "```x", "$$ x", "// x", "/* x", "\\newpage x", "^x", "... x", "‘x’ “y”")


@cache
def pack(text: str) -> dict[str, list[Made]]:
    return made_from(Facts("sv", BRAND, AS_OF, told(text)))


def times(file: Made, text: str) -> int:
    return squeezed(reopen(file.name, file.data).text).count(squeezed(text))


@each_id
def test_hostile_text_prints_as_itself_as_often_as_harmless_text_does(id_: str) -> None:
    evil, harmless = pack(EVIL)[id_], pack(HARMLESS)[id_]
    assert [file.name for file in evil] == [file.name for file in harmless] != []
    for file, other in zip(evil, harmless, strict=True):
        assert times(file, EVIL) == times(other, HARMLESS), file.name
        assert reopen(file.name, file.data).links == [], file.name
        assert b"evil.png" not in names(file), file.name


@each_id
def test_hostile_text_changes_neither_headings_nor_tables(id_: str) -> None:
    for file, other in zip(pack(EVIL)[id_], pack(HARMLESS)[id_], strict=True):
        evil, harmless = reopen(file.name, file.data), reopen(other.name, other.data)
        assert [level for level, _ in evil.headings] == [level for level, _ in harmless.headings]
        assert (evil.tables, evil.headless, len(evil.pictures)) == (harmless.tables, 0, len(harmless.pictures))


def test_most_documents_show_the_workbooks_texts() -> None:
    showing = {id_ for id_, files in pack(HARMLESS).items() if any(times(file, HARMLESS) for file in files)}
    assert showing >= {"workbook", "action-plan", "feedback-letter", "follow-up-report", "calendar-invitation"}


def test_the_municipalitys_own_name_is_text_too() -> None:
    (docx,) = make_document("participant-evaluation", Facts("en", BRAND, AS_OF, told(HARMLESS)), ["docx"])
    assert times(docx, BRAND.unit) >= 2
    assert times(docx, BRAND.name) >= 1


@pytest.mark.parametrize("format_", ["docx", "odt", "pdf"])
def test_signs_that_steer_or_cannot_be_seen_are_left_out(format_: Format) -> None:
    facts = Facts("sv", Brand(), AS_OF, told(STEERING))
    (file,) = make_document("action-plan", facts, [format_])
    text = reopen(file.name, file.data).text
    assert squeezed("vanlig text 31m") in squeezed(text)
    assert not {"\x07", "\u202e", "\x9b"} & set(text)


@pytest.mark.parametrize("format_", ["docx", "odt", "pptx", "pdf"])
def test_text_that_begins_like_a_list_a_heading_or_a_link_stays_text(format_: Format) -> None:
    facts = Facts("sv", Brand(), AS_OF)
    lines = [f"{start} ord{number}" for number, start in enumerate(STARTS)]
    paragraphs = "\n\n".join(f"{escape(line)}\n\n- {escape(line)}" for line in lines)
    body = convert(f"# T\n\n## S\n\n{table(['T'], [[line] for line in lines])}\n\n{paragraphs}", format_, "T", facts)
    if format_ == "pdf":
        look = (shipped("templates") / "looks" / "text.typ").read_text(encoding="utf-8")
        body = typeset(f"{look}\n{body.decode()}", "T", "sv", Brand())
    found = reopen(
        f"x.{format_}", body if format_ != "pptx" else finish_slides(body, title="T", brand=Brand(), lang="sv")
    )
    text = " ".join(found.text.split())
    assert {line: text.count(line) for line in lines} == dict.fromkeys(lines, 3)
    assert (found.links, found.tables) == ([], 1)
    assert len(found.headings) == 2 or format_ == "pptx"


def test_spaces_that_do_not_break_are_kept() -> None:
    assert one_line(" 1\u00a0234\n kr ") == "1\u00a0234 kr"


def test_markup_that_is_not_escaped_would_be_found() -> None:
    facts = Facts("sv", Brand(), AS_OF)
    made = convert("# T\n\n[a](http://evil.example) *b*", "docx", "T", facts)
    found = reopen("x.docx", made)
    assert found.links == ["http://evil.example"]
    assert "[a](" not in found.text and "*b*" not in found.text


def names(file: Made) -> bytes:
    """Return the names of what is packed in a file, where it is packed."""
    if not zipfile.is_zipfile(io.BytesIO(file.data)):
        return b""
    with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
        return "\n".join(packed.namelist()).encode()
