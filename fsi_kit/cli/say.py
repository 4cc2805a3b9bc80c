"""What the commands share: their texts, their options, the codes they end with and how they print a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from fsi_kit.findings import Finding
from fsi_kit.texts import Lang, load_texts, users_lang

if TYPE_CHECKING:
    from rich.console import Console

    from fsi_kit.settings import Settings

STYLES = {"error": "bold red", "warning": "bold yellow", "advice": "bold blue"}
EXIT_DONE, EXIT_NOT_YET, EXIT_UNREADABLE = 0, 1, 2
INDENT = 6


def say(command: str, what: str, lang: Lang, **params: object) -> str:
    """Return a text of the command line in a language, with its places filled."""
    template: str = load_texts("fsi_kit.cli", "cli.toml")[command][what][lang]
    return template.format_map(params) if params else template


def help_text(command: str, what: str) -> str:
    """Return a help text in the user's language; help is put together before any option is read."""
    return say(command, what, users_lang())


LangOption = Annotated[Lang | None, typer.Option("--lang", help=help_text("help", "lang"))]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help=help_text("help", "settings"))]
FormatOption = Annotated[Literal["text", "json"], typer.Option("--format", help=help_text("help", "format"))]


def chosen_settings(file: Path | None, workbook: Path, as_of: date, lang: Lang) -> Settings:
    """Return the settings in the file named, else in the workbook's ``fsi.toml``, else the kit's own."""
    from fsi_kit.check import all_rules
    from fsi_kit.settings import SettingsError, find_settings, load_settings

    try:
        return load_settings(file or find_settings(workbook), all_rules().values(), as_of)
    except SettingsError as error:
        fail(error.text(lang))


def fail(text: str) -> NoReturn:
    """Say why the command cannot do what was asked, and end it."""
    typer.echo(text, err=True)
    raise typer.Exit(EXIT_UNREADABLE)


def grouped(number: int, lang: Lang) -> str:
    """Return a number with its thousands apart: a no-break space in Swedish, a comma in English."""
    return f"{number:,}".replace(",", "\u00a0" if lang == "sv" else ",")


def console() -> Console:
    """Return the console to print on.

    On a terminal, texts are broken between words at its width. Elsewhere (a pipe, a file) each stands on one line.
    """
    from rich.console import Console

    made = Console(highlight=False, emoji=False)
    made.soft_wrap = not made.is_terminal
    return made


def put(console: Console, text: str, indent: int = 0, style: str = "") -> None:
    """Print plain text: nothing in it is taken for markup, and lines that it breaks into are indented alike."""
    from rich.padding import Padding
    from rich.text import Text

    if console.soft_wrap or not indent:
        console.print(" " * indent + text, style=style, markup=False)
    else:
        console.print(Padding(Text(text, style), (0, 0, 0, indent)))


def put_finding(console: Console, finding: Finding, lang: Lang) -> None:
    """Print a finding: how serious and where, what is wrong, what to do."""
    from rich.text import Text

    word = load_texts("fsi_kit", "findings.toml")["severity"][finding.severity][lang]
    head = (f"{word.upper()}", STYLES[finding.severity]), f" {finding.rule.id}  {finding.place(lang)}"
    console.print(Text.assemble("  ", *head))
    put(console, finding.message(lang), INDENT)
    put(console, f"→ {finding.fix(lang)}", INDENT, "dim")
