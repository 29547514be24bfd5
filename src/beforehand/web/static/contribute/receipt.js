// Step 6: the receipt: what was given, its hash, and how to take it back.

import { all, el, fill, one, save } from "./dom.js";

export function receiptStep(visit) {
  const place = one('[data-step="receipt"]');
  const { say } = visit;
  const lines = () => {
    const got = visit.receipt;
    return [
      [say("r_number"), got.id, "hash"],
      [say("r_what"), say("r_what_is", got)],
      [say("r_giver"), got.giver],
      [say("r_day"), got.given_on],
      [say("r_hash"), visit.sealed.sha256, "hash"],
      [say("r_back"), say("r_back_is")],
    ];
  };

  function text() {
    return `${lines().map(([term, said]) => `${term}: ${said}`).join("\r\n")}\r\n`;
  }

  one("[data-print]", place).addEventListener("click", () => print());
  one("[data-save-receipt]", place).addEventListener("click", () => save("receipt.txt", [text()], "text/plain"));
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
        el("dl", {}, lines().flatMap(([term, said, kind = ""]) => [el("dt", {}, term), el("dd", { className: kind }, said)])),
        el("p", {}, el("a", { href: visit.data.urls.cases }, say("r_cases"))));
      return true;
    },
  };
}
