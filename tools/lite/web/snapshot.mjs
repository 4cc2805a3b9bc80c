// Starts Python once, imports what every notebook needs of its own modules, and keeps its memory as it then is.
// A browser that begins from there saves the time that starting takes.
// node snapshot.mjs RUNTIME_FOLDER LOCK_FILE START_ARCHIVE TARGET
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import path from "node:path";
import zlib from "node:zlib";
import { unpack } from "./tar.mjs";

const [, , runtime, lock, archive, target] = process.argv;
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: runtime, lockFileURL: lock, _makeSnapshot: true });
unpack(pyodide, new Uint8Array(zlib.gunzipSync(fs.readFileSync(archive))));
// Only modules of Python alone: what is linked in later, as numpy is, does not survive in a snapshot.
pyodide.runPython(`
import importlib, sys
for name in """
  asyncio bdb bisect calendar cmd codeop concurrent.futures contextlib csv dataclasses datetime decimal difflib
  email.message fractions gettext getpass glob heapq html importlib.metadata importlib.resources inspect io json locale
  logging pathlib pdb pickle platform pprint queue random runpy shutil statistics tempfile textwrap threading tokenize
  tomllib traceback types typing unittest.mock urllib.parse uuid zoneinfo
  comm dateutil.parser dateutil.relativedelta decorator executing prompt_toolkit pure_eval pygments pygments.formatters
  pygments.lexers.python pytz six stack_data traitlets.config wcwidth
""".split():
    importlib.import_module(name)
assert not [m for m in sys.modules if m.startswith(("numpy", "pandas", "sqlite3"))]
`);
fs.writeFileSync(target, zlib.gzipSync(pyodide.makeMemorySnapshot(), { level: 9 }));
