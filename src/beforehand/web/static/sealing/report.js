// Seals a report on the visitor's phone. Loaded by ./leave.js when the form is first touched.
//
//   <form method="post" data-seal data-keys="age1… age1…" data-language data-campaign data-place
//         data-version>: keys parted by spaces, or on the page, as a JSON list,
//                     <script type="application/json" id="keys">. The rest goes inside the seal,
//                     place and version of the tracked link (?p=…&v=…) of this page or of the page
//                     of ours before it too
//   <input type="hidden" name="sealed">   receives the sealed cell: base64url, no padding
//   other named controls                  go inside the seal under their names, and are emptied
//   [data-plain]      a control that is posted as it is (a form token)
//   [data-seal-off]   "sealed by the server": shown until a trial has shown that the phone can
//   [data-seal-on]    "sealed on your phone": hidden until then
//   [data-says=CODE]  hidden until it happens: too-long; failed (and [data-seal-off] is back: the
//                     next press goes to the server, as it says)

import { base64, codeOf } from "./age.js";
import { cell } from "./cell.js";
import { seal } from "./seal.js";

const ABOUT = ["language", "campaign", "place", "version"];

function keysOf(form) {
  if (form.dataset.keys) return form.dataset.keys.trim().split(/\s+/);
  const listed = document.getElementById("keys");
  return listed ? JSON.parse(listed.textContent) : [];
}

function show(form, selector, shown) {
  form.querySelectorAll(selector).forEach((part) => { part.hidden = !shown; });
}

function onPhone(form, yes) {
  show(form, "[data-seal-on]", yes);
  show(form, "[data-seal-off]", !yes);
}

function say(form, code) {
  show(form, "[data-says]", false);
  show(form, `[data-says="${code}"]`, true);
}

function answers(form) {
  return [...form.elements].filter((field) =>
    field.name && field.name !== "sealed" && !("plain" in field.dataset));
}

/** The tracked link's query: this page's, or that of our page which led here. */
function tracked() {
  const before = document.referrer.startsWith(`${location.origin}/`) && document.referrer;
  return new URL(location.search ? location : before || location).searchParams;
}

function fieldsOf(form) {
  const fields = {};
  const posted = new FormData(form);
  for (const { name } of answers(form)) {
    const text = posted.getAll(name).filter((value) => typeof value === "string").join("\n");
    if (text) fields[name] = text;
  }
  const link = tracked();
  for (const [name, key] of [["place", "p"], ["version", "v"]]) {
    const code = link.get(key) || "";
    if (/^[\w-]{1,40}$/.test(code)) fields[name] = code;
  }
  for (const name of ABOUT) if (form.dataset[name]) fields[name] = form.dataset[name];
  return fields;
}

function silence(form) {
  for (const field of answers(form)) {
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = false;
    else if (!/^(submit|button)$/.test(field.type)) field.value = "";
    field.disabled = true;
  }
}

function post(form, sealed) {
  form.elements.namedItem("sealed").value =
    base64(sealed).replace(/\+/g, "-").replace(/\//g, "_");
  silence(form);
  HTMLFormElement.prototype.submit.call(form);
}

/** What a press does: seals and posts, once; a refusal is said in the page and nothing is posted. */
function sender(form, keys, giveUp) {
  let busy = false;
  return async () => {
    if (busy) return;
    busy = true;
    say(form, "");
    try {
      post(form, await seal(cell(fieldsOf(form)), keys));
    } catch (error) {
      busy = false;
      const code = codeOf(error) === "too-long" ? "too-long" : "failed";
      if (code === "failed") giveUp();
      say(form, code);
    }
  };
}

/** The page kept whole by the browser after the report went: fetched anew, with nothing in it. */
function guardAgainstReturn() {
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

/**
 * Makes the form seal itself, after a trial seal has shown that this phone can. Resolves to the
 * function that sends it, or to null: the phone cannot, and form and text stay as they were.
 */
export async function ready(form) {
  const keys = keysOf(form);
  if (!window.crypto || !crypto.subtle || !form.elements.namedItem("sealed")) return null;
  try {
    await seal(new Uint8Array(1), keys);
  } catch {
    return null;
  }
  const onSubmit = (event) => { event.preventDefault(); send(); };
  const send = sender(form, keys, () => {
    form.removeEventListener("submit", onSubmit);
    onPhone(form, false);
  });
  form.addEventListener("submit", onSubmit);
  onPhone(form, true);
  guardAgainstReturn();
  return send;
}
