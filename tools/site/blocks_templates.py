"""Blocks of the templates' page: every document with its picture and files, and the packs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fsi_kit.documents import Master, load_master
from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang
from tools.site.documents import FOLDER, File, Gallery, documents_folder, load_gallery
from tools.site.place import Place
from tools.site.render import render
from tools.site.words import size

WHOLE = ""  # the stage of documents that belong to the whole way


def template_gallery(place: Place, root: Path) -> str:
    """Show every document under its stage: picture, purpose, when, minutes, what is needed, and all files."""
    galleries = {lang: load_gallery(documents_folder(root, lang)) for lang in LANGS}
    masters = [load_master(id_, place.lang) for id_ in galleries[place.lang].shown]
    parts = []
    for stage, heading in _headings(place):
        own = [master for master in masters if master.stage == stage]
        if own:
            parts.append(f"## {heading} {{#{stage or 'whole'}}}")
            parts += [_document(place, master, galleries) for master in own]
    return "\n\n".join(parts)


def template_packs(place: Place, root: Path) -> str:
    """Link to the packs of both languages: blank, and filled from Exempelby."""
    links = []
    for lang in _own_first(place):
        for kind, (file, count) in load_gallery(documents_folder(root, lang)).packs.items():
            name = place.words(f"templates.packs.{kind}.{lang}")
            text = place.words("templates.packs.link", name=name, count=count)
            links.append({**_link(place, file, lang), "text": text})
    return render("template_packs.html", words=place.words, links=links)


def template_count(place: Place, root: Path) -> str:
    """Say how many documents there are."""
    return str(len(load_gallery(documents_folder(root, place.lang)).shown))


def _headings(place: Place) -> list[tuple[str, str]]:
    stages = load_method(place.lang).stages
    numbered = [(s.id, place.words("stages.number", number=s.number, name=s.name)) for s in stages]
    return [(WHOLE, place.words("templates.whole")), *numbered]


def _document(place: Place, master: Master, galleries: dict[Lang, Gallery]) -> str:
    shown = galleries[place.lang].shown[master.id]
    downloads = [
        {"label": place.words(f"templates.lang.{lang}"), "files": [_link(place, file, lang) for file in each.files]}
        for lang in _own_first(place)
        for each in (galleries[lang].shown[master.id],)
    ]
    html = render(
        "template.html",
        words=place.words,
        master=master,
        shown=shown,
        picture=_way(place, shown.picture, place.lang),
        downloads=downloads,
        filled=_link(place, shown.filled, place.lang),
    )
    return f"### {master.title} {{#{master.id}}}\n\n{html}"


def _link(place: Place, file: File, lang: Lang) -> dict[str, Any]:
    """Return a file's way, format, paper where there are several, and size."""
    stem, ending = file.name.rsplit(".", 1)
    paper = stem[-2:] if stem.endswith(("-A3", "-A4")) else ""
    kind = place.words(f"templates.formats.{ending}")
    kind = place.words("templates.paper", kind=kind, paper=paper) if paper else kind
    return {"href": _way(place, file.name, lang), "kind": kind, "size": size(file.bytes, place.lang)}


def _way(place: Place, name: str, lang: Lang) -> str:
    """Return the way to a file of either language's site, from a page of this one: English lies below Swedish."""
    way = place.href(f"{FOLDER}/{name}")
    if lang == place.lang:
        return way
    up = way.removesuffix(f"{FOLDER}/{name}")
    return f"{up}en/{FOLDER}/{name}" if lang == "en" else f"{up}../{FOLDER}/{name}"


def _own_first(place: Place) -> tuple[Lang, Lang]:
    return place.lang, place.other_lang
