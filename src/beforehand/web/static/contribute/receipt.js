// Step 6: the receipt, word for word as the command line writes it.

import { all, el, fill, one, save } from "./dom.js";

export function receiptStep(visit) {
  const place = one('[data-step="receipt"]');
  const { say } = visit;
  one("[data-print]", place).addEventListener("click", () => print());
  one("[data-save-receipt]", place).addEventListener("click", () => save(visit.receipt.name, [visit.receipt.text], "text/plain"));
  one("[data-anew]", place).addEventListener("click", () => location.reload());
  return {
    async enter() {
      await visit.reader.ask("forget");
      visit.sealed.bytes = null;
      visit.file = null;
      // What was sent needs no cell on the screen any more.
      all('[data-step]:not([data-step="receipt"])').forEach((part) => part.replaceChildren());
      fill(one("[data-receipt]", place),
        el("p", { className: "reading" }, say(visit.receipt.already_there ? "r_already" : "r_given")),
        visit.receipt.made_up ? el("p", { className: "made-up" }, visit.receipt.made_up) : "",
        el("dl", {}, visit.receipt.sections.flatMap(([head, said]) => [
          el("dt", {}, head), el("dd", {}, said.map((line) => el("p", {}, line))),
        ])),
        el("p", {}, el("a", { href: visit.data.urls.cases }, say("r_cases"))));
      return true;
    },
  };
}
