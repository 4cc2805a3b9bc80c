// Where progress is shown: in each module's head, on the course page, and on the certificate.
"use strict";
(() => {
  const { store, wordsOf, fill, make, ready, download, progress } = fsi;
  const planOf = (box) => JSON.parse(box.querySelector("script.fsi-data").textContent);

  /** Say how far the reader is in a module: questions, exercises, reflection. */
  function told(module, words) {
    const at = progress.standing(module);
    const said = [fill(words.questions, { right: at.right, total: module.questions.length })];
    if (module.exercises.length) {
      said.push(fill(words.exercises, { done: at.exercisesDone, total: module.exercises.length }));
    }
    said.push(at.reflection ? words.reflection : words.no_reflection);
    return said.join(" · ");
  }

  function startHead(box) {
    const words = wordsOf(box);
    const [module] = planOf(box).modules;
    progress.open(module.id);
    progress.watch(() => (box.querySelector(".fsi-told").textContent = told(module, words)));
    ready(box);
  }

  function startCourse(box) {
    const words = wordsOf(box);
    const plan = planOf(box);
    const said = box.querySelector(".fsi-saved");
    const chosen = box.querySelector("input[type=file]");

    function show() {
      const all = plan.modules.map((module) => progress.standing(module));
      plan.modules.forEach((module, i) => {
        const row = box.querySelector(`[data-module="${module.id}"]`);
        const state = all[i].done === all[i].parts ? "done" : all[i].begun ? "begun" : "unopened";
        row.querySelector(".fsi-state").textContent = words[state];
        row.querySelector(".fsi-state").dataset.state = state;
        row.querySelector(".fsi-told").textContent = told(module, words);
      });
      const [done, parts] = ["done", "parts"].map((name) => all.reduce((sum, at) => sum + at[name], 0));
      const percent = Math.floor((100 * done) / parts);
      box.querySelector(".fsi-bar__value").textContent = fill(words.whole, { done, parts, percent });
      box.querySelector(".fsi-bar__fill").style.width = `${percent}%`;
    }

    async function bringIn(file) {
      if (!file) return;
      try {
        progress.merge(progress.read(file.size > 1e6 ? " ".repeat(1e6) : await file.text()));
        said.textContent = store.works ? words.brought : words.storage;
      } catch (error) {
        said.textContent = words[error.problem ?? "broken"] + " " + words.nothing;
      }
      chosen.value = "";
    }

    box.querySelector("[data-save]").addEventListener("click", () => {
      download(words.file, progress.sealed(progress.gather(plan)), "application/json");
      said.textContent = words.saved;
    });
    box.querySelector("[data-bring]").addEventListener("click", () => chosen.click());
    chosen.addEventListener("change", () => bringIn(chosen.files[0]));
    box.querySelector("[data-forget]").addEventListener("click", async () => {
      if (!confirm(words.confirm)) return;
      await progress.forget();
      said.textContent = words.forgotten;
    });
    ready(box);
    progress.watch(show);
    if (!store.works) said.textContent = words.storage;
  }

  function startCertificate(box) {
    const words = wordsOf(box);
    const plan = planOf(box);
    const name = box.querySelector("input");
    const rows = box.querySelector("tbody");
    const date = new Intl.DateTimeFormat(words.locale, { dateStyle: "long" });
    const put = (part, text) => (box.querySelector(`[data-part="${part}"]`).textContent = text);

    function row(module) {
      const at = progress.standing(module);
      const head = make("th", `${module.number}. ${module.title}`);
      head.scope = "row";
      const quiz = make("td", fill(words.of, { part: at.right, whole: module.questions.length }), "fsi-number");
      const exercises = make("td", "");
      module.exercises.forEach(({ title }, i) => {
        const result = at.results[i];
        const how = result?.done ? words.exercise_done : result ? words.exercise_part : words.exercise_not;
        exercises.append(make("div", fill(how, { title, ...result })));
      });
      const line = make("tr", "");
      line.append(head, quiz, exercises);
      return line;
    }

    function show() {
      const all = plan.modules.map((module) => progress.standing(module));
      const whole = all.every((at) => at.shown);
      const sum = (each) => all.reduce((total, at, i) => total + each(at, plan.modules[i]), 0);
      const questions = sum((at, module) => module.questions.length - at.right);
      const exercises = sum((at, module) => module.exercises.length - at.exercisesDone);
      rows.replaceChildren(...plan.modules.map(row));
      put("name", name.value.trim() || words.no_name);
      put("whole", whole ? words.whole : fill(words.part, { questions, exercises }));
      box.querySelector("[data-part=whole]").className = whole ? "fsi-right" : "fsi-wrong";
      put("date", date.format(new Date()));
      put("code", progress.shortCode(progress.code(progress.gather(plan))));
      const last = plan.modules.findIndex(({ id }) => id === plan.capstone);
      if (last >= 0) put("capstone", all[last].exercisesDone === plan.modules[last].exercises.length ? words.capstone : words.no_capstone);
    }

    name.value = typeof store.read("name") === "string" ? store.read("name") : "";
    name.addEventListener("input", () => store.write("name", name.value || null));
    box.querySelector("[data-print]").addEventListener("click", () => print());
    box.querySelector("[data-save]").addEventListener("click", () =>
      download(words.file, progress.sealed(progress.gather(plan)), "application/json"),
    );
    ready(box);
    progress.watch(show);
  }

  document.querySelectorAll(".fsi-here").forEach(startHead);
  document.querySelectorAll(".fsi-course").forEach(startCourse);
  document.querySelectorAll(".fsi-certificate").forEach(startCertificate);
})();
