"""Each rule says what is wrong, why, and the way out, in two languages; a finding fills in the user's own place."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from fsi_kit.findings import SEVERITIES, SHOWN_CHARACTERS, Finding, Hit, Rule, load_rules, shorten
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Sheet, Workbook, load_descriptor, workbook
from fsi_kit.workbook.book import Column, empty_frame, letter, row_numbers

RULES = load_rules("fsi_kit.workbook")
DOCS = Path(__file__).parents[2] / "docs"
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_there_are_rules_and_their_ids_are_in_order() -> None:
    assert len(RULES) > 30
    assert list(RULES) == sorted(RULES)
    assert all(re.fullmatch(r"D[0-5]\d\d", id_) for id_ in RULES)


@each_rule
def test_a_rule_is_whole_in_both_languages(rule: Rule) -> None:
    assert rule.severity in SEVERITIES
    assert rule.stage == "data"
    for part in ("title", "why", "message", "fix"):
        sv, en = (rule.text(part, lang) for lang in LANGS)
        assert set(rule.texts[part]) == set(LANGS)
        assert sv != en
        assert len(sv) > 8 and len(en) > 8
        assert places(sv) == places(en)
        assert sv[-1] in ".}" or part == "title"
        assert sv[-1] != "." or part != "title"


@each_rule
def test_its_page_has_the_same_form_for_all_and_stands_on_the_site(rule: Rule) -> None:
    assert rule.page == f"rules/data/#{rule.id.lower()}"
    page, _, anchor = rule.page.partition("#")
    assert re.fullmatch(r"d\d{3}", anchor)
    assert all((DOCS / lang / page.strip("/")).with_suffix(".md").is_file() for lang in LANGS)


def test_swedish_texts_use_swedish_quotation_marks_and_english_ones_english() -> None:
    for rule in RULES.values():
        for part in rule.texts.values():
            assert "“" not in part["sv"] and '"' not in part["sv"]
            assert "”" not in part["en"].replace("“", "") or part["en"].count("“") == part["en"].count("”")


RULE = RULES["D207"]
FULL = Finding(
    RULE, "visits", "bok.xlsx", "Besök", 7, "form", "Form", "D", "tåg",
    {"suggestion": {"sv": "", "en": ""}, "allowed": {"sv": "Videomöte", "en": "Video meeting"}},
)  # fmt: skip


@pytest.mark.parametrize(
    ("finding", "sv", "en"),
    [
        (FULL, "bok.xlsx, bladet Besök, rad 7, kolumn Form (D)", "bok.xlsx, sheet Besök, row 7, column Form (D)"),
        (Finding(RULE, "visits", "visits.csv", row=3), "visits.csv, rad 3", "visits.csv, row 3"),
        (Finding(RULE, file="bok ().xlsx"), "bok ().xlsx", "bok ().xlsx"),
        (Finding(RULE, header="Form"), "kolumn Form", "column Form"),
        (Finding(RULE, header="", letter="C"), "kolumn C", "column C"),
        (Finding(RULE), "", ""),
    ],
)
def test_the_place_is_told_as_the_user_sees_it(finding: Finding, sv: str, en: str) -> None:
    assert (finding.place("sv"), finding.place("en")) == (sv, en)


@pytest.mark.parametrize("lang", LANGS)
def test_as_plain_data_it_holds_everything(lang: Lang) -> None:
    data = FULL.as_dict(lang)
    assert data.pop("message") == FULL.message(lang)
    assert data.pop("fix") == FULL.fix(lang)
    assert data == {
        "rule": "D207", "severity": "error", "table": "visits", "file": "bok.xlsx", "sheet": "Besök", "row": 7,
        "column": "form", "header": "Form", "letter": "D", "value": "tåg", "page": "rules/data/#d207",
    }  # fmt: skip


def test_braces_in_a_value_are_only_braces() -> None:
    finding = Finding(RULES["D203"], column="urgency", value="{file}{0}{")
    assert "“{file}{0}{” is not a whole number" in finding.message("en")


def test_a_long_value_is_shown_on_one_line_and_cut() -> None:
    assert shorten("a\n  b\tc") == "a b c"
    assert shorten("å" * 80) == "å" * 80
    assert shorten("å" * 10_000) == "å" * (SHOWN_CHARACTERS - 1) + "…"
    assert shorten(3) == "3"


def test_a_hit_becomes_a_finding_at_the_place_of_its_column() -> None:
    table = load_descriptor().tables["visits"]
    sheet = Sheet(table, empty_frame(table), "bok.xlsx", "Besök", {"date": Column("Datum", "C")})
    book = Workbook(load_descriptor(), {"visits": sheet})
    found = book.finding(RULES["D202"], Hit("D202", "visits", 4, "date", "ring 070-123 45 67"))
    assert found == Finding(RULES["D202"], "visits", "bok.xlsx", "Besök", 4, "date", "Datum", "C", "ring 070-…"), (
        "what could be a phone number is not repeated"
    )
    unseen = book.finding(RULES["D111"], Hit("D111", "visits", None, "form"))
    assert (unseen.column, unseen.header, unseen.letter) == ("form", None, None)
    elsewhere = book.finding(RULES["D101"], Hit("D101", "ideas", 1, "what", "x"))
    assert (elsewhere.table, elsewhere.file, elsewhere.row, elsewhere.value) == ("ideas", "", None, "x")


def test_a_table_that_was_not_read_is_empty_with_the_right_columns() -> None:
    book = workbook({})
    for name, table in book.descriptor.tables.items():
        assert list(book[name].columns) == list(table.columns)
        assert book[name].empty
    assert str(book["visits"].dtypes["date"]) == "datetime64[s]"
    with pytest.raises(KeyError):
        workbook({"besök": book["visits"]})


def test_letters_go_on_after_z_and_rows_without_gaps_are_a_range() -> None:
    assert [letter(i) for i in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert row_numbers([2, 3, 4]).__class__.__name__ == "RangeIndex"
    assert list(row_numbers([2, 4])) == [2, 4]
    assert list(row_numbers([])) == []
