const isKnown = value => typeof value === "number" && Number.isFinite(value);

// Seconds in the unit that suits, to three digits: 42 µs, 1.3 ms, 12 s.
export function duration(seconds) {
  if (!isKnown(seconds)) return "–";
  if (seconds === 0) return "0";
  const size = Math.abs(seconds);
  const [scale, unit] = size < 1e-6 ? [1e9, "ns"] : size < 1e-3 ? [1e6, "µs"] : size < 1 ? [1e3, "ms"] : [1, "s"];
  return `${Number((seconds * scale).toPrecision(3))} ${unit}`;
}

// Long spans: 45 s, 12 min, 3 h 05 min, 2 d 4 h.
export function span(seconds) {
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60);
  if (minutes < 2) return `${Math.max(0, Math.floor(seconds))} s`;
  if (hours < 1) return `${minutes} min`;
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export const millimetres = value => isKnown(value) ? value.toFixed(2) : "–";
export const number = value => isKnown(value) ? value.toLocaleString("en").replaceAll(",", "\u202f") : "–";
export const percent = share => isKnown(share) ? `${(100 * share).toFixed(1)} %` : "–";
export const horizonText = seconds => `${Number(seconds.toPrecision(6))} s`;
export const clockTime = seconds => new Date(1000 * seconds).toLocaleTimeString("en-GB");

const said = {
  state_warming_up: "warms up", state_tracking: "tracks", state_degraded: "degraded", state_lost: "lost: no forecasts",
  gap_bridged: "a gap was bridged", tick_bridged: "missing ticks filled in", stream_lost: "frames were missing for too long",
  clock_jumped: "the sensor's clock jumped", rate_mismatched: "frames do not fit the rate", sensor_froze: "the sensor froze",
  duplicate_frame: "a frame came twice", out_of_order_frame: "a frame came late, out of order",
  marker_occluded: "a marker was out of sight", marker_lost: "a marker was lost", marker_returned: "a marker came back",
  markers_reordered: "markers in another order", marker_added: "a marker is new", marker_removed: "a marker was taken off",
  position_disbelieved: "a position was not believed", position_jumped: "a marker jumped", scale_jumped: "positions in another unit",
  model_failed: "the model failed and began anew", expert_failed: "an expert failed", segment_started: "a new segment",
  session_started: "a fresh session", learning_shed: "learning was given up for time", budget_missed: "a forecast was late",
  skipped: "a frame was not forecast from, being old", checkpoint_failed: "a checkpoint could not be written",
  lost_published: "said to be lost",
};

// A name of the wire in words.
export function words(name) {
  if (Object.hasOwn(said, name)) return said[name];
  return name.replace(/^(rejected|refused)_/, "$1: ").replaceAll("_", " ");
}
