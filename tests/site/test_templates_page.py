"""The templates' page: what it says of fsi.toml and `fsi templates` holds, and the built page is light and whole."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fsi_kit.cli import app
from fsi_kit.documents import load_brand, load_master, master_ids
from fsi_kit.documents.brand import FILES, TEXTS
from fsi_kit.examples import load_exempelby
from fsi_kit.texts import LANGS, Lang
from fsi_kit.workbook import write
from site_pages import Page, read_pages
from tools.site.words import size

ROOT = Path(__file__).parents[2]
each_lang = pytest.mark.parametrize("lang", LANGS)


def source(lang: Lang) -> str:
    return (ROOT / "docs" / lang / "templates.md").read_text(encoding="utf-8")


def blocks(lang: Lang, kind: str) -> list[str]:
    """The page's code blocks of one kind.

    Raises:
        LookupError: there is none.
    """
    found = re.findall(rf"^```{kind}\n(.*?)^```$", source(lang), re.MULTILINE | re.DOTALL)
    if not found:
        raise LookupError(f"{lang}: no {kind}")
    return found


@each_lang
def test_the_example_of_a_brand_can_be_read_and_its_colour_can_be_seen(lang: Lang, tmp_path: Path) -> None:
    (example,) = blocks(lang, "toml")
    (tmp_path / "fsi.toml").write_text(example, encoding="utf-8")
    brand = load_brand(tmp_path / "fsi.toml")
    assert brand.name.startswith("Exempelby") and brand.unit and brand.notes(lang) == ()


@each_lang
def test_the_page_names_every_key_of_the_brand(lang: Lang) -> None:
    said = re.findall(r"^(?:\| `)?(\w+) = \"", source(lang), re.MULTILINE)
    assert sorted(said) == sorted((*TEXTS, *FILES))


@each_lang
def test_the_commands_on_the_page_do_what_it_says(lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (shell,) = blocks(lang, "sh")
    lines = [shlex.split(line)[1:] for line in shell.splitlines()]
    assert len(lines) == 3
    write(load_exempelby(lang), tmp_path / lines[2][lines[2].index("--workbook") + 1], lang)
    answers = [
        CliRunner().invoke(app, [*line, *more, "--lang", lang])
        for line, more in zip(lines, ([], ["--format", "pdf"], ["--format", "ics"]), strict=True)
    ]
    assert [answer.exit_code for answer in answers] == [0, 0, 0], answers[-1].output
    assert "action-plan" in answers[0].output
    made = sorted(file.suffix for file in (tmp_path / lines[1][-1]).iterdir())
    assert made == [".ics", ".pdf"]


@each_lang
def test_every_addition_on_the_page_is_one_that_the_command_takes(lang: Lang) -> None:
    said = set(re.findall(r"`(--[a-z-]+)", source(lang)))
    known = set(
        re.findall(r"--[a-z-]+", CliRunner().invoke(app, ["templates", "--help"], env={"COLUMNS": "300"}).output)
    )
    assert said and said <= known


@each_lang
def test_a_page_without_such_an_example_is_noticed(lang: Lang) -> None:
    with pytest.raises(LookupError, match="no cobol"):
        blocks(lang, "cobol")


@pytest.fixture(scope="module")
def gallery(site: Path) -> dict[Lang, Page]:
    pages = {lang: read_pages(site, "" if lang == "sv" else "en") for lang in LANGS}
    return {lang: next(p for p in pages[lang] if p.path.endswith("templates/index.html")) for lang in LANGS}


@each_lang
def test_the_gallery_shows_every_document_and_says_the_sizes_that_files_have(
    lang: Lang, gallery: dict[Lang, Page], site: Path
) -> None:
    page = gallery[lang]
    boxes = page.content.select(".fsi-template")
    assert len(boxes) == len(master_ids()) > 0
    assert {h["id"] for h in page.content.find_all("h3")} == set(master_ids())
    files = page.content.select("a[download]")
    assert len(files) >= 2 * sum(len(load_master(id_, lang).formats) for id_ in master_ids())
    for link in files:
        file = ((site / page.path).parent / link["href"]).resolve()
        assert size(file.stat().st_size, lang) in link.find_next_sibling("span").text, link["href"]


@each_lang
def test_the_page_and_its_pictures_are_light(lang: Lang, gallery: dict[Lang, Page], site: Path) -> None:
    page = gallery[lang]
    pictures = [((site / page.path).parent / image["src"]).resolve() for image in page.content.find_all("img")]
    assert len(pictures) == len(master_ids())
    assert all(image["loading"] == "lazy" for image in page.content.find_all("img"))
    weight = (site / page.path).stat().st_size + sum(file.stat().st_size for file in pictures)
    assert weight <= 400_000, f"{weight} bytes"
