"""How the commands' tables look: on a terminal of 80 columns, in a pipe, as numbers in each language, as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from command_line import FORMULA, MARKUP, STEERING, each_lang, fsi
from rich.console import Console

from fsi_kit.cli.say import did_you_mean, quoted, unreadable, working
from fsi_kit.cli.tables import counted, decimal, percent, put_csv, put_frame, put_table, records
from fsi_kit.examples import AS_OF, exempelby_path
from fsi_kit.findings import Finding, load_rules
from fsi_kit.texts import Lang
from fsi_kit.workbook import load_descriptor

FIELDS = load_descriptor().tables["insights"].columns
COMMANDS: list[list[object]] = [
    ["agenda", "--minutes", 300, "--people", 23],
    ["rules"],
    ["rules", "U105"],
    ["inventory", "BOOK"],
    ["inventory", "BOOK", "--coverage", "--spreading", "--saturation", "--suggest"],
    ["inventory", "BOOK", "--by", "industry,area,theme", "--top", 40],
    ["groups", "BOOK", "--workshop", "W02"],
    ["thread", "BOOK", "I001"],
]


def terminal(width: int = 80) -> Console:
    return Console(width=width, force_terminal=True, color_system=None, highlight=False, emoji=False)


def pipe() -> Console:
    made = Console(highlight=False, emoji=False)
    made.soft_wrap = True
    return made


@each_lang
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(map(str, command)))
def test_on_a_terminal_nothing_is_wider_than_it_and_no_word_is_broken(
    lang: Lang, command: list[object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("agendas", "grouping", "needs", "rulebook", "threads"):
        monkeypatch.setattr(f"fsi_kit.cli.{module}.console", lambda stderr=False: terminal())
    filled = [exempelby_path(lang) if word == "BOOK" else word for word in command]
    day = ["--as-of", AS_OF] if command[0] in ("inventory", "thread") else []
    result = fsi(*filled, "--lang", lang, *day)
    assert result.exit_code == 0
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert len(lines) > 5 and max(map(len, lines)) <= 80
    whole = set(fsi_in_a_pipe(monkeypatch, *filled, "--lang", lang, *day).split())
    broken = {word for line in lines for word in line.split() if word not in whole}
    assert broken == set()


def fsi_in_a_pipe(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> str:
    monkeypatch.undo()
    return fsi(*arguments).stdout


def test_a_table_on_a_terminal_sets_numbers_flush_right_and_breaks_texts(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["Bygglov " * 8, "7"], [MARKUP + STEERING, "1234"]]
    put_table(terminal(40), ["Slag", "Antal insikter"], rows, {1})
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert max(map(len, lines)) <= 40
    ends = [line for line in lines if line.endswith(("7", "1234"))]
    assert len(ends) == 2 and len(ends[0]) == len(ends[1])
    text = " ".join(" ".join(lines).split())
    assert "[bold red]x[/bold red]" in text and "\x9b" not in text and "\u202e" not in text


def test_a_table_in_a_pipe_is_one_line_a_row_with_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    put_table(pipe(), ["a", "b"], [["one\ntwo\tthree\r\nfour", "lång text " * 40], ["\x1b[31m", MARKUP]], {1})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert [line.count("\t") for line in lines] == [1, 1, 1]
    assert lines[1].startswith("one two three four\tlång text ")
    assert lines[2] == f"[31m\t{MARKUP}"


@each_lang
def test_a_frame_has_headings_labels_and_numbers_in_the_language(
    lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame(
        {
            "area": pd.array(["land", None, "own word"], dtype="string"),
            "insights": [1234567, 2, 3],
            "urgency_mean": pd.array([3.25, None, 4.0], dtype="Float64"),
            "share": [0.999, 0.0, float("nan")],
            "latest_visit": pd.to_datetime(["2026-05-01", None, None]).astype("datetime64[s]"),
            "Own · heading": ["x", "y", "z"],
        }
    )
    left = put_frame(pipe(), frame, lang, FIELDS, most=2)
    assert left == 1
    assert (
        capsys.readouterr().out.splitlines()
        == {
            "sv": [
                "Område\tInsikter\tAngeläget\tAndel\tSenast\tOwn · heading",
                "Mark och lokaler\t1\u00a0234\u00a0567\t3,2\t99\u00a0%\t2026-05-01\tx",
                "–\t2\t–\t0\u00a0%\t–\ty",
            ],
            "en": [
                "Area\tInsights\tUrgency\tShare\tLatest\tOwn · heading",
                "Land and premises\t1,234,567\t3.2\t99%\t2026-05-01\tx",
                "–\t2\t–\t0%\t–\ty",
            ],
        }[lang]
    )
    assert put_frame(pipe(), frame, lang, FIELDS) == 0


def test_records_are_plain_data() -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2026-05-01", None]).astype("datetime64[s]"),
            "many": pd.array([3, None], dtype="Int64"),
            "share": [2 / 3, float("nan")],
            "text": pd.array(["å", None], dtype="string"),
            "yes": pd.array([True, None], dtype="boolean"),
        }
    )
    assert records(frame) == [
        {"day": "2026-05-01", "many": 3, "share": 0.6667, "text": "å", "yes": True},
        {"day": None, "many": None, "share": None, "text": None, "yes": None},
    ]
    assert records(frame.head(0)) == []


def test_csv_defuses_headings_and_texts_and_leaves_numbers_alone(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"id": "A,1", "=x": FORMULA, "n": -3, "f": 0.5, "none": None, "yes": True},
        {"id": "å\nb", "=x": "-1", "n": 1_000_000, "f": 2.0, "none": "@x", "yes": False},
    ]
    put_csv(list(rows[0]), rows)
    out = capsys.readouterr().out
    assert out.startswith("id,'=x,n,f,none,yes\n")
    assert list(csv.reader(io.StringIO(out)))[1:] == [
        ["A,1", "'" + FORMULA, "-3", "0.5", "", "true"],
        ["å\nb", "'-1", "1000000", "2", "'@x", "false"],
    ]


@pytest.mark.parametrize(
    ("number", "sv", "en"),
    [(7.0, "7", "7"), (7.5, "7,5", "7.5"), (-0.25, "-0,2", "-0.2"), (12345.67, "12\u00a0345,7", "12,345.7")],
)
def test_decimals_are_written_as_the_language_does(number: float, sv: str, en: str) -> None:
    assert (decimal(number, "sv"), decimal(number, "en")) == (sv, en)


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0%"), (0.0001, "1%"), (0.494, "49%"), (0.9999, "99%"), (1, "100%"), (1.0, "100%")]
)
def test_only_all_is_a_hundred_per_cent_and_only_none_is_nought(share: float, shown: str) -> None:
    assert percent(share, "en") == shown


def test_one_is_said_in_the_singular() -> None:
    assert [counted(n, "insight", "en") for n in (0, 1, 2)] == ["0 insights", "1 insight", "2 insights"]
    assert [counted(n, "insight", "sv") for n in (1, 2000)] == ["1 insikt", "2\u00a0000 insikter"]


def test_the_known_word_that_is_most_like_an_unknown_one_is_suggested() -> None:
    assert did_you_mean("Temaa", ["tema", "ort"], "sv") == " Menar du ”tema”?"
    assert did_you_mean("zzz", ["tema", "ort"], "sv") == ""
    assert did_you_mean("x" * 1_000_000, ["tema"], "en") == ""


def test_a_path_with_a_space_is_quoted_as_in_a_command() -> None:
    assert quoted(Path("min bok.xlsx")) == '"min bok.xlsx"'
    assert quoted(Path("bok.xlsx")) == "bok.xlsx"


def test_only_files_that_cannot_be_read_make_a_workbook_unreadable() -> None:
    rules = load_rules("fsi_kit.workbook")
    assert unreadable([Finding(rules["D101"]), Finding(rules["D001"])])
    assert not unreadable([Finding(rules["D101"])]) and not unreadable([])


def test_while_something_is_under_way_the_terminal_says_so_and_takes_no_markup(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("fsi_kit.cli.say.console", lambda stderr=False: terminal())
    with working("Läser [bold]fil[/bold] …"):
        pass
    assert "Läser [bold]fil[/bold] …" in capsys.readouterr().out
    with working("Läser …") as now:
        now("Räknar [bold] …")
    assert "Räknar [bold] …" in capsys.readouterr().out


def test_in_a_pipe_no_progress_is_shown() -> None:
    result = fsi("inventory", exempelby_path("sv"), "--as-of", date(2026, 6, 1))
    assert result.stderr == ""
