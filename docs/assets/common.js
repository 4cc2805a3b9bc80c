// What the course's scripts share. Everything stays in the reader's own browser, under keys that begin with fsi.v1.
// and are shared by both languages. All words come from the page (script.fsi-words), none from the scripts.
"use strict";
const fsi = (() => {
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
      document.dispatchEvent(new Event("fsi-stored"));
      return this.works;
    },
    keys() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(SPACE)).map((key) => key.slice(SPACE.length));
      } catch {
        return [];
      }
    },
  };

  const wordsOf = (element) => JSON.parse(element.querySelector("script.fsi-words").textContent);
  const fill = (text, values) => text.replace(/\{(\w*)\}/g, (all, name) => values[name] ?? all);

  function make(tag, text, className = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  /** Show what only works with a script. */
  const ready = (element) => element.querySelectorAll(".fsi-needs-script").forEach((part) => (part.hidden = false));

  /** Let the reader save text as a file. */
  function download(name, text, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  return { store, wordsOf, fill, make, ready, download };
})();
