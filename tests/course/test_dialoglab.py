"""The facilitation simulator's DialogLab: long enough, fair, and not won by a habit instead of by reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fsi_kit.course.simulation import Choice, Simulation, Turn, endings_met, load_simulation, play
from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang

ROOT = Path(__file__).parents[2]
DIALOGLABS = {lang: load_simulation("dialoglab", lang) for lang in LANGS}
DIALOGLAB = DIALOGLABS["sv"]
BEST = DIALOGLAB.endings[0].id
each_lang = pytest.mark.parametrize("lang", LANGS)


def by_habit(lab: Simulation, best: Callable[[Choice], float]) -> list[Turn]:
    """Return the turns of a learner who always makes the choice that is most of something."""
    picks: list[int] = []
    while True:
        turns = play(lab, picks)
        state, here = (turns[-1].state, turns[-1].choice.next) if turns else (lab.begin, lab.start)
        if here == "end" or not state.minutes:
            return turns
        choices = lab.scenes[here].choices
        picks.append(max(range(len(choices)), key=lambda i: best(choices[i])))


def test_it_has_at_least_twelve_scenes_in_all_five_steps_and_every_ending_can_be_met() -> None:
    assert len(DIALOGLAB.scenes) >= 12
    assert {scene.step for scene in DIALOGLAB.scenes.values()} == {step.id for step in load_method("sv").steps}
    assert len(DIALOGLAB.endings) >= 3
    assert endings_met(DIALOGLAB) == {ending.id for ending in DIALOGLAB.endings}


@each_lang
def test_every_debrief_leads_to_a_heading_on_a_page(lang: Lang) -> None:
    reads = {choice.read for scene in DIALOGLABS[lang].scenes.values() for choice in scene.choices}
    assert len(reads) >= 8
    for page, anchor in (read.split("#") for read in reads):
        text = (ROOT / "docs" / lang / page).read_text(encoding="utf-8")
        assert re.search(rf"^##+ .*\{{#{anchor}\}}$", text, flags=re.MULTILINE), anchor


@each_lang
@pytest.mark.parametrize(
    "habit",
    [
        lambda choice: len(choice.text),
        lambda choice: -len(choice.text),
        lambda choice: choice.change.trust,
        lambda choice: choice.change.minutes,
        lambda choice: -choice.change.minutes,
    ],
    ids=["the longest text", "the shortest text", "the friendliest", "the quickest", "the slowest"],
)
def test_no_habit_leads_to_the_best_ending(lang: Lang, habit: Callable[[Choice], float]) -> None:
    lab = DIALOGLABS[lang]
    assert lab.ending(by_habit(lab, habit)[-1].state).id != BEST


@pytest.mark.parametrize("place", [0, 1, 2])
def test_neither_does_always_taking_the_choice_in_the_same_place(place: int) -> None:
    order = {id(choice): i for scene in DIALOGLAB.scenes.values() for i, choice in enumerate(scene.choices)}
    turns = by_habit(DIALOGLAB, lambda choice: -abs(order[id(choice)] - place))
    assert DIALOGLAB.ending(turns[-1].state).id != BEST


def test_choices_that_weigh_result_and_time_do() -> None:
    turns = by_habit(DIALOGLAB, lambda c: 10 * c.change.result + 5 * c.change.trust + c.change.minutes / 2)
    assert DIALOGLAB.ending(turns[-1].state).id == BEST


def test_every_choice_changes_something_and_no_choice_is_best_at_everything_in_most_scenes() -> None:
    costly = 0
    for scene in DIALOGLAB.scenes.values():
        changes = [choice.change for choice in scene.choices]
        assert len(set(changes)) == len(changes), scene.id
        tops = [max(getattr(c, name) for c in changes) for name in ("trust", "minutes", "result")]
        costly += not any((c.trust, c.minutes, c.result) == tuple(tops) for c in changes)
    assert costly > len(DIALOGLAB.scenes) / 2


def test_both_languages_say_different_things_in_the_same_scenes() -> None:
    sv, en = (DIALOGLABS[lang] for lang in LANGS)
    assert list(sv.scenes) == list(en.scenes)
    for a, b in zip(sv.scenes.values(), en.scenes.values(), strict=True):
        assert [(c.next, c.read, c.change) for c in a.choices] == [(c.next, c.read, c.change) for c in b.choices]
        pairs = [(a.title, b.title), (a.text, b.text)]
        pairs += [(getattr(x, n), getattr(y, n)) for x, y in zip(a.choices, b.choices, strict=True) for n in TEXTS]
        assert all(one != other for one, other in pairs)


TEXTS = ("text", "consequence", "debrief")
