"""Slides: how they look, the layouts that pandoc looks for, and what pandoc leaves undone."""

from __future__ import annotations

import io
import re
from typing import Any

from fsi_kit.documents.brand import Brand
from fsi_kit.documents.files import FONT, rezipped, saved
from fsi_kit.documents.text import LOCALES
from fsi_kit.texts import Lang, load_texts

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURE = 13
GRID = "{BC89EF96-8CEA-46FF-86C4-4CE0E7609802}"
"""PowerPoint's own table style with a line round every cell, in the first accent colour."""
MANY, WIDE = 7, 4
LOGO_ID = 90
A_HAND = 3_600_000
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
SWEDISH = {"title": "Rubrikbild", "obj": "Rubrik och innehåll"}
NEEDED = ("title", "obj")
"""The kinds that the kit's slides use."""


class LayoutError(Exception):
    """A municipality's own slides lack a layout; `missing` holds the kinds, as in `LAYOUTS`."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(", ".join(missing))


def deck_look(data: bytes, brand: Brand, lang: Lang) -> bytes:
    """Return pandoc's own reference slides in the municipality's colour, with its name and logo at the foot."""
    ink = brand.ink[1:].upper()

    def changed(name: str, content: bytes) -> bytes:
        text = content.decode() if name.endswith(".xml") else ""
        if re.fullmatch(r"ppt/theme/theme\d+\.xml", name):
            text = re.sub(
                r'(<a:(?:dk2|accent1)>)<a:srgbClr val="[0-9A-Fa-f]{6}"/>', rf'\1<a:srgbClr val="{ink}"/>', text
            )
            return re.sub(r'<a:latin typeface="[^"]+"', f'<a:latin typeface="{FONT}"', text).encode()
        if name.startswith(("ppt/slideMasters/slideM", "ppt/slideLayouts/slideL")):
            return _plain_titles(text.replace('<a:tint val="75000"/>', "")).encode()
        return content

    return _signed(rezipped(data, changed), brand, lang)


def _plain_titles(master: str) -> str:
    """Return a master whose titles stand to the left in the municipality's colour, above larger text."""
    head, mark, style = master.partition("<p:titleStyle>")
    title, end, body = style.partition("</p:titleStyle>")
    title = title.replace('algn="ctr"', 'algn="l"').replace('sz="3300"', 'sz="3400" b="1"').replace("tx1", "tx2")
    body = body.replace('sz="2400"', 'sz="2600"', 1).replace('<a:spcPct val="20000"/>', '<a:spcPct val="35000"/>', 1)
    return head + mark + title + end + body


def _signed(data: bytes, brand: Brand, lang: Lang) -> bytes:
    """Return slides with the municipality's name and logo at the foot of their master."""
    from pptx import Presentation
    from pptx.oxml.shapes.picture import CT_Picture

    deck = Presentation(io.BytesIO(data))
    master = deck.slide_master
    width, height = deck.slide_width or 0, deck.slide_height or 0
    _level_title_slide(deck.slide_layouts.get_by_name(LAYOUTS["title"]))
    tree = master.shapes._spTree
    if brand.name:
        tree.append(_name_box(brand.name, width // 20, height - height // 12, width // 2, height // 16))
    if brand.logo:
        image, relation = master.part.get_or_add_image_part(str(brand.logo))
        across, down = image.image.size
        high = height // 14
        wide = high * across // down
        said = load_texts("fsi_kit.documents", "documents.toml")["words"]["logo"][lang].format(name=brand.name)
        place = (width - width // 20 - wide, height - height // 11, wide, high)
        tree.append(CT_Picture.new_pic(LOGO_ID, "Logo", said, relation, *place))  # type: ignore[no-untyped-call]
    return saved(deck)


def _level_title_slide(layout: Any) -> None:
    title, below = (shape for shape in layout.placeholders if shape.placeholder_format.idx in (0, 1))
    below.left, below.width = title.left, title.width
    for level in below._element.iter(f"{DRAWING}lvl1pPr"):
        level.set("algn", "l")


def _name_box(name: str, left: int, top: int, wide: int, high: int) -> Any:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    box = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{LOGO_ID - 1}" name="Name"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr anchor="ctr"/>'
        '<a:p><a:r><a:rPr sz="1100"/><a:t/></a:r></a:p></p:txBody></p:sp>'
    )
    next(iter(box.iter(f"{DRAWING}t"))).text = name
    return box


def with_known_layouts(data: bytes) -> bytes:
    """Return a municipality's own slides with the layouts under the names that pandoc looks for.

    In a Swedish PowerPoint they are called "Rubrikbild" and so on, and pandoc would drop the looks. The first layout
    of a kind is taken: by the kind that PowerPoint has stored, else by its Swedish name.

    Raises:
        LayoutError: there is no layout for the title slide, or none for a title with text.
    """
    from pptx import Presentation

    deck = Presentation(io.BytesIO(data))
    layouts = list(deck.slide_layouts)
    for kind, name in LAYOUTS.items():
        of_kind = [each for each in layouts if each._element.get("type") == kind]
        named = [each for each in layouts if each.name in (name, SWEDISH.get(kind))]
        for layout in (of_kind or named)[:1]:
            layout._element.cSld.set("name", name)
    missing = tuple(kind for kind in NEEDED if LAYOUTS[kind] not in {each.name for each in layouts})
    if missing:
        raise LayoutError(missing)
    return saved(deck)


def finish_slides(data: bytes, lang: Lang, title: str, brand: Brand) -> bytes:
    """Return slides with title and author in their properties, a language on every run and tables that fill the slide.

    Raises:
        ValueError: a slide has a picture; pandoc has then lost its text alternative.
    """
    from pptx import Presentation

    deck = Presentation(io.BytesIO(data))
    properties = deck.core_properties
    properties.title, properties.author, properties.language = title, brand.name, LOCALES[lang]
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.shape_type == PICTURE:
                raise ValueError(f"a picture on a slide of {title}")
            if shape.has_table:
                _finish_table(shape, _foot(slide.slide_layout, shape.top))
        for part in (slide, slide.notes_slide) if slide.has_notes_slide else (slide,):
            for run in part._element.iter(f"{DRAWING}r", f"{DRAWING}fld"):
                run.get_or_add_rPr().set("lang", LOCALES[lang])
    return saved(deck)


def _foot(layout: Any, top: int) -> int:
    """Return how far down text goes on a layout: to the foot of its text, or a hand's breadth below `top`."""
    ends = [int(each.top + each.height) for each in layout.placeholders if each.placeholder_format.idx == 1]
    return max(ends or [top + A_HAND])


def _finish_table(shape: Any, bottom: int) -> None:
    """Give a table lines round its cells, letters to read from afar, and the height that is left on the slide."""
    from pptx.util import Cm, Pt

    head, *rows = shape.table.rows
    sheet = not any(cell.text_frame.text.strip() for row in rows for cell in row.cells)
    size = Pt(14 if sheet else 20 if len(rows) < MANY else 18)
    shape.table.horz_banding = not sheet
    for style in shape._element.iter(f"{DRAWING}tableStyleId"):
        style.text = GRID
    for row in shape.table.rows:
        for cell in row.cells:
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = size
                for run in paragraph.runs:
                    run.font.size = size
    for cell in head.cells:
        cell.text_frame.paragraphs[0].font.bold = True
    head.height = Cm(0.9 if not sheet else 1.9 if len(shape.table.columns) < WIDE else 2.9)
    for row in rows:
        row.height = (bottom - shape.top - head.height) // len(rows)
    shape.height = bottom - shape.top
