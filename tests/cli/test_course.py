"""``fsi course verify`` and ``fsi exercise check --progress``: results saved, added to and verified."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import each_lang
from typer.testing import CliRunner, Result

from fsi_kit.cli import app
from fsi_kit.course.exercises import load_exercise
from fsi_kit.course.progress import (
    Answered,
    Done,
    ModuleProgress,
    Progress,
    check_code,
    read_progress,
    short_code,
    written,
)
from fsi_kit.texts import Lang

CARDS = "01-sort-the-cards"
SOME = Progress({"01-method": ModuleProgress("", True, {"purpose": Answered(True, 1)})}, {CARDS: Done(3, 15, False)})


def fsi(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@each_lang
def test_a_file_as_it_was_saved_is_verified_with_its_code_and_what_the_code_does_not_show(
    tmp_path: Path, lang: Lang
) -> None:
    (tmp_path / "saved.json").write_bytes(written(SOME))
    result = fsi("course", "verify", tmp_path / "saved.json", "--lang", lang)
    assert result.exit_code == 0
    assert short_code(check_code(SOME)) in result.stdout
    assert {"sv": "Den visar inte vem", "en": "does not show who"}[lang] in " ".join(result.stdout.split())


@each_lang
def test_an_altered_file_ends_with_1_and_a_foreign_or_missing_one_with_2(tmp_path: Path, lang: Lang) -> None:
    file = tmp_path / "saved.json"
    file.write_bytes(written(SOME).replace(b'"right": 3', b'"right": 9'))
    assert fsi("course", "verify", file, "--lang", lang).exit_code == 1
    for content in (b"{}", b"\x00\x01", b'{"format": "fsi-progress", "version": 1, "modules": 1}'):
        file.write_bytes(content)
        result = fsi("course", "verify", file, "--lang", lang)
        assert result.exit_code == 2 and "Traceback" not in result.output
    result = fsi("course", "verify", tmp_path / "none.json", "--lang", lang)
    assert result.exit_code == 2 and "none.json" in result.stderr


@each_lang
def test_a_checked_exercise_is_added_to_the_saved_results_and_a_better_one_stays(tmp_path: Path, lang: Lang) -> None:
    file = tmp_path / "saved.json"
    folder = load_exercise(CARDS, lang).folder
    solved = fsi("exercise", "check", "01", folder / "solution" / lang, "--lang", lang, "--progress", file)
    assert solved.exit_code == 0 and read_progress(file).exercises[CARDS].done
    started = fsi("exercise", "check", "01", folder / "start" / lang, "--lang", lang, "--progress", file)
    assert started.exit_code == 1 and read_progress(file).exercises[CARDS].done
    file.write_bytes(written(SOME))
    fsi("exercise", "check", "01", folder / "solution" / lang, "--format", "json", "--progress", file)
    both = read_progress(file)
    assert both.exercises[CARDS].done and both.modules == SOME.modules


def test_with_json_the_output_stays_json(tmp_path: Path) -> None:
    folder = load_exercise(CARDS, "sv").folder / "start" / "sv"
    result = fsi("exercise", "check", "01", folder, "--format", "json", "--progress", tmp_path / "saved.json")
    assert json.loads(result.stdout)["done"] is False


def test_a_file_that_holds_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_text('{"my": "notes"}', encoding="utf-8")
    folder = load_exercise(CARDS, "sv").folder / "solution" / "sv"
    result = fsi("exercise", "check", "01", folder, "--lang", "sv", "--progress", file)
    assert result.exit_code == 2 and "inte en fil med sparade resultat" in result.stderr
    assert file.read_text(encoding="utf-8") == '{"my": "notes"}'


def test_an_attempt_that_cannot_be_read_is_no_result(tmp_path: Path) -> None:
    result = fsi("exercise", "check", "01", tmp_path / "none.xlsx", "--progress", tmp_path / "saved.json")
    assert result.exit_code == 2 and not (tmp_path / "saved.json").exists()
