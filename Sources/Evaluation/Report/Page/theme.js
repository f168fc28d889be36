const dark = matchMedia("(prefers-color-scheme: dark)");
let printing = false;
const isDark = () => dark.matches && !printing;
const ink = () => isDark() ? "#e6e8eb" : "#1a1d21";
const quiet = () => isDark() ? "#a3acb7" : "#59616b";
const line = () => isDark() ? "#2e343b" : "#e3e6ea";

// Each model has one colour and one shape, whatever else is on the page: [on white, on black, shape]. After M. Okabe and
// K. Ito, and P. Tol, whose colours the colour-blind tell apart.
const looks = {
  uoro: ["#0072b2", "#4aa8e8", "circle"], rtrl: ["#d55e00", "#ff8a3d", "triangle"],
  snap1: ["#44aa99", "#5cd0bd", "rectRot"], dni: ["#882255", "#d76aa5", "star"],
  lms: ["#cc8400", "#f0b429", "rect"], rls: ["#007a5a", "#2fbf8f", "rectRounded"],
  linear: ["#aa4499", "#e58bd5", "cross"], persistence: ["#777777", "#a0a0a0", "dash"],
  leak: ["#332288", "#a99cf5", "crossRot"], "rtrl-v1": ["#7a4b1e", "#c99363", "triangle"],
};
const spare = [["#999933", "#cfcf5c", "circle"], ["#117733", "#55b877", "rect"], ["#cc6677", "#ee99a5", "triangle"]];
const names = unique([...(data.result?.means ?? []), ...data.landscapes].map(item => item.model));
const unknown = names.filter(name => !Object.hasOwn(looks, name));
function look(model) {
  const own = Object.hasOwn(looks, model) ? looks[model] : spare[Math.max(0, unknown.indexOf(model)) % spare.length];
  return { colour: own[isDark() ? 1 : 0], shape: own[2] };
}
const faint = (colour, share) => colour + Math.round(255 * share).toString(16).padStart(2, "0");
