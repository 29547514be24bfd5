// Which column says who agreed to share. Where no column is matched to it, the officer is asked:
// rows of people who declined stay, and for that it must be known who they are.

import { el, fill, one } from "./dom.js";

const FIELD = "consent_to_share";

export function consentQuestion(visit, place, { onColumn, onSaid }) {
  const { say } = visit;
  const card = one("[data-consent]", place);
  let open = false;

  function options(question, columns, said) {
    const first = question ? question.columns : [];
    const others = columns.map((now) => now.column).filter((name) => !first.includes(name));
    const column = (name) => el("option", { value: `column ${name}` }, name);
    return [
      el("option", { value: "", selected: !said, disabled: true }, say("choose")),
      el("optgroup", { label: say("consentColumns") }, [...first, ...others].map(column)),
      el("optgroup", { label: say("consentNone") },
        ["everyone agreed", "not asked"].map((value) => (
          el("option", { value, selected: value === said }, say(value === "not asked" ? "consentNotAsked" : "consentEveryone"))
        ))),
    ];
  }

  return {
    /** @param shown what each column means now; said: what was answered, or "" */
    draw(proposal, shown, said) {
      open = proposal.kind === "case-level" && !shown.some((now) => now.target === FIELD);
      card.hidden = !open;
      if (!open) return;
      const question = proposal.questions.find(({ part }) => part === "consent");
      fill(card,
        el("h3", {}, el("label", { htmlFor: "consent" }, say("consentHead"))),
        el("p", { className: "say" }, say("consentSay")),
        el("select", {
          id: "consent",
          required: true,
          onchange: ({ target }) => (
            target.value.startsWith("column ") ? onColumn(target.value.slice(7)) : onSaid(target.value)
          ),
        }, options(question, shown, said)),
        said === "not asked" ? el("p", { className: "why" }, say("consentNotAskedSay")) : "");
    },
    /** What goes into the mapping: nothing where a column tells it. */
    answer: (said) => (open && said ? { consent: said } : {}),
    waits: (said) => open && !said,
    focus: () => one("select", card).focus(),
  };
}
