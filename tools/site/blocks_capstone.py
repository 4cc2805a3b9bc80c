"""Blocks of the last module's page: the whole way in one picture, and the reader's own words from the reflections."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from fsi_kit.course.exercises import load_exercise
from fsi_kit.course.modules import load_module, module_ids
from fsi_kit.drawing import ARROW_ROOM, PAD, TALL, WIDE, Line, Look, Piece, arrow, box, two_drawings, wrap
from fsi_kit.texts import load_texts
from tools.site.place import Place
from tools.site.render import render

ROW = 4
LAST = "16-close-the-loop"

Step = tuple[str, str, str]


def whole_way(place: Place) -> str:
    """Draw the way from visits to effect, with what the second municipality's workbook holds at each step."""
    words, lang = load_texts("tools.site", "capstone.toml"), place.lang
    book = load_exercise(LAST, lang).solution
    steps: list[Step] = []
    described = []
    for number, (table, texts) in enumerate(words["steps"].items(), 1):
        count = texts["count"][lang].format(count=len(book[table])) if table in book.sheets else texts["count"][lang]
        name = words["way"]["numbered"][lang].format(number=number, name=texts["name"][lang])
        steps.append((name, count, texts["what"][lang]))
        places: dict[str, Any] = {"name": texts["name"][lang], "count": count, "what": texts["what"][lang]}
        described.append(words["way"]["told"][lang].format(number=number, **places))
    title, told = words["way"]["title"][lang], " ".join(described)
    svg = two_drawings("fsi-way", "fsi-way", _wide(steps), _tall(steps), title, told, lang)
    return render("figure.html", svg=Markup(svg), caption=words["way"]["caption"][lang])  # noqa: S704 - ours


def own_words(place: Place) -> str:
    """Leave room for what the reader wrote in the reflections of the modules before this one, kept in her browser."""
    words = {name: text[place.lang] for name, text in load_texts("tools.site", "capstone.toml")["own"].items()}
    modules = [load_module(id_, place.lang) for id_ in module_ids() if id_ != place.module_id]
    links = {module.id: f"{place.href(f'modules/{module.id}.md')}#reflection" for module in modules}
    return render("own_words.html", said=words, modules=modules, links=links)


def _wide(steps: list[Step]) -> Piece:
    each = (WIDE - (ROW - 1) * ARROW_ROOM) / ROW
    height = max(_step(step, 0, 0, each).height for step in steps)
    svg, y = "", 0.0
    for i, step in enumerate(steps):
        row, column = divmod(i, ROW)
        x, y = column * (each + ARROW_ROOM), row * (height + 2 * PAD)
        svg += _step(step, x, y, each, height).svg
        if column:
            svg += arrow(x - ARROW_ROOM + 3, y + height / 2, ARROW_ROOM - 6, 0)
    return Piece(svg, y + height)


def _tall(steps: list[Step]) -> Piece:
    svg, y = "", 0.0
    for i, step in enumerate(steps):
        if i:
            svg += arrow(TALL / 2, y + 3, 0, ARROW_ROOM - 6)
            y += ARROW_ROOM
        drawn = _step(step, 0, y, TALL)
        svg, y = svg + drawn.svg, y + drawn.height
    return Piece(svg, y)


def _step(step: Step, x: float, y: float, width: float, height: float = 0) -> Piece:
    name, count, what = step
    room = width - 2 * PAD
    lines = [*wrap(Line(name, 16, True), room), *wrap(Line(count, 15), room), *wrap(Line(what, 14), room)]
    return box(x, y, width, lines, height, Look(0.06))
