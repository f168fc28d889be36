import { byId, Choice, say } from "./page.js";
import { horizonText } from "./text.js";

// What is looked at: the span, the horizon, the coordinate, the markers; and whether the picture stands still, and at what time.
export class View {
  constructor(changed) {
    Object.assign(this, { paused: false, held: undefined, back: 0 });
    const form = byId("motion-controls");
    const note = () => {
      say(byId("before"), `forecast ${horizonText(this.horizon)} before, radius`);
      changed();
    };
    this.spans = new Choice(form, "span", "Show", changed);
    this.spans.offer([["10", "10 s"], ["20", "20 s"], ["60", "1 min"]], "20");
    this.horizons = new Choice(form, "horizon", "Horizon", note);
    this.axes = new Choice(form, "axis", "Coordinate", changed);
    this.axes.offer([["", "main direction"], ["0", "x"], ["1", "y"], ["2", "z"]], "");
    this.marker = new Choice(form, "marker", "Markers", changed);
    this.note = note;
  }

  // Offers the horizons and the markers that there are.
  know(horizons, markers) {
    const near = horizons.findLast(seconds => seconds <= .5) ?? horizons[0];
    const before = this.horizons.value;
    this.horizons.offer(horizons.map(seconds => [String(seconds), horizonText(seconds)]), String(near));
    const many = markers.length > 4;
    this.marker.offer([
      ...(many ? [["few", "the first four"]] : []), ["all", "all"], ...markers.map(name => [`=${name}`, name]),
    ], many ? "few" : "all");
    if (this.horizons.value !== before) this.note();
  }

  get span() { return Number(this.spans.value); }
  get horizon() { return Number(this.horizons.value); }
  shown(markers) {
    const { value } = this.marker;
    if (value.startsWith("=")) return markers.filter(name => name === value.slice(1));
    return value === "few" ? markers.slice(0, 4) : markers;
  }
  axis(track) { return this.axes.value === "" ? track.widest : Number(this.axes.value); }

  // Holds the picture as it is at `now`, or lets it go on.
  pause(now) {
    this.paused = !this.paused;
    Object.assign(this, { held: this.paused ? now : undefined, back: 0 });
    const button = byId("pause");
    document.body.classList.toggle("paused", this.paused);
    button.setAttribute("aria-pressed", this.paused);
    say(button, this.paused ? "Go on" : "Pause");
  }
  // Looks at what was earlier, while the picture stands still.
  goBack(seconds, oldest) { this.back = Math.max(0, Math.min(this.held - oldest, this.back + seconds)); }
}
