// What no sheet can say: who gives, which period, whether it happened; facts for every row.

import { all, el, fill, one } from "./dom.js";

export function questions(visit, place) {
  const { say } = visit;

  function labelled(part, choice) {
    if (part === "provenance") return say(choice === "real" ? "real" : "madeUp");
    const found = (visit.choices.codes[part] || []).find((code) => code.code === choice);
    return found ? found.label : choice;
  }

  function ask(question) {
    const id = `q-${question.part}`;
    const known = question.part === "partner" ? visit.data.partner : question.suggested;
    const input = question.choices.length
      ? el("select", { id, name: question.part, required: true },
        el("option", { value: "" }, say("choose")),
        question.choices.map((choice) => el("option", { value: choice, selected: choice === known }, labelled(question.part, choice))))
      : el("input", { id, name: question.part, value: known || "", required: true, readOnly: question.part === "partner" && Boolean(visit.data.partner), autocomplete: "off" });
    return el("div", {}, el("label", { htmlFor: id }, question.words), input);
  }

  function common(filled) {
    return visit.choices.common.filter(({ target }) => !filled.has(target)).map(({ target, label }) => (
      el("div", {}, el("label", { htmlFor: `d-${target}` }, label),
        el("select", { id: `d-${target}`, "data-default": target },
          el("option", { value: "" }, say("notSaid")),
          visit.choices.codes[target].map((one_) => el("option", { value: one_.code }, one_.label || say(one_.code === "true" ? "yes" : "no")))))
    ));
  }

  return {
    draw(proposal, columns) {
      const filled = new Set(columns().map((now) => now.target));
      fill(one("[data-asked]", place), proposal.questions.filter(({ part }) => part !== "consent").map(ask));
      fill(one("[data-common]", place), common(filled));
      all("input, select", one("[data-questions]", place)).forEach((input) => {
        input.addEventListener("change", () => visit.close("columns"));
      });
    },
    answers() {
      const parts = {};
      const defaults = {};
      all("[data-asked] [name]", place).forEach(({ name, value }) => {
        if (name === "age_basis") defaults[name] = value;
        else if (value) parts[name] = value.trim();
      });
      all("[data-default]", place).forEach((input) => {
        if (input.value) defaults[input.dataset.default] = input.value;
      });
      return { parts, defaults };
    },
  };
}
