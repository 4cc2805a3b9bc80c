"""Building the site: what is wrong in the course's own files stops it with a sentence that names the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from fsi_kit.check import all_rules
from tools.site.blocks_course import module_head
from tools.site.blocks_reference import rule
from tools.site.build import ROOT, fingerprint
from tools.site.pages import PageError, render_page, split_front_matter, stage_pages
from tools.site.place import Place
from tools.site.render import render
from tools.site.words import size

FRONT = "---\ntitle: T\ndescription: D\nkeywords: [k]\n---\n"


def test_a_page_that_calls_what_does_not_exist_is_named(tmp_path: Path) -> None:
    for call in ("nothing()", 'term("no-such-term")', 'rule_list("no-stage")', 'exercise("99-none")', "term()"):
        with pytest.raises(PageError, match=r"docs/sv/method\.md"):
            render_page(f"{FRONT}{{{{ {call} }}}}", Place("sv", "method.md"), ROOT, tmp_path)


def test_a_rule_is_linked_by_its_title_and_a_rule_that_does_not_exist_is_named(tmp_path: Path) -> None:
    place = Place("en", "modules/01-method.md")
    title = all_rules()["U101"].text("title", "en")
    assert rule(place, "U101") == f"[{title} (U101)](../rules/understanding.md#u101)"
    assert rule(place, "D303", "this rule") == "[this rule](../rules/data.md#d303)"
    with pytest.raises(PageError, match=r"docs/sv/method\.md: KeyError: 'X999'"):
        render_page(FRONT + '{{ rule("X999") }}', Place("sv", "method.md"), ROOT, tmp_path)


def test_the_anchors_of_headings_reach_the_page(tmp_path: Path) -> None:
    text = FRONT + "## Ett {#one}\n\n{{ version() }}\n\n## Två {#two}\n"
    page = render_page(text, Place("sv", "method.md"), ROOT, tmp_path)
    assert "## Ett {#one}" in page and "## Två {#two}" in page and "{{" not in page


def test_a_page_without_keywords_is_refused() -> None:
    with pytest.raises(PageError, match=r"about\.md: front matter lacks description, keywords"):
        split_front_matter("---\ntitle: Om\n---\n", "about.md")


def test_a_language_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="no pages"):
        stage_pages(tmp_path, tmp_path / "staged", "sv")


def test_data_in_a_block_is_text_and_never_markup() -> None:
    class Hostile:
        title = summary = "<script>alert(1)</script>"
        number, id, minutes = 1, "x", 1

    said = render("module_list.html", words=Place("sv", "index.md").words, modules=[Hostile()], links={"x": "y"})
    assert "<script>" not in said
    assert "&lt;script&gt;" in said


def test_a_module_s_head_shows_its_minutes_and_their_sum() -> None:
    from fsi_kit.course.modules import load_module

    head = module_head(Place("sv", "modules/01-method.md"))
    assert f'<td class="fsi-number">{load_module("01-method", "sv").minutes}</td>' in head


@pytest.mark.parametrize(
    ("page", "target", "link", "href"),
    [
        ("index.md", "modules/01-method.md", "modules/01-method.md", "modules/01-method/"),
        ("modules/01-method.md", "glossary.md#need", "../glossary.md#need", "../../glossary/#need"),
        ("modules/01-method.md", "assets/x.xlsx", "../assets/x.xlsx", "../../assets/x.xlsx"),
        ("rules/index.md", "rules/data.md", "data.md", "data/"),
        ("rules/data.md", "index.md", "../index.md", "../../"),
    ],
)
def test_links_lead_from_page_to_page(page: str, target: str, link: str, href: str) -> None:
    assert (Place("en", page).link(target), Place("en", page).href(target)) == (link, href)


def test_a_change_in_any_source_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("one")
    before = fingerprint(tmp_path, ["docs"])
    assert fingerprint(tmp_path, ["docs"]) == before
    (tmp_path / "docs" / "a.md").write_text("two")
    assert fingerprint(tmp_path, ["docs"]) != before


def test_sizes_are_written_as_each_language_does() -> None:
    assert (size(4210, "sv"), size(4210, "en"), size(250_400, "en")) == ("4,2 kB", "4.2 kB", "250 kB")
