"""Rooms for a workshop as a picture: a table for each group, both sides at every table, walls for notes."""

from __future__ import annotations

from math import cos, pi, sin

from fsi_kit.collaboration.groups import group_sizes, groups_in_words
from fsi_kit.drawing import PAD, TALL, WIDE, Line, Look, Piece, box, two_drawings, width, wrap, written
from fsi_kit.texts import Lang, load_texts

GAP = 14
TABLE, SEAT, REACH = 17.0, 7.0, 31.0  # radius of a table and of a seat, and how far the seats are from its middle
CELL = 98.0  # what a table with its seats and the space around it takes up
BOARD, STRIP = 26.0, 22.0  # height of the board, width of the wall for notes
FULL, HOLLOW = 'fill="currentColor"', 'fill="none"'


def draw_rooms(lang: Lang, people: tuple[int, ...] = (12, 18, 30), prefix: str = "fsi-rooms") -> str:
    """Return rooms for so many people as SVG: a wide and a tall drawing, of which a reader meets one.

    Args:
        people: how many take part, a room each.
        prefix: begins every id, so that two pictures on a page do not clash.
    """
    share = (WIDE - GAP * (len(people) - 1)) / len(people)
    wide = [_room(count, i * (share + GAP), 0, share, 2, lang) for i, count in enumerate(people)]
    height = max(piece.height for piece in wide)
    legend = _legend(0, height + GAP, lang)
    beside = Piece("".join(piece.svg for piece in wide) + legend.svg, height + GAP + legend.height)
    svg, y = "", 0.0
    for count in people:
        room = _room(count, 0, y, TALL, 3, lang)
        svg, y = svg + room.svg, y + room.height + GAP
    legend = _legend(0, y, lang)
    below = Piece(svg + legend.svg, y + legend.height)
    return two_drawings("fsi-rooms", prefix, beside, below, _say("title", lang), describe_rooms(lang, people), lang)


def describe_rooms(lang: Lang, people: tuple[int, ...] = (12, 18, 30)) -> str:
    """Return the rooms in words, for those who do not see them."""
    rooms = [_say("room", lang, people=count, groups=groups_in_words(group_sizes(count), lang)) for count in people]
    return " ".join([*rooms, _say("rest", lang)])


def _room(people: int, x: float, y: float, room: float, columns: int, lang: Lang) -> Piece:
    """Draw a heading and below it a room: the board, the tables in rows and the wall for notes."""
    sizes = group_sizes(people)
    sizes_said = groups_in_words(sizes, lang)
    lines = [Line(_say("heading", lang, people=people), 15, True), *wrap(Line(sizes_said), room)]
    head = written(x, y, room, lines)
    top = y + head.height + 6
    rows = -(-len(sizes) // columns)
    columns = -(-len(sizes) // rows)  # as many tables in each row, as far as it goes
    height = BOARD + 3 * PAD + 2 * SEAT + rows * CELL + PAD
    svg = head.svg + box(x, top, room, [], height).svg
    board = box(x + 4 * PAD, top, room - 8 * PAD, [Line(_say("board", lang), 12)], BOARD, Look(0.1, middle=True))
    leaders = top + board.height + PAD + SEAT
    svg += board.svg + _leader(x + room / 2 - 14, leaders) + _leader(x + room / 2 + 14, leaders)
    svg += _wall(x + room - STRIP, top + board.height + PAD, height - board.height - 2 * PAD, lang)
    floor, first = room - STRIP, leaders + SEAT + PAD
    for number, size in enumerate(sizes):
        row, column = divmod(number, columns)
        here = min(columns, len(sizes) - row * columns)
        middle = x + floor * (column + 0.5) / here
        svg += _table(middle, first + CELL * (row + 0.5), size, number)
    return Piece(svg, head.height + 6 + height)


def _table(x: float, y: float, people: int, number: int) -> str:
    """Draw a table with people from both sides in turn; of two tables with odd numbers each side has more at one."""
    svg = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{TABLE}" fill="currentColor" fill-opacity="0.1" stroke="currentColor"/>'
    )
    for i in range(people):
        turn = 2 * pi * i / people - pi / 2
        svg += _seat(x + REACH * cos(turn), y + REACH * sin(turn), (i + number) % 2 == 0)
    return svg


def _seat(x: float, y: float, full: bool) -> str:
    fill = FULL if full else HOLLOW
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{SEAT}" {fill} stroke="currentColor" stroke-width="1.6"/>'


def _leader(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - SEAT:.1f}l{SEAT} {2 * SEAT}h{-2 * SEAT}Z" {FULL}/>'


def _wall(x: float, y: float, height: float, lang: Lang) -> str:
    """Draw the wall for notes along the room's right side, its words from top to bottom."""
    words, middle = _say("wall", lang), y + height / 2
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{STRIP}" height="{height:.1f}" fill="currentColor" fill-opacity="0.1"/>'
        f'<text transform="translate({x + STRIP / 2 + 4:.1f} {middle:.1f}) rotate(-90)" text-anchor="middle" '
        f'font-size="12">{words}</text>'
    )


def _legend(x: float, y: float, lang: Lang) -> Piece:
    svg, at = "", x + SEAT
    for name in ("municipality", "business", "leads"):
        line = Line(_say(name, lang), 12.5)
        mark = _leader(at, y + PAD) if name == "leads" else _seat(at, y + PAD, name == "municipality")
        svg += mark + written(at + 2 * SEAT, y + 1, TALL, [line]).svg
        at += 4 * SEAT + width(line)
    return Piece(svg, 2 * PAD)


def _say(name: str, lang: Lang, **places: object) -> str:
    text: str = load_texts("tools.site", "rooms.toml")[name][lang]
    return text.format(**places)
