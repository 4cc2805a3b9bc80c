"""The pages about stage 3 show what the room computes, in both languages alike."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from fsi_kit.examples import load_exempelby
from fsi_kit.findings import load_rules
from fsi_kit.innovation import effect
from fsi_kit.texts import LANGS, Lang
from tools.site import blocks_innovation as blocks
from tools.site.place import Place

ROOT = Path(__file__).parents[2]
RULES = load_rules("fsi_kit.innovation")
EXAMPLES = tomllib.loads((ROOT / "tools" / "site" / "examples.toml").read_text(encoding="utf-8"))

BLOCKS: dict[str, Callable[[Place], str]] = {
    "actions": blocks.action_counts,
    "late": blocks.late_actions,
    "lead times": blocks.lead_time_medians,
    "told": blocks.companies_told,
    "bands": blocks.nki_bands,
    "matrix": blocks.factor_matrix,
    "total": lambda place: blocks.nki_series(place, "total"),
    "licences": lambda place: blocks.nki_series(place, "alcohol_serving"),
}


def place(lang: Lang) -> Place:
    return Place(lang, "stages/innovation.md")


def cells(html: str) -> list[list[str]]:
    return [
        [c.get_text() for c in row.find_all(["th", "td"])] for row in BeautifulSoup(html, "html.parser").select("tr")
    ]


@pytest.mark.parametrize("name", BLOCKS)
def test_a_table_has_a_caption_a_label_and_rows_and_differs_between_the_languages(name: str) -> None:
    made = {lang: BLOCKS[name](place(lang)) for lang in LANGS}
    for html in made.values():
        soup = BeautifulSoup(html, "html.parser")
        assert soup.select_one("div.fsi-scroll")["aria-label"] == soup.caption.get_text() != ""
        assert len(cells(html)) > 2
        assert all(row.find("th", scope="row") for row in soup.select("tbody tr"))
    assert made["sv"] != made["en"]
    assert len(cells(made["sv"])) == len(cells(made["en"]))


def test_a_company_that_may_not_be_named_stands_by_its_code() -> None:
    book = load_exempelby("sv")
    nameless = book["companies"].loc[~book["companies"]["may_be_named"].astype(bool), "name"]
    html = blocks.companies_told(place("sv"))
    assert "50 av 53 företag" in html and "C064" in html
    assert len(nameless) > 5
    assert [name for name in nameless if name in html] == []


def test_a_masked_figure_and_an_unknown_national_one_are_not_printed() -> None:
    rows = {row[0]: row for row in cells(blocks.nki_series(place("sv"), "alcohol_serving"))}
    assert rows["2022"][1:4] == ["6", "–", "–"]
    total = {row[0]: row for row in cells(blocks.nki_series(place("sv"), "total"))}
    assert [total[year][3] for year in ("2023", "2024", "2025")] == ["75", "inte hittat", "–"]


def test_a_national_figure_that_we_inferred_says_so() -> None:
    assert blocks._national(72.0, "I", place("sv")) == "72 (vår slutsats)"
    assert blocks._national(72.0, "I", place("en")) == "72 (our inference)"


def test_numbers_have_a_decimal_comma_in_swedish() -> None:
    assert "527,5" in blocks.lead_time_medians(place("sv"))
    assert "527.5" in blocks.lead_time_medians(place("en"))


def test_the_figures_in_the_pages_running_text_are_exempelbys() -> None:
    rows = effect(load_exempelby("sv")).set_index(["area", "year"])
    assert tuple(rows.loc[("alcohol_serving", 2025), ["value", "answers"]]) == (94, 8)
    assert tuple(rows.loc[("building_permits", 2025), ["before", "value", "verdict"]]) == (60, 64, "up")
    for lang in LANGS:
        text = (ROOT / "docs" / lang / "stages" / "innovation.md").read_text(encoding="utf-8")
        assert {"2025", "94", "8", "60", "64"} <= set(re.findall(r"\d+", text))


@pytest.mark.parametrize("rule", RULES)
def test_every_place_in_a_rules_texts_has_an_example_and_its_limits_are_the_rules(rule: str) -> None:
    texts = RULES[rule]
    for lang in LANGS:
        for part in ("message", "fix"):
            names = {name for _, name, _, _ in string.Formatter().parse(texts.text(part, lang)) if name}
            assert names <= {*EXAMPLES[rule], "column"}, (rule, lang)
    for name, limit in texts.limits.items():
        if name in EXAMPLES[rule]:
            assert EXAMPLES[rule][name]["sv"] == str(limit), (rule, name)
