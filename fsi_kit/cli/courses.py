"""``fsi course``: what a learner has saved from the course, verified and added to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fsi_kit.cli.say import EXIT_NOT_YET, LangOption, console, fail, help_text, put, quoted, say, write_file
from fsi_kit.texts import Lang, users_lang

if TYPE_CHECKING:
    from fsi_kit.course.exercises import Assessment
    from fsi_kit.course.progress import Progress

course = typer.Typer(no_args_is_help=True)


@course.callback()
def _course() -> None: ...


@course.command(help=help_text("course", "verify_help"))
def verify(
    path: Annotated[Path, typer.Argument(help=help_text("course", "path"))],
    lang: LangOption = None,
) -> None:
    """Say whether a file of saved results was altered; the help text stands in ``cli.toml``."""
    from fsi_kit.course.progress import ProgressError, check_code, read_progress, short_code

    lang = lang or users_lang()
    try:
        progress = read_progress(path)
    except ProgressError as error:
        if error.problem != "altered":
            fail(error.text(lang))
        put(console(), error.text(lang))
        raise typer.Exit(EXIT_NOT_YET) from None
    except OSError as error:
        fail(say("course", "no_file", lang, path=quoted(path), detail=error.strerror or error))
    out = console()
    put(out, say("course", "fits", lang, code=short_code(check_code(progress))), style="bold")
    right = sum(answered.right for module in progress.modules.values() for answered in module.quiz.values())
    done = sum(each.done for each in progress.exercises.values())
    put(out, say("course", "shown", lang, right=right, done=done))
    put(out, say("course", "limits", lang))


def read_saved(path: Path, lang: Lang) -> Progress:
    """Return the results that a file holds, or end the command with a sentence on why it holds none."""
    from fsi_kit.course.progress import ProgressError, read_progress

    try:
        return read_progress(path)
    except ProgressError as error:
        fail(error.text(lang))
    except OSError as error:
        fail(say("course", "no_file", lang, path=quoted(path), detail=error.strerror or error))


def keep_result(path: Path, kept: Progress | None, exercise_id: str, result: Assessment, lang: Lang) -> None:
    """Write a file with the results it held and one more; what was better before stays."""
    from fsi_kit.course.progress import Progress, with_result, written

    data = written(with_result(kept or Progress(), exercise_id, result))
    write_file(path, data, say("course", "just_made", lang, path=quoted(path)), lang, force=kept is not None)
    put(console(stderr=True), say("course", "kept", lang, path=quoted(path)))
