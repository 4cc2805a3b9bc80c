"""A page around one block, with the site's scripts and looks, that needs no built site."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

PHONE = 390  # pixels: what works there works with more room


def planted_page(browser: Browser, address: str, block: str, scripts: tuple[str, ...], width: int) -> Iterator[Page]:
    """Open the block at ``/planted/`` of an address that serves ``docs``; fail where a script fails."""
    tags = "".join(f'<script src="/assets/{name}.js" defer></script>' for name in ("common", *scripts))
    html = f"""<!doctype html><html lang="sv"><meta charset="utf-8"><title>Planterad</title>
        <link rel="stylesheet" href="/assets/fsi.css">
        <main class="md-typeset md-content__inner">{block}</main>{tags}</html>"""
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.route("**/planted/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address + "/planted/")
    yield page
    context.close()
    assert problems == []
