"""A picture of each document for the gallery: its first page as typst sets it, made small enough for a page of many."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image

from fsi_kit.documents import Master
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.prints import sheets
from fsi_kit.documents.text import Markdown, convert, join, render
from fsi_kit.documents.typeset import first_page
from fsi_kit.texts import shipped
from fsi_kit.workbook import load_descriptor

SKETCHES = Path(__file__).with_name("pictures")
BOX = (440, 560)  # pixels: about twice what the page shows, for sharp screens
COLOURS = 24
SHEET, COLUMNS = "insights", 4
NOTES = re.compile(r"^::: *notes\n.*?^:::\n", re.MULTILINE | re.DOTALL)


def picture_of(master: Master, facts: Facts) -> bytes:
    """Return a picture (PNG) of a blank document's first page; of what is no page, a drawing of what it holds."""
    if master.kind == "print":
        _, source, data = next(sheets(master, facts))
        return first_page(source, master.title, facts.lang, facts.brand, data)
    if master.kind == "table":
        tables = load_descriptor().tables
        columns = [field.titles[facts.lang] for field in list(tables[SHEET].columns.values())[:COLUMNS]]
        names = {"columns": columns, "sheets": [table.titles[facts.lang] for table in tables.values()]}
        return first_page(_sketch("table"), master.title, facts.lang, facts.brand, names)
    markdown, look, sketch = render(master, facts), "text", ""
    if master.kind == "slides":
        markdown, look = _first_slide(markdown), "slides"
    elif master.kind == "calendar":
        shop, agenda = facts.workshop, facts.agenda
        hours = Markdown(f"{agenda.items[0].start}–{agenda.items[-1].end}")
        when = join([shop["date"], hours, shop["place"]])
        title = master.options["summary"][facts.lang]
        markdown, sketch = f"# {title}\n\n::: box\n{when}\n:::\n\n{markdown}", _sketch("card")
    body = convert(markdown, "pdf", master.title, facts).decode()
    source = (shipped("templates") / "looks" / f"{look}.typ").read_text(encoding="utf-8")
    return first_page(f"{source}\n{sketch}\n{body}", master.title, facts.lang, facts.brand)


def small(png: bytes) -> tuple[bytes, int, int]:
    """Return a picture in few pixels and colours, with its width and height."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.thumbnail(BOX, Image.Resampling.LANCZOS)
    data = io.BytesIO()
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
    return data.getvalue(), *picture.size


def _first_slide(markdown: str) -> str:
    """Return a deck's title and first slide, without what is said to it."""
    parts = re.split(r"^(?=## )", NOTES.sub("", markdown), flags=re.MULTILINE)
    return "".join(parts[:2])


def _sketch(name: str) -> str:
    return (SKETCHES / f"{name}.typ").read_text(encoding="utf-8")
