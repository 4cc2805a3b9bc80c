"""What a built page holds, read from its HTML with nothing of the site's own code."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from bs4 import BeautifulSoup

FETCHING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


@dataclass(frozen=True)
class Page:
    """One page: its path from the site's root, and its parsed HTML."""

    path: str
    soup: BeautifulSoup = field(repr=False)

    @property
    def content(self) -> BeautifulSoup:
        found = self.soup.select_one("article.md-content__inner")
        assert found is not None, f"{self.path} has no content"
        return found

    def headings(self) -> list[tuple[str, str | None]]:
        """The content's headings: level, and id where the page names it itself (notebooks and titles do not)."""
        named = not self.path.removeprefix("en/").startswith("notebooks/")
        found = self.content.find_all(["h1", "h2", "h3", "h4"])
        return [(h.name, h.get("id") if named and h.name != "h1" else None) for h in found]


def read_pages(site: Path, part: str = "") -> list[Page]:
    """Return all pages below a part of the site (``en``), without the page for the lost."""
    files = sorted(f for f in (site / part).rglob("*.html") if f.name != "404.html")
    if not part:
        # What JupyterLite brings are not pages of ours; tests/lite opens them.
        files = [f for f in files if f.relative_to(site).parts[0] not in ("en", "lite")]
    return [Page(f.relative_to(site).as_posix(), BeautifulSoup(f.read_text("utf-8"), "html.parser")) for f in files]


def broken_links(site: Path, pages: list[Page]) -> list[str]:
    """Return every link, picture or script that leads to no file, or to a place that its page does not have."""
    ids: dict[Path, set[str]] = {}
    broken = []
    for page in pages:
        here = site / page.path
        for element in page.soup.find_all(True):
            for name in ("href", "src"):
                target = element.get(name)
                if not isinstance(target, str) or urlsplit(target).scheme in ("http", "https", "data", "javascript"):
                    continue
                way, anchor = urldefrag(target)
                way = way.partition("?")[0]
                file = (here.parent / unquote(way)).resolve() if way else here
                file = file / "index.html" if file.is_dir() else file
                if not file.is_file():
                    broken.append(f"{page.path}: {target}")
                elif anchor and file.suffix == ".html":
                    if file not in ids:
                        parsed = BeautifulSoup(file.read_text("utf-8"), "html.parser")
                        ids[file] = {str(e.get("id")) for e in parsed.find_all(id=True)}
                    if unquote(anchor) not in ids[file]:
                        broken.append(f"{page.path}: {target}")
    return broken


def third_parties(page: Page) -> list[str]:
    """Return what the page would fetch from other hosts by itself."""
    return [
        str(element.get(name))
        for tag, name in FETCHING.items()
        for element in page.soup.find_all(tag)
        if str(element.get(name, "")).startswith(("http:", "https:", "//"))
        and "canonical" not in (element.get("rel") or [])
    ]
