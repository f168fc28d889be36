function startCourses() {
  data.courses.forEach((course, index) => {
    if (course.latency_s) draw(`latency-${index}`, () => latencies(course));
  });
}

// Minutes without forecasts are gaps.
function minutesOf(course, name) {
  return course.latency_by_minute.flatMap((minute, i, all) => {
    const point = { x: (minute.start_s - course.start_s) / 60 + .5, y: 1000 * minute[name] };
    return i && minute.start_s - all[i - 1].start_s > 90 ? [{ x: point.x - .5, y: NaN }, point] : [point];
  });
}

function latencies(course) {
  const dot = course.latency_by_minute.length < 3 ? 3 : 0;
  const lineOf = (name, label, more) => ({
    label, data: minutesOf(course, name), borderColor: ink(), backgroundColor: ink(), pointRadius: dot, pointHoverRadius: 4, ...more,
  });
  const end = Math.max(1, (course.end_s - course.start_s) / 60);
  return {
    type: "line",
    data: { datasets: [
      lineOf("max", "largest", { borderWidth: 1.2, borderDash: [5, 4] }), lineOf("p99", "99 %", { borderWidth: 1.2 }),
      lineOf("p50", "median", { borderWidth: 2.5 }),
    ] },
    options: options(
      axis("minutes since the recording began", { min: 0, max: end, ticks: { includeBounds: false } }),
      axis("latency, ms", { type: "logarithmic", ticks: decades }), {
        plugins: { tooltip: { callbacks: {
          title: items => items.length ? `minute ${Math.round(items[0].parsed.x)}` : "",
          label: item => `${item.dataset.label}: ${Number(item.parsed.y.toPrecision(3))} ms`,
        } } },
      }),
    plugins: [{ id: "events", beforeDatasetsDraw: ({ ctx, chartArea, scales }) => {
      ctx.fillStyle = faint(quiet(), .35);
      for (const event of course.events) {
        const x = scales.x.getPixelForValue((event.time_s - course.start_s) / 60);
        ctx.fillRect(x, chartArea.top, 1, chartArea.bottom - chartArea.top);
      }
    } }],
  };
}
