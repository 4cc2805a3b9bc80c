// Unpacks the archives of modules.
const MODULES = "/lib/python3.12/site-packages";

/** Put the files of a tar archive in their place. */
export function unpack(pyodide, bytes) {
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
