"""`fsi inventory`: what companies say, who has been heard and whether the insights got through."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from command_line import FORMULA, MARKUP, each_lang, fsi, hostile_book, is_text_only, small_book, table

from fsi_kit.examples import AS_OF, exempelby_path
from fsi_kit.texts import Lang

DAY = ["--as-of", str(AS_OF)]
SWITCHES = ("--coverage", "--spreading", "--saturation", "--suggest")


def rows(name: str, lang: Lang = "sv") -> list[dict[str, str]]:
    with (exempelby_path(lang) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted_by_hand() -> Counter[tuple[str, str]]:
    """Exempelby's companies behind each area and kind, counted from the files alone."""
    company = {visit["visit_id"]: visit["company_id"] for visit in rows("visits")}
    behind: dict[tuple[str, str], set[str]] = defaultdict(set)
    for insight in rows("insights"):
        behind[insight["area"], insight["kind"]].add(company[insight["visit_id"]])
    return Counter({group: len(companies) for group, companies in behind.items()})


@each_lang
def test_the_overview_counts_what_there_is_and_says_how_to_see_more(lang: Lang) -> None:
    result = fsi("inventory", exempelby_path(lang), "--lang", lang, *DAY)
    assert result.exit_code == 0
    visits, insights = len(rows("visits")), len(rows("insights"))
    companies = len({visit["company_id"] for visit in rows("visits")})
    known = len(rows("companies"))
    first = {
        "sv": f": {visits} besök hos {companies} företag har gett {insights} insikter.",
        "en": f": {visits} visits to {companies} companies have given {insights} insights.",
    }
    assert result.stdout.splitlines()[0].endswith(first[lang])
    coverage = {"sv": f"{companies} av {known} kända företag", "en": f"{companies} of {known} known companies"}
    assert coverage[lang] in result.stdout
    assert re.findall(r"fsi inventory \S+ (--\w+)$", result.stdout, re.M) == list(SWITCHES[:3])


def test_the_needs_that_most_companies_stand_behind_come_first_as_counted_by_hand() -> None:
    found = table(fsi("inventory", exempelby_path("sv"), "--by", "area,kind", "--format", "csv"))
    by_hand = counted_by_hand()
    assert {(row["area"], row["kind"]): int(row["companies"]) for row in found} == dict(by_hand)
    numbers = [int(row["companies"]) for row in found]
    assert numbers == sorted(numbers, reverse=True)


@each_lang
def test_in_a_pipe_a_group_is_a_line_with_labels_in_the_language(lang: Lang) -> None:
    lines = fsi("inventory", exempelby_path(lang), "--by", "area,kind", "--lang", lang).stdout.splitlines()
    (area, kind), companies = counted_by_hand().most_common(1)[0]
    assert (area, kind) == ("infrastructure", "obstacle")
    label = {"sv": "Infrastruktur · Hinder", "en": "Infrastructure · Obstacle"}[lang]
    first = next(line for line in lines if line.startswith(label + "\t")).split("\t")
    assert first[1] == str(companies)
    assert re.fullmatch({"sv": r"\d,\d", "en": r"\d\.\d"}[lang], first[3])


@pytest.mark.parametrize("by", ["theme", "Tema", "Theme", " tema , theme"])
def test_groups_may_be_named_by_id_or_by_heading_in_either_language(by: str) -> None:
    found = table(fsi("inventory", exempelby_path("en"), "--by", by, "--format", "csv"))
    assert list(found[0])[:2] == ["theme", "insights"]


def test_groups_by_the_companies_own_columns_are_labelled() -> None:
    shown = fsi("inventory", exempelby_path("sv"), "--by", "storlek", "--lang", "sv").stdout
    assert "\n1–9 anställda\t" in shown


@each_lang
@pytest.mark.parametrize(("by", "close"), [("thema", "theme"), ("zzz", ""), (" , ", "")])
def test_a_group_that_is_none_is_refused_in_a_sentence(lang: Lang, by: str, close: str) -> None:
    result = fsi("inventory", exempelby_path(lang), "--by", by, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert {"sv": "Det går inte att gruppera efter", "en": "cannot be grouped by"}[lang] in result.stderr
    assert "area, factor, kind" in result.stderr
    question = {"sv": f"Menar du ”{close}”?", "en": f"Do you mean “{close}”?"}[lang]
    assert (question in result.stderr) == bool(close)


def test_a_table_is_as_long_as_asked_for_and_says_how_much_is_left() -> None:
    shown = fsi("inventory", exempelby_path("sv"), "--by", "tema", "--top", "3", "--lang", "sv").stdout
    themes = len({insight["theme"] for insight in rows("insights")})
    assert f"… och {themes - 3} till. Visa alla med --top {themes}." in shown
    assert len(table(fsi("inventory", exempelby_path("sv"), "--by", "theme", "--top", "3", "--format", "csv"))) == 3
    every = fsi("inventory", exempelby_path("sv"), "--by", "tema", "--top", themes, "--lang", "sv").stdout
    assert "till. Visa alla" not in every


@each_lang
def test_coverage_lists_sizes_industries_places_and_who_was_never_visited(lang: Lang) -> None:
    shown = fsi("inventory", exempelby_path(lang), "--coverage", "--lang", lang).stdout
    silent = {row["company_id"] for row in rows("companies")} - {visit["company_id"] for visit in rows("visits")}
    assert {"sv": "Har aldrig fått besök", "en": "Never visited"}[lang] in shown
    listed = [line.split("\t")[0] for line in shown.splitlines() if re.match(r"C\d{3}\t", line)]
    assert set(listed) == silent and len(listed) == len(silent)
    assert {"sv": "\n1–9 anställda\t", "en": "\n1–9 employees\t"}[lang] in shown
    assert {
        "sv": "\nB Utvinning av mineral\t1\t0\t0\u00a0%\t–\t0\n",
        "en": "\nB Mining and quarrying\t1\t0\t0%\t–\t0\n",
    }[lang] in shown
    assert "\nTallviken\t" in shown


def test_coverage_as_csv_is_one_table_with_a_column_for_the_grouping() -> None:
    found = table(fsi("inventory", exempelby_path("sv"), "--coverage", "--format", "csv"))
    assert {row["by"] for row in found} == {"size", "industry", "place"}
    for by in ("size", "industry", "place"):
        counts = Counter(row[by] for row in rows("companies"))
        assert {row["group"]: int(row["companies"]) for row in found if row["by"] == by} == dict(counts)


@each_lang
def test_spreading_uses_the_municipalitys_own_limit(tmp_path: Path, lang: Lang) -> None:
    own = tmp_path / "fsi.toml"
    own.write_text("[rules.U102]\ndays = 5\n", encoding="utf-8")
    shared = [r for r in rows("insights") if r["shared_on"]]
    day = {visit["visit_id"]: visit["date"] for visit in rows("visits")}
    from datetime import date

    def within(days: int) -> int:
        return sum(
            (date.fromisoformat(r["shared_on"]) - date.fromisoformat(day[r["visit_id"]])).days <= days for r in shared
        )

    for more, days in (((), 14), (("--settings", own), 5)):
        shown = fsi("inventory", exempelby_path(lang), "--spreading", "--lang", lang, *DAY, *more).stdout
        words = {
            "sv": rf"{within(days)} av \d+ insikter nådde en avdelning inom {days} dagar",
            "en": rf"{within(days)} of \d+ insights reached a department within {days} days",
        }
        assert re.search(words[lang], shown)


@each_lang
def test_insights_that_nobody_has_been_told_of_are_listed_with_their_wait(tmp_path: Path, lang: Lang) -> None:
    book = small_book(
        tmp_path / "book",
        visits="visit_id,company_id,date\nV1,C1,2026-05-01\nV2,C1,2026-05-30\n",
        insights="insight_id,visit_id,statement,urgency\nI1,V1,Trångt,3\nI2,V2,Mörkt,3\n",
    )
    shown = fsi("inventory", book, "--spreading", "--lang", lang, *DAY).stdout
    assert {"sv": "Har väntat för länge", "en": "Have waited too long"}[lang] in shown
    assert "\nI1\tV1\t2026-05-01\t31\n" in shown and "\nI2\t" not in shown


@each_lang
def test_saturation_shows_the_windows_and_says_how_to_read_them(lang: Lang) -> None:
    shown = fsi("inventory", exempelby_path(lang), "--saturation", "--lang", lang).stdout
    assert {"sv": "Inga nya teman kom under de senaste 10 besöken", "en": "No new themes came"}[lang] in shown
    assert sum(bool(re.match(r"20\d\d-\d\d-\d\d\t20", line)) for line in shown.splitlines()) == -(
        -len(rows("visits")) // 10
    )


@each_lang
def test_suggestions_come_with_what_was_said_and_leave_the_judgement_to_people(lang: Lang) -> None:
    shown = fsi("inventory", exempelby_path(lang), "--suggest", "--top", "2", "--lang", lang).stdout
    assert {"sv": "avgör själva", "en": "judge for yourselves"}[lang] in shown
    assert re.search(r"^1\. \d+ ", shown, re.M) and re.search(r"^2\. \d+ ", shown, re.M)
    assert not re.search(r"^3\. ", shown, re.M)
    tied = {row["insight_id"] for row in rows("need_insights")}
    found = table(fsi("inventory", exempelby_path(lang), "--suggest", "--top", "50", "--format", "csv"))
    said = {row["insight_id"]: row["statement"] for row in rows("insights", lang)}
    assert not {row["insight_id"] for row in found} & tied
    assert all(row["statement"] == said[row["insight_id"]] for row in found)


def test_as_json_the_parts_asked_for_are_there_and_no_others() -> None:
    plain = json.loads(fsi("inventory", exempelby_path("sv"), "--format", "json", *DAY).stdout)
    assert list(plain) == ["as_of", "needs", "coverage", "spreading", "saturation"]
    assert plain["as_of"] == str(AS_OF)
    assert sum(row["insights"] for row in plain["needs"]["rows"]) == len(rows("insights"))
    assert plain["coverage"]["visited"] + len(plain["coverage"]["not_visited"]) == plain["coverage"]["companies"]
    assert sum(row["insights"] for row in plain["spreading"]["departments"]) == len(rows("insights"))
    two = fsi("inventory", exempelby_path("sv"), "--format", "json", "--suggest", "--coverage", *DAY)
    assert list(json.loads(two.stdout)) == ["as_of", "coverage", "suggest"]
    first = json.loads(two.stdout)["suggest"]["suggestions"][0]
    assert set(first) == {"insights", "companies", "score", "words"} and first["companies"] > 1


@each_lang
def test_csv_holds_one_table_at_a_time(lang: Lang) -> None:
    result = fsi("inventory", exempelby_path(lang), "--suggest", "--coverage", "--format", "csv", "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--coverage, --suggest" in result.stderr
    for switch in SWITCHES:
        table(fsi("inventory", exempelby_path(lang), switch, "--format", "csv", *DAY))


@each_lang
def test_a_workbook_that_is_not_there_is_said_and_ends_with_2(tmp_path: Path, lang: Lang) -> None:
    for name in ("none", "none.xlsx"):
        result = fsi("inventory", tmp_path / name, "--lang", lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert {"sv": "FEL D001", "en": "ERROR D001"}[lang] in result.stderr and "→" in result.stderr


@each_lang
def test_settings_that_cannot_be_followed_and_a_day_that_is_none_end_with_2(tmp_path: Path, lang: Lang) -> None:
    (tmp_path / "fsi.toml").write_text("[rules.U102]\nweeks = 2\n", encoding="utf-8")
    result = fsi("inventory", exempelby_path(lang), "--settings", tmp_path / "fsi.toml", "--lang", lang)
    assert result.exit_code == 2 and "rules.U102.weeks" in result.stderr
    result = fsi("inventory", exempelby_path(lang), "--as-of", "snart", "--lang", lang)
    assert result.exit_code == 2 and "snart" in result.stderr


@each_lang
def test_what_could_not_be_read_is_told_beside_the_answer(tmp_path: Path, lang: Lang) -> None:
    book = small_book(
        tmp_path / "a book",
        visits="visit_id,company_id,date\nV1,C1,i maj\n",
        insights="insight_id,visit_id,statement,urgency\nI1,V1,Trångt,många\n",
    )
    result = fsi("inventory", book, "--format", "csv", "--lang", lang)
    assert {"sv": "allt i arbetsboken gick inte att läsa", "en": "not everything in the workbook could be read"}[
        lang
    ] in result.stderr
    assert f'fsi check "{book}"' in result.stderr
    assert table(result)[0]["insights"] == "1"
    assert "fsi check" not in fsi("inventory", exempelby_path(lang), "--lang", lang).stderr


@each_lang
def test_an_empty_workbook_gives_sentences_and_no_numbers(tmp_path: Path, lang: Lang) -> None:
    book = small_book(tmp_path / "empty", visits="visit_id,company_id,date\n")
    for switch in ([], *([switch] for switch in SWITCHES)):
        result = fsi("inventory", book, "--lang", lang, *switch)
        assert result.exit_code == 0, switch
        assert {"sv": "0 besök hos 0 företag har gett 0 insikter", "en": "0 visits to 0 companies"}[
            lang
        ] in result.stdout
    shown = fsi("inventory", book, "--lang", lang, "--coverage").stdout
    assert {"sv": "Arbetsboken har inga företag.", "en": "The workbook holds no companies."}[lang] in shown
    assert json.loads(fsi("inventory", book, "--format", "json").stdout)["coverage"]["share"] is None


@pytest.mark.parametrize("switch", [[], *([switch] for switch in SWITCHES), ["--by", "theme,place"]])
def test_hostile_texts_are_only_text(tmp_path: Path, switch: list[str]) -> None:
    book = hostile_book(tmp_path / "book")
    result = fsi("inventory", book, "--lang", "sv", *DAY, *switch)
    assert result.exit_code == 0
    assert not re.search("[\x80-\x9f\u202a-\u202e\x1b]", result.stdout)
    if switch and switch != ["--saturation"]:
        is_text_only(result.stdout)
    if switch != ["--suggest"]:
        table(fsi("inventory", book, "--format", "csv", *DAY, *switch))
    json.loads(fsi("inventory", book, "--format", "json", *DAY, *switch).stdout)


def test_a_formula_in_csv_stands_behind_an_apostrophe(tmp_path: Path) -> None:
    (row,) = table(fsi("inventory", hostile_book(tmp_path / "book"), "--by", "theme", "--format", "csv"))
    assert row["theme"] == "'" + FORMULA
    found = table(fsi("inventory", hostile_book(tmp_path / "book"), "--coverage", "--format", "csv"))
    assert {row["group"] for row in found if row["by"] == "place"} == {"'" + FORMULA, "'@place", MARKUP}
