"""The site as a reader meets it, in Chromium: at two widths, in both languages, with quiz and reflection used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from answering import answer_right, answer_wrong
from site_pages import read_pages

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
MODULE = {"sv": "/modules/01-method/", "en": "/en/modules/01-method/"}


class Visit:
    """A page of the browser that remembers what went wrong and what was asked of other hosts."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.problems: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self._ask(request.url))
        page.on(
            "response", lambda answer: answer.status >= 400 and self.problems.append(f"{answer.status} {answer.url}")
        )

    def _ask(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"asks another host: {url}")

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path, wait_until="load")
        return self.page


@pytest.fixture(params=WIDTHS)
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    width, height = WIDTHS[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    yield Visit(context.new_page(), address)
    context.close()


def test_every_page_opens_whole_without_sideways_scrolling_or_a_word_to_others(visit: Visit, site: Path) -> None:
    paths = [page.path for part in ("", "en") for page in read_pages(site, part)]
    assert len(paths) > 20
    for path in paths:
        page = visit.open("/" + path.removesuffix("index.html"))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} px too wide"
    assert visit.problems == []


def test_a_planted_request_to_another_host_is_seen(visit: Visit) -> None:
    page = visit.open("/")
    page.evaluate("fetch('https://example.com/x').catch(() => 0)")
    page.wait_for_timeout(200)
    assert visit.problems


@pytest.mark.parametrize("lang", MODULE)
def test_a_quiz_explains_wrong_answers_and_remembers_right_ones(visit: Visit, lang: str) -> None:
    page = visit.open(MODULE[lang])
    forms = page.locator("form.fsi-question")
    assert forms.count() >= 5
    for i in range(forms.count()):
        form = forms.nth(i)
        said = answer_wrong(form)
        assert said in form.locator(".fsi-verdict").inner_text()
        form.locator("[data-retry]").click()
        answer_right(form)
        assert form.locator(".fsi-verdict .fsi-right").count()
    total = forms.count()
    assert str(total) in page.locator(".fsi-count").inner_text()
    page.reload()
    assert page.locator(".fsi-verdict .fsi-right").count() == total
    page.locator("[data-reset]").click()
    assert page.locator(".fsi-verdict .fsi-right").count() == 0
    assert visit.problems == []


def test_quiz_answers_are_shared_by_both_languages(visit: Visit) -> None:
    page = visit.open(MODULE["sv"])
    form = page.locator("form.fsi-question").first
    form.locator("input").first.check()
    form.locator("[type=submit]").click()
    page = visit.open(MODULE["en"])
    assert page.locator("form.fsi-question").first.locator("input").first.is_checked()


@pytest.mark.parametrize("lang", MODULE)
def test_a_reflection_stays_until_the_reader_deletes_it(visit: Visit, lang: str) -> None:
    page = visit.open(MODULE[lang])
    area = page.locator(".fsi-reflection textarea")
    area.fill("Vi börjar med tre besök i Kvarnfors.")
    expect(page.locator(".fsi-saved")).not_to_be_empty()
    page.reload()
    assert area.input_value() == "Vi börjar med tre besök i Kvarnfors."
    with page.expect_download() as download:
        page.locator("[data-download]").click()
    assert "Kvarnfors" in Path(download.value.path()).read_text("utf-8")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-delete]").click()
    page.reload()
    assert area.input_value() == ""
    assert visit.problems == []


@pytest.mark.parametrize(("path", "word", "there"), [("/", "åtgärder", "/"), ("/en/", "actions", "/en/")])
def test_search_finds_and_stays_in_the_language(visit: Visit, path: str, word: str, there: str) -> None:
    page = visit.open(path)
    page.keyboard.press("/")
    page.locator(".md-search__input").press_sequentially(word)
    first = page.locator(".md-search-result__link").first
    first.wait_for(timeout=10_000)
    assert (visit.address + there) in first.evaluate("a => a.href")
    assert ("/en/" in first.evaluate("a => a.href")) == (there == "/en/")


def test_without_a_store_the_quiz_still_answers(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }})")
    page = context.new_page()
    page.goto(address + MODULE["sv"])
    form = page.locator("form.fsi-question").first
    form.locator("input").first.check()
    form.locator("[type=submit]").click()
    assert form.locator(".fsi-verdict").inner_text().strip()
    context.close()
