"""What must not stand in a workbook: contact details and identity numbers, in Swedish forms.

An organisation number is refused too: a sole trader's is a personal identity number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from fsi_kit.workbook.schema import key

MAYBE = re.compile(r"@|\d(?:[ \-+()/]{0,3}\d){5}")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TIMES = r"[0-2]\d ?[0-5]\d ?- ?[0-2]\d ?[0-5]\d|\d\d[-/]\d\d (?:19|20)\d\d"  # 0800-1700, 05-06 2024
PHONE = re.compile(
    rf"(?<![\w.-])(?!(?:{TIMES})(?!\d))(?:\+46|0046|\(?0)[ \-]?(?:\(0\))?(?:\d[ \-/)]{{0,3}}){{7,10}}(?![\w-])"
)
NUMBER = re.compile(r"(?<![\w-])(?:\d{2})?(\d{6})[-+– ]?(\d{4})(?![\w-])")
VAT_NUMBER = re.compile(r"(?<![\w-])SE ?(\d{6})-?(\d{4}) ?01(?![\w-])")

SHOWN_OF_PERSONAL = 4

CONTACT_HEADERS = {
    "D501": {"epost", "mejl", "mail", "email", "emailaddress", "epostadress", "mejladress"},
    "D502": {"telefon", "telefonnummer", "telnr", "tel", "mobil", "mobilnummer", "phone", "phonenumber", "mobile"},
    "D503": {"personnummer", "persnr", "pnr", "personalidentitynumber", "personalnumber", "socialsecuritynumber"},
    "D504": {"organisationsnummer", "orgnr", "orgnummer", "organisationnumber", "companynumber", "vatnumber"},
}
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
    search = MAYBE.search
    filled = cells.dropna()
    for row, text in zip(filled.index, filled.to_numpy(dtype=object), strict=True):
        if search(text):
            for rule, words in personal(text):
                yield row, rule, words


def mask(text: str) -> str:
    """Return text with each contact detail or identity number cut to its first four signs."""
    if MAYBE.search(text):
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
