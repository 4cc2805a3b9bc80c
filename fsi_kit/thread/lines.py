"""A thread as plain lines of text, and what is told of one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from fsi_kit.texts import Lang
from fsi_kit.thread.gaps import KINDS, Gap, excused, summary
from fsi_kit.thread.knots import KNOT, LINKS, ORDER, rows_of, say
from fsi_kit.thread.places import Place, places
from fsi_kit.workbook import Workbook

if TYPE_CHECKING:
    from fsi_kit.thread.following import Thread

INDENT = "  "
LONGEST, LONGEST_ID = 120, 40


class Told(NamedTuple):
    """A row in words: its name and id, what else is known of it in brief, and its text."""

    name: str
    facts: tuple[str, ...]
    text: str


def thread_lines(book: Workbook, thread: Thread, lang: Lang, most: int, as_of: date | None) -> Iterator[str]:
    """Yield a thread's lines: what it came from, table by table, then the row and all that each row led to."""
    there = places(book, thread, most, as_of)
    teller = _Teller(book, {place.table: place for place in there}, lang, most, as_of)
    level = 0
    for place in there[: ORDER.index(thread.table)]:
        if not place.empty or place.gaps:
            yield from teller.before(place, level)
            level += 1
    yield from teller.after(thread.table, thread.id, level)
    yield from teller.unsaid()


class _Teller:
    """Tells rows, each once, and remembers which gaps have been named."""

    def __init__(self, book: Workbook, there: Mapping[str, Place], lang: Lang, most: int, as_of: date | None) -> None:
        self.book, self.there, self.lang, self.most, self.as_of = book, there, lang, most, as_of
        self.told: set[tuple[str, str]] = set()
        self.rows = {
            table: dict(zip(place.ids, (row for _, row in place.rows.iterrows()), strict=True))
            for table, place in there.items()
        }
        self.left = [gap for place in there.values() for gap in place.gaps]

    def before(self, place: Place, level: int) -> Iterator[str]:
        """Yield the first rows of a place, how many more there are, and what is missing there."""
        ids = place.ids
        for id_ in ids[: self.most]:
            yield INDENT * level + self._line(place.table, id_)
        yield from self._more(place.table, len(ids), level)
        yield from self._gaps(list(place.gaps), level, named=True)

    def after(self, table: str, id_: str, level: int) -> Iterator[str]:
        """Yield a row, its gaps and, a step further in, whatever it led to."""
        again = (table, id_) in self.told
        yield INDENT * level + self._line(table, id_, again)
        if again:
            return
        self.told.add((table, id_))
        yield from self._gaps([gap for gap in self.left if (gap.table, gap.id) == (table, id_)], level + 1)
        for link in (link for link in LINKS if link.source == table):
            links = self.book[link.holder]
            led_to = set(links.loc[links[link.from_] == id_, link.to].dropna())
            ids = [each for each in self.there[link.target].ids if each in led_to]
            for each in ids[: self.most]:
                yield from self.after(link.target, each, level + 1)
            yield from self._more(link.target, len(ids), level + 1)
            # That an idea was not chosen stands on its own line already.
            if not ids and table != "ideas":
                yield from (INDENT * (level + 1) + say(f"ends.{why}", self.lang) for why in self._excuses(table, id_))

    def unsaid(self) -> Iterator[str]:
        """Yield the gaps of rows that were only counted."""
        yield from self._gaps(self.left, 0, named=True)

    def _line(self, table: str, id_: str, again: bool = False) -> str:
        name, facts, text = tell(self.book, table, self.rows[table][id_], self.lang)
        if again:
            return say("row.again", self.lang, head=name)
        head = ", ".join((name, *facts))
        return say("row.line", self.lang, head=head, text=text) if text else head

    def _excuses(self, table: str, id_: str) -> Iterator[str]:
        yield from (why for why, ids in excused(self.book, table, self.as_of).items() if id_ in ids)

    def _more(self, table: str, count: int, level: int) -> Iterator[str]:
        if count > self.most:
            title = self.book.descriptor.tables[table].titles[self.lang]
            yield INDENT * level + "… " + say("row.more", self.lang, title=title, count=count - self.most)

    def _gaps(self, found: list[Gap], level: int, named: bool = False) -> Iterator[str]:
        for kind in KINDS:
            same = [gap for gap in found if gap.kind == kind]
            self.left = [gap for gap in self.left if gap not in same]
            for text in summary(same, self.lang):
                words = {"text": text, "ids": some_ids(same, self.most)}
                yield INDENT * level + say("gap.named" if named else "gap.line", self.lang, **words)


def some_ids(found: Sequence[Gap], most: int) -> str:
    """Return the ids of the first gaps, with an ellipsis where there are more."""
    ids = ", ".join(cut(gap.id, LONGEST_ID) for gap in found[:most])
    return f"{ids}, …" if len(found) > most else ids


def tell(book: Workbook, table: str, row: pd.Series[Any], lang: Lang, longest: int = LONGEST) -> Told:
    """Return one row in words.

    Args:
        longest: how many characters of its text.
    """
    knot = KNOT[table]
    name = say("row.head", lang, name=say(f"one.{table}", lang), id=cut(row[knot.id], LONGEST_ID))
    return Told(name, tuple(_facts(book, table, row, lang)), cut(row[knot.text], longest))


def cut(text: Any, longest: int = LONGEST) -> str:
    """Return a text on one line without signs that cannot be seen, cut with an ellipsis; "" where it is missing."""
    if pd.isna(text):
        return ""
    # More than could ever be shown is not read: a text may be a whole report.
    words = "".join(sign if sign.isprintable() else " " for sign in str(text)[: longest * 4]).split()
    line = " ".join(words)
    if len(line) <= longest:
        return line
    short = line[: longest - 1]
    # The last word is left out where it is cut, unless there is little before it.
    whole = short.rpartition(" ")[0] if line[longest - 1] != " " else short
    return (whole if len(whole) > longest / 2 else short).rstrip(" ,.;:") + "…"


def _facts(book: Workbook, table: str, row: pd.Series[Any], lang: Lang) -> Iterator[str]:
    day = KNOT[table].date
    if table == "actions":
        yield from _state(row, lang)
    elif day and not pd.isna(row[day]):
        yield f"{row[day]:%Y-%m-%d}"
    if table == "ideas":
        yield say("row.not_chosen" if pd.isna(row["chosen"]) or not row["chosen"] else "row.chosen", lang)
    if table == "feedback" and not pd.isna(row["company_id"]):
        company = rows_of(book, "companies", (row["company_id"],))["name"].dropna()
        yield say("row.to", lang, company=cut(company.iloc[0] if len(company) else row["company_id"]))


def _state(row: pd.Series[Any], lang: Lang) -> Iterator[str]:
    """Yield when an action was done or is due, or that it was stopped."""
    status = "" if pd.isna(row["status"]) else row["status"]
    if status == "stopped":
        yield say("row.stopped", lang)
        return
    name, column = ("done", "done_on") if status == "done" else ("due", "due")
    if not pd.isna(row[column]):
        yield say(f"row.{name}", lang, date=f"{row[column]:%Y-%m-%d}")
