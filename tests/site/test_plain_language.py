"""Swedish pages are plain: a readability index (LIX) of at most 45, counted by a library that is not ours."""

from __future__ import annotations

from pathlib import Path

import textstat

from site_pages import Page, read_pages

MOST = 45
FEWEST_WORDS = 100
HARD = (
    "Näringslivsutvecklingsavdelningens förändringsledningsmetodik förutsätter verksamhetsövergripande "
    "behovsinventeringar, kompetensförsörjningsstrategier och myndighetssamverkan genom systematiserade "
    "uppföljningsmekanismer beträffande företagsklimatundersökningar i kommunförvaltningen."
)


def sentences(page: Page) -> str:
    """Return the page's running text: paragraphs and list items, each with a full stop at its end."""
    found = [
        e.get_text(" ", strip=True) for e in page.content.select("p, li, summary, label") if not e.find(["p", "li"])
    ]
    return " ".join(text.rstrip(".:") + "." for text in found if len(text.split()) > 3)


def lix(text: str) -> float:
    return float(textstat.lix(text))


def test_every_swedish_page_with_running_text_is_plain(site: Path) -> None:
    texts = {page.path: sentences(page) for page in read_pages(site) if not page.path.startswith("lite/")}
    long = {path: lix(text) for path, text in texts.items() if len(text.split()) >= FEWEST_WORDS}
    assert len(long) >= 25
    assert sum(path.startswith("modules/") for path in long) == 8
    assert {path: index for path, index in long.items() if index > MOST} == {}


def test_a_text_that_is_not_plain_is_noticed() -> None:
    assert lix(HARD) > MOST > lix("Företaget säger vad som är svårt. Kommunen lyssnar och skriver upp det.")
