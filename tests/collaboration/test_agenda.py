"""An agenda fills its slot to the minute, keeps the five steps in order, gives breaks and says what it left out."""

from __future__ import annotations

import tomllib
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sampling import examples

import fsi_kit
from fsi_kit.collaboration import Agenda, AgendaError, least_minutes, plan_agenda
from fsi_kit.collaboration.timing import Piece, Span, allocate, fit, least
from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang, load_texts

METHOD_FILE = Path(fsi_kit.__file__).parent / "method.toml"
METHOD: dict[str, Any] = tomllib.loads(METHOD_FILE.read_text(encoding="utf-8"))
ACTIVITIES = [activity for step in METHOD["steps"] for activity in step["activities"]]
MINUTES = {activity["id"]: activity["minutes"] for activity in ACTIVITIES}
LEAST = {activity["id"]: activity["least"] for activity in ACTIVITIES}
BREAKS = load_texts("fsi_kit.collaboration", "agenda.toml")["breaks"]


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def lengths(agenda: Agenda) -> dict[str, int]:
    return {item.activity.id: item.minutes for item in agenda.items if item.activity and item.round == 1}


def ids(agenda: Agenda) -> list[str]:
    return [item.activity.id for item in agenda.items if item.activity]


# Time


def test_with_just_enough_time_everything_gets_the_methods_minutes() -> None:
    agenda = plan_agenda(sum(MINUTES.values()) + 2 * 15, people=16, start="08:30")
    assert lengths(agenda) == MINUTES
    assert [item.minutes for item in agenda.breaks] == [15, 15]
    assert (agenda.items[0].start, agenda.items[-1].end) == ("08:30", "12:40")
    assert agenda.left_out == () and agenda.notes == ()


def test_the_shortest_agenda_gives_everything_its_least_and_leaves_out_what_can_be() -> None:
    agenda = plan_agenda(85, people=12)
    assert lengths(agenda) == {id_: few for id_, few in LEAST.items() if few}
    assert [gone.activity.id for gone in agenda.left_out] == ["build", "test-plan"]
    assert [gone.step.id for gone in agenda.left_out] == ["create", "plan"]
    assert agenda.least == 85 == sum(LEAST.values())
    assert agenda.breaks == ()


def test_between_least_and_full_all_shrink_by_the_same_share() -> None:
    agenda = plan_agenda(180, people=16)
    got = lengths(agenda)
    coffee = sum(item.minutes for item in agenda.breaks)
    share = (180 - coffee - 85) / (220 - 85)
    assert set(got) == set(MINUTES)
    for id_, minutes in got.items():
        assert abs(minutes - (LEAST[id_] + share * (MINUTES[id_] - LEAST[id_]))) < 1.5


@pytest.mark.parametrize(
    ("minutes", "left_out"), [(150, ["build", "test-plan"]), (160, ["test-plan"]), (170, []), (240, [])]
)
def test_what_can_be_left_out_comes_in_when_there_is_time_the_last_one_last(minutes: int, left_out: list[str]) -> None:
    agenda = plan_agenda(minutes, people=12)
    assert [gone.activity.id for gone in agenda.left_out] == left_out
    assert bool(left_out) == any("Pröva varandras planer" in note for note in agenda.notes)


def test_a_long_day_does_the_steps_from_the_second_question_again() -> None:
    agenda = plan_agenda(480, people=20)
    assert agenda.rounds == 2
    again = [item.step.id for item in agenda.items if item.step and item.round == 2]
    assert list(dict.fromkeys(again)) == ["create", "choose", "plan"]
    assert ids(agenda).count("close") == 1 and ids(agenda)[-1] == "close"
    assert any("2 varv" in note and "steg 3" in note for note in agenda.notes)


def test_more_time_stretches_work_but_not_what_lives_by_its_pace() -> None:
    got = lengths(plan_agenda(400, people=16, start="13:00"))
    assert got["one-two-four"] == 15 and got["matrix"] == 15 and got["dots"] == 10
    assert 20 < got["causes"] <= 40 and 15 < got["recognise"] <= 22 and 10 <= got["decide"] <= 12


def test_what_is_left_over_is_a_reserve_at_the_end_of_the_day() -> None:
    agenda = plan_agenda(960, people=16, start="08:00")
    reserves = [item for item in agenda.items if item.kind == "reserve"]
    assert agenda.rounds == 3 and reserves
    left_over = sum(item.minutes for item in reserves)
    assert any(str(left_over) in note for note in agenda.notes)
    for item in reserves:
        assert item == [other for other in agenda.items if other.day == item.day][-1]


# Breaks and days


def test_a_day_that_passes_noon_has_lunch_about_then_and_a_short_one_has_none() -> None:
    lunches = [item for item in plan_agenda(360, people=20, start="09:00").items if item.kind == "lunch"]
    assert len(lunches) == 1 and lunches[0].minutes >= 45
    assert abs(clock(lunches[0].start) - 12 * 60) <= 45
    for minutes, start in ((270, "09:00"), (360, "12:30")):
        assert "lunch" not in [item.kind for item in plan_agenda(minutes, people=20, start=start).items]


@pytest.mark.parametrize(
    ("start", "minutes", "lunches"),
    [("09:00", 299, 0), ("09:00", 300, 1), ("07:00", 300, 0), ("07:00", 360, 1), ("11:30", 300, 1), ("11:31", 480, 0)],
)
def test_lunch_is_for_days_of_five_hours_that_lie_around_noon(start: str, minutes: int, lunches: int) -> None:
    found = [item for item in plan_agenda(minutes, 16, start).items if item.kind == "lunch"]
    assert len(found) == lunches
    assert all(11 * 60 <= clock(item.start) <= 13 * 60 for item in found)


def test_just_below_two_hours_a_slot_is_refused_that_two_hours_could_not_hold() -> None:
    least = least_minutes(80)
    assert least == sum(LEAST.values()) + 3 * 12 + 10 == 131  # 121 minutes of work, which must have a break
    assert least_minutes(75) == 118 + 10
    with pytest.raises(AgendaError):
        plan_agenda(119, 75)  # although 118 minutes of work would fit


def test_two_days_are_equally_long_and_part_between_steps() -> None:
    agenda = plan_agenda(601, people=20, start="09:00")
    assert agenda.days == 2
    days = [list(items) for _, items in groupby(agenda.items, key=lambda item: item.day)]
    assert [sum(item.minutes for item in day) for day in days] == [301, 300]
    assert days[1][0].start == "09:00"
    last = [item for item in days[0] if item.step][-1]
    first = days[1][0]
    assert first.step and last.step and (first.step.number, first.round) != (last.step.number, last.round)
    assert any(f"steg {first.step.number}" in note for note in agenda.notes)


def test_a_short_workshop_may_be_spread_over_two_days() -> None:
    agenda = plan_agenda(200, people=12, days=2)
    assert agenda.days == 2 and {item.day for item in agenda.items} == {1, 2}
    assert agenda.breaks == ()  # neither day is long enough for one


@settings(max_examples=examples(60), deadline=None)
@example(minutes=960, people=2, start="12:30", days=None, size=8)  # a long reserve
@given(
    minutes=st.integers(85, 960),
    people=st.integers(2, 100),
    start=st.sampled_from(["08:00", "09:00", "10:40", "12:30", "15:00"]),
    days=st.sampled_from([None, 1, 2]),
    size=st.integers(2, 8),
)
def test_every_agenda_keeps_the_promises(minutes: int, people: int, start: str, days: int | None, size: int) -> None:
    try:
        agenda = plan_agenda(minutes, people, start, group_size=size, days=days)
    except AgendaError as error:
        if error.reason == "too_short":
            assert error.least is not None and error.least > minutes
            assert plan_agenda(error.least, people, start, group_size=size, days=days).least == error.least
        else:
            assert (error.reason == "too_long") == (days == 1 and minutes > 480)
            assert error.reason in ("too_long", "midnight")
        return
    assert agenda.least <= minutes
    assert sum(item.minutes for item in agenda.items) == minutes
    steps = [(item.round, item.step.number) for item in agenda.items if item.step]
    assert steps == sorted(steps) and {number for _, number in steps} == {1, 2, 3, 4, 5}
    for _, on_day in groupby(agenda.items, key=lambda item: item.day):
        day = list(on_day)
        whole = sum(item.minutes for item in day)
        assert day[0].start == start
        assert all(one.end == two.start for one, two in pairwise(day))
        assert all(clock(item.end) - clock(item.start) == item.minutes > 0 for item in day)
        for pause, run in groupby(day, key=lambda item: item.kind in ("coffee", "lunch")):
            lasts = [item.minutes for item in run]
            assert pause or len(lasts) == 1 or sum(lasts) <= (100 if whole >= 120 else 119)
        lunches = [item for item in day if item.kind == "lunch"]
        assert len(lunches) == (whole >= 300 and clock(start) <= 11.5 * 60 and clock(start) + whole >= 13 * 60)
        assert day[0].kind == "activity" and day[-1].kind in ("activity", "reserve")
    for item in agenda.items:
        if item.activity:
            assert item.minutes >= item.activity.least and item.roles
            assert sum(item.groups) == (0 if item.form == "alone" else people)


# People


def test_plenaries_after_group_work_take_longer_when_there_are_more_groups() -> None:
    more = 2 * (6 - 4)  # two minutes for each group above four
    got = lengths(plan_agenda(220 + 3 * more + 2 * 15, people=30))
    assert got == MINUTES | {id_: MINUTES[id_] + more for id_ in ("agree", "decide", "close")}
    assert least_minutes(30) == 85 + 3 * (6 - 4)


def test_odd_numbers_make_one_group_of_three_in_pair_work() -> None:
    for people, groups, sv, en in (
        (11, (3, 2, 2, 2, 2), "4 par och en grupp om tre", "4 pairs and one group of three"),
        (12, (2,) * 6, "6 par", "6 pairs"),
        (5, (3, 2), "ett par och en grupp om tre", "one pair and one group of three"),
        (3, (3,), "en grupp om tre", "one group of three"),
        (2, (2,), "ett par", "one pair"),
    ):
        for lang, said in (("sv", sv), ("en", en)):
            items = plan_agenda(240, people, lang=lang).items  # type: ignore[arg-type]
            pairs = next(item for item in items if item.form == "pairs")
            assert (pairs.groups, pairs.who) == (groups, said)


def test_group_work_says_how_many_groups_and_gives_each_a_host_and_a_note_keeper() -> None:
    work = next(item for item in plan_agenda(240, 18, lang="en").items if item.form == "groups")
    assert work.groups == (5, 5, 4, 4) and work.who == "2 groups of 5 and 2 groups of 4"
    assert {role.id: role.count for role in work.roles} == {
        "facilitator": 1,
        "timekeeper": 1,
        "table_host": 4,
        "note_keeper": 4,
    }
    assert work.materials == ("cause sheet", "notes")


def test_every_activity_tells_each_role_what_to_do_in_both_languages() -> None:
    both = [plan_agenda(240, 16, lang=lang).items for lang in LANGS]
    said = 0
    for sv, en in zip(*both, strict=True):
        assert (sv.start, sv.kind, [r.id for r in sv.roles]) == (en.start, en.kind, [r.id for r in en.roles])
        for one, other in zip(sv.roles, en.roles, strict=True):
            assert one.name and one.does and other.does and one.does != other.does
            said += 1
    assert said > 30


def test_the_agenda_as_a_table_has_a_row_for_each_item() -> None:
    agenda = plan_agenda(240, 16)
    frame = agenda.frame()
    assert len(frame) == len(agenda.items)
    assert frame["minutes"].sum() == 240
    assert frame.loc[frame["kind"] == "coffee", "step"].isna().all()
    assert list(frame["step"].dropna().unique()) == [1, 2, 3, 4, 5]


# What cannot be


@pytest.mark.parametrize(
    ("asked", "reason", "named"),
    [
        ({"minutes": 84}, "too_short", ["84", "12", "85"]),
        ({"minutes": 89, "days": 2}, "too_short", ["89", "90"]),
        ({"minutes": 961}, "too_long", ["961", "480", "2"]),
        ({"minutes": 481, "days": 1}, "too_long", ["481"]),
        ({"people": 1}, "people", ["1", "2", "100"]),
        ({"people": 101}, "people", ["101"]),
        ({"days": 3}, "days", ["3"]),
        ({"group_size": 1}, "size", ["1"]),
        ({"start": "nio"}, "start", ["nio", "08:30"]),
        ({"start": "24:00"}, "start", ["24:00"]),
        ({"start": "21:00"}, "midnight", ["21:00"]),
    ],
)
def test_what_cannot_be_planned_is_said_in_both_languages(asked: dict[str, Any], reason: str, named: list[str]) -> None:
    with pytest.raises(AgendaError) as wrong:
        plan_agenda(**{"minutes": 240, "people": 12} | asked)
    assert wrong.value.reason == reason
    texts = {lang: wrong.value.text(lang) for lang in LANGS}
    assert texts["sv"] != texts["en"]
    for text in texts.values():
        assert all(word in text for word in named) and "{" not in text and "None" not in text


# A municipality's own method


def own_method(tmp_path: Path, lang: Lang, *changes: tuple[str, str]) -> Any:
    text = METHOD_FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    return load_method(lang, tmp_path / "own.toml")


def test_a_municipalitys_own_minutes_and_words_are_used(tmp_path: Path) -> None:
    method = own_method(tmp_path, "en", ("minutes = 10\nleast = 5", "minutes = 60\nleast = 50"), ("Welcome", "Hello"))
    assert least_minutes(12, method) == 85 + 45 + 10  # above two hours there is a break too
    agenda = plan_agenda(140, 12, method=method)
    assert agenda.items[0].name.startswith("Hello") and agenda.items[0].minutes == 50
    assert agenda.lang == "en"


def test_a_method_that_no_day_can_hold_says_so(tmp_path: Path) -> None:
    method = own_method(tmp_path, "sv", ("minutes = 10\nleast = 5", "minutes = 900\nleast = 900"))
    with pytest.raises(AgendaError) as wrong:
        plan_agenda(480, 12, method=method)
    assert wrong.value.least and wrong.value.least > 900


# Sharing out minutes


def test_minutes_are_shared_by_largest_remainder() -> None:
    assert allocate([Span(0, 10, 10), Span(0, 10, 10), Span(0, 10, 10)], 16) == [6, 5, 5]
    assert allocate([Span(5, 10, 20), Span(0, 20, 20)], 30) == [10, 20]
    assert allocate([Span(5, 10, 20), Span(0, 20, 20)], 36) == [16, 20]
    assert allocate([Span(3, 3, 3)], 3) == [3]


@given(
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12),
    part=st.floats(0, 1),
)
def test_sharing_keeps_the_sum_and_every_span(spans: list[tuple[int, int, int]], part: float) -> None:
    made = [Span(*sorted(span)) for span in spans]
    low, high = sum(span.low for span in made), sum(span.high for span in made)
    minutes = low + round(part * (high - low))
    shared = allocate(made, minutes)
    assert sum(shared) == minutes
    assert all(span.low <= got <= span.high for span, got in zip(made, shared, strict=True))


def test_work_that_can_be_broken_nowhere_is_done_in_one_go() -> None:
    piece = Piece(Span(110, 110, 110), True)
    (day,) = fit([piece, piece], 235, 1, 9 * 60, BREAKS) or [None]
    assert day and [pause.after for pause in day.breaks] == [1]
    assert fit([piece], 125, 1, 9 * 60, BREAKS) is None
    assert least([piece, piece], 1, 9 * 60, BREAKS) == 230
