"""The picker on a planted page: a plan for the reader's own time and people, by keyboard, without a kernel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from fsi_kit.course.plan import plan_course
from planted_page import PHONE, planted_page
from tools.site.blocks_plans import plan_picker
from tools.site.place import Place


@pytest.fixture
def page(browser: Browser, plain_address: str) -> Iterator[Page]:
    yield from planted_page(browser, plain_address, plan_picker(Place("en", "trainers.md")), ("plan",), PHONE)


def pick(page: Page, minutes: int, people: int, start: str = "09:00") -> None:
    page.get_by_label("How long").select_option(str(minutes))
    page.get_by_label("How many").fill(str(people))
    page.get_by_label("When do you begin").fill(start)
    page.get_by_role("button", name="Show the plan").press("Enter")


def rows(page: Page) -> list[list[str]]:
    lines = page.locator(".fsi-plan__shown tbody tr").all()
    return [line.locator("th, td").all_inner_texts() for line in lines]


def test_the_plan_is_shown_to_the_minute_from_the_hour_that_was_chosen(page: Page) -> None:
    pick(page, 210, 13, "13:00")
    expect(page.get_by_role("heading", name="Plan for 210 minutes and 13 participants")).to_be_focused()
    plan = plan_course(210, 13, start="13:00", lang="en")
    assert [row[:2] for row in rows(page)] == [[f"{i.start}–{i.end}", str(i.minutes)] for i in plan.items]
    assert [row[3:] for row in rows(page)] == [[i.name, i.who, i.leads] for i in plan.items]
    shown = page.locator(".fsi-plan__shown")
    expect(shown).to_contain_text("one group of 5 and 2 groups of 4")
    for home in plan.homework:
        parts = ", ".join(part.title for part in home.parts)
        expect(shown).to_contain_text(
            f"Module {home.module.number}, {home.module.title} ({home.minutes} min): {parts}."
        )


def test_a_plan_with_lunch_keeps_its_morning_and_says_so(page: Page) -> None:
    pick(page, 420, 12, "10:00")
    assert rows(page)[0][0].startswith("09:00")
    expect(page.locator(".fsi-plan__shown")).to_contain_text("begins at 09:00")


def test_two_days_come_as_two_tables(page: Page) -> None:
    pick(page, 840, 12)
    assert page.locator(".fsi-plan__shown caption").all_inner_texts() == ["Day 1", "Day 2"]
    assert sum(int(row[1]) for row in rows(page)) == 840


def test_the_plan_can_be_saved_as_a_table(page: Page) -> None:
    pick(page, 120, 8)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a table").press("Enter")
    text = Path(saved.value.path()).read_bytes().decode("utf-8-sig")
    assert saved.value.suggested_filename == "course-plan-120-8.csv"
    assert len(text.splitlines()) == len(rows(page)) + 1
    assert text.splitlines()[0].startswith('"Time";"Min"')


@pytest.mark.parametrize("people", ["1", "31"])
def test_a_number_out_of_reach_is_refused_by_the_field(page: Page, people: str) -> None:
    page.get_by_label("How many").fill(people)
    page.get_by_role("button", name="Show the plan").press("Enter")
    assert not rows(page)
