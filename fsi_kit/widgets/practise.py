"""`practise`: do an exercise in the notebook, with a control for each answer and feedback on request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets as w
import pandas as pd

from fsi_kit.course.answers import Cell, Sheet, cell_text, exercise_named, filled_in, sheets
from fsi_kit.course.exercises import Assessment, Exercise, assess, exercise_ids, load_exercise
from fsi_kit.texts import Lang
from fsi_kit.widgets.controls import answer_control, written_in
from fsi_kit.widgets.feedback import MARKS_ONLY, SOLUTION, feedback_html, mark_html
from fsi_kit.widgets.html import definitions, element, folded, paragraph, say, table, text
from fsi_kit.widgets.parts import button, in_language, markdown, on_choice, show, shown
from fsi_kit.widgets.results import keep_in_file, keep_result
from fsi_kit.workbook.cells import as_text

ROW = {"display": "flex", "flex_flow": "row wrap", "width": "100%", "max_width": "60rem", "align_items": "flex-start"}
LINE = "1px solid var(--jp-border-color2, #bdbdbd)"
HELP = ("hint", "why", "solution")
TABLES_IN_VIEW = 3  # where there are more tables to read, each is opened by the reader
LINE_OF_TEXT = 60  # letters; where longer texts are written, there are several lines to write on


def practise(exercise_id: str, lang: str = "sv", progress: str | Path | None = None) -> Any:
    """Show an exercise to do: its task, its table with answers to choose, and feedback.

    Args:
        exercise_id: the exercise's id or only its number, for example ``01``.
        lang: ``sv`` or ``en``.
        progress: a file of saved results to add each checked attempt to. In the browser's notebook none is needed.

    Returns:
        A widget.
    """
    return in_language(lang, lambda known: _practise(exercise_id, known, progress))


def _practise(exercise_id: str, lang: Lang, progress: str | Path | None) -> Any:
    known = exercise_named(exercise_id)
    if known is None:
        return shown(paragraph(say("practise.unknown", lang, id=exercise_id, ids=", ".join(exercise_ids()))))
    return Practice(load_exercise(known, lang), progress).widget


class Practice:
    """An exercise being done.

    Attributes:
        controls: the control of each cell to fill in.
        marks: what is said beside each row, by its id.
        widget: all of it.
    """

    def __init__(self, exercise: Exercise, progress: str | Path | None = None) -> None:
        self.progress = Path(progress) if progress else None
        self.exercise, self.lang = exercise, exercise.lang
        self.controls: dict[Cell, Any] = {}
        self.rows: dict[str, list[Cell]] = {}
        self.marks: dict[str, Any] = {}
        self.result: Assessment | None = None
        self.level = MARKS_ONLY
        task = w.Output()
        task.outputs = markdown(exercise.task)
        head = element("h3", text(exercise.title)) + paragraph(
            say("practise.minutes", self.lang, minutes=exercise.minutes)
        )
        all_sheets = sheets(exercise)
        named = len(all_sheets) > 1
        table = [part for sheet in all_sheets for part in self._table(sheet, named)]
        self.check_button = button(say("practise.check", self.lang), self.check, main=True)
        self.help_button = button(say("practise.hint", self.lang), self.help)
        self.restart_button = button(say("practise.restart", self.lang), self.restart)
        self.start = {cell: control.value for cell, control in self.controls.items()}
        for control in self.controls.values():
            on_choice(control, self.changed)
        buttons = w.Box([self.check_button, self.help_button, self.restart_button], layout=w.Layout(**ROW))
        self.feedback, self.done, self.kept = shown(""), w.Output(), shown("")
        self.widget = w.VBox([shown(head), task, *table, buttons, self.feedback, self.done, self.kept])
        self._show()

    def check(self) -> None:
        """Judge the answers as they stand; help begins anew."""
        answers = {cell: written_in(control) for cell, control in self.controls.items()}
        self.result = assess(self.exercise, filled_in(self.exercise, answers))
        self.level = MARKS_ONLY
        keep_result(self.exercise.id, self.result)
        if self.progress:
            show(self.kept, paragraph(keep_in_file(self.progress, self.exercise.id, self.result, self.lang)))
        self._show()

    def help(self) -> None:
        """Show a little more help: a hint, then the explanation, then the solution."""
        self.level = min(self.level + 1, SOLUTION)
        self._show()

    def restart(self) -> None:
        """Put every answer back as it was in the beginning."""
        for cell, control in self.controls.items():
            control.value = self.start[cell]
        self.result, self.level = None, MARKS_ONLY
        self._show()

    def changed(self) -> None:
        """Take back what was said of answers that have changed since."""
        if self.result is not None:
            self.result = None
            self._show(say("practise.changed", self.lang))

    def _show(self, instead: str = "") -> None:
        result = self.result
        self.help_button.disabled = result is None or not result.feedback or self.level == SOLUTION
        self.help_button.description = say(f"practise.{HELP[min(self.level, len(HELP) - 1)]}", self.lang)
        blank = [id_ for id_, cells in self.rows.items() if not any(self.controls[cell].value for cell in cells)]
        wrong = {id_ for feedback in result.feedback for id_ in feedback.ids} if result else set()
        for id_, mark in self.marks.items():
            show(mark, mark_html(id_ in wrong, id_ in blank, self.lang) if result else "")
        if result is None:
            show(self.feedback, element("p", text(instead), role="status") if instead else "")
        else:
            count = len([id_ for id_ in blank if id_ in wrong])
            show(self.feedback, feedback_html(self.exercise, result, self.level, count))
        self.done.outputs = markdown(self.exercise.done) if result and result.done else ()

    def _table(self, sheet: Sheet, named: bool) -> Iterator[Any]:
        """Make a table to read, or one to fill in under its name where there are several."""
        if not sheet.answers:
            fold = list(self.exercise.answers.values()).count(()) > TABLES_IN_VIEW
            yield shown(to_read(sheet, self.lang, fold))
            return
        if named:
            yield shown(element("h3", text(sheet.table.titles[self.lang])))
        yield from self._rows(sheet)

    def _rows(self, sheet: Sheet) -> Iterator[Any]:
        """Make a row of controls for each row of a table, under the words that tell the row."""
        solution = self.exercise.solution[sheet.table.name]
        # An id that is the same in every row tells the learner nothing.
        telling = [
            f
            for f in sheet.given[1:]
            if not (f.name.endswith("_id") and sheet.start[f.name].nunique(dropna=False) == 1)
        ]
        long = {f.name: _longest(sheet.start, solution, f.name) > LINE_OF_TEXT for f in sheet.answers}
        for number, row in sheet.start.iterrows():
            key = cell_text(sheet.given[0], row[sheet.given[0].name], self.lang)
            told = [(f.titles[self.lang], cell_text(f, row[f.name], self.lang)) for f in telling]
            told = [(title, words) for title, words in told if words]
            words = definitions([(key, told[0][1]), *told[1:]], self.lang) if told else paragraph(key)
            controls = []
            for field in sheet.answers:
                cell = Cell(sheet.table.name, int(str(number)), field.name)
                label = say("practise.cell", self.lang, id=key, column=field.titles[self.lang])
                written = "" if pd.isna(row[field.name]) else as_text(row[field.name])
                self.controls[cell] = answer_control(field, label, written, self.lang, long[field.name])
                self.rows.setdefault(key, []).append(cell)
                controls.append(self.controls[cell])
            self.marks[key] = shown("")
            answers = w.VBox([*controls, self.marks[key]], layout=w.Layout(flex="1 1 16rem", min_width="0"))
            said = shown(words)
            said.layout.flex = "2 1 18rem" if told else "0 0 3rem"
            yield w.Box([said, answers], layout=w.Layout(**ROW, border_bottom=LINE))


def _longest(start: pd.DataFrame, solution: pd.DataFrame, column: str) -> int:
    texts = pd.concat([start[column], solution[column]]).astype("string")
    return int(texts.str.len().fillna(0).max())


def to_read(sheet: Sheet, lang: Lang, fold: bool = False) -> str:
    """Return a table without answers to fill in, as HTML; `fold` shows it only when the reader asks for it."""
    rows = [[cell_text(f, row[f.name], lang) for f in sheet.given] for _, row in sheet.start.iterrows()]
    title = sheet.table.titles[lang]
    shown_table = table(title, [f.titles[lang] for f in sheet.given], rows)
    return folded(title, shown_table) if fold else shown_table
