import { ink, line, quiet } from "./theme.js";

const family = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
export const font = `12px ${family}`;

// The round numbers between two, at most so many steps, and how many digits tell them apart.
export function ticks(low, high, most) {
  const rough = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(own => own >= .999 * rough);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const result = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + 1e-6 * step; i++) {
    result.push([i * step, (i * step).toFixed(digits).replace(/^-(?=0(\.0*)?$)/, "").replace("-", "−")]);
  }
  return result;
}

// A field to draw in, with a scale on each side.
export class Plot {
  constructor(context, box, x, y) { Object.assign(this, { context, ...box, from: x[0], to: x[1], low: y[0], high: y[1] }); }
  x(value) { return this.left + this.width * (value - this.from) / (this.to - this.from); }
  y(value) { return this.top + this.height * (1 - (value - this.low) / (this.high - this.low)); }
  get right() { return this.left + this.width; }
  get bottom() { return this.top + this.height; }

  text(text, x, y, { colour = quiet(), align = "left", base = "alphabetic" } = {}) {
    Object.assign(this.context, { font, fillStyle: colour, textAlign: align, textBaseline: base });
    this.context.fillText(text, x, y);
  }
  stroke(colour, width, dash = []) {
    Object.assign(this.context, { strokeStyle: colour, lineWidth: width, lineJoin: "round" });
    this.context.setLineDash(dash);
    this.context.stroke();
    this.context.setLineDash([]);
  }
  upright(value, colour = line(), width = 1, dash = []) {
    const x = Math.round(this.x(value)) + .5;
    this.context.beginPath();
    this.context.moveTo(x, this.top);
    this.context.lineTo(x, this.bottom);
    this.stroke(colour, width, dash);
  }
  level(value, colour = line()) {
    const y = Math.round(this.y(value)) + .5;
    this.context.beginPath();
    this.context.moveTo(this.left, y);
    this.context.lineTo(this.right, y);
    this.stroke(colour, 1);
  }
  // Lines and numbers at [value, text]; those that would touch the one before are not named.
  below(marks, named = true) {
    let taken = -Infinity;
    for (const [value, text] of marks) {
      this.upright(value);
      this.context.font = font;
      const half = this.context.measureText(text).width / 2, x = Math.min(this.right - half + 6, this.x(value));
      if (!named || x - half < taken + 8) continue;
      this.text(text, x, this.bottom + 15, { align: "center" });
      taken = x + half;
    }
  }
  beside(marks) {
    for (const [value, text] of marks) {
      this.level(value);
      this.text(text, this.left - 6, this.y(value), { align: "right", base: "middle" });
    }
  }
  within(draw) {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(this.left, this.top, this.width, this.height);
    context.clip();
    draw();
    context.restore();
  }
}

// A sign at a place: each shape is told apart without its colour.
export function sign(context, shape, x, y, size, colour) {
  const corners = {
    triangle: [[0, -1.2], [1.1, .8], [-1.1, .8]], diamond: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
    square: [[-1, -1], [1, -1], [1, 1], [-1, 1]], dash: [[-1.4, -.4], [1.4, -.4], [1.4, .4], [-1.4, .4]],
    cross: [[-1, -1.3], [0, -.4], [1, -1.3], [1.3, -1], [.4, 0], [1.3, 1], [1, 1.3], [0, .4], [-1, 1.3], [-1.3, 1], [-.4, 0], [-1.3, -1]],
  };
  context.beginPath();
  if (corners[shape]) for (const [right, down] of corners[shape]) context.lineTo(x + size * right, y + size * down);
  else context.arc(x, y, size, 0, 2 * Math.PI);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
}

// Where nothing can be drawn, why.
export function empty(context, width, height, text) {
  Object.assign(context, { font, fillStyle: ink(), textAlign: "center", textBaseline: "middle" });
  context.fillText(text, width / 2, height / 2);
}
