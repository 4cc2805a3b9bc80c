"""The built site: both languages whole and alike, every link leading somewhere, nothing fetched from others."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from site_pages import Page, broken_links, read_pages, third_parties

pytestmark = pytest.mark.usefixtures("site")
CODE = ("pre", "code", "svg", "script", "style")
SAME_ON_PURPOSE = {"api/index.html"}  # the library's docstrings are English in both


@pytest.fixture(scope="module")
def swedish(site: Path) -> list[Page]:
    return read_pages(site)


@pytest.fixture(scope="module")
def english(site: Path) -> list[Page]:
    return read_pages(site, "en")


def test_both_languages_have_the_same_pages_and_every_one_of_the_plan(swedish: list[Page], english: list[Page]) -> None:
    paths = {page.path for page in swedish}
    assert paths == {page.path.removeprefix("en/") for page in english}
    expected = {"index", "method", "modules/01-method", "notebooks/01-method", "workbook", "rules", "rules/data"}
    expected |= {"glossary", "about", "api", "trainers", "templates"}
    assert {f"{name}/index.html" if name != "index" else "index.html" for name in expected} <= paths


def test_both_languages_have_the_same_headings(swedish: list[Page], english: list[Page]) -> None:
    assert swedish
    for sv, en in zip(swedish, english, strict=True):
        assert len(sv.headings()) >= 2, sv.path
        assert sv.headings() == en.headings(), sv.path


def test_the_swedish_text_differs_from_the_english(swedish: list[Page], english: list[Page]) -> None:
    assert swedish
    for sv, en in zip(swedish, english, strict=True):
        if sv.path not in SAME_ON_PURPOSE:
            # A line of numbers and letters only, as an answer key is, reads alike in every language.
            same = {text for text in _paragraphs(sv) & _paragraphs(en) if re.search("[a-zåäö]", text)}
            assert not same, f"{sv.path}: the same in both languages: {same}"


def test_every_page_says_its_language_title_and_description(swedish: list[Page], english: list[Page]) -> None:
    for lang, pages in (("sv", swedish), ("en", english)):
        assert pages
        for page in pages:
            html = page.soup.find("html")
            assert html["lang"] == lang, page.path
            assert page.soup.title.text.strip(), page.path
            assert page.soup.find("meta", attrs={"name": "description"})["content"].strip(), page.path
            assert len(page.soup.find_all("h1")) == 1, page.path


def test_descriptions_are_each_page_s_own(swedish: list[Page], english: list[Page]) -> None:
    said = [p.soup.find("meta", attrs={"name": "description"})["content"] for p in (*swedish, *english)]
    assert len(said) > 20
    assert len(set(said)) == len(said)


def test_the_language_switch_leads_to_the_same_page(swedish: list[Page], english: list[Page], site: Path) -> None:
    for page, prefix in [*((p, "en/") for p in swedish), *((p, "") for p in english)]:
        link = page.soup.select_one(".fsi-language__link")
        there = ((site / page.path).parent / link["href"]).resolve() / "index.html"
        assert there == (site / (prefix + page.path.removeprefix("en/"))).resolve(), page.path


def test_every_link_leads_somewhere(swedish: list[Page], english: list[Page], site: Path) -> None:
    assert len(swedish) + len(english) > 20
    assert broken_links(site, [*swedish, *english]) == []


def test_a_planted_broken_link_is_found(tmp_path: Path) -> None:
    html = '<a href="gone/">x</a><a href="#nowhere">y</a><a href="#here">z</a><p id="here"></p><img src="no.png">'
    (tmp_path / "index.html").write_text(html)
    page = Page("index.html", BeautifulSoup(html, "html.parser"))
    assert broken_links(tmp_path, [page]) == ["index.html: gone/", "index.html: #nowhere", "index.html: no.png"]


def test_no_page_fetches_anything_from_others(swedish: list[Page], english: list[Page]) -> None:
    assert [found for page in (*swedish, *english) for found in third_parties(page)] == []
    assert any(page.soup.find("script", src=True) for page in swedish)


def test_a_planted_third_party_is_found() -> None:
    page = Page("x.html", BeautifulSoup('<script src="https://example.com/x.js"></script>', "html.parser"))
    assert third_parties(page) == ["https://example.com/x.js"]


def test_pictures_have_alternative_texts_and_drawings_a_title_and_a_description(
    swedish: list[Page], english: list[Page]
) -> None:
    drawings = 0
    for page in (*swedish, *english):
        for picture in page.content.find_all("img"):
            assert picture.get("alt"), page.path
        for drawing in page.content.find_all("svg", role="img"):
            drawings += 1
            assert drawing.find("title").text and drawing.find("desc").text, page.path
    assert drawings >= 4


def test_ids_stand_once_on_a_page(swedish: list[Page], english: list[Page]) -> None:
    for page in (*swedish, *english):
        ids = [str(e["id"]) for e in page.soup.find_all(id=True)]
        assert ids
        assert {i for i in ids if ids.count(i) > 1} == set(), page.path


def test_the_search_index_holds_the_pages_keywords(site: Path) -> None:
    for part, word in (("", "företagsbesök"), ("en", "company visit")):
        index = json.loads((site / part / "search" / "search_index.json").read_text("utf-8"))
        texts = [entry["text"].lower() for entry in index["docs"] if "#" not in entry["location"]]
        assert sum(word in text for text in texts) >= 3, part


def test_the_page_for_the_lost_speaks_both_languages(site: Path) -> None:
    said = BeautifulSoup((site / "404.html").read_text("utf-8"), "html.parser")
    assert {e["lang"] for e in said.select("article [lang]")} == {"sv", "en"}


def _paragraphs(page: Page) -> set[str]:
    content = BeautifulSoup(str(page.content), "html.parser")
    for element in content.find_all(CODE):
        element.decompose()
    texts = (
        " ".join(e.get_text().split()) for e in content.find_all(["p", "li", "dd", "caption", "legend", "summary"])
    )
    return {text for text in texts if len(text.split()) > 3}
