const axes = ["x", "y", "z"];

// The motion of one recording at one horizon, unpacked once and kept while it is looked at.
class Motion {
  constructor(trace, horizon) {
    this.trace = trace;
    this.own = trace.horizons[horizon];
    this.times = unpack(this.own.seconds, this.own.count);
    this.truth = this.own.truth.map(text => unpack(text, this.own.count));
    this.positions = new Map();
  }
  of(item) {
    const key = keyOf(item);
    if (!this.positions.has(key)) {
      const own = this.own.forecasts.find(forecast => keyOf(forecast) === key);
      this.positions.set(key, own && {
        rows: own.positions.map((text, row) => unpack(text, this.own.count, this.truth[row])),
        radii: own.radii?.map(text => unpack(text, this.own.count)),
      });
    }
    return this.positions.get(key);
  }
  // The 3-D errors of a marker's forecasts, mm.
  errors(item, marker) {
    const own = this.of(item);
    if (!own) return new Float64Array(0);
    return this.times.map((_, i) => Math.hypot(
      ...axes.map((_, axis) => own.rows[3 * marker + axis][i] - this.truth[3 * marker + axis][i])));
  }
  // The axis along which a marker moves most.
  widest(marker) {
    const spread = axes.map((_, axis) => {
      const seen = this.truth[3 * marker + axis].filter(value => !Number.isNaN(value));
      const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
      return seen.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    });
    return spread.indexOf(Math.max(...spread));
  }
}

// The span of time that is looked at.
class Span {
  constructor(state, times, changed) {
    Object.assign(this, { state, times, changed });
    const form = document.getElementById("span-controls");
    this.width = new Choice(form, "span", "Show", () => { this.fit(); changed(); });
    this.width.offer([["10", "10 s"], ["30", "30 s"], ["60", "1 min"], ["300", "5 min"], ["", "all"]], "30");
    this.slider = element("input", { type: "range", name: "from", step: "0.1" });
    this.slider.addEventListener("input", () => { state.from = Number(this.slider.value); this.read(); changed(); });
    const step = (text, name, share) => {
      const button = element("button", { type: "button", textContent: text, title: name });
      button.addEventListener("click", () => this.centre(state.from + (.5 + share) * state.span));
      return button;
    };
    this.reading = element("output");
    form.append(element("label", { className: "slider" }, "From ", this.reading, this.slider),
      step("◀", "earlier", -.5), step("▶", "later", .5));
  }
  // Keeps the span within the recording.
  fit() {
    const times = this.times();
    const [first, last] = [times[0] ?? 0, times[times.length - 1] ?? 1];
    this.state.span = Math.min(this.width.value === "" ? Infinity : Number(this.width.value), last - first || 1);
    this.state.from = Math.max(first, Math.min(last - this.state.span, this.state.from));
    Object.assign(this.slider, { min: first, max: Math.max(first, last - this.state.span) });
    this.slider.value = this.state.from;
    this.read();
  }
  read() {
    const { from, span } = this.state;
    this.reading.textContent = `${from.toFixed(1)} s to ${(from + span).toFixed(1)} s`;
  }
  centre(time) {
    this.state.from = time - this.state.span / 2;
    this.fit();
    this.changed();
  }
}
