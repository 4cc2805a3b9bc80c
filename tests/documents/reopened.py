"""Reopen a document with another library than wrote it, and say what stands in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import pikepdf
from icalendar import Calendar
from openpyxl import load_workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
XLINK = "{http://www.w3.org/1999/xlink}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass
class Reopened:
    """What a reader finds in a file.

    Attributes:
        text: everything that is written in it, in order.
        languages: the languages that it says it is in.
        headings: (level, text) in order.
        tables, headless: how many tables there are, and how many of them have no heading row.
        pictures: the text alternatives of its pictures; "" for one without.
        links: addresses outside the file.
    """

    text: str
    title: str = ""
    languages: set[str] = field(default_factory=set)
    headings: list[tuple[int, str]] = field(default_factory=list)
    tables: int = 0
    headless: int = 0
    pictures: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tagged: bool = True


def reopen(name: str, data: bytes) -> Reopened:
    """Return what stands in a file. Raises KeyError for an ending that no document has."""
    return READERS[name.rpartition(".")[2]](data)


def squeezed(text: str) -> str:
    """Return a text without what typesetting may add or take away: spaces and hyphens."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def _parts(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        names = [name for name in packed.namelist() if name.endswith((".xml", ".rels"))]
        return {name: ElementTree.fromstring(packed.read(name)) for name in names}


def _outside(parts: dict[str, ElementTree.Element]) -> list[str]:
    relations = [each for name, part in parts.items() if name.endswith(".rels") for each in part.iter(RELATION)]
    return sorted({each.get("Target", "") for each in relations if each.get("TargetMode") == "External"})


def _docx(data: bytes) -> Reopened:
    parts = _parts(data)
    body, styles = parts["word/document.xml"], parts["word/styles.xml"]
    names = {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val", "") for s in styles.iter(f"{W}style")}  # type: ignore[union-attr]
    headings = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = names.get(style.get(f"{W}val"), "") if style is not None else ""
        if found := re.fullmatch(r"[Hh]eading (\d)", name):
            headings.append((int(found[1]), _words(paragraph, f"{W}t")))
    tables = list(body.iter(f"{W}tbl"))
    whole = [body, *(part for name, part in parts.items() if re.match(r"word/(header|footer)", name))]
    return Reopened(
        text="\n".join(_words(p, f"{W}t") for part in whole for p in part.iter(f"{W}p")),
        title=_words(parts["docProps/core.xml"], f"{DC}title"),
        languages={_words(parts["docProps/core.xml"], f"{DC}language")}
        | {each.get(f"{W}val", "") for each in styles.findall(f"{W}docDefaults//{W}lang")},
        headings=headings,
        tables=len(tables),
        headless=sum(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None for table in tables),
        pictures=[each.get("descr", "") for part in whole for each in part.iter(f"{WP}docPr")],
        links=_outside(parts),
    )


def _odt(data: bytes) -> Reopened:
    parts = _parts(data)
    body, styles = parts["content.xml"], parts["styles.xml"]
    defaults = styles.find(f".//{STYLE}default-style[@{STYLE}family='paragraph']/{STYLE}text-properties")
    assert defaults is not None
    tables = list(body.iter(f"{TABLE}table"))
    frames = [frame for part in (body, styles) for frame in part.iter(f"{DRAW}frame")]
    return Reopened(
        text="\n".join(" ".join("".join(p.itertext()).split()) for part in (body, styles) for p in _written(part)),
        title=_words(parts["meta.xml"], f"{DC}title"),
        languages={f"{defaults.get(f'{FO}language')}-{defaults.get(f'{FO}country')}"},
        headings=[
            (int(h.get(f"{TEXT}outline-level", "0")), " ".join("".join(h.itertext()).split()))
            for h in body.iter(f"{TEXT}h")
        ],
        tables=len(tables),
        headless=sum(table.find(f"{TABLE}table-header-rows") is None for table in tables),
        pictures=[_words(frame, f"{SVG}title") for frame in frames if frame.find(f"{DRAW}image") is not None],
        links=[a.get(f"{XLINK}href", "") for a in body.iter(f"{TEXT}a")],
    )


def _written(part: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for each in part.iter():
        if each.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield each


def _pptx(data: bytes) -> Reopened:
    parts = _parts(data)
    slides = {name: part for name, part in parts.items() if re.match(r"ppt/(slides|notesSlides)/[^/]+\.xml$", name)}
    titles = []
    for name, slide in sorted(slides.items()):
        for shape in slide.iter(f"{P}sp"):
            kind = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            if "/slides/" in name and kind is not None and kind.get("type") in ("title", "ctrTitle"):
                titles.append((1, _words(shape, f"{A}t")))
    tables = [table for slide in slides.values() for table in slide.iter(f"{A}tbl")]
    return Reopened(
        text="\n".join(_words(p, f"{A}t") for slide in slides.values() for p in slide.iter(f"{A}p")),
        title=_words(parts["docProps/core.xml"], f"{DC}title"),
        languages={each.get("lang", "") for slide in slides.values() for each in _runs(slide)},
        headings=titles,
        tables=len(tables),
        headless=sum(table.find(f"{A}tblPr[@firstRow='1']") is None for table in tables),
        pictures=[
            pic.find(f"{P}nvPicPr/{P}cNvPr").get("descr", "")  # type: ignore[union-attr]
            for slide in slides.values()
            for pic in slide.iter(f"{P}pic")
        ],
        links=_outside(parts),
    )


def _runs(slide: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for run in slide.iter(f"{A}r"):
        found = run.find(f"{A}rPr")
        assert found is not None, "a run without a language"
        yield found


def _words(element: ElementTree.Element, tag: str) -> str:
    return "".join(each.text or "" for each in element.iter(tag))


def _pdf(data: bytes) -> Reopened:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata() as metadata:
            title = str(metadata.get("dc:title", ""))
        root = pdf.Root
        tags = list(_tags(root.StructTreeRoot)) if "/StructTreeRoot" in root else []
        kinds = [str(tag.get("/S")) for tag in tags]
        annotations = [note for page in pdf.pages for note in page.get("/Annots", [])]
        return Reopened(
            text=" ".join(_shown(page) for page in pdf.pages),
            title=title,
            languages={str(root.get("/Lang", ""))},
            headings=[(int(kind[2]), "") for kind in kinds if re.fullmatch(r"/H[1-6]", kind)],
            tables=kinds.count("/Table"),
            headless=sum(
                "/TH" not in {str(tag.get("/S")) for tag in _tags(table)}
                for table in tags
                if str(table.get("/S")) == "/Table"
            ),
            pictures=[str(tag.get("/Alt", "")) for tag in tags if str(tag.get("/S")) == "/Figure"],
            links=[str(note.A.URI) for note in annotations if "/A" in note and "/URI" in note.A],
            tagged=bool(root.get("/MarkInfo", {}).get("/Marked", False)) and bool(tags),
        )


def _tags(node: Any) -> Iterator[Any]:
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _tags(child)


def _shown(page: Any) -> str:
    """Return the text that a page shows, by the tables in which its fonts say what their glyphs mean."""
    fonts = {str(name): _glyphs(font) for name, font in page.Resources.get("/Font", {}).items()}
    glyphs, said = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            glyphs = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            for part in operands[0] if str(operator) == "TJ" else operands:
                if isinstance(part, pikepdf.String):
                    code = bytes(part)
                    said += [glyphs.get(code[i : i + 2], "\ufffd") for i in range(0, len(code), 2)]
        elif str(operator) == "ET":
            said.append(" ")
    return "".join(said)


def _glyphs(font: Any) -> dict[bytes, str]:
    meanings = font.ToUnicode.read_bytes().decode("ascii")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", meanings, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", meanings, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start, sign = int(first, 16), bytes.fromhex(text).decode("utf-16-be")
            for step in range(int(last, 16) - start + 1):
                found[(start + step).to_bytes(2, "big")] = sign[:-1] + chr(ord(sign[-1]) + step)
    return found


def _xlsx(data: bytes) -> Reopened:
    book = load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"], "a cell is a formula"
    return Reopened(
        text="\n".join(str(cell.value) for cell in cells),
        title=book.properties.title or "",
        tables=len(book.worksheets),
        headless=sum(sheet.freeze_panes is None for sheet in book.worksheets[1:] if sheet.sheet_state == "visible"),
        links=[str(cell.hyperlink.target) for cell in cells if cell.hyperlink],
    )


def _ics(data: bytes) -> Reopened:
    event = Calendar.from_ical(data).walk("VEVENT")[0]
    shown = [str(event[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")]
    return Reopened(text="\n".join(shown), title=shown[0])


def _txt(data: bytes) -> Reopened:
    text = data.decode()
    assert "\r\n" in text and not re.search(r"(?<!\r)\n", text), "lines do not end as Windows expects"
    return Reopened(text=text)


READERS = {"docx": _docx, "odt": _odt, "pptx": _pptx, "pdf": _pdf, "xlsx": _xlsx, "ics": _ics, "txt": _txt}
