// Step 2: what each column means, and each word of it. A guess, its reason, examples; the officer
// confirms or changes. What was changed can be undone, one step at a time.

import { all, el, fill, one } from "./dom.js";
import { columnCard, isOpen } from "./column.js";
import { consentQuestion } from "./consent.js";
import { keptCard } from "./kept.js";
import { questions } from "./questions.js";

const GROUPS = ["look", "matched", "who", "stays"];

export function columnsStep(visit) {
  const place = one('[data-step="columns"]');
  const { say } = visit;
  const undo = one("[data-undo]", place);
  let proposal = null;
  let answers = fresh();
  let history = [];
  let opened = null; // group of each column, so that a card stays where it is while it is changed

  function fresh() {
    return { columns: {}, values: {}, defaults: {}, parts: {}, confirmed: [], consent: "" };
  }

  function change(edit) {
    history.push(JSON.stringify(answers));
    edit(answers);
    visit.close("columns");
    draw();
  }

  function back() {
    answers = JSON.parse(history.pop());
    visit.close("columns");
    draw();
  }

  /** What the column means now: as guessed, or as the officer said; with the words of that. */
  function current(guess) {
    const said = answers.columns[guess.column];
    if (said === undefined) return guess;
    const [target, code = ""] = said.split("=");
    if (target === guess.target && code === guess.code) return guess;
    return (visit.looked && visit.looked[`${guess.column}\n${said}`]) || {
      ...guess, target, code, use: use(target, code), values: [], reasons: [], level: "sure",
    };
  }

  function use(target, code) {
    if (code) return "flag";
    if (target.startsWith("who:")) return "who";
    return target && !target.startsWith("stays:") ? "field" : "stays";
  }

  function group(guess) {
    if (guess.use === "who" || guess.use === "stays") return guess.level === "unsure" && guess.target ? "look" : guess.use;
    return guess.level === "sure" && guess.values.every((one_) => one_.code !== null) ? "matched" : "look";
  }

  async function retarget(guess, said) {
    const [target, code = ""] = said.split("=");
    if (use(target, code) === "field") {
      const looked = await visit.during(say("working"), () => visit.reader.ask("relook", { column: guess.column, target }));
      if (!looked) return;
      visit.looked = { ...visit.looked, [`${guess.column}\n${said}`]: { ...looked, level: "sure", reasons: [] } };
    }
    change((draft) => { draft.columns[guess.column] = said; confirm(draft, guess.column); });
  }

  function confirm(draft, column) {
    if (!draft.confirmed.includes(column)) draft.confirmed.push(column);
  }

  function draw() {
    const focused = document.activeElement && document.activeElement.id;
    const cards = { look: [], matched: [], who: [], stays: [] };
    for (const guess of proposal.columns) {
      const now = current(guess);
      cards[opened[guess.column]].push(columnCard({
        visit,
        guess,
        now,
        answers,
        onTarget: (said) => retarget(guess, said),
        onValue: (word, code) => change((draft) => {
          draft.values[now.target] = { ...draft.values[now.target], [word]: code };
          confirm(draft, guess.column);
        }),
        onConfirm: () => change((draft) => confirm(draft, guess.column)),
      }));
    }
    fill(one("[data-columns]", place), summary(), GROUPS.map((name) => section(name, cards[name])));
    consent.draw(proposal, proposal.columns.map(current), answers.consent);
    undo.disabled = history.length === 0;
    if (focused) { const again = document.getElementById(focused); if (again) again.focus(); }
  }

  function summary() {
    const shown = proposal.columns.map(current);
    const counted = (name) => shown.filter((now) => (name === "codes" ? now.use === "field" || now.use === "flag" : now.use === name)).length;
    return el("p", { className: "reading" }, say("summary", {
      columns: shown.length, codes: counted("codes"), who: counted("who"), stays: counted("stays"),
    }));
  }

  function section(name, cards) {
    if (!cards.length) return "";
    const list = el("div", { className: "columns" }, cards);
    const head = el("h3", {}, say(`group_${name}`), el("span", { className: "count" }, `${cards.length}`));
    const note = el("p", { className: "say" }, say(`group_${name}_say`));
    if (name === "look") return el("section", { className: "group" }, head, note, list);
    const was = one(`details[data-group="${name}"]`, place);
    return el("details", { className: "group", "data-group": name, open: was ? was.open : false }, el("summary", {}, head), note, list);
  }

  async function propose(before) {
    const found = await visit.during(say("proposing"), () => visit.reader.ask("propose", { before }));
    if (!found) return false;
    proposal = found;
    opened = Object.fromEntries(found.columns.map((guess) => [guess.column, group(guess)]));
    const agreed = found.questions.find(({ part }) => part === "consent");
    answers = { ...fresh(), consent: agreed ? agreed.suggested : "" };
    history = [];
    asked.draw(proposal, () => proposal.columns.map(current));
    draw();
    return true;
  }

  async function settle() {
    const waiting = proposal.columns.filter((guess) => isOpen(current(guess), guess, answers));
    if (waiting.length) {
      visit.refuse(say("lookFirst", { count: waiting.length, columns: waiting.slice(0, 5).map((guess) => guess.column).join(", ") }));
      const card = one(`[data-column="${CSS.escape(waiting[0].column)}"]`, place);
      const shut = card.closest("details.group");
      if (shut) shut.open = true;
      one("select", card).focus();
      return;
    }
    if (consent.waits(answers.consent)) {
      visit.refuse(say("consentFirst"));
      consent.focus();
      return;
    }
    const { confirmed, consent: agreed, ...said } = answers;
    const { parts, defaults } = asked.answers();
    const made = await visit.during(say("working"), () => (
      visit.reader.ask("settle", { answers: { ...said, defaults, parts: { ...parts, ...consent.answer(agreed) } } })
    ));
    if (!made) return;
    visit.asLastTime = false;
    await settled(made);
  }

  async function settled(made) {
    visit.mapping = made;
    visit.close("columns");
    await visit.go("check", { closing: true });
  }

  async function useFile(file) {
    if (!file) return;
    const text = await file.text();
    const made = await visit.during(say("working"), () => visit.reader.ask("use", { name: file.name, text }));
    if (!made) return;
    visit.asLastTime = false;
    await settled(made);
  }

  async function again(text, edition) {
    const made = await visit.during(say("working"), () => visit.reader.ask("use", { name: "mapping.yaml", text, edition }));
    if (!made) return;
    visit.asLastTime = true;
    await settled(made);
  }

  const asked = questions(visit, place);
  const kept = keptCard(visit, place, { onAgain: again, onAfresh: () => propose("") });
  const consent = consentQuestion(visit, place, {
    onColumn: (name) => retarget(proposal.columns.find(({ column }) => column === name), "consent_to_share"),
    onSaid: (said) => change((draft) => { draft.consent = said; }),
  });
  undo.addEventListener("click", back);
  one("[data-settle]", place).addEventListener("click", settle);
  one("[data-questions]", place).addEventListener("submit", (event) => event.preventDefault());
  const file = one("[data-mapping]", place);
  file.addEventListener("change", () => { useFile(file.files[0]); file.value = ""; });
  return {
    forget() { proposal = null; },
    async enter() {
      if (proposal) return true;
      return propose(await kept.recognise());
    },
  };
}
