// Step 3: faults of cells that do not fit, and what could name a person; a person decides.

import { el, fill, one, save } from "./dom.js";
import { findings } from "./findings.js";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export function checkStep(visit) {
  const place = one('[data-step="check"]');
  const { say } = visit;
  const onward = one("[data-checked]", place);

  async function copy() {
    const { name, bytes } = await visit.during(say("working"), () => visit.reader.ask("marked_up")) || {};
    if (bytes) save(name, [bytes], XLSX);
  }

  function faults(found) {
    if (!found.count) return el("p", { className: "fine" }, say("noFaults", { rows: found.rows }));
    return el("section", { className: "card faults" },
      el("h3", {}, say("faults", { count: found.count })),
      el("p", { className: "say" }, say("faultsSay")),
      el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": say("faults", { count: found.count }) },
        el("table", {},
          el("thead", {}, el("tr", {}, ["row", "column", "value", "problem", "nearest"].map((name) => el("th", { scope: "col" }, say(`th_${name}`))))),
          el("tbody", {}, found.faults.map((fault) => el("tr", {},
            el("td", { className: "n" }, `${fault.row}`), el("td", {}, fault.column),
            el("td", {}, el("mark", {}, fault.value || "–")), el("td", {}, fault.problem),
            el("td", {}, fault.nearest || "")))))),
      found.count > found.faults.length ? el("p", { className: "small" }, say("moreFaults", { shown: found.faults.length })) : "",
      el("p", {}, el("button", { type: "button", onclick: copy }, say("markedUp")), el("span", { className: "small" }, say("markedUpSay"))));
  }

  function stays(found) {
    return el("details", { className: "other" },
      el("summary", {}, say("dropped", { count: found.dropped.length })),
      el("p", {}, found.dropped.join(", ") || say("none")),
      el("ul", { className: "notes" }, found.warnings.map((said) => el("li", {}, said))));
  }

  const undo = one("[data-undo-decision]", place);
  const gate = findings(visit, one("[data-findings]", place), () => {
    visit.decisions = gate.decisions();
    visit.close("check");
    undo.hidden = !gate.canUndo();
    onward.disabled = visit.faults > 0 || gate.waiting() > 0;
    one("[data-waiting]", place).textContent = gate.waiting() ? say("waiting", { count: gate.waiting() }) : "";
  });
  undo.addEventListener("click", () => gate.undo());
  onward.addEventListener("click", () => visit.go("share"));
  return {
    async enter() {
      onward.disabled = true;
      if (visit.checkedMapping === visit.mapping) { gate.changed(); return true; }
      const found = await visit.during(say("checking"), async () => ({
        ...await visit.reader.ask("check"), gate: await visit.reader.ask("findings"),
      }));
      if (!found) return false;
      visit.checkedMapping = visit.mapping;
      visit.faults = found.count;
      fill(one("[data-faults]", place), faults(found), stays(found));
      gate.draw(found.gate);
      return true;
    },
  };
}
