import { Plot, empty, sign, ticks } from "./axes.js";
import { byId, Choice, startDrag } from "./page.js";
import { faint, ink, look, quiet } from "./theme.js";

const trail = 5;

// The markers in space, with where they have been and where they are forecast to be.
export class PlanPicture {
  constructor(changed) {
    Object.assign(this, { yaw: .6, pitch: .35, scale: undefined });
    const form = byId("plan-controls");
    const again = () => { this.scale = undefined; changed(); };
    this.plane = new Choice(form, "plane", "Seen along", again);
    this.plane.offer([["01", "z: x and y"], ["02", "y: x and z"], ["12", "x: y and z"], ["space", "any direction"]], "02");
    this.larger = new Choice(form, "larger", "Motion", again);
    this.larger.offer([["1", "to scale"], ["3", "× 3"], ["10", "× 10"]], "3");
    const canvas = byId("plan");
    startDrag(canvas, (right, down) => {
      if (!this.turns) return;
      this.turn(.01 * right, .01 * down);
      changed();
    });
    canvas.addEventListener("keydown", event => {
      const step = { ArrowLeft: [-.1, 0], ArrowRight: [.1, 0], ArrowUp: [0, -.1], ArrowDown: [0, .1] }[event.key];
      if (!this.turns || !step) return;
      event.preventDefault();
      event.stopPropagation();
      this.turn(...step);
      changed();
    });
  }
  get turns() { return this.plane.value === "space"; }
  turn(yaw, pitch) {
    this.yaw += yaw;
    this.pitch = Math.max(-1.5, Math.min(1.5, this.pitch + pitch));
  }

  // A place as right and up on the screen, mm.
  #project([x, y, z]) {
    if (!this.turns) return [[x, y, z][this.plane.value[0]], [x, y, z][this.plane.value[1]]];
    const depth = Math.cos(this.yaw) * y - Math.sin(this.yaw) * x;
    return [Math.cos(this.yaw) * x + Math.sin(this.yaw) * y, Math.cos(this.pitch) * z + Math.sin(this.pitch) * depth];
  }

  paint(context, width, height, { history, view, now, model }) {
    const markers = history.markers.map(name => this.#marker(name, history, view, now)).filter(own => own.path.length);
    byId("plan").classList.toggle("turns", this.turns);
    if (!markers.length) return empty(context, width, height, "no marker in sight");
    const plot = this.#plot(context, width, height, markers, view.paused);
    const { colour } = look(model);
    for (const { path } of markers) {
      context.beginPath();
      for (const [x, y] of path) context.lineTo(plot.x(x), plot.y(y));
      plot.stroke(faint(quiet(), .6), 1.5);
    }
    for (const own of markers) this.#ghost(plot, own, colour);
    for (const { name, place, inSight } of markers) {
      const [x, y] = [plot.x(place[0]), plot.y(place[1])];
      sign(context, inSight ? "circle" : "cross", x, y, 4, inSight ? ink() : quiet());
      const onRight = x < width - 60;
      plot.text(inSight ? name : `${name}, not seen`, x + (onRight ? 9 : -9), y - 8, { colour: ink(), align: onRight ? "left" : "right" });
    }
    this.#legend(plot, width, height);
  }

  // The way of a marker, its place and its forecasts, on the screen's plane.
  #marker(name, history, view, now) {
    const { frames, forecasts, centre } = history.tracks.get(name);
    const factor = Number(this.larger.value);
    const show = place => this.#project(place.map((value, axis) => factor * value + (1 - factor) * (centre[axis] || 0)));
    const path = [], end = frames.until(now + .05);
    for (let row = frames.until(now - trail); row < end; row++) {
      const place = [0, 1, 2].map(axis => frames.value(row, axis));
      if (!place.some(Number.isNaN)) path.push(show(place));
    }
    const inSight = end > 0 && !Number.isNaN(frames.value(end - 1, 0));
    const row = forecasts.until(now + .05) - 1, ahead = [];
    if (row >= 0 && now - forecasts.time(row) < 3) {
      history.horizons.forEach((seconds, index) => {
        const place = [0, 1, 2].map(axis => forecasts.value(row, 4 * index + axis));
        if (seconds > view.horizon || Number.isNaN(place[0])) return;
        ahead.push([...show(place), factor * forecasts.value(row, 4 * index + 3)]);
      });
    }
    return { name, path, inSight, place: path.at(-1), ahead };
  }

  #ghost(plot, { place, ahead }, colour) {
    const last = ahead.at(-1);
    if (!last) return;
    const { context } = plot, [x, y] = [plot.x(last[0]), plot.y(last[1])];
    context.beginPath();
    for (const [right, up] of [place, ...ahead]) context.lineTo(plot.x(right), plot.y(up));
    plot.stroke(colour, 2);
    if (last[2] > 0) {
      context.beginPath();
      context.arc(x, y, last[2] * plot.width / (plot.to - plot.from), 0, 2 * Math.PI);
      context.fillStyle = faint(colour, .14);
      context.fill();
      plot.stroke(colour, 1.2, [4, 3]);
    }
    sign(context, "diamond", x, y, 3.2, colour);
  }

  // A field that holds all, with one scale for right and up; it follows slowly.
  #plot(context, width, height, markers, atOnce) {
    const all = markers.flatMap(({ path, ahead }) => [...path, ...ahead]);
    const [lefts, ups] = [0, 1].map(side => all.map(own => own[side])).map(own => [Math.min(...own), Math.max(...own)]);
    const perPixel = Math.max((lefts[1] - lefts[0]) / (width - 110), (ups[1] - ups[0]) / (height - 90), .02);
    const aim = [(lefts[0] + lefts[1]) / 2, (ups[0] + ups[1]) / 2, 1.05 * perPixel];
    const before = this.scale;
    this.scale = !before || atOnce ? aim : before.map((value, index) => value + .05 * (aim[index] - value));
    if (this.scale[2] < perPixel) this.scale[2] = perPixel;
    const [x, y, size] = this.scale;
    return new Plot(context, { left: 0, top: 0, width, height },
      [x - size * width / 2, x + size * width / 2], [y - size * height / 2, y + size * height / 2]);
  }

  // A rule for the distances, and which way the axes go.
  #legend(plot, width, height) {
    const perPixel = (plot.to - plot.from) / width, [[length, name]] = ticks(40 * perPixel, 120 * perPixel, 3);
    const { context } = plot, factor = Number(this.larger.value), end = width - 12, begin = end - length / perPixel;
    context.beginPath();
    for (const [x, y] of [[begin, height - 14], [begin, height - 10], [end, height - 10], [end, height - 14]]) context.lineTo(x, y);
    plot.stroke(quiet(), 1.5);
    const text = factor === 1 ? `${name} mm` : `${name} mm between markers, ${Number((length / factor).toPrecision(3))} mm of motion`;
    plot.text(text, end, height - 18, { align: "right" });
    ["x", "y", "z"].forEach((letter, axis) => {
      const [right, up] = this.#project([0, 1, 2].map(own => Number(own === axis)));
      if (Math.hypot(right, up) < .2) return;
      context.beginPath();
      context.moveTo(26, height - 26);
      context.lineTo(26 + 24 * right, height - 26 - 24 * up);
      plot.stroke(quiet(), 1.5);
      plot.text(letter, 26 + 33 * right, height - 26 - 33 * up, { align: "center", base: "middle" });
    });
  }
}
