"""The last module's page shows what the reader wrote in the modules before it, from her own browser."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from fsi_kit.course.modules import module_ids
from fsi_kit.texts import LANGS, Lang

LAST = "08-capstone"
WORDS = "Vi har aldrig ringt tillbaka.\n<b>Aldrig.</b>"


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_written_in_a_reflection_stands_on_the_last_page_as_it_was_written(
    browser: Browser, address: str, lang: Lang
) -> None:
    page = browser.new_page()
    prefix = "" if lang == "sv" else "en/"
    page.goto(f"{address}/{prefix}modules/{LAST}/")
    items = page.locator("[data-own]")
    assert items.count() == len(module_ids()) - 1
    assert page.locator(".fsi-own-none").is_visible()
    assert page.locator(".fsi-own-text--written").count() == 0
    page.evaluate(f"localStorage.setItem('fsi.v1.reflection.02-visits', {json.dumps(json.dumps(WORDS))})")
    page.reload()
    written = page.locator(".fsi-own-text--written")
    assert written.count() == 1
    assert written.inner_text() == WORDS
    assert page.locator("[data-own='02-visits'] .fsi-own-text--written").count() == 1
    assert not page.locator(".fsi-own-none").is_visible()
    page.close()


def test_something_else_in_the_readers_store_does_no_harm(browser: Browser, address: str) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/modules/{LAST}/")
    page.evaluate("localStorage.setItem('fsi.v1.reflection.02-visits', 'not JSON')")
    page.evaluate("localStorage.setItem('fsi.v1.reflection.03-needs', '[1, 2]')")
    page.reload()
    assert page.locator(".fsi-own-text--written").count() == 0
    assert errors == []
    page.close()
