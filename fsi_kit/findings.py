"""Rules and findings: what a rule says, and where in the user's own file it says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple

from fsi_kit.texts import Both, Lang, load_texts

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")
SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Rule:
    """One rule of the kit.

    Attributes:
        id: a letter for the stage and three digits, for example ``D301``.
        stage: ``data``, ``understanding``, ``collaboration`` or ``innovation``.
        texts: ``title``, ``why``, ``fix`` and ``message``, each in both languages.
            ``fix`` and ``message`` may hold ``{name}`` places that a finding fills.
        limits: the rule's limits by name, for example ``{"days": 14}``; the texts may name them too. A
            municipality may set its own (`fsi_kit.settings`).
    """

    id: str
    stage: str
    severity: Severity
    texts: Mapping[str, Both]
    limits: Mapping[str, int] = field(default_factory=dict)

    def text(self, part: str, lang: Lang) -> str:
        """Return the part ``title``, ``why``, ``fix`` or ``message`` in one language."""
        return self.texts[part][lang]

    @property
    def page(self) -> str:
        """The rule's place on the course site, the same in both languages."""
        return f"rules/{self.stage}/#{self.id.lower()}"


class Hit(NamedTuple):
    """What a rule's function found: the rule and a place in a table, in the kit's own terms.

    `row` is a label of the table's frame (the user's own row number); None speaks of the whole table.
    """

    rule: str
    table: str | None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, str | Both] = {}


@dataclass(frozen=True)
class Finding:
    """A rule that a place in the user's file does not follow.

    Attributes:
        table, column: ids from the workbook's descriptor (or an exercise's).
        file, sheet, row: as the user sees them; `row` counts from 1 as a spreadsheet does.
        header: the column's heading as it stands in the file.
        letter: the column's letter in a spreadsheet.
        value: what stands in the cell, at most 80 characters of it.
    """

    rule: Rule
    table: str | None = None
    file: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    header: str | None = None
    letter: str | None = None
    value: str | None = None
    params: Mapping[str, str | Both] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """The rule's severity."""
        return self.rule.severity

    def message(self, lang: Lang) -> str:
        """What is wrong here, one sentence."""
        return self._fill(self.rule.text("message", lang), lang)

    def fix(self, lang: Lang) -> str:
        """What to do about it."""
        return self._fill(self.rule.text("fix", lang), lang)

    def place(self, lang: Lang) -> str:
        """Where: file, sheet, row and column as the user sees them."""
        words = load_texts("fsi_kit", "findings.toml")["place"]
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(words["sheet"][lang].format(sheet=self.sheet))
        if self.row is not None:
            parts.append(words["row"][lang].format(row=self.row))
        shown = ("column" if self.letter else "heading") if self.header else "letter" if self.letter else None
        if shown:
            parts.append(words[shown][lang].format(header=self.header, letter=self.letter))
        return ", ".join(parts)

    def as_dict(self, lang: Lang) -> dict[str, str | int | None]:
        """Return the finding as plain data in one language, for JSON."""
        return {
            "rule": self.rule.id,
            "severity": self.severity,
            "table": self.table,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "header": self.header,
            "letter": self.letter,
            "value": self.value,
            "message": self.message(lang),
            "fix": self.fix(lang),
            "page": self.rule.page,
        }

    def _fill(self, template: str, lang: Lang) -> str:
        params: dict[str, str] = {
            "value": self.value or "",
            "column": self.header or self.column or "",
            "table": self.table or "",
            "file": self.file,
        }
        for name, param in self.params.items():
            params[name] = param if isinstance(param, str) else param[lang]
        return template.format_map(params)


def shorten(value: object) -> str:
    """Return `value` as text of at most 80 characters on one line, cut with an ellipsis."""
    text = " ".join(str(value)[: SHOWN_CHARACTERS * 4].split())
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


@cache
def load_rules(package: str) -> dict[str, Rule]:
    """Return the rules in the ``rules.toml`` of a room, by id, in the file's order.

    Args:
        package: the room, for example ``fsi_kit.workbook``.
    """
    return dict(_rules(load_texts(package, "rules.toml")))


def _rules(data: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    for id_, entry in data.items():
        if id_ == "stage":
            continue
        texts = {part: entry[part] for part in ("title", "why", "fix", "message")}
        yield id_, Rule(id_, data["stage"], entry["severity"], texts, entry.get("limits", {}))
