// Compiles the Python sources below folders to bytecode with the very Python that the browser runs.
// node compile.mjs RUNTIME_FOLDER LOCK_FILE FOLDER…
import { pathToFileURL } from "node:url";
import path from "node:path";

const [, , runtime, lock, ...folders] = process.argv;
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: runtime, lockFileURL: lock });
pyodide.runPython(`
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

def compile_all(folder, keep):
    """Put bytecode, not to be checked against its source, in the place of sources or, if they are kept, beside them."""
    for file in sorted(Path(folder).rglob("*.py")):
        shown = "/lib/python3.12/site-packages/" + file.relative_to(folder).as_posix()
        code = compile(file.read_bytes(), shown, "exec", dont_inherit=True)
        target = file.parent / "__pycache__" / f"{file.stem}.cpython-312.pyc" if keep else file.with_suffix(".pyc")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(_code_to_hash_pyc(code, bytes(8), False))
        if not keep:
            file.unlink()
`);
const compileAll = pyodide.globals.get("compile_all");
for (const [number, folder] of folders.entries()) {
  const mounted = `/work${number}`;
  pyodide.mountNodeFS(mounted, folder);
  compileAll(mounted, path.basename(folder).startsWith("fsi_kit-"));
}
