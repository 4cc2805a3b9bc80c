"""The prioritisation board, driven as a facilitator does: ballots are filled in, the order and the doubts read."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import ipywidgets as w
import pytest

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.widgets import prioritise_board
from fsi_kit.widgets.board import GRADES, MOST_IDEAS, OWN, Board, Place

HOSTILE = "<script>alert(1)</script>"
each_lang = pytest.mark.parametrize("lang", LANGS)


def board(lang: Lang = "sv", ideas: list[str] | None = None) -> Board:
    return Board(lang, "W03", ideas)


def said(made: Board) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", made.result.value)).split())


def of(widget: Any, kind: type) -> list[Any]:
    found = [widget] if isinstance(widget, kind) else []
    return found + [each for child in getattr(widget, "children", ()) for each in of(child, kind)]


def vote(made: Board, voter: str, idea: str, dots: int, grade: int | None = None) -> None:
    made.voter.value = voter
    made.controls[Place(voter, idea, "dots")].value = str(dots)
    if grade:
        made.controls[Place(voter, idea, GRADES[voter])].value = str(grade)


@each_lang
def test_the_board_begins_with_the_ideas_that_got_most_dots_and_blank_ballots(lang: Lang) -> None:
    made = board(lang)
    ideas = load_exempelby(lang)["ideas"].query("workshop_id == 'W03'")
    most = ideas.nlargest(MOST_IDEAS, "votes").set_index("idea_id")["what"]
    assert made.ideas == most.sort_index().to_dict()
    assert made.ballots == {}
    assert made.voter.value == "owner_one"


@each_lang
def test_every_control_can_be_reached_with_the_keyboard_and_has_a_label_of_its_own(lang: Lang) -> None:
    widget = prioritise_board(lang)
    controls = [*of(widget, w.Dropdown), *of(widget, w.Textarea), *of(widget, w.Button)]
    labels = [control.description for control in controls]
    assert len(controls) == 1 + 1 + 1 + 2 * MOST_IDEAS + 3
    assert all(labels) and len(set(labels)) == len(labels)
    assert all(part.layout.width in (None, "auto", "100%") for part in of(widget, w.DOMWidget))


def test_dots_from_four_ballots_are_added_up_and_the_idea_with_most_comes_first() -> None:
    made = board(ideas=["A", "B", "C"])
    vote(made, "owner_one", "E02", 3, 5)
    vote(made, "official", "E02", 1, 2)
    vote(made, "manager", "E03", 2, 4)
    made.count()
    assert re.search(r"Plats 1: E02 B prickar 4 · effekt 5 · insats 2 · Gör snart Plats 2: E03 C prickar 2", said(made))


def test_a_ballot_keeps_its_marks_while_another_is_shown() -> None:
    made = board(ideas=["A", "B"])
    vote(made, "owner_one", "E01", 2, 4)
    made.voter.value = "manager"
    assert {control.value for control in made.controls.values()} == {""}
    made.voter.value = "owner_one"
    assert [control.value for control in made.controls.values()] == ["2", "4", "", ""]


@each_lang
def test_grades_far_apart_are_told_as_a_disagreement_to_talk_about(lang: Lang) -> None:
    made = board(lang, ["A", "B"])
    vote(made, "owner_one", "E01", 1, 5)
    vote(made, "owner_two", "E01", 1, 1)
    made.count()
    assert ("oense om effekten" if lang == "sv" else "disagree about the effect") in said(made)
    vote(made, "owner_two", "E01", 1, 4)
    made.count()
    assert ("oense" if lang == "sv" else "disagree") not in said(made)


def test_ideas_with_as_many_dots_share_a_place() -> None:
    made = board(ideas=["A", "B"])
    vote(made, "owner_one", "E01", 2)
    vote(made, "owner_one", "E02", 2)
    made.count()
    assert said(made).count("Delad plats 1") == 2


def test_a_ballot_with_too_many_dots_is_told_of_and_counted() -> None:
    made = board(ideas=["A", "B"])
    vote(made, "owner_one", "E01", 5)
    vote(made, "owner_one", "E02", 4)
    made.count()
    assert "9 prickar" in said(made) and "företagare 1" in said(made)
    assert "E01 A prickar 5" in said(made)


def test_what_was_said_is_taken_back_when_a_ballot_changes() -> None:
    made = board(ideas=["A"])
    vote(made, "owner_one", "E01", 1)
    made.count()
    vote(made, "owner_one", "E01", 2)
    assert "Plats" not in said(made) and "Räkna" in said(made)


@each_lang
def test_the_example_fills_in_every_ballot_divides_the_owners_once_and_can_be_cleared(lang: Lang) -> None:
    made = board(lang)
    made.fill_in()
    assert said(made).count("oense" if lang == "sv" else "disagree") == 1
    totals = made.frame().groupby("voter")["dots"].sum()
    assert len(totals) == 4 and totals.between(3, 5).all()
    made.clear()
    assert made.result.value == w.HTML(board(lang).result.value).value
    assert {control.value for control in made.controls.values()} == {""}


def test_own_ideas_are_one_a_line_at_most_six_and_never_run() -> None:
    made = board(ideas=[])
    made.count()
    assert "inga idéer" in said(made)
    made.written.value = "\n\n".join([HOSTILE, "  två   ord ", *"abcdef"])
    assert list(made.ideas.values()) == [HOSTILE, "två ord", *"abcd"]
    made.fill_in()
    assert "<script" not in made.result.value and HOSTILE in said(made)
    assert all("<script" not in each.value for each in of(made.widget, w.HTML))


def test_another_source_brings_other_ideas_and_the_box_to_write_in_comes_only_for_ones_own() -> None:
    made = board()
    assert made.written.layout.display == "none"
    made.source.value = "W01"
    assert "D001" in made.ideas
    made.source.value = OWN
    assert made.written.layout.display is None and made.ideas == {}


def test_an_unknown_workshop_is_told_of_and_another_shown() -> None:
    widget = prioritise_board("sv", "W99")
    assert any("W99" in each.value and "W01" in each.value for each in of(widget, w.HTML))
