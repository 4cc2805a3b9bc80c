"""The `fsi` command: what it prints in both languages, how it ends, and that it never writes over an attempt."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from planted_exercise import ID, plant
from typer.testing import CliRunner, Result

from fsi_kit import __version__
from fsi_kit.cli import app, main
from fsi_kit.cli.say import console, put, put_finding
from fsi_kit.course.exercises import load_exercise
from fsi_kit.examples import AS_OF, exempelby_path
from fsi_kit.findings import Finding
from fsi_kit.texts import LANGS, Lang, load_texts
from fsi_kit.workbook import read, workbook, write

FSI = Path(sys.executable).with_name("fsi")
DAY = ["--as-of", str(AS_OF)]
each_lang = pytest.mark.parametrize("lang", LANGS)


def fsi(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def in_a_shell(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(FSI), *map(str, arguments)], capture_output=True, env={**os.environ, **environment})


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Exempelby with two dates that are none, a company that does not exist, and a file that is no table."""
    folder = tmp_path / "broken"
    shutil.copytree(exempelby_path("sv"), folder)
    visits = folder / "visits.csv"
    text = visits.read_text(encoding="utf-8").replace("2024-09-03", "[bold]igår[/bold]").replace("2024-09-05", "sent")
    visits.write_text(text.replace("V003,C", "V003,X"), encoding="utf-8")
    (folder / "own.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return folder


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Exempelby with every insight's urgency far too high."""
    folder = tmp_path / "many"
    shutil.copytree(exempelby_path("sv"), folder)
    file = folder / "insights.csv"
    file.write_text(re.sub(r",([1-5]),", r",9\1,", file.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


# fsi check


@each_lang
def test_exempelby_is_clean_and_ends_with_0(lang: Lang) -> None:
    result = fsi("check", exempelby_path(lang), "--lang", lang, *DAY)
    assert result.exit_code == 0
    assert {"sv": "11 tabeller", "en": "11 tables"}[lang] in result.stdout
    assert str(AS_OF) in result.stdout
    assert not re.search(r"FEL|ERROR", result.stdout)


@each_lang
def test_errors_are_printed_with_place_message_and_what_to_do_and_end_with_1(broken: Path, lang: Lang) -> None:
    result = fsi("check", broken, "--lang", lang, *DAY)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    place = {
        "sv": "  FEL D202  visits.csv, rad 2, kolumn date (C)",
        "en": "  ERROR D202  visits.csv, row 2, column date (C)",
    }
    at = lines.index(place[lang])
    assert "[bold]igår[/bold]" in lines[at + 1], "data is text, never markup"
    assert lines[at + 2].lstrip().startswith("→ ")
    assert {"sv": "Besök (visits)", "en": "Visits (visits)"}[lang] in lines
    assert {"sv": "Hela arbetsboken", "en": "The whole workbook"}[lang] in lines
    errors = len([line for line in lines if line.startswith({"sv": "  FEL ", "en": "  ERROR "}[lang])])
    assert errors >= 3
    assert {"sv": f"Sammanlagt: {errors} fel, ", "en": f"In all: {errors} errors, "}[lang] in lines[-1]


@each_lang
def test_as_json_the_findings_are_the_same_and_parse(broken: Path, lang: Lang) -> None:
    result = fsi("check", broken, "--lang", lang, "--format", "json", *DAY)
    data = json.loads(result.stdout)
    assert result.exit_code == 1
    assert data["as_of"] == str(AS_OF)
    assert data["summary"]["error"] == len([f for f in data["findings"] if f["severity"] == "error"]) >= 3
    first = next(f for f in data["findings"] if f["rule"] == "D202")
    assert (first["file"], first["row"], first["letter"]) == ("visits.csv", 2, "C")
    assert first["message"].startswith({"sv": "”", "en": "“"}[lang])


def test_a_workbook_that_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"not an Excel file")
    for name in ("broken.xlsx", "not-there", "not-there.xlsx"):
        result = fsi("check", tmp_path / name, "--lang", "sv")
        assert result.exit_code == 2, name
        assert "FEL D0" in result.stdout and "→" in result.stdout


def test_strict_counts_warnings_as_errors(tmp_path: Path) -> None:
    book = tmp_path / "book"
    write(read(exempelby_path("en")), book)
    lines = (book / "needs.csv").read_text(encoding="utf-8").splitlines()
    (book / "needs.csv").write_text("\n".join([f"{lines[0]},mood", *(f"{line}," for line in lines[1:])]), "utf-8")
    found = json.loads(fsi("check", book, "--format", "json", *DAY).stdout)["summary"]
    assert found["error"] == 0 and found["warning"] > 0
    assert fsi("check", book, *DAY).exit_code == 0
    assert fsi("check", book, "--strict", *DAY).exit_code == 1


def test_a_clean_workbook_is_said_to_be_clean(tmp_path: Path) -> None:
    write(workbook({}), tmp_path / "empty.xlsx")
    result = fsi("check", tmp_path / "empty.xlsx", "--lang", "en", "--strict")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "No errors, warnings or advice."


@each_lang
def test_the_municipalitys_settings_are_said_and_broken_ones_are_named(tmp_path: Path, lang: Lang) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text("[rules.D104]\noff = true\n", encoding="utf-8")
    result = fsi("check", exempelby_path(lang), "--settings", settings, "--lang", lang, *DAY)
    assert result.exit_code == 0 and "D104" in result.stdout.splitlines()[1]
    settings.write_text("[rules.D104]\nof = true\n", encoding="utf-8")
    result = fsi("check", exempelby_path(lang), "--settings", settings, "--lang", lang, *DAY)
    assert result.exit_code == 2 and "rules.D104.of" in result.stderr and "Traceback" not in result.output


@each_lang
def test_many_findings_of_a_kind_are_counted_and_all_are_shown_on_request(many: Path, lang: Lang) -> None:
    some, every = (fsi("check", many, "--lang", lang, *DAY, *more).stdout for more in ((), ("--all",)))
    assert some.count("D208") == 20
    left = every.count("D208") - 20
    assert left > 100
    assert {"sv": f"… och {left} till", "en": f"… and {left} more"}[lang] in some
    assert "--all" not in every


@each_lang
def test_a_day_that_is_none_is_refused_and_one_in_words_of_the_workbook_is_taken(lang: Lang) -> None:
    result = fsi("check", exempelby_path(lang), "--lang", lang, "--as-of", "igår")
    assert result.exit_code == 2
    assert {"sv": "”igår” är inte ett datum", "en": "“igår” is not a date"}[lang] in result.stderr
    assert "2026-06-01" in fsi("check", exempelby_path(lang), "--as-of", "1/6 2026").stdout


def test_without_a_day_today_is_the_day() -> None:
    from datetime import date

    before = date.today()
    shown = fsi("check", exempelby_path("sv")).stdout.splitlines()[0]
    assert any(str(day) in shown for day in (before, date.today()))


def test_one_finding_is_said_in_the_singular(tmp_path: Path) -> None:
    result = fsi("check", tmp_path / "not-there", "--lang", "en")
    assert "In all: 1 error, 0 warnings, 0 pieces of advice." in result.stdout


@each_lang
def test_thousands_are_set_apart_as_the_language_does(lang: Lang) -> None:
    shown = fsi("check", exempelby_path(lang), "--lang", lang, *DAY).stdout.splitlines()[0]
    assert re.search({"sv": r"\d\u00a0\d{3} rader", "en": r"\d,\d{3} rows"}[lang], shown)


# How it looks.


def finding() -> Finding:
    from fsi_kit.findings import load_rules

    rule = load_rules("fsi_kit.workbook")["D202"]
    return Finding(rule, "visits", "visits.csv", None, 2, "date", "date", "C", ":warning: [red]" + "ord " * 15)


def test_on_a_terminal_lines_break_between_words_and_keep_their_indent(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    terminal = Console(width=40, force_terminal=True, color_system=None, highlight=False, emoji=False)
    put_finding(terminal, finding(), "sv")
    put(terminal, "[bold]kvar")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 5
    assert all(len(line.rstrip()) <= 40 for line in lines)
    assert all(line.startswith("      ") for line in lines[2:-1] if line.strip())
    assert ":warning: [red]" in lines[1] + lines[2]
    assert lines[-1].strip() == "[bold]kvar"


def test_in_a_pipe_each_text_stands_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    put_finding(console(), finding(), "en")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert ":warning: [red]ord" in lines[1]


# fsi exercise


@each_lang
def test_the_exercises_are_listed_with_module_and_minutes(lang: Lang) -> None:
    result = fsi("exercise", "list", "--lang", lang)
    exercise = load_exercise("01-sort-the-cards", lang)
    assert result.exit_code == 0
    assert f"01-sort-the-cards  {exercise.title}" in result.stdout
    assert {
        "sv": f"Modul 1, Metoden. {exercise.minutes} minuter",
        "en": f"Module 1, The method. {exercise.minutes} minutes",
    }[lang] in result.stdout


@each_lang
@pytest.mark.parametrize("id_", ["01", "1", "01-sort-the-cards"])
def test_a_start_table_is_written_that_checks_as_not_yet_done(tmp_path: Path, lang: Lang, id_: str) -> None:
    file = tmp_path / "my cards.xlsx"
    result = fsi("exercise", "start", id_, "--out", file, "--lang", lang)
    assert result.exit_code == 0
    assert f'"{file}"' in result.stdout, "a path with a space is quoted, so that it can be copied"
    checked = fsi("exercise", "check", id_, file, "--lang", lang)
    assert checked.exit_code == 1
    assert {"sv": "0 av 15 rätt", "en": "0 of 15 right"}[lang] in checked.stdout


def test_the_start_table_is_named_by_exercise_and_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fsi("exercise", "start", "01", "--lang", "en")
    assert [file.name for file in tmp_path.iterdir()] == ["01-sort-the-cards.en.xlsx"]


@each_lang
def test_a_start_table_is_never_written_over_anything(tmp_path: Path, lang: Lang) -> None:
    file = tmp_path / "cards.xlsx"
    file.write_bytes(b"my answers")
    result = fsi("exercise", "start", "01", "--out", file, "--lang", lang)
    assert result.exit_code == 2
    assert {"sv": "finns redan", "en": "is already there"}[lang] in result.stderr
    assert file.read_bytes() == b"my answers"
    assert [each.name for each in tmp_path.iterdir()] == ["cards.xlsx"]


@each_lang
def test_a_place_that_cannot_be_written_is_said_without_a_traceback(tmp_path: Path, lang: Lang) -> None:
    for name in ("not-there/cards.xlsx", "cards.csv"):
        result = fsi("exercise", "start", "01", "--out", tmp_path / name, "--lang", lang)
        assert result.exit_code == 2
        assert name in result.stderr and "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


@each_lang
def test_an_exercise_that_there_is_none_of_is_said_with_those_there_are(lang: Lang) -> None:
    for command in (["start", "77"], ["check", "77", "x"]):
        result = fsi("exercise", *command, "--lang", lang)
        assert result.exit_code == 2
        assert "01-sort-the-cards" in result.stderr
        assert {"sv": "”77”", "en": "“77”"}[lang] in result.stderr


@each_lang
def test_the_solution_is_done_and_ends_with_0(lang: Lang) -> None:
    exercise = load_exercise("01-sort-the-cards", lang)
    result = fsi("exercise", "check", "01", exercise.folder / "solution" / lang, "--lang", lang)
    assert result.exit_code == 0
    assert {"sv": "15 av 15 rätt", "en": "15 of 15 right"}[lang] in result.stdout
    assert exercise.done in result.stdout


@pytest.fixture
def attempt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An attempt at the planted exercise: V1 too late, V2 not answered but for what stood there."""
    plant(tmp_path, monkeypatch)
    folder = tmp_path / "attempt"
    folder.mkdir()
    table = "visit_id,note,day,hours,booked,who\nV1,x,2026-05-02,1,true,Näringslivschef\nV2,x,,2,,\n"
    (folder / "plan.csv").write_text(table, encoding="utf-8")
    return folder


HINT, WHY, RIGHT = "Är det <b>för sent?</b>", "Besöket ska vara i mars.", "Rätt svar för V1: day (sv): 2026-03-02"


@pytest.mark.parametrize(
    ("asked", "shown", "hidden", "offered"),
    [
        ([], [], [HINT, WHY, RIGHT], "--hint"),
        (["--hint"], [HINT], [WHY, RIGHT], "--why"),
        (["--why"], [HINT, WHY], [RIGHT], "--solution"),
        (["--why", "--solution"], [HINT, WHY, RIGHT, "who (sv): (tomt)"], [], ""),
    ],
)
def test_help_comes_a_little_at_a_time(
    attempt: Path, asked: list[str], shown: list[str], hidden: list[str], offered: str
) -> None:
    result = fsi("exercise", "check", ID, attempt, "--lang", "sv", *asked)
    assert result.exit_code == 1
    assert "0 av 2 rätt" in result.stdout
    assert "Inte rätt än: V1 (rad 2)" in result.stdout and "Inte rätt än: V2 (rad 3)" in result.stdout
    assert all(text in result.stdout for text in shown)
    assert not any(text in result.stdout for text in hidden)
    last = result.stdout.splitlines()[-1]
    assert re.findall(r"--\w+", last) == ([offered] if offered else [])


def test_a_row_that_is_gone_has_no_row_number_and_neighbours_are_a_range(attempt: Path) -> None:
    (attempt / "plan.csv").write_text("visit_id,note,day,hours,booked,who\nV1,x,,,,\n", encoding="utf-8")
    shown = fsi("exercise", "check", ID, attempt, "--lang", "en").stdout
    assert "Not right yet: V1, V2 (row 2)" in shown
    (attempt / "plan.csv").write_text("visit_id,note,day,hours,booked,who\nV1,,,,,\nV2,,,,,\n", encoding="utf-8")
    assert "Not right yet: V1, V2 (rows 2–3)" in fsi("exercise", "check", ID, attempt, "--lang", "en").stdout
    (attempt / "plan.csv").write_text("visit_id,note,day,hours,booked,who\n", encoding="utf-8")
    assert "Not right yet: V1, V2\n" in fsi("exercise", "check", ID, attempt, "--lang", "en").stdout


def test_right_answers_with_something_wrong_in_the_data_are_not_done(attempt: Path) -> None:
    solution = (load_exercise(ID, "en").folder / "solution/en/plan.csv").read_text(encoding="utf-8")
    (attempt / "plan.csv").write_text(solution + solution.splitlines()[-1] + "\n", encoding="utf-8")
    result = fsi("exercise", "check", ID, attempt, "--lang", "en")
    assert result.exit_code == 1
    assert "2 of 2 right" in result.stdout and "ERROR D301" in result.stdout
    assert result.stdout.splitlines()[-1] == load_texts("fsi_kit.cli", "cli.toml")["exercise"]["next_data"]["en"]


def test_an_attempt_that_cannot_be_read_says_only_that_and_ends_with_2(attempt: Path) -> None:
    result = fsi("exercise", "check", ID, attempt / "not-there.xlsx", "--lang", "sv", "--solution")
    assert result.exit_code == 2
    assert "FEL D001" in result.stdout
    assert "Inte rätt än" not in result.stdout and "0 av 2" not in result.stdout


@each_lang
def test_as_json_an_attempt_says_the_same_and_parses(attempt: Path, lang: Lang) -> None:
    result = fsi("exercise", "check", ID, attempt, "--format", "json", "--lang", lang)
    data = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (data["exercise"], data["done"], data["right"], data["total"], data["findings"]) == (ID, False, 0, 2, [])
    assert [(f["mistake"], f["ids"], f["rows"]) for f in data["feedback"]] == [
        ("late", ["V1"], [2]),
        ("other", ["V2"], [3]),
    ]
    assert data["feedback"][0]["why"] == {"sv": WHY, "en": "The visit is to be in March."}[lang]


# As a command of its own.


def test_the_version_is_the_packages() -> None:
    done = in_a_shell("--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"fsi {__version__}")
    assert fsi("--version").stdout.strip() == f"fsi {__version__}"


def test_whatever_alphabet_the_streams_have_they_are_written_as_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="cp1252") for name in ("stdout", "stderr")}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.setattr(sys, "argv", ["fsi", "check", "saknas → här", "--lang", "sv"])
    with pytest.raises(SystemExit) as ended:
        main()
    streams["stdout"].flush()
    assert ended.value.code == 2
    assert "saknas → här" in streams["stdout"].buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


EXAMPLES = {
    "check": ("Exempel: fsi check arbetsbok.xlsx", "Example: fsi check workbook.xlsx"),
    "exercise list": ("Exempel: fsi exercise list", "Example: fsi exercise list"),
    "exercise start": ("Exempel: fsi exercise start 01", "Example: fsi exercise start 01"),
    "exercise check": ("Exempel: fsi exercise check 01", "Example: fsi exercise check 01"),
    "exercise": ("Rätta ett försök.", "Check an attempt."),
    "": ("från företagsbesök till effekt", "from company visit to effect"),
}


@each_lang
@pytest.mark.parametrize("command", EXAMPLES)
def test_help_is_in_the_users_language_with_an_example_and_fits_80_columns(lang: Lang, command: str) -> None:
    done = in_a_shell(*command.split(), "--help", FSI_LANG=lang, COLUMNS="80")
    shown = done.stdout.decode("utf-8")
    mine, other = EXAMPLES[command] if lang == "sv" else reversed(EXAMPLES[command])
    assert done.returncode == 0
    assert mine in shown and other not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_swedish_letters_come_through_a_terminal_that_is_set_to_another_alphabet(tmp_path: Path) -> None:
    done = in_a_shell("check", tmp_path / "saknas", FSI_LANG="sv", PYTHONIOENCODING="cp1252", LC_ALL="C")
    assert done.returncode == 2
    assert "Sammanlagt: 1 fel, 0 varningar, 0 råd." in done.stdout.decode("utf-8")
    assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_early_gets_no_traceback(many: Path) -> None:
    command = subprocess.Popen([str(FSI), "check", str(many), "--all"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert command.stdout and command.stderr
    command.stdout.readline()
    command.stdout.close()
    said = command.stderr.read()
    command.stderr.close()
    command.wait(timeout=60)
    assert b"Traceback" not in said
