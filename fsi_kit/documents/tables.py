"""Excel files that people work in: the workbook with drop-downs, date cells, marks and a guidance sheet."""

from __future__ import annotations

import io
import math
from typing import Any

import pandas as pd

from fsi_kit.documents.facts import Facts
from fsi_kit.documents.masters import Master
from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook import Field, Table, Workbook, load_descriptor, workbook

ROWS = 1000
"""How many rows below the headings have drop-downs and marks."""
LINE = 15
"""The height of a line of text. LibreOffice does not fit rows to wrapped text by itself, so heights are written."""
GUIDE = 100
WIDEST_CHOICE = 34
WIDTHS = {"date": 12, "time": 9, "integer": 10, "number": 10, "boolean": 12}


def table_file(master: Master, facts: Facts) -> bytes:
    """Return the workbook as an Excel file: the municipality's own rows, or none."""
    return workbook_file(facts.book or workbook({}), facts.lang, master.texts(), facts.brand.ink)


def workbook_file(book: Workbook, lang: Lang, words: dict[str, Any], ink: str) -> bytes:
    """Return a workbook as Excel, ready to work in.

    Args:
        words: ``sheet``, ``title``, ``lines`` (what the guidance sheet says), ``choose`` (what a drop-down says when
            something else is written) and ``date``.
        ink: the colour of headings.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(file, options)
    looks = {
        "head": made.add_format(
            {"bold": True, "font_color": "#ffffff", "bg_color": ink, "text_wrap": True, "valign": "top"}
        ),
        "must": made.add_format(
            {"bold": True, "font_color": "#ffffff", "bg_color": ink, "text_wrap": True, "valign": "top", "bottom": 5}
        ),
        "date": made.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "text": made.add_format({"text_wrap": True, "valign": "top"}),
        "title": made.add_format({"bold": True, "font_size": 16, "font_color": ink}),
        "mark": made.add_format({"bg_color": "#fff3c4"}),
    }
    _guide(made.add_worksheet(words["sheet"]), words, looks)
    for name, table in load_descriptor().tables.items():
        _sheet(made, made.add_worksheet(table.titles[lang][:31]), table, book[name], lang, words, looks)
    _lists(made, lang, words)
    made.set_properties({"title": words["title"]})
    made.close()
    return file.getvalue()


def _guide(sheet: Any, words: dict[str, Any], looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, GUIDE)
    sheet.write_string(0, 0, words["title"], looks["title"])
    for row, line in enumerate(words["lines"], start=2):
        sheet.set_row(row, LINE * _lines(line, GUIDE) + LINE // 3)
        sheet.write_string(row, 0, line, looks["text"])


def _sheet(
    made: Any, sheet: Any, table: Table, frame: pd.DataFrame, lang: Lang, words: dict[str, Any], looks: dict[str, Any]
) -> None:
    sheet.freeze_panes(1, 1)
    last = max(ROWS, len(frame) + 200)
    for column, field in enumerate(table.fields):
        sheet.write_string(0, column, field.titles[lang], looks["must" if field.required else "head"])
        width = _width(field, lang)
        sheet.set_column(column, column, width, looks["date"] if field.type == "date" else looks["text"])
        _rules(sheet, table, field, column, last, lang, words, looks)
        for row, value in enumerate(frame[field.name], start=1):
            _write(sheet, row, column, field, value, lang, looks)
    wrapped = [(field.name, _width(field, lang)) for field in table.fields if field.type == "string" and not field.enum]
    for row, values in enumerate(frame[[name for name, _ in wrapped]].fillna("").itertuples(index=False), start=1):
        lines = max(_lines(text, width) for text, (_, width) in zip(values, wrapped, strict=True))
        if lines > 1:
            sheet.set_row(row, LINE * lines)
    sheet.autofilter(0, 0, max(len(frame), 1), len(table.fields) - 1)


def _width(field: Field, lang: Lang) -> int:
    """Return a column's width in signs: as wide as its longest choice, or wider where texts are long."""
    if field.enum:
        return min(WIDEST_CHOICE, max(14, *(len(field.label(value, lang)) + 3 for value in field.enum)))
    return WIDTHS.get(field.type, 18 if field.name.endswith("_id") else 60 if (field.max_length or 0) > 1000 else 36)


def _lines(text: str, width: int) -> int:
    """Return about how many lines a text takes in a column; words that do not fit begin a new line."""
    return max(1, sum(math.ceil(len(part) * 1.08 / width) or 1 for part in str(text).split("\n")))


def _rules(
    sheet: Any, table: Table, field: Field, column: int, last: int, lang: Lang, words: dict[str, Any], looks: Any
) -> None:
    wrong = {"error_title": field.titles[lang][:32], "error_type": "warning"}
    if field.enum:
        rule = {
            "validate": "list",
            "source": f"={_name(table, field)}",
            "error_message": words["choose"][:255],
            **wrong,
        }
        sheet.data_validation(1, column, last, column, rule)
    elif field.type == "boolean":
        rule = {"validate": "list", "source": "=fsi_yes_no", "error_message": words["choose"][:255], **wrong}
        sheet.data_validation(1, column, last, column, rule)
    elif field.type == "date":
        rule = {"validate": "date", "criteria": ">", "value": pd.Timestamp("2000-01-01").to_pydatetime(), **wrong}
        sheet.data_validation(1, column, last, column, {**rule, "error_message": words["date"][:255]})
    if field.required and column:
        letter = _letter(column)
        formula = f'=AND($A2<>"",{letter}2="")'
        sheet.conditional_format(
            1, column, last, column, {"type": "formula", "criteria": formula, "format": looks["mark"]}
        )


def _write(sheet: Any, row: int, column: int, field: Field, value: Any, lang: Lang, looks: dict[str, Any]) -> None:
    if pd.isna(value):
        return
    if field.type == "date":
        sheet.write_datetime(row, column, value.to_pydatetime(), looks["date"])
    elif field.type in ("integer", "number"):
        sheet.write_number(row, column, float(value))
    elif field.type == "boolean":
        sheet.write_string(row, column, _yes_no(lang)[0 if value else 1], looks["text"])
    else:
        sheet.write_string(row, column, field.label(str(value), lang), looks["text"])


def _lists(made: Any, lang: Lang, words: dict[str, Any]) -> None:
    """Put the drop-downs' words on a hidden sheet, each list under a name."""
    sheet = made.add_worksheet("fsi_lists")
    sheet.hide()
    lists = {"fsi_yes_no": _yes_no(lang)}
    for table in load_descriptor().tables.values():
        for field in table.fields:
            if field.enum:
                lists[_name(table, field)] = [field.label(str(value), lang) for value in field.enum]
    for column, (name, values) in enumerate(lists.items()):
        for row, value in enumerate(values):
            sheet.write_string(row, column, value)
        letter = _letter(column)
        made.define_name(name, f"=fsi_lists!${letter}$1:${letter}${len(values)}")


def _yes_no(lang: Lang) -> list[str]:
    words = load_texts("fsi_kit.workbook", "write.toml")["boolean"]
    return [words["yes"][lang], words["no"][lang]]


def _name(table: Table, field: Field) -> str:
    return f"fsi_{table.name}_{field.name}"


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
