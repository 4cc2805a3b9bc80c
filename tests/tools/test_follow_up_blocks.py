"""The rhythm of following up, as a picture."""

from __future__ import annotations

import re

import pytest

from fsi_kit.check import all_rules
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_follow_up import LIMITS, follow_up_rhythm
from tools.site.place import Place


@pytest.mark.parametrize("lang", LANGS)
def test_both_drawings_say_the_same_and_name_the_limits_of_the_rules(lang: Lang) -> None:
    html = follow_up_rhythm(Place(lang, "modules/07-follow-up.md"))
    wide, tall = (
        re.sub(r"<[^>]*>", " ", re.sub(r"<(title|desc).*?</\1>", "", svg)).split()
        for svg in re.findall(r"<svg.*?</svg>", html)
    )
    assert wide == tall != []
    descriptions = set(re.findall(r"<desc[^>]*>(.*?)</desc>", html))
    assert len(descriptions) == 1
    described = descriptions.pop()
    assert LIMITS
    for rule in LIMITS.values():
        assert f" {all_rules()[rule].limits['days']} " in described
        assert str(all_rules()[rule].limits["days"]) in wide


def test_no_id_stands_twice_and_no_text_is_pressed_together() -> None:
    for lang in LANGS:
        html = follow_up_rhythm(Place(lang, "modules/07-follow-up.md"))
        ids = re.findall(r' id="([^"]*)"', html)
        assert ids and len(ids) == len(set(ids))
        assert "textLength" not in html
