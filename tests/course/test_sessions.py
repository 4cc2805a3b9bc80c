"""Session guides: every part of every module has its words, in both languages, and its minutes come from the module."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from fsi_kit.course.modules import load_module, module_ids
from fsi_kit.course.sessions import Moment, SessionError, load_session, make_session
from fsi_kit.texts import LANGS, Lang, load_texts

IDS = module_ids()
MODULES_IN_ALL = 8
LONGEST = 260

each_id = pytest.mark.parametrize("id_", IDS)
each_lang = pytest.mark.parametrize("lang", LANGS)


def rows(id_: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = load_texts("fsi_kit.course", f"sessions/{id_}.toml")["rows"]
    return found


def words(moment: Moment) -> tuple[str, str, str]:
    return moment.does, moment.says, moment.learners


def test_every_module_is_led_by_a_session() -> None:
    assert len(IDS) == MODULES_IN_ALL
    assert all(load_session(id_, lang) for id_ in IDS for lang in LANGS)


@each_id
@each_lang
def test_a_session_runs_every_part_once_in_order_and_takes_as_long_as_the_module(id_: str, lang: Lang) -> None:
    module, session = load_module(id_, lang), load_session(id_, lang)
    assert tuple(moment.part for moment in session) == module.parts
    assert session[0].start == 0
    assert session[-1].end == module.minutes
    assert all(before.end == after.start for before, after in pairwise(session))


@each_id
def test_every_cell_is_written_in_both_languages_and_short_enough_to_read_while_leading(id_: str) -> None:
    sv, en = ([text for moment in load_session(id_, lang) for text in words(moment)] for lang in LANGS)
    assert len(sv) == len(en) == 3 * len(load_module(id_, "sv").parts)
    assert all(0 < len(text.strip()) <= LONGEST for text in (*sv, *en))
    assert not {*sv} & {*en}
    assert len({*sv}) == len(sv)


@each_id
def test_words_to_say_bring_no_quotation_marks_since_the_table_sets_them(id_: str) -> None:
    said = [moment.says for lang in LANGS for moment in load_session(id_, lang)]
    assert said
    assert not [text for text in said if {*'”“"'} & {*text}]


@pytest.mark.parametrize(("lang", "word"), [("sv", "tolkning"), ("en", "interpretation")])
@pytest.mark.parametrize("id_", ["01-method", "05-facilitate"])
def test_trainers_say_whose_the_steps_names_are_where_the_steps_are_shown(id_: str, lang: Lang, word: str) -> None:
    assert [moment.part.anchor for moment in load_session(id_, lang) if word in moment.says] == ["steps"]


@pytest.mark.parametrize("planted", ["lacking", "foreign", "twice", "moved"])
def test_rows_that_are_not_the_parts_are_refused(planted: str) -> None:
    good = rows("01-method")
    bad = {
        "lacking": good[1:],
        "foreign": [*good, {**good[0], "anchor": "elsewhere"}],
        "twice": [good[0], *good],
        "moved": [good[1], good[0], *good[2:]],
    }[planted]
    with pytest.raises(SessionError, match="the parts are what, steps"):
        make_session(load_module("01-method", "sv").parts, bad, "sv")


def test_a_module_that_does_not_exist_has_no_session() -> None:
    with pytest.raises(KeyError):
        load_session("99-nothing", "sv")
