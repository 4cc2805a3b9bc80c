"""``fsi rules``: every rule, or one of them with why it is there and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fsi_kit.cli.say import (
    INDENT,
    STYLES,
    LangOption,
    TableFormatOption,
    chosen_settings,
    console,
    did_you_mean,
    fail,
    help_text,
    put,
    say,
)
from fsi_kit.cli.tables import put_csv, put_json, put_table
from fsi_kit.texts import LANGS, Lang, load_texts, users_lang

if TYPE_CHECKING:
    from rich.console import Console

    from fsi_kit.findings import Rule
    from fsi_kit.settings import Settings


def rules(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help=help_text("rules", "id"))] = None,
    stage: Annotated[str | None, typer.Option("--stage", help=help_text("rules", "stage"))] = None,
    lang: LangOption = None,
    format: TableFormatOption = "text",
    settings: Annotated[Path | None, typer.Option("--settings", help=help_text("rules", "settings"))] = None,
) -> None:
    """Show the rules; the help text stands in ``cli.toml``."""
    from fsi_kit.check import all_rules

    lang = lang or users_lang()
    judged_by = chosen_settings(settings, None, date.today(), lang)
    known = all_rules()
    chosen = [_rule(known, id, lang)] if id else _of_stage(known.values(), stage, lang)
    if format == "text":
        _print(console(), chosen, judged_by, lang, whole=id is not None)
        return
    rows = [_as_dict(rule, judged_by, lang) for rule in chosen]
    if format == "json":
        put_json(rows[0] if id else rows)
    else:
        put_csv(list(rows[0]), ({**row, "limits": _in_short(row["limits"])} for row in rows))


def _rule(known: Mapping[str, Rule], id: str, lang: Lang) -> Rule:
    rule = known.get(id.strip().upper())
    if rule is None:
        fail(say("rules", "unknown", lang, id=id, close=did_you_mean(id, known, lang)))
    return rule


def _of_stage(rules: Iterable[Rule], stage: str | None, lang: Lang) -> list[Rule]:
    if stage is None:
        return list(rules)
    titles = _stages()
    names = {name.casefold(): id_ for id_, title in titles.items() for name in (id_, *(title[each] for each in LANGS))}
    wanted = names.get(stage.strip().casefold())
    found = [rule for rule in rules if rule.stage == wanted]
    if not found:
        close = did_you_mean(stage, titles, lang)
        fail(say("rules", "unknown_stage", lang, stage=stage, close=close, allowed=", ".join(titles)))
    return found


def _stages() -> dict[str, dict[str, str]]:
    stages: dict[str, dict[str, str]] = load_texts("fsi_kit", "findings.toml")["stages"]
    return stages


def _limits(rule: Rule, settings: Settings) -> dict[str, int]:
    return {name: settings.limit(rule, name) for name in rule.limits}


def _in_short(limits: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in limits.items())


def _text(rule: Rule, part: str, settings: Settings, lang: Lang) -> str:
    """Return a part of a rule with its limits filled in; what only a finding knows is said in general words."""

    class Places(dict[str, object]):
        def __missing__(self, name: str) -> str:
            return say("rules", "column", lang) if name == "column" else "…"

    return rule.text(part, lang).format_map(Places(_limits(rule, settings)))


def _as_dict(rule: Rule, settings: Settings, lang: Lang) -> dict[str, Any]:
    return {
        "id": rule.id,
        "stage": rule.stage,
        "severity": rule.severity,
        **{part: _text(rule, part, settings, lang) for part in ("title", "why", "fix")},
        "limits": _limits(rule, settings),
        "off": rule.id in settings.off,
        "page": rule.page,
    }


def _print(out: Console, rules: list[Rule], settings: Settings, lang: Lang, whole: bool) -> None:
    severities = load_texts("fsi_kit", "findings.toml")["severity"]
    if whole:
        (rule,) = rules
        put(out, f"{rule.id}  {_text(rule, 'title', settings, lang)}", style="bold")
        put(out, f"{_stages()[rule.stage][lang]}, {severities[rule.severity][lang]}", INDENT, STYLES[rule.severity])
        for part in ("why", "fix"):
            put(out, say("rules", part, lang, text=_text(rule, part, settings, lang)), INDENT)
        for name, value in _limits(rule, settings).items():
            kit = rule.limits[name]
            what = "limit" if value == kit else "own_limit"
            put(out, say("rules", what, lang, id=rule.id, name=name, value=value, kit=kit), INDENT)
        if rule.id in settings.off:
            put(out, say("rules", "off", lang), INDENT, "bold")
        put(out, say("rules", "page", lang, page=rule.page), INDENT, "dim")
        return
    headings = [say("headings", name, lang) for name in ("id", "severity", "title", "limits")]
    for stage, titles in _stages().items():
        rows = [
            (
                rule.id,
                say("rules", "off_short", lang) if rule.id in settings.off else severities[rule.severity][lang],
                _text(rule, "title", settings, lang),
                _in_short(_limits(rule, settings)),
            )
            for rule in rules
            if rule.stage == stage
        ]
        if rows:
            put(out, titles[lang], style="bold underline")
            put_table(out, headings, rows)
            out.print()
    put(out, say("rules", "one", lang, id=rules[0].id), style="dim")
