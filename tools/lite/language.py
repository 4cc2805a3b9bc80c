"""The Swedish words of JupyterLite's menus and buttons: a small language pack of our own."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from tools.lite.runtime import HERE

SWEDISH = HERE / "swedish.toml"
LOCALE = "sv-SE"
NAMES = {
    "en": {"displayName": "English", "nativeName": "English"},
    LOCALE: {"displayName": "Swedish", "nativeName": "svenska"},
}
# JupyterLab asks for the same text in several places, by part and context.
DOMAINS = ("jupyterlab", "notebook", "jupyterlite", "jupyterlab_widgets")
CONTEXTS = ("", "menu\u0004", "schema\u0004", "settings\u0004")
HEADER = {"language": LOCALE, "plural_forms": "nplurals=2; plural=(n != 1);", "version": "1"}


def swedish() -> dict[str, list[str]]:
    """Return the Swedish of each of JupyterLab's English texts; two of them where one and several differ."""
    loaded: dict[str, str | list[str]] = tomllib.loads(SWEDISH.read_text(encoding="utf-8"))
    return {text: [said] if isinstance(said, str) else said for text, said in loaded.items()}


def write_language(site: Path) -> None:
    """Write the language pack where JupyterLite looks for it."""
    folder = site / "api" / "translations"
    folder.mkdir(parents=True, exist_ok=True)
    texts = {context + text: said for text, said in swedish().items() for context in CONTEXTS}
    packs: dict[str, Any] = {domain: {"": {**HEADER, "domain": domain}, **texts} for domain in DOMAINS}
    contents = {"all": NAMES, "en": {}, LOCALE: packs}
    for name, data in contents.items():
        body = json.dumps({"data": data, "message": ""}, ensure_ascii=False)
        (folder / f"{name}.json").write_text(body, encoding="utf-8")
