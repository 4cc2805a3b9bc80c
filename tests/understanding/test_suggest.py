"""Suggestions say which words insights share, so that people can see why, and decide."""

from __future__ import annotations

from itertools import combinations
from math import log, sqrt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples
from understanding.small import TABLES, book, csv_rows, shuffled

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.understanding import SharedWord, suggest_needs
from fsi_kit.understanding.suggest import LARGEST, trim
from fsi_kit.workbook import Workbook, workbook


def said(*insights: tuple[str, str], theme: str | None = None, **more: Any) -> Workbook:
    """An insight for each (company, statement), each from a visit of its own."""
    visits = [
        {"visit_id": f"V{i}", "company_id": company, "date": f"2026-01-{i:02}"}
        for i, (company, _) in enumerate(insights, start=1)
    ]
    rows = [
        {"insight_id": f"I{i}", "visit_id": f"V{i}", "statement": text, "kind": "wish", "theme": theme}
        for i, (_, text) in enumerate(insights, start=1)
    ]
    return book(visits=visits, insights=rows, **more)


SIGNS = ("C1", "Skylten vid infarten syns inte i mörkret")
SIGNS_TOO = ("C2", "Ingen ser skyltarna i mörkret, varken skylten vid infarten eller de andra")
BUS = ("C3", "Bussen går innan skiftet slutar")


def test_insights_that_share_words_are_put_together_and_the_words_are_shown() -> None:
    (found,) = suggest_needs(said(SIGNS, SIGNS_TOO, BUS))
    assert found.insights == ("I1", "I2")
    assert found.companies == 2
    assert found.words == (SharedWord("infarten", 2), SharedWord("mörkret", 2), SharedWord("skylten", 2))


def test_the_score_is_the_cosine_of_the_weighed_words() -> None:
    made = said(("C1", "kajen eluttag"), ("C2", "kajen eluttag torget"), ("C3", "skolan"))
    both, one = log(4 / 2), log(4 / 1)
    first, second = [both, both], [both, both, one]
    expected = 2 * both**2 / (sqrt(sum(w**2 for w in first)) * sqrt(sum(w**2 for w in second)))
    (found,) = suggest_needs(made)
    assert found.score == pytest.approx(expected, abs=1e-4)


def test_a_single_shared_word_is_no_reason() -> None:
    assert suggest_needs(said(("C1", "Infarten är smal"), ("C2", "Infarten är hal"))) == ()


def test_a_theme_counts_as_a_word() -> None:
    made = said(("C1", "Infarten är smal"), ("C2", "Infarten är hal"), theme="Tung trafik")
    (found,) = suggest_needs(made)
    assert {word.word for word in found.words} == {"infarten", "tung trafik"}


def test_one_company_alone_gives_no_suggestion() -> None:
    assert suggest_needs(said(SIGNS, ("C1", SIGNS_TOO[1]))) == ()


def test_what_belongs_to_a_need_already_and_praise_are_left_out() -> None:
    assert suggest_needs(said(SIGNS, SIGNS_TOO, need_insights=[{"need_id": "N1", "insight_id": "I2"}])) == ()
    made = said(SIGNS, SIGNS_TOO)
    praised = made["insights"].assign(kind=["praise", "wish"])
    assert suggest_needs(workbook({**{t: made[t] for t in TABLES}, "insights": praised})) == ()


def test_only_the_newest_insights_are_compared_where_there_are_many() -> None:
    made = said(SIGNS, SIGNS_TOO, BUS, ("C4", "Bussen kommer efter skiftet"))
    assert [s.insights for s in suggest_needs(made, newest=2)] == [("I3", "I4")]
    assert len(suggest_needs(made)) == 2
    assert suggest_needs(made, newest=0) == ()


def test_no_more_groups_than_asked_for() -> None:
    made = said(SIGNS, SIGNS_TOO, BUS, ("C4", "Bussen kommer efter skiftet"))
    assert len(suggest_needs(made, limit=1)) == 1
    assert suggest_needs(made, limit=0) == ()


def test_a_group_grows_by_those_that_are_alike_to_all_of_it() -> None:
    many = [(f"C{i}", "Skylten vid infarten syns inte i mörkret") for i in range(8)]
    groups = suggest_needs(said(*many))
    assert [len(s.insights) for s in groups] == [LARGEST, 8 - LARGEST]
    assert groups[0].score == 1


def test_insights_of_unknown_companies_may_be_suggested_but_are_not_counted() -> None:
    rows = [
        {"insight_id": f"I{i}", "visit_id": "V9", "statement": text, "kind": "wish"}
        for i, (_, text) in enumerate([SIGNS, SIGNS_TOO, BUS])
    ]
    (found,) = suggest_needs(book(insights=rows))
    assert (found.insights, found.companies) == (("I0", "I1"), 0)


def test_nothing_gives_nothing() -> None:
    assert suggest_needs(book()) == ()
    assert suggest_needs(book(insights=[{"insight_id": "I1"}, {"insight_id": "I2"}, {}])) == ()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("sv", ("skylt", "skylten", "skyltar", "skyltarna")),
        ("sv", ("väg", "vägen", "vägar", "vägarna")),
        ("sv", ("tillstånd", "tillståndet", "tillståndets")),
        ("sv", ("ansökan", "ansöka")),
        ("sv", ("plats", "platsen", "platser")),
        ("en", ("permit", "permits")),
        ("en", ("inspect", "inspected", "inspecting")),
        ("en", ("fee", "fees")),
    ],
)
def test_forms_of_a_word_lose_their_endings(lang: Lang, words: tuple[str, ...]) -> None:
    assert len({trim(word, lang) for word in words}) == 1


def test_the_language_is_that_of_the_words() -> None:
    english = said(("C1", "The permits for our building were late"), ("C2", "A permit for the building was late"))
    (found,) = suggest_needs(english)
    assert {trim(word, "en") for word, _ in found.words} == {"permit", "build", "lat"}
    assert suggest_needs(english, lang="en") == (found,)


@given(seed=st.integers(0, 2**16))
@settings(max_examples=examples(5), deadline=None)
def test_the_order_of_rows_makes_no_difference(seed: int) -> None:
    exempelby = load_exempelby("sv")
    assert suggest_needs(shuffled(exempelby, seed)) == suggest_needs(exempelby)


@given(
    texts=st.lists(
        st.tuples(st.sampled_from(["C1", "C2", None]), st.text("abcå ", max_size=40) | st.none()), max_size=8
    )
)
@settings(max_examples=examples(60), deadline=None)
def test_whatever_is_written_a_suggestion_holds(texts: list[tuple[str, str]]) -> None:
    taken: list[str] = []
    for found in suggest_needs(said(*texts)):
        assert 2 <= len(found.insights) <= LARGEST
        assert 0 < found.score <= 1
        assert found.words and all(2 <= word.insights <= len(found.insights) for word in found.words)
        taken += found.insights
    assert len(taken) == len(set(taken))


# Exempelby


@pytest.mark.parametrize("lang", LANGS)
def test_exempelbys_suggestions_share_the_words_they_say(lang: Lang) -> None:
    statements = {r["insight_id"]: f"{r['statement']} {r['theme']}".casefold() for r in csv_rows("insights", lang)}
    tied = {r["insight_id"] for r in csv_rows("need_insights")}
    groups = suggest_needs(load_exempelby(lang))
    assert len(groups) == 10
    for found in groups:
        assert not set(found.insights) & tied
        assert found.companies >= 2
        for word, insights in found.words:
            root = trim(word, lang)
            assert sum(root in statements[i] for i in found.insights) >= insights, (word, found)


@pytest.mark.parametrize(("lang", "right", "pairs"), [("sv", 67, 82), ("en", 69, 94)])
def test_of_what_exempelby_has_sorted_itself_the_suggestions_find_again_this_much(
    lang: Lang, right: int, pairs: int
) -> None:
    """How good the suggestions are where the answer is known: the pages show these figures."""
    needs: dict[str, set[str]] = {}
    for row in csv_rows("need_insights"):
        needs.setdefault(row["insight_id"], set()).add(row["need_id"])
    made = load_exempelby(lang)
    untied = workbook({**{t: made[t] for t in TABLES}, "need_insights": pd.DataFrame()})
    known = [
        bool(needs[a] & needs[b])
        for found in suggest_needs(untied)
        for a, b in combinations(found.insights, 2)
        if a in needs and b in needs
    ]
    assert (sum(known), len(known)) == (right, pairs)
