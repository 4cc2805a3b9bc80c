"""Data rules (``D…``): is the table right? Every function takes a workbook and yields hits, all of them at once.

What cannot be read as a date or a number is found already by `read`; these rules see the typed tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from fsi_kit.findings import Hit
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS, Both, load_texts
from fsi_kit.workbook.book import Sheet, Workbook
from fsi_kit.workbook.cells import plain
from fsi_kit.workbook.privacy import header_rule, hide, mask, personal, suspects
from fsi_kit.workbook.schema import Field, key

RuleFunction = Callable[[Workbook, Settings], Iterator[Hit]]
"""Every rule of the kit: it takes a workbook and what to judge by, and yields all its hits."""
Distinct = Callable[[str, str], set[Any]]
"""Table and column → every value in it, once."""
MAX_COMPARISONS = 100_000
"""How many pairs of words are compared for "do you mean …" in a column: about a second's worth."""


def required_values(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """D201: a required cell is blank."""
    for sheet, column in _columns(book, lambda f: f.required):
        for row in _rows(sheet, sheet.frame[column.name].isna()):
            if (row, column.name) not in sheet.unread:
                yield Hit("D201", sheet.table.name, row, column.name)


def enum_values(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """D207: a value is not on its column's list."""
    for sheet, column in _columns(book, lambda f: bool(f.enum)):
        values = sheet.frame[column.name]
        bad = _among(values, _distinct(values).difference(column.enum))
        if bad.empty:
            continue
        allowed: Both = {lang: ", ".join(column.label(v, lang) for v in column.enum) for lang in LANGS}
        close = _close([*bad.unique()], list(column.words), 0.75, key)
        for row, value in bad.items():
            near = column.words[close[value]] if value in close else None
            best: Both | None = {lang: column.label(near, lang) for lang in LANGS} if near else None
            params = {"suggestion": _did_you_mean(best), "allowed": allowed}
            yield Hit("D207", sheet.table.name, _label(row), column.name, value, params)


def limits(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """D208: a number or date is below its minimum or above its maximum."""
    for sheet, column in _columns(book, lambda f: f.minimum is not None or f.maximum is not None):
        values = sheet.frame[column.name]
        low, high = (_limit(column, limit) for limit in (column.minimum, column.maximum))
        outside = pd.Series(False, index=values.index)
        if low is not None:
            outside |= (values < low).fillna(False).astype(bool)
        if high is not None:
            outside |= (values > high).fillna(False).astype(bool)
        params = {"minimum": str(column.minimum), "maximum": str(column.maximum)}
        for row in _rows(sheet, outside):
            yield Hit("D208", sheet.table.name, row, column.name, show(values[row]), params)


def lengths(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """D210: a text is longer than its column allows."""
    for sheet, column in _columns(book, lambda f: f.max_length is not None):
        texts = sheet.frame[column.name].to_numpy(dtype=object, na_value="")
        sizes = np.fromiter(map(len, texts), dtype="int64", count=len(texts))
        for i in map(int, np.flatnonzero(sizes > (column.max_length or 0))):
            size = {"length": str(sizes[i]), "maximum": str(column.max_length)}
            yield Hit("D210", sheet.table.name, sheet.frame.index[i], column.name, texts[i], size)


def keys(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """D209, D301, D303: an id or code of the wrong form, one that stands twice, one that leads nowhere."""

    @cache
    def distinct(table: str, column: str) -> set[Any]:
        return _distinct(book[table][column])

    yield from _patterns(book, distinct)
    yield from _unique_keys(book, distinct)
    yield from _foreign_keys(book, distinct)


def _patterns(book: Workbook, distinct: Distinct) -> Iterator[Hit]:
    @cache
    def unlike(pattern: str, table: str, column: str, but_not: tuple[str, str] | None = None) -> set[Any]:
        values = distinct(table, column) - distinct(*but_not) if but_not else distinct(table, column)
        fits = re.compile(pattern).fullmatch
        return {value for value in values if not fits(value)}

    for sheet, column in _columns(book, lambda f: f.pattern is not None):
        table, pattern = sheet.table.name, column.pattern or ""
        # Most ids stand in the table that they point to as well, and need to be looked at only once.
        there = [(k.reference, k.reference_column) for k in sheet.table.foreign_keys if k.column == column.name]
        if there and there[0][0] in book.sheets:
            elsewhere = unlike(pattern, *there[0]) & distinct(table, column.name)
            wrong = unlike(pattern, table, column.name, there[0]) | elsewhere
        else:
            wrong = unlike(pattern, table, column.name)
        for row, value in _among(sheet.frame[column.name], wrong).items():
            yield Hit("D209", table, _label(row), column.name, value)


def _unique_keys(book: Workbook, distinct: Distinct) -> Iterator[Hit]:
    for sheet in book.sheets.values():
        keys = {sheet.table.primary_key, *((f.name,) for f in sheet.table.fields if f.unique)}
        for columns in sorted(k for k in keys if k):
            # No key stands twice if one of its columns holds no value twice.
            if any(len(distinct(sheet.table.name, c)) == sheet.frame[c].count() for c in columns):
                continue
            frame = sheet.frame[list(columns)].dropna()
            again = frame.duplicated(keep="first")
            if not again.any():
                continue
            first = frame.index.to_series().groupby([frame[c] for c in columns]).transform("first")
            for (row, *values), where in zip(frame[again].itertuples(), first[again], strict=True):
                shown = ", ".join(show(v) for v in values)
                yield Hit("D301", sheet.table.name, row, columns[0], shown, {"first": str(where)})


def _foreign_keys(book: Workbook, distinct: Distinct) -> Iterator[Hit]:
    """Silent where the other table or its ids are missing: that is a finding already."""
    for sheet in book.sheets.values():
        for link in sheet.table.foreign_keys:
            target = book.sheets.get(link.reference)
            if target is None or link.reference_column not in target.columns:
                continue
            known = distinct(link.reference, link.reference_column)
            bad = _among(sheet.frame[link.column], distinct(sheet.table.name, link.column) - known)
            if bad.empty:
                continue
            ids = [*map(str, target.frame[link.reference_column].dropna().unique())]
            close = _close([*bad.unique()], ids, 0.7)
            for row, value in bad.items():
                near = close.get(value)
                best: Both | None = dict.fromkeys(LANGS, mask(near)) if near else None
                params: dict[str, str | Both] = {
                    "reference": target.table.titles,
                    "suggestion": _did_you_mean(best),
                }
                yield Hit("D303", sheet.table.name, _label(row), link.column, value, params)


def future_dates(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """D401: a date of something that has happened lies after the day of the check."""
    today = pd.Timestamp(settings.as_of)
    for sheet, column in _columns(book, lambda f: f.past):
        values = sheet.frame[column.name]
        for row in _rows(sheet, values > today):
            yield Hit("D401", sheet.table.name, row, column.name, show(values[row]), {"as_of": str(settings.as_of)})


def personal_data(book: Workbook, settings: Settings) -> Iterator[Hit]:
    """D501–D504: contact details and identity numbers, in any text and in headings that ask for them."""
    for sheet in book.sheets.values():
        texts = [f.name for f in sheet.table.fields if f.type == "string" and not f.enum]
        for name in (*texts, *sheet.extra):
            for row, rule, words in suspects(sheet.frame[name]):
                yield Hit(rule, sheet.table.name, row, name, None, {"words": hide(words)})
        for (row, name), text in sheet.unread.items():
            for rule, words in personal(text):
                yield Hit(rule, sheet.table.name, row, name, None, {"words": hide(words)})
        for name in sheet.extra:
            rule_id = header_rule(name)
            if rule_id:
                yield Hit(rule_id, sheet.table.name, None, name, None, {"words": name})


RULES: tuple[RuleFunction, ...] = (
    required_values,
    enum_values,
    limits,
    lengths,
    keys,
    future_dates,
    personal_data,
)


def show(value: Any) -> str:
    """Return a typed value as the user would write it: dates without a time, whole numbers without a point."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return plain(value) if isinstance(value, float) else str(value)


def _columns(book: Workbook, wanted: Callable[[Field], bool]) -> Iterator[tuple[Sheet, Field]]:
    for sheet in book.sheets.values():
        for column in sheet.table.fields:
            # A column that the file lacks is one finding already, not one for each row.
            if wanted(column) and (column.name in sheet.columns or not sheet.columns):
                yield sheet, column


def _rows(sheet: Sheet, mask: pd.Series[bool]) -> list[int]:
    flags = mask.to_numpy(dtype=bool, na_value=False)
    return [int(row) for row in sheet.frame.index[flags]] if flags.any() else []


def _distinct(values: pd.Series[Any]) -> set[Any]:
    """Return every value of a column once: the rules then judge a value once, however many rows hold it."""
    distinct = set(values.to_numpy(dtype=object))
    distinct.difference_update((pd.NA, pd.NaT))
    return distinct


def _among(values: pd.Series[Any], wanted: set[Any]) -> pd.Series[Any]:
    """Return the rows of a column that hold one of the wanted values."""
    return values[values.isin(wanted)] if wanted else values[:0]


def _label(row: object) -> int:
    return int(row)  # type: ignore[call-overload, no-any-return]


def _limit(column: Field, limit: str | float | None) -> Any:
    return pd.Timestamp(limit) if limit is not None and column.type == "date" else limit


def _close(
    values: Sequence[str], known: Sequence[str], cutoff: float, form: Callable[[str], str] = str
) -> dict[str, str]:
    """Return value → the known word most like its form; only for as many values as can be compared in good time."""
    known = known[: MAX_COMPARISONS // 2]
    many = MAX_COMPARISONS // max(1, len(known))
    found = {value: get_close_matches(form(value), known, n=1, cutoff=cutoff) for value in values[:many]}
    return {value: near[0] for value, near in found.items() if near}


def _did_you_mean(best: Both | None) -> Both:
    words = load_texts("fsi_kit", "findings.toml")["suggestion"]
    return {lang: words[lang].format(best=best[lang]) if best else "" for lang in LANGS}
