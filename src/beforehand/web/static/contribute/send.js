// Step 5: the sealed bytes go to the desk; or the person keeps them as a file.

import { Refused } from "./asking.js";
import { blindStep } from "./blind.js";
import { all, el, fill, one, save } from "./dom.js";

export function sendStep(visit) {
  const place = one('[data-step="send"]');
  const { say } = visit;
  const blinding = visit.data.urls.keyholder ? blindStep(visit, place) : null;
  let turn = 0; // of preparing: what an earlier turn still brings is not used

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
    blinding?.forget();
    await visit.go("receipt");
  }

  function name() {
    return `${visit.mapping.dataset}-${visit.mapping.edition}.sealed`;
  }

  one("[data-send]", place).addEventListener("click", send);
  one("[data-save-sealed]", place).addEventListener("click", () => {
    save(name(), [visit.sealed.bytes], "application/octet-stream");
  });
  /** What the keyholder made of the values that match people; nothing where it is not asked. */
  async function blinded() {
    if (!blinding || !visit.hasKey) return new Uint8Array(0);
    const asked = await visit.during(say("b_values"), () => (
      visit.reader.ask("values", { decisions: visit.decisions })
    ));
    if (!asked) return null;
    return asked.count ? blinding.blinded(asked.bytes) : asked.bytes;
  }

  async function prepare() {
    turn += 1;
    const mine = turn;
    const buttons = all("[data-send], [data-save-sealed]", place);
    buttons.forEach((button) => { button.disabled = true; });
    fill(one("[data-ready]", place));
    const outputs = await blinded();
    if (!outputs || mine !== turn) return false;
    const sealed = await visit.during(say("sealing"), () => (
      visit.reader.ask("seal", { decisions: visit.decisions, marking: visit.marking }, outputs.length ? outputs.slice().buffer : null)
    ));
    if (!sealed || mine !== turn) return false;
    visit.sealed = sealed;
    await visit.keep.prepare();
    buttons.forEach((button) => { button.disabled = false; });
    fill(one("[data-ready]", place),
      el("p", { className: "reading" }, say("ready_rows", { ...sealed, partner: visit.mapping.partner, edition: visit.mapping.edition })),
      sealed.without_consent ? el("p", {}, say("withoutConsent", { count: sealed.without_consent })) : "",
      el("p", { className: "small" }, say("ready_bytes", { kilobytes: Math.ceil(sealed.bytes.length / 1024) })),
      el("p", { className: "hash" }, sealed.sha256));
    return true;
  }

  return {
    /** Blinding takes minutes, so that the step is shown meanwhile; without it, once it is sealed. */
    enter() {
      const made = prepare();
      return blinding && visit.hasKey ? true : made;
    },
    leave() {
      turn += 1;
      blinding?.stop();
    },
  };
}
