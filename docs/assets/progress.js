// What the reader has done, gathered from her own browser: quizzes, reflections, exercises (also those done in the
// browser's notebook), and as one small file. fsi_kit/course/progress.py reads, merges and seals the same file.
"use strict";
fsi.progress = (() => {
  const { store } = fsi;
  const FORMAT = "fsi-progress";
  const VERSION = 1;
  const MOST_BYTES = 100000;
  const MOST_ENTRIES = 200;
  const MOST_NUMBER = 9999;
  const ID = /^(?![0-9]+$)[a-z0-9][a-z0-9-]{0,63}$/;
  const DAY = /^\d{4}-\d\d-\d\d$/;

  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isCount = (value) => Number.isInteger(value) && value >= 0 && value <= MOST_NUMBER;
  const today = () => new Date().toLocaleDateString("sv-SE"); // year-month-day

  /** Refuse a file; `problem` says which sentence of the page's words tells why. */
  class Refused extends Error {
    constructor(problem) {
      super(problem);
      this.problem = problem;
    }
  }

  function expect(holds) {
    if (!holds) throw new Refused("foreign");
  }

  const isDone = (value) =>
    isObject(value) &&
    isCount(value.right) &&
    isCount(value.total) &&
    typeof value.done === "boolean" &&
    value.right <= value.total &&
    (!value.done || (value.right === value.total && value.total > 0));

  /** Of two results of an exercise, the better: as `merged` in progress.py. */
  function better(one, other) {
    if (!one || !other) return one ?? other;
    const merit = ({ right, total, done }) => [Number(done), right / Math.max(1, total), total];
    const [a, b] = [merit(one), merit(other)];
    const i = a.findIndex((value, place) => value !== b[place]);
    return i < 0 || a[i] > b[i] ? one : other;
  }

  const exercise = (id) => {
    const kept = store.read(`exercise.${id}`);
    return isDone(kept) ? { right: kept.right, total: kept.total, done: kept.done } : null;
  };

  function keepExercise(id, result) {
    const before = exercise(id);
    const best = better(before, result);
    if (JSON.stringify(best) !== JSON.stringify(before)) store.write(`exercise.${id}`, best);
  }

  function answered(moduleId, questionId) {
    const kept = store.read(`quiz.${moduleId}`);
    const one = isObject(kept) ? kept[questionId] : null;
    if (!isObject(one) || typeof one.right !== "boolean") return null;
    return { right: one.right, tries: isCount(one.tries) ? one.tries : 1 };
  }

  function moduleProgress(module) {
    const opened = store.read(`opened.${module.id}`);
    const text = store.read(`reflection.${module.id}`);
    const quiz = module.questions.map((id) => [id, answered(module.id, id)]).filter(([, one]) => one);
    return {
      opened: DAY.test(opened) ? opened : "",
      reflection: (typeof text === "string" && text.trim() !== "") || store.read(`written.${module.id}`) === true,
      quiz: Object.fromEntries(quiz),
    };
  }

  /** Everything that the reader has done in the modules of a plan, as the file holds it. */
  function gather(plan) {
    const modules = plan.modules.map((module) => [module.id, moduleProgress(module)]);
    const begun = ([, { opened, reflection, quiz }]) => opened || reflection || Object.keys(quiz).length;
    const exercises = plan.modules.flatMap((module) => module.exercises).map(({ id }) => [id, exercise(id)]);
    return {
      format: FORMAT,
      version: VERSION,
      modules: Object.fromEntries(modules.filter(begun)),
      exercises: Object.fromEntries(exercises.filter(([, result]) => result)),
    };
  }

  /** How far the reader is in one module. */
  function standing(module) {
    const { opened, reflection, quiz } = moduleProgress(module);
    const right = module.questions.filter((id) => quiz[id]?.right).length;
    const results = module.exercises.map(({ id }) => exercise(id));
    const exercisesDone = results.filter((result) => result?.done).length;
    const parts = module.questions.length + module.exercises.length + 1;
    const done = right + exercisesDone + Number(reflection);
    const begun = Boolean(opened || done || results.some(Boolean) || Object.keys(quiz).length);
    const shown = right === module.questions.length && exercisesDone === module.exercises.length;
    return { opened, reflection, right, exercisesDone, results, parts, done, begun, shown };
  }

  const sorted = (value) =>
    isObject(value) ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : value;

  const code = (progress) => sha256(JSON.stringify(sorted(progress)));
  const shortCode = (whole) => [0, 4, 8].map((i) => whole.slice(i, i + 4)).join("-").toUpperCase();
  const sealed = (progress) => JSON.stringify({ ...progress, check: code(progress) }, null, 1) + "\n";

  function entries(value) {
    expect(isObject(value) && Object.keys(value).length <= MOST_ENTRIES && Object.keys(value).every((id) => ID.test(id)));
    return Object.entries(value);
  }
  const only = (value, names) => isObject(value) && Object.keys(value).every((name) => names.includes(name));

  function readModule(value) {
    expect(only(value, ["opened", "reflection", "quiz"]));
    const { opened = "", reflection = false, quiz = {} } = value;
    expect(typeof opened === "string" && (!opened || DAY.test(opened)) && typeof reflection === "boolean");
    for (const [, one] of entries(quiz)) {
      expect(only(one, ["right", "tries"]) && typeof one.right === "boolean" && isCount(one.tries));
    }
    return { opened, reflection, quiz };
  }

  function readDone(value) {
    expect(only(value, ["right", "total", "done"]) && isDone(value));
    return value;
  }

  /** Return the progress that a file's text holds. Throws Refused. */
  function read(text) {
    if (new Blob([text]).size > MOST_BYTES) throw new Refused("too_large");
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      throw new Refused("broken");
    }
    expect(isObject(data) && data.format === FORMAT);
    if (data.version !== VERSION) throw new Refused("version");
    expect(only(data, ["format", "version", "modules", "exercises", "check"]));
    const progress = {
      format: FORMAT,
      version: VERSION,
      modules: Object.fromEntries(entries(data.modules ?? {}).map(([id, value]) => [id, readModule(value)])),
      exercises: Object.fromEntries(entries(data.exercises ?? {}).map(([id, value]) => [id, readDone(value)])),
    };
    if (data.check !== code(progress)) throw new Refused("altered");
    return progress;
  }

  /** Add a file's progress to the reader's own; nothing that was right or done is lost. */
  function merge(progress) {
    for (const [id, { opened, reflection, quiz }] of Object.entries(progress.modules)) {
      const before = store.read(`opened.${id}`);
      if (opened && !(DAY.test(before) && before <= opened)) store.write(`opened.${id}`, opened);
      if (reflection) store.write(`written.${id}`, true);
      const kept = store.read(`quiz.${id}`);
      const results = isObject(kept) ? kept : {};
      for (const [question, { right, tries }] of Object.entries(quiz)) {
        const own = isObject(results[question]) ? results[question] : null;
        if (own?.right || (own && !right)) own.tries = Math.max(tries, isCount(own.tries) ? own.tries : 1);
        else results[question] = { right, tries: Math.max(tries, isCount(own?.tries) ? own.tries : 0) };
      }
      if (Object.keys(results).length) store.write(`quiz.${id}`, results);
    }
    for (const [id, result] of Object.entries(progress.exercises)) keepExercise(id, result);
  }

  // The browser's notebook runs Python in a worker, which cannot reach localStorage: it leaves results in IndexedDB,
  // as JSON under the exercise's id (fsi_kit/widgets/results.py).
  function database() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open("fsi", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("results");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("blocked"));
    });
  }

  async function inResults(mode, act) {
    try {
      const opened = await database();
      try {
        return await new Promise((resolve, reject) => {
          const results = opened.transaction("results", mode).objectStore("results");
          const request = act(results);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      } finally {
        opened.close();
      }
    } catch {
      return null; // a browser that refuses to store anything keeps no results from the notebook
    }
  }

  /** Bring in what was done in the browser's notebook. */
  async function fetchResults() {
    const ids = (await inResults("readonly", (results) => results.getAllKeys())) ?? [];
    for (const id of ids) {
      if (typeof id !== "string" || !ID.test(id)) continue;
      try {
        const { right, total, done } = JSON.parse(await inResults("readonly", (results) => results.get(id)));
        if (isDone({ right, total, done })) keepExercise(id, { right, total, done });
      } catch {
        // What cannot be read is no result.
      }
    }
  }

  /** Delete everything that the course keeps in this browser. */
  async function forget() {
    store.keys().forEach((key) => store.write(key, null));
    await inResults("readwrite", (results) => results.clear());
  }

  function open(moduleId) {
    if (!DAY.test(store.read(`opened.${moduleId}`))) store.write(`opened.${moduleId}`, today());
  }

  /** Call `show` now and whenever something has been done, here or in another tab. */
  function watch(show) {
    let waiting = false;
    const later = () => {
      if (waiting) return;
      waiting = true;
      queueMicrotask(() => {
        waiting = false;
        show();
      });
    };
    document.addEventListener("fsi-stored", later);
    addEventListener("storage", later);
    document.addEventListener("visibilitychange", () => document.hidden || fetchResults());
    show();
    fetchResults();
  }

  return { gather, standing, code, shortCode, sealed, read, merge, forget, open, watch, today };
})();
