"""Files to download, made from the library's own data: the empty workbook, Exempelby, start tables, notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from fsi_kit.course.exercises import exercise_ids, load_exercise
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import workbook, write
from tools.site.blocks_course import DOWNLOADS, start_name


def make_downloads(root: Path, staged: Path, lang: Lang) -> None:
    """Put a language's downloads into its staged site.

    Both languages' workbooks lie in each, so that a page can offer either.
    """
    folder = staged / DOWNLOADS
    folder.mkdir(parents=True, exist_ok=True)
    for each in LANGS:
        write(workbook({}), folder / f"workbook.{each}.xlsx", each)
        write(load_exempelby(each), folder / f"exempelby.{each}.xlsx", each)
    for id_ in exercise_ids():
        exercise = load_exercise(id_, lang)
        write(exercise.start, folder / start_name(exercise), lang)
    for notebook in (root / "notebooks" / lang).glob("*.ipynb"):
        shutil.copy(notebook, folder)
