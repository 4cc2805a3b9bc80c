"""Texts in two languages: which one the user gets, and that no data file lacks either."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import fsi_kit.texts
from fsi_kit.texts import LANGS, as_lang, load_texts, shipped, users_lang

PACKAGE = Path(fsi_kit.texts.__file__).parent
FILES = sorted(PACKAGE.rglob("*.toml")) + sorted(shipped("exercises").rglob("*.toml"))
VARIABLES = ("FSI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def entries(item: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield whatever has a text in at least one language, with its name."""
    if isinstance(item, dict):
        if set(item) & set(LANGS):
            yield name, item
        for key, each in item.items():
            if key not in LANGS:
                yield from entries(each, f"{name}.{key}".lstrip("."))
    elif isinstance(item, list):
        for number, each in enumerate(item):
            yield from entries(each, f"{name}[{number}]")


def untranslated(data: Any) -> list[str]:
    """Return the names of the texts that lack a language, or have other places to fill in one than in the other."""
    return [name for name, texts in entries(data) if not same_kind(texts.get("sv"), texts.get("en"))]


def same_kind(sv: Any, en: Any) -> bool:
    if not sv or not en or type(sv) is not type(en):
        return False
    return not isinstance(sv, str) or bool(sv.strip(" ") and en.strip(" ") and places(sv) == places(en))


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def test_a_language_is_taken_as_it_is_and_others_are_refused_in_both() -> None:
    assert [as_lang(lang) for lang in LANGS] == list(LANGS) == ["sv", "en"]
    for other in ("fi", "", "SV"):
        with pytest.raises(ValueError, match="inte / not"):
            as_lang(other)


@pytest.mark.parametrize(
    ("given", "lang"),
    [
        ({}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "C.UTF-8"}, "sv"),
        ({"LANG": "fi_FI", "LC_MESSAGES": "en_IE"}, "en"),
        ({"LANG": "en_GB", "LC_ALL": "sv_SE"}, "sv"),
        ({"LANG": "sv_SE", "FSI_LANG": "EN"}, "en"),
        ({"LANG": "en_GB", "FSI_LANG": "nonsense"}, "en"),
    ],
)
def test_the_users_language_is_the_asked_for_one_then_the_computers_then_swedish(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], lang: str
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert users_lang() == lang


def test_texts_are_read_from_the_package_that_holds_them() -> None:
    assert load_texts("fsi_kit", "method.toml")["name"]["sv"].startswith("FSI")
    with pytest.raises(FileNotFoundError):
        load_texts("fsi_kit", "no-such.toml")


def test_what_is_shipped_lies_beside_the_package_in_a_checkout_and_inside_it_when_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (shipped("exercises") / "01-sort-the-cards").is_dir()
    package = tmp_path / "site-packages" / "fsi_kit"
    package.mkdir(parents=True)
    monkeypatch.setattr(fsi_kit.texts, "__file__", str(package / "texts.py"))
    assert shipped("exercises") == package.parent / "exercises"
    (package / "exercises").mkdir()
    assert shipped("exercises") == package / "exercises"


def test_there_are_texts_to_look_at() -> None:
    names = {file.name for file in FILES}
    assert {"method.toml", "findings.toml", "cli.toml", "texts.toml", "exercise.toml"} <= names


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_text_is_in_both_languages_with_the_same_places_to_fill(file: Path) -> None:
    assert untranslated(tomllib.loads(file.read_text(encoding="utf-8"))) == []


def test_a_text_without_its_translation_is_found() -> None:
    planted = tomllib.loads(
        'a.sv = "Hej {name}"\na.en = "Hello {nam}"\nb.sv = "Hej"\n[[c]]\nen = "Hello"\n[d]\nsv = " "\nen = "x"\n'
        '[e]\nsv = ["ett"]\nen = "one"\n[f]\nsv = "Hej"\nen = "Hello"\n'
    )
    assert untranslated(planted) == ["a", "b", "c[0]", "d", "e"]
