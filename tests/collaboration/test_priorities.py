"""Ideas are ranked by the vote, ties are marked, and how far people disagree is shown."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from collaboration.small import csv_rows
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples

from fsi_kit.collaboration import ballot_problems, prioritise, quadrant_name
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS


def ideas(*rows: tuple[str, int | None, int | None, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["idea_id", "votes", "effect", "effort"], dtype=object)
    return frame.assign(workshop_id="W1", chosen=[True] + [None] * (len(frame) - 1))


def ballots(*rows: tuple[str, str, Any, Any, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["voter", "idea", "dots", "effect", "effort"], dtype=object)


THREE = ideas(("D1", None, None, None), ("D2", None, None, None), ("D3", None, None, None))


def column(ranked: pd.DataFrame, name: str) -> list[Any]:
    return [None if pd.isna(value) else value for value in ranked[name]]


def test_the_most_votes_come_first_and_ties_share_a_rank_and_are_marked() -> None:
    ranked = prioritise(ideas(("D1", 2, 3, 3), ("D2", 5, 1, 5), ("D3", 2, 5, 3), ("D4", None, 5, 1), ("D5", 1, 1, 1)))
    assert column(ranked, "idea_id") == ["D2", "D3", "D1", "D5", "D4"]
    assert column(ranked, "rank") == [1, 2, 2, 4, None]
    assert column(ranked, "tied") == [False, True, True, False, False]
    assert column(ranked, "chosen") == [False, False, True, False, False]


def test_in_a_tie_more_effect_then_less_effort_stands_first() -> None:
    ranked = prioritise(ideas(("D1", 1, 4, 4), ("D2", 1, 4, 2), ("D3", 1, 5, 5), ("D4", 1, None, 1)))
    assert column(ranked, "idea_id") == ["D3", "D2", "D1", "D4"]


def test_each_workshop_is_ranked_by_itself() -> None:
    both = pd.concat([ideas(("D1", 1, 1, 1)), ideas(("D2", 9, 1, 1)).assign(workshop_id="W0")])
    ranked = prioritise(both)
    assert column(ranked, "workshop_id") == ["W0", "W1"]
    assert column(ranked, "rank") == [1, 1] and column(ranked, "tied") == [False, False]


@pytest.mark.parametrize(
    ("effect", "effort", "quadrant"),
    [
        (4, 3, "quick_win"),
        (5, 4, "big_project"),
        (3, 3, "fill_in"),
        (1, 5, "skip"),
        (None, 1, None),
        (5, None, None),
    ],
)
def test_effect_and_effort_above_three_are_high(effect: int | None, effort: int | None, quadrant: str | None) -> None:
    assert column(prioritise(ideas(("D1", 1, effect, effort))), "quadrant") == [quadrant]


def test_quadrants_have_a_name_in_both_languages() -> None:
    names = {q: [quadrant_name(q, lang) for lang in LANGS] for q in ("quick_win", "big_project", "fill_in", "skip")}
    assert names["quick_win"] == ["Gör snart", "Quick win"]
    assert len({name for pair in names.values() for name in pair}) == 8
    with pytest.raises(KeyError):
        quadrant_name("magic", "sv")


# Ballots


def test_ballots_are_added_up_and_disagreement_is_shown() -> None:
    ranked = prioritise(
        THREE,
        ballots(
            ("a", "D1", 1, 1, 2),
            ("b", "D1", 1, 5, 2),
            ("c", "D1", 0, 3, None),
            ("a", "D2", 3, 4, 3),
            ("b", "D2", 1, 4, 4),
        ),
    )
    assert column(ranked, "idea_id") == ["D2", "D1", "D3"]
    assert column(ranked, "votes") == [4, 2, 0]
    assert column(ranked, "effect") == [4, 3, None] and column(ranked, "effort") == [3.5, 2, None]
    assert column(ranked, "graders") == [2, 3, 0]
    assert ranked["effect_spread"][1] == pytest.approx((2 + 2 + 0) / 3)
    assert column(ranked, "effort_spread") == [0.5, 0, None]
    assert column(ranked, "divided") == [False, True, None]
    assert column(ranked, "quadrant") == ["big_project", "fill_in", None]


def test_half_at_each_end_is_the_greatest_spread() -> None:
    ranked = prioritise(THREE, ballots(*[(str(i), "D1", 0, 1 + 4 * (i % 2), 3) for i in range(8)]))
    assert (ranked["effect_spread"][0], ranked["effort_spread"][0]) == (2, 0)


def test_totals_say_nothing_of_disagreement() -> None:
    ranked = prioritise(ideas(("D1", 1, 1, 1)))
    assert [column(ranked, name) for name in ("graders", "effect_spread", "divided")] == [[None]] * 3


def test_odd_ballots_are_reported_in_both_languages() -> None:
    odd = ballots(
        ("anna", "D1", 4, 1, 1),
        ("anna", "D2", 2, 1, 1),
        ("bo", "D9", 1, 1, 1),
        ("bo", "D1", -1, 5, 5),
        ("bo", "D2", 1.5, 5, 5),
        ("cy", "D1", 1, 6, "x"),
        ("cy", "D2", 1, 1, 1),
        ("cy", "D2", 1, 1, 1),
        (None, "D1", "many", None, None),
    )
    found = ballot_problems(odd, THREE)
    assert [(p.voter, p.idea, p.problem, p.value) for p in found] == [
        ("", "D1", "negative", "many"),
        ("anna", "", "too_many_dots", "6"),
        ("bo", "D1", "negative", "-1"),
        ("bo", "D2", "negative", "1.5"),
        ("bo", "D9", "unknown", ""),
        ("cy", "D1", "scale", "6"),
        ("cy", "D1", "scale", "x"),
        ("cy", "D2", "twice", "2"),
    ]
    for problem in found:
        sv, en = problem.text("sv"), problem.text("en")
        assert sv != en and "{" not in sv + en and problem.value in sv and problem.value in en
    assert [p.problem for p in ballot_problems(odd, THREE, dots=6)].count("too_many_dots") == 0
    ranked = prioritise(THREE, odd).set_index("idea_id")
    assert dict(ranked["votes"]) == {"D1": 5, "D2": 4, "D3": 0}  # too many dots count, what is no number does not
    assert ranked.loc["D1", "effect"] == 1 and ranked.loc["D2", "graders"] == 2


def test_in_order_ballots_have_no_problems() -> None:
    assert ballot_problems(ballots(("a", "D1", 5, 1, 5), ("b", "D1", None, None, None)), THREE) == ()


def test_nothing_gives_nothing() -> None:
    for ranked in (prioritise(THREE[:0]), prioritise(THREE[:0], ballots()), prioritise(pd.DataFrame({"idea_id": []}))):
        assert ranked.empty and "rank" in ranked
    assert ballot_problems(ballots(), THREE) == ()
    assert column(prioritise(THREE, ballots()), "votes") == [0, 0, 0]
    assert ballot_problems(pd.DataFrame({"voter": ["a"], "idea": ["D1"]}), THREE) == ()


grade = st.one_of(st.none(), st.integers(0, 6))
votes_cast = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["D1", "D2", "D3", "D4"]), st.integers(-1, 4), grade, grade),
    max_size=12,
)
totals = st.lists(st.tuples(grade, grade, grade), min_size=3, max_size=8)


@settings(max_examples=examples(30), deadline=None)
@given(rows=totals, cast=st.none() | votes_cast, data=st.data())
def test_the_order_of_rows_never_matters(
    rows: list[tuple[int | None, ...]], cast: list[Any] | None, data: st.DataObject
) -> None:
    frame = ideas(*((f"D{i}", *row) for i, row in enumerate(rows, start=1)))  # type: ignore[arg-type]
    other = frame.iloc[data.draw(st.permutations(range(len(frame))))]
    votes = None if cast is None else ballots(*cast)
    shuffled = None if votes is None else votes.iloc[data.draw(st.permutations(range(len(votes))))]
    one, two = prioritise(frame, votes), prioritise(other, shuffled)
    pd.testing.assert_frame_equal(one, two, check_exact=False)
    assert sorted(one["idea_id"]) == sorted(frame["idea_id"])
    votes_in_order = list(one["votes"].dropna())
    assert votes_in_order == sorted(votes_in_order, reverse=True)
    if votes is not None and shuffled is not None:
        assert ballot_problems(votes, frame) == ballot_problems(shuffled, other)


def test_exempelbys_first_workshop_is_ranked_as_its_votes_say() -> None:
    rows = [row for row in csv_rows("ideas") if row["workshop_id"] == "W01"]
    ranked = prioritise(load_exempelby("sv")["ideas"]).query("workshop_id == 'W01'")
    assert len(ranked) == len(rows) == 21
    votes = {row["idea_id"]: int(row["votes"]) for row in rows}
    for row in ranked.itertuples():
        assert row.rank == 1 + sum(other > votes[row.idea_id] for other in votes.values())
        assert row.tied == (list(votes.values()).count(votes[row.idea_id]) > 1)
    quick = {r["idea_id"] for r in rows if int(r["effect"]) >= 4 and int(r["effort"]) <= 3}
    assert set(ranked.query("quadrant == 'quick_win'")["idea_id"]) == quick and len(quick) == 7
    assert set(ranked.query("chosen")["idea_id"]) == {r["idea_id"] for r in rows if r["chosen"] == "true"}
