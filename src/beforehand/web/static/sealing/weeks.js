// Weekly counts of reports by place: worked out from what was opened, in this page alone.
//
//   weekly(codes, up, total, threshold) -> {given: [[code, n]…], ways: Map(code -> code | null),
//                                           dropped, back}
//     codes  a place code for each opened report, or "" where it names no place of the campaign
//     up     Map from a code to the next wider one: place, county, country
//     total  reports that came in that week, which the server knows
//     given  what may be told: each at least the threshold, and what is left of the total nothing or
//            at least the threshold; ways: into which of them each code was counted, null if none
//
// Template: [data-weeks data-threshold] with <script id="week-maps" type="application/json">, the
// words [data-word=given|kept|nowhere|closed], and for each week that is over
//   <section data-week data-until data-campaign data-total>: [data-some] around <ul data-given>,
//   [data-rest-of-week] around <ul data-back>, [data-says=dropped|nothing|given|refused|failed], and
//   a form with its token. Posted are campaign, week and counts; nothing that was written by anybody.
// The server refuses what breaks the rule (beforehand/reach/weekly.py).

function add(counts, code, number) {
  counts.set(code, (counts.get(code) || 0) + number);
}

function depth(code, up) {
  return up.has(code) ? 1 + depth(up.get(code), up) : 0;
}

/** Narrowest first: what reaches the threshold is given, the rest is summed into the next wider. */
function sumUp(counts, up, threshold) {
  const given = new Map();
  for (let level = 2; level >= 0; level -= 1) {
    for (const [code, number] of [...counts].filter(([code]) => depth(code, up) === level)) {
      if (number >= threshold) given.set(code, number);
      else if (up.has(code)) add(counts, up.get(code), number);
    }
  }
  return given;
}

function wayOf(code, given, up) {
  for (let at = code; at; at = up.get(at)) if (given.has(at)) return at;
  return null;
}

export function weekly(codes, up, total, threshold) {
  const counts = new Map();
  codes.filter((code) => up.has(code)).forEach((code) => add(counts, code, 1));
  const places = [...counts.keys()];
  const given = sumUp(counts, up, threshold);
  const left = () => [...given.values()].reduce((rest, number) => rest - number, total);
  const dropped = left() > 0 && left() < threshold && given.size > 0;
  if (dropped) given.delete([...given].sort((one, other) => one[1] - other[1])[0][0]);
  if (left() < 0) given.clear();
  const ways = new Map(places.map((code) => [code, wayOf(code, given, up)]));
  return { given: [...given], ways, dropped, back: left() };
}

function line(list, words, number, after = "") {
  const item = document.createElement("li");
  const count = document.createElement("b");
  count.textContent = number;
  item.append(`${words} `, count, after && ` · ${after}`);
  list.append(item);
}

function show(place, selector, shown) {
  place.querySelectorAll(selector).forEach((part) => { part.hidden = !shown; });
}

function say(week, code, words = "") {
  show(week, "[data-says]", false);
  if (!code) return;
  show(week, `[data-says="${code}"]`, true);
  if (words) week.querySelector(`[data-says="${code}"]`).textContent = words;
}

function list(week, codes, made, map, word) {
  const [given, back] = ["[data-given]", "[data-back]"].map((part) => week.querySelector(part));
  for (const [code, number] of made.given) line(given, map.names[code], number);
  const known = [...made.ways].map(([code, way]) =>
    [map.names[code], codes.filter((one) => one === code).length, way]);
  for (const [name, number, way] of known.sort((one, other) => other[1] - one[1])) {
    line(back, name, number, way === null ? word("kept")
      : map.names[way] === name ? word("given") : map.names[way]);
  }
  const nowhere = codes.filter((code) => !made.ways.has(code)).length;
  const closed = Number(week.dataset.total) - codes.length;
  if (nowhere) line(back, word("nowhere"), nowhere, word("kept"));
  if (closed > 0) line(back, word("closed"), closed, word("kept"));
}

async function give(week, form, counts) {
  const sent = new FormData(form);
  sent.set("campaign", week.dataset.campaign);
  sent.set("week", week.dataset.week);
  sent.set("counts", JSON.stringify(counts));
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, credentials: "same-origin" });
    if (answer.ok) form.hidden = true;
    if (answer.ok) say(week, "given");
    else if (answer.status === 422) say(week, "refused", await answer.text());
    else say(week, "failed");
  } catch {
    say(week, "failed");
  }
}

function showWeek(week, opened, map, part) {
  const { campaign, week: first, until, total } = week.dataset;
  const up = new Map(Object.entries(map.up));
  const codes = opened
    .filter((one) => one.campaign === campaign && one.day >= first && one.day <= until)
    .map((one) => (up.has(one.place) ? one.place : ""));
  const made = weekly(codes, up, Number(total), Number(part.dataset.threshold));
  list(week, codes, made, map, (name) => part.querySelector(`[data-word="${name}"]`).textContent);
  show(week, "[data-some]", made.given.length);
  show(week, "[data-rest-of-week]", true);
  say(week, !made.given.length ? "nothing" : made.dropped ? "dropped" : "");
  const form = week.querySelector("form");
  form.hidden = !made.given.length;
  form.onsubmit = (event) => { event.preventDefault(); give(week, form, made.given); };
}

/** Forgets what was worked out. */
export function wipeWeeks(section) {
  for (const week of section.querySelectorAll("[data-week]")) {
    week.querySelectorAll("ul").forEach((one) => one.replaceChildren());
    week.querySelector("form").onsubmit = null;
    show(week, "form, [data-some], [data-rest-of-week]", false);
    say(week, "");
  }
}

/** Shows each week that is over; ``opened``: [{campaign, day, place}] of the reports opened here. */
export function showWeeks(section, opened) {
  wipeWeeks(section);
  for (const part of section.querySelectorAll("[data-weeks]")) {
    const maps = JSON.parse(part.querySelector("#week-maps").textContent);
    for (const week of part.querySelectorAll("[data-week]")) {
      showWeek(week, opened, maps[week.dataset.campaign], part);
    }
  }
}
