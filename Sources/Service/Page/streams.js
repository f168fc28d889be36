import { byId, element, say } from "./page.js";
import { duration, millimetres, number } from "./text.js";

// A stream that nothing was heard of for three seconds says nothing true about now.
export const stateOf = (stream, passed) => stream.age_s + passed > 3 ? "silent" : stream.state;

export function showState(node, state) {
  say(node, state);
  node.dataset.state = state;
}

const columns = [
  ["more", stream => stream.rate_hz ? `${Number(stream.rate_hz.toPrecision(3))} Hz` : "–"],
  ["more", stream => duration(stream.sample_age_s?.p50)],
  ["more", stream => duration(stream.latency_s?.p50)],
  ["", (stream, budget) => budget ? `${duration(stream.latency_s?.p999)} of ${duration(budget)}` : duration(stream.latency_s?.p999)],
  ["more", stream => number(stream.budget_misses ?? 0)],
  ["", stream => `${millimetres(stream.recent_rmse_mm)} of ${millimetres(stream.persistence_rmse_mm)} mm`],
];

// The table of streams; a row is chosen with its button, a click, or the arrow keys.
export class StreamTable {
  constructor(choose) {
    this.choose = choose;
    this.rows = new Map();
    this.body = byId("streams").tBodies[0];
  }

  show({ streams, budget_s: budget }, chosen, passed) {
    const names = streams.map(stream => stream.stream);
    for (const [name, row] of this.rows) {
      if (names.includes(name)) continue;
      row.remove();
      this.rows.delete(name);
    }
    for (const stream of streams) {
      const row = this.rows.get(stream.stream) ?? this.#add(stream.stream);
      const isChosen = stream.stream === chosen;
      row.setAttribute("aria-selected", isChosen);
      row.querySelector("button").tabIndex = isChosen ? 0 : -1;
      showState(row.querySelector(".state"), stateOf(stream, passed));
      columns.forEach(([, text], index) => say(row.cells[2 + index], text(stream, budget)));
      row.cells[5].classList.toggle("beyond", stream.latency_s?.p999 > budget);
      row.cells[6].classList.toggle("beyond", stream.budget_misses > 0);
    }
    if (names.join() !== [...this.body.rows].map(row => row.dataset.stream).join()) {
      this.body.replaceChildren(...names.map(name => this.rows.get(name)));
    }
  }

  #add(name) {
    const button = element("button", { type: "button", textContent: name });
    const row = element("tr", {},
      element("th", { scope: "row" }, button), element("td", {}, element("span", { className: "state" })),
      ...columns.map(([className]) => element("td", { className })));
    row.dataset.stream = name;
    row.addEventListener("click", () => this.choose(name));
    this.rows.set(name, row);
    this.body.append(row);
    return row;
  }

  // Chooses the neighbour of the chosen stream; false where there is none to go to.
  step(chosen, by) {
    const names = [...this.body.rows].map(row => row.dataset.stream);
    if (names.length < 2) return false;
    const name = names[Math.max(0, Math.min(names.length - 1, names.indexOf(chosen) + by))];
    if (name !== chosen) this.choose(name);
    if (this.body.contains(document.activeElement)) this.rows.get(name).querySelector("button").focus();
    return true;
  }
}

// What the newest forecast and the statistics say of the chosen stream.
export const facts = (stats, forecast) => [
  ["model", stats?.model],
  ["rate", stats?.rateHz && `${Number(stats.rateHz.toPrecision(3))} Hz${stats.rateFound ? ", found" : ", given"}`],
  [stats?.clockShared ? "sample age" : "sample age above its least",
    stats?.sampleAgeS && `${duration(stats.sampleAgeS.p50 ?? 0)}, 99 % below ${duration(stats.sampleAgeS.p99 ?? 0)}`],
  ["a tick takes", stats?.tickS && `${duration(stats.tickS.p50 ?? 0)}, learning ${duration(stats.learnS?.p50 ?? 0)}`],
  ["clock drift", stats?.clockDriftPpm !== undefined && `${stats.clockDriftPpm.toFixed(1)} ppm`],
  ["radius holds", forecast?.coverages?.length && `${forecast.coverages.map(share => Number((100 * share).toPrecision(3))).join(", ")} %`],
  ["conditions", forecast?.conditions?.map(name => name.replaceAll("_", " ")).join(", ")],
].map(([term, value]) => [term, value || undefined]);
