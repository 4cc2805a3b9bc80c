"""Exempelby, as everyone opens it: whole in both languages, and the same but for its words."""

from __future__ import annotations

import pandas as pd
import pytest

from fsi_kit.examples import AS_OF, exempelby_path, load_exempelby
from fsi_kit.texts import LANGS, Lang


@pytest.mark.parametrize("lang", LANGS)
def test_exempelby_opens_with_a_file_for_each_of_the_workbooks_tables(lang: Lang) -> None:
    book = load_exempelby(lang)
    assert book.findings == () and book.hits == ()
    assert list(book.sheets) and set(book.sheets) == set(book.descriptor.tables)
    assert {file.stem for file in exempelby_path(lang).glob("*.csv")} == set(book.sheets)
    assert all(len(sheet.frame) for sheet in book.sheets.values())


def test_only_free_text_differs_between_the_languages() -> None:
    sv, en = (load_exempelby(lang) for lang in LANGS)
    for table in sv.descriptor.tables.values():
        same = [f.name for f in table.fields if f.type != "string" or f.enum or f.name.endswith("_id")]
        assert same
        pd.testing.assert_frame_equal(sv[table.name][same], en[table.name][same])
    assert not (sv["insights"]["statement"] == en["insights"]["statement"]).any()


def test_nothing_in_exempelby_has_happened_after_the_day_it_is_judged_by() -> None:
    book = load_exempelby("sv")
    past = [(t.name, f.name) for t in book.descriptor.tables.values() for f in t.fields if f.past]
    assert past
    assert all(not (book[table][column] > pd.Timestamp(AS_OF)).any() for table, column in past)
