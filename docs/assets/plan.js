// A plan for the reader's own time and people. Every plan was made when the site was built (fsi_kit/course/plan.py);
// here the one that was asked for is only found, put to the clock and shown.
"use strict";
(() => {
  const { wordsOf, fill, make, ready, download } = fsi;
  const TRAINERS = "AB";
  const MORNING = 9 * 60;
  const clock = (minutes) => [Math.floor(minutes / 60) % 24, minutes % 60].map((n) => String(n).padStart(2, "0")).join(":");

  function startPicker(form) {
    const words = wordsOf(form);
    const data = JSON.parse(form.querySelector("script.fsi-data").textContent);
    const said = form.querySelector(".fsi-plan__said");
    const shown = form.querySelector(".fsi-plan__shown");
    const save = form.querySelector("[data-save]");
    const { from, to } = form.dataset;
    let kept = null;

    /** Return the plan's days, each a list of rows: time, minutes, module, part, who, leads. */
    function laidOut(lines, start, who) {
      const days = [[]];
      let at = start;
      for (const line of lines) {
        if (!line) {
          days.push([]);
          at = start;
          continue;
        }
        const [place, minutes, leads] = line;
        const task = data.tasks[place];
        const time = `${clock(at)}–${clock(at + minutes)}`;
        at += minutes;
        days.at(-1).push([time, minutes, task.n ?? "", task.t, who[task.f] ?? "", TRAINERS[leads] ?? ""]);
      }
      return days;
    }

    function table(rows, caption) {
      const headings = [words.time, words.min, words.module_column, words.part, words.who, words.leads];
      const box = make("div", "", "fsi-scroll");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", caption);
      const made = make("table", "", "fsi-table fsi-table--wide");
      const head = make("tr", "");
      made.append(make("caption", caption), make("thead", ""), make("tbody", ""));
      head.append(...headings.map((text) => Object.assign(make("th", text), { scope: "col" })));
      made.tHead.append(head);
      for (const [time, ...rest] of rows) {
        const row = make("tr", "");
        row.append(Object.assign(make("th", time), { scope: "row" }), ...rest.map((text) => make("td", text)));
        made.tBodies[0].append(row);
      }
      box.append(made);
      return box;
    }

    /** Say what is left of each module, from its parts that are in no line. */
    function home(lines) {
      const run = new Set(lines.filter(Boolean).map(([place]) => place));
      const left = data.tasks.filter((task, place) => task.n && !run.has(place));
      if (!left.length) return [make("p", words.whole)];
      const list = make("ul", "");
      const sum = (tasks) => tasks.reduce((minutes, task) => minutes + task.m, 0);
      for (const [number, title] of Object.entries(data.modules)) {
        const own = left.filter((task) => task.n === Number(number));
        const parts = own.map((task) => task.t).join(", ");
        if (own.length) list.append(make("li", fill(words.module, { number, title, minutes: sum(own), parts })));
      }
      return [make("p", fill(words.home, { minutes: sum(left) })), list];
    }

    function refuse(text, field) {
      said.textContent = text;
      shown.replaceChildren();
      save.hidden = true;
      field.focus();
    }

    function show() {
      const { minutes, people, start } = form.elements;
      const who = data.people[people.value];
      if (!who) return refuse(fill(words.people, { least: from, most: to }), people);
      const [hours, rest] = start.value.split(":").map(Number);
      if (!Number.isInteger(hours) || !Number.isInteger(rest)) return refuse(words.start, start);
      const lines = data.plans[who.band][minutes.value];
      if (!Array.isArray(lines)) return refuse(fill(words.short, { least: lines }), minutes);
      // A plan with lunch was made for a morning; the others fit any hour.
      const lunch = lines.some((line) => line && line[0] === data.lunch);
      const days = laidOut(lines, lunch ? MORNING : hours * 60 + rest, who);
      const title = make("h3", fill(words.title, { minutes: minutes.value, people: people.value }));
      title.tabIndex = -1;
      const notes = [words.two, ...(who.third ? [words.third] : []), fill(words.groups, { groups: who.groups })];
      if (lunch && start.value !== clock(MORNING)) notes.push(words.lunch);
      const list = make("ul", "");
      list.append(...notes.map((text) => make("li", text)));
      const name = (day) => (days.length > 1 ? fill(words.day, { day: day + 1 }) : title.textContent);
      shown.replaceChildren(title, list, ...days.map((rows, day) => table(rows, name(day))), ...home(lines));
      said.textContent = fill(words.shown, { count: days.flat().length });
      save.hidden = false;
      kept = { days, name: `${words.file}-${minutes.value}-${people.value}.csv` };
      title.focus();
    }

    /** A table that Excel in Swedish and English opens alike: semicolons and a byte order mark. */
    function asTable({ days }) {
      const quoted = (cell) => `"${String(cell).replaceAll('"', '""')}"`;
      const head = [words.time, words.min, words.module_column, words.part, words.who, words.leads];
      const rows = days.flatMap((rows, day) => (days.length > 1 ? [[fill(words.day, { day: day + 1 })], ...rows] : rows));
      return `\ufeff${[head, ...rows].map((row) => row.map(quoted).join(";")).join("\r\n")}\r\n`;
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    save.addEventListener("click", () => download(kept.name, asTable(kept), "text/csv"));
    ready(form.parentElement);
  }

  document.querySelectorAll("form.fsi-plan").forEach(startPicker);
})();
