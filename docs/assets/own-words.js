// The reader's own words: what she wrote in the modules' reflections, shown together on the last module's page.
"use strict";
(() => {
  const { store } = fsi;

  function show(list) {
    let found = 0;
    for (const item of list.querySelectorAll("[data-own]")) {
      const text = store.read("reflection." + item.dataset.own);
      if (typeof text !== "string" || !text.trim()) continue;
      const place = item.querySelector(".fsi-own-text");
      place.textContent = text;
      place.classList.add("fsi-own-text--written");
      found += 1;
    }
    list.querySelector(".fsi-own-none").hidden = found > 0;
  }

  document.querySelectorAll(".fsi-own-words").forEach(show);
})();
