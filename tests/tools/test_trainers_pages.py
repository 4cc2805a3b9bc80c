"""The trainers' pages: guides alike for every module and language, with what a trainer needs on each."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from fsi_kit.course.modules import load_module, module_ids
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_trainers import knowledge_questions, knowledge_test, session_aims, session_table
from tools.site.build import ROOT
from tools.site.pages import render_page
from tools.site.place import Place

IDS = module_ids()
PAGES = [*IDS, "train-the-trainer", "evaluate"]
SECTIONS = ["aim", "room", "materials", "plan", "ask", "checks", "goes-wrong", "adapt"]
GROUPS = 5  # 6, 12 and 30 people, remote, and mixed with business owners
CHECKS = 3
FEWEST_ANSWERS = 3
FEWEST_PITFALLS = 5
COLUMNS = 6

each_id = pytest.mark.parametrize("id_", IDS)
each_lang = pytest.mark.parametrize("lang", LANGS)
each_page = pytest.mark.parametrize("page", PAGES)


def source(page: str, lang: Lang) -> str:
    return (ROOT / "docs" / lang / "trainers" / f"{page}.md").read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Return a page's parts by the ids of their headings of the second level."""
    parts = re.split(r"^## .*\{#([\w-]+)\}$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def body_rows(text: str) -> list[int]:
    """Return how many rows each Markdown table has below its head."""
    tables = re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE)
    return [len(table.splitlines()) - 2 for table in tables]


def shape(text: str) -> list[tuple[str, ...]]:
    """Return what must be alike in both languages: headings' ids, lists, tables, links' targets, rules and blocks."""
    patterns = (r"\{#([\w-]+)\}", r"^(- |\d+\. )", r"\]\(([^)]+)\)", r"\{\{ (.*?) \}\}")
    found = [tuple(re.findall(pattern, text, flags=re.MULTILINE)) for pattern in patterns]
    return [*found, tuple(map(str, body_rows(text)))]


def written(text: str) -> set[str]:
    """Return a page's lines of words, without front matter, blocks and tables' rulers."""
    return {line for line in text.splitlines() if re.search(r"[^\W\d_]", line) and "{{" not in line}


def lacking(text: str) -> list[str]:
    """Return what a session guide lacks."""
    parts = sections(text)
    found = [] if list(parts) == SECTIONS else [f"sections {list(parts)}"]
    checks = body_rows(parts.get("checks", ""))
    if len(checks) != CHECKS or min(checks, default=0) < FEWEST_ANSWERS:
        found.append(f"checks {checks}")
    if sum(body_rows(parts.get("goes-wrong", ""))) < FEWEST_PITFALLS:
        found.append("too little goes wrong")
    adapt = parts.get("adapt", "")
    if body_rows(adapt) != [GROUPS] or not all(f"| {people} " in adapt for people in (6, 12, 30)):
        found.append("groups")
    return found


def test_there_are_pages_to_look_at() -> None:
    assert len(PAGES) == len({path.stem for path in (ROOT / "docs" / "sv" / "trainers").glob("*.md")})


@each_id
@each_lang
def test_a_guide_has_all_its_parts_with_what_to_do_on_each_answer(id_: str, lang: Lang) -> None:
    assert lacking(source(id_, lang)) == []


def test_a_guide_without_a_group_or_a_check_is_found() -> None:
    guide = source("01-method", "en")
    assert lacking(guide.replace("| 30 people", "| many people"))
    assert lacking(re.sub(r"^\*\*After Värmdö.*?\n\n(\|.*\n)+", "", guide, flags=re.MULTILINE))
    assert lacking("")


@each_page
def test_both_languages_have_the_same_shape_and_other_words(page: str) -> None:
    sv, en = source(page, "sv"), source(page, "en")
    assert shape(sv) == shape(en)
    assert any(shape(sv))
    assert not written(sv) & written(en)


def test_a_row_too_many_changes_the_shape() -> None:
    guide = source("01-method", "sv")
    assert shape(guide) != shape(guide.replace("| 12 personer |", "| 9 personer | x |\n| 12 personer |"))


@each_page
@each_lang
def test_a_page_renders_and_its_links_lead_to_headings_that_exist(page: str, lang: Lang, tmp_path: Path) -> None:
    place = Place(lang, f"trainers/{page}.md")
    html = render_page(source(page, lang), place, ROOT, tmp_path)
    here = ROOT / "docs" / lang / "trainers"
    links = re.findall(r"\]\(([^)]+)\)", source(page, lang))
    for link in links:
        way, _, anchor = link.partition("#")
        text = ((here / way) if way else here / f"{page}.md").read_text(encoding="utf-8")
        assert not anchor or f"{{#{anchor}}}" in text, link
    assert "{{" not in html


@each_id
@each_lang
def test_the_minute_table_has_a_row_for_each_part_with_its_clock_and_its_place_on_the_module_page(
    id_: str, lang: Lang
) -> None:
    module = load_module(id_, lang)
    html = unescape(session_table(Place(lang, f"trainers/{id_}.md")))
    clocks = re.findall(r'<th scope="row"[^>]*>(\d+)–(\d+)</th>', html)
    assert [int(end) - int(start) for start, end in clocks] == [part.minutes for part in module.parts]
    assert int(clocks[-1][1]) == module.minutes
    assert re.findall(r'href="\.\./\.\./modules/[\w-]+/#([\w-]+)"', html) == [part.anchor for part in module.parts]
    assert html.count('scope="col"') == COLUMNS
    assert html.count("<q>") == len(module.parts)


@each_id
def test_a_guide_lists_the_module_s_own_objectives(id_: str) -> None:
    html = unescape(session_aims(Place("en", f"trainers/{id_}.md")))
    assert re.findall(r"<li>(.*?)</li>", html) == [objective.text for objective in load_module(id_, "en").objectives]


@each_lang
def test_the_knowledge_test_asks_one_question_of_every_module_and_its_key_is_the_quiz_s(lang: Lang) -> None:
    asked = knowledge_questions(lang)
    assert [module_id for module_id, _ in asked] == IDS
    assert all(question.kind == "one" for _, question in asked)
    html = unescape(knowledge_test(Place(lang, "trainers/evaluate.md")))
    key = re.findall(r"\d ([A-E])", html.split("<details", 1)[1])
    assert ["ABCDE".index(letter) for letter in key] == [question.right[0] for _, question in asked]
    assert len({*key}) > 1, "the key is not one letter throughout"
    assert all(option.text in html for _, question in asked for option in question.options)
