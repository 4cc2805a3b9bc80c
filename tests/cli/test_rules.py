"""`fsi rules`: every rule in words, with the limits in force."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_line import each_lang, fsi, table

from fsi_kit.check import all_rules
from fsi_kit.texts import Lang, load_texts


@each_lang
def test_every_rule_is_listed_once_under_its_stage(lang: Lang) -> None:
    result = fsi("rules", "--lang", lang)
    assert result.exit_code == 0
    listed = re.findall(r"^([A-Z]\d{3})\t\S+\t(.+?)\t", result.stdout, re.M)
    assert dict(listed) == {id_: rule.text("title", lang) for id_, rule in all_rules().items()}
    assert len(listed) == len(all_rules()) > 30
    stages = load_texts("fsi_kit", "findings.toml")["stages"]
    heads = [line for line in result.stdout.splitlines() if line in {title[lang] for title in stages.values()}]
    assert heads == [stages[stage][lang] for stage in stages if any(r.stage == stage for r in all_rules().values())]


@each_lang
def test_all_of_every_rule_can_be_read_and_what_only_a_finding_knows_is_a_blank(lang: Lang) -> None:
    data = json.loads(fsi("rules", "--format", "json", "--lang", lang).stdout)
    assert len(data) == len(all_rules())
    for rule in data:
        assert rule["page"] == f"rules/{rule['stage']}/#{rule['id'].lower()}"
        for part in ("title", "why", "fix"):
            template = all_rules()[rule["id"]].text(part, lang)
            unknown = set(re.findall(r"{(\w+)}", template)) - {"column", *rule["limits"]}
            assert rule[part] and not re.search("[{}]", rule[part])
            assert ("…" in rule[part]) == bool(unknown), rule["id"]
    named = {"sv": "den kolumn som fyndet nämner", "en": "the column that the finding names"}[lang]
    assert any(named in rule["fix"] for rule in data)


@each_lang
@pytest.mark.parametrize("id", ["U102", " u102"])
def test_one_rule_says_why_what_to_do_its_limit_and_where_to_read_more(lang: Lang, id: str) -> None:
    shown = fsi("rules", id, "--lang", lang).stdout
    rule = all_rules()["U102"]
    assert shown.splitlines()[0] == f"U102  {rule.text('title', lang)}"
    assert {"sv": "Förståelse, varning", "en": "Understanding, warning"}[lang] in shown
    assert rule.text("why", lang) in shown and rule.text("fix", lang) in shown
    assert "= 14. " in shown and "[rules.U102]" in shown
    assert "rules/understanding/#u102" in shown
    assert "U103" not in shown


@each_lang
def test_with_settings_the_limits_in_force_are_shown_beside_the_kits(tmp_path: Path, lang: Lang) -> None:
    own = tmp_path / "fsi.toml"
    own.write_text("[rules.U103]\ncompanies = 4\n[rules.U110]\noff = true\n", encoding="utf-8")
    shown = fsi("rules", "U103", "--settings", own, "--lang", lang).stdout
    assert {"sv": "companies = 4 enligt era inställningar (annars 2)", "en": "= 4 by your settings (otherwise 2)"}[
        lang
    ] in shown
    assert {"sv": "minst 4 företag", "en": "at least 4 companies"}[lang] in shown
    assert {"sv": "Avstängd", "en": "Switched off"}[lang] in fsi(
        "rules", "U110", "--settings", own, "--lang", lang
    ).stdout
    listed = fsi("rules", "--settings", own, "--lang", lang).stdout
    assert re.search({"sv": r"^U110\tavstängd\t", "en": r"^U110\toff\t"}[lang], listed, re.M)
    assert "\tcompanies = 4\n" in listed
    rows = {row["id"]: row for row in table(fsi("rules", "--settings", own, "--format", "csv", "--lang", lang))}
    assert (rows["U103"]["limits"], rows["U110"]["off"], rows["U103"]["off"]) == ("companies = 4", "true", "false")


def test_without_settings_named_a_file_where_one_stands_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fsi.toml").write_text("[rules.U103]\ncompanies = 4\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert json.loads(fsi("rules", "U103", "--format", "json").stdout)["limits"] == {"companies": 2}


@each_lang
def test_settings_that_cannot_be_followed_are_refused(tmp_path: Path, lang: Lang) -> None:
    result = fsi("rules", "--settings", tmp_path / "none.toml", "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "none.toml" in result.stderr


@each_lang
@pytest.mark.parametrize("stage", ["understanding", "Förståelse", " UNDERSTANDING "])
def test_one_stage_can_be_chosen_by_id_or_by_name(lang: Lang, stage: str) -> None:
    rows = table(fsi("rules", "--stage", stage, "--format", "csv", "--lang", lang))
    assert {row["stage"] for row in rows} == {"understanding"}
    assert [row["id"] for row in rows] == [i for i, r in all_rules().items() if r.stage == "understanding"]
    assert "D201" not in fsi("rules", "--stage", stage, "--lang", lang).stdout


@each_lang
@pytest.mark.parametrize(
    ("options", "said", "close"),
    [
        (["UU102"], "UU102", "U102"),
        (["visits"], "visits", None),
        (["--stage", "innovaton"], "innovaton", "innovation"),
        (["--stage", "\x1b[31m"], "[31m", None),
    ],
)
def test_what_is_unknown_is_said_with_what_may_be_meant(
    lang: Lang, options: list[str], said: str, close: str | None
) -> None:
    result = fsi("rules", *options, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert {"sv": f"”{said}”", "en": f"“{said}”"}[lang] in result.stderr
    assert ({"sv": "Menar du", "en": "Do you mean"}[lang] in result.stderr) == (close is not None)
    assert (close or "") in result.stderr and "\x1b" not in result.stderr


def test_one_rule_as_csv_and_json_is_that_rule() -> None:
    assert [row["id"] for row in table(fsi("rules", "I304", "--format", "csv"))] == ["I304"]
    assert json.loads(fsi("rules", "I304", "--format", "json").stdout)["id"] == "I304"
