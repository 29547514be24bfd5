// What could name a person: each kind in each column once, with its cells; a person decides.

import { el, fill } from "./dom.js";

export function findings(visit, place, changed) {
  const { say } = visit;
  let groups = [];
  let chosen = {}; // group's number → action
  let apart = {}; // group's number → { row: action }, where one cell is decided otherwise
  let history = [];

  function decide(edit) {
    history.push(JSON.stringify([chosen, apart]));
    edit();
    changed();
  }

  function decision(group, action, row = 0) {
    const said = { decide: action, kind: group.kind };
    if (group.column) said.column = group.column;
    if (row) said.row = row;
    return said;
  }

  function decisions() {
    return groups.flatMap((group, at) => [
      ...(chosen[at] ? [decision(group, chosen[at])] : []),
      ...Object.entries(apart[at] || {}).map(([row, action]) => decision(group, action, Number(row))),
    ]);
  }

  function draw(found) {
    groups = found.groups;
    chosen = {};
    apart = {};
    history = [];
    redraw();
    changed();
  }

  function redraw() {
    const numbered = groups.map((group, at) => ({ group, at }));
    const asked = numbered.filter(({ group }) => group.crosses);
    const stay = numbered.filter(({ group }) => !group.crosses);
    fill(place,
      asked.length ? el("section", { className: "group" },
        el("h3", {}, say("gateHead")),
        el("p", { className: "say" }, say("gateSay")),
        asked.map(card)) : el("p", { className: "fine" }, say("gateNothing")),
      el("p", { className: "small", role: "status", "data-waiting": "" }),
      stay.length ? el("details", { className: "other" },
        el("summary", {}, say("gateStays", { count: stay.reduce((sum, { group }) => sum + group.cells, 0) })),
        el("ul", { className: "plain" }, stay.map(({ group }) => el("li", {},
          say("gateStaysLine", { label: group.label, column: group.column || say("rows"), cells: group.cells }))))) : "");
  }

  function card({ group, at }) {
    const name = `g${at}`;
    return el("article", { className: "finding", "aria-labelledby": `${name}-h` },
      el("h4", { id: `${name}-h` }, group.label, " ",
        el("span", { className: "small" }, say("gateWhere", { column: group.typed ? say("typed") : group.column || say("rows"), cells: group.cells }))),
      group.findings.slice(0, 3).map((found) => cell(found)),
      el("fieldset", {}, el("legend", { className: "visually-hidden" }, say("gateChoose", { label: group.label })),
        group.may.map((action, place_) => el("label", { className: "tick" },
          el("input", {
            type: "radio", name, checked: chosen[at] === action,
            onchange: () => decide(() => { chosen[at] = action; }),
          }), " ", group.may_words[place_]))),
      group.findings.length > 1 ? el("details", {}, el("summary", {}, say("gateEach")),
        el("ul", { className: "words" }, group.findings.map((found) => each(group, at, found)))) : "");
  }

  function cell(found) {
    return el("p", { className: "cell" },
      found.row ? el("span", { className: "small" }, `${say("th_row")} ${found.row} `) : "",
      excerpt(found), el("span", { className: "why" }, ` ${found.reason}`));
  }

  /** The cell's text around what was found, with it marked. */
  function excerpt({ text, start, end }) {
    const from = Math.max(0, start - 30);
    return el("q", {}, (from ? "…" : "") + text.slice(from, start),
      el("mark", {}, text.slice(start, end)),
      text.slice(end, end + 30) + (text.length > end + 30 ? "…" : ""));
  }

  function each(group, at, found) {
    const id = `g${at}-r${found.row}-${found.start}`;
    const own = (apart[at] || {})[found.row] || "";
    return el("li", {},
      el("label", { htmlFor: id }, el("span", { className: "small" }, `${say("th_row")} ${found.row} `), excerpt(found)),
      el("select", {
        id,
        onchange: ({ target }) => decide(() => {
          apart[at] = { ...apart[at] };
          if (target.value) apart[at][found.row] = target.value;
          else delete apart[at][found.row];
        }),
      }, el("option", { value: "" }, say("gateAsAll")),
      group.may.map((action, place_) => el("option", { value: action, selected: own === action }, group.may_words[place_]))));
  }

  return {
    draw,
    decisions,
    changed,
    canUndo: () => history.length > 0,
    undo() { [chosen, apart] = JSON.parse(history.pop()); redraw(); changed(); },
    waiting: () => groups.filter((group, at) => group.serious && !chosen[at]).length,
  };
}
