"""The masters: one folder a document in ``templates/``, described in its ``document.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from fsi_kit.texts import Lang, shipped

Format = Literal["docx", "odt", "pdf", "pptx", "xlsx", "ics", "txt"]
FORMATS: tuple[Format, ...] = get_args(Format)
Per = Literal["", "workshop", "company"]


@dataclass(frozen=True)
class Master:
    """One document as the kit describes it, in one language.

    Attributes:
        stage: the stage it belongs to; "" for the whole way.
        title, purpose, when, needs: what it is, what it is for, when it is used and what to have at hand.
        minutes: how long filling in or preparing it takes.
        formats: what it can be made as, the most editable first.
        kind: what makes it: ``text`` and ``slides`` come from Markdown, ``print`` from a typst sheet, ``table`` and
            ``calendar`` from the workbook's own columns.
        per: what one copy is about: a workshop, a company, or nothing in particular.
        options: what the kind needs to know, for example the paper of a sheet.
    """

    id: str
    number: int
    lang: Lang
    kind: Literal["text", "slides", "print", "table", "calendar"]
    stage: str
    title: str
    purpose: str
    when: str
    needs: str
    minutes: int
    formats: tuple[Format, ...]
    per: Per
    folder: Path
    options: dict[str, Any]

    @property
    def name(self) -> str:
        """The file's name without its ending, in the document's language."""
        return f"{self.number:02}-{self.options['file'][self.lang]}"

    def text(self, ending: str = "md") -> str:
        """Return the master's own text in its language."""
        return (self.folder / f"text.{self.lang}.{ending}").read_text(encoding="utf-8")

    def texts(self) -> Any:
        """Return the words of the master's ``texts.toml`` in its language."""
        return one_language(tomllib.loads((self.folder / "texts.toml").read_text(encoding="utf-8")), self.lang)


def one_language(texts: Any, lang: Lang) -> Any:
    """Return texts with every Swedish and English pair replaced by the one in the language."""
    if isinstance(texts, dict):
        return texts[lang] if set(texts) == {"sv", "en"} else {k: one_language(v, lang) for k, v in texts.items()}
    return [one_language(item, lang) for item in texts] if isinstance(texts, list) else texts


def master_ids() -> list[str]:
    """Return the documents' ids in the order of an FSI round."""
    files = shipped("templates").glob("*/document.toml")
    numbered = [(tomllib.loads(file.read_text(encoding="utf-8"))["number"], file.parent.name) for file in files]
    return [id_ for _, id_ in sorted(numbered)]


def load_master(id: str, lang: Lang) -> Master:
    """Return a document's description in one language.

    Raises:
        KeyError: there is no such document.
    """
    folder = shipped("templates") / id
    if "/" in id or not (folder / "document.toml").is_file():
        raise KeyError(id)
    data = tomllib.loads((folder / "document.toml").read_text(encoding="utf-8"))
    texts = {key: data.pop(key)[lang] for key in ("title", "purpose", "when", "needs")}
    plain = {key: data.pop(key) for key in ("number", "kind", "stage", "minutes")}
    formats, per = tuple(data.pop("formats")), data.pop("per", "")
    return Master(id=id, lang=lang, formats=formats, per=per, folder=folder, options=data, **texts, **plain)
