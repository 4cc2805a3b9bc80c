"""Saved progress: merged without loss, sealed with a check code, and read with care whoever has made the file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fsi_kit.course import progress
from fsi_kit.course.exercises import Assessment
from fsi_kit.course.progress import (
    Answered,
    Done,
    ModuleProgress,
    Progress,
    ProgressError,
    check_code,
    merged,
    parse_progress,
    read_progress,
    short_code,
    with_result,
    written,
)
from fsi_kit.texts import LANGS, load_texts

QUIZ = {"purpose": Answered(True, 2), "claims": Answered(False, 1)}
SOME = Progress(
    {"01-method": ModuleProgress("2026-03-02", True, QUIZ)},
    {"01-sort-the-cards": Done(12, 15, False)},
)


def file(**changes: Any) -> bytes:
    return json.dumps({**json.loads(written(SOME)), **changes}).encode()


def problem(data: bytes) -> str:
    with pytest.raises(ProgressError) as error:
        parse_progress(data)
    return error.value.problem


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "saved.json").write_bytes(written(SOME))
    assert read_progress(tmp_path / "saved.json") == SOME
    assert parse_progress(written(Progress())) == Progress()


def test_the_check_code_is_of_the_content_whatever_order_it_stands_in() -> None:
    turned = dict(reversed(json.loads(written(SOME)).items()))
    assert parse_progress(json.dumps(turned).encode()) == SOME
    assert short_code("3f2a90bc11de" + "0" * 52) == "3F2A-90BC-11DE"


def test_every_altered_digit_and_word_is_noticed() -> None:
    text = written(SOME).decode()
    for before, after in [('"tries": 2', '"tries": 3'), ("false", "true"), ('"right": 12', '"right": 13')]:
        assert before in text
        assert problem(text.replace(before, after, 1).encode()) == "altered"
    assert problem(text.replace(check_code(SOME), "0" * 64).encode()) == "altered"


HOSTILE: dict[str, tuple[bytes, str]] = {
    "too large": (b" " * 100_001, "too_large"),
    "not JSON": (b"hello", "broken"),
    "cut off": (written(SOME)[:-20], "broken"),
    "not text": (b"\xff\xfe\x00\xd8", "broken"),
    "empty": (b"", "broken"),
    "deep": (b"[" * 50_000 + b"]" * 50_000, "broken"),
    "a long number": (b'{"version": ' + b"9" * 50_000 + b"}", "broken"),
    "a key twice": (b'{"format": "x", "format": "fsi-progress"}', "broken"),
    "infinite": (file(version=float("inf")), "broken"),
    "a list": (b"[]", "foreign"),
    "another format": (file(format="scorm"), "foreign"),
    "a later version": (file(version=2), "version"),
    "a version that is yes": (file(version="1"), "version"),
    "more than we know": (file(name="Anna"), "foreign"),
    "modules in a list": (file(modules=[]), "foreign"),
    "an id with signs": (file(modules={"<script>": {}}), "foreign"),
    "an id of digits only": (file(modules={"12": {}}), "foreign"),
    "an id too long": (file(modules={"a" * 65: {}}), "foreign"),
    "too many": (file(exercises={f"e{n}": {} for n in range(201)}), "foreign"),
    "a module that is a word": (file(modules={"m": "x"}), "foreign"),
    "a day that is a number": (file(modules={"m": {"opened": 20260302}}), "foreign"),
    "a reflection in words": (file(modules={"m": {"reflection": "secret"}}), "foreign"),
    "right as a number": (file(modules={"m": {"quiz": {"q": {"right": 1, "tries": 1}}}}), "foreign"),
    "tries that are yes": (file(modules={"m": {"quiz": {"q": {"right": True, "tries": True}}}}), "foreign"),
    "tries below none": (file(modules={"m": {"quiz": {"q": {"right": True, "tries": -1}}}}), "foreign"),
    "more right than there are": (file(exercises={"e": {"right": 3, "total": 2, "done": False}}), "foreign"),
    "done without all right": (file(exercises={"e": {"right": 1, "total": 2, "done": True}}), "foreign"),
    "done with nothing": (file(exercises={"e": {"right": 0, "total": 0, "done": True}}), "foreign"),
    "huge": (file(exercises={"e": {"right": 1, "total": 10**9, "done": False}}), "foreign"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_not_ours_is_refused_with_a_sentence_in_both_languages(what: str) -> None:
    data, expected = HOSTILE[what]
    assert problem(data) == expected
    sentences = [ProgressError(expected).text(lang) for lang in LANGS]
    assert len(set(sentences)) == 2 and all(sentence.endswith(".") for sentence in sentences)


def test_every_sentence_is_used() -> None:
    met = {expected for _, expected in HOSTILE.values()} | {"altered"}
    assert met == set(load_texts("fsi_kit.course", "progress.toml"))


def test_merging_keeps_the_better_of_each_and_does_not_mind_the_order() -> None:
    other = Progress(
        {
            "01-method": ModuleProgress(
                "2026-02-01", False, {"claims": Answered(True, 3), "purpose": Answered(False, 5)}
            ),
            "02-visits": ModuleProgress("", True),
        },
        {"01-sort-the-cards": Done(15, 15, True), "02-x": Done(1, 4, False)},
    )
    best = merged(SOME, other)
    assert best == merged(other, SOME) == merged(best, other) == merged(best, SOME)
    module = best.modules["01-method"]
    assert (module.opened, module.reflection) == ("2026-02-01", True)
    assert module.quiz == {"purpose": Answered(True, 5), "claims": Answered(True, 3)}
    assert best.exercises == {"01-sort-the-cards": Done(15, 15, True), "02-x": Done(1, 4, False)}
    assert best.modules["02-visits"].reflection


def test_an_attempt_is_kept_where_it_is_the_better() -> None:
    better, worse = (Assessment((), (), right, 15) for right in (15, 3))
    assert with_result(SOME, "01-sort-the-cards", better).exercises["01-sort-the-cards"] == Done(15, 15, True)
    assert with_result(SOME, "01-sort-the-cards", worse) == SOME
    assert with_result(Progress(), "02-x", worse).exercises == {"02-x": Done(3, 15, False)}


def test_results_are_not_lost_when_the_exercise_has_changed_its_length() -> None:
    done = replace(SOME, exercises={"e": Done(10, 10, True)})
    assert merged(done, Progress(exercises={"e": Done(11, 12, False)})).exercises["e"] == Done(10, 10, True)


def test_ids_of_the_course_are_ids_that_a_file_may_hold() -> None:
    from fsi_kit.course.exercises import exercise_ids
    from fsi_kit.course.modules import load_module, module_ids

    ids = [*exercise_ids(), *module_ids(), *(q.id for id_ in module_ids() for q in load_module(id_, "sv").quiz)]
    assert ids and all(progress.ID.fullmatch(id_) for id_ in ids)
