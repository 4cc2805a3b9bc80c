"""The workbook's contract, read from a Data Package descriptor (Table Schema) with Swedish and English titles."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from fsi_kit.texts import LANGS, Both, Lang

FieldType = Literal["string", "integer", "number", "boolean", "date", "time"]

LONGEST_NAME = 300


def key(text: str) -> str:
    """Return what is left of a name when case, spaces, signs and a remark in brackets do not count.

    Digits are kept apart: 19 is not 1–9. A text too long to be a name is returned as it is.

    >>> key("Företags-ID (vår kod) *"), key("1–9 anställda")
    ('företagsid', '1-9anställda')
    """
    if len(text) > LONGEST_NAME:
        return text
    text = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFC", text).casefold())
    apart = re.sub(r"(?<=\d)[\W_]+(?=\d)", "-", text)
    return re.sub(r"(?<!\d)[\W_]+|[\W_]+(?!\d|[\W_])", "", apart)


@dataclass(frozen=True)
class Field:
    """A column: its type, its names and what it allows. Limits that are None do not apply."""

    name: str
    type: FieldType
    titles: Both
    descriptions: Both
    required: bool = False
    unique: bool = False
    past: bool = False
    enum: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, str]] | None = None
    minimum: str | float | None = None
    maximum: str | float | None = None
    pattern: str | None = None
    max_length: int | None = None

    def label(self, value: str, lang: Lang) -> str:
        """Return what an enum value is called in a language; the value itself where it has no label."""
        return self.labels[lang].get(value, value) if self.labels else value

    @cached_property
    def words(self) -> dict[str, str]:
        """Every way to write an enum value (id, label in either language) → the value."""
        found = {}
        for value in self.enum:
            for name in (value, *(self.label(value, lang) for lang in LANGS)):
                found[key(name)] = value
                if name.startswith(f"{value} "):
                    found.setdefault(key(name.removeprefix(value)), value)
        return found


@dataclass(frozen=True)
class ForeignKey:
    """`column` holds ids that must stand in `reference_column` of the table `reference`."""

    column: str
    reference: str
    reference_column: str


@dataclass(frozen=True)
class Table:
    """One table of the workbook."""

    name: str
    titles: Both
    descriptions: Both
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @cached_property
    def columns(self) -> dict[str, Field]:
        """The columns by id, in order."""
        return {field.name: field for field in self.fields}

    @cached_property
    def headers(self) -> dict[str, str]:
        """Every accepted heading (id, Swedish, English; as `key` leaves it) → column id."""
        return {key(name): f.name for f in self.fields for name in (f.name, *f.titles.values())}


@dataclass(frozen=True)
class Descriptor:
    """A set of tables: the workbook's eleven, or an exercise's own."""

    name: str
    tables: Mapping[str, Table]

    @cached_property
    def names(self) -> dict[str, str]:
        """Every accepted name of a table (id, Swedish, English; as `key` leaves it) → table id."""
        return {key(n): t.name for t in self.tables.values() for n in (t.name, *t.titles.values())}

    @cached_property
    def headings(self) -> frozenset[str]:
        """Every accepted heading of any table, as `key` leaves it."""
        return frozenset(heading for table in self.tables.values() for heading in table.headers)


OWN = Path(__file__).with_name("datapackage.json")


def load_descriptor(path: Path | None = None) -> Descriptor:
    """Return the descriptor in `path`, by default the workbook's own ``datapackage.json``.

    A resource with ``"extends": "workbook"`` is the workbook's table of that name. It may have fields of its own, which
    come last, and what it says in place of the workbook's; links to tables that the descriptor lacks are left out. The
    fields that it lists as ``optional`` may be blank, so that learners can fill them in.
    """
    return _load(path or OWN)


@cache
def _load(path: Path) -> Descriptor:
    resources = _resources(path)
    names = [r["name"] for r in resources]
    extended = [_extended(r, names) if r.get("extends") == "workbook" else r for r in resources]
    return Descriptor(json.loads(path.read_text(encoding="utf-8"))["name"], {r["name"]: _table(r) for r in extended})


def _resources(path: Path) -> list[dict[str, Any]]:
    resources: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["resources"]
    return resources


def _extended(resource: dict[str, Any], names: list[str]) -> dict[str, Any]:
    base = next(r for r in _resources(OWN) if r["name"] == resource["name"])
    optional = resource.get("optional", ())
    fields = [_optional(f) if f["name"] in optional else f for f in base["schema"]["fields"]]
    fields += resource.get("fields", [])
    links = [fk for fk in base["schema"].get("foreignKeys", []) if fk["reference"]["resource"] in names]
    return {**base, **resource, "schema": {**base["schema"], "fields": fields, "foreignKeys": links}}


def _optional(field: dict[str, Any]) -> dict[str, Any]:
    return {**field, "constraints": {**field.get("constraints", {}), "required": False}}


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    primary = schema.get("primaryKey", [])
    return Table(
        name=resource["name"],
        titles=resource["titles"],
        descriptions=resource["descriptions"],
        fields=tuple(_field(f) for f in schema["fields"]),
        primary_key=(primary,) if isinstance(primary, str) else tuple(primary),
        foreign_keys=tuple(
            ForeignKey(fk["fields"], fk["reference"]["resource"], fk["reference"]["fields"])
            for fk in schema.get("foreignKeys", [])
        ),
    )


def _field(data: dict[str, Any]) -> Field:
    limits = data.get("constraints", {})
    return Field(
        name=data["name"],
        type=data["type"],
        titles=data["titles"],
        descriptions=data["descriptions"],
        required=limits.get("required", False),
        unique=limits.get("unique", False),
        past=data.get("past", False),
        enum=tuple(limits.get("enum", ())),
        labels=data.get("labels"),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        pattern=limits.get("pattern"),
        max_length=limits.get("maxLength"),
    )
