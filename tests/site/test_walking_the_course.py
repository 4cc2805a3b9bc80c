"""A learner walks the whole course in a browser, does the exercises in Excel and prints the certificate."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sampling import long
from typer.testing import CliRunner

from answering import answer_right, answer_wrong
from fsi_kit.cli import app
from fsi_kit.course.exercises import load_exercise
from fsi_kit.course.modules import Module, load_module, module_ids
from fsi_kit.texts import Lang
from fsi_kit.workbook import write

ROOTS = {"sv": "/", "en": "/en/"}
WHOLE = {"sv": "Hela kursen är visad", "en": "The whole course has been shown"}
ALL_PARTS = {"sv": "(100 %)", "en": "(100%)"}


def fsi(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    return result.exit_code, result.stdout


def study(page: Page, module: Module) -> None:
    """Answer every question wrong and then right, and write the reflection."""
    forms = page.locator("form.fsi-question")
    assert forms.count() == len(module.quiz)
    for i in range(forms.count()):
        said = answer_wrong(forms.nth(i))
        expect(forms.nth(i).locator(".fsi-verdict")).to_contain_text(said)
        forms.nth(i).locator("[data-retry]").click()
        answer_right(forms.nth(i))
        expect(forms.nth(i).locator(".fsi-verdict .fsi-right")).to_have_count(1)
    page.locator(".fsi-reflection textarea").fill("…")
    expect(page.locator(".fsi-reflection .fsi-saved")).not_to_be_empty()


def do_in_excel(id_: str, lang: Lang, folder: Path, saved: Path) -> None:
    """Hand in the start table, which is not enough, and then the solution, both as Excel files."""
    exercise = load_exercise(id_, lang)
    start, solution = folder / f"{id_}-start.xlsx", folder / f"{id_}.xlsx"
    assert fsi("exercise", "start", id_, "--out", start, "--lang", lang)[0] == 0
    assert fsi("exercise", "check", id_, start, "--lang", lang, "--hint", "--progress", saved)[0] == 1
    write(exercise.solution, solution, lang)
    code, said = fsi("exercise", "check", id_, solution, "--lang", lang, "--progress", saved)
    assert code == 0, said


@pytest.mark.parametrize("lang", ["sv", pytest.param("en", marks=long)])
def test_a_learner_walks_the_course_to_a_verified_certificate(
    browser: Browser, address: str, lang: Lang, tmp_path: Path
) -> None:
    root, modules = address + ROOTS[lang], [load_module(id_, lang) for id_ in module_ids()]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for module in modules:
        page.goto(f"{root}modules/{module.id}/")
        study(page, module)
    page.goto(f"{root}course/")
    saved = tmp_path / "saved.json"
    save(page, saved)
    for module in modules:
        for id_ in module.exercises:
            do_in_excel(id_, lang, tmp_path, saved)
    page.locator(".fsi-course input[type=file]").set_input_files(saved)
    expect(page.locator(".fsi-bar__value")).to_contain_text(ALL_PARTS[lang])
    page.goto(f"{root}certificate/")
    page.locator("#certificate-name").fill("Kim Lind")
    expect(page.locator(".fsi-diploma")).to_contain_text(WHOLE[lang])
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    save(page, saved)
    code, said = fsi("course", "verify", saved, "--lang", lang)
    assert code == 0
    assert page.locator("[data-part=code]").inner_text() in said
    saved.write_bytes(saved.read_bytes().replace(b'"right": true', b'"right": false', 1))
    assert fsi("course", "verify", saved, "--lang", lang)[0] == 1
    context.close()


def save(page: Page, path: Path) -> None:
    with page.expect_download() as download:
        page.locator("[data-save]").click()
    download.value.save_as(path)
