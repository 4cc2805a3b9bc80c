// Starts Python for the notebook's kernel: at once when this file is loaded, so that it is under way while the page opens.
import { loadPyodide as load } from "__PYODIDE__/pyodide.mjs";
import { unpack } from "./__TAR__";

const here = new URL(".", import.meta.url).href;
const BUNDLES = __BUNDLES__; // name -> file
const LAZY = __LAZY__; // top-level module -> bundle
const LOADED_AT_START = ["start", "kit"];

let write = { stdout: (text) => console.log(text), stderr: (text) => console.error(text) };
const times = { begun: performance.timeOrigin + performance.now() };
const mark = (name) => { times[name] = performance.timeOrigin + performance.now(); };

async function fetched(file) {
  const answer = await fetch(here + file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  const plain = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** Fetch a bundle while Python waits, which only a worker may do. */
function fetchNow(pyodide, bundle) {
  const request = new XMLHttpRequest();
  request.open("GET", here + BUNDLES[bundle], false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${BUNDLES[bundle]}: ${request.status}`);
  const decompress = pyodide.runPython("import gzip; lambda data: gzip.decompress(data.to_bytes())");
  const plain = decompress(new Uint8Array(request.response));
  const view = plain.getBuffer("u8");
  unpack(pyodide, view.data);
  view.release();
  plain.destroy();
  decompress.destroy();
}

/** Start Python from the memory that it had when the site was built, or, if that fails, from the beginning. */
async function python() {
  const options = {
    indexURL: `${here}__PYODIDE__/`.replace("/./", "/"),
    lockFileURL: `${here}__LOCK__`,
    stdout: (text) => write.stdout(text),
    stderr: (text) => write.stderr(text),
  };
  try {
    const pyodide = await load({ ...options, _loadSnapshot: fetched("__SNAPSHOT__") });
    // What was random then would be the same for everyone.
    pyodide.runPython("import importlib, random; random.seed(); importlib.invalidate_caches()");
    mark("snapshot");
    return pyodide;
  } catch (error) {
    console.warn(error);
    return load(options);
  }
}

async function start() {
  const bodies = LOADED_AT_START.map((bundle) => fetched(BUNDLES[bundle]));
  for (const body of bodies) body.catch(() => {}); // told of below
  const pyodide = await python();
  mark("python");
  for (const body of bodies) unpack(pyodide, await body);
  mark("unpacked");
  pyodide.registerJsModule("fsi_fetch", { fetch: (bundle) => fetchNow(pyodide, bundle) });
  pyodide.runPython(`
import fsi_fetch, fsi_lazy, json
fsi_lazy.install(json.loads('${JSON.stringify(LAZY)}'), fsi_fetch.fetch)
import pyodide_kernel
`);
  mark("kernel");
  pyodide.runPython("import fsi_kit.widgets");
  mark("kit");
  return pyodide;
}

const started = start();
started.then(
  () => postMessage({ fsi: "ready", times }),
  (error) => {
    console.error(error);
    postMessage({ fsi: "failed", said: String(error) });
  },
);

/** Return the Python that is under way, with what the kernel wants of it. */
export async function loadPyodide(options) {
  write = { stdout: options.stdout ?? write.stdout, stderr: options.stderr ?? write.stderr };
  return started;
}
