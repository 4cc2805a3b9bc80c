"""The solution of an exercise on its page: every cell reads as people say it."""

from __future__ import annotations

import pytest

from fsi_kit.course.exercises import load_exercise
from fsi_kit.texts import LANGS, Lang
from tools.site.blocks_course import _solution_table
from tools.site.place import Place


@pytest.mark.parametrize("lang", LANGS)
def test_yes_no_labels_and_blanks_are_in_the_pages_language(lang: Lang) -> None:
    place = Place(lang, "modules/04-prepare.md")
    plan = load_exercise("06-plan-the-workshop", lang).solution.sheets["agenda"]
    title, header, rows = _solution_table(plan, place)
    assert title == plan.table.titles[lang] and len(header) == len(plan.table.fields)
    yes_no = {"sv": {"Ja", "Nej"}, "en": {"Yes", "No"}}
    assert {row[5] for row in rows} == yes_no[lang]
    invite = load_exercise("07-whom-to-invite", lang).solution.sheets["candidates"]
    cells = {cell for _, _, table in [_solution_table(invite, place)] for row in table for cell in row}
    assert "" in cells and not cells & {"not_invited", "municipality", "<NA>", "True", "False"}
