"""The figures in the charts and in their texts: counted by hand on small workbooks, and never one that is too small."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree as Xml

import matplotlib
import pandas as pd
import pytest
from looking_at_charts import outside, overlapping, texts
from matplotlib.figure import Figure

from fsi_kit import charts
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.settings import Settings
from fsi_kit.texts import LANGS, Lang
from fsi_kit.thread import describe, draw_thread, follow
from fsi_kit.workbook import Workbook, workbook

DAY = date(2026, 6, 1)
HOSTILE = "<script>alert($1)</script> & $x$ \x00\n" + "Verksamhetsutvecklingssamordnings" * 6
each_lang = pytest.mark.parametrize("lang", LANGS)


def book(**tables: list[dict[str, Any]]) -> Workbook:
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    for frame in frames.values():
        for column in set(frame) & {"date", "due", "start", "done_on"}:
            frame[column] = pd.to_datetime(frame[column])
    return workbook(frames)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)?", text))


# The inventory


def insights(**counts: int) -> Workbook:
    """Return a workbook of insights: area and kind, joined by two underscores, with how many."""
    rows = [dict(zip(("area", "kind"), name.split("__"), strict=True)) for name, n in counts.items() for _ in range(n)]
    return book(insights=[{"insight_id": f"I{i}", "visit_id": "V1", **row} for i, row in enumerate(rows)])


def test_the_heat_map_counts_insights_in_squares_rows_and_columns() -> None:
    small = insights(land__obstacle=3, land__praise=1, fire_safety__obstacle=2)
    squares = charts.inventory_chart(small, "sv").axes[0].texts
    assert [text.get_text() for text in squares] == ["3", "1", "2", "0", "4", "2", "6", "5", "1"]
    assert charts.inventory_text(small, "sv") == (
        "Antal insikter: 6. Efter område: Mark och lokaler 4 och Brandskydd 2. Efter slag: Hinder 5 och Beröm 1. "
        "Den största rutan är Mark och lokaler, Hinder, med 3."
    )


@each_lang
@pytest.mark.parametrize("by", ["kind", "factor"])
def test_every_number_in_the_inventorys_text_stands_in_the_chart(by: Any, lang: Lang) -> None:
    exempelby = load_exempelby(lang)
    assert numbers(charts.inventory_text(exempelby, lang, by)) <= set(
        texts(charts.inventory_chart(exempelby, lang, by))
    )


def test_insights_without_area_or_kind_are_counted_last() -> None:
    small = book(insights=[{"insight_id": "I1"}, {"insight_id": "I2", "area": "land", "factor": "competence"}])
    assert charts.inventory_text(small, "en", "factor") == (
        "Insights: 2. By area: Land and premises 1 and Not given 1. By service factor: Competence 1 and Not given 1. "
        "The largest square is Land and premises, Competence, with 1."
    )


# The coverage


def companies(**sizes: tuple[int, int]) -> Workbook:
    """Return a workbook of companies: size, with how many are visited of how many."""
    rows = [(size, i < visited) for size, (visited, known) in sizes.items() for i in range(known)]
    known = [{"company_id": f"C{i}", "name": f"F{i}", "size": size} for i, (size, _) in enumerate(rows)]
    visits = [
        {"visit_id": f"V{i}", "company_id": f"C{i}", "date": "2026-01-01"} for i, (_, is_) in enumerate(rows) if is_
    ]
    return book(companies=known, visits=visits)


def test_the_bars_say_how_many_are_visited_of_how_many() -> None:
    small = companies(micro=(1, 3), large=(2, 2))
    figure = charts.coverage_chart(small, "sv")
    assert {"1 av 3 (33\u00a0%)", "2 av 2 (100\u00a0%)", "1–9 anställda"} <= set(texts(figure))
    widths = [bar.get_width() for bar in figure.axes[0].patches]
    assert widths == [1, 2, 2, 0], "the visited ones, then the others"
    assert charts.coverage_text(small, "sv") == (
        "3 av 5 företag har besökts (60\u00a0%). Inte alla är besökta: 1–9 anställda, 1 av 3. "
        "Alla är besökta: 250 eller fler anställda, 2 av 2."
    )


def test_groups_beyond_the_first_are_counted() -> None:
    many = book(companies=[{"company_id": f"C{i}", "name": "x", "place": f"Ort {i:02}"} for i in range(40)])
    figure = charts.coverage_chart(many, "en", "place")
    assert "… 15 more not shown" in texts(figure)
    assert outside(figure) == [] and overlapping(figure) == []
    assert "Ort 39, 0 of 1" in charts.coverage_text(many, "en", "place")


# The ideas


def idea(
    id_: str, effect: int | None, effort: int | None, votes: int | None = 0, chosen: bool = False
) -> dict[str, Any]:
    return {"idea_id": id_, "workshop_id": "W1", "what": "x", "effect": effect, "effort": effort, "votes": votes,
            "chosen": chosen}  # fmt: skip


def test_each_idea_stands_in_its_square_with_its_votes() -> None:
    small = book(ideas=[idea("D1", 5, 1, 7, True), idea("D2", 5, 1, 2), idea("D3", 2, 4, None), idea("D4", None, 3)])
    figure = charts.ideas_chart(small, "sv", "W1")
    assert {"D1 (7)", "D2 (2)", "D3 (–)"} <= set(texts(figure))
    assert "Utan betyg och därför inte med: D4." in " ".join(texts(figure))
    marks = [mark for mark in figure.axes[0].collections if len(mark.get_offsets())]
    marks.sort(key=lambda mark: -mark.get_offsets()[0][1])
    (x1, y1), (x2, y2), (x3, y3) = (mark.get_offsets()[0] for mark in marks)
    assert [x1, x2] == pytest.approx([0.66, 0.66]) and x3 == pytest.approx(3.66)
    assert y1 > y2 > y3
    faces = [mark.get_facecolor()[0][0] for mark in marks]
    assert faces[0] < 0.5 and faces[1:] == [1, 1], "only the chosen one is filled"
    assert charts.ideas_text(small, "sv", "W1") == (
        "Workshop W1. Idéer med betyg: 3. Valda: 1. Gör snart: 2, D1 (7, vald); D2 (2). Större satsning: 0. "
        "Om tid finns: 0. Lägg åt sidan: 1, D3 (–). Utan betyg och därför inte med: D4."
    )


def test_a_square_grows_with_what_is_in_it() -> None:
    crowded = book(ideas=[idea(f"D{i}", 3, 3, i) for i in range(30)])
    figure = charts.ideas_chart(crowded, "sv", "W1")
    assert outside(figure) == [] and overlapping(figure) == []
    assert {f"D{i} ({i})" for i in range(30)} <= set(texts(figure))


@each_lang
def test_every_idea_in_the_text_stands_in_the_chart_with_its_votes(lang: Lang) -> None:
    exempelby = load_exempelby(lang)
    told = re.findall(r"(D\d+) \((\d+)", charts.ideas_text(exempelby, lang, "W02"))
    assert len(told) == 22
    assert {f"{id_} ({votes})" for id_, votes in told} <= set(texts(charts.ideas_chart(exempelby, lang, "W02")))


# The actions


def action(id_: str, status: str | None, **given: Any) -> dict[str, Any]:
    return {"action_id": id_, "status": status, "owner": "Chef", "start": "2026-01-01", "due": "2026-05-01", **given}


ACTIONS = [
    action("A1", "done", done_on="2026-04-30"),
    action("A2", "done", done_on="2026-05-03"),
    action("A3", "ongoing"),
    action("A4", "planned", due="2026-07-01"),
    action("A5", "stopped"),
    action("A6", None),
    action("A7", "ongoing", start=None, due=None),
    action("A8", "done", done_on=None),
    action("A9", "ongoing", due="2026-05-31"),
]


def test_each_action_says_how_it_is_doing() -> None:
    figure = charts.actions_chart(book(actions=ACTIONS), "sv", DAY)
    said = [label.get_text() for label in figure.axes[1].get_yticklabels()]
    names = [label.get_text().split()[0] for label in figure.axes[0].get_yticklabels()]
    assert dict(zip(names, said, strict=True)) == {
        "A1": "Klar i tid",
        "A2": "Klar 2 dagar för sent",
        "A3": "Försenad 31 dagar",
        "A4": "Planerad",
        "A5": "Avbruten",
        "A6": "Läge saknas",
        "A7": "Pågår",
        "A8": "Klar",
        "A9": "Försenad 1 dag",
    }
    assert outside(figure) == [] and overlapping(figure) == []


def test_a_late_action_has_a_mark_of_its_own_and_bold_words() -> None:
    figure = charts.actions_chart(book(actions=ACTIONS), "sv", DAY)
    late = [line for line in figure.axes[0].lines if line.get_marker() == ">"]
    assert len(late) == 2
    weights = {label.get_text(): label.get_fontweight() for label in figure.axes[1].get_yticklabels()}
    assert {text for text, weight in weights.items() if weight == "bold"} == {"Försenad 31 dagar", "Försenad 1 dag"}


def test_bars_run_from_start_to_the_day_it_was_done_or_due() -> None:
    figure = charts.actions_chart(book(actions=ACTIONS[:3]), "en", DAY)
    first = (date(2026, 1, 1) - date(1970, 1, 1)).days
    found = sorted((bar.get_x() - first, bar.get_width()) for bar in figure.axes[0].patches)
    assert found == [(0, 119), (0, 120), (0, 122)]


def test_an_action_with_only_one_day_is_a_mark_on_that_day() -> None:
    figure = charts.actions_chart(book(actions=[action("A1", "planned", start=None, due="2026-07-01")]), "sv", DAY)
    (mark,) = [line for line in figure.axes[0].lines if line.get_marker() == "D"]
    assert mark.get_xdata()[0] == (date(2026, 7, 1) - date(1970, 1, 1)).days
    assert not figure.axes[0].patches
    assert outside(figure) == [] and overlapping(figure) == []


def test_the_actions_are_counted_in_words() -> None:
    assert charts.actions_text(book(actions=ACTIONS), "sv", DAY) == (
        "Åtgärder den 2026-06-01: 9. Klara: 3. Pågående: 3. Planerade: 1. Avbrutna: 1. Utan läge: 1. "
        "Klara i tid: 1. Försenade: A3 (31 dagar) och A9 (1 dag)."
    )
    assert charts.actions_text(book(actions=ACTIONS[3:5]), "en", DAY) == (
        "Actions on 2026-06-01: 2. Done: 0. Ongoing: 0. Planned: 1. Stopped: 1. None is late."
    )


def test_actions_beyond_the_first_are_counted() -> None:
    many = [action(f"A{i:03}", "planned", due=f"2026-07-{i % 28 + 1:02}") for i in range(70)]
    figure = charts.actions_chart(book(actions=many), "sv", DAY)
    assert "… 10 till visas inte" in texts(figure)
    assert outside(figure) == [] and overlapping(figure) == []


@pytest.mark.parametrize("due", ["2026-01-02", "2026-02-01", "2027-06-01", "2031-06-01", "2099-12-31"])
def test_there_is_room_for_the_months_however_long_the_time(due: str) -> None:
    figure = charts.actions_chart(book(actions=[action("A1", "ongoing", due=due)]), "sv", DAY)
    assert outside(figure) == [] and overlapping(figure) == []


def test_only_a_needs_own_actions_are_drawn() -> None:
    exempelby = load_exempelby("en")
    figure = charts.actions_chart(exempelby, "en", AS_OF, "N03")
    assert len(figure.axes[0].get_yticks()) == 12
    assert charts.actions_text(exempelby, "en", AS_OF, "N99") == "There are no actions."


# NKI


def measured(*rows: tuple[int, float | None, int | None], **given: Any) -> Workbook:
    return book(measurements=[
        {"municipality": "9999", "area": "total", "index": "nki", "year": year, "value": value, "answers": answers,
         "source": "SKR", **given}
        for year, value, answers in rows
    ])  # fmt: skip


def drawn_values(figure: Figure) -> list[float]:
    return [float(y) for line in figure.axes[0].lines for y in line.get_ydata() if len(line.get_xdata())]


@each_lang
def test_a_year_with_fewer_than_seven_answers_is_never_drawn_or_told(lang: Lang) -> None:
    small = measured((2021, 61.25, 7), (2022, 93.5, 6), (2023, 62.75, 8))
    figure = charts.nki_chart(small, lang)
    assert 93.5 not in drawn_values(figure) and {61.25, 62.75} <= set(drawn_values(figure))
    said = " ".join(texts(figure)) + charts.nki_text(small, lang)
    assert "93" not in said and "94" not in said
    assert "2022" in charts.nki_text(small, lang)
    assert [bar.get_height() for bar in figure.axes[1].patches] == [7, 8]


def test_a_municipality_may_ask_for_more_answers() -> None:
    small = measured((2021, 61, 20), (2022, 88, 9))
    own = Settings(DAY, limits={"I305": {"answers": 10}})
    figure = charts.nki_chart(small, "sv", settings=own)
    assert 88 not in drawn_values(figure)
    assert "färre\nän 10" in texts(figure)
    assert "År med färre än 10 svar visas inte: 2022." in charts.nki_text(small, "sv", settings=own)
    assert 88 in drawn_values(charts.nki_chart(small, "sv"))


def test_nothing_joins_years_that_cannot_be_compared_or_that_lack_one_between() -> None:
    figure = charts.nki_chart(
        measured((2019, 60, 50), (2021, 61, 50), (2022, 62, 50), (2023, 63, 50), (2024, 64, 50)), "sv"
    )
    lines = [tuple(int(x) for x in line.get_xdata()) for line in figure.axes[0].lines if len(line.get_xdata()) == 2]
    spans = {(a, b) for a, b in lines if 1000 < a < b}
    assert spans == {(2021, 2022), (2022, 2023)}
    assert "nytt sätt\natt räkna" in texts(figure)
    assert "Från 2024 räknas siffran på ett annat sätt" in charts.nki_text(
        measured((2023, 63, 50), (2024, 64, 50)), "sv"
    )
    assert "2024 räknas" not in charts.nki_text(measured((2021, 63, 50), (2023, 64, 50)), "sv")


def test_the_country_stands_beside_the_total_and_what_we_inferred_is_unfilled() -> None:
    small = measured((2018, 76, 90), (2019, 72, 95), (2020, 73, 90))
    figure = charts.nki_chart(small, "sv")
    open_ = [
        line for line in figure.axes[0].lines if line.get_marker() == "s" and line.get_markerfacecolor() == "#ffffff"
    ]
    assert sorted(int(line.get_xdata()[0]) for line in open_) == [2018, 2019]
    assert "Ofyllt märke: vår slutsats." in " ".join(texts(figure))
    assert "Hela landet: 2018 72 (vår slutsats), 2019 73 (vår slutsats) och 2020 74." in charts.nki_text(small, "sv")
    other = measured((2020, 73, 90), area="fire_safety")
    assert "Hela landet" not in " ".join(texts(charts.nki_chart(other, "sv", "fire_safety")))


@each_lang
def test_figures_have_the_decimals_of_their_language_and_their_band(lang: Lang) -> None:
    small = measured((2022, 72.5, 50))
    value = {"sv": "72,5", "en": "72.5"}[lang]
    assert value in texts(charts.nki_chart(small, lang))
    said = charts.nki_text(small, lang)
    assert f"2022 {value} (50 " in said
    assert {"sv": "nivån Högt", "en": "band High"}[lang] in said


def test_the_source_and_whom_the_survey_asks_are_said() -> None:
    figure = charts.nki_chart(measured((2022, 72, 50)), "sv")
    said = " ".join(texts(figure)).replace("\n", " ")
    assert "Källa: SKR" in said and "inte dem som var med på en workshop" in said
    assert "inget mått på vad en workshop gav" in said
    assert "inte dem som var med på en workshop" in charts.nki_text(measured((2022, 72, 50)), "sv")


def test_a_figure_without_its_number_of_answers_says_so() -> None:
    small = measured((2022, 72, None))
    assert "okänt" in texts(charts.nki_chart(small, "sv"))
    assert "2022 72 (antal svar saknas)" in charts.nki_text(small, "sv")


def test_of_several_municipalities_one_is_drawn() -> None:
    rows = [{"municipality": code, "area": "total", "index": "nki", "year": 2022, "value": value, "answers": 50}
            for code, value in (("0120", 73), ("9999", 66))]  # fmt: skip
    both = book(measurements=rows)
    assert 66 not in drawn_values(charts.nki_chart(both, "sv"))
    assert 73 not in drawn_values(charts.nki_chart(both, "sv", municipality="9999"))
    assert "NKI, Totalt, kommun 0120" in texts(charts.nki_chart(both, "sv"))


def test_a_long_series_shows_its_latest_years_without_crowding() -> None:
    figure = charts.nki_chart(measured(*((year, 60 + year % 7, 100) for year in range(2001, 2027))), "sv")
    assert outside(figure) == [] and overlapping(figure) == []
    assert "2012" in texts(figure) and "2011" not in texts(figure)


@pytest.mark.parametrize("value", [0, 3, 61, 62, 79.6, 97, 100])
def test_any_value_has_room(value: float) -> None:
    figure = charts.nki_chart(measured((2021, value, 30)), "sv")
    assert outside(figure) == [] and overlapping(figure) == []
    low, high = figure.axes[0].get_ylim()
    assert low <= value <= high and high > low


# Data is data


def hostile() -> Workbook:
    return book(
        companies=[{"company_id": "C1", "name": HOSTILE, "place": HOSTILE}, {"company_id": "C2", "place": "$" * 9}],
        visits=[{"visit_id": "V1", "company_id": "C1", "date": "2026-01-01", "summary": HOSTILE}],
        insights=[{"insight_id": "I1", "visit_id": "V1", "area": HOSTILE, "kind": HOSTILE, "factor": HOSTILE}],
        workshops=[{"workshop_id": HOSTILE, "need_id": "N1"}],
        ideas=[{**idea(HOSTILE + str(i), 5, 5, 3, True), "workshop_id": HOSTILE} for i in range(3)]
        + [{**idea(HOSTILE, None, 5), "workshop_id": HOSTILE}],
        actions=[action(HOSTILE + str(i), "ongoing", owner=HOSTILE) for i in range(3)],
        measurements=[
            {"municipality": "9999", "area": "total", "index": "nki", "year": 2022, "value": 70, "answers": 30}
            | {"source": HOSTILE}
        ],
    )


HOSTILES: list[tuple[str, tuple[Any, ...]]] = [
    ("inventory", ()), ("inventory", ("factor",)), ("coverage", ("place",)), ("ideas", (HOSTILE,)),
    ("actions", (DAY,)), ("nki", ()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given"), HOSTILES, ids=[f"{n}{len(g)}" for n, g in HOSTILES])
def test_hostile_texts_stay_on_the_canvas_and_are_never_markup_or_formulas(name: str, given: tuple[Any, ...]) -> None:
    figure = getattr(charts, f"{name}_chart")(hostile(), "sv", *given)
    assert outside(figure) == []
    assert overlapping(figure) == []
    out = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        figure.savefig(out, format="svg")
    assert "<script" not in out.getvalue()
    assert any("<scri" in text for text in texts(figure))
    Xml.fromstring(out.getvalue())


def test_the_thread_is_a_chart_too() -> None:
    exempelby = load_exempelby("sv")
    thread = follow(exempelby, "insights", "I001")
    assert charts.thread_chart(exempelby, thread, "sv") == draw_thread(exempelby, thread, "sv")
    assert charts.thread_text(exempelby, thread, "sv") == describe(exempelby, thread, "sv")
