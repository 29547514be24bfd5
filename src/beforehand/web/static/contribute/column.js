// One column's card: its name and examples, what it means, why, and each of its words.

import { el } from "./dom.js";

/** Whether the officer must still look: an unsure guess, or words that nobody has matched. */
export function isOpen(now, guess, answers) {
  if (now.use === "stays" || now.use === "who") return false;
  const said = answers.values[now.target] || {};
  const unmatched = now.values.some((word) => word.code === null && said[word.value] === undefined);
  return unmatched || (now === guess && guess.level !== "sure" && !answers.confirmed.includes(guess.column));
}

export function columnCard({ visit, guess, now, answers, onTarget, onValue, onConfirm }) {
  const { say } = visit;
  const id = `c${guess.position}`;
  const open = isOpen(now, guess, answers);
  const said = (answers.values[now.target]) || {};
  const waiting = now.values.filter((word) => word.level !== "sure" || word.code === null);
  const understood = now.values.filter((word) => !waiting.includes(word));
  const wordRow = (word) => wordSelect(visit, id, now, word, said[word.value], onValue);
  return el("article", { className: open ? "column open" : "column", "data-column": guess.column, "aria-labelledby": `${id}-name` },
    el("div", { className: "column-is" },
      el("h4", { id: `${id}-name` }, guess.column),
      el("p", { className: "small" }, examples(say, guess)),
    ),
    el("div", { className: "column-means" },
      el("label", { className: "visually-hidden", htmlFor: `${id}-target` }, say("means", { column: guess.column })),
      targetSelect(visit, id, now, guess, onTarget),
      now === guess ? reasons(say, guess) : "",
      open && now === guess && guess.level !== "sure" ? confirmBox(say, id, onConfirm) : "",
      waiting.length ? el("ul", { className: "words" }, waiting.map(wordRow)) : "",
      understood.length ? el("details", {},
        el("summary", {}, say("understood", { count: understood.length })),
        el("ul", { className: "words" }, understood.slice(0, 60).map(wordRow))) : "",
    ));
}

function examples(say, guess) {
  if (!guess.examples.length) return say(guess.filled ? "noExamples" : "emptyColumn", { filled: guess.filled });
  return guess.examples.slice(0, 4).map(({ value, rows }, at) => (
    el("span", { className: "example" }, at ? " · " : "", el("q", {}, value.length > 40 ? `${value.slice(0, 37)}…` : value), ` ${rows}`)
  ));
}

function reasons(say, guess) {
  return el("p", { className: "why" },
    el("span", { className: `level level-${guess.level}` }, say(`level_${guess.level}`)), " ",
    guess.reasons.join("; "));
}

function confirmBox(say, id, onConfirm) {
  return el("label", { className: "tick", htmlFor: `${id}-right` },
    el("input", { type: "checkbox", id: `${id}-right`, onchange: onConfirm }), " ", say("right"));
}

function targetSelect(visit, id, now, guess, onTarget) {
  const { say } = visit;
  const { field, who } = visit.choices.targets;
  const chosen = now.code ? `${now.target}=${now.code}` : now.target;
  const options = (list) => list.map(({ target, label }) => el("option", { value: target, selected: target === chosen }, label));
  const first = [el("option", { value: "", selected: now.use === "stays" }, say("stays"))];
  if (now.code || guess.code) first.push(flagOption(visit, guess.code ? guess : now, chosen));
  return el("select", { id: `${id}-target`, onchange: ({ target }) => onTarget(target.value) },
    first,
    el("optgroup", { label: say("optWho") }, options(who)),
    el("optgroup", { label: say("optField") }, options(field)));
}

function flagOption(visit, guess, chosen) {
  const value = `${guess.target}=${guess.code}`;
  const list = visit.choices.codes[guess.target] || [];
  const code = list.find((one) => one.code === guess.code);
  return el("option", { value, selected: value === chosen }, `${guess.label}: ${code ? code.label : guess.code}`);
}

function wordSelect(visit, id, now, word, said, onValue) {
  const { say } = visit;
  const key = `${id}-w${now.values.indexOf(word)}`;
  const code = said === undefined ? word.code : said;
  const list = (visit.choices.codes[now.target] || []).map((one) => (
    one.label ? one : { ...one, label: say(one.code === "true" ? "yes" : "no") }
  ));
  const known = code === null || code === "" || list.some((one) => one.code === code);
  return el("li", {},
    el("label", { htmlFor: key }, el("q", {}, word.value), el("span", { className: "small" }, ` ${word.rows}`)),
    el("select", { id: key, onchange: ({ target }) => onValue(word.value, target.value) },
      code === null ? el("option", { value: "", selected: true, disabled: true }, say("chooseCode")) : "",
      el("option", { value: "", selected: code === "" }, say("notRecorded")),
      known ? "" : el("option", { value: code, selected: true }, code),
      list.map((one) => el("option", { value: one.code, selected: one.code === code }, one.label))),
    said === undefined && word.level !== "sure" ? el("span", { className: "why" }, word.reason) : "");
}
