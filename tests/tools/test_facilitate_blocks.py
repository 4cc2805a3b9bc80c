"""Pictures on the page about facilitating: all that they show is in words too, and nothing falls outside its box."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

import pytest

from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_facilitate import canvas, step_cards, worksheet
from tools.site.example import exempelby
from tools.site.place import Place

PAGE = "modules/05-facilitate.md"
SVG = "{http://www.w3.org/2000/svg}"
each_lang = pytest.mark.parametrize("lang", LANGS)


def drawings(html: str) -> list[Xml.Element]:
    return [Xml.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)]


def words(svg: Xml.Element) -> str:
    return " ".join(text.text or "" for text in svg.iter(f"{SVG}text"))


@each_lang
@pytest.mark.parametrize("name", ["cards", "canvas"])
def test_a_wide_and_a_tall_drawing_say_the_same_and_are_told_in_words(name: str, lang: Lang) -> None:
    html = step_cards(Place(lang, PAGE)) if name == "cards" else canvas(Place(lang, PAGE), "W03")
    drawn = drawings(html)
    assert len(drawn) == 2 and "\n\n" not in html
    wide, tall = (sorted(words(svg).split()) for svg in drawn)
    assert wide == tall != []
    for svg in drawn:
        assert svg.get("role") == "img" and svg.findtext(f"{SVG}title")
        told = svg.findtext(f"{SVG}desc") or ""
        assert all(step.name in told for step in load_method(lang).steps)


@each_lang
@pytest.mark.parametrize("workshop", ["W01", "W02", "W03", "W04"])
def test_no_line_of_text_leaves_its_drawing(workshop: str, lang: Lang) -> None:
    for svg in drawings(step_cards(Place(lang, PAGE)) + canvas(Place(lang, PAGE), workshop)):
        _, _, width, height = map(float, (svg.get("viewBox") or "").split())
        texts = list(svg.iter(f"{SVG}text"))
        assert texts
        assert all(0 <= float(t.get("x", 0)) < width and 0 < float(t.get("y", 0)) < height for t in texts)


@each_lang
def test_a_card_says_what_the_step_hands_to_the_next_one(lang: Lang) -> None:
    for svg in drawings(step_cards(Place(lang, PAGE))):
        assert all(step.into in words(svg) for step in load_method(lang).steps[:-1])


@each_lang
def test_the_worksheet_holds_what_the_workbook_does(lang: Lang) -> None:
    book = exempelby(lang)
    voices, need, ideas, chosen, actions = (" ".join(line.text for line in field) for field in worksheet(lang, "W03"))
    rows = book["ideas"].query("workshop_id == 'W03'")
    assert book["needs"].set_index("need_id").loc["N03", "title"] in need
    assert f" {len(rows)} " in f" {ideas} " and chosen.count("●") == rows["chosen"].sum()
    count = book["actions"]["idea_id"].isin(rows.loc[rows["chosen"], "idea_id"]).sum()
    assert f" {count} " in f" {actions} "
    assert voices


def test_a_workshop_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        canvas(Place("sv", PAGE), "W99")
