import { SensorClock } from "./clock.js";
import { Connection } from "./connection.js";
import { showCounters } from "./counters.js";
import { paintErrors, tabulateErrors } from "./errors.js";
import { Events, eventsHeight, listEvents, paintEvents } from "./events.js";
import { History } from "./history.js";
import { startKeys } from "./keys.js";
import { paintLatency, tellLatency } from "./latency.js";
import { MotionPicture, motionHeight } from "./motion.js";
import { byId, element, fill, say } from "./page.js";
import { PlanPicture } from "./plan.js";
import { showRadii } from "./radii.js";
import { StreamTable, facts, showState, stateOf } from "./streams.js";
import { Surface } from "./surface.js";
import { clockTime, span } from "./text.js";
import { startTheme } from "./theme.js";
import { View } from "./view.js";
import { showWeights } from "./weights.js";

// The stream that the address names.
function named() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
}
const seconds = () => performance.now() / 1000;
const history = new History(), clock = new SensorClock(), events = new Events(), motion = new MotionPicture();
let chosen = named(), wasShown = false;
let daemon, heardAt = 0, stats, frames = 0;

const state = () => {
  const own = daemon?.streams.find(stream => stream.stream === chosen);
  return own ? stateOf(own, seconds() - heardAt) : wasShown ? "silent" : "";
};
const now = () => view.paused ? view.held - view.back : clock.read(seconds());
const scene = () => ({ history, view, now: now(), model: stats?.model ?? "mixture" });
const wallClock = () => (daemon?.now_s ?? Date.now() / 1000) + (daemon ? seconds() - heardAt : 0);

const view = new View(() => drawMoving());
const plan = new PlanPicture(() => drawMoving());
const moving = [
  new Surface(byId("motion"), (...room) => motion.paint(...room, scene())),
  new Surface(byId("plan"), (...room) => plan.paint(...room, scene())),
];
const standing = [
  new Surface(byId("errors"), (...room) => paintErrors(...room, stats)),
  new Surface(byId("latency"), (...room) => paintLatency(...room, stats)),
];
const lanes = new Surface(byId("events"), (...room) => paintEvents(...room, { events: shownEvents(), now: wallClock(), state: state() }));
byId("events").style.height = `${eventsHeight}px`;
const everywhere = element("input", { type: "checkbox", name: "everywhere" });
everywhere.addEventListener("change", () => { lanes.draw(); listEvents(shownEvents()); });
byId("event-controls").append(element("label", {}, everywhere, " of all streams"));
const shownEvents = () => everywhere.checked ? events.held : events.of(chosen);

const drawMoving = () => {
  byId("motion").style.height = `${motionHeight(view.shown(history.markers).length)}px`;
  moving.forEach(surface => surface.draw());
};
function drawStanding() {
  standing.forEach(surface => surface.draw());
  tabulateErrors(stats);
  tellLatency(stats);
  showWeights(stats);
  showRadii(stats);
  showCounters(stats, daemon);
  lanes.draw();
  listEvents(shownEvents());
}
// What must be true even while the picture stands still.
function drawState() {
  if (daemon) table.show(daemon, chosen, seconds() - heardAt);
  showState(byId("state"), state());
  byId("chosen").classList.toggle("old", state() === "silent" || !connection.connected);
  say(byId("chosen-title"), chosen || "no stream yet");
  fill(byId("facts"), facts(stats, history.forecast));
  if (daemon) say(byId("daemon"), `${daemon.version}, for ${span(wallClock() - daemon.started_s)}`);
}

const table = new StreamTable(choose);
function choose(name) {
  if (name === chosen && connection.stream === name) return;
  if (view.paused) view.pause();
  chosen = name;
  globalThis.history.replaceState(null, "", `#${encodeURIComponent(name)}`);
  history.clear();
  clock.reset();
  stats = undefined;
  connection.listen(name);
  drawState();
  drawMoving();
  drawStanding();
}

const connection = new Connection({
  streams(update) {
    [daemon, heardAt] = [update, seconds()];
    const names = update.streams.map(stream => stream.stream);
    const wanted = names.includes(chosen) || wasShown ? chosen : names[0];
    if (wanted && names.includes(wanted) && connection.stream !== wanted) choose(wanted);
    wasShown ||= wanted === chosen && names.includes(chosen);
    history.rate = update.streams.find(stream => stream.stream === chosen)?.rate_hz;
    drawState();
  },
  stats(update) {
    stats = update;
    history.measure();
    if (!view.paused) drawStanding();
  },
  motion(update) {
    if (!history.add(update)) clock.reset();
    if (update.frames?.length) clock.hear(update.frames.at(-1)[0], seconds());
    view.know(history.horizons, history.markers);
  },
  news(update) {
    events.add(update.events);
    if (!view.paused) listEvents(shownEvents());
  },
}, connected => {
  const banner = byId("banner");
  banner.hidden = connected;
  say(banner, connected ? "" : `No connection to the daemon since ${clockTime(connection.since / 1000)}, trying again.`);
  drawState();
  if (connected) fetch("api/v1/events").then(answer => answer.json()).then(({ events: all }) => events.add(all)).catch(() => {});
});

startKeys({
  view,
  pause() {
    view.pause(now());
    if (!view.paused) drawStanding();
    drawMoving();
  },
  stream: by => table.step(chosen, by),
  back(by) {
    if (!view.paused) return false;
    view.goBack(by * view.span / 20, 3600);
    drawMoving();
  },
});
addEventListener("hashchange", () => {
  const name = named();
  if (daemon?.streams.some(stream => stream.stream === name)) choose(name);
});

// Thirty pictures a second, and four where motion is not wanted; none while nobody looks.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let due = 0;
function turn(moment) {
  requestAnimationFrame(turn);
  if (document.hidden || view.paused || moment < due - 2) return;
  due = Math.max(due + 1000 / (calm.matches ? 4 : 30), moment);
  drawMoving();
  frames += 1;
}

startTheme(() => { drawMoving(); drawStanding(); });
setInterval(drawState, 1000);
connection.listen("");
requestAnimationFrame(turn);

window.markercast = Object.freeze({
  get frames() { return frames; },
  get state() { return state(); },
  get stream() { return chosen; },
  get connected() { return connection.connected; },
  get paused() { return view.paused; },
});
