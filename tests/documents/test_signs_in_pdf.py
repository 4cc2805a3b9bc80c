"""In a PDF, data is text wherever it stands: what typst could read as a list, heading or term prints as written."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date

import pytest

from fsi_kit.documents import Brand
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.text import convert, escape, table
from fsi_kit.documents.typeset import typeset
from fsi_kit.texts import shipped

FACTS = Facts("sv", Brand(), date(2026, 6, 1))
pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed here")
SAID = [
    "1. ett",
    "- streck",
    "+ plus",
    "= rubrik",
    "/ term: x",
    "// kommentar",
    "/* slut",
    "-\u00a0hårt mellanslag",
    '=HYPERLINK("x")',
    "#let x = 1",
    "@namn <etikett> $x$ `kod`",
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
    "ord före raden - sedan 1. och / och = efter",
]
PLACES = {
    "a paragraph": "{}",
    "a bold word": "**{}**",
    "a list": "- {}\n- {}",
    "a heading": "# {}",
    "a quotation": "> {}",
}


def printed(markdown: str) -> str:
    """Return the words of a PDF, with one space between them."""
    source = (shipped("templates") / "looks" / "text.typ").read_text(encoding="utf-8")
    body = convert(f"# Titel\n\n{markdown}", "pdf", "Titel", FACTS).decode()
    made = typeset(f"{source}\n{body}", "Titel", "sv", FACTS.brand)
    return " ".join(subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True).stdout.decode().split())


@pytest.mark.parametrize("said", SAID)
def test_it_prints_as_written_in_every_kind_of_place(said: str) -> None:
    asked = [place.replace("{}", escape(said)) for place in PLACES.values()]
    text = printed("\n\n".join([*asked, table(["Vad"], [[said], [said]])]))
    wanted = " ".join(said.split())
    assert text.count(wanted) == sum(place.count("{}") for place in PLACES.values()) + 2, text


def test_an_unescaped_sign_is_caught() -> None:
    assert "- streck" not in printed("- streck\n- plus")
