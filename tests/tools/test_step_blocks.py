"""The pages about the five steps: minutes, activities and example come from the method and the workbook."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import yaml

from fsi_kit.documents import master_ids
from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_steps import (
    step_activities,
    step_documents,
    step_example,
    step_head,
    step_materials,
    step_title,
)
from tools.site.build import CONFIGS, ROOT
from tools.site.place import Place

STEPS = [step.id for step in load_method("sv").steps]
each_lang = pytest.mark.parametrize("lang", LANGS)
each_step = pytest.mark.parametrize("step", STEPS)


def place(lang: Lang, step: str) -> Place:
    return Place(lang, f"steps/{step}.md")


def text_of(lang: Lang, step: str) -> str:
    return (ROOT / "docs" / lang / "steps" / f"{step}.md").read_text(encoding="utf-8")


@each_lang
def test_every_step_has_a_page_and_there_are_no_others(lang: Lang) -> None:
    assert len(STEPS) == 5
    assert {file.stem for file in (ROOT / "docs" / lang / "steps").glob("*.md")} == set(STEPS)


@each_lang
@each_step
def test_a_step_s_minutes_are_the_sum_of_its_activities(lang: Lang, step: str) -> None:
    activities = load_method(lang).step(step).activities
    head = step_head(place(lang, step))
    assert f"{sum(a.minutes for a in activities)} minut" in head
    assert f" {sum(a.least for a in activities)} " in head
    shown = unescape(step_activities(place(lang, step)))
    assert all(a.name in shown and f"{a.minutes} minut" in shown for a in activities)


@each_lang
@each_step
def test_a_page_says_that_the_steps_are_an_interpretation_and_types_no_minutes(lang: Lang, step: str) -> None:
    assert load_method(lang).interpretation in unescape(step_head(place(lang, step)))
    assert re.findall(r"\b\d+ min", text_of(lang, step)) == []


@each_lang
@each_step
def test_titles_on_the_page_and_in_the_menu_are_the_method_s(lang: Lang, step: str) -> None:
    title = step_title(place(lang, step))
    assert f'title: "{title}"' in text_of(lang, step)
    one = load_method(lang).step(step)
    assert f"- {one.number}. {one.name}: steps/{step}.md" in (ROOT / CONFIGS[lang]).read_text(encoding="utf-8")


@each_step
def test_both_languages_have_the_same_headings(step: str) -> None:
    sv, en = (re.findall(r"^(#+) .*\{#([\w-]+)\}$", text_of(lang, step), re.MULTILINE) for lang in LANGS)
    assert sv == en
    assert [anchor for _, anchor in sv] == ["top", "why", "how", "materials", "example", "pitfalls", "law", "remote"]


@each_lang
@each_step
def test_a_page_lists_what_the_step_needs_and_only_templates_that_exist(lang: Lang, step: str) -> None:
    html = unescape(step_materials(place(lang, step)))
    assert all(thing in html for a in load_method(lang).step(step).activities for thing in a.materials)
    linked = re.findall(r"templates/#([\w-]+)", html)
    assert linked and set(linked) <= set(master_ids())


def test_each_step_s_templates_are_known_by_their_ids() -> None:
    assert set(step_documents()) == set(STEPS)
    unknown = {id_ for ids in step_documents().values() for id_ in ids} - set(master_ids())
    assert unknown == set()


@each_lang
def test_the_example_is_what_the_workbook_holds(lang: Lang) -> None:
    from tools.site.example import exempelby

    needs = exempelby(lang)["needs"].set_index("need_id")
    assert needs.loc["N01", "title"] in step_example(place(lang, "frame"), "W01")
    assert "●" in step_example(place(lang, "choose"), "W01")
    assert "●" not in step_example(place(lang, "share"), "W01")


def test_a_page_about_no_step_and_a_workshop_that_does_not_exist_are_key_errors() -> None:
    with pytest.raises(KeyError):
        step_head(Place("sv", "steps/dance.md"))
    with pytest.raises(KeyError):
        step_example(place("sv", "share"), "W99")


def test_the_menus_of_both_languages_hold_the_same_pages() -> None:
    class Loader(yaml.SafeLoader):
        """Reads mkdocs' own tags as plain values."""

    Loader.add_multi_constructor("!", lambda *_: None)

    def pages(entry: object) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        values = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else []
        return [page for value in values for page in pages(value)]

    sv, en = (pages(yaml.load(Path(ROOT / CONFIGS[lang]).read_text("utf-8"), Loader)["nav"]) for lang in LANGS)
    assert sv == en and "steps/plan.md" in sv and "fill-in.md" in sv
