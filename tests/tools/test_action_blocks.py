"""The picture of a bad card beside a good one: the good one is Exempelby's own action, word for word."""

from __future__ import annotations

import pytest

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_actions import COLUMNS, GOOD, action_cards
from tools.site.place import Place


@pytest.mark.parametrize("lang", LANGS)
def test_the_good_card_says_what_exempelbys_action_says_and_every_box_has_a_remark(lang: Lang) -> None:
    place = Place(lang, "modules/06-actions.md")
    html = action_cards(place)
    action = load_exempelby(lang)["actions"].set_index("action_id").loc[GOOD]
    assert action["owner"] in html and action["target"] in html and "2026-03-06" in html
    for column in COLUMNS:
        for texts in (place.words.group("cards.bad"), place.words.group("cards.bad_remarks")):
            assert texts[column].split()[0] in html
        assert place.words.group("cards.good_remarks")[column]
    assert html.count("<svg") == 2 and "figcaption" in html


def test_the_good_action_began_as_many_days_after_its_workshop_as_the_picture_says() -> None:
    book = load_exempelby("en")
    start = book["actions"].set_index("action_id").at[GOOD, "start"]
    idea = book["actions"].set_index("action_id").at[GOOD, "idea_id"]
    workshop = book["ideas"].set_index("idea_id").at[idea, "workshop_id"]
    held = book["workshops"].set_index("workshop_id").at[workshop, "date"]
    assert (start - held).days == 6
    assert "Six days" in Place("en", "modules/06-actions.md").words("cards.good_remarks.start")
