"""Check a workbook: run every rule and return findings, most serious first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fsi_kit.findings import SEVERITIES, Finding, Hit, Rule, Severity, load_rules
from fsi_kit.texts import Lang
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.rules import DATA_RULES

ROOMS = ("fsi_kit.workbook",)


@dataclass(frozen=True)
class Report:
    """What a check found.

    Attributes:
        findings: most serious first; within a severity in the tables' and the rows' order.
        as_of: the day that rules about today were judged by.
    """

    findings: tuple[Finding, ...]
    as_of: date

    @property
    def unreadable(self) -> bool:
        """Whether the workbook, or a file of it, could not be read at all."""
        return any(f.rule.id.startswith("D0") for f in self.findings)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(f.severity == severity for f in self.findings)

    def as_dict(self, lang: Lang) -> dict[str, object]:
        """Return the report as plain data in one language, for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "summary": {severity: self.count(severity) for severity in SEVERITIES},
            "findings": [f.as_dict(lang) for f in self.findings],
        }


def all_rules() -> dict[str, Rule]:
    """Return every rule of the kit by id."""
    return {id_: rule for room in ROOMS for id_, rule in load_rules(room).items()}


def check(book: Workbook, as_of: date | None = None) -> Report:
    """Check a workbook with every rule.

    Args:
        book: as `fsi_kit.workbook.read` returns it.
        as_of: the day to judge lateness and future dates by; today if left out.
    """
    as_of = as_of or date.today()
    rules = all_rules()
    found = [book.finding(rules[hit.rule], hit) for hit in _hits(book, as_of)]
    order = {name: i for i, name in enumerate(book.descriptor.tables)}
    findings = sorted(
        [*book.findings, *found],
        key=lambda f: (
            SEVERITIES.index(f.severity),
            order.get(f.table or "", -1),
            f.row or 0,
            f.rule.id,
        ),
    )
    return Report(tuple(findings), as_of)


def _hits(book: Workbook, as_of: date) -> Iterator[Hit]:
    yield from book.hits
    for rule in DATA_RULES:
        yield from rule(book, as_of)
