// All charts of the page by their canvas; each is drawn anew where the colours change.
const charts = new Map();
const legends = [];

function draw(id, configuration) {
  const canvas = document.getElementById(id);
  if (!canvas) return;
  charts.get(id)?.chart.destroy();
  charts.set(id, { chart: new Chart(canvas, configuration()), configuration });
}

function drawAll() {
  legends.forEach(legend => legend.colour());
  for (const [id, { configuration }] of [...charts]) draw(id, configuration);
}

function axis(title, more = {}) {
  const { ticks, ...rest } = more;
  return {
    type: "linear", title: { display: true, text: title, color: quiet() },
    grid: { color: line(), borderColor: quiet(), tickColor: line() },
    ticks: { color: quiet(), maxRotation: 0, autoSkipPadding: 12, ...ticks }, ...rest,
  };
}

// The ticks of a logarithmic axis that are named: 1, 2 and 5 of each decade.
const decades = {
  callback: value => [1, 2, 5].includes(Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9))) ? Number(value.toPrecision(1)) : "",
};

function options(x, y, more = {}) {
  const { plugins, ...rest } = more;
  return {
    animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true,
    interaction: { mode: "nearest", axis: "x", intersect: false },
    ...(printing ? { devicePixelRatio: 2.5 } : {}),
    plugins: { legend: { display: false }, ...plugins },
    scales: { x, y }, ...rest,
  };
}

function lineOf(item, points, more = {}) {
  const { colour, shape } = look(item.model);
  return {
    label: labelOf(item), data: points, borderColor: colour, backgroundColor: colour, pointStyle: shape,
    borderWidth: 2, borderDash: item.protocol === lookAhead ? [6, 4] : [], pointRadius: 0, pointHoverRadius: 4, ...more,
  };
}

// The lower and the upper edge of a band around a line, the second filled down to the first.
function band(item, lower, upper) {
  const edge = { pointRadius: 0, pointHoverRadius: 0, borderWidth: 0, isBand: true };
  return [
    lineOf(item, lower, edge),
    lineOf(item, upper, { ...edge, fill: "-1", backgroundColor: faint(look(item.model).colour, .18) }),
  ];
}
const withoutBands = item => !item.dataset.isBand;
