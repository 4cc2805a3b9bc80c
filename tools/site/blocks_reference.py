"""Blocks of the pages for looking things up: data dictionary, rules, components."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from fsi_kit.check import all_rules
from fsi_kit.findings import Rule
from fsi_kit.texts import load_texts
from fsi_kit.workbook import Field, Table, load_descriptor
from tools.site.place import Place
from tools.site.render import render
from tools.site.words import grouped

CODE_PATTERN = r"^\w[\w.-]{0,31}$"
MUNICIPALITY_PATTERN = "^[0-9]{4}$"


def data_dictionary(place: Place) -> str:
    """Describe every table and column of the workbook, a heading each table."""
    return "\n\n".join(_table(table, place) for table in load_descriptor().tables.values())


def rule_index(place: Place) -> str:
    """Show every rule with its title and severity, linked to its own place."""
    rules = [
        (rule, place.href(f"rules/{rule.stage}.md#{rule.id.lower()}"), _severity(rule, place))
        for rule in all_rules().values()
    ]
    return render("rule_index.html", words=place.words, rules=rules, lang=place.lang)


def rule_list(place: Place, stage: str) -> str:
    """Describe every rule of a stage, a heading each.

    Raises:
        KeyError: no rule belongs to the stage.
    """
    rules = [rule for rule in all_rules().values() if rule.stage == stage]
    if not rules:
        raise KeyError(stage)
    return "\n\n".join(_rule(rule, place) for rule in rules)


def rule(place: Place, id: str, shown: str | None = None) -> str:
    """Link a rule to its place on its stage's page, under its title and id or in other words.

    Raises:
        KeyError: there is no such rule.
    """
    one = all_rules()[id]
    text = shown or f"{one.text('title', place.lang)} ({id})"
    return f"[{text}]({place.link(f'rules/{one.stage}.md')}#{id.lower()})"


def components(place: Place) -> str:
    """Show the parts made by others, with versions as installed and licences."""
    listed = _toml("components.toml")["part"]
    parts = [{**part, "version": _version(part), "use": part["use"][place.lang]} for part in listed]
    return render("components.html", words=place.words, parts=parts)


def _version(part: Mapping[str, Any]) -> str:
    """Say a part's version: its own where the file lies in the project, else that of the package that brings it."""
    if "version" in part:
        return str(part["version"])
    number = installed(part["distribution"])
    same = part["name"].casefold().replace(" ", "") == part["distribution"].casefold()
    return number if same else f"{part['distribution']} {number}"


def _table(table: Table, place: Place) -> str:
    fields = [
        {
            "name": field.name,
            "title": field.titles[place.lang],
            "description": field.descriptions[place.lang],
            "required": field.required,
            "allows": list(_allows(field, table, place)),
            "choices": [(value, field.label(value, place.lang)) for value in field.enum],
        }
        for field in table.fields
    ]
    titles = [table.columns[name].titles[place.lang] for name in table.primary_key]
    html = render(
        "table.html",
        words=place.words,
        title=table.titles[place.lang],
        description=table.descriptions[place.lang],
        fields=fields,
        primary=" + ".join(titles) if len(titles) > 1 else "",
    )
    return f"### {table.titles[place.lang]} (`{table.name}`) {{#{table.name}}}\n\n{html}"


def _allows(field: Field, table: Table, place: Place) -> list[Any]:
    """Say in words what a column may hold."""
    words = place.words
    said: list[Any] = [] if field.enum else [words(f"dictionary.type.{field.type}")]
    if field.minimum is not None and field.maximum is not None:
        low, high = (_number(limit, field, place) for limit in (field.minimum, field.maximum))
        said.append(words("dictionary.range", minimum=low, maximum=high))
    links = [link for link in table.foreign_keys if link.column == field.name]
    for link in links:
        title = load_descriptor().tables[link.reference].titles[place.lang]
        anchor = Markup('<a href="#{}">{}</a>').format(link.reference, title)
        said.append(Markup(escape(words("dictionary.reference"))).format(table=anchor))  # noqa: S704 - escaped
    if field.pattern == CODE_PATTERN and not links:
        said.append(words("dictionary.code"))
    if field.pattern == MUNICIPALITY_PATTERN:
        said.append(words("dictionary.municipality"))
    if field.max_length is not None:
        said.append(words("dictionary.length", maximum=grouped(field.max_length, place.lang)))
    if field.past:
        said.append(words("dictionary.past"))
    if field.unique:
        said.append(words("dictionary.unique"))
    return said


def _number(limit: str | float, field: Field, place: Place) -> str:
    if isinstance(limit, str) or field.name == "year":
        return str(limit)
    return grouped(int(limit), place.lang)


def _rule(rule: Rule, place: Place) -> str:
    html = render(
        "rule.html",
        words=place.words,
        rule=rule,
        lang=place.lang,
        severity=_severity(rule, place),
        message=_example(rule, "message", place),
        fix=_example(rule, "fix", place),
    )
    return f"### {rule.id} {rule.text('title', place.lang)} {{#{rule.id.lower()}}}\n\n{html}"


def _severity(rule: Rule, place: Place) -> str:
    word: str = load_texts("fsi_kit", "findings.toml")["severity"][rule.severity][place.lang]
    return word.capitalize()


def _example(rule: Rule, part: str, place: Place) -> Markup:
    """Fill the places of a rule's text, for example {value}, with an example, marked as one."""
    texts = _toml("examples.toml")
    blank = Markup('<span class="fsi-place">{}</span>')
    values = {**texts["any"], **texts.get(rule.id, {})}
    marked = {name: blank.format(said[place.lang]) if said[place.lang] else "" for name, said in values.items()}
    return Markup(escape(rule.text(part, place.lang))).format(**marked)  # noqa: S704 - escaped


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
