"""Groups hold everyone once, spread the sides and then the departments, and keep pairs together or apart."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from collaboration.small import csv_rows
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples

from fsi_kit.collaboration import GroupError, Groups, group_sizes, imbalance, make_groups
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS

Person = tuple[str | None, str | None]
SIDES = ("municipality", "business", "other", None)

person = st.tuples(st.sampled_from(SIDES), st.sampled_from(["Streets", "Permits", "Schools", None]))
people_of = st.lists(person, max_size=24)


def crowd(people: list[Person]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "participant_id": [f"P{number:02d}" for number in range(1, len(people) + 1)],
            "side": [side for side, _ in people],
            "department": [department for _, department in people],
        },
        dtype="string",
    )


def homes(groups: Groups) -> dict[str, str]:
    return dict(zip(groups.assignment["participant_id"], groups.assignment["group"], strict=True))


def uneven(people: list[Person], groups: list[int], which: int) -> float:
    """The measure, written out the long way."""
    sizes, total = Counter(groups), len(people)
    return sum(
        (sum(g == group and p[which] == kind for p, g in zip(people, groups, strict=True)) - size * count / total) ** 2
        for group, size in sizes.items()
        for kind, count in Counter(person[which] for person in people).items()
        if kind is not None
    )


HALF: list[Person] = [("municipality", "Streets")] * 4 + [("municipality", "Permits")] * 4 + [("business", None)] * 8


def test_a_room_that_divides_evenly_is_divided_evenly() -> None:
    groups = make_groups(crowd(HALF), size=4)
    assert groups.sizes == (4, 4, 4, 4)
    assert groups.imbalance == (0, 0) and groups.best
    assert set(groups.balance["people"] - groups.balance["share"]) == {0}
    assert list(groups.balance.query("group == '1'")["name"]) == ["business", "municipality", "Permits", "Streets"]


def test_the_measure_is_the_squared_distance_from_the_fair_share() -> None:
    people = crowd([("municipality", "Streets")] * 2 + [("business", None)] * 2)
    apart = imbalance(people.assign(group=["1", "1", "2", "2"]))
    assert apart == (4.0, 2.0)  # each side is one from its share in both groups, and so is the department
    assert imbalance(people.assign(group=["1", "2", "1", "2"])) == (0.0, 0.0)
    assert imbalance(people.assign(group=["1", "2", None, None])) == (0.0, 0.0)
    assert imbalance(people.assign(group=None)) == (0.0, 0.0)


@settings(max_examples=examples(60), deadline=None)
@given(people=people_of, size=st.integers(2, 7), seed=st.integers(0, 3))
def test_everyone_comes_in_exactly_one_group_and_sizes_differ_by_at_most_one(
    people: list[Person], size: int, seed: int
) -> None:
    groups = make_groups(crowd(people), size, seed=seed)
    assert sorted(groups.assignment["participant_id"]) == sorted(crowd(people)["participant_id"])
    assert sorted(groups.sizes, reverse=True) == list(group_sizes(len(people), size))
    assert max(groups.sizes, default=0) <= size and max(groups.sizes, default=0) - min(groups.sizes, default=0) <= 1
    order = [int(home) for home in homes(groups).values()]
    for which, measured in enumerate(groups.imbalance):
        assert measured == pytest.approx(uneven(people, order, which))


@settings(max_examples=examples(30), deadline=None)
@given(people=people_of, data=st.data(), seed=st.integers(0, 9))
def test_the_order_of_rows_never_matters(people: list[Person], data: st.DataObject, seed: int) -> None:
    room = crowd(people)
    order = data.draw(st.permutations(range(len(room))))
    one, other = make_groups(room, seed=seed), make_groups(room.iloc[list(order)], seed=seed)
    pd.testing.assert_frame_equal(one.assignment, other.assignment)
    pd.testing.assert_frame_equal(one.balance, other.balance)


def test_another_seed_may_give_other_groups_that_are_as_even() -> None:
    found = [make_groups(crowd(HALF), size=4, seed=seed) for seed in range(4)]
    assert len({tuple(homes(groups).values()) for groups in found}) > 1
    assert {groups.imbalance for groups in found} == {(0.0, 0.0)}


@cache
def divisions(sizes: tuple[int, ...], left: tuple[int, ...]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Return every way to put people into groups of the given sizes."""
    if not sizes:
        return ((),)
    return tuple(
        (first, *rest)
        for first in combinations(left, sizes[0])
        for rest in divisions(sizes[1:], tuple(p for p in left if p not in first))
    )


@settings(max_examples=examples(25), deadline=None)
@given(people=st.lists(person, min_size=4, max_size=8), size=st.integers(2, 4))
def test_no_division_of_a_small_room_is_more_even(people: list[Person], size: int) -> None:
    groups = make_groups(crowd(people), size)
    best = min(
        (round(uneven(people, placed, 0), 9), round(uneven(people, placed, 1), 9))
        for division in divisions(group_sizes(len(people), size), tuple(range(len(people))))
        for placed in [[next(g for g, members in enumerate(division) if p in members) for p in range(len(people))]]
    )
    assert (round(groups.imbalance.side, 9), round(groups.imbalance.department, 9)) == best


# Pairs


@settings(max_examples=examples(60), deadline=None)
@given(people=st.lists(person, min_size=6, max_size=20), data=st.data())
def test_pairs_are_kept_or_those_in_the_way_are_named(people: list[Person], data: st.DataObject) -> None:
    ids = st.sampled_from([f"P{number:02d}" for number in range(1, len(people) + 1)])
    pairs = st.lists(st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]), max_size=4)
    together, apart = data.draw(pairs), data.draw(pairs)
    try:
        home = homes(make_groups(crowd(people), 4, together, apart))
    except GroupError as error:
        assert error.reason == "pairs" and error.pairs
        assert set(error.together) <= set(together) and set(error.apart) <= set(apart)
        for pair in error.together:  # without any one of them there are groups that keep the rest
            rest = [other for other in error.together if other != pair]
            assert homes(make_groups(crowd(people), 4, rest, error.apart))
        for lang in LANGS:
            assert all(f"{a} + {b}" in error.text(lang) for a, b in error.pairs)
        return
    assert sorted(home) == sorted(crowd(people)["participant_id"])
    assert all(home[a] == home[b] for a, b in together)
    assert all(home[a] != home[b] for a, b in apart)


def test_a_block_of_people_moves_as_one_to_where_it_does_most_good() -> None:
    people: list[Person] = [("municipality", None)] * 4 + [("business", None)] * 4
    together = [("P01", "P02"), ("P05", "P06")]
    for seed in range(8):
        groups = make_groups(crowd(people), 4, together, seed=seed)
        assert groups.imbalance == (0, 0)
        assert all(homes(groups)[a] == homes(groups)[b] for a, b in together)


@pytest.mark.parametrize(
    ("together", "apart", "named"),
    [
        ([("P01", "P02"), ("P02", "P03"), ("P05", "P06")], [("P01", "P03")], "P01 + P02, P02 + P03|P01 + P03"),
        ([], [("P01", "P02"), ("P02", "P03"), ("P01", "P03")], "|P01 + P02, P02 + P03, P01 + P03"),
        ([("P01", "P02"), ("P02", "P03"), ("P03", "P04"), ("P04", "P05")], [], "P01 + P02, P02 + P03, P03 + P04|"),
    ],
)
def test_pairs_that_cannot_be_kept_are_named_and_no_others(
    together: list[tuple[str, str]], apart: list[tuple[str, str]], named: str
) -> None:
    people: list[Person] = [("municipality", None)] * 3 + [("business", None)] * 3
    with pytest.raises(GroupError) as wrong:
        make_groups(crowd(people), 3, together, apart)
    held, kept = named.split("|")
    assert ", ".join(f"{a} + {b}" for a, b in wrong.value.apart) == kept
    if "P03 + P04" in held:  # any three of the chain of five are too many for a group of three
        assert len(wrong.value.together) == 3
    else:
        assert ", ".join(f"{a} + {b}" for a, b in wrong.value.together) == held
    assert "2 grupper om högst 3" in wrong.value.text("sv") and "2 groups of at most 3" in wrong.value.text("en")


def test_pairs_that_take_too_long_to_place_are_held_to_be_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [("P01", "P02"), ("P03", "P04")]
    assert make_groups(crowd(HALF), 4, apart=pairs).sizes == (4, 4, 4, 4)
    monkeypatch.setattr("fsi_kit.collaboration.pairs.TRIES", 1)
    with pytest.raises(GroupError) as wrong:
        make_groups(crowd(HALF), 4, apart=pairs)
    assert wrong.value.apart


@pytest.mark.parametrize(
    ("asked", "reason", "said"),
    [
        ({"together": [("P01", "P99")]}, "unknown", "P99"),
        ({"apart": [("P98", "P01")]}, "unknown", "P98 + P01"),
        ({"size": 1}, "size", "1"),
        ({"apart": [("P01", "P01")]}, "pairs", "P01 + P01"),
    ],
)
def test_what_makes_no_sense_is_said_in_both_languages(asked: dict[str, Any], reason: str, said: str) -> None:
    with pytest.raises(GroupError) as wrong:
        make_groups(crowd(HALF), **asked)
    assert wrong.value.reason == reason
    assert all(said in wrong.value.text(lang) and "{" not in wrong.value.text(lang) for lang in LANGS)


def test_an_id_that_stands_twice_is_refused() -> None:
    twice = pd.concat([crowd(HALF), crowd(HALF[:1])])
    with pytest.raises(GroupError, match="P01"):
        make_groups(twice)


# Edges and Exempelby


def test_no_participants_give_no_groups_and_rows_without_id_are_left_out() -> None:
    nobody = make_groups(crowd([]))
    assert nobody.assignment.empty and nobody.balance.empty and nobody.sizes == ()
    assert nobody.sentence("sv") != nobody.sentence("en")
    some = crowd(HALF)
    some.loc[0, "participant_id"] = pd.NA
    assert len(make_groups(some).assignment) == len(HALF) - 1


def test_the_sentence_says_how_many_of_each_side_sit_in_a_group() -> None:
    groups = make_groups(crowd(HALF), size=4)
    assert groups.sentence("en") == (
        "4 groups of 4. Business: 2 in each group. Municipality: 2 in each group. "
        "At most 1 from the same department sit in the same group. No division would be more even."
    )
    assert "2 i varje grupp" in groups.sentence("sv")
    assert "0–1" in make_groups(crowd([("business", None), ("municipality", None)] + [("other", None)] * 4)).sentence(
        "en"
    )


def test_exempelbys_third_workshop_is_mixed_in_every_group() -> None:
    people = load_exempelby("sv")["participants"].query("workshop_id == 'W03'")
    rows = [row for row in csv_rows("participants") if row["workshop_id"] == "W03"]
    groups = make_groups(people)
    home = homes(groups)
    assert Counter(Counter(home.values()).values()) == {4: 3, 5: 1} and len(rows) == 17
    for side, least, most in (("municipality", 2, 2), ("business", 2, 2), ("other", 0, 1)):
        inside = Counter(home[row["participant_id"]] for row in rows if row["side"] == side)
        counts = [inside[group] for group in set(home.values())]
        assert (min(counts), max(counts)) == (least, most)
    own = imbalance(people)  # the groups that Exempelby made itself
    assert groups.imbalance <= own
    assert own.side == pytest.approx(
        uneven([(r["side"], r["department"] or None) for r in rows], [int(r["group"]) for r in rows], 0)
    )
