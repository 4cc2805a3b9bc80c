"""The documents to download: every master made blank, a pack of them filled from Exempelby, and a picture of each.

They are made once for both languages, into ``build/documents``, and again only where a template or the library changes.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from fsi_kit.documents import Brand, Format, Made, Master, load_master, master_ids
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.pack import make_pack
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import LANGS, Lang
from tools.site.document_pictures import picture_of, small
from tools.site.words import Words

FOLDER = "assets/documents"
SHOWN_FIRST = ("pdf", "pptx", "docx")
FILLED: tuple[Format, ...] = (
    "docx",
    "pdf",
    "pptx",
    "xlsx",
    "ics",
    "txt",
)  # an example to look at needs no OpenDocument


@dataclass(frozen=True)
class File:
    """A file to download: its name and size in bytes."""

    name: str
    bytes: int


@dataclass(frozen=True)
class Shown:
    """What the gallery shows of a document: its blank files, one that is filled in, and a picture with its size."""

    files: tuple[File, ...]
    filled: File
    picture: str
    width: int
    height: int


@dataclass(frozen=True)
class Gallery:
    """All documents of a language, by id, and the packs: each a zip and how many files it holds."""

    shown: dict[str, Shown]
    packs: dict[str, tuple[File, int]]


def documents_folder(root: Path, lang: Lang) -> Path:
    """Return where a language's documents lie when they are made."""
    return root / "build" / "documents" / lang


def make_documents(root: Path, wanted: str) -> None:
    """Make every document in both languages, unless they stand as `wanted`, a fingerprint of their sources, says."""
    stamp = root / "build" / "documents" / "made-from"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(stamp.parent, ignore_errors=True)
    for lang in LANGS:
        make_gallery(documents_folder(root, lang), lang, master_ids())
    stamp.write_text(wanted)


def stage_documents(root: Path, staged: Path, lang: Lang) -> None:
    """Put a language's files and pictures into its staged site."""
    shutil.copytree(documents_folder(root, lang) / "files", staged / FOLDER, dirs_exist_ok=True)


def make_gallery(folder: Path, lang: Lang, ids: Sequence[str]) -> None:
    """Make some documents in one language: ``files`` to download and ``gallery.json`` about them.

    Raises:
        KeyError: there is no such document.
        ValueError: no document is asked for.
    """
    if not ids:
        raise ValueError("no documents")
    files, words = folder / "files", Words(lang)
    files.mkdir(parents=True)
    blank = Facts(lang, Brand(), AS_OF)
    brand = Brand(words("templates.example.name"), words("templates.example.unit"))
    filled_facts = Facts(lang, brand, AS_OF, load_exempelby(lang))
    made = {"blank": make_pack(ids, blank), "filled": make_pack(ids, filled_facts, FILLED)}
    shown = {}
    for id_ in ids:
        master = load_master(id_, lang)
        own = tuple(_put(files, file) for file in _of(master, made["blank"]))
        example = _best(_of(master, made["filled"]))
        filled = _put(files, Made(f"{words('templates.example.file')}-{example.name}", example.data))
        picture, width, height = small(picture_of(master, blank))
        shown[id_] = Shown(own, filled, _put(files, Made(f"{master.name}.png", picture)).name, width, height)
    packs = {
        kind: (_put(files, Made(words(f"templates.packs.{kind}_file"), pack(each, words))), len(each))
        for kind, each in made.items()
    }
    (folder / "gallery.json").write_text(json.dumps(asdict(Gallery(shown, packs))), encoding="utf-8")


def load_gallery(folder: Path) -> Gallery:
    """Return what was made in a language's folder."""
    data = json.loads((folder / "gallery.json").read_text(encoding="utf-8"))
    shown = {
        id_: Shown(tuple(File(**file) for file in one.pop("files")), File(**one.pop("filled")), **one)
        for id_, one in data["shown"].items()
    }
    return Gallery(shown, {kind: (File(**file), count) for kind, (file, count) in data["packs"].items()})


def pack(made: Iterable[Made], words: Words) -> bytes:
    """Return files as a zip, with a note on what they are and their licence. The same files give the same bytes."""
    note = Made(words("templates.packs.note_file"), words("templates.packs.note").encode("utf-8-sig"))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in (note, *made):
            entry = zipfile.ZipInfo(file.name, (AS_OF.year, AS_OF.month, AS_OF.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.data)
    return data.getvalue()


def _of(master: Master, made: Iterable[Made]) -> list[Made]:
    return [file for file in made if file.name.startswith(f"{master.number:02}-")]


def _best(made: Sequence[Made]) -> Made:
    """Return the file that shows best what a filled document looks like: the first in a format to look at."""
    for ending in SHOWN_FIRST:
        for file in made:
            if file.name.endswith(f".{ending}"):
                return file
    return made[0]


def _put(folder: Path, file: Made) -> File:
    (folder / file.name).write_bytes(file.data)
    return File(file.name, len(file.data))
