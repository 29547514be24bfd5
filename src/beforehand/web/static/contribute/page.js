// Contribute: a spreadsheet is read, matched, checked and coded in a worker of this page, and the
// coded rows alone are sent. Nothing is kept in the browser: leaving the page forgets everything.

import { Reader, Refused } from "./asking.js";
import { all, one, speaker } from "./dom.js";
import { fileStep } from "./file.js";
import { keepCard } from "./kept.js";
import { columnsStep } from "./columns.js";
import { checkStep } from "./check.js";
import { shareStep } from "./share.js";
import { sendStep } from "./send.js";
import { receiptStep } from "./receipt.js";

const ORDER = ["file", "columns", "check", "share", "send", "receipt"];
const data = JSON.parse(one("#contribute-data").textContent);
const say = speaker(data.words, data.language);

/** What one visit holds, and the way between its steps. */
class Visit {
  constructor() {
    this.data = data;
    this.say = say;
    this.at = "file";
    this.reached = 0;
    this.decisions = [];
    this.hasKey = false; // and the pass, where the coalition has a keyholder
    this.pass = null;
    this.steps = {};
    this.keep = keepCard(this);
    this.reader = new Reader(data.urls, (phase) => this.phase(phase));
    this.reader.ready.then(() => this.begun(), () => this.refuse(say("failed")));
  }

  async begun() {
    this.choices = await this.reader.ask("begin", { language: data.language, keyholder: Boolean(data.urls.keyholder) });
    one("[data-loading]").hidden = true;
  }

  phase(name) {
    one("[data-phase]").textContent = say(name);
    one("[data-loading] progress").value = { loading: 1, starting: 3, ready: 4 }[name];
  }

  refuse(sentence) {
    const place = one("[data-refusal]");
    place.textContent = sentence;
    place.hidden = !sentence;
    if (sentence) place.scrollIntoView({ block: "nearest" });
  }

  /** Runs what a press began: says that it works, and shows a refusal where there is one. */
  async during(sentence, task) {
    const working = one("[data-working]");
    this.refuse("");
    working.textContent = sentence;
    working.hidden = false;
    document.body.setAttribute("aria-busy", "true");
    try {
      return await task();
    } catch (error) {
      this.refuse(error instanceof Refused ? error.message : say("broken"));
      return null;
    } finally {
      working.hidden = true;
      document.body.removeAttribute("aria-busy");
    }
  }

  /** Shows a step. Later steps are closed again when an earlier one is changed (`closing`). */
  async go(name, { push = true, closing = false } = {}) {
    const place = ORDER.indexOf(name);
    if (name !== this.at && this.steps[this.at].leave) this.steps[this.at].leave();
    if (closing || place > this.reached) this.reached = place;
    this.at = name;
    if (this.steps[name].enter && (await this.steps[name].enter()) === false) return;
    if (this.at !== name) return; // somebody went on meanwhile
    this.show(name);
    if (push) history.pushState({ step: name }, "", `#${name}`);
    one(`#s-${name}`).focus();
    window.scrollTo({ top: 0 });
  }

  show(name) {
    all("[data-step]").forEach((part) => { part.hidden = part.dataset.step !== name; });
    this.keep.at(name);
    const done = this.reached === ORDER.length - 1; // what was sent is not changed any more
    all("[data-go]").forEach((button) => {
      const place = ORDER.indexOf(button.dataset.go);
      button.disabled = place > this.reached || (done && button.dataset.go !== "receipt");
      button.parentElement.className = place < ORDER.indexOf(name) ? "done" : "";
      if (button.dataset.go === name) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }

  /** Something earlier changed: what was made of it is no longer true. */
  close(after) {
    this.reached = Math.min(this.reached, ORDER.indexOf(after));
    this.show(this.at);
  }
}

function supported() {
  return typeof WebAssembly === "object" && typeof Worker === "function" && "structuredClone" in self;
}

function start() {
  const visit = new Visit();
  visit.steps = {
    file: fileStep(visit),
    columns: columnsStep(visit),
    check: checkStep(visit),
    share: shareStep(visit),
    send: sendStep(visit),
    receipt: receiptStep(visit),
  };
  all("[data-go], [data-back]").forEach((button) => {
    button.addEventListener("click", () => visit.go(button.dataset.go || button.dataset.back));
  });
  addEventListener("popstate", ({ state }) => {
    const name = state ? state.step : "file";
    const open = visit.reached < ORDER.length - 1 && ORDER.indexOf(name) <= visit.reached;
    if (open) visit.go(name, { push: false });
  });
  // A page that the browser keeps for its Back button would keep the cells with it.
  addEventListener("pagehide", () => { visit.reader.end(); one("[data-contribute]").remove(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  history.replaceState({ step: "file" }, "", location.pathname);
  one("[data-contribute]").hidden = false;
  visit.show("file");
}

if (supported()) start();
else one("[data-unsupported]").hidden = false;
