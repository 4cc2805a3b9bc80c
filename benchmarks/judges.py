"""The kit, frictionless and pandera on the same rules, all taken from the workbook's descriptor.

Each judge returns faults as (table, row number in the file). What a descriptor cannot say (contact details, the
method's rules) only the kit looks for, and is left out here unless asked for. That a date lies ahead is told to
pandera as a limit; frictionless has no such rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from fsi_kit.settings import Settings
from fsi_kit.workbook import Workbook
from fsi_kit.workbook.book import DTYPES
from fsi_kit.workbook.rules import RULES, personal_data
from fsi_kit.workbook.schema import Field, Table

if TYPE_CHECKING:
    import pandera.pandas as pa

Fault = tuple[str, int]


def kit_faults(book: Workbook, as_of: date, *, privacy: bool = False) -> set[Fault]:
    """Return what reading a workbook and the kit's data rules find in it."""
    rules = [rule for rule in RULES if privacy or rule is not personal_data]
    hits = [*book.hits, *(hit for rule in rules for hit in rule(book, Settings(as_of)))]
    return {(hit.table or "", hit.row or 0) for hit in hits}


def frictionless_faults(folder: Path) -> set[Fault]:
    """Let frictionless read and validate a folder of CSV files.

    Raises:
        RuntimeError: it could not read a table at all.
    """
    import json

    from frictionless import Package

    descriptor = json.loads(files("fsi_kit.workbook").joinpath("datapackage.json").read_text(encoding="utf-8"))
    report = Package.from_descriptor(descriptor, basepath=str(folder)).validate()
    if report.errors:
        raise RuntimeError(f"frictionless could not validate: {report.errors[0].message}")
    faults = set()
    for task in report.tasks:
        for error in task.errors:
            if not hasattr(error, "row_number"):
                raise RuntimeError(f"frictionless could not read {task.name}: {error.message}")
            faults.add((task.name, error.row_number))
    return faults


def pandera_faults(book: Workbook, schemas: Mapping[str, pa.DataFrameSchema]) -> set[Fault]:
    """Let pandera validate the frames of a workbook that the kit has read."""
    from pandera.errors import SchemaErrors

    faults = set()
    for name, schema in schemas.items():
        try:
            schema.validate(book[name], lazy=True)
        except SchemaErrors as errors:
            faults |= {(name, int(row)) for row in errors.failure_cases["index"].dropna()}
    return faults


def pandera_schemas(book: Workbook, as_of: date) -> dict[str, pa.DataFrameSchema]:
    """Return each table's rules as a pandera schema; foreign keys look into the workbook's frames."""
    return {sheet.table.name: _schema(sheet.table, book, as_of) for sheet in book.sheets.values()}


def _schema(table: Table, book: Workbook, as_of: date) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    columns = {
        field.name: pa.Column(
            DTYPES[field.type],
            [*_checks(field, as_of), *_links(table, field, book)],
            nullable=not field.required,
            unique=field.unique,
            report_duplicates="exclude_first",
        )
        for field in table.fields
    }
    together = list(table.primary_key) if len(table.primary_key) > 1 else None
    return pa.DataFrameSchema(columns, unique=together, report_duplicates="exclude_first")


def _checks(field: Field, as_of: date) -> list[pa.Check]:
    import pandera.pandas as pa

    def limit(value: str | float) -> Any:
        return pd.Timestamp(value) if field.type == "date" else value

    checks = []
    if field.enum:
        checks.append(pa.Check.isin(field.enum))
    if field.minimum is not None:
        checks.append(pa.Check.ge(limit(field.minimum)))
    if field.maximum is not None:
        checks.append(pa.Check.le(limit(field.maximum)))
    if field.pattern is not None:
        checks.append(pa.Check.str_matches(field.pattern))
    if field.max_length is not None:
        checks.append(pa.Check.str_length(max_value=field.max_length))
    if field.past:
        checks.append(pa.Check.le(pd.Timestamp(as_of)))
    return checks


def _links(table: Table, field: Field, book: Workbook) -> list[pa.Check]:
    import pandera.pandas as pa

    def points_into(known: pd.Series[Any]) -> pa.Check:
        return pa.Check(lambda values: values.isin(known), name="foreign_key")

    links = [link for link in table.foreign_keys if link.column == field.name]
    return [points_into(book[link.reference][link.reference_column]) for link in links]
