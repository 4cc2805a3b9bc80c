"""The thread as a picture: every place has its column, text stays in its box, and data is never markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from sampling import examples
from small_threads import ID, Rows, any_books, book_of, whole

from fsi_kit.drawing import NARROW_WINDOW, PAD, Line, width, wrap
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.thread import describe, draw_thread, follow, gaps, places
from fsi_kit.workbook import Workbook

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>"
EXEMPELBY = {lang: load_exempelby(lang) for lang in LANGS}
STARTS = [("insights", "I001"), ("insights", "I051"), ("actions", "A03"), ("companies", "C001"), ("needs", "N07"),
          ("insights", "I009"), ("feedback", "B001")]  # fmt: skip


def drawings(html: str) -> list[Xml.Element]:
    return list(Xml.fromstring(f"<div>{html}</div>").iter(f"{SVG}svg"))


def lines(drawing: Xml.Element) -> list[Xml.Element]:
    return list(drawing.iter(f"{SVG}text"))


def said(drawing: Xml.Element) -> str:
    return " ".join("".join(text.itertext()) for text in lines(drawing))


def boxes(drawing: Xml.Element) -> Iterator[tuple[float, float, float, float]]:
    for rect in drawing.iter(f"{SVG}rect"):
        yield (float(rect.get("x", "")), float(rect.get("y", "")), float(rect.get("width", "")),
               float(rect.get("height", "")))  # fmt: skip


def hostile() -> Rows:
    """Return a thread with markup, long words and signs that cannot be seen wherever there is text."""
    rows = whole()
    rows["companies"][0]["name"] = HOSTILE
    rows["visits"][0]["summary"] = "Verksamhetsutvecklingssamordningskonferensuppföljningsmötesanteckningar " * 3
    rows["insights"][0]["statement"] = "x" * 4000
    rows["needs"][0]["title"] = "&\"'<b>\x00\x0b"
    rows["workshops"][0]["place"] = None
    rows["feedback"][0]["message"] = "\u202e" + HOSTILE
    return rows


BOOKS: list[tuple[Workbook, str, str]] = [
    *((EXEMPELBY["sv"], *start) for start in STARTS),
    (book_of(hostile()), "insights", "I1"),
    (book_of(whole()), "feedback", "B1"),
]
each_thread = pytest.mark.parametrize(("book", "table", "id_"), BOOKS, ids=[f"{t}-{i}" for _, t, i in BOOKS])


@each_thread
def test_there_are_two_drawings_of_which_a_window_shows_one(book: Workbook, table: str, id_: str) -> None:
    html = draw_thread(book, follow(book, table, id_), "sv")
    assert [drawing.get("class") for drawing in drawings(html)] == ["fsi-thread-wide", "fsi-thread-tall"]
    assert f"@media(max-width:{NARROW_WINDOW}px)" in html
    assert html.count("display:none") == 2


@each_thread
def test_text_stays_in_its_box_and_boxes_apart_from_each_other_inside_the_drawing(
    book: Workbook, table: str, id_: str
) -> None:
    for drawing in drawings(draw_thread(book, follow(book, table, id_), "sv")):
        left, top, wide, high = map(float, drawing.get("viewBox", "").split())
        found = list(boxes(drawing))
        assert found
        for x, y, w, h in found:
            assert left <= x and x + w <= left + wide and top <= y and y + h <= top + high
            for x2, y2, w2, h2 in found:
                apart = x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
                assert apart or (x, y) == (x2, y2)
        for line in lines(drawing):
            size, x, y = (float(line.get(name, "")) for name in ("font-size", "x", "y"))
            needed = width(Line(line.text or "", size, line.get("font-weight") == "700"))
            inside = [box for box in found if box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]]
            assert y <= top + high
            if inside:
                (box,) = inside
                assert x == pytest.approx(box[0] + PAD, abs=0.1)
                assert needed <= (box[2] - 2 * PAD) * 1.1 and y - size * 0.7 >= box[1]
            else:
                assert x + needed <= left + wide + 1


@each_thread
def test_lines_of_text_never_cover_each_other(book: Workbook, table: str, id_: str) -> None:
    for drawing in drawings(draw_thread(book, follow(book, table, id_), "sv")):
        places_ = [(float(t.get("x", "")), float(t.get("y", ""))) for t in lines(drawing)]
        assert len(places_) > 1 and len(set(places_)) == len(places_)
        for x in {x for x, _ in places_}:
            column = sorted(y for other, y in places_ if abs(other - x) < 12)
            assert all(below - above >= 11 for above, below in pairwise(column))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("table", "id_"), STARTS)
def test_every_place_is_named_with_its_count_and_every_kind_of_gap_is_said(lang: Lang, table: str, id_: str) -> None:
    book = EXEMPELBY[lang]
    thread = follow(book, table, id_)
    spoken = describe(book, thread, lang)
    for drawing in drawings(draw_thread(book, thread, lang)):
        text = said(drawing)
        for place in places(book, thread):
            title = book.descriptor.tables[place.table].titles[lang]
            assert (f"{title} ({len(place.ids)})" in text) == (not place.empty or bool(place.gaps or place.ends))
            assert (f"{title}: {len(place.ids)}." in spoken) == (not place.empty)
            for missing in place.missing(lang):
                assert missing in text and missing in spoken
        label = {"sv": "Lucka: ", "en": "Gap: "}[lang]
        assert text.count(label) == len({gap.kind for gap in gaps(book, thread)}) == spoken.count(label)


@pytest.mark.parametrize("lang", LANGS)
def test_each_drawing_has_a_title_a_description_and_its_language(lang: Lang) -> None:
    book = EXEMPELBY[lang]
    thread = follow(book, "insights", "I001")
    for drawing in drawings(draw_thread(book, thread, lang)):
        title, described = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        assert (
            title is not None
            and title.text == {"sv": "Tråden från insikt I001", "en": "The thread from insight I001"}[lang]
        )
        assert described is not None and described.text == describe(book, thread, lang)
        assert drawing.get("aria-labelledby") == title.get("id")
        assert drawing.get("aria-describedby") == described.get("id")
        assert (drawing.get("role"), drawing.get("lang")) == ("img", lang)


def test_ids_are_unique_also_with_two_threads_on_a_page() -> None:
    book = book_of(whole())
    thread = follow(book, "insights", "I1")
    page = draw_thread(book, thread, "sv", "first") + draw_thread(book, thread, "sv", "second")
    ids = [id_ for drawing in drawings(page) for part in drawing.iter() if (id_ := part.get("id"))]
    assert len(ids) == len(set(ids)) == 8


def test_long_lists_are_shortened_and_the_rest_counted() -> None:
    book = EXEMPELBY["sv"]
    thread = follow(book, "actions", "A03")
    for most in (1, 3):
        for drawing in drawings(draw_thread(book, thread, "sv", most=most)):
            text = said(drawing)
            assert "Insikter (27)" in text and f"… {27 - most} visas inte" in text
            text = text.replace("Lucka: I216", "")
            shown = [id_ for id_ in places(book, thread, most)[2].ids if f" {id_} " in f" {text} "]
            assert shown == list(places(book, thread, most)[2].first["insight_id"]) and len(shown) == most


def test_rows_that_belong_together_are_joined_and_others_are_not() -> None:
    rows = whole()
    rows["visits"].append({"visit_id": "V2", "company_id": "C1"})
    rows["insights"].append({"insight_id": "I2", "visit_id": "V2", "kind": "praise"})
    book = book_of(rows)
    wide, tall = drawings(draw_thread(book, follow(book, "companies", "C1"), "sv"))
    curves = [path for path in wide.iter(f"{SVG}path") if "C" in path.get("d", "")]
    # C1–V1, C1–V2, V1–I1, V2–I2, I1–N1, then W1–D1, D1–A1, A1–B1: needs and workshops stand on two decks.
    assert len(curves) == 8
    assert not [path for path in tall.iter(f"{SVG}path") if "C" in path.get("d", "")]


def test_the_start_has_a_thick_edge_and_a_gap_a_broken_one() -> None:
    rows = {name: given for name, given in whole().items() if name != "feedback"}
    book = book_of(rows)
    for drawing in drawings(draw_thread(book, follow(book, "needs", "N1"), "sv")):
        rects = list(drawing.iter(f"{SVG}rect"))
        assert sum(rect.get("stroke-width") == "2.5" for rect in rects) == 1
        assert sum(rect.get("stroke-dasharray") is not None for rect in rects) == 1
        assert said(drawing).count("Lucka: A1") == 1


def test_nothing_is_said_by_colour() -> None:
    html = draw_thread(EXEMPELBY["sv"], follow(EXEMPELBY["sv"], "insights", "I051"), "sv")
    assert "#" not in html.replace("&#x27;", "") and "rgb" not in html


def test_data_is_text_and_never_markup() -> None:
    book = book_of(hostile())
    html = draw_thread(book, follow(book, "insights", "I1"), "en")
    assert "<script" not in html and "<b>" not in html
    assert html.isprintable()
    assert HOSTILE.split(">")[0] in unescape(html)
    assert len(drawings(html)) == 2


def test_a_hostile_id_is_text_too() -> None:
    rows = whole()
    rows["companies"] = [{"company_id": HOSTILE * 9, "name": "x"}]
    rows["visits"][0]["company_id"] = HOSTILE * 9
    book = book_of(rows)
    html = draw_thread(book, follow(book, "companies", HOSTILE * 9), "sv")
    assert "<script" not in html and len(drawings(html)) == 2
    assert len(drawings(html)[0].findtext(f"{SVG}title") or "") < 80


def test_a_thread_that_ends_for_a_reason_says_it() -> None:
    book = EXEMPELBY["en"]
    for drawing in drawings(draw_thread(book, follow(book, "insights", "I009"), "en")):
        assert "The insight is praise." in said(drawing) and "Gap" not in said(drawing)


@settings(max_examples=examples(8), deadline=None)
@given(any_books())
def test_every_thread_of_any_workbook_can_be_told_and_drawn(book: Workbook) -> None:
    for table, id_ in ID.items():
        for row in book[table][id_].head(2):
            thread = follow(book, table, row)
            assert row in thread.text(book, "sv", most=1)
            assert all(row in said(drawing) for drawing in drawings(draw_thread(book, thread, "en", most=1)))


def test_a_word_that_is_wider_than_its_room_is_split_only_when_asked() -> None:
    line = Line("korta " + "w" * 40)
    assert [part.text for part in wrap(line, 100)] == ["korta", "w" * 40]
    parts = wrap(line, 100, split=True)
    assert all(width(part) <= 100 for part in parts)
    assert "".join(part.text for part in parts).replace(" ", "") == "korta" + "w" * 40
    assert wrap(replace(line, text=""), 100, split=True) == []
