// The facilitation simulator: scenes with choices, what they do to the room, and a debrief. The path is kept in the
// reader's browser, so that a page that is left can be gone on with. fsi_kit/course/simulation.py counts the same way.
"use strict";
(() => {
  const { store, wordsOf, fill, make, ready } = fsi;
  const BARS = ["trust", "minutes", "result"];
  const signed = (number) => (number > 0 ? "+" : "\u2212") + Math.abs(number);

  function startSimulator(box) {
    const words = wordsOf(box);
    const data = JSON.parse(box.querySelector("script.fsi-data").textContent);
    const key = "simulator." + box.dataset.simulator;
    const stage = box.querySelector(".fsi-scene");
    const happens = box.querySelector(".fsi-happens");
    const go = box.querySelector("[data-go]");
    const restart = box.querySelector("[data-restart]");
    const start = go.textContent;
    const bars = Object.fromEntries(BARS.map((name) => [name, box.querySelector(`[data-bar="${name}"]`)]));
    let turns = [];

    const within = (value) => Math.min(data.most, Math.max(0, value));
    const state = () => turns.at(-1)?.state ?? data.begin;
    const here = () => (turns.length ? turns.at(-1).next : data.start);

    function turn(pick) {
      const scene = data.scenes[here()];
      const choice = scene?.choices[pick];
      if (!choice) return false;
      const { change } = choice;
      const before = state();
      const after = {
        trust: within(before.trust + change.trust),
        minutes: Math.max(0, before.minutes + change.minutes),
        result: within(before.result + change.result),
      };
      turns.push({ pick, scene, choice, state: after, next: after.minutes ? choice.next : "end" });
      return true;
    }

    const keep = () => store.write(key, turns.length ? turns.map(({ pick }) => pick) : null);

    /** Say what a choice did, in words for every bar that it changed. */
    function effect(change) {
      const said = BARS.filter((name) => change[name]).map((name) => fill(words[name], { change: signed(change[name]) }));
      return said.length ? said.join(" · ") : words.same;
    }

    function showBars() {
      const now = state();
      for (const name of BARS) {
        const most = name === "minutes" ? data.begin.minutes : data.most;
        bars[name].querySelector(".fsi-bar__value").textContent = fill(words.of, { value: now[name], most });
        bars[name].querySelector(".fsi-bar__fill").style.width = `${(100 * now[name]) / most}%`;
      }
    }

    function title(text, label = "") {
      const element = make("h4", text);
      element.tabIndex = -1;
      if (label) element.prepend(make("span", label, "fsi-label"), " ");
      return element;
    }

    function showButtons(text, act, again = "") {
      go.textContent = text;
      go.hidden = !text;
      go.onclick = act;
      restart.textContent = again;
      restart.hidden = !again;
    }

    function showScene() {
      const scene = data.scenes[here()];
      const choices = make("ul", "", "fsi-choices");
      scene.choices.forEach((choice, pick) => {
        const item = make("li", "");
        const button = make("button", choice.text, "fsi-choice");
        button.type = "button";
        button.addEventListener("click", () => {
          turn(pick);
          keep();
          showConsequence();
          go.focus();
        });
        item.append(button);
        choices.append(item);
      });
      const head = title(scene.title, scene.step);
      stage.replaceChildren(head, make("p", scene.text), make("p", words.what, "fsi-label"), choices);
      happens.replaceChildren();
      showBars();
      showButtons("", null, turns.length ? words.restart : "");
      return head;
    }

    function showConsequence() {
      const { choice, scene, next, state: now } = turns.at(-1);
      const buttons = [...stage.querySelectorAll(".fsi-choice")];
      buttons.forEach((button, pick) => {
        button.disabled = true;
        button.classList.toggle("fsi-choice--made", scene.choices[pick] === choice);
      });
      happens.replaceChildren(
        make("p", words.happens, "fsi-label"),
        make("p", choice.consequence),
        make("p", effect(choice.change), "fsi-meta"),
      );
      if (!now.minutes && choice.next !== "end") happens.append(make("p", words.time_up, "fsi-wrong"));
      showBars();
      showButtons(next === "end" ? words.finish : words.go_on, () => goOn().focus(), words.restart);
    }

    function showEnd() {
      const now = state();
      const ending = data.endings.find(({ least }) => BARS.every((name) => now[name] >= least[name]));
      const head = title(ending.title);
      const list = make("ol", "", "fsi-debrief");
      for (const { scene, choice } of turns) {
        const item = make("li", "");
        const told = make("dl", "");
        for (const [name, text] of [["chose", choice.text], ["effect", effect(choice.change)], ["thought", choice.debrief]]) {
          told.append(make("dt", words[name]), make("dd", text));
        }
        const link = make("a", choice.read.heading);
        link.href = choice.read.href;
        const read = make("dd", "");
        read.append(link);
        told.append(make("dt", words.read), read);
        item.append(make("strong", scene.title), told);
        list.append(item);
      }
      stage.replaceChildren(head, make("p", ending.text), make("h4", words.debrief), list);
      happens.replaceChildren();
      showBars();
      showButtons("", null, words.again);
      return head;
    }

    const goOn = () => (here() === "end" ? showEnd() : showScene());

    function showStart() {
      stage.replaceChildren();
      happens.replaceChildren();
      showBars();
      showButtons(start, () => goOn().focus());
    }

    restart.addEventListener("click", () => {
      turns = [];
      keep();
      goOn().focus();
    });

    const before = store.read(key);
    if (Array.isArray(before)) before.every(turn);
    ready(box);
    if (turns.length) goOn();
    else showStart();
  }

  document.querySelectorAll(".fsi-simulator").forEach(startSimulator);
})();
