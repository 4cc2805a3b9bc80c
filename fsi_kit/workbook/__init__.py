"""A municipality's own FSI work: eleven small tables, read from and written to CSV or Excel."""

from fsi_kit.workbook.book import Sheet, Workbook, workbook
from fsi_kit.workbook.read import read
from fsi_kit.workbook.schema import Descriptor, Field, Table, load_descriptor
from fsi_kit.workbook.write import WriteError, write

__all__ = [
    "Descriptor",
    "Field",
    "Sheet",
    "Table",
    "Workbook",
    "WriteError",
    "load_descriptor",
    "read",
    "workbook",
    "write",
]
