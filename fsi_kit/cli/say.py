"""What the commands share: their texts and options, the codes they end with, how they read and how they print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from fsi_kit.findings import Finding
from fsi_kit.texts import Lang, load_texts, users_lang

if TYPE_CHECKING:
    from rich.console import Console

    from fsi_kit.settings import Settings
    from fsi_kit.workbook import Workbook

STYLES = {"error": "bold red", "warning": "bold yellow", "advice": "bold blue"}
EXIT_DONE, EXIT_NOT_YET, EXIT_UNREADABLE = 0, 1, 2
INDENT = 6
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that steer a terminal or turn the direction of writing; no text that people read needs them."""


def say(command: str, what: str, lang: Lang, /, **params: object) -> str:
    """Return a text of the command line in a language, with its places filled."""
    template: str = load_texts("fsi_kit.cli", "cli.toml")[command][what][lang]
    return template.format_map(params) if params else template


def help_text(command: str, what: str) -> str:
    """Return a help text in the user's language; help is put together before any option is read."""
    return say(command, what, users_lang())


LangOption = Annotated[Lang | None, typer.Option("--lang", help=help_text("help", "lang"))]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help=help_text("help", "settings"))]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help=help_text("help", "as_of"))]
FormatOption = Annotated[Literal["text", "json"], typer.Option("--format", help=help_text("help", "format"))]
TableFormat = Literal["text", "json", "csv"]
TableFormatOption = Annotated[TableFormat, typer.Option("--format", help=help_text("help", "table_format"))]
BookArgument = Annotated[Path, typer.Argument(metavar="PATH", help=help_text("help", "path"))]


def chosen_day(text: str | None, lang: Lang) -> date:
    """Return the day that ``--as-of`` names, today if it was left out."""
    from fsi_kit.workbook.cells import read_date

    day = date.today() if text is None else read_date(text.strip())
    if day is None:
        fail(say("help", "bad_date", lang, value=text))
    return day


def chosen_settings(file: Path | None, workbook: Path | None, as_of: date, lang: Lang) -> Settings:
    """Return the settings in the file named, else in the workbook's ``fsi.toml``, else the kit's own."""
    from fsi_kit.check import all_rules
    from fsi_kit.settings import SettingsError, find_settings, load_settings

    try:
        return load_settings(file or (workbook and find_settings(workbook)), all_rules().values(), as_of)
    except SettingsError as error:
        fail(error.text(lang))


@contextmanager
def working(text: str) -> Iterator[Callable[[str], None]]:
    """Show on the terminal that something is under way; what is given changes the text."""
    from rich.text import Text

    with console(stderr=True).status(Text(text)) as status:
        yield lambda changed: status.update(Text(changed))


def open_workbook(path: Path, lang: Lang) -> Workbook:
    """Read a workbook. Where that cannot be done, say why and end; where parts of it cannot, say so."""
    with working(say("help", "reading", lang, path=path)):
        from fsi_kit.findings import load_rules
        from fsi_kit.workbook import read

        book = read(path)
    if unreadable(book.findings):
        for finding in book.findings:
            put_finding(console(stderr=True), finding, lang)
        raise typer.Exit(EXIT_UNREADABLE)
    rules = load_rules("fsi_kit.workbook")
    wrong = sum(rule.severity == "error" for rule in (f.rule for f in book.findings))
    wrong += sum(rules[hit.rule].severity == "error" for hit in book.hits)
    if wrong:
        put(console(stderr=True), say("help", "partly", lang, count=grouped(wrong, lang), path=quoted(path)))
    return book


def write_file(path: Path, data: bytes, exists: str, lang: Lang, force: bool = False) -> None:
    """Write a file, but never over one that is there unless forced to; `exists` is what to say then."""
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(data)
    except FileExistsError:
        fail(exists)
    except OSError as error:
        fail(say("help", "unwritable", lang, path=path, detail=error.strerror or type(error).__name__))


def unreadable(findings: Iterable[Finding]) -> bool:
    """Return whether a file could not be read at all."""
    return any(finding.rule.id.startswith("D0") for finding in findings)


def quoted(path: Path) -> str:
    """Return a path as it is written in a command."""
    return f'"{path}"' if " " in str(path) else str(path)


def fail(text: str) -> NoReturn:
    """Say why the command cannot do what was asked, and end it."""
    typer.echo(UNSEEN.sub("", text), err=True)
    raise typer.Exit(EXIT_UNREADABLE)


def did_you_mean(word: str, known: Iterable[str], lang: Lang) -> str:
    """Return a question about the known word that is most like another; nothing where none is."""
    from difflib import get_close_matches

    near = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold()[:100], near, n=1)
    return load_texts("fsi_kit", "findings.toml")["suggestion"][lang].format(best=near[found[0]]) if found else ""


def grouped(number: int, lang: Lang) -> str:
    """Return a number with its thousands apart: a no-break space in Swedish, a comma in English."""
    return f"{number:,}".replace(",", "\u00a0" if lang == "sv" else ",")


def console(stderr: bool = False) -> Console:
    """Return the console to print on.

    On a terminal, texts are broken between words at its width. Elsewhere (a pipe, a file) each stands on one line.
    """
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False, emoji=False)
    made.soft_wrap = not made.is_terminal
    return made


def put(console: Console, text: str, indent: int = 0, style: str = "") -> None:
    """Print plain text: nothing in it is taken for markup, and lines that it breaks into are indented alike."""
    from rich.padding import Padding
    from rich.text import Text

    text = UNSEEN.sub("", text)
    if console.soft_wrap or not indent:
        console.print(" " * indent + text, style=style, markup=False)
    else:
        console.print(Padding(Text(text, style), (0, 0, 0, indent)))


def put_finding(console: Console, finding: Finding, lang: Lang) -> None:
    """Print a finding: how serious and where, what is wrong, what to do."""
    from rich.text import Text

    word = load_texts("fsi_kit", "findings.toml")["severity"][finding.severity][lang]
    head = (f"{word.upper()}", STYLES[finding.severity]), UNSEEN.sub("", f" {finding.rule.id}  {finding.place(lang)}")
    console.print(Text.assemble("  ", *head))
    put(console, finding.message(lang), INDENT)
    put(console, f"→ {finding.fix(lang)}", INDENT, "dim")
