"""Exempelby in both languages, and the rows that several tests ask for."""

from __future__ import annotations

import pandas as pd
import pytest

from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import Workbook


@pytest.fixture(scope="session", params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    return request.param


@pytest.fixture(scope="session")
def book(lang: Lang) -> Workbook:
    return load_exempelby(lang)


@pytest.fixture(scope="session")
def both() -> tuple[Workbook, Workbook]:
    return load_exempelby("sv"), load_exempelby("en")


@pytest.fixture(scope="session")
def heard(book: Workbook) -> pd.DataFrame:
    """Each insight of a need, with the need's status and the visit's company and date."""
    rows = book["need_insights"].merge(book["insights"], on="insight_id").merge(book["visits"], on="visit_id")
    assert len(rows) == len(book["need_insights"]) > 150
    return rows.merge(book["needs"][["need_id", "status"]], on="need_id")


@pytest.fixture(scope="session")
def shops(book: Workbook) -> dict[str, dict[str, pd.DataFrame]]:
    """Each workshop's own rows by table; feedback that names no action is left out."""
    found = {}
    for workshop_id in book["workshops"]["workshop_id"]:
        rows = {name: book[name][book[name]["workshop_id"] == workshop_id] for name in ("participants", "ideas")}
        rows["actions"] = book["actions"][book["actions"]["idea_id"].isin(rows["ideas"]["idea_id"])]
        rows["feedback"] = book["feedback"][book["feedback"]["action_id"].isin(rows["actions"]["action_id"])]
        found[workshop_id] = rows
    assert len(found) == 4
    return found
