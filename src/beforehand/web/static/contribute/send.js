// Step 5: the sealed bytes go to the desk; or the person keeps them as a file.

import { Refused } from "./asking.js";
import { el, fill, one, save } from "./dom.js";

export function sendStep(visit) {
  const place = one('[data-step="send"]');
  const { say } = visit;

  async function send() {
    const receipt = await visit.during(say("sending"), async () => {
      const answer = await fetch(visit.data.urls.give, {
        method: "POST",
        credentials: "same-origin",
        headers: {
          "Content-Type": "application/octet-stream",
          "X-CSRFToken": one("[data-csrf] input").value,
        },
        body: visit.sealed.bytes,
      });
      const told = await answer.json().catch(() => ({ refused: say("notSent") }));
      if (!answer.ok) throw new Refused(told.refused, "desk");
      return told;
    });
    if (!receipt) return;
    visit.receipt = receipt;
    await visit.go("receipt");
  }

  function name() {
    return `${visit.mapping.dataset}-${visit.mapping.edition}.sealed`;
  }

  one("[data-send]", place).addEventListener("click", send);
  one("[data-save-sealed]", place).addEventListener("click", () => {
    save(name(), [visit.sealed.bytes], "application/octet-stream");
  });
  return {
    async enter() {
      const sealed = await visit.during(say("sealing"), () => (
        visit.reader.ask("seal", { decisions: visit.decisions, marking: visit.marking })
      ));
      if (!sealed) return false;
      visit.sealed = sealed;
      fill(one("[data-ready]", place),
        el("p", { className: "reading" }, say("ready_rows", { ...sealed, partner: visit.mapping.partner, edition: visit.mapping.edition })),
        sealed.without_consent ? el("p", {}, say("withoutConsent", { count: sealed.without_consent })) : "",
        el("p", { className: "small" }, say("ready_bytes", { kilobytes: Math.ceil(sealed.bytes.length / 1024) })),
        el("p", { className: "hash" }, sealed.sha256));
      return true;
    },
  };
}
