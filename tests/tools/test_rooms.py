"""The picture of rooms: everyone has a seat, every table has both sides, and it is there for ears too."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest

from fsi_kit.collaboration import group_sizes
from fsi_kit.drawing import TALL, WIDE
from fsi_kit.texts import LANGS, Lang
from tools.site.rooms import HOLLOW, SEAT, TABLE, describe_rooms, draw_rooms

SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = (12, 18, 30)
LEGEND = 2
each_lang = pytest.mark.parametrize("lang", LANGS)


def drawings(lang: Lang, people: tuple[int, ...] = PEOPLE) -> list[Xml.Element]:
    found = list(Xml.fromstring(f"<div>{draw_rooms(lang, people)}</div>").iter(f"{SVG}svg"))
    assert len(found) == 2
    return found


def circles(drawing: Xml.Element, radius: float) -> list[Xml.Element]:
    return [each for each in drawing.iter(f"{SVG}circle") if float(each.get("r", "0")) == radius]


@each_lang
def test_there_is_a_seat_for_everyone_and_a_table_for_each_group(lang: Lang) -> None:
    for drawing in drawings(lang):
        assert len(circles(drawing, SEAT)) == sum(PEOPLE) + LEGEND
        assert len(circles(drawing, TABLE)) == sum(len(group_sizes(count)) for count in PEOPLE)


@pytest.mark.parametrize("people", [6, 12, 17, 18, 30])
def test_both_sides_have_nearly_as_many_seats(people: int) -> None:
    for drawing in drawings("sv", (people,)):
        hollow = [seat for seat in circles(drawing, SEAT) if seat.get("fill") == HOLLOW.split('"')[1]]
        assert abs(len(hollow) - 1 - people / 2) <= 1


@each_lang
def test_nothing_stands_outside_the_drawing(lang: Lang) -> None:
    for drawing, wide in zip(drawings(lang), (WIDE, TALL), strict=True):
        height = float(drawing.get("viewBox", "").split()[3])
        for circle in drawing.iter(f"{SVG}circle"):
            x, y, r = (float(circle.get(name, "nan")) for name in ("cx", "cy", "r"))
            assert r <= x <= wide - r and r <= y <= height - r


@each_lang
def test_the_description_names_each_room_and_its_groups(lang: Lang) -> None:
    said = describe_rooms(lang)
    assert all(f"{count} " in said for count in PEOPLE)
    for drawing in drawings(lang):
        assert said == "".join(part.text or "" for part in drawing.iter(f"{SVG}desc"))
    assert said != describe_rooms("en" if lang == "sv" else "sv")
