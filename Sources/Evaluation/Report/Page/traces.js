function startTraces() {
  const form = document.getElementById("motion-controls");
  if (!form) return;
  const state = { from: 0, span: 30 };
  let motion, shown = [];
  const series = unique(data.traces.flatMap(trace => trace.horizons.flatMap(own => own.forecasts.map(keyOf))))
    .map(key => ({ protocol: key.split(" ")[0], model: key.slice(key.indexOf(" ") + 1) }));

  const load = () => {
    const trace = data.traces[recording.value];
    horizon.offer(trace.horizons.map((own, index) => [String(index), horizonText(own.horizonSeconds)]),
      String(Math.max(0, trace.horizons.findLastIndex(own => own.horizonSeconds <= 1))));
    marker.offer(trace.markers.map((name, index) => [String(index), name]));
    motion = new Motion(trace, horizon.value);
    span.fit();
    drawMotion();
  };
  const drawMotion = () => {
    shown = series.filter(item => legend.has(item));
    const widest = motion.widest(Number(marker.value));
    axisChoice.offer([["", `widest (${axes[widest]})`], ...axes.map((name, index) => [String(index), name])]);
    drawTrace();
    draw("histogram", () => histogram(motion, shown));
  };
  const drawTrace = () => {
    const row = 3 * Number(marker.value) + (axisChoice.value === "" ? motion.widest(Number(marker.value)) : Number(axisChoice.value));
    draw("trace", () => positions(motion, shown, Number(marker.value), row, state));
    draw("over-time", () => overTime(motion, shown, Number(marker.value), state, time => span.centre(time)));
  };

  const recording = new Choice(form, "recording", "Recording", load);
  recording.offer(data.traces.map((trace, index) => [String(index), trace.recording]));
  const horizon = new Choice(form, "horizon", "Horizon", load);
  const marker = new Choice(form, "marker", "Marker", drawMotion);
  const axisChoice = new Choice(form, "axis", "Coordinate", drawMotion);
  const causal = series.filter(item => item.protocol !== lookAhead);
  const score = item => data.result?.means.find(own => keyOf(own) === keyOf(item) && own.horizon_s >= 1)?.rmse_mm ?? Infinity;
  const known = causal.length ? causal : series;
  const best = Math.min(...known.map(score));
  const isShown = item => known.includes(item) && (item === known[0] || score(item) === best || item.model === "persistence");
  const legend = new Legend(form, series, isShown, drawMotion);
  legends.push(legend);
  const span = new Span(state, () => motion.times, drawTrace);
  load();
}

const pointsOf = (times, values, from, to) => {
  const result = [];
  for (let i = from; i < to; i++) result.push({ x: times[i], y: values[i] });
  return result;
};

function positions(motion, series, marker, row, { from, span }) {
  const { times } = motion;
  const first = Math.max(0, times.findIndex(time => time >= from) - 1);
  const beyond = times.findIndex(time => time > from + span);
  const last = beyond < 0 ? times.length : beyond + 1;
  const truth = {
    label: "truth", data: pointsOf(times, motion.truth[row], first, last), borderColor: ink(), backgroundColor: ink(),
    borderWidth: 2.5, pointRadius: 0, order: 1,
  };
  let hasBand = false;
  const forecasts = series.flatMap(item => {
    const own = motion.of(item);
    if (!own) return [];
    const edges = own.radii && !hasBand
      ? band(item, ...[-1, 1].map(sign => pointsOf(times, own.rows[row].map((value, i) => value + sign * own.radii[marker][i]), first, last)))
      : [];
    hasBand ||= edges.length > 0;
    return [...edges, lineOf(item, pointsOf(times, own.rows[row], first, last), { borderWidth: 1.5 })];
  });
  return {
    type: "line", data: { datasets: [...forecasts, truth] },
    options: options(
      axis("time since the recording began, s", { min: from, max: from + span, ticks: { includeBounds: false } }),
      axis(`${motion.trace.markers[marker]}, ${axes[row % 3]}, mm`), { plugins: { tooltip: tooltip(3) } }),
  };
}

function overTime(motion, series, marker, { from, span }, choose) {
  const { times } = motion;
  return {
    type: "line",
    data: { datasets: series.map(item => lineOf(item, pointsOf(times, motion.errors(item, marker), 0, times.length), { borderWidth: 1.2 })) },
    options: options(
      axis("time since the recording began, s", { min: times[0], max: times[times.length - 1], ticks: { includeBounds: false } }),
      axis("error, mm", { min: 0 }), {
        plugins: { tooltip: tooltip(2), decimation: { enabled: true, algorithm: "min-max" } },
        onClick: (event, _, chart) => choose(chart.scales.x.getValueForPixel(event.x)),
      }),
    plugins: [{ id: "span", beforeDatasetsDraw: ({ ctx, chartArea, scales }) => {
      const [a, b] = [from, from + span].map(time => scales.x.getPixelForValue(time));
      ctx.fillStyle = faint(quiet(), .18);
      ctx.fillRect(a, chartArea.top, b - a, chartArea.bottom - chartArea.top);
    } }],
  };
}

function histogram(motion, series) {
  const errors = series.map(item => motion.trace.markers.flatMap((_, marker) => [...motion.errors(item, marker)])
    .filter(error => !Number.isNaN(error)).sort((a, b) => a - b));
  const bins = 50;
  const end = Math.max(1e-3, ...errors.map(own => own[Math.floor(.995 * (own.length - 1))] ?? 0));
  const width = [1, 2, 5, 10].map(step => step * 10 ** Math.floor(Math.log10(end / bins))).find(step => step * bins >= end);
  const datasets = series.map((item, index) => {
    const counts = new Array(Math.ceil(end / width) + 1).fill(0);
    for (const error of errors[index]) counts[Math.min(counts.length - 1, Math.floor(error / width))] += 1;
    const shares = counts.map((count, bin) => ({ x: bin * width, y: 100 * count / errors[index].length }));
    return lineOf(item, [...shares, { ...shares.at(-1), x: shares.length * width }], { stepped: true, borderWidth: 1.6 });
  });
  return {
    type: "line", data: { datasets },
    options: options(
      axis("error, mm (the last bin: all that is beyond)", { min: 0 }), axis(`share in ${Number(width.toPrecision(3))} mm, %`, { min: 0 }), {
        plugins: { tooltip: { callbacks: {
          title: items => items.length ? `${items[0].parsed.x.toFixed(2)} to ${(items[0].parsed.x + width).toFixed(2)} mm` : "",
          label: item => `${item.dataset.label}: ${item.parsed.y.toFixed(1)} %`,
        } } },
      }),
  };
}

const tooltip = digits => ({
  filter: withoutBands,
  callbacks: {
    title: items => items.length ? `${items[0].parsed.x.toFixed(2)} s` : "",
    label: item => `${item.dataset.label}: ${item.parsed.y.toFixed(digits)} mm`,
  },
});
