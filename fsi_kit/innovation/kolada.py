"""Read saved answers from Kolada, the open database of municipal key figures, into rows of measurements.

Nothing is fetched: somebody opens the address in a browser and saves the answer. Both forms are read, v2 (the year as
text or number, ``next_page``) and v3 (the year as a number, ``next_url``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from fsi_kit.findings import shorten
from fsi_kit.innovation.words import say
from fsi_kit.texts import Lang
from fsi_kit.workbook import load_descriptor
from fsi_kit.workbook.book import typed

TOTAL, OTHERS = "T", frozenset("KMF")
NEXT, PREVIOUS = ("next_url", "next_page", "next"), ("previous_url", "previous_page", "previous")
CODE = re.compile(r"[0-9]{4}")

Source = str | Path | Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True)
class Problem:
    """Something in a saved answer that could not be read.

    Attributes:
        what: which problem, a key of ``texts.toml``.
        file: the file's name; blank where the answer was not read from a file.
        entry: the entry's number in the answer's list, counted from 1; None for the whole file.
    """

    what: str
    file: str = ""
    entry: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, lang: Lang) -> str:
        """Return where and what, one sentence or two."""
        place = ", ".join(
            part for part in (self.file, self.entry and say("kolada.place", lang, entry=self.entry)) if part
        )
        said = say(f"kolada.{self.what}", lang, **self.params)
        return f"{place}: {said}" if place else said


@dataclass(frozen=True)
class KoladaValues:
    """What was read.

    Attributes:
        rows: rows for the table ``measurements``, with its columns and dtypes, sorted by municipality and year.
            ``answers`` is missing: Kolada does not tell how many answers a figure rests on.
        problems: what could not be read, in the files' order.
    """

    rows: pd.DataFrame
    problems: tuple[Problem, ...]


class _Page(NamedTuple):
    file: str
    data: Any


class _Entry(NamedTuple):
    file: str
    number: int
    kpi: str
    municipality: str
    year: int
    value: float | None


def read_kolada(source: Source, index: str = "nki", area: str = "total", kpi: str | None = None) -> KoladaValues:
    """Read saved answers from Kolada.

    Args:
        source: a saved file, a folder of them, the JSON text itself, the answer as data, or a list of any of these
            (several pages).
        index, area: what the key figure measures, as the table ``measurements`` calls it.
        kpi: the key figure's id; needed only where the answers hold more than one.

    Returns:
        The values for both genders together. Missing values stay missing. What cannot be read is left out and
        told of in `problems`; an entry with a problem never stops the others.

    Raises:
        ValueError: the table has no such index or area.
    """
    columns = load_descriptor().tables["measurements"].columns
    for name, value in (("index", index), ("area", area)):
        if value not in columns[name].enum:
            raise ValueError(f"{name}: {value!r} is none of {', '.join(columns[name].enum)}")
    problems: list[Problem] = []
    pages = list(_pages(source, problems))
    entries = [entry for page in pages for entry in _entries(page, problems)]
    _ask_for_more(pages, problems)
    wanted = _of_one_kpi(entries, kpi, problems)
    rows = [
        (entry.municipality, area, entry.year, index, entry.value, None, f"Kolada, {entry.kpi}")
        for entry in _without_conflicts(wanted, problems)
    ]
    made = {name: typed(columns[name], [row[i] for row in rows]) for i, name in enumerate(columns)}
    return KoladaValues(pd.DataFrame(made), tuple(problems))


def _pages(source: Source, problems: list[Problem]) -> Iterator[_Page]:
    if isinstance(source, str) and source.lstrip()[:1] in ("{", "["):
        yield from _parse(source, "", problems)
    elif isinstance(source, (str, Path)):
        yield from _files(Path(source), problems)
    elif isinstance(source, Mapping):
        yield _Page("", source)
    else:
        for part in source:
            if isinstance(part, (str, Path, Mapping, Sequence)):
                yield from _pages(part, problems)
            else:
                problems.append(Problem("no_values"))


def _files(path: Path, problems: list[Problem]) -> Iterator[_Page]:
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        problems.append(Problem("no_files", path.name))
    for file in files:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problems.append(Problem("not_json", file.name))
        except OSError as error:
            problems.append(Problem("unreadable", file.name, params={"detail": error.strerror or str(error)}))
        else:
            yield from _parse(text, file.name, problems)


def _parse(text: str, file: str, problems: list[Problem]) -> Iterator[_Page]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        problems.append(Problem("not_json", file))
        return
    for page in data if isinstance(data, list) and data else [data]:
        yield _Page(file, page)


def _entries(page: _Page, problems: list[Problem]) -> Iterator[_Entry]:
    values = page.data.get("values") if isinstance(page.data, Mapping) else None
    if not isinstance(values, list):
        problems.append(Problem("no_values", page.file))
        return
    for number, data in enumerate(values, start=1):
        found = _entry(data, page.file, number)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            yield found


def _entry(data: Any, file: str, number: int) -> _Entry | Problem:
    def wrong(what: str, value: object = None) -> Problem:
        return Problem(what, file, number, {"value": shorten(value)})

    keys = ("kpi", "municipality", "period", "values")
    if not isinstance(data, Mapping) or not all(key in data for key in keys):
        return wrong("entry")
    kpi, municipality, period, values = (data[key] for key in keys)
    if not isinstance(kpi, str) or not kpi or not isinstance(values, list):
        return wrong("entry")
    if not isinstance(municipality, str) or not CODE.fullmatch(municipality):
        return wrong("municipality", municipality)
    year = _year(period)
    if year is None:
        return wrong("period", period)
    cells = {str(cell.get("gender")): cell for cell in values if isinstance(cell, Mapping)}
    unknown = [code for code in cells if code != TOTAL and code not in OTHERS]
    if unknown:
        return wrong("gender", unknown[0])
    if TOTAL not in cells or "value" not in cells[TOTAL]:
        return wrong("no_total")
    value = cells[TOTAL]["value"]
    if value is None:
        return _Entry(file, number, kpi, municipality, year, None)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        return wrong("value", value)
    return _Entry(file, number, kpi, municipality, year, float(value))


def _year(period: Any) -> int | None:
    if isinstance(period, str) and CODE.fullmatch(period):
        period = int(period)
    if isinstance(period, int) and not isinstance(period, bool) and 2000 <= period <= 2099:
        return period
    return None


def _ask_for_more(pages: Sequence[_Page], problems: list[Problem]) -> None:
    """Find out whether a page leads to one that was not saved: each such page needs one that follows it."""
    answers = [page for page in pages if isinstance(page.data, Mapping)]
    leading = [page for page in answers if any(page.data.get(key) for key in NEXT)]
    following = sum(any(page.data.get(key) for key in PREVIOUS) for page in answers)
    if leading and len(leading) > (following or len(answers) - 1):
        problems.append(Problem("more_pages", leading[-1].file))


def _of_one_kpi(entries: list[_Entry], kpi: str | None, problems: list[Problem]) -> list[_Entry]:
    found = sorted({entry.kpi for entry in entries})
    if kpi is None and len(found) > 1:
        problems.append(Problem("kpis", params={"found": ", ".join(found)}))
        return []
    if kpi is not None and kpi not in found:
        problems.append(Problem("no_kpi", params={"kpi": kpi}))
    return [entry for entry in entries if kpi is None or entry.kpi == kpi]


def _without_conflicts(entries: list[_Entry], problems: list[Problem]) -> list[_Entry]:
    kept: list[_Entry] = []
    by_key: dict[tuple[str, int], list[_Entry]] = {}
    for entry in entries:
        by_key.setdefault((entry.municipality, entry.year), []).append(entry)
    for (municipality, year), same in sorted(by_key.items()):
        if len({entry.value for entry in same}) == 1:
            kept.append(same[0])
        else:
            params = {"municipality": municipality, "year": str(year)}
            problems.append(Problem("conflict", same[-1].file, same[-1].number, params))
    return kept
