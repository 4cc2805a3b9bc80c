"""What must not stand in a workbook: contact details and identity numbers, in Swedish forms.

An organisation number is refused too: a sole trader's is a personal identity number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from fsi_kit.workbook.schema import key

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TIMES = r"[0-2]\d ?[0-5]\d ?- ?[0-2]\d ?[0-5]\d|\d\d[-/]\d\d[-/ ](?:19|20)\d\d"  # 0800-1700, 05-06 2024
PHONE = re.compile(
    rf"(?<![\w.-])(?!(?:{TIMES})(?!\d))(?:\+46|0046|\(?0)[ \-]?(?:\(0\))?(?:[0-9][ \-/)]{{0,3}}){{7,10}}(?![\w-])"
)
NUMBER = re.compile(r"(?<![\w-])(?:[0-9]{2})?([0-9]{6})[-+– ]?([0-9]{4})(?![\w-])")
VAT_NUMBER = re.compile(r"(?<![\w-])SE ?([0-9]{6})-?([0-9]{4}) ?01(?![\w-])")

SHOWN_OF_PERSONAL = 4

CONTACT_HEADERS = {
    "D501": {"epost", "mejl", "mail", "email", "emailaddress", "epostadress", "mejladress"},
    "D502": {"telefon", "telefonnummer", "telnr", "tel", "mobil", "mobilnummer", "phone", "phonenumber", "mobile"},
    "D503": {"personnummer", "persnr", "pnr", "personalidentitynumber", "personalnumber", "socialsecuritynumber"},
    "D504": {"organisationsnummer", "orgnr", "orgnummer", "organisationnumber", "companynumber", "vatnumber"},
}
CELLS_AT_A_TIME = 256
DIGITS = bytes(sign if sign in b"0123456789@" else ord(" ") for sign in range(256))
BETWEEN_DIGITS = b" -+()/?"
"""Signs that part a number's digits, and what a dash or another sign outside Latin-1 becomes."""
RULE_OF_HEADER = {header: rule for rule, headers in CONTACT_HEADERS.items() for header in headers}


def luhn(digits: str) -> bool:
    """Say whether ten digits carry the check digit of Swedish identity numbers (the Luhn algorithm).

    >>> luhn("8112189876")
    True
    """
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(digits))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def personal(text: str) -> Iterator[tuple[str, str]]:
    """Yield (rule, the words that match) for each contact detail or identity number in a text."""
    if "@" in text:
        for match in EMAIL.finditer(text):
            yield "D501", match[0]
    taken: list[range] = []
    for match in (*NUMBER.finditer(text), *VAT_NUMBER.finditer(text)):
        digits = match[1] + match[2]
        if luhn(digits):
            taken.append(range(*match.span()))
            yield ("D503" if _birth_date(digits) else "D504"), match[0]
    for match in PHONE.finditer(text):
        if not any(match.start() in span or match.end() - 1 in span for span in taken):
            yield "D502", match[0].strip()


def suspects(cells: pd.Series[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (row label, rule, words) for every contact detail or identity number in a column of text."""
    texts = cells.to_numpy(dtype=object, na_value="")
    for start in range(0, len(texts), CELLS_AT_A_TIME):
        together = texts[start : start + CELLS_AT_A_TIME]
        if not worth_reading("\n".join(together)):
            continue
        for i, text in enumerate(together, start):
            if worth_reading(text):
                for rule, words in personal(text):
                    yield cells.index[i], rule, words


def worth_reading(text: str) -> bool:
    """Say whether `personal` may find something in a text, far faster than it reads it.

    What it finds holds an @, or nine digits with no other signs between than such numbers are written with, or
    eight that begin with a zero.
    """
    signs = text.encode("latin-1", "replace").translate(DIGITS, BETWEEN_DIGITS)
    if b"@" in signs:
        return True
    numbers = signs.split()
    if max(map(len, numbers), default=0) < 8:
        return False
    return any(len(number) > 8 or (len(number) == 8 and number.startswith(b"0")) for number in numbers)


def mask(text: str) -> str:
    """Return text with each contact detail or identity number cut to its first four signs."""
    if worth_reading(text):
        for _, words in personal(text):
            text = text.replace(words, hide(words))
    return text


def hide(words: str) -> str:
    """Return as little of a contact detail or identity number as its owner needs to find it."""
    return words[:SHOWN_OF_PERSONAL] + "…"


def header_rule(header: str) -> str | None:
    """Return the rule that a column's heading breaks by asking for contact details, if any."""
    return RULE_OF_HEADER.get(key(header))


def _birth_date(digits: str) -> bool:
    """Say whether ten digits begin with a date; a coordination number has 60 added to the day."""
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= (day - 60 if day > 60 else day) <= 31
