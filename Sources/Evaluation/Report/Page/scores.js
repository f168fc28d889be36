const measures = {
  rmse_mm: ["RMSE", "mm", 1, "rmse_ci95_mm"], mae_mm: ["mean error (MAE)", "mm", 1, "mae_ci95_mm"],
  nrmse: ["nRMSE", "share of the motion", 1], mase: ["MASE", "share of persistence's error", 1],
  p50_mm: ["median error", "mm", 1], p95_mm: ["95 % quantile", "mm", 1], p99_mm: ["99 % quantile", "mm", 1],
  max_mm: ["largest error", "mm", 1], radius_mm: ["mean radius", "mm", 1], winkler_mm: ["score of the radius", "mm", 1],
  jitter_mm: ["jitter", "mm", 1], coverage: ["coverage", "%", 100],
};

function startScores() {
  const form = document.getElementById("score-controls");
  if (!form) return;
  const { means, results, recordings } = data.result;
  const series = unique(means.map(keyOf)).map(key => means.find(score => keyOf(score) === key));
  const drawCharts = () => {
    const scores = recording.value === "" ? means : results.filter(score => score.recording === recordings[recording.value].name);
    for (const [kind, name] of [["error", measure.value], ["jitter", "jitter_mm"], ["coverage", "coverage"]]) {
      const shown = series.filter(item => legend.has(item));
      const largest = Math.max(0, ...scores.filter(score => shown.some(item => keyOf(item) === keyOf(score)))
        .map(score => ((score[name] ?? 0) + (score[measures[name][3]] ?? 0)) * measures[name][2]));
      for (const protocol of protocols) {
        draw(`${kind}-${protocol}`, () => againstHorizon(
          shown.filter(item => item.protocol === protocol), scores, name, largest));
      }
    }
  };
  const recording = new Choice(form, "score-recording", "Recording", drawCharts);
  recording.offer([["", "mean of all"], ...recordings.map((own, index) => [String(index), own.name])]);
  const measure = new Choice(form, "measure", "Measure", drawCharts);
  measure.offer(Object.entries(measures).filter(([name]) => !["jitter_mm", "coverage"].includes(name))
    .map(([name, [title]]) => [name, title]));
  const legend = new Legend(form, series, () => true, drawCharts);
  legends.push(legend);
  drawCharts();
  const timed = series.filter(item => item.microseconds_per_tick !== undefined);
  if (timed.length) {
    document.getElementById("cost").parentElement.style.height = `${60 + 26 * timed.length}px`;
    draw("cost", () => cost(timed));
  }
}

function againstHorizon(series, scores, name, largest) {
  const [title, unit, scale, width] = measures[name];
  const datasets = series.flatMap(item => {
    const own = scores.filter(score => keyOf(score) === keyOf(item) && score[name] !== undefined)
      .sort((a, b) => a.horizon_s - b.horizon_s);
    const at = offset => own.map(score => ({ x: score.horizon_s, y: scale * (score[name] + offset * (score[width] ?? 0)) }));
    const bands = own.some(score => score[width] !== undefined) ? band(item, at(-1), at(1)) : [];
    return [...bands, lineOf(item, at(0), { pointRadius: 4, borderWidth: 2 })];
  });
  return {
    type: "line", data: { datasets },
    options: options(axis("horizon, s", { min: 0 }), axis(`${title}, ${unit}`, unit === "%" ? { suggestedMin: 80, max: 100 } : { min: 0, suggestedMax: largest }), {
      interaction: { mode: "x", intersect: false },
      plugins: {
        tooltip: {
          filter: withoutBands, itemSort: (a, b) => b.parsed.y - a.parsed.y,
          callbacks: {
            title: items => items.length ? `${horizonText(items[0].parsed.x)} ahead` : "",
            label: item => `${item.dataset.label}: ${item.parsed.y.toFixed(unit === "%" ? 1 : 3)} ${unit === "mm" || unit === "%" ? unit : ""}`,
          },
        },
      },
    }),
  };
}

function cost(timed) {
  return {
    type: "line",
    data: {
      labels: timed.map(labelOf),
      datasets: timed.map((item, index) => lineOf(
        item, [{ x: item.microseconds_per_tick, y: index }], { showLine: false, pointRadius: 6, borderDash: [], clip: false })),
    },
    options: options(
      axis("µs a tick", { type: "logarithmic", ticks: decades }),
      axis("", { type: "category", labels: timed.map(labelOf), title: { display: false }, offset: true, ticks: { color: ink(), autoSkip: false } }),
      {
        indexAxis: "y", interaction: { mode: "nearest", intersect: false },
        plugins: { tooltip: { callbacks: { title: () => "", label: item => `${item.dataset.label}: ${item.parsed.x.toFixed(1)} µs` } } },
      }),
  };
}
