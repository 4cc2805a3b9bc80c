"""Simulations: no learner gets lost in one, and every choice does what its file says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from course.small_scenes import choice, small

from fsi_kit.course.simulation import (
    SceneError,
    State,
    endings_met,
    load_simulation,
    play,
    read_simulation,
    simulation_names,
)

Change = Callable[[dict[str, Any]], object]


def test_a_whole_simulation_is_read_in_either_language() -> None:
    sv, en = (read_simulation("small", small(), lang) for lang in ("sv", "en"))
    assert (sv.title, en.title) == ("A workshop på svenska", "A workshop in English")
    assert list(sv.scenes) == list(en.scenes) == ["talk", "vote"]
    assert sv.begin == State(trust=5, minutes=60, result=0)
    assert sv.scenes["talk"].step == "share" and sv.scenes["vote"].step is None


def test_choices_change_trust_minutes_and_result_within_their_scales() -> None:
    turns = play(read_simulation("small", small(), "en"), [1, 0])
    assert [turn.state for turn in turns] == [State(6, 50, 0), State(6, 45, 10)]
    assert [turn.scene.id for turn in turns] == ["talk", "vote"]


def test_a_workshop_without_minutes_left_ends_whatever_was_to_follow() -> None:
    simulation = read_simulation("small", small(), "en")
    turns = play(simulation, [0, 0, 1, 1])
    assert [turn.state for turn in turns] == [State(0, 10, 0), State(0, 0, 0)]
    assert simulation.ending(turns[-1].state).id == "poor"


def test_the_first_ending_that_holds_is_the_one() -> None:
    simulation = read_simulation("small", small(), "en")
    assert simulation.ending(State(trust=6, minutes=50, result=6)).id == "good"
    assert simulation.ending(State(trust=5, minutes=50, result=6)).id == "calm"
    assert simulation.ending(State(trust=5, minutes=49, result=6)).id == "poor"


def test_a_choice_that_does_not_exist_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        play(read_simulation("small", small(), "en"), [7])


def test_every_ending_that_can_be_met_is_found_and_no_other() -> None:
    assert endings_met(read_simulation("small", small(), "en")) == {"good", "calm", "poor"}
    data = small()
    data["endings"][0]["least_trust"] = 10
    assert endings_met(read_simulation("small", data, "en")) == {"calm", "poor"}


def _to(scene: int, pick: int, next: str) -> Change:
    return lambda data: data["scenes"][scene]["choices"][pick].update(next=next)


FAULTS: dict[str, Change] = {
    "no title in sv": lambda data: data["title"].pop("sv"),
    "no consequence in en": lambda data: data["scenes"][0]["choices"][1]["consequence"].update(en=" "),
    "trust is not a whole number": lambda data: data.update(trust=11),
    "minutes is not a whole number": lambda data: data.pop("minutes"),
    "trust is not a whole": lambda data: data["scenes"][0]["choices"][1].update(trust="+1"),
    "minutes are given back": lambda data: data["scenes"][0]["choices"][1].update(minutes=10),
    "no scenes": lambda data: data.update(scenes=[]),
    "no endings": lambda data: data.pop("endings"),
    "vote stands twice": lambda data: data["scenes"].append({**data["scenes"][1]}),
    "an entry without an id": lambda data: data["endings"][0].pop("id"),
    "there is no step dance": lambda data: data["scenes"][0].update(step="dance"),
    "fewer than two choices": lambda data: data["scenes"][1]["choices"].pop(),
    "read does not name": lambda data: data["scenes"][1]["choices"][0].update(read="modules/01-method.md"),
    "no next": lambda data: data["scenes"][1]["choices"][0].pop("next"),
    "vote leads to moon, which": _to(1, 0, "moon"),
    "no scene moon to start": lambda data: data.update(start="moon"),
    "vote is never reached": _to(0, 1, "talk"),
    "vote never leads to the end": lambda data: [_to(1, pick, "vote")(data) for pick in (0, 1)],
    "end is not a scene": lambda data: data["scenes"].append(
        {**data["scenes"][1], "id": "end", "choices": [choice("a", "end"), choice("b", "end")]}
    ),
    "the last, poor, has conditions": lambda data: data["endings"][-1].update(least_trust=1),
    "good has no conditions": lambda data: [data["endings"][0].pop(k) for k in ("least_result", "least_trust")],
    "least_minutes is not a whole": lambda data: data["endings"][1].update(least_minutes="50"),
}


@pytest.mark.parametrize("said", FAULTS)
def test_a_simulation_in_which_a_learner_could_get_lost_is_refused(said: str) -> None:
    data = small()
    FAULTS[said](data)
    with pytest.raises(SceneError) as error:
        read_simulation("small", data, "sv")
    assert any(said in problem for problem in error.value.problems), error.value.problems


def test_a_simulation_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_simulation("../modules/01-method", "sv")


def test_the_course_has_a_simulation() -> None:
    assert simulation_names()


@pytest.mark.parametrize("name", simulation_names())
def test_each_of_the_courses_simulations_is_whole_and_all_its_endings_can_be_met(name: str) -> None:
    sv, en = (load_simulation(name, lang) for lang in ("sv", "en"))
    assert len(sv.scenes) >= 12
    assert len(sv.endings) >= 3
    assert endings_met(sv) == {ending.id for ending in sv.endings}
    texts = [
        [text for s in one.scenes.values() for c in s.choices for text in (s.text, c.text, c.consequence, c.debrief)]
        for one in (sv, en)
    ]
    assert not set(texts[0]) & set(texts[1]), "the same text in both languages"
