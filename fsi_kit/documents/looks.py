"""Reference documents: how Word, OpenDocument and PowerPoint files look, in the municipality's colour and name.

They are made from pandoc's own, unless the municipality gives its own files.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from fsi_kit.documents.brand import Brand
from fsi_kit.documents.text import LOCALES, pandoc_path
from fsi_kit.texts import Lang, load_texts

FONT = "Calibri"
ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
# The layouts that pandoc looks for, by the kind that PowerPoint stores for each, whatever language named them.
LAYOUTS = {
    "title": "Title Slide",
    "obj": "Title and Content",
    "secHead": "Section Header",
    "twoObj": "Two Content",
    "twoTxTwoObj": "Comparison",
    "titleOnly": "Title Only",
    "blank": "Blank",
    "objTx": "Content with Caption",
}


def reference(to: str, brand: Brand, lang: Lang, folder: Path) -> Path:
    """Write the reference document for a format into a folder and return where.

    Args:
        to: ``docx``, ``odt`` or ``pptx``.
    """
    file = folder / f"reference-{lang}.{to}"
    file.write_bytes(_made(to, brand, lang))
    return file


@cache
def _made(to: str, brand: Brand, lang: Lang) -> bytes:
    own = {"docx": brand.reference_docx, "pptx": brand.reference_pptx}.get(to)
    make: dict[str, Callable[[bytes, Brand, Lang], bytes]] = {"docx": _docx, "odt": _odt, "pptx": _pptx}
    if own is not None:
        return _renamed(own.read_bytes()) if to == "pptx" else own.read_bytes()
    return make[to](_pandocs(f"reference.{to}"), brand, lang)


def finish_text(data: bytes, to: str, title: str, brand: Brand, lang: Lang) -> bytes:
    """Return a Word or OpenDocument file with title and author in its properties, and tables that can be read.

    The masters have a heading of their own, so the title does not stand above it once more.
    """
    if to == "docx":
        from docx import Document

        document = Document(io.BytesIO(data))
        properties = document.core_properties
        properties.title, properties.author, properties.language = title, brand.name, LOCALES[lang]
        return _saved(document)
    shade = f"#{_mixed(brand.ink, 0.88)}"
    cell = '<style:table-cell-properties fo:padding="0.12cm" fo:border-bottom="0.5pt solid #999999"'

    def finished(name: str, content: bytes) -> bytes:
        if name == "content.xml":
            text = content.decode().replace(' table:align="center"', ' table:align="left"')
            bare = '<style:table-cell-properties fo:border="none" />'
            head = text.find(bare)
            text = text[: max(head, 0)] + text[max(head, 0) :].replace(
                bare, f'{cell} fo:background-color="{shade}" />', 1
            )
            return text.replace(bare, f"{cell} />").encode()
        if name == "meta.xml":
            meta = content.decode().replace("<dc:title></dc:title>", f"<dc:title>{escape(title)}</dc:title>")
            return meta.replace("<dc:creator></dc:creator>", f"<dc:creator>{escape(brand.name)}</dc:creator>").encode()
        return content

    return _rezipped(data, finished)


def finish_slides(data: bytes, lang: Lang, alternatives: dict[str, str] | None = None) -> bytes:
    """Return slides with the language set on every run, and a text alternative on every picture."""
    from pptx import Presentation

    deck = Presentation(io.BytesIO(data))
    for slide in deck.slides:
        for shape in slide.shapes:
            for run in shape._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"):
                run.set("lang", LOCALES[lang])
            if shape.shape_type == 13:
                name = Path(shape._element.nvPicPr.cNvPr.get("descr", "")).name
                shape._element.nvPicPr.cNvPr.set("descr", (alternatives or {}).get(name, name))
        if slide.has_notes_slide:
            for run in slide.notes_slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"):
                run.set("lang", LOCALES[lang])
    return _saved(deck)


def _pandocs(name: str) -> bytes:
    command = [pandoc_path(), "--print-default-data-file", name]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - our own pandoc


def _docx(data: bytes, brand: Brand, lang: Lang) -> bytes:
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = Document(io.BytesIO(data))
    ink = RGBColor.from_string(brand.ink[1:].upper())
    for style in document.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            style.font.name = FONT
            fonts.set(qn("w:cs"), FONT)
    sizes = {"Title": 22, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}
    for name, size in sizes.items():
        font = document.styles[name].font
        font.size, font.bold, font.color.rgb = Pt(size), True, ink
        document.styles[name].paragraph_format.keep_with_next = True
    for name in ("Normal", "Body Text", "First Paragraph", "Compact"):
        document.styles[name].font.size = Pt(11)
    fill = document.styles.add_style("Fill in", WD_STYLE_TYPE.CHARACTER)
    fill.font.highlight_color = WD_COLOR_INDEX.YELLOW
    box = document.styles.add_style("Box", WD_STYLE_TYPE.PARAGRAPH)
    box.base_style = document.styles["Body Text"]
    box.paragraph_format.left_indent = Cm(0.4)
    box.element.get_or_add_pPr().append(_border("left", brand.ink, 24))
    line = document.styles.add_style("Writing line", WD_STYLE_TYPE.PARAGRAPH)
    line.base_style = document.styles["Body Text"]
    line.element.get_or_add_pPr().append(_border("bottom", "#777777", 4))
    _table_style(document, brand)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    header = section.header.paragraphs[0]
    if brand.logo:
        words = load_texts("fsi_kit.documents", "documents.toml")["words"]
        picture = header.add_run().add_picture(str(brand.logo), height=Cm(1.2))
        picture._inline.docPr.set("descr", words["logo"][lang].format(name=brand.name))
        header.add_run("  ")
    header.add_run(brand.name)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{brand.unit}\t\t" if brand.unit else "\t\t")
    run = footer.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    return _saved(document)


def _table_style(document: Any, brand: Brand) -> None:
    """Give tables thin lines and a shaded, repeated head."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    style = document.styles["Table"].element
    for old in style.xpath("./w:tblPr | ./w:tblStylePr"):
        style.remove(old)
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>' for side in ("top", "bottom", "insideH"))
    margins = "".join(
        f'<w:{side} w:w="{w}" w:type="dxa"/>'
        for side, w in (("top", 60), ("left", 100), ("bottom", 60), ("right", 100))
    )
    style.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{borders}</w:tblBorders>"
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        )
    )
    shade = _mixed(brand.ink, 0.88)
    style.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr>'
            f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{shade}"/></w:tcPr></w:tblStylePr>'
        )
    )


def _border(side: str, colour: str, size: int) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line = f'<w:{side} w:val="single" w:sz="{size}" w:space="6" w:color="{colour[1:]}"/>'
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")


def _odt(data: bytes, brand: Brand, lang: Lang) -> bytes:
    from lxml import etree

    def styled(xml: bytes) -> bytes:
        tree = etree.fromstring(xml)
        fo = f"{{{ODF.format('xsl-fo-compatible')}}}"
        style = f"{{{ODF.format('style')}}}"
        language, country = LOCALES[lang].split("-")
        for text in tree.iter(f"{style}text-properties"):
            if text.get(f"{fo}language"):
                text.set(f"{fo}language", language)
                text.set(f"{fo}country", country)
            if (text.getparent().get(f"{style}name") or "").startswith(("Heading", "Title")):
                text.set(f"{fo}color", brand.ink)
        for face in tree.iter(f"{style}font-face"):
            if face.get(f"{style}name") in ("Times New Roman", "Arial", "Tahoma", "Lucida Sans Unicode"):
                face.set(f"{{{ODF.format('svg-compatible')}}}font-family", "Calibri, Carlito, Arial")
        for page in tree.iter(f"{style}page-layout-properties"):
            page.set(f"{fo}page-width", "21cm")
            page.set(f"{fo}page-height", "29.7cm")
        return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))

    added = "".join(
        f'<style:style xmlns:style="{ODF.format("style")}" xmlns:fo="{ODF.format("xsl-fo-compatible")}" '
        f'style:name="{name.replace(" ", "_20_")}" style:display-name="{name}" style:family="{family}">'
        f"<style:{family}-properties {look}/></style:style>"
        for name, family, look in (
            ("Fill in", "text", 'fo:background-color="#fff3c4"'),
            ("Box", "paragraph", f'fo:border-left="2pt solid {brand.ink}" fo:padding-left="0.3cm"'),
            ("Writing line", "paragraph", 'fo:border-bottom="0.5pt solid #777777" fo:margin-bottom="0.4cm"'),
        )
    )

    def with_styles(xml: bytes) -> bytes:
        return styled(xml.replace(b"</office:styles>", added.encode() + b"</office:styles>"))

    return _rezipped(data, lambda name, content: with_styles(content) if name == "styles.xml" else content)


def _pptx(data: bytes, brand: Brand, lang: Lang) -> bytes:
    import re

    ink = brand.ink[1:].upper()
    font = FONT.encode()

    def themed(name: str, content: bytes) -> bytes:
        if not re.fullmatch(r"ppt/theme/theme\d+\.xml", name):
            return content
        content = re.sub(
            rb'(<a:(?:dk2|accent1)>)<a:srgbClr val="[0-9A-Fa-f]{6}"/>',
            rb'\1<a:srgbClr val="%b"/>' % ink.encode(),
            content,
        )
        return re.sub(rb'<a:latin typeface="[^"]+"', b'<a:latin typeface="%b"' % font, content)

    return _rezipped(data, themed)


def _renamed(data: bytes) -> bytes:
    """Return a municipality's own slides with the layouts under the names that pandoc looks for.

    In a Swedish PowerPoint they are called "Rubrikbild" and so on, and pandoc would drop the looks.
    """
    from pptx import Presentation

    deck = Presentation(io.BytesIO(data))
    for layout in deck.slide_layouts:
        name = LAYOUTS.get(layout._element.get("type", ""))
        if name:
            layout._element.cSld.set("name", name)
    return _saved(deck)


def _rezipped(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, change(entry.filename, old.read(entry)))
    return made.getvalue()


def _mixed(colour: str, white: float) -> str:
    def parts() -> Iterator[int]:
        for i in (1, 3, 5):
            yield round(int(colour[i : i + 2], 16) * (1 - white) + 255 * white)

    return "".join(f"{part:02X}" for part in parts())


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
