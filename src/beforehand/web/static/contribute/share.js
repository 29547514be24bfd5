// Step 4: who sees the rows, and the rows as they will see them.

import { el, fill, one } from "./dom.js";

export function shareStep(visit) {
  const place = one('[data-step="share"]');
  const { say } = visit;
  one("[data-agreed]", place).addEventListener("click", () => visit.go("send"));
  return {
    async enter() {
      const sealed = await visit.during(say("sealing"), () => visit.reader.ask("seal"));
      if (!sealed) return false;
      visit.sealed = sealed;
      fill(one("[data-preview]", place),
        el("p", { className: "reading" }, say("previewRows", sealed)),
        sealed.without_consent ? el("p", {}, say("withoutConsent", { count: sealed.without_consent })) : "",
        el("p", {}, say("previewFields"), " ", el("strong", {}, sealed.fields.join(", "))),
        el("p", { className: "small" }, say("previewDropped"), " ", sealed.dropped.join(", ") || say("none")));
      return true;
    },
  };
}
