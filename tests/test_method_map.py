"""The method as a picture: everything is in it, for eyes and for ears, and the text stays inside its box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree as Xml

import pytest

from fsi_kit.drawing import PAD, Line, width
from fsi_kit.method import Method, load_method
from fsi_kit.method_map import describe, draw_map
from fsi_kit.texts import LANGS, Lang

SVG = "{http://www.w3.org/2000/svg}"
each_lang = pytest.mark.parametrize("lang", LANGS)


def drawings(html: str) -> list[Xml.Element]:
    return list(Xml.fromstring(f"<div>{html}</div>").iter(f"{SVG}svg"))


def said(drawing: Xml.Element) -> str:
    return " ".join("".join(text.itertext()) for text in drawing.iter(f"{SVG}text"))


def names(method: Method) -> list[str]:
    found = [f"{entry.number}. {entry.name}" for entry in (*method.stages, *method.steps)]
    return found + [question.text for question in method.questions]


def long_worded(method: Method) -> Method:
    words = "Verksamhetsutvecklingssamordningskonferensen och efterföljande uppföljningsmöten"
    return replace(method, steps=tuple(replace(step, name=words, into=words) for step in method.steps))


METHODS = {"sv": load_method("sv"), "en": load_method("en"), "long words": long_worded(load_method("sv"))}
each_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


@each_method
def test_there_are_two_drawings_of_which_a_window_shows_one(method: Method) -> None:
    html = draw_map(method)
    assert [drawing.get("class") for drawing in drawings(html)] == ["fsi-map-wide", "fsi-map-tall"]
    assert html.index("<style>") < html.index("<svg")
    assert html.count("display:none") == 2


@each_method
def test_every_stage_question_and_step_stands_in_each_drawing_and_in_the_description(method: Method) -> None:
    spoken = describe(method)
    for drawing in drawings(draw_map(method)):
        for name in names(method):
            assert name in said(drawing)
            assert name in spoken
        for step in method.steps:
            assert step.turns in said(drawing) and step.into in said(drawing)
            assert f"{step.turns} → {step.into}" in spoken


@each_lang
def test_each_drawing_has_a_title_a_description_and_its_language(lang: Lang) -> None:
    method = load_method(lang)
    for drawing in drawings(draw_map(method)):
        title, described = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        assert title is not None and title.text == method.name
        assert described is not None and described.text == describe(method)
        assert drawing.get("aria-labelledby") == title.get("id")
        assert drawing.get("aria-describedby") == described.get("id")
        assert (drawing.get("role"), drawing.get("lang")) == ("img", lang)


def test_ids_are_unique_also_with_two_maps_on_a_page() -> None:
    page = draw_map(load_method("sv"), "first") + draw_map(load_method("sv"), "second")
    ids = [id_ for drawing in drawings(page) for part in drawing.iter() if (id_ := part.get("id"))]
    assert len(ids) == 8
    assert len(set(ids)) == 8


def boxes(drawing: Xml.Element) -> Iterator[tuple[list[float], list[Xml.Element]]]:
    """Yield each box (left, top, width, height) with the lines of text that were drawn after it."""
    box: list[float] = []
    lines: list[Xml.Element] = []
    for part in drawing.iter():
        if part.tag == f"{SVG}rect":
            if box:
                yield box, lines
            box, lines = [float(part.get(name, "")) for name in ("x", "y", "width", "height")], []
        elif part.tag == f"{SVG}text":
            lines.append(part)
    yield box, lines


@each_method
def test_text_stays_inside_its_box(method: Method) -> None:
    for drawing in drawings(draw_map(method)):
        found = list(boxes(drawing))
        assert len(found) == 11
        for (left, top, wide, height), lines in found:
            assert lines
            for line in lines:
                size = float(line.get("font-size", ""))
                needed = width(Line(line.text or "", size, line.get("font-weight") == "700"))
                room = wide - 2 * PAD
                # A word that is wider than its box is pressed together by the browser, to the room there is.
                assert needed <= room * 1.1 or float(line.get("textLength", "inf")) <= room
                assert float(line.get("x", "")) == pytest.approx(left + PAD, abs=0.2)
                assert top + size * 0.7 <= float(line.get("y", "")) <= top + height


@each_method
def test_boxes_stay_inside_the_drawing(method: Method) -> None:
    for drawing in drawings(draw_map(method)):
        left, top, width, height = map(float, drawing.get("viewBox", "").split())
        for (x, y, w, h), _ in boxes(drawing):
            assert left <= x and x + w <= left + width
            assert top <= y and y + h <= top + height


def test_names_are_text_and_never_markup() -> None:
    method = load_method("en")
    hostile = replace(
        method, name="<b>&", steps=(replace(method.steps[0], name="<script>x</script>"), *method.steps[1:])
    )
    html = draw_map(hostile)
    assert "<script" not in html and "<b>" not in html
    assert "<script>x</script>" in unescape(html)
    assert len(drawings(html)) == 2


def test_the_steps_are_drawn_in_the_stage_that_holds_the_workshops() -> None:
    method = load_method("en")
    first = replace(method.stages[0], tables=("workshops",))
    others = tuple(replace(stage, tables=("visits",)) for stage in method.stages[1:])
    spoken = describe(replace(method, stages=(first, *others)))
    assert spoken.index(method.stages[0].name) < spoken.index(method.steps[0].name) < spoken.index(others[0].name)


def test_the_steps_are_drawn_in_the_second_stage_where_none_holds_workshops() -> None:
    method = load_method("en")
    stages = tuple(replace(stage, tables=("visits",)) for stage in method.stages)
    spoken = describe(replace(method, stages=stages))
    assert spoken.index(stages[1].name) < spoken.index(method.steps[0].name) < spoken.index(stages[2].name)
