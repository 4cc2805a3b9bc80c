"""What documents are filled with: rows of the workbook as text in a language, or blanks that say what to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from fsi_kit.collaboration.agenda import Agenda, AgendaError, plan_agenda
from fsi_kit.collaboration.groups import GroupError, make_groups
from fsi_kit.documents.brand import Brand
from fsi_kit.documents.moments import Day, day_of
from fsi_kit.innovation.answers import told
from fsi_kit.method import Method, load_method
from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook import Table, Workbook, load_descriptor

if TYPE_CHECKING:
    from fsi_kit.documents.letter import Letter
    from fsi_kit.documents.news import News
    from fsi_kit.documents.report import Report

PACKAGE = "fsi_kit.documents"
MINUTES, PEOPLE, START = 180, 18, "09:00"
"""The workshop that a run sheet shows when no workbook says otherwise."""
BLANKS = 4
KEPT = "\u00a0\u202f\u00ad\u200c\u200d"
"""Signs that cannot be seen but belong to the writing: spaces that do not break, hyphens and joins within words."""
DEAD = ("dropped",)
REPLY_DAYS = 14
"""How long before the workshop an answer to the invitation is asked for."""
VOICES = 10
"""The most insights to read aloud."""


class Fill(str):
    """A place to fill in; the text says with what."""

    __slots__ = ()


@dataclass(frozen=True)
class Row:
    """One row of a table for a template: ``{{ need.title }}`` gives the cell's text, or a `Fill` where it is blank."""

    table: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a column's text. Raises KeyError where the table has no such column."""
        return self.cells[column]

    @property
    def known(self) -> bool:
        """Whether the row is in a workbook, not a blank."""
        return not all(isinstance(text, Fill) for text in self.cells.values())


@dataclass(frozen=True)
class Group:
    """A workshop group and those in it."""

    number: str
    members: tuple[Row, ...]


@dataclass(frozen=True)
class Facts:
    """Everything a master may ask for, in one language.

    Attributes:
        book: the municipality's workbook; None makes a blank document.
        workshop_id, company_id: what the copy is about, where it is about one.
        rendered: the masters' texts by id, kept for the next format.
    """

    lang: Lang
    brand: Brand
    as_of: date
    book: Workbook | None = None
    workshop_id: str | None = None
    company_id: str | None = None
    rendered: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def about(self, per: str, id: str | None) -> Facts:
        """Return the facts for a copy about one workshop or company."""
        if per == "workshop" and id:
            return replace(self, workshop_id=id, rendered={})
        return replace(self, company_id=id, rendered={}) if per == "company" and id else self

    @cached_property
    def method(self) -> Method:
        """The method, in the municipality's own wording where it has one."""
        return load_method(self.lang, self.brand.method)

    @property
    def municipality(self) -> str:
        """The municipality's name."""
        return self.brand.name or self.fill("municipality")

    @property
    def unit(self) -> str:
        """The unit that answers questions."""
        return self.brand.unit or self.fill("unit")

    def fill(self, name: str) -> Fill:
        """Return a place to fill in, by its name in ``documents.toml``."""
        return Fill(load_texts(PACKAGE, "documents.toml")["fill"][name][self.lang])

    @property
    def today(self) -> str:
        """The day that the document is written; a place to fill in where there is no workbook."""
        return self.fill("day") if self.book is None else written_day(self.as_of, self.lang)

    @cached_property
    def letter(self) -> Letter:
        """What the company has said and what came of it."""
        from fsi_kit.documents.letter import letter

        return letter(self)

    @cached_property
    def report(self) -> Report:
        """How the three stages stand, in figures worked out from the workbook."""
        from fsi_kit.documents.report import report

        return report(self)

    @cached_property
    def news(self) -> News:
        """What companies have said lately, area by area and without their names."""
        from fsi_kit.documents.news import news

        return news(self)

    def choices(self, table: str, column: str) -> tuple[str, ...]:
        """Return the words of a column's drop-down in the workbook."""
        field = _tables()[table].columns[column]
        return tuple(field.label(value, self.lang) for value in field.enum)

    def rows(self, table: str, frame: pd.DataFrame) -> tuple[Row, ...]:
        """Return rows of one of the workbook's frames as text in the document's language."""
        return tuple(self._as_rows(table, frame))

    @cached_property
    def workshop(self) -> Row:
        """The workshop that the document is about."""
        return next(self._rows("workshops", workshop_id=self.workshop_id), self._blank("workshops"))

    @cached_property
    def need(self) -> Row:
        """The need that the workshop is about."""
        id_ = self.workshop["need_id"]
        return next(self._rows("needs", need_id=id_), self._blank("needs"))

    @cached_property
    def needs(self) -> tuple[Row, ...]:
        """Every need that is still alive."""
        return self._several("needs", lambda rows: rows[~rows["status"].isin(DEAD).fillna(False)])

    @cached_property
    def insights(self) -> tuple[Row, ...]:
        """The insights that the workshop's need rests on."""
        if self.book is None or not self.need.known:
            return self._blanks("insights")
        links = self.book["need_insights"]
        ids = links.loc[links["need_id"].eq(self.need["need_id"]).fillna(False).astype(bool), "insight_id"]
        return self._several("insights", lambda rows: rows[rows["insight_id"].isin(ids)])

    @cached_property
    def participants(self) -> tuple[Row, ...]:
        """Those who take part in the workshop."""
        return self._of_workshop("participants")

    @cached_property
    def ideas(self) -> tuple[Row, ...]:
        """The workshop's ideas."""
        return self._of_workshop("ideas")

    @cached_property
    def actions(self) -> tuple[Row, ...]:
        """The actions that the workshop's ideas led to; every action where the document is about no workshop."""
        if self.book is None:
            return self._blanks("actions")
        if self.workshop_id is None:
            return self._several("actions")
        ideas = {row["idea_id"] for row in self.ideas}
        return self._several("actions", lambda rows: rows[rows["idea_id"].isin(ideas)])

    @cached_property
    def company(self) -> Row:
        """The company that the document is written to."""
        return next(self._rows("companies", company_id=self.company_id), self._blank("companies"))

    @cached_property
    def agenda(self) -> Agenda:
        """The workshop to the minute; for three hours and eighteen people where nothing else is known."""
        people = len(self.participants) if self.workshop.known and self.book is not None else PEOPLE
        shop = self.workshop
        minutes = shop["minutes"] if shop.known else ""
        start = shop["start"] if shop.known and not isinstance(shop["start"], Fill) else START
        length = MINUTES if isinstance(minutes, Fill) or not minutes.isdigit() else int(minutes)
        try:
            return plan_agenda(length, max(people, 4), start, self.method, self.lang)
        except AgendaError:
            return plan_agenda(MINUTES, PEOPLE, START, self.method, self.lang)

    @cached_property
    def day(self) -> Day:
        """The workshop's moments with their words, its materials and its groups in numbers."""
        return day_of(self.agenda)

    @property
    def slot(self) -> str:
        """When the workshop starts and ends, ``08:30–12:30``; a place to fill in where either is not known."""
        return f"{self.day.start}–{self.day.end}" if self.timed else self.fill("time")

    @property
    def timed(self) -> bool:
        """Whether the workshop's own start and length are known; the agenda is an example otherwise."""
        return not any(isinstance(self.workshop[column], Fill) for column in ("start", "minutes"))

    @property
    def reply_by(self) -> str:
        """The last day to answer the invitation."""
        if self.book is not None and self.workshop.known:
            rows = self.book["workshops"]
            found = rows.loc[rows["workshop_id"].eq(self.workshop["workshop_id"]).fillna(False).astype(bool), "date"]
            for held in found.dropna():
                return written_day(held - timedelta(days=REPLY_DAYS), self.lang)
        return self.fill("reply_by")

    @cached_property
    def voices(self) -> tuple[Row, ...]:
        """Insights behind the need that may be read aloud, the most urgent first: from companies that may be named."""
        if self.book is None:
            return ()
        companies, visits = self.book["companies"], self.book["visits"]
        open_ = companies.loc[companies["may_be_named"].eq(True).fillna(False).astype(bool), "company_id"]
        told_at = set(visits.loc[visits["company_id"].isin(open_), "visit_id"])
        rows = [row for row in self.insights if row.known and row["visit_id"] in told_at]
        return tuple(sorted(rows, key=_urgency, reverse=True)[:VOICES])

    def organisation(self, participant: Row) -> str:
        """Return a participant's department, or company where it may be named; "" where neither may stand there."""
        if not isinstance(participant["department"], Fill):
            return participant["department"]
        if self.book is None or isinstance(participant["company_id"], Fill):
            return ""
        companies = self.book["companies"]
        may = companies["may_be_named"].eq(True) & companies["company_id"].eq(participant["company_id"])
        return "".join(companies.loc[may.fillna(False).astype(bool), "name"].dropna()[:1].astype(str))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The workshop's groups: those in the workbook, else even ones; four blank ones without a workbook."""
        people = self.participants
        if self.book is None or not any(row.known for row in people):
            return tuple(Group(str(n + 1), self._blanks("participants", 5)) for n in range(4))
        given = {row["participant_id"]: row["group"] for row in people}
        if any(isinstance(group, Fill) for group in given.values()):
            table = self.book["participants"]
            try:
                made = make_groups(table[table["workshop_id"].eq(str(self.workshop_id)).fillna(False).astype(bool)])
            except GroupError:
                return ()
            given = dict(zip(made.assignment["participant_id"], made.assignment["group"], strict=True))
        numbers = sorted({str(g) for g in given.values()}, key=lambda g: (len(g), g))
        return tuple(Group(n, tuple(r for r in people if str(given.get(r["participant_id"])) == n)) for n in numbers)

    def copies(self, per: str) -> list[str | None]:
        """Return the ids that a document is made for: the latest workshop, or every company that waits for an answer.

        Without a workbook there is one blank copy, None.
        """
        if self.book is None or not per:
            return [None]
        if per == "workshop":
            shops = self.book["workshops"].dropna(subset=["workshop_id"]).sort_values("date", kind="stable")
            return [str(id_) for id_ in shops["workshop_id"].iloc[-1:]] or [None]
        owed = told(self.book, self.as_of).companies
        return [str(id_) for id_ in owed.loc[~owed["told"], "company_id"]] or [None]

    def _of_workshop(self, table: str) -> tuple[Row, ...]:
        if self.book is None or self.workshop_id is None:
            return self._blanks(table)
        return tuple(self._rows(table, workshop_id=self.workshop_id)) or self._blanks(table)

    def _several(self, table: str, choose: Any = None) -> tuple[Row, ...]:
        if self.book is None:
            return self._blanks(table)
        frame = self.book[table]
        return tuple(self._as_rows(table, choose(frame) if choose else frame))

    def _rows(self, table: str, **wanted: str | None) -> Iterator[Row]:
        if self.book is None or None in wanted.values():
            return
        frame = self.book[table]
        for column, value in wanted.items():
            frame = frame[frame[column].eq(str(value)).fillna(False).astype(bool)]
        yield from self._as_rows(table, frame)

    def _as_rows(self, name: str, frame: pd.DataFrame) -> Iterator[Row]:
        table = _tables()[name]
        columns = [field.name for field in table.fields]
        for values in frame[columns].itertuples(index=False):
            cells = zip(columns, values, strict=True)
            yield Row(name, {column: self._text(table, column, value) for column, value in cells})

    def _text(self, table: Table, column: str, value: Any) -> str:
        field = table.columns[column]
        if pd.isna(value) or (isinstance(value, str) and not value.strip()):
            return Fill(field.titles[self.lang])
        if isinstance(value, (bool,)) or field.type == "boolean":
            return str(load_texts("fsi_kit.workbook", "write.toml")["boolean"]["yes" if value else "no"][self.lang])
        if field.type == "date":
            return written_day(value, self.lang)
        if field.type == "integer":
            return str(int(value))
        if field.type == "number":
            return f"{value:g}".replace(".", "," if self.lang == "sv" else ".")
        return field.label(one_line(value), self.lang)

    def _blank(self, name: str) -> Row:
        return Row(name, {field.name: Fill(field.titles[self.lang]) for field in _tables()[name].fields})

    def _blanks(self, name: str, count: int = BLANKS) -> tuple[Row, ...]:
        return (self._blank(name),) * count


def one_line(value: object) -> str:
    """Return data as text on one line, without signs that cannot be seen or that steer the reading."""
    text = "".join(sign if sign.isprintable() or sign in KEPT else " " for sign in str(value))
    return re.sub(" +", " ", text).strip()


def written_day(day: Any, lang: Lang) -> str:
    """Return a day as it is written in a letter: ``5 mars 2026`` or ``5 March 2026``."""
    months: Iterable[str] = load_texts(PACKAGE, "documents.toml")["months"][lang]
    return f"{day.day} {list(months)[day.month - 1]} {day.year}"


def _urgency(row: Row) -> str:
    return "" if isinstance(row["urgency"], Fill) else row["urgency"]


def _tables() -> Mapping[str, Table]:
    return load_descriptor().tables
