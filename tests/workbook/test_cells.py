"""Cells are read in every form that people and spreadsheets write, and never by a guess."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsi_kit.workbook import load_descriptor
from fsi_kit.workbook.cells import (
    as_text,
    clean,
    convert,
    error_values,
    plain,
    read_boolean,
    read_date,
    read_integer,
    read_number,
    read_time,
)
from fsi_kit.workbook.privacy import hide, luhn, mask, personal, worth_reading
from fsi_kit.workbook.schema import key

MARCH_5 = date(2024, 3, 5)
VISIT_DATE = load_descriptor().tables["visits"].columns["date"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05", "2024-3-5", "2024/03/05", "2024.03.05", "20240305", "2024-03-05 00:00:00", "2024-03-05T00:00",
        "2024-03-05 00:00:00.000", "5/3 2024", "05/03 2024", "5 mars 2024", "5 MARS 2024", "5 mar. 2024",
        "5. March 2024",
        "45356", "45356.0",
    ],
)  # fmt: skip
def test_dates_that_can_mean_only_one_day(text: str) -> None:
    assert read_date(text) == MARCH_5


@pytest.mark.parametrize(("text", "day"), [("25/3/2024", 25), ("25.3.2024", 25), ("3-3-2024", 3), ("25-3 2024", 25)])
def test_day_first_is_read_where_it_cannot_be_the_month(text: str, day: int) -> None:
    assert read_date(text) == date(2024, 3, day)


@pytest.mark.parametrize(
    "text",
    [
        "5/3/2024", "5-3-2024", "05.03.2024", "12/13/2024", "5/13 2024", "2024-13-01", "2024-02-30", "24-03-05", "5/3",
        "mars 2024", "5 tertial 2024", "2024", "36525", "73051", "45356.5", "-45356", "2024-03-05 08:30",
        "19990305", "",
    ],
)  # fmt: skip
def test_dates_that_could_mean_another_day_or_none(text: str) -> None:
    assert read_date(text) is None


def test_date_numbers_are_not_trusted_where_days_count_from_1904() -> None:
    cells = ["45356", "45356.0", "2024-03-05", ""]
    assert convert(VISIT_DATE, cells)[1] == []
    series, unread = convert(VISIT_DATE, cells, serial_dates=False)
    assert unread == [0, 1]
    assert list(series.isna()) == [True, True, False, True]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("72,5", 72.5), ("72.5", 72.5), ("-3", -3), ("−3", -3), ("+4", 4), ("1 234,5", 1234.5), ("1\u00a0234", 1234),
        ("12\u202f345.25", 12345.25), ("0,125", None), ("1,234", None), ("1.234", 1.234), ("1234,567", 1234.567),
        ("1 23", None), ("1,2,3", None), ("7e1", None), ("inf", None), ("nan", None), (",5", None), ("5,", None),
        ("", None),
        ("9" * 309, None),
    ],
)  # fmt: skip
def test_numbers(text: str, number: float | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3), ("3.0", 3), ("3,00", 3), ("-12", -12), ("1 000", 1000), ("007", 7), ("1.000", None), ("1,5", None),
        ("3.", None), (".0", None), ("", None), ("tre", None), (str(2**63 - 1), 2**63 - 1), (str(2**63), None),
        ("9" * 40, None),
    ],
)  # fmt: skip
def test_whole_numbers(text: str, number: int | None) -> None:
    assert read_integer(text) == number


def test_yes_and_no_in_both_languages_and_spreadsheets_words() -> None:
    assert {read_boolean(word) for word in ("Ja", "JA", "j", "yes", "Y", "true", "SANT", "sann", "x", "1")} == {True}
    assert {read_boolean(word) for word in ("nej", "No", "n", "FALSKT", "falsk", "false", "0")} == {False}
    assert {read_boolean(word) for word in ("", "kanske", "ja nej", "2", "-", "?")} == {None}


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("08:30", "08:30"), ("8:30", "08:30"), ("08.30", "08:30"), ("08:30:00", "08:30"), ("0:05", "00:05"),
        ("0.354166666666667", "08:30"), ("0,354166666666667", "08:30"), ("0.5", "12:00"), ("23:59", "23:59"),
        ("24:00", None), ("08:60", None), ("0.35", None), ("0,35", None), ("0.99999", None), ("08:30:15", None),
        ("8", None),
        ("0830", None), ("halv nio", None), ("1.5", None),
    ],
)  # fmt: skip
def test_times_of_day(text: str, clock: str | None) -> None:
    assert read_time(text) == clock


def test_error_values_in_both_languages_are_known_and_hashtags_are_not() -> None:
    errors = [
        "#SAKNAS!",
        "#N/A",
        "#VÄRDEFEL!",
        "#VALUE!",
        "#DIVISION/0!",
        "#DIV/0!",
        "#REF!",
        "#NAMN?",
        "Err:502",
        "Fel:502",
    ]
    texts = ["", "#1", "#bygglov", "# SAKNAS", "Err: nej", "Felet", "Efter #REF! kom", "#VÄRDEFEL! i B2"]
    assert error_values([*texts, *errors]) == list(range(len(texts), len(texts) + len(errors)))


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Åke\u00a0", "Åke"), ("a\r\nb\rc", "a\nb\nc"), ("a_x000D_\nb", "a\nb"), ("a\x00\x07b\x1f", "ab"),
        ("\ufeffa\u200b", "a"),
        ("a\ud800b\uffff", "ab"), ("a\tb", "a\tb"), ("\u200b \u200b", ""), ("👩‍🔬", "👩‍🔬"), ("_x000D_", "_x000D_"),
    ],
)  # fmt: skip
def test_cleaning_takes_what_nobody_sees(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text())
def test_cleaning_twice_is_as_cleaning_once(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_out_reads_as_itself(number: float) -> None:
    assert "e" not in plain(number)
    assert read_number(plain(number)) == number


@given(st.dates(), st.sampled_from(["{0:%d}/{0.month} {0.year:04}", "{0.year:04}-{0.month}-{0.day}"]))
def test_a_date_written_in_full_reads_as_itself(day: date, form: str) -> None:
    assert read_date(form.format(day)) == day


def test_what_excel_holds_becomes_the_text_that_csv_would_hold() -> None:
    values = [None, True, False, 3, 3.0, 0.00007, 1e16, float("inf"), "Åke", datetime(2024, 3, 5)]
    assert [as_text(v) for v in values] == [
        "",
        "true",
        "false",
        "3",
        "3",
        "0.00007",
        "1" + "0" * 16,
        "inf",
        "Åke",
        "2024-03-05",
    ]
    later = [datetime(2024, 3, 5, 8, 30), date(2024, 3, 5), time(8, 30), timedelta(hours=8), np.float64(2.5)]
    assert [as_text(v) for v in later] == ["2024-03-05 08:30:00", "2024-03-05", "08:30:00", "8:00:00", "2.5"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("811218-9876", ["D503"]), ("19811218-9876", ["D503"]), ("811218+9876", ["D503"]), ("8112189876", ["D503"]),
        ("811218–9876", ["D503"]), ("811278-9873", ["D503"]), ("556677-8899", ["D504"]), ("165566778899", ["D504"]),
        ("SE556677889901", ["D504"]), ("070-123 45 67", ["D502"]), ("(08) 123 456 78", ["D502"]),
        ("+46 (0)70-123 45 67", ["D502"]),
        ("0046 8 123 456", ["D502"]), ("anna.ek+fsi@exempel.example", ["D501"]),
        ("a@b.se och 0701234567", ["D501", "D502"]),
        ("070123-4569", ["D503"]), ("811218-9875", []), ("öppet 0800-1700", []), ("den 05-06 2024", []),
        ("03-12-2025", []), ("2024-03-05", []),
        ("12 000 000 kronor", []), ("diarienummer 2024-000123", []), ("8–12 och 13–17", []), ("a@b", []),
        ("1 234 567", []),
        ("2025-11-28 08:30", []),
    ],
)  # fmt: skip
def test_contact_details_and_identity_numbers(text: str, rules: list[str]) -> None:
    assert [rule for rule, _ in personal(text)] == rules
    hidden = mask(f"se {text}, tack")
    assert hidden == f"se {text}, tack" if not rules else not list(personal(hidden))


@given(
    st.lists(
        st.sampled_from([*"00112345678999", " ", "-", "–", "(", ")", "/", "+46", "0046", "SE", "01", "a", "@", "."])
    )
)
def test_no_text_with_contact_details_is_passed_over(signs: list[str]) -> None:
    text = "".join(signs)
    assert worth_reading(text) or not list(personal(text))


def test_the_check_digit_and_what_is_shown_of_a_number() -> None:
    assert luhn("8112189876")
    assert not luhn("8112189875")
    assert hide("811218-9876") == "8112…"


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Företags-ID (vår kod) *", "företagsid"), ("  besöks_id", "BESÖKS ID"), ("Beso\u0308k", "besök"),
        ("1–9 anställda", "1-9  ANSTÄLLDA"), ("1 till 9", "1till9"),
    ],
)  # fmt: skip
def test_names_that_count_as_the_same(name: str, same: str) -> None:
    assert key(name) == key(same)


@pytest.mark.parametrize(
    ("name", "other"), [("1–9 anställda", "19 anställda"), ("besök", "besok"), ("a" * 301, "A" * 301)]
)
def test_names_that_do_not(name: str, other: str) -> None:
    assert key(name) != key(other)


def test_no_two_names_in_the_descriptor_count_as_the_same() -> None:
    descriptor = load_descriptor()
    assert len(descriptor.names) >= len(descriptor.tables)
    for table in descriptor.tables.values():
        for column in table.fields:
            own = {key(name) for name in (column.name, *column.titles.values())}
            assert all(table.headers[name] == column.name for name in own), column.name
            for value in column.enum:
                names = {value, *(column.label(value, lang) for lang in ("sv", "en"))}
                assert {column.words[key(name)] for name in names} == {value}, (column.name, value)
