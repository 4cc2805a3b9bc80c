"""Cells: from what people and spreadsheets write to typed values. Forgiving, but never a guess.

Each ``read_…`` takes one cell's text and returns its value, or None where it cannot be read with certainty.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from fsi_kit.workbook.book import typed
from fsi_kit.workbook.schema import Field, FieldType, key

EXCEL_DAY_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 36526, 73050  # 2000-01-01 and 2099-12-31 as Excel date numbers
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mar mars march",
            "apr april",
            "maj may",
            "jun juni june",
            "jul juli july",
            "aug augusti august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
YES = {"true", "ja", "j", "yes", "y", "sant", "sann", "x", "1"}
NO = {"false", "nej", "n", "no", "falskt", "falsk", "0"}
ERROR_VALUES = re.compile(r"#([A-ZÅÄÖ]{1,12}[!?]|[A-Z]/[A-Z]|DIVISION/0!|DIV/0!)|(Err|Fel):5\d\d")

_LINE_END = re.compile(r"(?:_x000D_|\r)*\n|\r")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})([ /.-]+)(\d{4})")
_WORDS = re.compile(r"(\d{1,2})\.? ([A-Za-z]+)\.? (\d{4})")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")
_FRACTION = re.compile(r"0[.,](\d|\d{3,})")


def clean(text: str) -> str:
    """Return text without the space around it, signs that nobody sees or that XML forbids, and Windows line ends."""
    text = text.strip()
    if text.isprintable():
        return text
    return _INVISIBLE.sub("", _LINE_END.sub("\n", text)).strip()


def read_date(text: str) -> date | None:
    """Read `2024-03-05`, `5/3 2024`, `5 mars 2024` or an Excel date number.

    `5/3/2024` is read only where day and month cannot be mistaken for each other (`25/3/2024`).
    """
    if m := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _date(m[1], m[2], m[3])
    if m := _DAY_FIRST.fullmatch(text):
        swedish = m[2] == "/" and m[4] == " "
        return _date(m[5], m[3], m[1]) if swedish or int(m[1]) > 12 or m[1] == m[3] else None
    if m := _WORDS.fullmatch(text):
        month = MONTHS.get(m[2].casefold())
        return _date(m[3], month, m[1]) if month else None
    number = text.removesuffix(".0")
    if number.isdecimal() and len(number) == 5 and FIRST_SERIAL <= int(number) <= LAST_SERIAL:
        return EXCEL_DAY_ZERO + timedelta(days=int(number))
    return None


def read_number(text: str) -> float | None:
    """Read a number with a decimal point or comma, and spaces between thousands.

    `1,234` is not read: it is 1.234 in Swedish and 1234 in English.
    """
    text = _without_spaces(text)
    if not _NUMBER.fullmatch(text) or re.fullmatch(r"[+-]?\d{1,3},\d{3}", text):
        return None
    number = float(text.replace(",", "."))
    return number if math.isfinite(number) else None


def read_integer(text: str) -> int | None:
    """Read a whole number; `3.0` and `3,0` are whole, `1.000` is not read (thousand or one?)."""
    text = re.sub(r"[.,]00?$", "", _without_spaces(text))
    if not re.fullmatch(r"[+-]?\d{1,19}", text):
        return None
    number = int(text)
    return number if abs(number) < 1 << 63 else None


def read_boolean(text: str) -> bool | None:
    """Read yes and no in Swedish, English and spreadsheets' own words."""
    word = text.casefold()
    return True if word in YES else False if word in NO else None


def read_time(text: str) -> str | None:
    """Read `8:30`, `08.30` or Excel's share of a day (`0.375`) as `HH:MM`."""
    if (m := _TIME.fullmatch(text)) and not re.fullmatch(r"0\.\d\d", text):
        hour, minute = int(m[1]), int(m[2])
    elif _FRACTION.fullmatch(text):
        hour, minute = divmod(round(float(text.replace(",", ".")) * 1440), 60)
    else:
        return None
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


READERS: dict[FieldType, Callable[[str], object]] = {
    "date": read_date,
    "integer": read_integer,
    "number": read_number,
    "boolean": read_boolean,
    "time": read_time,
}


def convert(column: Field, cells: list[str], *, serial_dates: bool = True) -> tuple[pd.Series[Any], list[int]]:
    """Turn one column's cells into typed values.

    Args:
        cells: cleaned texts; an empty text is a missing value.
        serial_dates: whether Excel date numbers may be read; not where days are counted from 1904.

    Returns:
        The series (dtype by `book.DTYPES`, index 0…n-1) and the positions that could not be read; the
        series holds a missing value there.
    """
    if column.type == "string" and not column.words:
        given = np.fromiter(cells, dtype=object, count=len(cells))  # a third of the time that np.array takes
        given[given == ""] = None
        return typed(column, given), []
    texts = list(dict.fromkeys(cells))
    values = [_read(column, text, serial_dates) if text else None for text in texts]
    # numpy takes dates of any year; pandas before 3 only those that a nanosecond can tell apart.
    distinct = pd.Series(np.array(values, "datetime64[s]")) if column.type == "date" else typed(column, values)
    number = {text: i for i, text in enumerate(texts)}
    numbers = np.fromiter(map(number.__getitem__, cells), dtype="int64", count=len(cells))
    unread = np.array([value is None and text != "" for text, value in zip(texts, values, strict=True)], dtype=bool)
    bad = np.flatnonzero(unread[numbers]).tolist() if unread.any() else []
    return pd.Series(distinct.array.take(numbers)), bad


def _read(column: Field, text: str, serial_dates: bool) -> object:
    if column.type == "string":
        return column.words.get(key(text), text)
    if column.type == "date" and not serial_dates and text.removesuffix(".0").isdecimal() and len(text) < 8:
        return None
    return READERS[column.type](text)


def may_hold_errors(together: str) -> bool:
    """Say whether `error_values` may find something in cells, given all their texts together."""
    return "#" in together or (":" in together and ":5" in together)


def error_values(cells: list[str]) -> list[int]:
    """Return the positions of cells that hold a spreadsheet's error value, such as `#SAKNAS!`."""
    return [i for i, text in enumerate(cells) if ERROR_VALUES.fullmatch(text)]


def as_text(value: object) -> str:
    """Return a spreadsheet cell's value as the text that CSV would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def plain(number: float) -> str:
    """Return a number as digits: no exponent, and no decimals where it is whole."""
    if not math.isfinite(number):
        return repr(number)
    return str(int(number)) if number.is_integer() else f"{Decimal(repr(float(number))):f}"


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _without_spaces(text: str) -> str:
    return re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", "", text).replace("−", "-")
