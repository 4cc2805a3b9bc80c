"""The facilitation simulator on a planted page: played with the keyboard, gone on with, and played again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from course.small_scenes import small
from playwright.sync_api import Browser, Page, expect

from fsi_kit.course.simulation import play, read_simulation
from planted_page import PHONE, planted_page
from tools.site.blocks_simulator import heading, simulator_block
from tools.site.build import ROOT
from tools.site.place import Place

SIMULATION = read_simulation("small", small(), "en")


@pytest.fixture
def page(browser: Browser, plain_address: str) -> Iterator[Page]:
    block = simulator_block(Place("en", "modules/planted.md"), SIMULATION, ROOT)
    yield from planted_page(browser, plain_address, block, ("simulator",), PHONE)


def press(page: Page, name: str) -> None:
    """Press a button with the keyboard."""
    page.get_by_role("button", name=name).press("Enter")


def bars(page: Page) -> list[str]:
    return page.locator(".fsi-bar__value").all_inner_texts()


def test_a_choice_says_what_happens_and_moves_the_bars(page: Page) -> None:
    assert bars(page) == ["5 of 10", "60 of 60", "0 of 10"]
    press(page, "Begin")
    expect(page.get_by_role("heading", name="One talks")).to_be_focused()
    expect(page.locator(".fsi-scene")).to_contain_text("Step 1: Share insights")
    press(page, "thank text")
    happens = page.get_by_role("status")
    expect(happens).to_contain_text("thank consequence in English")
    expect(happens).to_contain_text("Trust +1 · Time −10 min")
    assert bars(page) == ["6 of 10", "50 of 60", "0 of 10"]
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    expect(page.get_by_role("button", name="wait text")).to_be_disabled()


def test_the_end_tells_each_choice_and_where_to_read_and_can_be_played_again(page: Page) -> None:
    press(page, "Begin")
    for choice in ("thank text", "silent text"):
        press(page, choice)
        press(page, "See how it went" if choice.startswith("silent") else "Go on")
    expect(page.get_by_role("heading", name="Good in English")).to_be_focused()
    debrief = page.locator(".fsi-debrief > li")
    assert debrief.count() == 2
    told = debrief.nth(1).inner_text()
    assert all(part in told for part in ("The vote", "silent text", "Result +12", "silent debrief"))
    link = debrief.first.get_by_role("link")
    assert link.get_attribute("href") == "../01-method/#steps"
    assert link.inner_text() == "Three questions and five steps"
    press(page, "Play again")
    expect(page.get_by_role("heading", name="One talks")).to_be_focused()
    assert bars(page)[0] == "5 of 10"


@pytest.mark.parametrize("picks", [[1, 0], [1, 1], [0, 1, 0], [0, 0]])
def test_the_page_and_the_library_count_alike(page: Page, picks: list[int]) -> None:
    press(page, "Begin")
    turns = play(SIMULATION, picks)
    for number, turn in enumerate(turns, 1):
        press(page, turn.choice.text)
        state = turn.state
        assert bars(page) == [f"{state.trust} of 10", f"{state.minutes} of 60", f"{state.result} of 10"]
        press(page, "See how it went" if number == len(turns) else "Go on")
    expect(page.get_by_role("heading", name=SIMULATION.ending(turns[-1].state).title)).to_be_visible()


def test_when_time_is_up_the_workshop_ends_and_says_so(page: Page) -> None:
    press(page, "Begin")
    press(page, "wait text")
    press(page, "Go on")
    press(page, "wait text")
    expect(page.get_by_role("status")).to_contain_text("Time is up.")
    press(page, "See how it went")
    expect(page.get_by_role("heading", name="Poor in English")).to_be_visible()


def test_a_page_that_is_left_is_gone_on_with_where_it_was(page: Page) -> None:
    press(page, "Begin")
    press(page, "thank text")
    page.reload()
    expect(page.get_by_role("heading", name="The vote")).to_be_visible()
    assert bars(page)[0] == "6 of 10"
    press(page, "Start over")
    expect(page.get_by_role("heading", name="One talks")).to_be_focused()


@pytest.mark.parametrize("kept", ["[9]", '{"a": 1}', "[null]", '"x"', "[1, 0, 0, 0, 0]"])
def test_a_kept_path_that_fits_no_scene_breaks_nothing(page: Page, kept: str) -> None:
    page.evaluate("kept => localStorage.setItem('fsi.v1.simulator.small', kept)", kept)
    page.reload()
    assert len(bars(page)) == 3 and all(bars(page))


def test_nothing_is_too_wide(page: Page) -> None:
    press(page, "Begin")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_heading_to_read_that_does_not_exist_stops_the_build() -> None:
    pages = ROOT / "docs" / "sv"
    assert heading(pages, "modules/01-method.md#steps")
    for target in ("modules/01-method.md#nowhere", "modules/99-none.md#steps"):
        with pytest.raises(KeyError):
            heading(pages, target)
