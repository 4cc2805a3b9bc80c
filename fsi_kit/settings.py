"""A municipality's own settings, ``fsi.toml`` beside its workbook: rules switched off or given other limits.

::

    [rules.U102]
    days = 21        # insights may take three weeks to reach the department

    [rules.U110]
    off = true
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fsi_kit.findings import Rule
from fsi_kit.texts import Lang, load_texts

FILE = "fsi.toml"


class SettingsError(Exception):
    """A settings file that cannot be followed; `problems` names each key that is wrong."""

    def __init__(self, source: str, problems: tuple[tuple[str, Mapping[str, str]], ...]) -> None:
        self.source, self.problems = source, problems
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """Return what is wrong, a sentence a line, after the file's name."""
        words = load_texts("fsi_kit", "findings.toml")["settings"]
        return "\n".join([self.source, *(words[what][lang].format_map(places) for what, places in self.problems)])


@dataclass(frozen=True)
class Settings:
    """What rules are judged by.

    Attributes:
        as_of: the day that lateness and future dates are judged by.
        off: ids of rules that the municipality has switched off.
        limits: rule id → limit's name → the municipality's own value.
    """

    as_of: date
    off: frozenset[str] = frozenset()
    limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def limit(self, rule: Rule, name: str) -> int:
        """Return a rule's limit: the municipality's own, else the rule's. Raises KeyError where the rule has none."""
        return self.limits.get(rule.id, {}).get(name, rule.limits[name])


def find_settings(workbook: Path) -> Path | None:
    """Return the settings file that goes with a workbook, in its folder or beside it; None where there is none."""
    folder = workbook if workbook.is_dir() else workbook.parent
    return next((file for file in (folder / FILE, folder.parent / FILE) if file.is_file()), None)


def load_settings(path: Path | None, rules: Iterable[Rule], as_of: date) -> Settings:
    """Return the settings in a file; the kit's own where `path` is None.

    Args:
        path: the municipality's ``fsi.toml``. What it says of other things than rules is left to others.
        rules: every rule that there is.
        as_of: the day to judge by.

    Raises:
        SettingsError: the file cannot be read, or names a rule or a limit that does not exist, or gives a limit
            that is not a whole number of at least 0.
    """
    if path is None:
        return Settings(as_of)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(str(path), (("unreadable", {"detail": str(error)}),)) from error
    known = {rule.id: rule for rule in rules}
    asked = data.get("rules", {})
    entries: dict[str, Any] = asked if isinstance(asked, dict) else {"": asked}
    problems = [problem for id_, entry in entries.items() for problem in _problems(id_, entry, known)]
    if problems:
        raise SettingsError(str(path), tuple(problems))
    off = frozenset(id_ for id_, entry in entries.items() if entry.get("off"))
    limits = {id_: {k: v for k, v in entry.items() if k != "off"} for id_, entry in entries.items()}
    return Settings(as_of, off, {id_: own for id_, own in limits.items() if own})


def _problems(id_: str, entry: Any, known: Mapping[str, Rule]) -> list[tuple[str, Mapping[str, str]]]:
    if not isinstance(entry, dict):
        return [("table", {"key": f"rules.{id_}"})]
    if id_ not in known:
        return [("rule", {"key": f"rules.{id_}"})]
    found: list[tuple[str, Mapping[str, str]]] = []
    for name, value in entry.items():
        key = f"rules.{id_}.{name}"
        if name == "off":
            if not isinstance(value, bool):
                found.append(("off", {"key": key}))
        elif name not in known[id_].limits:
            found.append(("limit", {"key": key, "allowed": ", ".join(["off", *known[id_].limits])}))
        elif isinstance(value, bool) or not isinstance(value, int) or value < 0:
            found.append(("number", {"key": key}))
    return found
