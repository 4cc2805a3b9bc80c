"""Where on the site a block stands: its language and page, and so how to link from it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property

from fsi_kit.texts import Lang
from tools.site.words import Words


@dataclass(frozen=True)
class Place:
    """A page, for example ``modules/01-method.md``, in one language."""

    lang: Lang
    page: str

    @cached_property
    def words(self) -> Words:
        """The site's own words in the page's language."""
        return Words(self.lang)

    @property
    def other_lang(self) -> Lang:
        """The language that the page is not in."""
        return "en" if self.lang == "sv" else "sv"

    @property
    def module_id(self) -> str:
        """The module whose page, notebook or exercise this is."""
        return posixpath.splitext(posixpath.basename(self.page))[0]

    def link(self, target: str) -> str:
        """Return the way to another page or file, for a Markdown link, which mkdocs checks and rewrites."""
        return posixpath.relpath(target, posixpath.dirname(self.page) or ".")

    def href(self, target: str) -> str:
        """Return the way to another page or file, for HTML, which mkdocs leaves alone."""
        page, _, anchor = target.partition("#")
        folder = page.removesuffix("index.md") if page.endswith("index.md") else page.replace(".md", "/")
        here = self.page.removesuffix("index.md") if self.page.endswith("index.md") else self.page.replace(".md", "/")
        way = posixpath.relpath(folder or ".", here or ".")
        if folder.endswith("/") or not folder:
            way += "/"
        return f"{way}#{anchor}" if anchor else way
