"""Build the site in both languages: ``python -m tools.site.build``. A line for each step, with its seconds."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from fsi_kit.check import check
from fsi_kit.examples import AS_OF, load_exempelby
from fsi_kit.texts import LANGS, Lang, users_lang
from tools.lite.build import build_lite, lite_folder, put_into
from tools.lite.pages import TEXTS as LITE_TEXTS
from tools.lite.runtime import RuntimeMissingError
from tools.site.blocks_performance import fill_site_size
from tools.site.documents import make_documents, stage_documents
from tools.site.downloads import make_downloads
from tools.site.notebooks import stage_notebooks
from tools.site.pages import PageError, stage_pages
from tools.site.search import add_keywords
from tools.site.words import Words

ROOT = Path(__file__).parents[2]
CONFIGS: dict[Lang, str] = {"sv": "mkdocs.yml", "en": "mkdocs.en.yml"}
LIBRARY = ("fsi_kit", "exercises")
DOCUMENTS = (
    "fsi_kit",
    "templates",
    "tools/site/documents.py",
    "tools/site/document_pictures.py",
    "tools/site/pictures",
)
SOURCES = (
    *LIBRARY,
    "docs",
    "notebooks",
    "overrides",
    "templates",
    "tools/site",
    "tools/lite",
    "requirements",
    "mkdocs.yml",
    "mkdocs.en.yml",
)
LITE_SOURCES = (*LIBRARY, "notebooks", "tools/lite", "requirements", "pyproject.toml")


class BuildError(Exception):
    """Something in the course's own files stops the build; the text says what."""


def build(root: Path, site: Path) -> None:
    """Build the whole site, unless it stands already as its sources would make it.

    Args:
        root: the checkout.
        site: where the site goes. Staged pages and caches lie in ``build`` in the checkout.

    Raises:
        BuildError: the example data has errors, or mkdocs refuses a page.
        PageError: a page cannot be rendered.
    """
    words = Words(users_lang())
    stamp = site / ".built-from"
    wanted = fingerprint(root, SOURCES) + _lite(root, words)
    if stamp.exists() and stamp.read_text() == wanted:
        print(words("build.unchanged"), flush=True)
        return
    stamp.unlink(missing_ok=True)
    _step(words("build.check"), lambda: _check_examples(words))
    documents = fingerprint(root, DOCUMENTS)
    _step(words("build.documents"), lambda: make_documents(root, documents))
    with ProcessPoolExecutor(len(LANGS)) as pool:
        built = list(pool.map(_build_language, repeat(root), LANGS))
    shutil.rmtree(site, ignore_errors=True)
    for lang, pages in zip(LANGS, built, strict=True):
        shutil.copytree(pages, site if lang == "sv" else site / lang, dirs_exist_ok=True)
    if lite_folder(root).exists():
        put_into(site, lite_folder(root))
    fill_site_size(site)
    stamp.write_text(wanted)


def _build_language(root: Path, lang: Lang) -> Path:
    """Build one language's pages, in a process of its own; return where they lie."""
    words, staged, pages = Words(users_lang()), root / "build" / "docs" / lang, root / "build" / "pages" / lang
    shutil.rmtree(staged, ignore_errors=True)
    cache, library = root / "build" / "notebooks", fingerprint(root, LIBRARY)
    try:
        _step(words("build.downloads", lang=lang), lambda: make_downloads(root, staged, lang))
        stage_documents(root, staged, lang)
        _step(words("build.notebooks", lang=lang), lambda: stage_notebooks(root, staged, lang, cache, library))
        _step(words("build.pages", lang=lang), lambda: stage_pages(root, staged, lang))
        _step(words("build.site", lang=lang), lambda: _mkdocs(root, pages, lang))
    except PageError as error:
        raise BuildError(str(error)) from None
    return pages


def _lite(root: Path, words: Words) -> str:
    """Build what runs in the browser unless it stands; return a word on whether there is any.

    Where it cannot be had, for want of a network, the site is whole but for that, and says so.
    """
    stamp = lite_folder(root).with_name("built-from")
    wanted = fingerprint(root, LITE_SOURCES)
    if stamp.exists() and stamp.read_text() == wanted and lite_folder(root).exists():
        return "live"
    stamp.unlink(missing_ok=True)
    said = Words(words.lang, LITE_TEXTS)
    try:
        _step(said("build.step"), lambda: build_lite(root, said))
    except RuntimeMissingError as error:
        shutil.rmtree(lite_folder(root), ignore_errors=True)
        print(f"\n{error}\n{said('build.without')}", file=sys.stderr, flush=True)
        return "still"
    stamp.write_text(wanted)
    return "live"


def fingerprint(root: Path, sources: Iterable[str]) -> str:
    """Return a hash over the names and contents of everything below the sources."""
    digest = hashlib.sha256()
    for source in sources:
        path = root / source
        files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
        for file in files:
            if "__pycache__" not in file.parts and ".ipynb_checkpoints" not in file.parts:
                digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _step(name: str, work: Callable[[], object]) -> None:
    # The whole line at once, since the languages are built side by side.
    start = time.perf_counter()
    work()
    print(f"  {name} … {time.perf_counter() - start:.1f} s\n", end="", flush=True)


def _check_examples(words: Words) -> None:
    for lang in LANGS:
        report = check(load_exempelby(lang), AS_OF)
        if report.count("error"):
            first = report.findings[0]
            said = f"{first.place(words.lang)}: {first.message(words.lang)}"
            raise BuildError(words("build.bad_example", lang=lang, finding=said))


def _mkdocs(root: Path, target: Path, lang: Lang) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"]
    command += ["--config-file", CONFIGS[lang], "--site-dir", str(target)]
    environment = {**os.environ, "PYTHONPATH": str(root), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"mkdocs ({lang}):\n{done.stdout}{done.stderr}")
    if done.stderr.strip():
        print(f"\n{done.stderr.strip()}", file=sys.stderr)
    add_keywords(root, target, lang)


def main() -> int:
    """Build into ``site``; return 1 with a sentence where the course's own files stop it."""
    try:
        build(ROOT, ROOT / "site")
    except (BuildError, PageError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
