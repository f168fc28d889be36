import { byId } from "./page.js";

// The keys; none is taken from where it has a use of its own, as in a list or with Ctrl.
export function startKeys({ pause, stream, view, back }) {
  const dialog = byId("keys");
  byId("help").addEventListener("click", () => dialog.showModal());
  byId("close").addEventListener("click", () => dialog.close());
  byId("pause").addEventListener("click", pause);
  const keys = {
    " ": () => pause(),
    ArrowUp: () => stream(-1), ArrowDown: () => stream(1),
    ArrowLeft: () => back(1), ArrowRight: () => back(-1),
    "[": () => view.horizons.step(-1), "]": () => view.horizons.step(1),
    "1": () => view.spans.choose(0), "2": () => view.spans.choose(1), "3": () => view.spans.choose(2),
    "?": () => dialog.showModal(),
  };
  addEventListener("keydown", event => {
    const { target, key } = event;
    if (dialog.open || !Object.hasOwn(keys, key)) return;
    if ((event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph")) return;
    if (target.closest?.("select, input")) return;
    if (key === " " && target.closest?.("button, summary")) return;
    if (key.startsWith("Arrow") && target.closest?.(".scroll")) return;
    if (keys[key]() !== false) event.preventDefault();
  });
}
