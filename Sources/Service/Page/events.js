import { Plot, sign } from "./axes.js";
import { byId, element } from "./page.js";
import { clockTime, number, words } from "./text.js";
import { faint, ink, look, quiet, warned } from "./theme.js";

const shownFor = 600, longest = 3600, most = 5000, listed = 60;

// What is drawn in which lane, with which sign.
const lanes = [
  ["gaps", /^(gap_bridged|tick_bridged|rate_mismatched|clock_jumped|duplicate_frame|out_of_order_frame)$/, "diamond"],
  ["lost", /^(stream_lost|lost_published|marker_lost|marker_removed)$/, "cross"],
  ["markers", /^(marker|position|scale|sensor)/, "circle"],
  ["refused", /^(refused|rejected)/, "square"],
  ["late, shed", /^(budget_missed|learning_shed|skipped)$/, "triangle"],
  ["restarts", /./, "dash"],
];
// How high the state's bar is, the worse the higher, and its colour.
const bars = {
  state_tracking: [.2, () => look("rls").colour], state_warming_up: [.5, () => look("uoro").colour],
  state_degraded: [.65, warned], state_lost: [1, warned], state_silent: [1, quiet],
};
const laneHeight = 22, left = 78, foot = 22;
export const eventsHeight = (lanes.length + 1) * laneHeight + foot;

// What happened of late, of all streams, each once.
export class Events {
  constructor() { this.held = []; }
  add(events) {
    const keyOf = event => `${event.time_s} ${event.stream} ${event.event}`;
    const known = new Set(this.held.map(keyOf));
    this.held.push(...events.filter(event => !known.has(keyOf(event))));
    this.held.sort((a, b) => a.time_s - b.time_s);
    const newest = this.held.at(-1)?.time_s ?? 0;
    this.held = this.held.filter(event => event.time_s > newest - longest).slice(-most);
  }
  // Those of a stream, and those of none.
  of(stream) { return this.held.filter(event => !event.stream || event.stream === stream); }
}

// The last ten minutes, a lane for each kind.
export function paintEvents(context, width, height, { wallClock: now, chosen, state }, events) {
  const rows = lanes.length + 1;
  const box = { left, top: 4, width: width - left - 8, height: height - foot - 4 };
  const plot = new Plot(context, box, [now - shownFor, now], [rows, 0]);
  plot.below([10, 8, 6, 4, 2, 0].map(minutes => [now - 60 * minutes, minutes ? `−${minutes} min` : "now"]));
  const middle = row => plot.y(row + .5);
  ["state", ...lanes.map(([name]) => name)].forEach((name, row) => {
    plot.text(name, 0, middle(row), { base: "middle" });
    plot.level(row + 1);
  });
  plot.within(() => {
    stretches(events.filter(event => event.stream === chosen), now, state).forEach(([name, from, to]) => {
      const [share, colour] = bars[name] ?? bars.state_silent;
      const full = laneHeight - 6, high = full * share, x = plot.x(from);
      context.fillStyle = colour();
      context.fillRect(x, middle(0) + full / 2 - high, Math.max(1.5, plot.x(to) - x), high);
    });
  });
  for (const event of events) {
    if (event.time_s < now - shownFor || event.event.startsWith("state_")) continue;
    const row = lanes.findIndex(([, pattern]) => pattern.test(event.event));
    sign(context, lanes[row][2], plot.x(event.time_s), middle(row + 1), 4.5, faint(ink(), .75));
  }
}

// The states that the stream went through, as [state, from, to].
function stretches(events, now, state) {
  const changes = events.filter(event => event.event.startsWith("state_"));
  const always = changes.length ? undefined : `state_${state.replaceAll(" ", "_")}`;
  const before = changes.findLast(event => event.time_s < now - shownFor)?.event ?? always;
  const inside = changes.filter(event => event.time_s >= now - shownFor).map(event => [event.event, event.time_s]);
  const all = before ? [[before, now - shownFor], ...inside] : inside;
  return all.map(([name, from], index) => [name, from, all[index + 1]?.[1] ?? now]);
}

let told;
export function listEvents(events) {
  // Left alone where nothing is new, so that it can be read and marked.
  const key = JSON.stringify(events.slice(-listed));
  if (key === told) return;
  told = key;
  const rows = events.slice(-listed).reverse().map(({ time_s, stream, event, count }) => element("tr", {},
    element("th", { scope: "row", textContent: clockTime(time_s) }), element("td", { textContent: stream || "–" }),
    element("td", { className: "words", textContent: words(event) + (count > 1 ? `, ${number(count)} times` : ""), title: event })));
  byId("event-list").replaceChildren(rows.length
    ? element("tbody", {}, ...rows) : element("caption", { textContent: "Nothing has happened." }));
}
