"""Blocks of the page about actions: a bad card beside a good one."""

from __future__ import annotations

from markupsafe import Markup

from fsi_kit.action_card import Box, Card, draw_cards
from fsi_kit.workbook.rules import show
from tools.site.example import exempelby
from tools.site.place import Place
from tools.site.render import render

GOOD = "A24"
COLUMNS = ("how", "owner", "department", "start", "due", "measure", "target")


def action_cards(place: Place) -> str:
    """Draw a card that nobody can act on beside one of Exempelby's, with a remark on each box."""
    sheet = exempelby(place.lang).sheets["actions"]
    row = sheet.frame.set_index("action_id").loc[GOOD]
    titles = {name: sheet.table.columns[name].titles[place.lang] for name in COLUMNS}
    bad, good = (
        tuple(
            Box(titles[name], said or place.words(f"cards.bad.{name}"), remarks[name]) for name, said in texts.items()
        )
        for texts, remarks in (
            (dict.fromkeys(COLUMNS, ""), place.words.group("cards.bad_remarks")),
            ({name: show(row[name]) for name in COLUMNS}, place.words.group("cards.good_remarks")),
        )
    )
    cards = (Card(place.words("cards.bad_heading"), bad), Card(place.words("cards.good_heading"), good))
    svg = Markup(draw_cards(cards, place.words("cards.title"), place.lang))  # noqa: S704 - ours
    return render("figure.html", svg=svg, caption=place.words("cards.caption", id=GOOD))
