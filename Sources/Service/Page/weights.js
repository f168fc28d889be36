import { byId, element, say } from "./page.js";
import { horizonText } from "./text.js";
import { look } from "./theme.js";

// A bar for each horizon, parted by the experts' weights; a part is told by its colour, its pattern and its name.
export function showWeights(stats) {
  const node = byId("weights");
  const weights = stats?.weights ?? [];
  const models = [...new Set(weights.flatMap(own => (own.experts ?? []).map(expert => expert.model)))];
  if (!models.length) {
    node.replaceChildren(element("p", { className: "key", textContent: "This model weighs no experts, or has not begun to." }));
    return;
  }
  const samples = models.map((model, index) => element("span", { className: "sample" }, part(model, index), model));
  node.replaceChildren(
    element("p", { className: "legend" }, ...samples),
    element("table", { className: "bars" }, element("tbody", {}, ...weights.map(({ horizonS = 0, experts = [] }) => {
      const bar = element("td", { className: "bar" }, ...experts.filter(own => own.weight > .004).map(({ model, weight }) => {
        const own = part(model, models.indexOf(model));
        own.style.flexGrow = weight;
        own.title = `${model} ${(100 * weight).toFixed(1)} %`;
        if (weight > .12) own.append(element("b", { textContent: `${Math.round(100 * weight)} %` }));
        own.append(element("span", { className: "unseen", textContent: ` ${own.title}; ` }));
        return own;
      }));
      return element("tr", {}, element("th", { scope: "row", textContent: horizonText(horizonS) }), bar);
    }))));
}

function part(model, index) {
  const result = element("i", { className: `part pattern-${index % 8}` });
  result.style.backgroundColor = look(model).colour;
  return result;
}
