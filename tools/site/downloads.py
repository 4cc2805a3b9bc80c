"""Files to download with the course: the exercises' start tables and the notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from fsi_kit.course.exercises import exercise_ids, load_exercise
from fsi_kit.texts import Lang
from fsi_kit.workbook import write
from tools.site.blocks_course import DOWNLOADS, start_name


def make_downloads(root: Path, staged: Path, lang: Lang) -> None:
    """Put a language's downloads into its staged site."""
    folder = staged / DOWNLOADS
    folder.mkdir(parents=True, exist_ok=True)
    for id_ in exercise_ids():
        exercise = load_exercise(id_, lang)
        write(exercise.start, folder / start_name(exercise), lang)
    for notebook in (root / "notebooks" / lang).glob("*.ipynb"):
        shutil.copy(notebook, folder)
