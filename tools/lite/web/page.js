// Around a notebook: starts Python while the page opens, shows the bar, keeps the reader's work, tells failures kindly.
(() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const config = read("fsi-config");
  const asked = new URLSearchParams(location.search).get("path") ?? "";
  const [lang, version, file] = asked.split("/");
  const words = config.texts[lang] ?? config.texts.sv;
  const name = (file ?? "").replace(/\.ipynb$/, "");
  const notebook = config.notebooks[`${lang}/${name}`];
  const SECONDS_TO_START = config.seconds;
  window.fsiLite = { times: { opened: performance.timeOrigin } };

  document.documentElement.lang = config.texts[lang] ? lang : "sv";

  // The bar

  const make = (tag, text, given = {}) => Object.assign(document.createElement(tag), { textContent: text, ...given });
  const bar = make("div", "", { id: "fsi-bar" });
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", words.bar);
  const state = make("p", words.starting, { id: "fsi-state" });
  state.setAttribute("role", "status");
  const runAll = make("button", words.run_all, { id: "fsi-run-all", type: "button", disabled: true });

  /** Say something that matters below the bar's first line, with a link where there is one. */
  function tell(id, text, link, href, download) {
    if (document.getElementById(id)) return;
    const told = make("p", `${text} `, { id, className: "fsi-told" });
    told.setAttribute("role", "alert");
    if (link) {
      const anchor = make("a", link, { href });
      if (download) anchor.download = "";
      told.append(anchor);
    }
    bar.append(told);
    fit();
  }
  const offerDownload = (id, text) => tell(id, text, notebook && words.download, notebook?.download, true);
  const untell = (id) => { document.getElementById(id)?.remove(); fit(); };

  function fit() {
    document.documentElement.style.setProperty("--fsi-bar", `${bar.offsetHeight}px`);
    window.dispatchEvent(new Event("resize"));
  }

  function showBar() {
    const root = notebook?.back ?? config.home[lang] ?? config.home.sv;
    bar.append(make("a", `← ${notebook?.own ? words.back_own : words.back}`, { id: "fsi-back", href: root }), runAll, state);
    bar.append(make("p", words.private, { className: "fsi-private" }));
    document.body.prepend(bar);
    document.title = notebook ? notebook.title : "FSI Kit";
    new ResizeObserver(fit).observe(bar);
  }

  // Python, under way before JupyterLite asks for it

  const NativeWorker = window.Worker;
  let early = null;
  let clock = 0;

  function startWorker() {
    const worker = new NativeWorker(config.worker, { type: "module" });
    clearTimeout(clock);
    clock = setTimeout(() => offerDownload("fsi-slow", words.slow), SECONDS_TO_START * 1000);
    state.textContent = words.starting;
    worker.addEventListener("message", ({ data }) => {
      if (!data?.fsi) return;
      clearTimeout(clock);
      untell("fsi-slow");
      if (data.fsi === "failed") return failed();
      Object.assign(window.fsiLite.times, data.times, { ready: Date.now() });
      state.textContent = words.ready;
      document.documentElement.dataset.fsiKernel = "ready";
    });
    worker.addEventListener("error", failed);
    return worker;
  }

  function failed() {
    clearTimeout(clock);
    state.textContent = "";
    offerDownload("fsi-failed", words.failed);
  }

  function KernelWorker(address, options) {
    if (!String(address).includes("comlink.worker")) return new NativeWorker(address, options);
    const worker = early ?? startWorker();
    early = null;
    return worker;
  }
  KernelWorker.prototype = NativeWorker?.prototype;

  // The reader's own work

  async function storageWorks() {
    try {
      await new Promise((resolve, reject) => {
        const request = indexedDB.open("fsi-trial", 1);
        request.onsuccess = () => { request.result.close(); indexedDB.deleteDatabase("fsi-trial"); resolve(); };
        request.onerror = () => reject(request.error);
      });
      return true;
    } catch {
      return false;
    }
  }

  /** Do something with the store of the reader's own files; return nothing where there is none yet. */
  async function withStore(mode, work) {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const opening = indexedDB.open(config.storage);
    opening.onupgradeneeded = () => opening.transaction.abort(); // there is none, and it is not for us to make it
    const database = await settled(opening);
    try {
      return await settled(work(database.transaction("files", mode).objectStore("files")));
    } finally {
      database.close();
    }
  }

  /** Return saved copies of this notebook in any version, the latest first. */
  async function savedCopies() {
    const all = await withStore("readonly", (store) => store.getAll()).catch(() => []);
    const same = (one) => one.type === "notebook" && one.path.startsWith(`${lang}/`) && one.path.endsWith(`/${file}`);
    return all.filter(same).sort((a, b) => b.last_modified.localeCompare(a.last_modified));
  }

  const addressOf = (path) => `?path=${encodeURIComponent(path)}`;

  /** Open the newest version unless the reader has a copy of an older one and asks for it; return whether to go on. */
  async function settleVersion() {
    const copies = await savedCopies();
    if (asked !== notebook.path) {
      if (!copies.some((copy) => copy.path === asked)) {
        location.replace(addressOf(notebook.path));
        return false;
      }
      tell("fsi-old", words.old, words.old_link, addressOf(notebook.path));
      // JupyterLite saves only into folders that it knows, and the server no longer tells of this one.
      const now = new Date().toISOString();
      const folder = { name: version, path: `${lang}/${version}`, type: "directory", format: "json", mimetype: "", content: null };
      const model = { ...folder, size: 0, writable: true, created: now, last_modified: now };
      await withStore("readwrite", (store) => store.put(model, folder.path)).catch(() => {});
      return true;
    }
    const earlier = copies.find((copy) => copy.path !== notebook.path);
    if (earlier) {
      const date = new Date(earlier.last_modified).toLocaleDateString(lang === "sv" ? "sv-SE" : "en-GB", { dateStyle: "long" });
      tell("fsi-earlier", words.earlier.replace("{date}", date), words.earlier_link, addressOf(earlier.path));
    }
    return true;
  }

  // JupyterLite

  /** Make addresses that are relative to JupyterLite's root whole, as its own configuration script does. */
  function whole(value, root, key = "") {
    if (Array.isArray(value)) return value.map((one) => (key.endsWith("Urls") ? whole(one, root, "Url") : one));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, whole(one, root, name)]));
    }
    const fixed = typeof value === "string" && key.endsWith("Url") && value.startsWith("./");
    return fixed && !["licensesUrl", "themesUrl"].includes(key) ? root + value.slice(2) : value;
  }

  function openJupyter() {
    const element = document.getElementById("jupyter-config-data");
    const root = new URL("../", location.href.split("?")[0]).pathname;
    const jupyter = whole(read("jupyter-config-data"), root);
    if (lang === "sv") {
      jupyter.settingsOverrides["@jupyterlab/translation-extension:plugin"] = { locale: "sv-SE" };
    }
    element.textContent = JSON.stringify(jupyter);
    const preload = document.getElementById("jupyter-lite-main");
    const bundle = document.createElement("script");
    bundle.src = preload.href;
    bundle.main = preload.attributes.main;
    document.head.append(bundle);
  }

  async function followApp() {
    while (!window.jupyterapp) await new Promise((resolve) => setTimeout(resolve, 50));
    const app = window.jupyterapp;
    await app.restored;
    while (!app.shell.currentWidget?.context) await new Promise((resolve) => setTimeout(resolve, 50));
    const panel = app.shell.currentWidget;
    await panel.context.ready;
    document.getElementById("fsi-loading")?.remove();
    runAll.disabled = false;
    runAll.onclick = async () => {
      await panel.sessionContext.ready; // before that, JupyterLab lets the command pass unheard
      await app.commands.execute("notebook:run-all-cells");
    };
    // The one button that JupyterLab never translates.
    for (const opener of document.querySelectorAll('[title="More commands"]')) opener.title = words.more;
    document.documentElement.dataset.fsiPage = "ready";
    window.fsiLite.times.page = Date.now();
    addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && panel.context.model.dirty) panel.context.save();
    });
    fit();
  }

  async function begin() {
    showBar();
    if (!notebook) return tell("fsi-unknown", words.unknown);
    if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function" || !NativeWorker) {
      state.textContent = "";
      return offerDownload("fsi-no-wasm", words.no_wasm);
    }
    document.body.append(make("p", words.loading, { id: "fsi-loading" }));
    early = startWorker();
    window.Worker = KernelWorker;
    if (!(await storageWorks())) offerDownload("fsi-no-storage", words.no_storage);
    else if (!(await settleVersion())) return;
    openJupyter();
    await followApp();
  }

  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
