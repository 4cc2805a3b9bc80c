"""Exempelby's workbook for the pages, read once a language."""

from __future__ import annotations

from functools import cache

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook


@cache
def exempelby(lang: Lang) -> Workbook:
    """Return Exempelby's workbook in a language."""
    return load_exempelby(lang)
