"""A thread as a picture: a column for each table from company to feedback, as SVG.

It comes as two drawings that say the same thing, of which a reader meets one (`fsi_kit.drawing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from fsi_kit.drawing import ARROW_ROOM, PAD, TALL, WIDE, Line, Look, Piece, arrow, box, two_drawings, wrap, written
from fsi_kit.texts import Lang
from fsi_kit.thread.following import Thread
from fsi_kit.thread.gaps import summary
from fsi_kit.thread.knots import KNOT, LINKS, say
from fsi_kit.thread.lines import LONGEST_ID, cut, some_ids, tell
from fsi_kit.thread.places import Place, places
from fsi_kit.workbook import Workbook

COLUMNS = 4
GUTTER = 24
SPACE = 8
LONGEST = 90
PLAIN, START, GAP = Look(0.05), Look(0.12, edge=2.5), Look(dashed=True)


def draw_thread(
    book: Workbook,
    thread: Thread,
    lang: Lang,
    prefix: str = "fsi-thread",
    most: int = 3,
    as_of: date | None = None,
) -> str:
    """Return a thread as SVG: a wide and a tall drawing, of which a reader meets one.

    A table with more rows than are drawn says how many more there are. Where the thread breaks, a box with a broken
    edge says what is missing.

    Args:
        prefix: begins every id, so that two pictures on a page do not clash.
        most: how many rows of a table to draw.
        as_of: as in `fsi_kit.thread.gaps`.
    """
    there = [place for place in places(book, thread, most, as_of) if not place.empty or place.gaps or place.ends]
    artist = _Artist(book, thread, lang, most)
    name = say(f"one.{thread.table}", lang).lower()
    title = say("picture.title", lang, row=say("row.head", lang, name=name, id=cut(thread.id, LONGEST_ID)))
    spoken = describe(book, thread, lang, as_of)
    return two_drawings("fsi-thread", prefix, artist.wide(there), artist.tall(there), title, spoken, lang)


def describe(book: Workbook, thread: Thread, lang: Lang, as_of: date | None = None) -> str:
    """Return in words what the picture of a thread shows: how many rows of each table, and where it breaks."""
    there = places(book, thread, 1, as_of)
    parts = [
        say("picture.count", lang, title=book.descriptor.tables[place.table].titles[lang], count=len(place.ids))
        for place in there
        if not place.empty
    ]
    parts += [say("gap.line", lang, text=text) for place in there for text in place.missing(lang)]
    parts += [place.ended(lang) for place in there if place.ends]
    return " ".join(parts)


@dataclass(frozen=True)
class _Column:
    """A column that has been drawn: how high it is, and the middle of each row's box by the row's id."""

    svg: str
    height: float
    middles: dict[str, float]


@dataclass(frozen=True)
class _Artist:
    book: Workbook
    thread: Thread
    lang: Lang
    most: int

    def wide(self, there: list[Place]) -> Piece:
        """Draw the columns side by side, four at a time, with a line between rows that belong together."""
        each = (WIDE - (COLUMNS - 1) * GUTTER) / COLUMNS
        svg, y = "", 0.0
        for first in range(0, len(there), COLUMNS):
            deck = there[first : first + COLUMNS]
            drawn = [self.column(place, i * (each + GUTTER), y, each) for i, place in enumerate(deck)]
            svg += "".join(column.svg for column in drawn)
            for i, (left, right) in enumerate(pairwise(drawn)):
                x = i * (each + GUTTER) + each
                ties = self.ties(deck[i], deck[i + 1])
                svg += "".join(_tie(x, left.middles[a], right.middles[b]) for a, b in ties)
            bottom = y + max(column.height for column in drawn)
            if first + COLUMNS < len(there):
                last = y + drawn[-1].height + 2
                svg += _turn(WIDE - each / 2, last, each / 2, bottom + 2, ARROW_ROOM)
                bottom += 2 * ARROW_ROOM
            y = bottom
        return Piece(svg, y)

    def tall(self, there: list[Place]) -> Piece:
        """Draw the columns below each other."""
        svg, y = "", 0.0
        for place in there:
            if y:
                svg += arrow(TALL / 2, y + 3, 0, ARROW_ROOM - 6)
                y += ARROW_ROOM
            column = self.column(place, 0, y, TALL)
            svg += column.svg
            y += column.height
        return Piece(svg, y)

    def column(self, place: Place, x: float, y: float, width: float) -> _Column:
        """Draw a place: its name and how many rows it has, its first rows, and what is missing."""
        title = self.book.descriptor.tables[place.table].titles[self.lang]
        head = say("picture.column", self.lang, title=title, count=len(place.ids))
        room = width - 2 * PAD
        piece = written(x, y, width, wrap(Line(head, 13, True), width, split=True))
        svg, bottom, middles = piece.svg, y + piece.height + 4, {}
        for id_, (_, row) in zip(place.ids, place.first.iterrows(), strict=False):
            told = tell(self.book, place.table, row, self.lang, LONGEST)
            look = START if (place.table, id_) == (self.thread.table, self.thread.id) else PLAIN
            drawn = box(
                x, bottom, width, _lines(", ".join((cut(id_, LONGEST_ID), *told.facts)), told.text, room), look=look
            )
            svg, middles[id_] = svg + drawn.svg, bottom + drawn.height / 2
            bottom += drawn.height + SPACE
        if len(place.rest):
            more = say("picture.more", self.lang, count=len(place.rest))
            piece = written(x, bottom - 4, width, wrap(Line(more), width, split=True))
            svg, bottom = svg + piece.svg, bottom + piece.height + SPACE - 4
        for lines in self.missing(place, room):
            drawn = box(x, bottom, width, lines, look=GAP)
            svg, bottom = svg + drawn.svg, bottom + drawn.height + SPACE
        return _Column(svg, bottom - SPACE - y, middles)

    def missing(self, place: Place, room: float) -> Iterator[list[Line]]:
        """Yield the lines of each box for what is missing, or for why the thread ends here."""
        for kind in dict.fromkeys(gap.kind for gap in place.gaps):
            same = [gap for gap in place.gaps if gap.kind == kind]
            head = say("gap.line", self.lang, text=some_ids(same, self.most))
            yield _lines(head, summary(same, self.lang)[0], room)
        if place.ends:
            yield _lines("", place.ended(self.lang), room)

    def ties(self, left: Place, right: Place) -> list[tuple[str, str]]:
        """Return the pairs of drawn rows that belong together."""
        # No place is left out between two others: a thread runs unbroken to where it ends.
        link = next(link for link in LINKS if (link.source, link.target) == (left.table, right.table))
        rows = self.book[link.holder][[link.from_, link.to]].dropna().drop_duplicates()
        rows = rows[rows[link.from_].isin(left.first[KNOT[left.table].id])]
        rows = rows[rows[link.to].isin(right.first[KNOT[right.table].id])]
        return list(rows.itertuples(index=False, name=None))


def _lines(head: str, text: str, room: float) -> list[Line]:
    return [*wrap(Line(head, 11.5, True), room, split=True), *wrap(Line(text, 12), room, split=True)]


def _tie(x: float, left: float, right: float) -> str:
    """Draw a line across the gutter from one box to another."""
    half = GUTTER / 2
    path = f"M{x:.1f} {left:.1f}C{x + half:.1f} {left:.1f} {x + half:.1f} {right:.1f} {x + GUTTER:.1f} {right:.1f}"
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.4"/>'


def _turn(x: float, y: float, to_x: float, bottom: float, room: float) -> str:
    """Draw a line down from the end of one deck, back to the left and down to the start of the next."""
    path = f"M{x:.1f} {y:.1f}V{bottom + room / 2:.1f}H{to_x:.1f}"
    line = f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    return line + arrow(to_x, bottom + room / 2, 0, room - 4)
