"""Putting in order and matching, on a planted page: with mouse or keyboard, right and wrong, kept and begun anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from answering import answer_right, answer_wrong, order_of
from fsi_kit.course.quiz import Item, Pair, Question
from planted_page import PHONE, planted_page
from tools.site.blocks_course import quiz_block
from tools.site.place import Place

ORDER = Question(
    "order", "order", "o", "I vilken ordning?", items=tuple(Item(f"Nummer {n}", f"Därför {n}.") for n in "1234")
)
MATCH = Question(
    "match",
    "match",
    "o",
    "Vad hör ihop?",
    pairs=tuple(Pair(f"Fråga {n}", f"Svar {n} & <b>", f"Skäl {n}.") for n in "123"),
)


@pytest.fixture
def page(browser: Browser, plain_address: str) -> Iterator[Page]:
    """A page with one question of each kind, on the site's own address and with its scripts and looks."""
    quiz = quiz_block(Place("sv", "modules/planted.md"), "planted", [ORDER, MATCH])
    yield from planted_page(browser, plain_address, quiz, ("quiz",), PHONE)


def test_the_right_order_is_never_given_and_both_languages_are_dealt_alike(page: Page) -> None:
    assert all(place != number for place, number in enumerate(order_of(page.locator("form").first)))
    sv, en = (quiz_block(Place(lang, "modules/planted.md"), "planted", [ORDER]) for lang in ("sv", "en"))
    assert [line[:30] for line in sv.splitlines() if "data-answer" in line] == [
        line[:30] for line in en.splitlines() if "data-answer" in line
    ]


def test_a_wrong_order_says_why_of_each_wrong_place_and_a_right_one_of_all(page: Page) -> None:
    form = page.locator("form").first
    verdict = form.locator(".fsi-verdict")
    answer_wrong(form)
    expect(verdict).to_contain_text("Fel plats")
    form.locator("[data-retry]").click()
    for _ in range(3):
        form.locator('[data-answer="0"] [data-move="-1"]').click()
    form.locator('[data-answer="3"] [data-move="-1"]').click()
    assert order_of(form) == [0, 1, 3, 2]
    form.locator("[type=submit]").click()
    assert "Därför 4." in verdict.inner_text() and "Därför 1." not in verdict.inner_text()
    expect(form.locator("li.fsi-option--wrong[data-answer]")).to_have_count(2)
    form.locator("[data-retry]").click()
    assert order_of(form) == [0, 1, 3, 2], "what the reader has laid is mended, not begun anew"
    answer_right(form)
    assert all(f"Därför {n}." in verdict.inner_text() for n in "1234")


def test_each_move_is_said_and_the_ends_do_not_move(page: Page) -> None:
    form = page.locator("form").first
    top = form.locator("[data-answer]").first
    expect(top.locator('[data-move="-1"]')).to_have_attribute("aria-disabled", "true")
    before = order_of(form)
    top.locator('[data-move="-1"]').press("Enter")
    assert order_of(form) == before
    down = form.get_by_role("button", name=f"Flytta ner: Nummer {before[0] + 1}")
    down.press("Enter")
    expect(down).to_be_focused()
    expect(form.locator(".fsi-moved")).to_have_text(f"Nummer {before[0] + 1}: plats 2 av 4.")


def test_matching_asks_for_every_line_and_explains_the_wrong_ones(page: Page) -> None:
    form = page.locator("form").nth(1)
    verdict = form.locator(".fsi-verdict")
    form.get_by_label("Fråga 1").select_option("0")
    form.locator("[type=submit]").click()
    expect(verdict).to_have_text("Välj något på varje rad först.")
    form.get_by_label("Fråga 2").select_option("2")
    form.get_by_label("Fråga 3").select_option("2")
    form.locator("[type=submit]").click()
    said = verdict.inner_text()
    assert "Skäl 2." in said and "Skäl 1." not in said and "Skäl 3." not in said
    assert "Fråga 2: Svar 3 & <b>" in said
    form.locator("[data-retry]").click()
    answer_right(form)
    assert all(f"Skäl {n}." in verdict.inner_text() for n in "123")


def test_answers_stay_and_go_when_all_is_begun_anew(page: Page) -> None:
    forms = page.locator("form")
    dealt = order_of(forms.first)
    for i in range(2):
        answer_right(forms.nth(i))
    expect(page.locator(".fsi-count")).to_have_text("Alla 2 frågor är rätt. Bra!")
    page.reload()
    expect(page.locator(".fsi-verdict .fsi-right")).to_have_count(2)
    assert order_of(forms.first) == [0, 1, 2, 3]
    page.locator("[data-reset]").click()
    assert order_of(forms.first) == dealt
    assert page.get_by_label("Fråga 1").input_value() == ""
    page.reload()
    expect(page.locator(".fsi-verdict .fsi-right")).to_have_count(0)


def test_kept_answers_that_fit_no_question_are_passed_over(page: Page) -> None:
    kept = '{"order": {"chosen": [0, 0, 1, 9], "right": true}, "match": {"chosen": [7], "right": true}}'
    page.evaluate("kept => localStorage.setItem('fsi.v1.quiz.planted', kept)", kept)
    page.reload()
    expect(page.locator(".fsi-verdict .fsi-right")).to_have_count(0)
    assert len(order_of(page.locator("form").first)) == 4


def test_nothing_is_too_wide(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
