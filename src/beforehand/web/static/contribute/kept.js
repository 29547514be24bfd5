// Mappings kept from earlier files: recognises the next one, and offers to keep this one.

import { Refused } from "./asking.js";
import { el, fill, one, save } from "./dom.js";

/** The period before this day, written as the one before was: "2026-Q1" in May gives "2026-Q1". */
export function periodBefore(day, like) {
  const [year, month] = day.split("-").map(Number);
  if (/^\d{4}-Q[1-4]$/.test(like)) {
    const quarter = Math.ceil(month / 3) - 1;
    return quarter ? `${year}-Q${quarter}` : `${year - 1}-Q4`;
  }
  if (/^\d{4}-\d{2}$/.test(like)) {
    return month > 1 ? `${year}-${String(month - 1).padStart(2, "0")}` : `${year - 1}-12`;
  }
  return /^\d{4}$/.test(like) ? `${year - 1}` : "";
}

/** The card "As last time?" of the columns' step. */
export function keptCard(visit, place, { onAgain, onAfresh }) {
  const { say, data } = visit;
  const card = one("[data-kept]", place);
  const edition = one("[data-edition-again]", card);
  let found = null;

  function news() {
    const lines = [
      ...found.new_columns.map((name) => say("newColumn", { column: name })),
      ...found.gone_columns.map((name) => say("goneColumn", { column: name })),
      ...found.unknown.slice(0, 20).map((word) => say("newWord", word)),
    ];
    return lines.map((line) => el("li", {}, line));
  }

  function show() {
    card.hidden = !found;
    if (!found) return;
    one("[data-kept-said]", card).textContent = say(found.exact ? "keptSaid" : "keptAlmost", found);
    fill(one("[data-kept-news]", card), news());
    one("[data-kept-exact]", card).hidden = !found.exact;
    edition.value = periodBefore(data.today, found.edition);
  }

  one("[data-again]", card).addEventListener("click", () => {
    if (!edition.value || !edition.reportValidity()) edition.focus();
    else onAgain(found.text, edition.value);
  });
  one("[data-afresh]", card).addEventListener("click", () => { card.hidden = true; onAfresh(); });
  return {
    /** @returns the text that the proposal goes on from, or "" */
    async recognise() {
      const told = data.kept.length ? await visit.reader.ask("recognise", { kept: data.kept }) : {};
      found = told.id ? told : null;
      show();
      return found ? found.text : "";
    },
  };
}

/** The card that shows what would be kept for next time, and keeps it when the officer says so. */
export function keepCard(visit) {
  const { say, data } = visit;
  const card = one("[data-keep]");
  let shown = null;

  async function keep() {
    const told = await visit.during(say("working"), async () => {
      const answer = await fetch(data.urls.keep, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/yaml", "X-CSRFToken": one("[data-csrf] input").value },
        body: shown.text,
      });
      const said = await answer.json().catch(() => ({ refused: say("notSent") }));
      if (!answer.ok) throw new Refused(said.refused, "desk");
      return said;
    });
    if (told) fill(card, el("h3", {}, say("keepHead")), el("p", { role: "status" }, say("keepDone", told)));
  }

  function leftOut() {
    if (!shown.left_out.length) return "";
    return el("details", { "data-left-out": true },
      el("summary", {}, say("keepLeft", { count: shown.left_out.length })),
      el("p", { className: "small" }, say("keepLeftSay")),
      el("ul", {}, shown.left_out.map((word) => el("li", {}, word))));
  }

  function draw() {
    fill(card,
      el("h3", {}, say("keepHead")),
      el("p", { className: "say" }, shown.refused || say("keepSay")),
      shown.refused ? "" : [
        el("details", {}, el("summary", {}, say("keepWhat")),
          el("pre", { tabIndex: 0, role: "region", "aria-label": say("keepWhat") }, shown.text)),
        leftOut(),
        el("p", {},
          el("button", { type: "button", onclick: keep }, say("keepDo")), " ",
          el("button", { type: "button", className: "quiet", onclick: () => save("mapping.yaml", [shown.text], "application/yaml") }, say("keepFile"))),
      ]);
  }

  /** Shown where the rows are ready or given; once they are given, no word of the sheet is. */
  function at(step) {
    card.hidden = !shown || !["send", "receipt"].includes(step);
    const left = one("[data-left-out]", card);
    if (step === "receipt" && left) left.remove();
  }

  return {
    at,
    /** Asks what would be kept of the mapping in force. */
    async prepare() {
      shown = data.urls.keep && !visit.asLastTime ? await visit.reader.ask("keeping") : null;
      if (shown) draw();
      at(visit.at);
    },
  };
}
