"""What pandoc leaves undone: properties, languages, and tables that keep together."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from fsi_kit.documents.brand import Brand
from fsi_kit.documents.files import mixed, rezipped, saved
from fsi_kit.documents.looks import ODF
from fsi_kit.documents.text import LOCALES
from fsi_kit.texts import Lang

SHORT = 8
"""Tables of at most so many rows are kept on one page."""


def finish_text(data: bytes, to: str, title: str, brand: Brand, lang: Lang) -> bytes:
    """Return a Word or OpenDocument file with title and author in its properties, and tables that can be read.

    The masters have a heading of their own, so the title does not stand above it once more.
    """
    return _word(data, title, brand, lang) if to == "docx" else _open(data, title, brand)


def _word(data: bytes, title: str, brand: Brand, lang: Lang) -> bytes:
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document(io.BytesIO(data))
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, brand.name, LOCALES[lang]
    for table in document.tables:
        rows = table._tbl.tr_lst
        for row in rows:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for row in rows[:-1] if len(rows) <= SHORT else rows[:1]:
            for paragraph in row.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
                paragraph.get_or_add_pPr().get_or_add_keepNext()
    return saved(document)


def _open(data: bytes, title: str, brand: Brand) -> bytes:
    def finished(name: str, content: bytes) -> bytes:
        if name == "content.xml":
            return _open_tables(content, brand)
        if name == "meta.xml":
            meta = content.decode().replace("<dc:title></dc:title>", f"<dc:title>{escape(title)}</dc:title>")
            return meta.replace("<dc:creator></dc:creator>", f"<dc:creator>{escape(brand.name)}</dc:creator>").encode()
        return content

    return rezipped(data, finished)


def _open_tables(content: bytes, brand: Brand) -> bytes:
    """Give tables thin lines and a shaded head, and keep their rows whole and the short ones on one page."""
    from lxml import etree

    fo, style, table = (f"{{{ODF.format(name)}}}" for name in ("xsl-fo-compatible", "style", "table"))
    tree = etree.fromstring(content)
    for number, cell in enumerate(tree.iter(f"{style}table-cell-properties")):
        cell.attrib.pop(f"{fo}border", None)
        cell.set(f"{fo}padding", "0.12cm")
        cell.set(f"{fo}border-bottom", "0.5pt solid #999999")
        if number == 0:
            cell.set(f"{fo}background-color", f"#{mixed(brand.ink, 0.88)}")
    short = {
        each.get(f"{table}style-name")
        for each in tree.iter(f"{table}table")
        if sum(1 for _ in each.iter(f"{table}table-row")) <= SHORT
    }
    for look in tree.iter(f"{style}table-properties"):
        look.set(f"{table}align", "left")
        if look.getparent().get(f"{style}name") in short:
            look.set(f"{style}may-break-between-rows", "false")
    _whole_rows(tree, style, fo, table)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def _whole_rows(tree: Any, style: str, fo: str, table: str) -> None:
    from lxml import etree

    automatic = tree.find(f"{{{ODF.format('office')}}}automatic-styles")
    look = etree.SubElement(automatic, f"{style}style", {f"{style}name": "WholeRow", f"{style}family": "table-row"})
    etree.SubElement(look, f"{style}table-row-properties", {f"{fo}keep-together": "always"})
    for row in tree.iter(f"{table}table-row"):
        row.set(f"{table}style-name", "WholeRow")
