"""What answers are given with: a list to choose from, a date, or a place to write, as the column asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

import ipywidgets as w

from fsi_kit.course.answers import cell_text
from fsi_kit.texts import Lang
from fsi_kit.widgets.html import say
from fsi_kit.widgets.parts import WIDE, choice
from fsi_kit.workbook import Field

MOST_TO_CHOOSE = 10


def answer_control(field: Field, label: str, written: str, lang: Lang, long: bool = False) -> Any:
    """Return the control for a cell to fill in.

    Args:
        label: what it is called.
        written: what stands in the cell from the start, as text.
        long: whether answers of more than a line are to be written.
    """
    values = ("true", "false") if field.type == "boolean" else field.enum or _few_numbers(field)
    if values and written in ("", *values):
        named = [(cell_text(field, v == "true" if field.type == "boolean" else v, lang), v) for v in values]
        return choice(label, [(say("practise.choose", lang), ""), *named], written)
    style, layout = {"description_width": "initial"}, w.Layout(**WIDE)
    if field.type == "date" and (not written or (day := _as_date(written))):
        return w.DatePicker(description=label, value=day if written else None, style=style, layout=layout)
    if long:
        # In a narrow window, where there is no room to write in beside the label, the label stands above.
        layout = w.Layout(**WIDE, flex_flow="row wrap", height="auto")
        return w.Textarea(description=label, value=written, rows=5, style=style, layout=layout)
    return w.Text(description=label, value=written, style=style, layout=layout)


def written_in(control: Any) -> str:
    """Return what a control holds, as it would be written in a cell; "" for nothing."""
    value = control.value
    return value.isoformat() if isinstance(value, date) else value or ""


def _few_numbers(field: Field) -> tuple[str, ...]:
    """Return the whole numbers that a column allows, where they are few enough to choose from; else none."""
    if field.type != "integer" or field.minimum is None or field.maximum is None:
        return ()
    numbers = range(int(field.minimum), int(field.maximum) + 1)
    return tuple(str(number) for number in numbers) if len(numbers) <= MOST_TO_CHOOSE else ()


def _as_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
