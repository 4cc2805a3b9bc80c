"""Reference documents: how Word, OpenDocument and PowerPoint files look, in the municipality's colour and name.

They are made from pandoc's own, unless the municipality gives its own files.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from fsi_kit.documents.brand import Brand
from fsi_kit.documents.decks import deck_look, with_known_layouts
from fsi_kit.documents.files import FONT, mixed, rezipped, saved
from fsi_kit.documents.text import LOCALES, pandoc_path
from fsi_kit.texts import Lang, load_texts

ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
PAGE = {
    "page-width": "21cm",
    "page-height": "29.7cm",
    "margin-left": "2.4cm",
    "margin-right": "2.4cm",
    "margin-top": "1.4cm",
    "margin-bottom": "1.4cm",
}
SIZES = {"Heading_20_1": 18, "Heading_20_2": 14, "Heading_20_3": 12}
WRITING_LINE = 'fo:border-bottom="0.5pt solid #777777" fo:margin-bottom="0.4cm" style:join-border="false"'
HEADER_STYLE = (
    '<style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.4cm"/>'
    "</style:header-style>"
)


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
    make: dict[str, Callable[[bytes, Brand, Lang], bytes]] = {"docx": _docx, "odt": _odt, "pptx": deck_look}
    if own is not None:
        return with_known_layouts(own.read_bytes()) if to == "pptx" else own.read_bytes()
    return make[to](_pandocs(f"reference.{to}"), brand, lang)


def _pandocs(name: str) -> bytes:
    command = [pandoc_path(), "--print-default-data-file", name]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - our own pandoc


def _docx(data: bytes, brand: Brand, lang: Lang) -> bytes:
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT
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
    # Word takes no highlight from a style, but it takes a shade.
    fill.element.get_or_add_rPr().append(_shade("FFF3C4"))
    lead = document.styles.add_style("Lead in", WD_STYLE_TYPE.PARAGRAPH)
    lead.base_style = document.styles["Body Text"]
    lead.paragraph_format.keep_with_next = True
    box = document.styles.add_style("Box", WD_STYLE_TYPE.PARAGRAPH)
    box.base_style = document.styles["Body Text"]
    box.paragraph_format.left_indent = Cm(0.4)
    box.element.get_or_add_pPr().append(_border("left", brand.ink, 24))
    line = document.styles.add_style("Writing line", WD_STYLE_TYPE.PARAGRAPH)
    line.base_style = document.styles["Body Text"]
    # Word makes one frame of paragraphs that follow each other, unless there is a line between them.
    line.element.get_or_add_pPr().append(_border("bottom", "#777777", 4, "between"))
    tick = document.styles.add_style("To tick", WD_STYLE_TYPE.PARAGRAPH)
    tick.base_style = document.styles["Normal"]
    tick.paragraph_format.left_indent, tick.paragraph_format.first_line_indent = Cm(0.7), Cm(-0.7)
    tick.paragraph_format.space_before = tick.paragraph_format.space_after = Pt(3)
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
    stops = footer.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(21 - 2 * 2.4), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(f"{brand.unit}\t")
    run = footer.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    return saved(document)


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
    shade = mixed(brand.ink, 0.88)
    style.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr>'
            f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{shade}"/></w:tcPr></w:tblStylePr>'
        )
    )


def _shade(colour: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')


def _border(side: str, colour: str, size: int, *more: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    lines = "".join(
        f'<w:{each} w:val="single" w:sz="{size}" w:space="6" w:color="{colour[1:]}"/>' for each in (side, *more)
    )
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")


def _odt(data: bytes, brand: Brand, lang: Lang) -> bytes:
    from lxml import etree

    fo, style = f"{{{ODF.format('xsl-fo-compatible')}}}", f"{{{ODF.format('style')}}}"
    language, country = LOCALES[lang].split("-")

    def styled(xml: bytes) -> bytes:
        tree = etree.fromstring(xml)
        for text in tree.iter(f"{style}text-properties"):
            if text.get(f"{fo}language"):
                text.set(f"{fo}language", language)
                text.set(f"{fo}country", country)
            name = text.getparent().get(f"{style}name") or ""
            if name.startswith(("Heading", "Title")):
                text.set(f"{fo}color", brand.ink)
                text.set(f"{fo}font-style", "normal")
            if text.get(f"{fo}font-size") == "12pt":
                text.set(f"{fo}font-size", "11pt")
            if name in SIZES:
                text.set(f"{fo}font-size", f"{SIZES[name]}pt")
        for face in tree.iter(f"{style}font-face"):
            if face.get(f"{style}name") in ("Times New Roman", "Arial", "Tahoma", "Lucida Sans Unicode"):
                face.set(f"{{{ODF.format('svg-compatible')}}}font-family", "Calibri, Carlito, Arial")
        for page in tree.iter(f"{style}page-layout-properties"):
            for name, length in PAGE.items():
                page.set(f"{fo}{name}", length)
        return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))

    added = "".join(
        f'<style:style xmlns:style="{ODF.format("style")}" xmlns:fo="{ODF.format("xsl-fo-compatible")}" '
        f'style:name="{name.replace(" ", "_20_")}" style:display-name="{name}" style:family="{family}"{parent}>'
        f"<style:{family}-properties {look}/></style:style>"
        for name, family, parent, look in (
            ("Fill in", "text", "", 'fo:background-color="#fff3c4"'),
            ("Box", "paragraph", "", f'fo:border-left="2pt solid {brand.ink}" fo:padding-left="0.3cm"'),
            ("Writing line", "paragraph", "", WRITING_LINE),
            ("Page break", "paragraph", "", 'fo:break-before="page" fo:line-height="0.05cm" fo:margin-top="0cm"'),
            ("To tick", "paragraph", "", 'fo:margin-left="0.7cm" fo:text-indent="-0.7cm" fo:margin-bottom="0.1cm"'),
            ("Lead in", "paragraph", ' style:parent-style-name="Text_20_body"', 'fo:keep-with-next="always"'),
        )
    )
    sides = _sides(brand, lang)

    def changed(name: str, xml: bytes) -> bytes:
        if name != "styles.xml":
            return xml
        text = xml.decode().replace("</office:styles>", f"{added}</office:styles>")
        text = re.sub(r"<style:footer>.*?</style:footer>", lambda found: sides, text, flags=re.DOTALL)
        text = text.replace("<style:header-style />", HEADER_STYLE)
        return styled(re.sub(r'(<style:tab-stop style:position=")6\.5in', r"\g<1>16.2cm", text).encode())

    logo = {f"Pictures/logo{brand.logo.suffix.lower()}": brand.logo.read_bytes()} if brand.logo else {}
    return rezipped(data, changed, logo)


def _sides(brand: Brand, lang: Lang) -> str:
    """Return what stands above and below each page of an OpenDocument text: logo and name; unit and page number."""
    picture = ""
    if brand.logo:
        alt = load_texts("fsi_kit.documents", "documents.toml")["words"]["logo"][lang].format(name=brand.name)
        width = 1.2 * _shape(brand.logo)
        picture = (
            '<draw:frame draw:name="logo" text:anchor-type="as-char" '
            f'svg:width="{width:.2f}cm" svg:height="1.2cm">'
            f'<draw:image xlink:href="Pictures/logo{brand.logo.suffix.lower()}" xlink:type="simple" '
            f'xlink:show="embed" xlink:actuate="onLoad"/><svg:title>{escape(alt)}</svg:title></draw:frame>  '
        )
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    return (
        f'<style:header><text:p text:style-name="Footer">{picture}{escape(brand.name)}</text:p></style:header>'
        f'<style:footer><text:p text:style-name="Footer">{escape(brand.unit)}<text:tab/><text:tab/>{number}</text:p>'
        "</style:footer>"
    )


def _shape(picture: Path) -> float:
    """Return how much wider a picture is than it is high."""
    from docx.image.image import Image

    image = Image.from_file(str(picture))
    return float(image.px_width / image.px_height)
