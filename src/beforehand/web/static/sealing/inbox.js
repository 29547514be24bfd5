// The caseworker's inbox: keys are made, reports are opened and read in this page alone.
//
// Template: <script type="module" src="…/sealing/inbox.js"></script>
//
// Making keys: <form method="post" data-make-keys>
//   [data-passphrase], [data-again]      two <input type="password"> WITHOUT a name: never posted
//   <input type="hidden" name="recipient">, <input type="hidden" name="wrapped">   are filled
//   [data-says=CODE]   hidden; codes: short-passphrase, different, no-crypto, failed
//   [data-busy]        hidden; shown while the key is made (about a second)
//
// Reading: <section data-inbox data-wrapped="{the wrapped key's JSON}">
//   <form data-unlock>  one [data-passphrase] without a name, a button, [data-busy], and
//                       [data-says=CODE]; codes: wrong-passphrase, bad-wrapping, no-crypto, failed
//   [data-open]         hidden; shown while unlocked, and inside it:
//     [data-lock]       a button: forgets the key and the texts
//     [data-url]        one for each report; its URL answers with the sealed bytes. In it:
//       [data-row]        hidden; shown if its [data-field=NAME] has a text (as text, never markup)
//       [data-rest]       a <dl> (optional): fields that have no [data-field] of their own
//       [data-says=CODE]  hidden; codes: not-for-you, damaged, not-age, not-a-cell, failed
//   [data-weeks]        weekly counts by place, once all are opened: ./weeks.js
// The key lives in this module's memory until [data-lock], ten minutes without a touch or a key
// press, or leaving the page. Nothing is stored or logged.

import { Refusal, codeOf } from "./age.js";
import { makeKeys, unwrap } from "./keys.js";
import { open } from "./open.js";
import { openCell } from "./opencell.js";
import { showWeeks, wipeWeeks } from "./weeks.js";

const LOCK_AFTER_MS = 10 * 60 * 1000;
const LOOK_EVERY_MS = 5000;

function show(place, selector, shown) {
  place.querySelectorAll(selector).forEach((part) => { part.hidden = !shown; });
}

function say(place, code) {
  show(place, "[data-says]", false);
  if (code) show(place, `[data-says="${code}"]`, true);
}

function take(input) {
  const typed = input.value;
  input.value = "";
  return typed;
}

/** Runs a task that a press began: busy while it lasts, its refusal said in the page. */
async function during(place, task) {
  say(place, "");
  show(place, "[data-busy]", true);
  try {
    if (!window.crypto || !crypto.subtle) throw new Refusal("no-crypto");
    await task();
  } catch (error) {
    say(place, codeOf(error));
  } finally {
    show(place, "[data-busy]", false);
  }
}

async function postKeys(form) {
  const passphrase = take(form.querySelector("[data-passphrase]"));
  if (passphrase !== take(form.querySelector("[data-again]"))) throw new Refusal("different");
  const { recipient, wrapped } = await makeKeys(passphrase);
  form.elements.namedItem("recipient").value = recipient;
  form.elements.namedItem("wrapped").value = wrapped;
  HTMLFormElement.prototype.submit.call(form);
}

function addRest(list, name, text) {
  const term = document.createElement("dt");
  const words = document.createElement("dd");
  term.textContent = name;
  words.textContent = text;
  list.append(term, words);
}

function write(report, fields) {
  for (const [name, text] of Object.entries(fields)) {
    const place = [...report.querySelectorAll("[data-field]")]
      .find((field) => field.dataset.field === name);
    const rest = report.querySelector("[data-rest]");
    if (!place) { if (rest) addRest(rest, name, text); continue; }
    place.textContent = text;
    const row = place.closest("[data-row]");
    if (row) row.hidden = false;
  }
}

function wipe(report) {
  say(report, "");
  show(report, "[data-row]", false);
  report.querySelectorAll("[data-field], [data-rest]").forEach((part) => { part.textContent = ""; });
}

async function fetched(url) {
  const answer = await fetch(url, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Refusal("failed");
  return new Uint8Array(await answer.arrayBuffer());
}

/** A section with reports: locked until a passphrase opens it, locked again by all that follows. */
class Inbox {
  constructor(section) {
    this.section = section;
    this.identity = null;
    this.opened = [];
    this.deadline = 0;
  }

  lock() {
    this.identity = null;
    this.opened = [];
    wipeWeeks(this.section);
    this.section.querySelectorAll("[data-url]").forEach(wipe);
    this.toggle(false);
  }

  toggle(unlocked) {
    show(this.section, "[data-open]", unlocked);
    show(this.section, "[data-unlock]", !unlocked);
  }

  touch() {
    this.deadline = Date.now() + LOCK_AFTER_MS;
  }

  lockIfLate() {
    if (this.identity && Date.now() >= this.deadline) this.lock();
  }

  async unlock(form) {
    const passphrase = take(form.querySelector("[data-passphrase]"));
    this.identity = await unwrap(this.section.dataset.wrapped, passphrase);
    this.touch();
    this.toggle(true);
    for (const report of this.section.querySelectorAll("[data-url]")) await this.read(report);
    if (this.identity) showWeeks(this.section, this.opened);
  }

  async read(report) {
    try {
      const bytes = await fetched(report.dataset.url);
      if (!this.identity) return;
      const fields = openCell(await open(bytes, this.identity));
      if (!this.identity) return; // it may have been locked meanwhile
      write(report, fields);
      const { campaign, day } = report.dataset;
      this.opened.push({ campaign, day, place: fields.place });
    } catch (error) {
      if (this.identity) say(report, codeOf(error));
    }
  }
}

function onSubmit(form, task) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(form, task);
  });
}

function watch(inbox) {
  const late = () => inbox.lockIfLate();
  // A sleeping machine stops the clock: look again whenever the page is seen, before any touch
  // counts as a sign of life.
  const alive = () => { late(); inbox.touch(); };
  ["pointerdown", "keydown"].forEach((sign) => addEventListener(sign, alive, true));
  document.addEventListener("visibilitychange", late);
  addEventListener("pagehide", () => inbox.lock());
  setInterval(late, LOOK_EVERY_MS);
}

function start(section) {
  const inbox = new Inbox(section);
  const form = section.querySelector("form[data-unlock]");
  onSubmit(form, () => inbox.unlock(form));
  const lock = section.querySelector("[data-lock]");
  if (lock) lock.addEventListener("click", () => inbox.lock());
  watch(inbox);
}

document.querySelectorAll("form[data-make-keys]").forEach((form) => {
  onSubmit(form, () => postKeys(form));
});
document.querySelectorAll("[data-inbox]").forEach(start);
