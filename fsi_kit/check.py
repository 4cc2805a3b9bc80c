"""Check a workbook: run every rule and return findings, most serious first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import fsi_kit.collaboration.rules
import fsi_kit.innovation.rules
import fsi_kit.understanding.rules
import fsi_kit.workbook.rules
from fsi_kit.findings import SEVERITIES, Finding, Hit, Rule, Severity, load_rules
from fsi_kit.settings import Settings
from fsi_kit.texts import Lang, load_texts
from fsi_kit.workbook import Workbook, load_descriptor
from fsi_kit.workbook.rules import RuleFunction

ROOMS: dict[str, tuple[RuleFunction, ...]] = {
    "fsi_kit.workbook": fsi_kit.workbook.rules.RULES,
    "fsi_kit.understanding": fsi_kit.understanding.rules.RULES,
    "fsi_kit.collaboration": fsi_kit.collaboration.rules.RULES,
    "fsi_kit.innovation": fsi_kit.innovation.rules.RULES,
}
DATA_ROOM = "fsi_kit.workbook"
"""The one room whose rules hold for any tables; the others know the workbook's own."""


@dataclass(frozen=True)
class Report:
    """What a check found.

    Attributes:
        findings: most serious first; within a severity in the tables' and the rows' order.
        settings: the day that rules about today were judged by, and what the municipality has changed.
    """

    findings: tuple[Finding, ...]
    settings: Settings

    @property
    def as_of(self) -> date:
        """The day that rules about today were judged by."""
        return self.settings.as_of

    @property
    def unreadable(self) -> bool:
        """Whether the workbook, or a file of it, could not be read at all."""
        return any(f.rule.id.startswith("D0") for f in self.findings)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(f.severity == severity for f in self.findings)

    def changes(self, lang: Lang) -> list[str]:
        """Say which rules the municipality has switched off or given limits of its own, a sentence each."""
        words = load_texts("fsi_kit", "findings.toml")["changed"]
        said = []
        for id_, rule in all_rules().items():
            if id_ in self.settings.off:
                said.append(words["off"][lang].format(rule=id_, title=rule.text("title", lang)))
            for name, own in self.settings.limits.get(id_, {}).items():
                kit = rule.limits[name]
                said.append(words["limit"][lang].format(rule=id_, name=name, own=own, kit=kit))
        return said

    def as_dict(self, lang: Lang) -> dict[str, object]:
        """Return the report as plain data in one language, for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "changes": self.changes(lang),
            "summary": {severity: self.count(severity) for severity in SEVERITIES},
            "findings": [f.as_dict(lang) for f in self.findings],
        }


def all_rules() -> dict[str, Rule]:
    """Return every rule of the kit by id."""
    return {id_: rule for room in ROOMS for id_, rule in load_rules(room).items()}


def check(book: Workbook, as_of: date | None = None, settings: Settings | None = None) -> Report:
    """Check a workbook with every rule.

    Rules of the method are for the workbook's own tables; other tables (an exercise's) meet the data rules only.

    Args:
        book: as `fsi_kit.workbook.read` returns it.
        as_of: the day to judge lateness and future dates by; today if left out. Not used where `settings` are given.
        settings: what the municipality has changed (`fsi_kit.settings.load_settings`); nothing if left out.
    """
    settings = settings or Settings(as_of or date.today())
    rules = all_rules()
    hits = [hit for hit in _hits(book, settings) if hit.rule not in settings.off]
    kept = [finding for finding in book.findings if finding.rule.id not in settings.off]
    order = {name: i for i, name in enumerate(book.descriptor.tables)}
    findings = sorted(
        [*kept, *(book.finding(rules[hit.rule], hit) for hit in hits)],
        key=lambda f: (
            SEVERITIES.index(f.severity),
            order.get(f.table or "", -1),
            f.row or 0,
            f.rule.id,
        ),
    )
    return Report(tuple(findings), settings)


def _hits(book: Workbook, settings: Settings) -> Iterator[Hit]:
    yield from book.hits
    own_tables = set(load_descriptor().tables) <= set(book.descriptor.tables)
    for room, rules in ROOMS.items():
        if room == DATA_ROOM or own_tables:
            for rule in rules:
                yield from rule(book, settings)
