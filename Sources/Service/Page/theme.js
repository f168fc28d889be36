import { byId, Choice, remember, remembered } from "./page.js";

const system = matchMedia("(prefers-color-scheme: dark)");
let chosen = remembered("theme", "system");
export const isDark = () => chosen === "dark" || (chosen !== "light" && system.matches);
export const ink = () => isDark() ? "#e6e8eb" : "#1a1d21";
export const quiet = () => isDark() ? "#a3acb7" : "#59616b";
export const line = () => isDark() ? "#2e343b" : "#e3e6ea";
export const paper = () => isDark() ? "#14171a" : "#ffffff";
export const warned = () => isDark() ? "#ff8a3d" : "#b34700";
export const faint = (colour, share) => colour + Math.round(255 * share).toString(16).padStart(2, "0");

// Each model has one colour and one shape, as in the report: [on white, on black, shape]. After M. Okabe and K. Ito, and
// P. Tol, whose colours the colour-blind tell apart.
const looks = {
  mixture: ["#6a3d9a", "#b794f4", "circle"], uoro: ["#0072b2", "#4aa8e8", "triangle"], rtrl: ["#d55e00", "#ff8a3d", "triangle"],
  snap1: ["#44aa99", "#5cd0bd", "diamond"], dni: ["#882255", "#d76aa5", "cross"], lms: ["#cc8400", "#f0b429", "square"],
  rls: ["#007a5a", "#2fbf8f", "square"], linear: ["#aa4499", "#e58bd5", "cross"], persistence: ["#777777", "#a0a0a0", "dash"],
  mean: ["#7a4b1e", "#c99363", "dash"], analogue: ["#cc8400", "#f0b429", "diamond"], "local-ridge": ["#d55e00", "#ff8a3d", "cross"],
  "guided-analogue": ["#aa4499", "#e58bd5", "square"], features: ["#117733", "#55b877", "circle"],
};
const spare = ["#999933", "#cfcf5c", "circle"];

// Also how its line is dashed, so that no one needs the colour.
const dashes = { triangle: [7, 4], diamond: [2, 3], cross: [8, 3, 2, 3], square: [12, 4], dash: [4, 4], circle: [] };

export function look(model) {
  const own = Object.hasOwn(looks, model) ? looks[model] : spare;
  return { colour: own[isDark() ? 1 : 0], shape: own[2], dash: dashes[own[2]] };
}

// The choice of a theme, kept by the browser.
export function startTheme(changed) {
  const apply = () => {
    document.documentElement.dataset.theme = chosen;
    changed();
  };
  const choice = new Choice(byId("page-controls"), "theme", "Theme", value => {
    chosen = value;
    remember("theme", value);
    apply();
  });
  choice.offer([["system", "as the system"], ["light", "light"], ["dark", "dark"]], chosen);
  system.addEventListener("change", apply);
  apply();
}
