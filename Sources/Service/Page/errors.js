import { Plot, empty, font, sign, ticks } from "./axes.js";
import { byId, element } from "./page.js";
import { horizonText, millimetres } from "./text.js";
import { look } from "./theme.js";

// The models' recent errors as [model, [[horizon in s, RMSE in mm or undefined], ...]].
const series = stats => (stats?.accuracy ?? []).map(own => [
  own.model, (own.horizons ?? []).map(horizon => [horizon.horizonS ?? 0, horizon.recentRmseMm]),
]);

export function paintErrors(context, width, height, { stats }) {
  const lines = series(stats).map(([model, points]) => [model, points.filter(([, error]) => error !== undefined)])
    .filter(([, points]) => points.length);
  if (!lines.length) return empty(context, width, height, "no forecast has met its truth yet");
  context.font = font;
  const right = 14 + Math.max(...lines.map(([model]) => context.measureText(model).width));
  const all = lines.flatMap(([, points]) => points);
  const plot = new Plot(context, { left: 44, top: 22, width: width - 44 - right, height: height - 22 - 40 },
    [0, 1.03 * Math.max(...all.map(([horizon]) => horizon))], [0, 1.08 * Math.max(.1, ...all.map(([, error]) => error))]);
  plot.beside(ticks(plot.low, plot.high, 5));
  plot.below(ticks(plot.from, plot.to, plot.width / 60));
  plot.text("RMSE, mm", 0, 12);
  plot.text("horizon, s", plot.left + plot.width / 2, height - 6, { align: "center" });
  // The first is the main model: it is drawn last, above the others.
  for (const [index, [model, points]] of [...lines.entries()].reverse()) {
    const { colour, shape, dash } = look(model);
    context.beginPath();
    for (const [horizon, error] of points) context.lineTo(plot.x(horizon), plot.y(error));
    plot.stroke(colour, index ? 1.6 : 2.6, dash);
    for (const [horizon, error] of points) sign(context, shape, plot.x(horizon), plot.y(error), 3.5, colour);
  }
  label(plot, lines);
}

// Each line's name at its end, none upon another.
function label(plot, lines) {
  const names = lines.map(([model, points]) => ({ model, y: plot.y(points.at(-1)[1]) })).sort((a, b) => a.y - b.y);
  for (let i = 1; i < names.length; i++) names[i].y = Math.max(names[i].y, names[i - 1].y + 15);
  const over = (names.at(-1)?.y ?? 0) - plot.bottom;
  for (let i = names.length - 1; over > 0 && i >= 0; i--) {
    names[i].y = Math.min(names[i].y, plot.bottom - 15 * (names.length - 1 - i));
  }
  for (const { model, y } of names) plot.text(model, plot.right + 8, y, { colour: look(model).colour, base: "middle" });
}

export function tabulateErrors(stats) {
  const models = series(stats), horizons = models[0]?.[1].map(([horizon]) => horizon) ?? [];
  byId("error-table").replaceChildren(
    element("caption", { textContent: "RMSE of about the last minute, mm" }),
    element("thead", {}, element("tr", {}, element("th", { scope: "col", textContent: "model" }),
      ...horizons.map(horizon => element("th", { scope: "col", textContent: horizonText(horizon) })))),
    element("tbody", {}, ...models.map(([model, points]) => element("tr", {},
      element("th", { scope: "row", textContent: model }),
      ...points.map(([, error]) => element("td", { textContent: millimetres(error) }))))));
}
