// Who may see the rows: sharing group, the Traffic Light Protocol's mark, embargo, name shown.

import { all, el, fill, one } from "./dom.js";

export function markingForm(visit, place, onChange) {
  const { say, data } = visit;
  const { marking } = data;

  /** Whose name may show: the giver's, nobody's, or that of who publishes for them. */
  function names(chosen) {
    const giver = visit.mapping.partner;
    const others = marking.publishing.filter(([whose]) => whose === giver).map(([, by]) => by);
    const known = others.map((name) => [`by ${name}`, say("m_other", { partner: name })]);
    if (chosen && !others.includes(chosen)) known.push([`by ${chosen}`, say("m_unknown", { partner: chosen })]);
    return [["yes", say("m_shown")], ["no", say("m_hidden")], ...known];
  }

  function choice(name, label, options, chosen) {
    return el("div", {}, el("label", { htmlFor: `m-${name}` }, label),
      el("select", { id: `m-${name}`, name }, choices(options, chosen)));
  }

  function choices(options, chosen) {
    return options.map(([value, text]) => el("option", { value, selected: value === chosen }, text));
  }

  fill(place,
    el("div", { className: "asked" },
      choice("group", say("m_group"), [["", say("m_everyone")], ...marking.groups.map((name) => [name, name])], ""),
      choice("tlp", say("m_tlp"), marking.tlp, "AMBER"),
      el("div", {}, el("label", { htmlFor: "m-embargo" }, say("m_embargo")),
        el("input", { id: "m-embargo", name: "embargo_until", type: "date", min: marking.tomorrow })),
      choice("shows", say("m_name"), [], "")));
  place.addEventListener("submit", (event) => event.preventDefault());
  all("select, input", place).forEach((input) => input.addEventListener("change", onChange));

  return {
    /** What the mapping says of it, shown as chosen. */
    begin({ group = "", tlp = "AMBER", embargo_until = null, shows_name = true, published_by = "" }) {
      const set = (name, chosen) => { one(`[name="${name}"]`, place).value = chosen; };
      if (group && !marking.groups.includes(group)) one('[name="group"]', place).append(el("option", { value: group }, group));
      set("group", group);
      set("tlp", tlp);
      set("embargo_until", embargo_until || "");
      const shown = published_by ? `by ${published_by}` : shows_name ? "yes" : "no";
      fill(one('[name="shows"]', place), choices(names(published_by), shown));
    },
    marking() {
      const value = (name) => one(`[name="${name}"]`, place).value;
      return {
        group: value("group"),
        tlp: value("tlp"),
        embargo_until: value("embargo_until") || null,
        shows_name: value("shows") === "yes",
        published_by: value("shows").startsWith("by ") ? value("shows").slice(3) : "",
      };
    },
  };
}
