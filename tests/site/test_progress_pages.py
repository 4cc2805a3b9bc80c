"""What the reader has done: shown in a module, on the course page and on the certificate, and moved as one file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from answering import answer_right, answer_wrong
from fsi_kit.course.modules import load_module, module_ids
from fsi_kit.course.progress import (
    Answered,
    Done,
    ModuleProgress,
    Progress,
    ProgressError,
    check_code,
    read_progress,
    short_code,
    written,
)
from planted_page import PHONE, planted_page
from tools.site.blocks_course import module_head, quiz, reflection
from tools.site.blocks_progress import certificate, course_progress
from tools.site.place import Place

FIRST = "01-method"
CARDS = "01-sort-the-cards"
MODULES = [load_module(id_, "sv") for id_ in module_ids()]
QUESTIONS = MODULES[0].quiz
SCRIPTS = ("quiz", "reflection", "progress", "course")
WHOLE = Progress(
    {m.id: ModuleProgress("2026-03-02", True, {q.id: Answered(True, 1) for q in m.quiz}) for m in MODULES},
    {id_: Done(5, 5, True) for m in MODULES for id_ in m.exercises},
)
PUT = """([id, text]) => new Promise((resolve, reject) => {
  const request = indexedDB.open("fsi", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("results");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const writing = request.result.transaction("results", "readwrite");
    writing.objectStore("results").put(text, id);
    writing.oncomplete = () => { request.result.close(); resolve(); };
  };
})"""


@pytest.fixture
def page(browser: Browser, plain_address: str) -> Iterator[Page]:
    """One page with all that shows or makes progress: a module's head, quiz and reflection, course and certificate."""
    place, course = Place("sv", f"modules/{FIRST}.md"), Place("sv", "course.md")
    blocks = (module_head(place), quiz(place), reflection(place), course_progress(course), certificate(course))
    yield from planted_page(browser, plain_address, "".join(blocks), SCRIPTS, PHONE)


def head(page: Page) -> str:
    expect(page.locator(".fsi-told").first).to_be_visible()
    return page.locator(".fsi-here").inner_text()


def row(page: Page) -> str:
    return page.locator(f'[data-module="{FIRST}"]').inner_text()


def diploma(page: Page) -> str:
    return page.locator(".fsi-diploma").inner_text()


def said(page: Page) -> str:
    return page.locator(".fsi-course .fsi-saved").inner_text()


def save(page: Page) -> Path:
    with page.expect_download() as download:
        page.locator(".fsi-course [data-save]").click()
    return Path(download.value.path())


def bring_in(page: Page, data: bytes) -> None:
    before = page.locator(".fsi-course .fsi-saved")
    before.evaluate("element => (element.textContent = '…')")
    file = {"name": "saved.json", "mimeType": "application/json", "buffer": data}
    page.locator(".fsi-course input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(before).not_to_have_text("…")


def test_answers_and_reflections_are_told_at_once_in_module_course_and_certificate(page: Page) -> None:
    total = len(QUESTIONS)
    assert f"Frågor rätt: 0 av {total}" in head(page) and "Påbörjad" in row(page), "the module has been opened"
    answer_wrong(page.locator("form").first)
    assert f"Frågor rätt: 0 av {total}" in head(page)
    page.locator("[data-retry]").first.click()
    answer_right(page.locator("form").first)
    page.locator("textarea").fill("Vi börjar i Kvarnfors.")
    expect(page.locator(".fsi-here")).to_contain_text("reflektionen skriven")
    for text in (head(page), row(page)):
        assert f"Frågor rätt: 1 av {total}" in text and "reflektionen skriven" in text
    assert f"1 av {total}" in diploma(page)
    expect(page.locator(".fsi-bar__value")).to_contain_text("Du har klarat 2 av ")


def test_a_saved_file_holds_what_was_done_and_fits_its_code(page: Page) -> None:
    answer_wrong(page.locator("form").first)
    answer_right(page.locator("form").nth(1))
    page.evaluate(PUT, [CARDS, '{"right": 12, "total": 15, "done": false}'])
    page.reload()
    expect(page.locator(".fsi-diploma")).to_contain_text("12 av 15 rader rätt")
    progress = read_progress(save(page))
    assert progress.exercises == {CARDS: Done(12, 15, False)}
    module = progress.modules[FIRST]
    assert module.quiz == {QUESTIONS[0].id: Answered(False, 1), QUESTIONS[1].id: Answered(True, 1)}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", module.opened) and not module.reflection
    assert short_code(check_code(progress)) in diploma(page)


def test_a_file_brought_in_adds_what_was_better_and_loses_nothing(page: Page) -> None:
    answer_right(page.locator("form").first)
    quiz_ = {QUESTIONS[0].id: Answered(False, 4), QUESTIONS[1].id: Answered(True, 2)}
    there = Progress({FIRST: ModuleProgress("2020-01-01", True, quiz_)}, {CARDS: Done(15, 15, True)})
    bring_in(page, written(there))
    assert said(page).startswith("Resultaten är hämtade.")
    assert f"Frågor rätt: 2 av {len(QUESTIONS)}" in head(page) and "reflektionen skriven" in head(page)
    merged = read_progress(save(page))
    assert merged.modules[FIRST].opened == "2020-01-01"
    assert merged.modules[FIRST].quiz == {QUESTIONS[0].id: Answered(True, 4), QUESTIONS[1].id: Answered(True, 2)}
    worse = replace(there, exercises={CARDS: Done(2, 15, False)})
    bring_in(page, written(worse))
    assert read_progress(save(page)).exercises == {CARDS: Done(15, 15, True)}
    page.reload()
    expect(page.locator("form").nth(1).locator(".fsi-verdict")).to_have_text("Du har svarat rätt på frågan förut.")


BAD = {
    "cut off": (written(WHOLE)[:-30], "Filen går inte att läsa."),
    "another kind": (b'{"format": "scorm"}', "Filen är inte en fil med sparade resultat"),
    "a list": (b"[1, 2]", "Filen är inte en fil med sparade resultat"),
    "a later version": (b'{"format": "fsi-progress", "version": 2}', "en annan version"),
    "too large": (b'{"format": "' + b"x" * 120_000, "för stor"),
    "altered": (written(WHOLE).replace(b'"tries": 1', b'"tries": 2', 1), "Kontrollkoden stämmer inte."),
    "hostile": (b'{"format": "fsi-progress", "version": 1, "modules": {"<img>": {}}}', "Filen är inte en fil"),
    "hostile inside": (
        b'{"format": "fsi-progress", "version": 1, "modules": {"m": {"opened": {"toString": 1}}}}',
        "Filen är inte en fil",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_not_whole_or_not_ours_gets_a_sentence_and_changes_nothing(page: Page, what: str) -> None:
    data, sentence = BAD[what]
    before = page.evaluate("JSON.stringify(localStorage)")
    bring_in(page, data)
    assert sentence in said(page) and said(page).endswith("Inget har ändrats här.")
    assert page.evaluate("JSON.stringify(localStorage)") == before


def test_results_of_the_browsers_notebook_are_fetched_the_better_one_kept_and_what_is_broken_passed_over(
    page: Page,
) -> None:
    for id_, text in [(CARDS, '{"right": 15, "total": 15, "done": true}'), ("x", "broken"), ("y", '{"right": "<b>"}')]:
        page.evaluate(PUT, [id_, text])
    page.reload()
    expect(page.locator(".fsi-diploma")).to_contain_text("klar, alla rader rätt")
    page.evaluate(PUT, [CARDS, '{"right": 3, "total": 15, "done": false}'])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(200)
    assert read_progress(save(page)).exercises == {CARDS: Done(15, 15, True)}


def test_deleting_everything_asks_first(page: Page) -> None:
    answer_right(page.locator("form").first)
    page.get_by_label("Ditt namn").fill("Kim")
    page.evaluate(PUT, [CARDS, '{"right": 15, "total": 15, "done": true}'])
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("[data-forget]").click()
    assert f"Frågor rätt: 1 av {len(QUESTIONS)}" in row(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[data-forget]").click()
    expect(page.locator(".fsi-course .fsi-saved")).to_have_text("Allt är raderat.")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('fsi.v1.'))") == []
    page.reload()
    assert f"Frågor rätt: 0 av {len(QUESTIONS)}" in row(page)
    assert "klar, alla rader rätt" not in diploma(page)
    assert page.get_by_label("Ditt namn").input_value() == ""


def test_the_certificate_says_what_is_missing_until_all_is_shown_and_is_then_whole(page: Page) -> None:
    page.get_by_label("Ditt namn").fill("Kim <b>Lind</b>")
    questions, exercises = (sum(map(len, each)) for each in zip(*((m.quiz, m.exercises) for m in MODULES), strict=True))
    text = diploma(page)
    assert "Kim <b>Lind</b>" in text
    assert f"Kvar att göra är frågor ({questions}) och övningar ({exercises})." in text
    almost = replace(WHOLE, exercises={**WHOLE.exercises, CARDS: Done(4, 5, False)})
    bring_in(page, written(almost))
    assert "Kvar att göra är frågor (0) och övningar (1)." in diploma(page)
    bring_in(page, written(WHOLE))
    assert "Hela kursen är visad" in diploma(page) and "Kvar att göra" not in diploma(page)
    expect(page.locator(".fsi-bar__value")).to_contain_text("(100 %)")
    page.reload()
    assert "Kim <b>Lind</b>" in diploma(page)
    assert "Kim" not in save(page).read_text("utf-8"), "the name stays in the browser"


def test_an_altered_byte_in_the_saved_file_is_noticed_by_both(page: Page, tmp_path: Path) -> None:
    bring_in(page, written(WHOLE))
    data = save(page).read_bytes()
    assert short_code(json.loads(data)["check"]) in diploma(page)
    altered = tmp_path / "altered.json"
    altered.write_bytes(data.replace(b'"tries": 1', b'"tries": 7', 1))
    with pytest.raises(ProgressError) as error:
        read_progress(altered)
    assert error.value.problem == "altered"
    bring_in(page, altered.read_bytes())
    assert "Kontrollkoden stämmer inte." in said(page)


def test_nothing_is_too_wide(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_certificate_is_printed_alone_on_one_sheet(browser: Browser, plain_address: str, lang: str) -> None:
    block = f"<p>NOT ON PAPER</p>{certificate(Place(lang, 'certificate.md'))}"  # type: ignore[arg-type]
    for page in planted_page(browser, plain_address, block, ("progress", "course"), 1280):
        page.locator("#certificate-name").fill("Kim Lind")
        pdf = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        page.emulate_media(media="print")
        assert page.get_by_text("NOT ON PAPER").is_hidden()
        assert page.locator("#certificate-name").is_hidden()
        assert "Kim Lind" in diploma(page)


def test_without_a_store_the_page_says_so_and_still_works(browser: Browser, plain_address: str) -> None:
    block = course_progress(Place("sv", "course.md"))
    blocked = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }});"
    blocked += "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('blocked'); }})"
    for page in planted_page(browser, plain_address, block, ("progress", "course"), 390):
        page.add_init_script(blocked)
        page.reload()
        expect(page.locator(".fsi-bar__value")).to_contain_text("Du har klarat 0 av")
        bring_in(page, written(WHOLE))
        assert said(page).startswith("Webbläsaren sparar inget")
