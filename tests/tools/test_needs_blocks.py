"""The pictures of the module on needs show Exempelby's own insights, and the page's figures are counted here."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from understanding.small import csv_rows, csv_visits

from fsi_kit.drawing import TALL, WIDE
from fsi_kit.texts import LANGS, Lang, load_texts
from tools.site import blocks_needs as blocks
from tools.site.place import Place

PAGE = "modules/03-needs.md"
WORDS = load_texts("tools.site", "needs.toml")
ROOT = Path(__file__).parents[2]
each_lang = pytest.mark.parametrize("lang", LANGS)
each_picture = pytest.mark.parametrize("picture", [blocks.need_gathering, blocks.need_way])


def needs_of(insight: str) -> set[str]:
    return {link["need_id"] for link in csv_rows("need_insights") if link["insight_id"] == insight}


def company_of(insight: str) -> str:
    visits = {row["insight_id"]: row["visit_id"] for row in csv_rows("insights")}
    return csv_visits()[visits[insight]]["company_id"]


def test_the_voices_come_from_different_companies_and_belong_to_the_need_but_the_stray_one_does_not() -> None:
    voices = [voice["insight"] for voice in WORDS["gathering"]["voices"]]
    stray = WORDS["gathering"]["stray"]["insight"]
    assert len({company_of(insight) for insight in (*voices, stray)}) == len(voices) + 1 == 5
    assert [needs_of(insight) for insight in voices] == [{"N03"}] * 4
    assert needs_of(stray) == {"N06"}


def test_the_voices_stand_in_the_box_that_the_page_speaks_of_and_so_do_its_figures() -> None:
    box = [r["insight_id"] for r in csv_rows("insights") if (r["area"], r["factor"]) == ("public_space", "efficiency")]
    gathering = WORDS["gathering"]
    assert {voice["insight"] for voice in (*gathering["voices"], gathering["stray"])} <= set(box)
    needs = [next(iter(needs_of(insight)), "none") for insight in box]
    counts = (len(box), len({company_of(insight) for insight in box}), *map(needs.count, ("N03", "N06", "none")))
    assert counts == (12, 9, 9, 1, 2)
    said = {
        "sv": ("tolv insikter från nio företag", "Av de tolv insikterna hör nio till behovet N03, en till N06 och två"),
        "en": (
            "twelve insights from nine companies",
            "Of the twelve insights nine belong to need N03, one to N06 and two",
        ),
    }
    for lang, sentences in said.items():
        text = " ".join((ROOT / "docs" / lang / PAGE).read_text(encoding="utf-8").split())
        assert all(sentence in text for sentence in sentences)


@each_lang
@each_picture
def test_a_picture_comes_wide_and_tall_with_a_name_and_all_of_it_in_words(picture: object, lang: Lang) -> None:
    html = picture(Place(lang, PAGE))  # type: ignore[operator]
    assert re.findall(r'viewBox="-1 -1 (\d+)', html) == [str(WIDE + 2), str(TALL + 2)]
    told = [unescape(text) for text in re.findall(r"<desc[^>]*>(.*?)</desc>", html)]
    assert len(told) == 2 and told[0] == told[1]
    drawn = " ".join(unescape(text) for text in re.findall(r"<text[^>]*>(.*?)</text>", html))
    words = re.findall(r"\w{4,}", drawn)
    assert words
    assert set(words) <= set(re.findall(r"\w+", told[0])), "nothing is drawn that is not told"


@each_picture
def test_the_two_languages_draw_different_words(picture: object) -> None:
    sv, en = (picture(Place(lang, PAGE)) for lang in LANGS)  # type: ignore[operator]
    assert sv != en


@each_lang
def test_only_what_passes_every_question_comes_to_a_workshop(lang: Lang) -> None:
    words = WORDS["way"]
    told = re.findall(r"<desc[^>]*>(.*?)</desc>", blocks.need_way(Place(lang, PAGE)))[0]
    places = [told.index(rung["question"][lang]) for rung in words["rungs"]]
    assert places == sorted(places) and told.rstrip(".").endswith(words["end"][lang])
    for rung in words["rungs"]:
        assert f"{rung['question'][lang]} {words[rung['leave']][lang]} → {rung['out'][lang]}" in unescape(told)
