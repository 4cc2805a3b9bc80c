// What the stock theme lacks for those who use the keyboard or a screen reader.
"use strict";
(() => {
  // The menu and the search open with labels that no keyboard reaches: put a button in each one's place.
  for (const [id, opens] of [["__drawer", ".md-nav--primary"], ["__search", ".md-search"]]) {
    const label = document.querySelector(`label.md-header__button[for="${id}"]`);
    const toggle = document.getElementById(id);
    const name = document.querySelector(opens)?.getAttribute("aria-label");
    if (!label || !toggle || !name) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = `${label.className} fsi-opens${id}`;
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
    tell();
    toggle.addEventListener("change", tell);
    button.addEventListener("click", () => {
      toggle.click();
      if (id === "__drawer" && toggle.checked) document.querySelector(`${opens} a`)?.focus();
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || id !== "__drawer" || !toggle.checked) return;
      toggle.click();
      button.focus();
    });
    label.replaceWith(button);
  }

  // Each code block gets a <nav> for its copy button: a crowd of landmarks without a name.
  const content = document.querySelector(".md-content");
  const quiet = () => content.querySelectorAll("nav.md-code__nav:not([role])").forEach((nav) => nav.setAttribute("role", "none"));
  if (content) new MutationObserver(quiet).observe(content, { childList: true, subtree: true });
})();
