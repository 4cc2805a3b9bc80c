"""What every rule finds in Exempelby is known and listed; nothing else is found, in either language."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import tools.exempelby
from fsi_kit.check import Report, check
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import LANGS, Lang

KNOWN = tomllib.loads((Path(tools.exempelby.__file__).with_name("known-warnings.toml")).read_text("utf-8"))
LIST_OF_RULE = {
    "U102": "insights_shared_late",
    "I303": "companies_waiting",
    "I304": "actions_late",
    "I311": "actions_done_untold",
}


def found(lang: Lang) -> tuple[Report, dict[str, list[str]]]:
    """Return the report, and the ids of the rows that each rule warns of."""
    book = load_exempelby(lang)
    report = check(book, AS_OF)
    ids: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.severity == "warning" and finding.table and finding.row:
            ids.setdefault(finding.rule.id, []).append(str(book[finding.table].loc[finding.row].iloc[0]))
    return report, ids


@pytest.mark.parametrize("lang", LANGS)
def test_warnings_are_the_listed_ones_and_there_are_no_errors(lang: Lang) -> None:
    report, ids = found(lang)
    assert report.count("error") == 0
    assert sum(map(len, ids.values())) == report.count("warning") > 0
    assert ids == {rule: KNOWN[name] for rule, name in LIST_OF_RULE.items()}


@pytest.mark.parametrize("lang", LANGS)
def test_advice_is_counted(lang: Lang) -> None:
    report, _ = found(lang)
    assert Counter(f.rule.id for f in report.findings if f.severity == "advice") == KNOWN["advice"]
