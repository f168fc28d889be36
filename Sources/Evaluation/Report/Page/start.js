startScores();
startTraces();
startLandscapes();
startCourses();
dark.addEventListener("change", drawAll);

// Paper is white and has the width of paper.
addEventListener("beforeprint", () => {
  printing = true;
  drawAll();
  for (const { chart } of charts.values()) {
    chart.resize(chart.canvas.closest(".pair") && innerWidth > 600 ? 340 : 690, 230);
  }
});
addEventListener("afterprint", () => {
  printing = false;
  drawAll();
});
