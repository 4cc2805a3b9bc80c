"""A municipality's own name, colours and files: used where they can be, and refused in a sentence where they cannot."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from PIL import Image
from pptx import Presentation

from fsi_kit.documents import Brand, BrandError, Made, load_brand, make_document
from fsi_kit.documents.brand import COLOUR, MOST_SIGNS, READABLE, contrast
from fsi_kit.documents.facts import Facts
from fsi_kit.examples import AS_OF
from fsi_kit.texts import LANGS, Lang
from tests.command_line import each_lang
from tests.documents.reopened import reopen

WRONG = {
    "unknown": ('logotype = "a.png"', "brand.logotype"),
    "a number": ("name = 5", "brand.name"),
    "blank": ('name = " "', "brand.name"),
    "long": (f'name = "{"x" * (MOST_SIGNS + 1)}"', "brand.name"),
    "no colour": ('colour = "green"', "green"),
    "wrong ending": ('logo = "logo.gif"', ".png"),
    "no such file": ('logo = "logo.png"', "logo.png"),
}


def settings(folder: Path, text: str) -> Path:
    file = folder / "fsi.toml"
    file.write_text(text, encoding="utf-8")
    return file


def logo(folder: Path) -> Path:
    file = folder / "logo.png"
    Image.new("RGB", (300, 100), "#1b5e4b").save(file)
    return file


@pytest.mark.parametrize("wrong", WRONG)
def test_a_value_that_cannot_be_used_gives_a_sentence_in_each_language(tmp_path: Path, wrong: str) -> None:
    line, named = WRONG[wrong]
    with pytest.raises(BrandError) as error:
        load_brand(settings(tmp_path, f"[brand]\n{line}\n"))
    said = [error.value.text(lang) for lang in LANGS]
    assert said[0] != said[1]
    for text in said:
        file, sentence = text.splitlines()
        assert file.endswith("fsi.toml") and named in sentence
        assert sentence.endswith(".") and "{" not in sentence and "Error" not in sentence


@pytest.mark.parametrize("text", ["[brand", "brand = 5"])
def test_a_file_that_is_no_settings_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrandError) as error:
        load_brand(settings(tmp_path, text))
    assert len({error.value.text(lang) for lang in LANGS}) == 2


def test_every_wrong_value_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BrandError) as error:
        load_brand(settings(tmp_path, '[brand]\nname = 5\ncolour = "red"\nlogo = "x.gif"\n'))
    assert len(error.value.text("sv").splitlines()) == 4


def test_a_logo_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "logo.png").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(BrandError, match="larger than 20 MB"):
        load_brand(settings(tmp_path, '[brand]\nlogo = "logo.png"'))


def test_a_brand_is_read_beside_its_settings(tmp_path: Path) -> None:
    logo(tmp_path)
    brand = load_brand(settings(tmp_path, '[brand]\nname = " Sjöby "\nlogo = "logo.png"\ncolour = "#1B5E4B"\n'))
    assert (brand.name, brand.unit, brand.logo) == ("Sjöby", "", tmp_path / "logo.png")
    assert brand.ink == "#1B5E4B"


def test_without_settings_or_a_brand_in_them_it_is_the_kits_own(tmp_path: Path) -> None:
    assert load_brand(None) == load_brand(settings(tmp_path, "[rules]\n")) == Brand()
    assert contrast(COLOUR, "#ffffff") >= READABLE


@each_lang
def test_a_colour_too_light_to_read_is_told_and_not_written_with(lang: Lang) -> None:
    pale = Brand(colour="#ffd200")
    (note,) = pale.notes(lang)
    assert "#ffd200" in note and ("1,5" if lang == "sv" else "1.5") in note
    assert pale.ink == COLOUR
    assert Brand(colour="#1b5e4b").notes(lang) == ()


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == 1


def made(brand: Brand, *formats: str, id_: str = "participant-evaluation") -> dict[str, Made]:
    files = make_document(id_, Facts("sv", brand, AS_OF), formats)  # type: ignore[arg-type]
    return {file.name.rpartition(".")[2]: file for file in files}


def test_name_unit_and_logo_stand_in_every_format_with_a_text_alternative(tmp_path: Path) -> None:
    brand = Brand("Sjöby kommun", "Näringslivskontoret", "#7a1f5c", logo(tmp_path))
    for ending, file in made(brand, "docx", "odt", "pdf").items():
        found = reopen(file.name, file.data)
        assert "Sjöby kommun" in found.text and "Näringslivskontoret" in found.text, ending
        if ending != "pdf":
            assert found.pictures == ["Logotyp för Sjöby kommun"], ending
    with pikepdf.open(io.BytesIO(made(brand, "pdf")["pdf"].data)) as pdf:
        assert any("/XObject" in page.Resources for page in pdf.pages)


def test_the_colour_is_that_of_the_headings() -> None:
    file = made(Brand(colour="#7a1f5c"), "docx")["docx"]
    document = Document(io.BytesIO(file.data))
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A1F5C"
    with zipfile.ZipFile(io.BytesIO(made(Brand(colour="#7a1f5c"), "odt")["odt"].data)) as packed:
        assert b'fo:color="#7a1f5c"' in packed.read("styles.xml")


def test_a_municipalitys_own_word_template_gives_the_looks(tmp_path: Path) -> None:
    own = Document()
    own.styles["Heading 1"].font.name = "Garamond"
    own.sections[0].header.paragraphs[0].text = "Sjöby brevhuvud"
    own.save(str(tmp_path / "brev.docx"))
    file = made(Brand(reference_docx=tmp_path / "brev.docx"), "docx")["docx"]
    document = Document(io.BytesIO(file.data))
    assert document.styles["Heading 1"].font.name == "Garamond"
    assert "Sjöby brevhuvud" in reopen(file.name, file.data).text


def test_own_slides_keep_their_looks_though_their_layouts_have_swedish_names(tmp_path: Path) -> None:
    deck = Presentation()
    swedish = {"title": "Rubrikbild", "obj": "Rubrik och innehåll", "secHead": "Avsnittsrubrik", "blank": "Tom"}
    for layout in deck.slide_layouts:
        layout._element.cSld.set("name", swedish.get(layout._element.get("type", ""), f"Layout {layout.name}"))
    deck.slide_width = 12_345_600
    deck.save(str(tmp_path / "bilder.pptx"))
    file = made(Brand(reference_pptx=tmp_path / "bilder.pptx"), "pptx", id_="workshop-slides")["pptx"]
    assert Presentation(io.BytesIO(file.data)).slide_width == 12_345_600


def test_own_wording_of_the_steps_reaches_the_documents(tmp_path: Path) -> None:
    kit = Path(__file__).parents[2] / "fsi_kit" / "method.toml"
    own = tmp_path / "method.toml"
    own.write_text(kit.read_text(encoding="utf-8").replace('"Dela insikter"', '"Lyssna in"'), encoding="utf-8")
    files = list(make_document("canvases", Facts("sv", Brand(method=own), AS_OF)))
    assert files and all("Lyssna in" in reopen(file.name, file.data).text for file in files)
