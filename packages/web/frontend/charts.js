// Draws the figures that name a chart: options come from the server, colors from the style sheet.
import { BarChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent,
         MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { finished } from "./options.js";
import { offerTable } from "./tables.js";

use([BarChart, HeatmapChart, LineChart, ScatterChart, AriaComponent, DatasetComponent, DataZoomComponent,
     GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent, TooltipComponent,
     VisualMapComponent, CanvasRenderer]);

export async function draw(figure) {
  const canvas = figure.querySelector(".canvas");
  try {
    const answer = await fetch(figure.dataset.chart, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error((await answer.json()).detail ?? answer.statusText);
    show(figure, canvas, await answer.json());
  } catch (error) {
    canvas.textContent = `This chart could not be drawn: ${error.message}`;
    canvas.classList.add("failed");
  }
}

function show(figure, canvas, { option, meta }) {
  canvas.replaceChildren();
  const chart = init(canvas, null, { renderer: "canvas" });
  const paint = () => chart.setOption(finished(option, figure), { notMerge: true });
  paint();
  offerTable(figure, option);
  offerPicture(figure, option, chart);
  new ResizeObserver(() => chart.resize()).observe(canvas);
  document.addEventListener("themechange", paint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  figure.dataset.drawn = meta?.sent ?? "";
  performance.mark("chart-drawn");
}

function offerPicture(figure, option, chart) {
  const button = figure.querySelector("[data-png]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const backgroundColor = getComputedStyle(document.body).getPropertyValue("--card");
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor });
    link.download = `${figure.dataset.name}.png`;
    link.click();
  });
}
