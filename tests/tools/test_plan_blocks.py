"""Plans on the trainers' page: the same as the command's, in both languages, small enough for a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fsi_kit.collaboration.groups import group_sizes, groups_in_words
from fsi_kit.course.plan import formats, plan_course
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_plans import FILES, LEAST, LENGTHS, MOST, PEOPLE, part_guide, picker_data, ready_plans
from tools.site.downloads import make_plans
from tools.site.place import Place

each_lang = pytest.mark.parametrize("lang", LANGS)


def said(lines: list[Any], data: dict[str, Any]) -> list[tuple[str, int]]:
    return [(data["tasks"][line[0]]["t"], line[1]) for line in lines if line]


@each_lang
@pytest.mark.parametrize(("minutes", "people"), [(60, 4), (90, 22), (210, 12), (420, 30), (600, 7), (960, 18)])
def test_a_plan_that_can_be_picked_is_the_one_that_the_command_makes(lang: Lang, minutes: int, people: int) -> None:
    data = picker_data(lang)
    who = data["people"][people]
    lines = data["plans"][who["band"]][str(minutes)]
    plan = plan_course(minutes, people, lang=lang)
    assert said(lines, data) == [(item.name, item.minutes) for item in plan.items]
    assert ["AB"[line[2]] if line[2] >= 0 else "" for line in lines if line] == [item.leads for item in plan.items]
    assert lines.count(None) == plan.days - 1
    assert who["groups"] == groups_in_words(group_sizes(people), lang)


def test_every_length_and_number_of_people_can_be_picked_and_the_page_stays_small() -> None:
    data = picker_data("sv")
    assert list(data["people"]) == list(range(LEAST, MOST + 1))
    for plans in data["plans"].values():
        assert list(plans) == [str(minutes) for minutes in LENGTHS]
        sums = {minutes: sum(line[1] for line in lines if line) for minutes, lines in plans.items()}
        assert sums == {str(minutes): minutes for minutes in LENGTHS}
    assert len(json.dumps(data)) < 150_000


def test_both_languages_have_the_same_plans_in_their_own_words() -> None:
    sv, en = picker_data("sv"), picker_data("en")
    assert sv["plans"] == en["plans"] and sv["lunch"] == en["lunch"]
    parts = [(a["t"], b["t"]) for a, b in zip(sv["tasks"], en["tasks"], strict=True) if a.get("n")]
    assert len(parts) > 60 and all(a != b for a, b in parts)


@each_lang
def test_every_format_is_shown_with_its_files(tmp_path: Path, lang: Lang) -> None:
    make_plans(tmp_path, lang)
    shown = ready_plans(Place(lang, "trainers.md"), tmp_path)
    names = sorted(file.name for file in tmp_path.iterdir())
    assert len(names) == len(formats(lang)) * len(FILES)
    assert all(f"assets/downloads/{name}" in shown for name in names)
    for id_ in formats(lang):
        plan = plan_course(None, PEOPLE, id_, lang=lang)
        assert f'id="plan-{id_}"' in shown and plan.gives in shown
        assert all(f"{item.start}–{item.end}" in shown for item in plan.items)


@each_lang
def test_the_guide_tells_how_each_kind_of_part_is_led(lang: Lang) -> None:
    shown = part_guide(Place(lang, "trainers.md"))
    assert shown.count("<tr>") == 7
    assert {"sv": "Prova själv", "en": "Try it yourself"}[lang] in shown
