"""Exempelby, a fictional municipality: its workbook in Swedish and English, and the day it is looked at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook, read

AS_OF = date(2026, 6, 1)
"""The day that rules about lateness judge Exempelby by, in every lesson and test."""


def exempelby_path(lang: Lang) -> Path:
    """Return the folder of CSV files in one language; only free text differs between the two."""
    return Path(__file__).with_name("exempelby") / lang


def load_exempelby(lang: Lang) -> Workbook:
    """Return Exempelby's workbook in one language."""
    return read(exempelby_path(lang))
