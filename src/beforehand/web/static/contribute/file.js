// Step 1: the spreadsheet and, if there is one, the coalition's key. Both stay in the worker.

import { el, fill, one } from "./dom.js";

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

  async function hold(file) {
    if (!file) return;
    const held = await visit.during(say("reading", { file: file.name }), async () => (
      visit.reader.ask("key", { name: file.name }, await file.arrayBuffer())
    ));
    visit.hasKey = Boolean(held) || Boolean(visit.hasKey);
    if (held) one("[data-key-said]", place).textContent = say("keyHeld", held);
  }

  const chosen = one("[data-file]", place);
  const key = one("[data-key]", place);
  chosen.addEventListener("change", () => { take(chosen.files[0]); chosen.value = ""; });
  key.addEventListener("change", () => { hold(key.files[0]); key.value = ""; });
  one("[data-another]", place).addEventListener("click", () => chosen.click());
  next.addEventListener("click", () => visit.go("columns"));
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
