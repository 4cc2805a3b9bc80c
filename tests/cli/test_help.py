"""Help of the commands that ask the workbook: in the user's language, with an example, within 80 columns."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import each_lang

from fsi_kit.cli.say import say
from fsi_kit.texts import LANGS, Lang, load_texts

FSI = Path(sys.executable).with_name("fsi")
COMMANDS = ("inventory", "agenda", "groups", "thread", "rules")


def shown(*arguments: str, lang: Lang) -> str:
    environment = {**os.environ, "FSI_LANG": lang, "COLUMNS": "80"}
    done = subprocess.run([str(FSI), *arguments], capture_output=True, env=environment)
    assert b"Traceback" not in done.stderr
    return done.stdout.decode("utf-8")


@each_lang
@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_80_columns_and_has_an_example_and_the_codes_it_ends_with(lang: Lang, command: str) -> None:
    text = shown(command, "--help", lang=lang)
    assert max(map(len, text.splitlines())) <= 80
    assert {"sv": f"Exempel: fsi {command} ", "en": f"Example: fsi {command} "}[lang] in text
    assert {"sv": "Slutar med 0, eller 2", "en": "Exits with 0, or 2"}[lang] in " ".join(text.split())
    flat = " ".join(text.replace("│", " ").split())
    assert {"sv": "Data > Från text/CSV", "en": "Data > From Text/CSV"}[lang] in flat


@each_lang
def test_the_commands_are_listed_with_what_they_do(lang: Lang) -> None:
    flat = " ".join(shown("--help", lang=lang).replace("│", " ").split())
    for command in COMMANDS:
        assert f" {command} {say(command, 'help', lang).splitlines()[0]}" in flat


@pytest.mark.parametrize("command", ["inventory", "agenda", "groups", "thread"])
def test_without_anything_a_command_that_needs_something_shows_its_help(command: str) -> None:
    assert f"Exempel: fsi {command} " in shown(command, lang="sv")


def test_every_text_of_the_command_line_is_there_in_both_languages_with_the_same_places() -> None:
    import re

    def texts(node: dict[str, object], path: str = "") -> list[tuple[str, dict[str, str]]]:
        if set(node) == set(LANGS):
            return [(path, {name: str(text) for name, text in node.items()})]
        return [found for name, below in node.items() for found in texts(below, f"{path}.{name}")]  # type: ignore[arg-type]

    found = texts(load_texts("fsi_kit.cli", "cli.toml"))
    assert len(found) > 150
    for path, both in found:
        assert both["sv"].strip() and both["en"].strip(), path
        places = [set(re.findall(r"{\w+}", both[lang])) for lang in LANGS]
        assert places[0] == places[1], path
