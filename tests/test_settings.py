"""A municipality's fsi.toml: it may switch rules off and set limits, and is told which key is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fsi_kit.findings import Rule
from fsi_kit.settings import Settings, SettingsError, find_settings, load_settings

DAY = date(2026, 6, 1)
SHARED = Rule("U102", "understanding", "warning", {}, {"days": 14})
QUIET = Rule("U110", "understanding", "advice", {})
RULES = [SHARED, QUIET]


def settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "fsi.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file, RULES, DAY)


def test_without_a_file_the_rules_own_limits_hold() -> None:
    plain = load_settings(None, RULES, DAY)
    assert plain == Settings(DAY)
    assert plain.limit(SHARED, "days") == 14


def test_a_rule_is_switched_off_and_another_given_its_limit(tmp_path: Path) -> None:
    own = settings(tmp_path, 'name = "Exempelby"\n[rules.U102]\ndays = 21\n[rules.U110]\noff = true\n')
    assert own.limit(SHARED, "days") == 21
    assert own.off == {"U110"}


@pytest.mark.parametrize(
    ("text", "key", "sv", "en"),
    [
        ("[rules.U999]\noff = true", "rules.U999", "det finns ingen regel", "there is no rule"),
        ("[rules.U102]\nweeks = 3", "rules.U102.weeks", "Den har: off, days", "It has: off, days"),
        ("[rules.U102]\ndays = -1", "rules.U102.days", "heltal", "whole number"),
        ("[rules.U102]\ndays = true", "rules.U102.days", "heltal", "whole number"),
        ('[rules.U110]\noff = "ja"', "rules.U110.off", "true eller false", "true or false"),
        ("[rules]\nU102 = 21", "rules.U102", "avsnitt", "section"),
        ("rules = 3", "rules.", "avsnitt", "section"),
        ("[rules", "", "går inte att läsa", "cannot be read"),
    ],
)
def test_a_wrong_key_is_named_in_both_languages(tmp_path: Path, text: str, key: str, sv: str, en: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        settings(tmp_path, text)
    for lang, said in (("sv", sv), ("en", en)):
        shown = wrong.value.text(lang)  # type: ignore[arg-type]
        assert "fsi.toml" in shown and key in shown and said in shown


def test_every_wrong_key_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as wrong:
        settings(tmp_path, "[rules.U999]\noff = true\n[rules.U102]\ndays = -1\nweeks = 3\n")
    assert len(wrong.value.problems) == 3


def test_the_file_is_found_in_the_workbooks_folder_or_beside_it(tmp_path: Path) -> None:
    assert find_settings(tmp_path / "bok.xlsx") is None
    (tmp_path / "fsi.toml").write_text("")
    (tmp_path / "tabeller").mkdir()
    for workbook in (tmp_path / "bok.xlsx", tmp_path, tmp_path / "tabeller"):
        assert find_settings(workbook) == tmp_path / "fsi.toml"
