"""What the workbook's tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

NOBODY = 65534


@pytest.fixture
def common_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder, and a user without an administrator's right to open every file in it."""
    if os.name != "posix":
        pytest.skip("files are locked in another way on this system")
    if os.geteuid() != 0:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, NOBODY, -1)
        os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            os.seteuid(0)
