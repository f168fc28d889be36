import { byId, element } from "./page.js";
import { horizonText, number, percent } from "./text.js";

// For each horizon the share of truths that the radii were to hold and the share that they held.
export function showRadii(stats) {
  const radii = (stats?.radii ?? []).filter(own => own.coverages?.length);
  const node = byId("radii");
  if (!radii.length) {
    node.replaceChildren(element("p", { className: "key", textContent: "No forecast with a radius has met its truth yet." }));
    return;
  }
  const head = text => element("th", { scope: "col", textContent: text });
  node.replaceChildren(element("table", {},
    element("thead", {}, element("tr", {}, ...["horizon", "asked", "held", "", "truths"].map(head))),
    element("tbody", {}, ...radii.flatMap(({ horizonS = 0, coverages }) => coverages.map(({ asked = 0, count = 0, held = 0 }, row) => {
      const share = count ? held / count : undefined;
      return element("tr", {},
        element("th", { scope: "row", textContent: row ? "" : horizonText(horizonS) }),
        ...[percent(asked), percent(share)].map(textContent => element("td", { textContent })),
        element("td", {}, gauge(asked, share)), element("td", { textContent: number(count) }));
    })))));
}

// The share held as a bar, from 50 % to 100 %, with a mark at what was asked.
function gauge(asked, share) {
  const at = value => `${Math.max(0, Math.min(100, 200 * (value - .5)))}%`;
  const bar = element("i", { className: "held" }), mark = element("i", { className: "asked" });
  bar.style.width = at(share ?? 0);
  mark.style.left = at(asked);
  return element("span", { className: "gauge", title: "from 50 % to 100 %" }, bar, mark);
}
