// Quizzes and reflections. Everything stays in the reader's own browser, under keys that begin with fsi.v1.
// and are shared by both languages. All words come from the page (script.fsi-words), none from here.
"use strict";
(() => {
  const SPACE = "fsi.v1.";

  /** The reader's own store; where the browser refuses one, nothing is kept and nothing breaks. */
  const store = {
    works: true,
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(SPACE + key));
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        if (value === null) localStorage.removeItem(SPACE + key);
        else localStorage.setItem(SPACE + key, JSON.stringify(value));
      } catch {
        this.works = false;
      }
      return this.works;
    },
  };

  const wordsOf = (element) => JSON.parse(element.querySelector("script.fsi-words").textContent);
  const fill = (text, values) => text.replace(/\{(\w*)\}/g, (all, name) => values[name] ?? all);
  const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

  function make(tag, text, className = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  /** The key hides the answers from a glance, no more: base64 of JSON {right, why}. */
  function decode(key) {
    const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  function startQuiz(quiz) {
    const words = wordsOf(quiz);
    const key = "quiz." + quiz.dataset.quiz;
    const kept = store.read(key);
    const results = kept && typeof kept === "object" ? kept : {};
    const forms = [...quiz.querySelectorAll("form.fsi-question")];
    const count = quiz.querySelector(".fsi-count");

    function tell() {
      const right = forms.filter((form) => results[form.dataset.question]?.right).length;
      const answered = forms.some((form) => results[form.dataset.question]);
      const text = right === forms.length ? words.all_right : words.count;
      count.textContent = answered ? fill(text, { right, total: forms.length }) : "";
      if (!store.works) count.textContent += " " + words.storage;
    }

    const questions = forms.map((form) => {
      const inputs = [...form.querySelectorAll("input")];
      const labels = [...form.querySelectorAll("label.fsi-option")];
      const verdict = form.querySelector(".fsi-verdict");
      const check = form.querySelector("[type=submit]");
      const retry = form.querySelector("[data-retry]");
      const answers = decode(form.dataset.key);

      function show(chosen) {
        const good = chosen.filter((i) => answers.right.includes(i));
        const right = same(chosen, answers.right);
        const said = right ? words.right : good.length === chosen.length ? words.missing : words.wrong;
        const list = make("ul", "");
        for (const i of chosen) {
          const fits = answers.right.includes(i);
          labels[i].classList.add(fits ? "fsi-option--right" : "fsi-option--wrong");
          const item = make("li", "");
          item.append(make("strong", (fits ? words.option_right : words.option_wrong) + ": "));
          item.append(make("q", labels[i].textContent.trim()), " " + answers.why[i]);
          list.append(item);
        }
        verdict.replaceChildren(make("p", said, right ? "fsi-right" : "fsi-wrong"), list);
        inputs.forEach((input) => (input.disabled = true));
        check.hidden = true;
        retry.hidden = false;
        return right;
      }

      function clear() {
        form.reset();
        inputs.forEach((input) => (input.disabled = false));
        labels.forEach((label) => label.classList.remove("fsi-option--right", "fsi-option--wrong"));
        verdict.replaceChildren();
        check.hidden = false;
        retry.hidden = true;
      }

      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const chosen = inputs.filter((input) => input.checked).map((input) => Number(input.value));
        if (!chosen.length) {
          verdict.replaceChildren(make("p", words.none, "fsi-wrong"));
          return;
        }
        const right = show(chosen);
        const before = results[form.dataset.question];
        // A question once answered right stays so: trying the other options to read why costs nothing.
        results[form.dataset.question] = before?.right ? before : { chosen, right, tries: (before?.tries ?? 0) + 1 };
        store.write(key, results);
        tell();
        retry.focus();
      });
      retry.addEventListener("click", () => {
        clear();
        inputs[0].focus();
      });

      const before = results[form.dataset.question]?.chosen;
      if (Array.isArray(before) && before.length && before.every((i) => inputs[i])) {
        before.forEach((i) => (inputs[i].checked = true));
        show(before);
      } else {
        delete results[form.dataset.question];
      }
      return { clear };
    });

    quiz.querySelector("[data-reset]").addEventListener("click", () => {
      Object.keys(results).forEach((id) => delete results[id]);
      store.write(key, null);
      questions.forEach((question) => question.clear());
      tell();
      quiz.querySelector("input").focus();
    });
    quiz.querySelectorAll(".fsi-needs-script").forEach((element) => (element.hidden = false));
    tell();
  }

  function startReflection(box) {
    const words = wordsOf(box);
    const key = "reflection." + box.dataset.reflection;
    const area = box.querySelector("textarea");
    const saved = box.querySelector(".fsi-saved");
    const say = (text) => (saved.textContent = text);
    let timer = 0;

    function save() {
      clearTimeout(timer);
      timer = 0;
      say(store.write(key, area.value || null) ? words.saved : words.storage);
    }

    const before = store.read(key);
    if (typeof before === "string") area.value = before;
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 600);
    });
    addEventListener("pagehide", () => timer && save());

    box.querySelector("[data-download]").addEventListener("click", () => {
      const link = document.createElement("a");
      const prompts = [...box.querySelectorAll("li")].map((item) => "- " + item.textContent.trim());
      const question = box.querySelector(".fsi-question-text").textContent.trim();
      const text = [question, ...prompts, "", area.value, ""].join("\r\n");
      link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
      link.download = fill(words.file, { "": box.dataset.reflection });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    box.querySelector("[data-delete]").addEventListener("click", () => {
      if (!area.value || !confirm(words.confirm)) return;
      clearTimeout(timer);
      timer = 0;
      area.value = "";
      store.write(key, null);
      say(words.deleted);
      area.focus();
    });
    box.querySelectorAll(".fsi-needs-script").forEach((element) => (element.hidden = false));
  }

  document.querySelectorAll(".fsi-quiz").forEach(startQuiz);
  document.querySelectorAll(".fsi-reflection").forEach(startReflection);
})();
