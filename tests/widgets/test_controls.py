"""Each kind of answer has the control that it asks for, and reads as a cell would."""

from __future__ import annotations

from datetime import date
from typing import Any

import ipywidgets as w
import pytest

from fsi_kit.widgets.controls import answer_control, written_in
from fsi_kit.workbook import load_descriptor

ACTIONS = load_descriptor().tables["actions"].columns


def control(column: str, written: str = "", long: bool = False) -> Any:
    return answer_control(ACTIONS[column], "A1, kolumn", written, "sv", long)


@pytest.mark.parametrize(
    ("column", "written", "kind"),
    [
        ("due", "", w.DatePicker),
        ("due", "2026-03-02", w.DatePicker),
        ("status", "planned", w.Dropdown),
        ("owner", "", w.Text),
    ],
)
def test_a_control_fits_its_column_and_gives_back_what_stood_there(column: str, written: str, kind: type) -> None:
    made = control(column, written)
    assert type(made) is kind
    assert written_in(made) == written
    assert made.description == "A1, kolumn" and made.style.description_width == "initial"


def test_a_date_that_is_picked_is_written_as_a_cell_would_be() -> None:
    made = control("due")
    made.value = date(2026, 3, 2)
    assert written_in(made) == "2026-03-02"


def test_what_stands_in_a_date_column_and_is_no_date_can_be_mended_letter_by_letter() -> None:
    made = control("due", "31 februari")
    assert type(made) is w.Text and written_in(made) == "31 februari"


def test_where_long_texts_are_written_there_are_several_lines() -> None:
    assert type(control("how", long=True)) is w.Textarea
    assert type(control("due", long=True)) is w.DatePicker


def test_a_scale_of_few_whole_numbers_is_chosen_from_a_list() -> None:
    urgency = load_descriptor().tables["insights"].columns["urgency"]
    made = answer_control(urgency, "S01", "3", "sv")
    assert type(made) is w.Dropdown and written_in(made) == "3"
    assert [value for _, value in made.options] == ["", "1", "2", "3", "4", "5"]
    assert type(answer_control(urgency, "S01", "ganska", "sv")) is w.Text, "what stands there is kept to be mended"


def test_whole_numbers_without_limits_are_written() -> None:
    measured = load_descriptor().tables["measurements"].columns["answers"]
    assert type(answer_control(measured, "M1", "", "sv")) is w.Text
