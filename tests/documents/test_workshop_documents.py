"""The workshop's documents: times that add up, everybody in their place, words to say, and what must not be shown."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from dateutil.tz import tzical
from docx import Document
from icalendar import Calendar
from PIL import Image
from pptx import Presentation

import fsi_kit
from fsi_kit.collaboration.agenda import plan_agenda
from fsi_kit.documents import Brand, DocumentError, load_master
from fsi_kit.documents.facts import Facts
from fsi_kit.documents.masters import Format
from fsi_kit.documents.moments import PACKAGE, day_of
from fsi_kit.documents.prints import sheets
from fsi_kit.examples import AS_OF
from fsi_kit.method import load_method
from fsi_kit.texts import LANGS, Lang, load_texts
from tests.documents.workshop_files import (
    LATEST,
    blank,
    changed,
    filled,
    made,
    minutes_between,
    once,
    slides,
    structure,
    tables,
    words,
)

LOCALES = {"sv": "sv-SE", "en": "en-GB"}
RUN_SHEETS = ("run-sheet", "remote-run-sheet")
PRINTED = ("workshop-invitation", *RUN_SHEETS, "workshop-slides", "room-checklist", "canvases", "idea-and-dot-sheets")
NASTY = "<script>alert(1)</script> {{ 7*7 }} *stars* #let [x](y) `z` =HYPERLINK(1)"

each_lang = pytest.mark.parametrize("lang", LANGS)
each_way = pytest.mark.parametrize("full", [False, True], ids=["blank", "filled"])


def timetable(data: bytes) -> list[tuple[str, str, int]]:
    """Return the rows of a run sheet's timetables: from, to and minutes."""
    rows = [row for table in tables(data) for row in table[1:] if "–" in row[0] and row[1].isdecimal()]
    return [(*row[0].split("–"), int(row[1])) for row in rows]


@pytest.mark.parametrize("id", RUN_SHEETS)
@each_lang
@each_way
def test_a_run_sheet_fills_the_slot_minute_by_minute(id: str, lang: Lang, full: bool) -> None:
    rows = timetable(once(id, lang, full, "docx"))
    slot, start = (270, "12:30") if full else (180, "09:00")
    assert rows[0][0] == start
    assert sum(minutes for *_, minutes in rows) == slot == minutes_between(rows[0][0], rows[-1][1])
    assert all(minutes_between(begins, ends) == minutes for begins, ends, minutes in rows)
    assert all(before[1] == after[0] for before, after in pairwise(rows))


def test_a_workshop_of_two_days_has_two_timetables_and_two_entries_in_the_calendar() -> None:
    facts = changed("sv", "workshops", "minutes", 600, workshop_id=LATEST)
    rows = timetable(made("run-sheet", facts, "docx"))
    assert [row[0] for row in rows].count("12:30") == 2
    assert sum(minutes for *_, minutes in rows) == 600
    first, second = Calendar.from_ical(made("calendar-invitation", facts, "ics")).walk("VEVENT")
    assert second.start - first.start == timedelta(days=1)
    assert first.end - first.start == second.end - second.start == timedelta(minutes=300)


@each_lang
def test_the_run_sheet_tells_what_to_say_in_every_activity(lang: Lang) -> None:
    facts = filled(lang)
    said = words(once("run-sheet", lang, True, "docx"))
    assert len(facts.day.moments) > 14
    assert all(moment.say in said for moment in facts.day.moments)


def test_every_activity_and_break_has_words_and_no_words_are_left_over() -> None:
    known = set(load_texts(PACKAGE, "moments.toml"))
    activities = {activity.id for step in load_method("sv").steps for activity in step.activities}
    assert known == activities | {"coffee", "lunch", "reserve"}


def test_an_activity_of_a_municipalitys_own_is_told_by_its_own_text(tmp_path: Path) -> None:
    source = Path(fsi_kit.__file__).with_name("method.toml").read_text(encoding="utf-8")
    own = tmp_path / "method.toml"
    own.write_text(source.replace('id = "voices"', 'id = "own-voices"'), encoding="utf-8")
    day = day_of(plan_agenda(240, 16, "09:00", load_method("sv", own)))
    (moment,) = [moment for moment in day.moments if moment.id == "own-voices"]
    assert moment.say == moment.how == moment.task[0]
    assert moment.how.startswith("Läs sex till tio insikter")


@each_lang
def test_only_companies_that_may_be_named_are_read_aloud(lang: Lang) -> None:
    facts = filled(lang)
    assert facts.voices
    heard = facts.voices[0]
    visits = facts.book["visits"]
    company = visits.loc[visits["visit_id"].eq(heard["visit_id"]), "company_id"].iloc[0]
    hushed = changed(lang, "companies", "may_be_named", False, company_id=company)
    assert heard["statement"] in words(once("run-sheet", lang, True, "docx"))
    assert heard["statement"] not in words(made("run-sheet", hushed, "docx"))


@each_lang
def test_every_participant_is_on_the_list_once(lang: Lang) -> None:
    facts = filled(lang)
    ((_, _, given),) = sheets(load_master("participants-and-name-signs", lang), facts)
    people = facts.book["participants"]
    there = people[people["workshop_id"].eq(LATEST)]
    assert len(there) == 18
    assert sorted(seat["role"]["text"] for seat in given["seats"]) == sorted(there["role"])
    assert [seat["group"] for seat in given["seats"]] == sorted(there["group"].astype(str))


def test_participants_without_groups_are_put_in_groups_and_nobody_is_lost() -> None:
    facts = changed("sv", "participants", "group", None, workshop_id=LATEST)
    ((_, _, given),) = sheets(load_master("participants-and-name-signs", "sv"), facts)
    assert len(given["seats"]) == 18
    assert len({seat["group"] for seat in given["seats"]}) == 4


def test_a_company_that_may_not_be_named_does_not_stand_on_the_list() -> None:
    open_ = changed("sv", "companies", "may_be_named", True, company_id="C036")
    shut = changed("sv", "companies", "may_be_named", False, company_id="C036")
    name = open_.book["companies"].set_index("company_id").loc["C036", "name"]
    for facts, stands in ((open_, True), (shut, False)):
        ((_, _, given),) = sheets(load_master("participants-and-name-signs", "sv"), facts)
        assert (name in [seat["from"] for seat in given["seats"]]) is stands


@each_lang
@each_way
def test_there_is_one_slide_for_each_moment_and_notes_on_all(lang: Lang, full: bool) -> None:
    facts = filled(lang) if full else blank(lang)
    deck = slides(once("workshop-slides", lang, full, "pptx"))
    headings = [moment.heading for moment in facts.day.moments]
    assert [slide.title for slide in deck][-1 - len(headings) : -1] == headings
    assert all(slide.notes for slide in deck)
    assert all(
        moment.say in slide.notes
        for moment, slide in zip(facts.day.moments, deck[-1 - len(headings) : -1], strict=True)
    )


@pytest.mark.parametrize("id", ["workshop-slides", "remote-canvases"])
@each_lang
def test_every_run_on_slides_and_in_notes_has_its_language(id: str, lang: Lang) -> None:
    deck = slides(once(id, lang, True, "pptx"))
    assert all(slide.languages for slide in deck)
    assert {language for slide in deck for language in slide.languages} == {LOCALES[lang]}


@each_lang
def test_remote_canvases_have_a_sheet_for_each_step_with_the_fields_of_the_printed_ones(lang: Lang) -> None:
    deck = slides(once("remote-canvases", lang, False, "pptx"))
    fields = load_master("canvases", lang).texts()["fields"]
    steps = load_method(lang).steps
    assert len(deck) == len(steps) + 2
    for step, slide in zip(steps, deck[1:-1], strict=True):
        assert step.name in slide.title
        assert all(field in slide.text for field in fields[step.id])
    assert all(slide.notes for slide in deck)


def own_deck(folder: Path, names: dict[str, str]) -> Path:
    """Save a deck of the municipality's own with only these layouts, renamed, and a mark on its master."""
    from fsi_kit.documents.looks import reference

    deck = Presentation(str(reference("pptx", Brand("Vår kommun"), "sv", folder)))
    ids = deck.slides._sldIdLst
    for slide in list(ids):
        deck.part.drop_rel(slide.rId)
        ids.remove(slide)
    for layout in list(deck.slide_layouts):
        if layout.name in names:
            layout._element.cSld.set("name", names[layout.name])
        else:
            deck.slide_layouts.remove(layout)
    file = folder / "egna-bilder.pptx"
    deck.save(str(file))
    return file


def test_a_swedish_deck_of_the_municipalitys_own_keeps_its_looks(tmp_path: Path) -> None:
    own = own_deck(tmp_path, {"Title Slide": "Rubrikbild", "Title and Content": "Rubrik och innehåll"})
    facts = Facts("sv", Brand("Vår kommun", reference_pptx=own), AS_OF)
    deck = Presentation(io.BytesIO(made("workshop-slides", facts, "pptx")))
    assert "Vår kommun" in [shape.text_frame.text for shape in deck.slide_master.shapes if shape.has_text_frame]
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Slide", "Title and Content"}


def test_a_deck_without_the_layouts_is_refused_in_words(tmp_path: Path) -> None:
    own = own_deck(tmp_path, {"Title Slide": "Rubrikbild", "Blank": "Tom"})
    with pytest.raises(DocumentError) as refused:
        made("workshop-slides", Facts("sv", Brand("Vår kommun", reference_pptx=own), AS_OF), "pptx")
    assert "Rubrik och innehåll" in refused.value.text("sv")
    assert "Rubrikbild" not in refused.value.text("sv")


def test_the_logo_has_a_text_alternative_on_slides_and_letters(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (80, 40), "#1b5e4b").save(logo)
    facts = Facts("sv", Brand("Exempelby kommun", logo=logo), AS_OF)
    deck = Presentation(io.BytesIO(made("workshop-slides", facts, "pptx")))
    (picture,) = [shape for shape in deck.slide_master.shapes if shape.shape_type == 13]
    assert picture._element.nvPicPr.cNvPr.get("descr") == "Logotyp för Exempelby kommun"
    letter = Document(io.BytesIO(made("workshop-invitation", facts, "docx")))
    (drawn,) = letter.sections[0].header._element.xpath(".//wp:docPr")
    assert drawn.get("descr") == "Logotyp för Exempelby kommun"


@pytest.mark.parametrize("id", [*PRINTED, "participants-and-name-signs"])
@each_lang
def test_every_pdf_is_tagged_with_language_title_and_a_first_heading(id: str, lang: Lang) -> None:
    tags = structure(once(id, lang, True, "pdf"))
    assert f"lang {lang}" in [tag[: len(f"lang {lang}")] for tag in tags]
    assert f"title {load_master(id, lang).title}" in tags
    assert "/H1" in tags


@pytest.mark.parametrize("id", ["idea-and-dot-sheets", "participants-and-name-signs", "run-sheet"])
def test_tables_in_pdf_have_headings(id: str) -> None:
    tags = structure(once(id, "sv", True, "pdf"))
    assert tags.count("/TH") >= 4
    assert tags.count("/TD") > tags.count("/TH")


@each_lang
def test_the_checklist_has_boxes_that_can_be_clicked_in_word(lang: Lang) -> None:
    document = Document(io.BytesIO(once("room-checklist", lang, False, "docx")))
    boxes = document.element.body.xpath(".//*[local-name()='checkbox']")
    assert len(boxes) > 20


@each_lang
def test_the_checklist_counts_for_the_people_who_come(lang: Lang) -> None:
    amounts = [row[1] for table in tables(once("room-checklist", lang, True, "docx")) for row in table[1:]]
    assert any(amount.startswith("180,") for amount in amounts)
    assert any(amount.startswith("72,") for amount in amounts)


@each_lang
def test_a_blank_invitation_shows_what_to_fill_in_and_a_filled_one_leaves_nothing(lang: Lang) -> None:
    assert once("workshop-invitation", lang, False, "txt").decode().count("[") >= 6
    assert "[" not in once("workshop-invitation", lang, True, "txt").decode()


@pytest.mark.parametrize("id", [*RUN_SHEETS, "room-checklist", "workshop-invitation"])
@each_lang
def test_filled_documents_leave_nothing_to_fill_in(id: str, lang: Lang) -> None:
    written = words(once(id, lang, True, "docx"))
    assert len(written) > 1000
    assert not {"[", "{{", "None", "nan", "Undefined"} & set(written.replace("[", " [ ").split())


def test_an_answer_is_asked_for_two_weeks_before_the_day() -> None:
    assert "3 mars 2026" in once("workshop-invitation", "sv", True, "txt").decode()


@pytest.mark.parametrize(("id", "format"), [("workshop-invitation", "txt"), ("calendar-invitation", "ics")])
def test_a_need_full_of_signs_is_printed_as_it_is_in_text_and_calendar(id: str, format: Format) -> None:
    data = made(id, changed("sv", "needs", "title", NASTY, need_id="N04"), format)
    if format == "ics":
        (event,) = Calendar.from_ical(data).walk("VEVENT")
        data = str(event["description"]).encode()
    assert NASTY in data.decode()


def test_a_need_full_of_signs_is_printed_as_it_is_on_slides_and_in_word() -> None:
    facts = changed("sv", "needs", "title", NASTY, need_id="N04")
    assert NASTY in slides(made("workshop-slides", facts, "pptx"))[1].text
    assert NASTY in words(made("run-sheet", facts, "docx"))


# The clocks go forward on 29 March 2026 and back on 25 October.
DAYS = [(date(2026, 3, 27), 1), (date(2026, 3, 30), 2), (date(2026, 10, 23), 2), (date(2026, 10, 26), 1)]


@pytest.mark.parametrize(("day", "hours"), DAYS)
def test_the_invitation_has_the_right_time_on_both_sides_of_the_clock_change(day: date, hours: int) -> None:
    facts = changed("sv", "workshops", "date", day.isoformat(), workshop_id=LATEST)
    data = made("calendar-invitation", facts, "ics")
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event.start.utcoffset() == timedelta(hours=hours)
    assert event.start.astimezone(UTC) == datetime(day.year, day.month, day.day, 12 - hours, 30, tzinfo=UTC)
    # The file's own rule for the zone, as another library reads it.
    zone = tzical(io.StringIO(data.decode().replace("\r\n", "\n"))).get("Europe/Stockholm")
    assert datetime(day.year, day.month, day.day, 12, 30, tzinfo=zone).utcoffset() == timedelta(hours=hours)


def test_calendar_entries_of_two_workshops_are_told_apart_and_the_same_one_is_recognised() -> None:
    def uid(workshop: str) -> str:
        (event,) = Calendar.from_ical(made("calendar-invitation", filled("sv"), "ics", workshop)).walk("VEVENT")
        return str(event["uid"])

    assert uid("W03") != uid("W04")
    assert uid("W04") == uid("W04")


def test_a_workshop_whose_start_is_not_known_is_given_no_time() -> None:
    facts = changed("sv", "workshops", "start", None, workshop_id=LATEST)
    assert "[klockslag för start och slut]" in made("workshop-invitation", facts, "txt").decode()
    assert "Tiderna är ett exempel" in words(made("run-sheet", facts, "docx"))
    assert "Tiderna är ett exempel" not in words(once("run-sheet", "sv", True, "docx"))


@pytest.mark.parametrize("id", ["workshop-slides", "remote-canvases"])
def test_tables_on_slides_end_above_the_municipalitys_name(id: str) -> None:
    deck = Presentation(io.BytesIO(once(id, "sv", True, "pptx")))
    (name,) = [shape for shape in deck.slide_master.shapes if shape.name == "Name"]
    shown = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert shown
    assert all(shape.top + sum(row.height for row in shape.table.rows) <= name.top for shape in shown)
