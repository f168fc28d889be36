import { Plot, empty, font } from "./axes.js";
import { byId, say } from "./page.js";
import { duration, number } from "./text.js";
import { ink, look, paper, quiet, warned } from "./theme.js";

const perDecade = 12;

// Counts by the logarithm of the latency: a map from bin to count.
function bins({ valueNs = [], count = [] }) {
  const result = new Map();
  valueNs.forEach((value, index) => {
    const bin = Math.floor(perDecade * Math.log10(Math.max(1, value) / 1e9));
    result.set(bin, (result.get(bin) ?? 0) + count[index]);
  });
  return result;
}

// Times and how often each was taken, both on logarithmic axes, so that the rare late one is seen.
export function paintLatency(context, width, height, { stats }) {
  const counts = bins(stats?.latencyHistogram ?? {});
  if (!counts.size) return empty(context, width, height, "no forecast yet");
  const budget = stats.budgetS, places = [...counts.keys()].map(bin => bin / perDecade);
  const from = Math.floor(Math.min(...places, Math.log10(budget || 1)));
  const to = Math.ceil(Math.max(...places.map(place => place + 1 / perDecade), Math.log10(2 * (budget || 1e-9))));
  const most = Math.max(...counts.values()), high = Math.log10(most) + .15;
  const plot = new Plot(context, { left: 44, top: 62, width: width - 44 - 14, height: height - 62 - 40 },
    [from, to], [Math.log10(.6), Math.max(1, high)]);
  for (let decade = 0; decade <= plot.high; decade++) plot.beside([[decade, number(10 ** decade)]]);
  const named = [];
  for (let decade = from; decade <= to; decade++) named.push([decade, duration(Number(`1e${decade}`))]);
  plot.below(named);
  plot.text("latency", plot.left + plot.width / 2, height - 6, { align: "center" });
  plot.text("forecasts", 0, 56);
  for (const [bin, count] of counts) {
    const left = plot.x(bin / perDecade), top = plot.y(Math.log10(count));
    context.fillStyle = budget && 10 ** (bin / perDecade) >= budget ? warned() : look("uoro").colour;
    context.fillRect(left + .5, top, Math.max(1, plot.x((bin + 1) / perDecade) - left - 1), plot.bottom - top);
  }
  marks(plot, stats);
}

// The budget and the percentiles as lines, their names in rows above so that none covers another.
function marks(plot, { budgetS, latencyS = {} }) {
  const all = [["p50", latencyS.p50], ["p99", latencyS.p99], ["p99.9", latencyS.p999], ["max", latencyS.max], ["budget", budgetS]]
    .filter(([, value]) => value > 0).map(([name, value]) => [`${name} ${duration(value)}`, Math.log10(value), name === "budget"]);
  const rows = [-Infinity, -Infinity, -Infinity], names = [];
  Object.assign(plot.context, { font, textAlign: "left", textBaseline: "alphabetic" });
  for (const [text, value, isBudget] of all.sort((a, b) => a[1] - b[1])) {
    const width = plot.context.measureText(text).width, x = Math.max(2, Math.min(plot.x(value) - width / 2, plot.right + 12 - width));
    const free = rows.findIndex(taken => taken + 8 < x), row = free < 0 ? rows.indexOf(Math.min(...rows)) : free;
    rows[row] = x + width;
    const y = 44 - 15 * row, at = Math.round(plot.x(value)) + .5;
    plot.context.beginPath();
    plot.context.moveTo(at, y + 3);
    plot.context.lineTo(at, plot.bottom);
    plot.stroke(isBudget ? warned() : quiet(), isBudget ? 2.2 : 1, isBudget ? [] : [2, 3]);
    names.push([text, x, y, isBudget ? warned() : ink()]);
  }
  // Above the lines, on a rim of paper.
  for (const [text, x, y, colour] of names) {
    Object.assign(plot.context, { strokeStyle: paper(), lineWidth: 4 });
    plot.context.strokeText(text, x, y);
    plot.text(text, x, y, { colour });
  }
}

export function tellLatency(stats) {
  const { count = 0, p50 = 0, p99 = 0, p999 = 0, max = 0 } = stats?.latencyS ?? {};
  say(byId("latency-text"), count ? `${number(count)} forecasts: half within ${duration(p50)}, 99 % within ${duration(p99)}, `
    + `99.9 % within ${duration(p999)}, the longest ${duration(max)}; `
    + `${number(stats.budgetMisses ?? 0)} beyond the budget of ${duration(stats.budgetS)}.` : "");
}
