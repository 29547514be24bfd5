// Step 4: who sees the rows, and the rows as they will see them.

import { el, fill, one } from "./dom.js";
import { markingForm } from "./marking.js";

export function shareStep(visit) {
  const place = one('[data-step="share"]');
  const { say } = visit;
  const agreed = one("[data-agreed]", place);
  const form = markingForm(visit, one("[data-marking]", place), () => show());

  async function show() {
    agreed.disabled = true; // to what is not shown yet
    visit.marking = form.marking();
    visit.close("share");
    const seen = await visit.during(say("previewing"), () => (
      visit.reader.ask("preview", { decisions: visit.decisions, marking: visit.marking })
    ));
    if (!seen) return false;
    fill(one("[data-preview]", place),
      el("h3", {}, say("previewHead")),
      el("ul", { className: "sentences" }, seen.sentences.map((sentence) => el("li", {}, sentence))),
      el("h3", {}, say("previewRowsHead", { count: Math.min(seen.table.length, 20) })),
      el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": say("previewHead") },
        el("table", { className: "coded" },
          el("thead", {}, el("tr", {}, seen.labels.map((label) => el("th", { scope: "col" }, label)))),
          el("tbody", {}, seen.table.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell || "–"))))))),
      el("p", { className: "small" }, visit.hasKey ? say("previewLinked") : say("previewUnlinked")));
    agreed.disabled = false;
    return true;
  }

  agreed.addEventListener("click", () => visit.go("send"));
  let begun = null;
  return {
    enter() {
      if (begun !== visit.mapping) form.begin(visit.mapping.sharing);
      begun = visit.mapping;
      return show();
    },
  };
}
