"""What a server says along with a file: its type, how long it may be kept, and what the page may reach."""

from __future__ import annotations

import re

SITE_POLICY = (
    "default-src 'self' 'unsafe-inline' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
# Notebooks: JupyterLab makes functions of its settings' schemas, and Python is WebAssembly. No scripts stand in pages.
LITE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
# Names that hold a hash or a version: such a file never changes.
UNCHANGING = re.compile(
    r"""/lite/(?:runtime|web)/[^/]+-[0-9a-f]{12}\.   # the kit's own, by their contents
      | /lite/runtime/pyodide-[0-9.]+/              # Pyodide, by its version
      | /lite/build/[^/]+\.[0-9a-f]{7,}\.           # JupyterLite's parts
      | /lite/extensions/.+\.[0-9a-f]{16,}\.js
      | /lite/files/\w\w/[0-9a-f]{8}/               # notebooks, by their contents
      | /assets/(?:javascripts|stylesheets)/.*\.[0-9a-f]{8}\.min\.""",
    re.VERBOSE,
)


def policy(path: str) -> str:
    """Return the Content-Security-Policy of a path."""
    return LITE_POLICY if path.startswith("/lite/") else SITE_POLICY


def keeping(path: str) -> str:
    """Return the Cache-Control of a path."""
    return FOR_EVER if UNCHANGING.search(path) else ASK_AGAIN
