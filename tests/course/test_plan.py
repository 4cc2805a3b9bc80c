"""A course planned for a time and a number of people: to the minute, with nothing of the modules lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsi_kit.collaboration.agenda import AgendaError
from fsi_kit.course.modules import load_module, module_ids
from fsi_kit.course.plan import CoursePlan, Item, PlanError, formats, plan_course
from fsi_kit.texts import LANGS, Lang, load_texts

MINUTES = (60, 90, 120, 150, 210, 240, 330, 420, 480, 600, 840, 960)
PEOPLE = (4, 6, 13, 27, 45)
COMBINATIONS = list(product(MINUTES, PEOPLE))
FORMATS = list(formats("sv"))
RULES = load_texts("fsi_kit.course", "plan.toml")
EVERY_PART = Counter((id_, part.anchor) for id_ in module_ids() for part in load_module(id_, "sv").parts)

each_format = pytest.mark.parametrize("format_", FORMATS)
each_lang = pytest.mark.parametrize("lang", LANGS)


def at(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def days(plan: CoursePlan) -> list[list[Item]]:
    return [[item for item in plan.items if item.day == day] for day in range(1, plan.days + 1)]


def run(plan: CoursePlan) -> list[tuple[str, str]]:
    return [(item.module.id, item.part.anchor) for item in plan.items if item.module and item.part]


def wrong_times(plan: CoursePlan) -> list[str]:
    """Return where the clock and the minutes do not agree, or a day is not filled."""
    found = [f"{i.start}–{i.end}: {i.minutes}" for i in plan.items if at(i.end) - at(i.start) != i.minutes]
    found += [f"a gap at {a.end}" for day in days(plan) for a, b in pairwise(day) if a.end != b.start]
    found += ["the sum"] if sum(item.minutes for item in plan.items) != plan.minutes else []
    lengths = [sum(item.minutes for item in day) for day in days(plan)]
    return found + (["uneven days"] if max(lengths) - min(lengths) >= plan.days else [])


def wrong_breaks(plan: CoursePlan, longest: int = 100) -> list[str]:
    """Return where somebody works too long without a break, or a long day has no lunch at midday."""
    found = []
    for day in days(plan):
        length, pauses = sum(item.minutes for item in day), [i for i in day if i.kind in ("coffee", "lunch")]
        for kind, items in groupby(day, lambda item: item.kind in ("coffee", "lunch", "reserve")):
            worked = list(items)
            if not kind and length >= 120 and len(worked) > 1 and sum(i.minutes for i in worked) > longest:
                found.append(f"{worked[0].start}–{worked[-1].end} without a break")
        lunches = [item for item in pauses if item.kind == "lunch"]
        if len(lunches) != (length >= 300) or any(not 11 <= at(i.start) / 60 <= 13 for i in lunches):
            found.append(f"lunch at {[item.start for item in lunches]}")
        found += [f"{i.minutes} minutes of {i.kind}" for i in pauses if i.minutes < {"coffee": 10, "lunch": 45}[i.kind]]
        found += ["a break at the edge"] if {day[0].kind, day[-1].kind} & {"coffee", "lunch"} else []
    return found


def wrong_groups(plan: CoursePlan) -> list[str]:
    """Return where somebody is left out, or sits in a larger group than talks freely."""
    found = []
    for item in plan.items:
        if item.form in ("groups", "pairs", "trios"):
            most = {"groups": 5, "pairs": 3, "trios": 5}[item.form]
            if sum(item.groups) != plan.people or max(item.groups) > most or min(item.groups) < 2:
                found.append(f"{item.start} {item.groups}")
    return found


def lost_or_twice(plan: CoursePlan) -> Counter[tuple[str, str]]:
    there = Counter(run(plan)) + Counter((each.module.id, each.part.anchor) for each in plan.left)
    return (there - EVERY_PART) + (EVERY_PART - there)


def wrong(plan: CoursePlan) -> list[object]:
    return [*wrong_times(plan), *wrong_breaks(plan), *wrong_groups(plan), *lost_or_twice(plan)]


@pytest.mark.parametrize(("minutes", "people"), COMBINATIONS)
def test_a_plan_fills_its_time_has_its_breaks_and_groups_and_loses_no_part(minutes: int, people: int) -> None:
    plan = plan_course(minutes, people)
    assert (plan.minutes, plan.people, plan.days) == (minutes, people, 1 + (minutes > 480))
    assert wrong(plan) == []


def test_there_are_sixty_combinations() -> None:
    assert len(set(COMBINATIONS)) == 60


@each_format
@pytest.mark.parametrize("people", [5, 12, 31])
def test_every_format_is_planned_in_its_own_time(format_: str, people: int) -> None:
    plan = plan_course(None, people, format_)
    assert wrong(plan) == []
    assert (plan.format, plan.minutes) == (format_, formats("sv")[format_][1])
    assert plan.gives and plan.notes and plan.jobs


@settings(max_examples=15, deadline=None)
@given(minutes=st.integers(40, 960), people=st.integers(2, 60), start=st.sampled_from(["08:00", "09:00", "09:45"]))
def test_whatever_is_asked_for_is_planned_rightly_or_refused_with_the_least(
    minutes: int, people: int, start: str
) -> None:
    try:
        plan = plan_course(minutes, people, start=start)
    except PlanError as error:
        assert error.reason == "too_short" and error.least is not None and error.least > minutes
        return
    assert wrong_times(plan) == [] and wrong_groups(plan) == [] and not lost_or_twice(plan)
    assert plan.items[0].start == start and plan.least <= minutes


@each_format
@pytest.mark.parametrize("people", [6, 30])
def test_the_least_time_works_and_a_minute_less_is_refused(format_: str, people: int) -> None:
    least = plan_course(None, people, format_).least
    assert wrong_times(plan_course(least, people, format_)) == []
    with pytest.raises(PlanError) as refused:
        plan_course(least - 1, people, format_)
    assert refused.value.least == least
    assert f"minst {least} minuter" in refused.value.text("sv")
    assert f"at least {least} minutes" in refused.value.text("en")


@pytest.mark.parametrize(
    ("minutes", "people", "format_", "reason"),
    [
        (961, 12, None, "too_long"),
        (481, 12, "day", "too_long"),
        (120, 1, None, "people"),
        (120, 61, None, "people"),
        (120, 12, "weekend", "format"),
        (None, 12, None, "format"),
        (-5, 12, None, "too_short"),
    ],
)
def test_what_cannot_be_planned_is_said_in_both_languages(
    minutes: int | None, people: int, format_: str | None, reason: str
) -> None:
    with pytest.raises(PlanError) as refused:
        plan_course(minutes, people, format_)
    assert refused.value.reason == reason
    texts = [refused.value.text(lang) for lang in LANGS]
    assert len(set(texts)) == 2 and not re.search(r"[{}]", "".join(texts))


@pytest.mark.parametrize("start", ["nio", "25:00", "23:30"])
def test_a_start_that_is_no_time_or_leads_past_midnight_is_refused(start: str) -> None:
    with pytest.raises(AgendaError):
        plan_course(120, 12, start=start)


def test_parts_keep_the_order_of_the_course_within_each_day() -> None:
    order = {key: number for number, key in enumerate(EVERY_PART)}
    for minutes in MINUTES:
        places = [order[key] for key in run(plan_course(minutes, 12))]
        assert len(places) > 2 and places == sorted(places)


def test_no_module_is_begun_without_something_to_practise() -> None:
    for minutes, people in COMBINATIONS:
        plan = plan_course(minutes, people)
        practised = {
            item.module.id for item in plan.items if item.module and item.part and item.part.kind == "exercise"
        }
        assert {module.id for module in plan.modules} == practised, (minutes, people)


def test_whoever_has_more_time_goes_through_no_fewer_modules() -> None:
    counts = [len(plan_course(minutes, 12).modules) for minutes in MINUTES]
    assert counts == sorted(counts)
    assert counts[0] == 1 and counts[-1] == len(module_ids())


def test_more_groups_get_more_time_to_report() -> None:
    def exercise(people: int) -> int:
        plan = plan_course(None, people, "taster")
        return next(i.minutes for i in plan.items if i.part and i.part.anchor == "exercise")

    assert exercise(45) > exercise(12)


def test_the_two_trainers_take_turns_and_one_leads_each_part() -> None:
    for plan in (plan_course(None, 12, format_) for format_ in FORMATS):
        leads = [item.leads for item in plan.items if item.kind in ("part", "own")]
        assert set(leads) == {"A", "B"}
        assert all(len(jobs) == 2 for jobs in plan.jobs.values())
        assert set(plan.jobs) == {item.form for item in plan.items if item.form}


def test_a_large_group_is_advised_a_third_trainer() -> None:
    assert len(plan_course(210, 26).notes) == len(plan_course(210, 12).notes) + 1


def test_who_reads_at_home_does_so_before_the_meeting_that_needs_it() -> None:
    plan = plan_course(None, 12, "six-weeks")
    assert (plan.days, plan.apart) == (6, 7)
    assert any(each.before for each in plan.left)
    first_run = {item.module.id: item.day for item in reversed(plan.items) if item.module}
    assert all(each.day == first_run[each.module.id] for each in plan.left)
    assert all(each.before for each in plan.left if each.part.kind == "reading")
    assert not any(each.before for each in plan.left if each.part.kind in ("exercise", "quiz", "reflection"))


def test_what_a_day_leaves_is_done_afterwards_module_by_module() -> None:
    plan = plan_course(210, 12)
    assert not any(each.before for each in plan.left)
    assert sum(home.minutes for home in plan.homework) == sum(each.part.minutes for each in plan.left)
    assert [home.module.number for home in plan.homework] == sorted(home.module.number for home in plan.homework)


def test_the_trainers_day_has_its_own_tasks_in_their_order() -> None:
    own = [item.name for item in plan_course(None, 12, "train-the-trainer").items if item.kind == "own"]
    sequence = [name for name in RULES["formats"]["train-the-trainer"]["sequence"] if name != "modules"]
    assert own == [RULES["own"][name]["name"]["sv"] for name in sequence]


@each_format
def test_both_languages_have_the_same_plan_in_their_own_words(format_: str) -> None:
    sv, en = (plan_course(None, 13, format_, lang=lang) for lang in LANGS)
    plain = ["day", "start", "end", "minutes", "kind", "module", "part", "form", "leads"]
    assert sv.frame()[plain].equals(en.frame()[plain])
    words = [(a.name, b.name) for a, b in zip(sv.items, en.items, strict=True) if a.kind in ("part", "own")]
    assert words and all(a != b for a, b in words)
    assert all(a.how != b.how for a, b in zip(sv.items, en.items, strict=True) if a.how)
    assert not set(sv.notes) & set(en.notes)


def both_languages(node: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    """Yield every text of the file with its path."""
    if isinstance(node, dict):
        if set(node) & {"sv", "en"}:
            yield path, node.get("sv"), node.get("en")
            return
        for name, below in node.items():
            yield from both_languages(below, f"{path}.{name}")


def test_every_text_is_there_in_both_languages_with_the_same_places() -> None:
    found = list(both_languages(RULES))
    assert len(found) > 60
    for path, sv, en in found:
        assert sv is not None and en is not None, path
        if isinstance(sv, list):
            assert isinstance(en, list) and len(sv) == len(en), path
        else:
            assert sv and sv != en, path
            assert sorted(re.findall(r"\{\w+\}", str(sv))) == sorted(re.findall(r"\{\w+\}", str(en))), path


def test_the_orders_name_each_part_at_most_once() -> None:
    for name, lines in RULES["order"].items():
        named = [(line["module"], part) for line in lines for part in line.get("parts", ())]
        assert len(named) == len(set(named)), name
        assert set(named) <= set(EVERY_PART), name


@pytest.mark.parametrize(
    ("find", "spoil"), [(wrong_times, "minutes"), (wrong_groups, "groups"), (wrong_breaks, "kind")]
)
def test_a_planted_fault_is_found(find: object, spoil: str) -> None:
    from dataclasses import replace

    plan = plan_course(240, 12)
    changed = {"minutes": 1, "groups": (6, 6), "kind": "part"}[spoil]
    items = tuple(
        replace(item, **{spoil: changed}) if item.kind == "coffee" or item.form == "groups" else item  # type: ignore[arg-type]
        for item in plan.items
    )
    assert find(plan) == []  # type: ignore[operator]
    assert find(replace(plan, items=items))  # type: ignore[operator]


def test_a_part_lost_or_run_twice_is_found() -> None:
    from dataclasses import replace

    plan = plan_course(210, 12)
    assert sum(lost_or_twice(replace(plan, left=plan.left[1:])).values()) == 1
    assert sum(lost_or_twice(replace(plan, items=(*plan.items, plan.items[1]))).values()) == 1


def test_a_plan_as_a_table_has_a_row_for_each_line() -> None:
    plan = plan_course(210, 12)
    frame = plan.frame()
    assert len(frame) == len(plan.items) and frame["minutes"].sum() == 210
    assert list(frame.columns[:5]) == ["day", "start", "end", "minutes", "kind"]


@each_lang
def test_days_and_meetings_are_named(lang: Lang) -> None:
    named = {name: plan_course(None, 12, name, lang=lang).day_name(1) for name in ("day", "two-days", "six-weeks")}
    expected = {"sv": ("Minut för minut", "Dag 1", "Träff 1"), "en": ("Minute by minute", "Day 1", "Meeting 1")}
    assert tuple(named.values()) == expected[lang]
