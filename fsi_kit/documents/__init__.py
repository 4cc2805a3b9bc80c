"""Documents of an FSI round: from text masters and a workbook to Word, PowerPoint, Excel, PDF and calendar files."""

from fsi_kit.documents.brand import Brand, BrandError, load_brand
from fsi_kit.documents.make import DocumentError, Made, make_document
from fsi_kit.documents.masters import Format, Master, load_master, master_ids

__all__ = [
    "Brand",
    "BrandError",
    "DocumentError",
    "Format",
    "Made",
    "Master",
    "load_brand",
    "load_master",
    "make_document",
    "master_ids",
]
