"""Serve the built site on this computer only: ``python -m tools.serve --port 8000``."""

from __future__ import annotations

import argparse
import errno
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fsi_kit.texts import users_lang
from tools.headers import ASK_AGAIN, keeping, policy
from tools.site.words import Words

SITE = Path(__file__).parents[1] / "site"


class Handler(SimpleHTTPRequestHandler):
    """Serves files with right types, quietly, and the site's own page where there is none."""

    extensions_map = {  # noqa: RUF012 - the base class' own name and kind
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".json": "application/json",
        ".ipynb": "application/x-ipynb+json",
        ".wasm": "application/wasm",
        ".gz": "application/gzip",
        ".whl": "application/zip",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }

    protocol_version = "HTTP/1.1"
    compressed = ""
    code = 0

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal shows the address."""

    def send_response(self, code: int, message: str | None = None) -> None:
        """Begin an answer and remember whether it is one to keep."""
        self.code = code
        super().send_response(code, message)

    def send_head(self) -> Any:
        """Find the file to send: a compressed copy where there is one that the browser takes."""
        self.compressed = ""
        accepted = {part.split(";")[0].strip() for part in self.headers.get("Accept-Encoding", "").split(",")}
        asked = self.path
        path, question, query = self.path.partition("?")
        for encoding, ending in (("br", ".br"), ("gzip", ".gz")):
            if encoding in accepted and Path(self.translate_path(path) + ending).is_file():
                self.compressed, self.path = encoding, f"{path}{ending}{question}{query}"
                break
        try:
            return super().send_head()
        finally:
            self.path = asked

    def guess_type(self, path: Any) -> str:
        """Return a file's type, of a compressed copy the type of what it is a copy of."""
        name = str(path)
        return super().guess_type(name.rpartition(".")[0] if self.compressed else name)

    def end_headers(self) -> None:
        """Say also how long the file may be kept and what the page may reach."""
        path = self.path.partition("?")[0]
        if self.compressed:
            self.send_header("Content-Encoding", self.compressed)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", keeping(path) if self.code in (200, 304) else ASK_AGAIN)
        self.send_header("Content-Security-Policy", policy(path))
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for the lost."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        self.compressed = ""
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def make_server(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server for the site on the loopback address; port 0 takes a free one.

    Raises:
        OSError: the port is taken or may not be used.
    """
    server = type("Server", (ThreadingHTTPServer,), {"allow_reuse_address": True, "daemon_threads": True})
    made: ThreadingHTTPServer = server(("127.0.0.1", port), partial(Handler, directory=str(site)))
    return made


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl+C; return 1 with one sentence where the port cannot be had."""
    words = Words(users_lang())
    parser = argparse.ArgumentParser(prog="python -m tools.serve")
    parser.add_argument("--port", default="8000")
    port = parser.parse_args(arguments).port
    if not port.isdecimal() or not 0 <= int(port) <= 65535:
        print(words("serve.bad_port", port=port), file=sys.stderr)
        return 1
    if not (SITE / "index.html").exists():
        print(words("serve.no_site"), file=sys.stderr)
        return 1
    try:
        server = make_server(SITE, int(port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        print(words("serve.taken" if taken else "serve.refused", port=port), file=sys.stderr)
        return 1
    address = f"http://localhost:{server.server_address[1]}"
    print(words("serve.ready", sv=f"{address}/", en=f"{address}/en/"), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
