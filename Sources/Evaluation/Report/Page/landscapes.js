const stageShapes = ["circle", "triangle", "rectRot", "rect", "star", "cross"];
const stageColours = [["#88a7c4", "#5c7f9e"], ["#0072b2", "#4aa8e8"], ["#d55e00", "#ff8a3d"], ["#882255", "#d76aa5"]];

function startLandscapes() {
  data.landscapes.forEach((landscape, index) => {
    const stages = unique(landscape.trials.map(trial => trial.stage ?? ""));
    const colour = stage => stageColours[stages.indexOf(stage) % stageColours.length][isDark() ? 1 : 0];
    const form = document.getElementById(`landscape-${index}`);
    if (stages.length > 1) {
      const legend = { colour: () => form.replaceChildren(...stages.map(stage => element("span", { className: "chip" },
        Object.assign(element("i"), { style: `border-top-color: ${colour(stage)}` }), stage || "–"))) };
      legends.push(legend);
      legend.colour();
    }
    for (const name of unique(landscape.trials.flatMap(trial => Object.keys(trial.parameters)))) {
      draw(`landscape-${index}-${name}`, () => searched(landscape, name, stages, colour));
    }
  });
}

function searched(landscape, name, stages, colour) {
  const point = trial => ({ x: trial.parameters[name], y: trial.rmse, trial });
  // In the order of x, as Chart.js takes unparsed data to be.
  const known = landscape.trials.filter(trial => trial.rmse !== undefined && trial.parameters[name] !== undefined)
    .sort((a, b) => a.parameters[name] - b.parameters[name]);
  const values = known.map(trial => trial.parameters[name]);
  const isWide = Math.min(...values) > 0 && Math.max(...values) >= 20 * Math.min(...values);
  const chosen = landscape.trials[landscape.chosen];
  const datasets = stages.map((stage, index) => ({
    label: stage, data: known.filter(trial => (trial.stage ?? "") === stage).map(point),
    borderColor: colour(stage), backgroundColor: colour(stage), pointStyle: stageShapes[index % stageShapes.length],
    pointRadius: 4, pointHoverRadius: 6, order: -index,
  }));
  if (chosen && known.includes(chosen)) {
    datasets.push({ label: "chosen", data: [point(chosen)], order: -stages.length, borderColor: ink(), backgroundColor: "transparent", borderWidth: 2.5, pointRadius: 9, pointHoverRadius: 9 });
  }
  return {
    type: "scatter", data: { datasets },
    options: options(
      axis(name, isWide ? { type: "logarithmic", ticks: decades } : { offset: true }), axis("validation RMSE, mm"), {
        interaction: { mode: "nearest", intersect: true },
        plugins: { tooltip: { callbacks: { label: item => [
          `${item.dataset.label} ${item.parsed.y.toFixed(3)} mm`.trim(),
          ...Object.entries(item.raw.trial.parameters).map(([key, value]) => `${key} ${value}`),
        ] } } },
      }),
  };
}
