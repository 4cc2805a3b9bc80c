// Quizzes: four kinds of questions, each with a board to answer on; feedback without a kernel.
"use strict";
(() => {
  const { store, wordsOf, fill, make, ready } = fsi;
  const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);
  const isOrderOf = (chosen, count) => same([...chosen].sort((a, b) => a - b), [...Array(count).keys()]);

  /** The key hides the answers from a glance, no more: base64 of JSON {right, why}. */
  function decode(key) {
    const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  // A board knows how its kind of question is answered. An answer is a list of numbers.
  //   read() the answer, null while there is none · write(answer) · fits(answer) whether it can be shown
  //   lines(answer) what to say of each part: {element, fits, word, text, why} · lock(on) · first to focus

  function choices(form, answers, words) {
    const inputs = [...form.querySelectorAll("input")];
    const labels = [...form.querySelectorAll("label.fsi-option")];
    return {
      first: () => inputs[0],
      ask: words.none,
      read() {
        const chosen = inputs.filter((input) => input.checked).map((input) => Number(input.value));
        return chosen.length ? chosen : null;
      },
      write: (chosen) => chosen.forEach((i) => (inputs[i].checked = true)),
      fits: (chosen) => chosen.length > 0 && chosen.every((i) => inputs[i]),
      lock: (on) => inputs.forEach((input) => (input.disabled = on)),
      lines: (chosen) =>
        chosen.map((i) => {
          const fits = answers.right.includes(i);
          const word = fits ? words.option_right : words.option_wrong;
          return { element: labels[i], fits, word, text: labels[i].textContent.trim(), why: answers.why[i] };
        }),
    };
  }

  function order(form, answers, words) {
    const list = form.querySelector(".fsi-order");
    const dealt = [...list.children];
    const moves = [...list.querySelectorAll("[data-move]")];
    const moved = form.querySelector(".fsi-moved");
    const textOf = (row) => row.querySelector(".fsi-order__text").textContent;
    const rows = () => [...list.children];
    let locked = false;

    // A button that cannot be used keeps the focus: it is marked, not disabled.
    const mark = () =>
      rows().forEach((row, place, all) => {
        const [up, down] = row.querySelectorAll("[data-move]");
        up.setAttribute("aria-disabled", String(locked || place === 0));
        down.setAttribute("aria-disabled", String(locked || place === all.length - 1));
      });

    moves.forEach((button) =>
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        const row = button.closest("li");
        if (button.dataset.move === "1") row.nextElementSibling.after(row);
        else row.previousElementSibling.before(row);
        button.focus();
        mark();
        moved.textContent = fill(words.moved, { answer: textOf(row), place: rows().indexOf(row) + 1, total: rows().length });
      }),
    );
    form.addEventListener("reset", () => {
      list.append(...dealt);
      moved.textContent = "";
      mark();
    });
    mark();
    return {
      first: () => moves.find((button) => button.getAttribute("aria-disabled") === "false"),
      read: () => rows().map((row) => Number(row.dataset.answer)),
      write(chosen) {
        list.append(...chosen.map((i) => dealt.find((row) => row.dataset.answer === String(i))));
        mark();
      },
      fits: (chosen) => isOrderOf(chosen, dealt.length),
      lock(on) {
        locked = on;
        moved.textContent = "";
        mark();
      },
      lines: (chosen) =>
        rows().map((row, place) => {
          const fits = chosen[place] === place;
          const why = fits && !same(chosen, answers.right) ? "" : answers.why[chosen[place]];
          return { element: row, fits, word: fits ? words.place_right : words.place_wrong, text: textOf(row), why };
        }),
    };
  }

  function match(form, answers, words) {
    const picks = [...form.querySelectorAll("select")];
    return {
      first: () => picks[0],
      ask: words.some,
      read: () => (picks.every((pick) => pick.value) ? picks.map((pick) => Number(pick.value)) : null),
      write: (chosen) => chosen.forEach((value, i) => (picks[i].value = String(value))),
      fits: (chosen) => chosen.length === picks.length && chosen.every((i) => picks[i]),
      lock: (on) => picks.forEach((pick) => (pick.disabled = on)),
      lines: (chosen) =>
        picks.map((pick, i) => {
          const fits = chosen[i] === i;
          const text = `${pick.labels[0].textContent}: ${pick.selectedOptions[0].textContent}`;
          const word = fits ? words.option_right : words.option_wrong;
          const why = fits && !same(chosen, answers.right) ? "" : answers.why[i];
          return { element: pick.closest(".fsi-pair"), fits, word, text, why };
        }),
    };
  }

  const BOARDS = { one: choices, several: choices, order, match };

  function startQuestion(form, words, results, kept) {
    const id = form.dataset.question;
    const answers = decode(form.dataset.key);
    const board = BOARDS[form.dataset.kind](form, answers, words);
    const verdict = form.querySelector(".fsi-verdict");
    const check = form.querySelector("[type=submit]");
    const retry = form.querySelector("[data-retry]");
    const marks = ["fsi-option--right", "fsi-option--wrong"];
    let marked = [];

    function show(chosen) {
      const right = same(chosen, answers.right);
      const lines = board.lines(chosen);
      const part = form.dataset.kind === "several" && lines.every((line) => line.fits);
      const list = make("ul", "");
      for (const line of lines) {
        line.element.classList.add(marks[line.fits ? 0 : 1]);
        const item = make("li", "");
        item.append(make("strong", line.word + ": "), make("q", line.text), " " + line.why);
        list.append(item);
      }
      marked = lines.map((line) => line.element);
      const said = right ? words.right : part ? words.missing : words.wrong;
      verdict.replaceChildren(make("p", said, right ? "fsi-right" : "fsi-wrong"), list);
      board.lock(true);
      check.hidden = true;
      retry.hidden = false;
      return right;
    }

    function clear(keep) {
      if (!keep) form.reset();
      board.lock(false);
      marked.forEach((element) => element.classList.remove(...marks));
      verdict.replaceChildren();
      check.hidden = false;
      retry.hidden = true;
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = board.read();
      if (!chosen) {
        verdict.replaceChildren(make("p", board.ask, "fsi-wrong"));
        return;
      }
      const right = show(chosen);
      const before = results[id];
      // A question once answered right stays so: trying the other options to read why costs nothing.
      results[id] = before?.right ? before : { chosen, right, tries: (before?.tries ?? 0) + 1 };
      kept();
      retry.focus();
    });
    retry.addEventListener("click", () => {
      // What takes many moves is mended, not begun anew.
      clear(["order", "match"].includes(form.dataset.kind));
      board.first().focus();
    });

    const before = results[id];
    if (Array.isArray(before?.chosen) && board.fits(before.chosen)) {
      board.write(before.chosen);
      show(before.chosen);
    } else if (before?.right === true && before.chosen === undefined) {
      // Brought in from another computer: what was chosen there is not known.
      verdict.replaceChildren(make("p", words.before, "fsi-meta"));
    } else {
      delete results[id];
    }
    return { clear: () => clear(false), first: board.first };
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
    function keep() {
      store.write(key, results);
      tell();
    }

    const questions = forms.map((form) => startQuestion(form, words, results, keep));
    quiz.querySelector("[data-reset]").addEventListener("click", () => {
      Object.keys(results).forEach((id) => delete results[id]);
      store.write(key, null);
      questions.forEach((question) => question.clear());
      tell();
      questions[0].first().focus();
    });
    ready(quiz);
    tell();
  }

  document.querySelectorAll(".fsi-quiz").forEach(startQuiz);
})();
