"""Give the search index the pages' keywords: Swedish search barely stems, so inflections are named in front matter."""

from __future__ import annotations

import json
from pathlib import Path

from fsi_kit.texts import Lang
from tools.site.pages import split_front_matter
from tools.site.place import Place


def add_keywords(root: Path, site: Path, lang: Lang) -> int:
    """Add each page's keywords to its entry in the built index; return how many pages got theirs.

    Args:
        root: the checkout, where the masters lie.
        site: the built site of the language.
    """
    file = site / "search" / "search_index.json"
    index = json.loads(file.read_text(encoding="utf-8"))
    entries = {entry["location"]: entry for entry in index["docs"]}
    source = root / "docs" / lang
    found = 0
    for page in source.rglob("*.md"):
        path = page.relative_to(source).as_posix()
        front, _ = split_front_matter(page.read_text(encoding="utf-8"), path)
        entry = entries.get(Place(lang, "index.md").href(path).removeprefix("./"))
        if entry is not None:
            entry["text"] += " " + " ".join(front["keywords"])
            found += 1
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return found
