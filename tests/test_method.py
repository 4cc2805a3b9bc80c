"""The method file: what the kit's own says, a municipality's own, and every way in which a file can be incomplete."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from fsi_kit.method import MethodError, load_method
from fsi_kit.texts import LANGS, Lang, load_texts

KIT = load_texts("fsi_kit", "method.toml")
each_lang = pytest.mark.parametrize("lang", LANGS)

Data = dict[str, Any]


def toml(data: Data) -> str:
    """Return data as TOML; a JSON string is one in TOML too."""

    def value(item: Any) -> str:
        if isinstance(item, dict):
            return "{" + ", ".join(f"{key} = {value(each)}" for key, each in item.items()) + "}"
        if isinstance(item, list):
            return "[" + ", ".join(map(value, item)) + "]"
        return json.dumps(item, ensure_ascii=False)

    return "\n".join(f"{key} = {value(item)}" for key, item in data.items())


def problems(tmp_path: Path, data: Data, lang: Lang) -> tuple[str, ...]:
    file = tmp_path / "own.toml"
    file.write_text(toml(data), encoding="utf-8")
    with pytest.raises(MethodError) as caught:
        load_method(lang, file)
    assert caught.value.source == str(file)
    assert str(caught.value).splitlines() == [str(file), *caught.value.problems]
    return caught.value.problems


def changed(change: Callable[[Data], object]) -> Data:
    data = deepcopy(KIT)
    change(data)
    return data


def texts(data: Data) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield every text of a method file: the name a problem calls it by, and the way to it."""

    def walk(item: Any, name: str, way: tuple[str | int, ...]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        if isinstance(item, dict) and set(item) == set(LANGS):
            yield name, way
        elif isinstance(item, dict):
            for key, each in item.items():
                yield from walk(each, f"{name}.{key}" if name else key, (*way, key))
        elif isinstance(item, list):
            for number, each in enumerate(item):
                yield from walk(each, f"{name}[{number + 1}]", (*way, number))

    return walk(data, "", ())


def at(data: Data, way: tuple[str | int, ...]) -> Any:
    item: Any = data
    for key in way:
        item = item[key]
    return item


# The kit's own.


@each_lang
def test_fsi_has_three_stages_three_questions_and_five_steps_in_order(lang: Lang) -> None:
    method = load_method(lang)
    for entries in (method.stages, method.questions, method.steps):
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert (len(method.stages), len(method.questions), len(method.steps)) == (3, 3, 5)


@each_lang
def test_the_steps_answer_the_questions_in_order(lang: Lang) -> None:
    assert [step.question.id for step in load_method(lang).steps] == ["why", "why", "what", "what", "how"]


def test_the_kit_says_that_the_steps_names_are_its_own_interpretation() -> None:
    assert "egen arbetstolkning" in load_method("sv").interpretation
    assert "own working interpretation" in load_method("en").interpretation


def test_the_method_is_the_same_in_both_languages_but_for_its_texts() -> None:
    sv, en = (load_method(lang) for lang in LANGS)
    for a, b in zip([*sv.stages, *sv.steps], [*en.stages, *en.steps], strict=True):
        assert (a.id, a.number) == (b.id, b.number)
        assert a.name != b.name
    activities = [[(a.id, a.minutes, a.least, a.form) for s in m.steps for a in s.activities] for m in (sv, en)]
    assert activities[0] == activities[1]


@each_lang
def test_every_step_takes_over_what_the_stages_tables_hold(lang: Lang) -> None:
    from fsi_kit.workbook import load_descriptor

    held = [table for stage in load_method(lang).stages for table in stage.tables]
    assert sorted(held) == sorted(load_descriptor().tables)


def test_a_stage_and_a_step_are_found_by_id_and_others_are_key_errors() -> None:
    method = load_method("sv")
    assert method.stage("innovation").number == 3
    assert method.step("choose").name == "Välj förändring"
    for find in (method.stage, method.step):
        with pytest.raises(KeyError):
            find("no-such")


# A municipality's own.


@each_lang
def test_a_municipality_may_use_other_names_questions_and_activities(tmp_path: Path, lang: Lang) -> None:
    def own(data: Data) -> None:
        data["steps"][0]["name"] = {"sv": "Lyssna tillsammans", "en": "Listen together"}
        data["questions"][2]["text"] = {"sv": "Hur gör vi?", "en": "How do we do it?"}
        data["steps"][4]["activities"] = data["steps"][4]["activities"][:1]

    file = tmp_path / "own.toml"
    file.write_text(toml(changed(own)), encoding="utf-8")
    method = load_method(lang, file)
    assert method.steps[0].name == {"sv": "Lyssna tillsammans", "en": "Listen together"}[lang]
    assert method.steps[4].question.text == {"sv": "Hur gör vi?", "en": "How do we do it?"}[lang]
    assert [activity.id for activity in method.steps[4].activities] == ["action-cards"]
    assert method.steps[1:4] == load_method(lang).steps[1:4]


def test_the_kits_own_file_copied_is_the_kits_own_method(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(toml(KIT), encoding="utf-8")
    assert tomllib.loads(toml(KIT)) == KIT
    assert load_method("en", str(tmp_path / "own.toml")) == load_method("en")


# Incomplete.


@each_lang
@pytest.mark.parametrize("missing", LANGS)
def test_a_text_that_lacks_a_language_is_named_with_key_and_language(tmp_path: Path, lang: Lang, missing: Lang) -> None:
    found = list(texts(KIT))
    assert len(found) > 60
    for name, way in found:
        (problem,) = problems(tmp_path, changed(lambda data, way=way: at(data, way).pop(missing)), lang)
        assert problem.startswith(name + " "), name
        assert re.search(rf"\b{missing}\.$", problem), name


@each_lang
def test_a_blank_text_is_as_bad_as_none(tmp_path: Path, lang: Lang) -> None:
    (problem,) = problems(tmp_path, changed(lambda data: data["stages"][1]["aim"].update(sv="  ")), lang)
    assert problem.startswith("stages[2].aim ") and problem.endswith(" sv.")


@each_lang
def test_every_key_that_is_left_out_is_named(tmp_path: Path, lang: Lang) -> None:
    entries = [
        ("", ()),
        ("stages[1]", ("stages", 0)),
        ("questions[3]", ("questions", 2)),
        ("steps[5]", ("steps", 4)),
        ("steps[2].activities[3]", ("steps", 1, "activities", 2)),
    ]
    for name, way in entries:
        for key in at(KIT, way):
            found = problems(tmp_path, changed(lambda data, way=way, key=key: at(data, way).pop(key)), lang)
            assert any(problem.startswith(f"{name}.{key}".lstrip(".")) for problem in found), (name, key)


WRONG: dict[str, tuple[Callable[[Data], object], str]] = {
    "too few steps": (lambda d: d["steps"].pop(), "steps"),
    "too many stages": (lambda d: d["stages"].append(d["stages"][0]), "stages"),
    "steps that are no list": (lambda d: d.update(steps="five"), "steps"),
    "a step that is no table": (lambda d: d["steps"].__setitem__(1, "two"), "steps[2]"),
    "an activity that is no table": (lambda d: d["steps"][0]["activities"].append(3), "steps[1].activities[4]"),
    "a step without activities": (lambda d: d["steps"][3].update(activities=[]), "steps[4].activities"),
    "a number out of order": (lambda d: d["questions"][0].update(number=2), "questions[1].number"),
    "a text that is not in two languages": (lambda d: d.update(name="FSI"), "name"),
    "minutes in words": (
        lambda d: d["steps"][0]["activities"][0].update(minutes="ten"),
        "steps[1].activities[1].minutes",
    ),
    "a form that there is none of": (
        lambda d: d["steps"][0]["activities"][1].update(form="online"),
        "steps[1].activities[2].form",
    ),
    "a least time above the time": (
        lambda d: d["steps"][0]["activities"][2].update(least=16),
        "steps[1].activities[3].least",
    ),
    "materials as one text": (
        lambda d: d["steps"][2]["activities"][0]["materials"].update(en="notes"),
        "steps[3].activities[1].materials",
    ),
    "the same step twice": (lambda d: d["steps"][1].update(id="share"), "steps[2].id"),
    "the same activity in two steps": (
        lambda d: d["steps"][1]["activities"][0].update(id="welcome"),
        "steps[2].activities[1].id",
    ),
    "a question that there is none of": (lambda d: d["steps"][4].update(question="when"), "steps[5].question"),
}


@each_lang
@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, lang: Lang, wrong: str) -> None:
    change, key = WRONG[wrong]
    (problem,) = problems(tmp_path, changed(change), lang)
    assert re.match(rf"{re.escape(key)}[ :]", problem)


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    def worse(data: Data) -> None:
        del data["interpretation"]["en"], data["stages"][0]["takes"]["sv"], data["steps"][2]["into"]

    keys = [problem.split()[0] for problem in problems(tmp_path, changed(worse), "en")]
    assert keys == ["interpretation", "stages[1].takes", "steps[3].into"]


@each_lang
def test_a_file_that_cannot_be_read_is_a_method_error_and_says_why(tmp_path: Path, lang: Lang) -> None:
    (tmp_path / "broken.toml").write_text("name.sv = ", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes('name.sv = "Förståelse"'.encode("latin-1"))
    for name in ("broken.toml", "latin.toml", "not-there.toml"):
        with pytest.raises(MethodError) as caught:
            load_method(lang, tmp_path / name)
        (problem,) = caught.value.problems
        assert problem.startswith({"sv": "Filen går inte att läsa", "en": "The file cannot be read"}[lang])
