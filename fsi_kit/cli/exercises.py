"""``fsi exercise``: list the course's exercises, start one in Excel, and check an attempt."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fsi_kit.cli.courses import keep_result, read_saved
from fsi_kit.cli.say import (
    EXIT_DONE,
    EXIT_NOT_YET,
    EXIT_UNREADABLE,
    INDENT,
    FormatOption,
    LangOption,
    console,
    fail,
    help_text,
    put,
    put_finding,
    quoted,
    say,
    unreadable,
    write_file,
)
from fsi_kit.cli.tables import put_json
from fsi_kit.texts import Lang, users_lang

if TYPE_CHECKING:
    from rich.console import Console

    from fsi_kit.course.exercises import Assessment, Exercise, Feedback

exercises = typer.Typer(no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(metavar="ID", help=help_text("exercise", "id"))]


@exercises.command("list", help=help_text("exercise", "list_help"))
def list_(lang: LangOption = None) -> None:
    """List the exercises; the help text stands in ``cli.toml``."""
    from fsi_kit.course.exercises import exercise_ids, load_exercise
    from fsi_kit.course.modules import load_module

    lang = lang or users_lang()
    out = console()
    for id_ in exercise_ids():
        exercise = load_exercise(id_, lang)
        module = load_module(exercise.module, lang)
        put(out, f"{id_}  {exercise.title}", style="bold")
        values = {"number": module.number, "module": module.title, "minutes": exercise.minutes}
        put(out, say("exercise", "listed", lang, **values), INDENT)


@exercises.command(help=help_text("exercise", "start_help"))
def start(
    id: IdArgument,
    out: Annotated[Path | None, typer.Option("--out", help=help_text("exercise", "out"))] = None,
    lang: LangOption = None,
) -> None:
    """Write an exercise's start table; the help text stands in ``cli.toml``."""
    from fsi_kit.workbook import write

    lang = lang or users_lang()
    exercise = _exercise(id, lang)
    out = out or Path(f"{exercise.id}.{lang}.xlsx")
    if out.suffix.lower() != ".xlsx":
        fail(say("exercise", "not_xlsx", lang, path=out))
    with TemporaryDirectory() as folder:
        (made,) = write(exercise.start, Path(folder) / "start.xlsx", lang)
        write_file(out, made.read_bytes(), say("exercise", "exists", lang, path=out), lang)
    put(console(), say("exercise", "started", lang, path=quoted(out), number=exercise.id[:2]))


@exercises.command("check", help=help_text("exercise", "check_help"))
def check_(
    id: IdArgument,
    path: Annotated[Path, typer.Argument(help=help_text("exercise", "path"))],
    lang: LangOption = None,
    format: FormatOption = "text",
    hint: Annotated[bool, typer.Option("--hint", help=help_text("exercise", "hint"))] = False,
    why: Annotated[bool, typer.Option("--why", help=help_text("exercise", "why"))] = False,
    solution: Annotated[bool, typer.Option("--solution", help=help_text("exercise", "solution"))] = False,
    progress: Annotated[Path | None, typer.Option("--progress", help=help_text("exercise", "progress"))] = None,
) -> None:
    """Check an attempt; the help text stands in ``cli.toml``."""
    from fsi_kit.course.exercises import assess

    lang = lang or users_lang()
    exercise = _exercise(id, lang)
    kept = read_saved(progress, lang) if progress and progress.exists() else None
    result = assess(exercise, exercise.open(path))
    if progress and not unreadable(result.findings):
        keep_result(progress, kept, exercise.id, result, lang)
    if format == "json":
        put_json(_as_dict(exercise, result))
    else:
        _print(console(), exercise, result, hint or why, why, solution)
    raise typer.Exit(_exit_code(result))


def _exercise(id: str, lang: Lang) -> Exercise:
    """Return the exercise that an id, or only its number, speaks of."""
    from fsi_kit.course.answers import exercise_named
    from fsi_kit.course.exercises import exercise_ids, load_exercise

    known = exercise_named(id)
    if known is None:
        fail(say("exercise", "unknown", lang, id=id, ids=", ".join(exercise_ids())))
    return load_exercise(known, lang)


def _exit_code(result: Assessment) -> int:
    if unreadable(result.findings):
        return EXIT_UNREADABLE
    return EXIT_DONE if result.done else EXIT_NOT_YET


def _print(console: Console, exercise: Exercise, result: Assessment, hint: bool, why: bool, solution: bool) -> None:
    lang = exercise.lang
    if unreadable(result.findings):
        for finding in result.findings:
            put_finding(console, finding, lang)
        return
    values = {"title": exercise.title, "right": result.right, "total": result.total}
    put(console, say("exercise", "count", lang, **values), style="bold")
    for agreed in result.agreement:
        values = {"column": agreed.title, "right": agreed.right, "total": agreed.total}
        put(console, say("exercise", "agreed", lang, **values), 2)
    for finding in result.findings:
        put_finding(console, finding, lang)
    for feedback in result.feedback:
        console.print()
        put(console, _where(feedback, lang), 2)
        if hint:
            put(console, say("exercise", "hint_line", lang, text=feedback.hint), INDENT)
        if why:
            put(console, say("exercise", "why_line", lang, text=feedback.why), INDENT)
        if solution:
            _print_solution(console, exercise, feedback)
    console.print()
    if result.done:
        put(console, exercise.done.strip())
    else:
        put(console, _next(result, lang, hint, why, solution))


def _print_solution(console: Console, exercise: Exercise, feedback: Feedback) -> None:
    from fsi_kit.course.answers import known_answer

    blank = say("exercise", "blank", exercise.lang)
    for id_ in feedback.ids:
        answer = ", ".join(f"{title}: {text or blank}" for title, text in known_answer(exercise, id_))
        answer = answer or say("exercise", "elsewhere", exercise.lang)
        put(console, say("exercise", "solution_line", exercise.lang, id=id_, answer=answer), INDENT)


def _where(feedback: Feedback, lang: Lang) -> str:
    """Say which rows a mistake is on: their ids, and their row numbers where they have any."""
    ids = ", ".join(feedback.ids)
    if not feedback.rows:
        return say("exercise", "wrong", lang, ids=ids)
    what = "wrong_row" if len(feedback.rows) == 1 else "wrong_rows"
    return say("exercise", what, lang, ids=ids, rows=_ranges(feedback.rows))


def _ranges(rows: tuple[int, ...]) -> str:
    """Return row numbers with neighbours as a range.

    >>> _ranges((2, 3, 4, 7))
    '2–4, 7'
    """
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def _next(result: Assessment, lang: Lang, hint: bool, why: bool, solution: bool) -> str:
    """Say what to do next: put the data right first, then ask for a little more help each time."""
    if not result.feedback:
        return say("exercise", "next_data", lang)
    for given, what in ((hint, "next_hint"), (why, "next_why"), (solution, "next_solution")):
        if not given:
            return say("exercise", what, lang)
    return say("exercise", "next_again", lang)


def _as_dict(exercise: Exercise, result: Assessment) -> dict[str, Any]:
    return {
        "exercise": exercise.id,
        "done": result.done,
        "right": result.right,
        "total": result.total,
        "agreement": [asdict(agreed) for agreed in result.agreement],
        "findings": [finding.as_dict(exercise.lang) for finding in result.findings],
        "feedback": [
            {
                "mistake": feedback.mistake,
                "ids": list(feedback.ids),
                "rows": list(feedback.rows),
                "hint": feedback.hint,
                "why": feedback.why,
            }
            for feedback in result.feedback
        ],
    }
