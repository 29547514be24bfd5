// The one small module of a landing page: a quick way out, and sealing when it is needed.
//
// Template: <script type="module" src="…/sealing/leave.js"></script>   (modules are deferred)
//   [data-leave]      <a href="https://neutral.example/" rel="noreferrer" data-leave>. Works without
//                     this module; with it, the page vanishes at once, forms are emptied and this
//                     page's place in the history is taken by the neutral one. Shift pressed three
//                     times within two seconds does the same.
//   form[data-seal]   ./report.js is fetched when the form is first touched (its contract is there).
//                     A form sent while that loads waits for it. If it cannot load, the form goes
//                     as it is, and its text has said all along that the server will seal it.

const SHIFT_PRESSES = 3;
const SHIFT_WITHIN_MS = 2000;
let leftFor = null;

function empty(form) {
  for (const field of form.elements) {
    if (/^(hidden|submit|button|fieldset)$/.test(field.type)) continue;
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = false;
    else field.value = "";
  }
}

function leave() {
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  leftFor = link.href;
  document.documentElement.style.display = "none";
  document.title = link.host;
  [...document.forms].forEach(empty);
  location.replace(leftFor);
}

function watchShift() {
  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") presses = []; // a capital letter is not a cry for the door
    else if (!event.repeat) presses = [...presses, event.timeStamp].slice(-SHIFT_PRESSES);
    const quick = event.timeStamp - presses[0] <= SHIFT_WITHIN_MS;
    if (presses.length === SHIFT_PRESSES && quick) leave();
  });
}

function watchLinks() {
  addEventListener("click", (event) => {
    if (!event.target.closest || !event.target.closest("[data-leave]")) return;
    event.preventDefault();
    leave();
  });
}

/** A page that the browser kept whole must not come back with what was typed in it. */
function guardAgainstReturn() {
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (leftFor) location.replace(leftFor);
    else [...document.forms].forEach(empty);
  });
}

function sealWhenTouched(form) {
  let state = "untouched";
  let sent = false;
  const load = () => {
    if (state !== "untouched") return;
    state = "loading";
    import("./report.js").then((report) => report.ready(form)).then(
      (send) => { state = "ready"; if (sent) (send || (() => form.submit()))(); },
      () => { state = "failed"; if (sent) form.submit(); },
    );
  };
  ["pointerdown", "focusin", "input"].forEach((touch) => form.addEventListener(touch, load));
  if (form.contains(document.activeElement)) load(); // touched before this module had come
  form.addEventListener("submit", (event) => {
    load();
    if (state !== "loading") return;
    event.preventDefault();
    sent = true;
  });
}

watchLinks();
watchShift();
guardAgainstReturn();
document.querySelectorAll("form[data-seal]").forEach(sealWhenTouched);
