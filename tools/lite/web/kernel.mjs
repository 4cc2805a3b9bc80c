// Starts Python for the notebook's kernel: at once when this file is loaded, so that it is under way while the page opens.
import { loadPyodide as load } from "__PYODIDE__/pyodide.mjs";

const here = new URL(".", import.meta.url).href;
const BUNDLES = __BUNDLES__; // name -> file
const LAZY = __LAZY__; // top-level module -> bundle
const MODULES = "/lib/python3.12/site-packages";
const LOADED_AT_START = ["start", "kit"];

let write = { stdout: (text) => console.log(text), stderr: (text) => console.error(text) };
const times = { begun: performance.timeOrigin + performance.now() };
const mark = (name) => { times[name] = performance.timeOrigin + performance.now(); };

/** Put the files of a tar archive in their place. */
function unpack(pyodide, bytes) {
  const text = (from, length) => {
    let end = from;
    while (end < from + length && bytes[end]) end += 1;
    return new TextDecoder().decode(bytes.subarray(from, end));
  };
  const made = new Set();
  for (let at = 0; at + 512 <= bytes.length && bytes[at]; ) {
    const prefix = text(at + 345, 155);
    const name = `${MODULES}/${prefix ? `${prefix}/` : ""}${text(at, 100)}`;
    const size = parseInt(text(at + 124, 12), 8);
    const folder = name.slice(0, name.lastIndexOf("/"));
    if (!made.has(folder)) {
      pyodide.FS.mkdirTree(folder);
      made.add(folder);
    }
    pyodide.FS.writeFile(name, bytes.slice(at + 512, at + 512 + size), { canOwn: true });
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

async function fetched(bundle) {
  const answer = await fetch(here + BUNDLES[bundle]);
  if (!answer.ok) throw new Error(`${BUNDLES[bundle]}: ${answer.status}`);
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

async function start() {
  const bodies = LOADED_AT_START.map(fetched);
  for (const body of bodies) body.catch(() => {}); // told of below
  const pyodide = await load({
    indexURL: `${here}__PYODIDE__/`.replace("/./", "/"),
    lockFileURL: `${here}__LOCK__`,
    stdout: (text) => write.stdout(text),
    stderr: (text) => write.stderr(text),
  });
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
