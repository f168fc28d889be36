import { Plot, empty, sign, ticks } from "./axes.js";
import { duration } from "./text.js";
import { faint, ink, look, paper, quiet } from "./theme.js";

const axisNames = ["x", "y", "z"];
const paneHeight = 150, foot = 24, left = 52, right = 10;

// The room that the panes need.
export const motionHeight = count => Math.max(1, count) * paneHeight + foot;

// One pane for each marker: the truth, the forecasts of one horizon at the time they were for, and the newest ahead of it.
export class MotionPicture {
  constructor() { this.ranges = new Map(); }

  paint(context, width, height, { history, view, now, model }) {
    const markers = view.shown(history.markers);
    if (!markers.length || !Number.isFinite(now)) return empty(context, width, height, "no frames yet");
    const ahead = Math.max(1.25 * (history.horizons.at(-1) ?? 0), view.span / 8);
    const each = (height - foot) / markers.length;
    markers.forEach((name, index) => {
      const pane = new Pane(history, history.tracks.get(name), view, now);
      const range = this.#range(`${name} ${pane.axis}`, pane.range(), view.paused);
      const box = { left, top: index * each + 20, width: width - left - right, height: each - 28 };
      const plot = new Plot(context, box, [now - view.span, now + ahead], range);
      pane.paint(plot, look(model).colour, index === markers.length - 1);
      plot.text(`${name}, ${axisNames[pane.axis]}, mm`, left, plot.top - 6, { colour: ink() });
      const age = now - history.newest;
      if (!view.paused && age > Math.max(1, 3 * history.gap) && age < Infinity) {
        plot.text(`no frame for ${duration(Math.floor(age))}`, plot.right, plot.top - 6, { colour: ink(), align: "right" });
      }
    });
  }

  // A scale that gives way at once and comes back slowly, so that the picture does not tremble.
  #range(key, [low, high], atOnce) {
    const room = Math.max(.12 * (high - low), .2);
    const aim = [low - room, high + room];
    const before = this.ranges.get(key);
    const near = side => before[side] + .03 * (aim[side] - before[side]);
    const range = !before || atOnce ? aim : [Math.min(low - room / 3, near(0)), Math.max(high + room / 3, near(1))];
    this.ranges.set(key, range);
    return range;
  }
}

class Pane {
  constructor(history, track, view, now) {
    Object.assign(this, { history, view, now, axis: view.axis(track) });
    Object.assign(this, { frames: track.frames, forecasts: track.forecasts });
    const { frames, forecasts } = track, end = view.paused ? view.held : now + .05;
    this.shown = [Math.max(0, frames.until(now - view.span) - 1), frames.until(end)];
    this.horizon = history.horizons.indexOf(view.horizon);
    const from = now - view.span - view.horizon;
    this.before = this.horizon < 0 ? [0, 0] : [Math.max(0, forecasts.until(from) - 1), forecasts.until(now + .05)];
    const newest = forecasts.until(now + .05) - 1;
    this.ahead = newest >= 0 && now - forecasts.time(newest) < (history.horizons.at(-1) ?? 0) ? newest : -1;
  }

  range() {
    let low = Infinity, high = -Infinity;
    const meet = value => {
      if (value < low) low = value;
      if (value > high) high = value;
    };
    for (let row = this.shown[0]; row < this.shown[1]; row++) meet(this.frames.value(row, this.axis));
    for (let row = this.before[0]; row < this.before[1]; row++) meet(this.forecasts.value(row, 4 * this.horizon + this.axis));
    if (this.ahead >= 0) this.history.horizons.forEach((_, index) => meet(this.forecasts.value(this.ahead, 4 * index + this.axis)));
    return low <= high ? [low, high] : [-1, 1];
  }

  paint(plot, colour, isLast) {
    plot.beside(ticks(plot.low, plot.high, 5));
    const zero = this.view.paused ? this.view.held : this.now;
    const marks = ticks(plot.from - zero, plot.to - zero, plot.width / 70)
      .map(([value, text]) => [zero + value, value ? `${value > 0 ? "+" : ""}${text} s` : this.view.paused ? "paused" : "now"]);
    plot.below(marks, isLast);
    plot.within(() => {
      this.#past(plot, colour);
      plot.upright(this.now, quiet(), 1, [3, 3]);
      if (this.ahead >= 0) this.#future(plot, colour);
      this.#curve(plot, this.frames, this.shown, this.axis, 0, this.history.gap);
      plot.stroke(ink(), 2.2);
      if (this.ahead >= 0) this.#dots(plot, colour);
    });
  }

  #curve(plot, ring, [from, to], column, shift, gap) {
    plot.context.beginPath();
    for (const [begin, end] of ring.runs(from, to, column, gap)) {
      for (let row = begin; row < end; row++) {
        const x = plot.x(ring.time(row) + shift), y = plot.y(ring.value(row, column));
        if (row === begin) plot.context.moveTo(x, y); else plot.context.lineTo(x, y);
      }
    }
  }

  // What was forecast, one horizon before, for each moment.
  #past(plot, colour) {
    if (this.horizon < 0) return;
    const { context } = plot, ring = this.forecasts, shift = this.view.horizon;
    const column = 4 * this.horizon + this.axis, radius = 4 * this.horizon + 3, gap = Math.max(.3, this.history.gap);
    context.fillStyle = faint(colour, .14);
    for (const [begin, end] of ring.runs(...this.before, radius, gap)) {
      const edge = (row, side) => context.lineTo(
        plot.x(ring.time(row) + shift), plot.y(ring.value(row, column) + side * ring.value(row, radius)));
      context.beginPath();
      for (let row = begin; row < end; row++) edge(row, 1);
      for (let row = end - 1; row >= begin; row--) edge(row, -1);
      context.fill();
    }
    this.#curve(plot, ring, this.before, column, shift, gap);
    plot.stroke(colour, 1.2, [5, 3]);
  }

  // The newest forecast as it opens ahead: [time, value, radius], from the frame that it came from.
  #points() {
    const stamp = this.forecasts.time(this.ahead), row = this.frames.until(stamp) - 1;
    const start = row >= 0 && this.frames.time(row) === stamp ? [[stamp, this.frames.value(row, this.axis), 0]] : [];
    return [...start, ...this.history.horizons.map((seconds, index) => [
      stamp + seconds, this.forecasts.value(this.ahead, 4 * index + this.axis), this.forecasts.value(this.ahead, 4 * index + 3),
    ])].filter(([, value]) => !Number.isNaN(value));
  }
  #future(plot, colour) {
    const { context } = plot, points = this.#points(), wide = points.filter(([, , radius]) => !Number.isNaN(radius));
    context.fillStyle = faint(colour, .26);
    context.beginPath();
    for (const [time, value, radius] of wide) context.lineTo(plot.x(time), plot.y(value + radius));
    for (const [time, value, radius] of wide.reverse()) context.lineTo(plot.x(time), plot.y(value - radius));
    context.fill();
    context.beginPath();
    for (const [time, value] of points) context.lineTo(plot.x(time), plot.y(value));
    plot.stroke(colour, 2.2);
  }
  #dots(plot, colour) {
    const stamp = this.forecasts.time(this.ahead);
    for (const [time, value] of this.#points().filter(own => own[0] > stamp)) {
      const isChosen = Math.abs(time - stamp - this.view.horizon) < 1e-6;
      sign(plot.context, "circle", plot.x(time), plot.y(value), isChosen ? 5 : 2.8, colour);
      if (isChosen) sign(plot.context, "circle", plot.x(time), plot.y(value), 2.6, paper());
    }
  }
}
