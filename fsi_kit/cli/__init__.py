"""The `fsi` command. Everything it says stands in ``cli.toml``; everything it knows it asks the rooms below."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from fsi_kit import __version__
from fsi_kit.cli.agendas import agenda
from fsi_kit.cli.checking import check
from fsi_kit.cli.course_plans import plan
from fsi_kit.cli.courses import course
from fsi_kit.cli.documents import templates
from fsi_kit.cli.exercises import exercises
from fsi_kit.cli.grouping import groups
from fsi_kit.cli.needs import inventory
from fsi_kit.cli.rulebook import rules
from fsi_kit.cli.say import help_text
from fsi_kit.cli.threads import thread

app = typer.Typer(
    help=help_text("help", "app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
app.command(help=help_text("check", "help"))(check)
app.command(help=help_text("inventory", "help"), no_args_is_help=True)(inventory)
app.command(help=help_text("agenda", "help"), no_args_is_help=True)(agenda)
app.command(help=help_text("groups", "help"), no_args_is_help=True)(groups)
app.command(help=help_text("thread", "help"), no_args_is_help=True)(thread)
app.command(help=help_text("rules", "help"))(rules)
course.command("plan", help=help_text("course", "plan_help"), no_args_is_help=True)(plan)
app.add_typer(course, name="course", help=help_text("course", "help"))
app.command(help=help_text("templates", "help"))(templates)
app.add_typer(exercises, name="exercise", help=help_text("exercise", "help"))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fsi {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=help_text("help", "version"))
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command; output is UTF-8 whatever the terminal was set to."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
