"""The workshop's documents made once each, and what other libraries than those that wrote them find there."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pikepdf
from docx import Document

from fsi_kit.documents import Brand, make_document
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.masters import Format
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import Lang
from fsi_kit.workbook import workbook

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LATEST = "W04"
EXEMPELBY = Brand("Exempelby kommun", "Näringslivsenheten")


def blank(lang: Lang) -> Facts:
    """Return the facts of a municipality without a workbook."""
    return Facts(lang, Brand(), AS_OF)


def filled(lang: Lang) -> Facts:
    """Return Exempelby's, about its latest workshop."""
    return Facts(lang, EXEMPELBY, AS_OF, load_exempelby(lang), LATEST)


def changed(lang: Lang, table: str, column: str, value: object, **where: str) -> Facts:
    """Return Exempelby's facts with a cell of a row changed."""
    book = load_exempelby(lang)
    frames = {name: book[name].copy() for name in book.descriptor.tables}
    ((key, id_),) = where.items()
    frame = frames[table].astype({column: "object"})
    frame.loc[frame[key].eq(id_).fillna(False).astype(bool), column] = value
    return Facts(lang, EXEMPELBY, AS_OF, workbook({**frames, table: frame}), LATEST)


@cache
def once(id: str, lang: Lang, full: bool, format: Format) -> bytes:
    """Return a document, made once for all tests; the latest workshop's where it is filled."""
    return made(id, filled(lang) if full else blank(lang), format)


def made(id: str, facts: Facts, format: Format, workshop: str = LATEST) -> bytes:
    """Return a document's first file in a format."""
    about = [workshop] if facts.book else []
    return next(make_document(id, facts, [format], about)).data


def tables(data: bytes) -> list[list[list[str]]]:
    """Return a Word file's tables as rows of texts."""
    document = Document(io.BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def words(data: bytes) -> str:
    """Return all that is written in the paragraphs and tables of a Word file."""
    document = Document(io.BytesIO(data))
    cells = [cell for table in tables(data) for row in table for cell in row]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@dataclass(frozen=True)
class Slide:
    """A slide as its own files tell of it: title, all text, notes, and the language of every run of both."""

    title: str
    text: str
    notes: str
    languages: tuple[str, ...]


def slides(data: bytes) -> list[Slide]:
    """Return a deck's slides in order, read straight from their XML."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as deck:
        count = sum(1 for name in deck.namelist() if name.startswith("ppt/slides/slide"))
        for number in range(1, count + 1):
            slide = ET.fromstring(deck.read(f"ppt/slides/slide{number}.xml"))
            relations = ET.fromstring(deck.read(f"ppt/slides/_rels/slide{number}.xml.rels"))
            targets = [rel.get("Target", "") for rel in relations if "notesSlide" in rel.get("Type", "")]
            notes = [ET.fromstring(deck.read(str(Path("ppt") / target.removeprefix("../")))) for target in targets]
            found.append(_slide(slide, notes))
    return found


def _slide(slide: ET.Element, notes: list[ET.Element]) -> Slide:
    paragraphs = [_text(p) for p in slide.iter(f"{DRAWING}p")]
    runs = [run for part in (slide, *notes) for run in part.iter(f"{DRAWING}r")]
    spoken = tuple(str(next((rp.get("lang") for rp in run.iter(f"{DRAWING}rPr")), None)) for run in runs)
    said = "\n".join(_text(p) for part in notes for p in part.iter(f"{DRAWING}p"))
    return Slide(paragraphs[0], "\n".join(paragraphs), said.strip(), spoken)


def _text(paragraph: ET.Element) -> str:
    return "".join(part.text or "" for part in paragraph.iter(f"{DRAWING}t"))


def structure(data: bytes) -> list[str]:
    """Return the kinds of tags in a PDF, and with them its language and title, as pikepdf finds them."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tags: list[str] = []
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting.extend(node)
            elif isinstance(node, pikepdf.Dictionary):
                tags.extend([str(node.S)] if "/S" in node else [])
                waiting.extend([node.K] if "/K" in node else [])
        return [*tags, f"lang {pdf.Root.Lang}", f"title {pdf.docinfo.get('/Title', '')}"]


def minutes_between(start: str, end: str) -> int:
    """Return how many minutes there are from one time of day to another."""
    first, last = (pd.Timedelta(f"{time}:00") for time in (start, end))
    return int((last - first).total_seconds()) // 60
