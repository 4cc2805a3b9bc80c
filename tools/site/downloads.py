"""Files to download with the course: the exercises' start tables, the notebooks and the ready course plans."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

from fsi_kit.course.exercises import exercise_ids, load_exercise
from fsi_kit.course.plan import formats, plan_course
from fsi_kit.documents import load_brand
from fsi_kit.documents.course_plan import course_plan_file, file_name
from fsi_kit.texts import Lang
from fsi_kit.workbook import write
from tools.site.blocks_course import DOWNLOADS, start_name
from tools.site.blocks_plans import FILES, PEOPLE


def make_downloads(root: Path, staged: Path, lang: Lang) -> None:
    """Put a language's downloads into its staged site."""
    folder = staged / DOWNLOADS
    folder.mkdir(parents=True, exist_ok=True)
    for id_ in exercise_ids():
        exercise = load_exercise(id_, lang)
        write(exercise.start, folder / start_name(exercise), lang)
    for notebook in (root / "notebooks" / lang).glob("*.ipynb"):
        shutil.copy(notebook, folder)
    make_plans(folder, lang)


def make_plans(folder: Path, lang: Lang) -> None:
    """Put the ready course plans into a folder; the calendars begin on the first Monday a month from now."""
    today = date.today()
    soon = today + timedelta(days=30)
    first = soon + timedelta(days=-soon.weekday() % 7)
    for id_ in formats(lang):
        plan = plan_course(None, PEOPLE, id_, lang=lang)
        for to in FILES:
            (folder / file_name(plan, to)).write_bytes(course_plan_file(plan, to, load_brand(None), first, today))
