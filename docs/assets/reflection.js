// Reflections: what the reader writes stays in the browser until it is deleted, and can be saved as a text file.
"use strict";
(() => {
  const { store, wordsOf, fill, ready, download } = fsi;

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
      const prompts = [...box.querySelectorAll("li")].map((item) => "- " + item.textContent.trim());
      const question = box.querySelector(".fsi-question-text").textContent.trim();
      const text = [question, ...prompts, "", area.value, ""].join("\r\n");
      download(fill(words.file, { "": box.dataset.reflection }), "\ufeff" + text, "text/plain;charset=utf-8");
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
    ready(box);
  }

  document.querySelectorAll(".fsi-reflection").forEach(startReflection);
})();
