// Step 1: the spreadsheet and, if there is one, the coalition's key. Both stay in the worker.

import { readPass } from "./blinding.js";
import { all, el, fill, one } from "./dom.js";

export function fileStep(visit) {
  const place = one('[data-step="file"]');
  const { say } = visit;
  const next = one("[data-next]", place);

  async function take(file) {
    if (!file) return;
    next.disabled = true;
    const taken = await visit.during(say("reading", { file: file.name }), async () => (
      visit.reader.ask("take", { name: file.name }, await file.arrayBuffer())
    ));
    one("[data-taken]", place).hidden = !taken;
    one("[data-drop]", place).hidden = Boolean(taken);
    if (!taken) return;
    visit.file = taken;
    visit.close("file");
    visit.steps.columns.forget();
    show(taken);
    next.disabled = false;
    next.focus();
  }

  function show(taken) {
    one("[data-name]", place).textContent = taken.name;
    one("[data-size]", place).textContent = say("size", {
      rows: taken.rows, columns: taken.header.filter(Boolean).length,
    });
    fill(one("[data-warnings]", place), taken.warnings.map((said) => el("li", {}, said)));
    fill(
      one("[data-top]", place),
      el("thead", {}, el("tr", {}, taken.header.map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, taken.top.map((row) => (
        el("tr", {}, taken.header.map((_, at) => el("td", {}, row[at] || "")))
      ))),
    );
  }

  const { keyholder } = visit.data.urls;
  let key = false;

  async function hold(file) {
    if (!file) return;
    const held = await visit.during(say("reading", { file: file.name }), async () => (
      visit.reader.ask("key", { name: file.name }, await file.arrayBuffer())
    ));
    key ||= Boolean(held);
    visit.hasKey = key && (!keyholder || Boolean(visit.pass));
    if (held) one("[data-key-said]", place).textContent = say("keyHeld", held);
  }

  async function holdPass(file) {
    if (!file) return;
    const pass = readPass(await file.slice(0, 1000).text());
    visit.refuse(pass ? "" : say("passBad", { file: file.name }));
    visit.pass = pass || visit.pass;
    visit.hasKey = key && Boolean(visit.pass);
    if (pass) one("[data-pass-said]", place).textContent = say("passHeld");
  }

  function onward() {
    if (keyholder && key !== Boolean(visit.pass)) visit.refuse(say("keyAndPass"));
    else visit.go("columns");
  }

  const chosen = one("[data-file]", place);
  const taking = { "[data-key]": hold, "[data-pass]": holdPass };
  chosen.addEventListener("change", () => { take(chosen.files[0]); chosen.value = ""; });
  Object.entries(taking).forEach(([selector, hold_]) => all(selector, place).forEach((input) => {
    input.addEventListener("change", () => { hold_(input.files[0]); input.value = ""; });
  }));
  one("[data-another]", place).addEventListener("click", () => chosen.click());
  next.addEventListener("click", onward);
  dropping(one("[data-drop]", place), take);
  return {};
}

/** A file dropped anywhere on the page is taken; the browser must never open it instead. */
function dropping(box, take) {
  const over = (event, on) => { event.preventDefault(); box.classList.toggle("over", on); };
  addEventListener("dragover", (event) => over(event, true));
  addEventListener("dragleave", (event) => over(event, Boolean(event.relatedTarget)));
  addEventListener("drop", (event) => {
    over(event, false);
    const current = one('[data-step="file"]');
    if (!current.hidden) take(event.dataTransfer.files[0]);
  });
}
