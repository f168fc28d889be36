import { SensorClock } from "./clock.js";
import { Connection } from "./connection.js";
import { Events } from "./events.js";
import { History } from "./history.js";
import { startKeys } from "./keys.js";
import { byId, fill, say, startDrag } from "./page.js";
import { Pictures } from "./pictures.js";
import { StreamTable, facts, showState, stateOf } from "./streams.js";
import { clockTime, span } from "./text.js";
import { startTheme } from "./theme.js";
import { View } from "./view.js";

const seconds = () => performance.now() / 1000;
const motion = new History(), clock = new SensorClock(), events = new Events();
let daemon, heardAt = 0, stats, frames = 0;
let chosen = named(), isFixed = false;

// The stream that the address names.
function named() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
}
function state() {
  const own = daemon?.streams.find(stream => stream.stream === chosen);
  return own ? stateOf(own, seconds() - heardAt) : isFixed ? "silent" : "";
}
const now = () => view.paused ? view.held - view.back : clock.read(seconds());
const wallClock = () => daemon ? daemon.now_s + seconds() - heardAt : Date.now() / 1000;

const view = new View(() => pictures.drawMoving());
const pictures = new Pictures(() => ({
  history: motion, view, events, stats, daemon, chosen,
  model: stats?.model ?? "mixture", state: state(), now: now(), wallClock: wallClock(),
}));
const table = new StreamTable(choose);

// What must be true even while the picture stands still.
function drawState() {
  if (daemon) {
    table.show(daemon, chosen, seconds() - heardAt);
    say(byId("daemon"), `${daemon.version}, for ${span(wallClock() - daemon.started_s)}`);
  }
  showState(byId("state"), state());
  byId("chosen").classList.toggle("old", state() === "silent" || !connection.connected);
  say(byId("chosen-title"), chosen || "No stream yet");
  fill(byId("facts"), facts(stats, motion.forecast));
}

function choose(name) {
  if (connection.stream !== name) connection.listen(name);
  if (name === chosen) return;
  if (view.paused) view.pause();
  chosen = name;
  history.replaceState(null, "", `#${encodeURIComponent(name)}`);
  motion.clear();
  clock.reset();
  stats = undefined;
  drawState();
  pictures.drawMoving();
  pictures.drawStanding();
}

const connection = new Connection({
  streams(update) {
    daemon = update;
    heardAt = seconds();
    const names = update.streams.map(stream => stream.stream);
    const wanted = isFixed || names.includes(chosen) ? chosen : names[0];
    if (names.includes(wanted)) {
      isFixed = true;
      choose(wanted);
    }
    motion.rate = update.streams.find(stream => stream.stream === chosen)?.rate_hz;
    drawState();
  },
  stats(update) {
    stats = update;
    motion.measure();
    if (!view.paused) pictures.drawStanding();
  },
  motion(update) {
    if (!motion.add(update)) clock.reset();
    if (update.frames?.length) clock.hear(update.frames.at(-1)[0], seconds());
    view.know(motion.horizons, motion.markers);
  },
  news(update) {
    events.add(update.events);
    if (!view.paused) pictures.drawEvents();
  },
}, connected => {
  const banner = byId("banner");
  banner.hidden = connected;
  say(banner, connected ? "" : `No connection to the daemon since ${clockTime(connection.since / 1000)}, trying again.`);
  drawState();
  if (connected) fetch("api/v1/events").then(answer => answer.json()).then(all => events.add(all.events)).catch(() => {});
});

startKeys({
  view,
  pause() {
    view.pause(now());
    pictures.drawMoving();
    if (!view.paused) pictures.drawStanding();
  },
  stream: by => table.step(chosen, by),
  back(by) {
    if (!view.paused) return false;
    view.goBack(by * view.span / 20, motion.oldest);
    pictures.drawMoving();
  },
});
startDrag(byId("motion"), right => {
  if (!view.paused) return;
  view.goBack(right * view.span / byId("motion").clientWidth, motion.oldest);
  pictures.drawMoving();
});
addEventListener("hashchange", () => {
  if (daemon?.streams.some(stream => stream.stream === named())) choose(named());
});

// Thirty pictures a second, and four where motion is not wanted; none while nobody looks.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let due = 0;
function turn(moment) {
  requestAnimationFrame(turn);
  if (document.hidden || view.paused || moment < due - 2) return;
  due = Math.max(due + 1000 / (calm.matches ? 4 : 30), moment);
  pictures.drawMoving();
  frames += 1;
}

startTheme(() => {
  pictures.drawMoving();
  pictures.drawStanding();
});
setInterval(drawState, 1000);
connection.listen("");
requestAnimationFrame(turn);

// For tests.
window.markercast = Object.freeze({
  get frames() { return frames; },
  get state() { return state(); },
  get stream() { return chosen; },
  get connected() { return connection.connected; },
  get paused() { return view.paused; },
});
