// Draws the figures that name a chart: options come from the server, colors from the style sheet.
// Parts are imported by file, or the bundler hands every page those that few charts need.
import { init, use } from "echarts/core";
import { install as BarChart } from "echarts/lib/chart/bar/install.js";
import { install as LineChart } from "echarts/lib/chart/line/install.js";
import { install as Dataset } from "echarts/lib/component/dataset/install.js";
import { install as DataZoom } from "echarts/lib/component/dataZoom/install.js";
import { install as Grid } from "echarts/lib/component/grid/install.js";
import { install as Legend } from "echarts/lib/component/legend/install.js";
import { install as MarkLine } from "echarts/lib/component/marker/installMarkLine.js";
import { install as Tooltip } from "echarts/lib/component/tooltip/install.js";
import { install as CanvasRenderer } from "echarts/lib/renderer/installCanvasRenderer.js";
import { offerKeys } from "./keys.js";
import { completed } from "./options.js";
import { offerPicture } from "./pictures.js";
import { link } from "./linked.js";
import { closeUp, keepLook, looked } from "./look.js";
import { offerTable } from "./tables.js";

use([BarChart, LineChart, Dataset, DataZoom, Grid, Legend, MarkLine, Tooltip, CanvasRenderer]);

export async function draw(figure) {
  const canvas = figure.querySelector(".canvas");
  try {
    const found = await ask(figure);
    if (found.option.series.some(({ type }) => type === "scatter")) (await import("./scatter.js")).install();
    if (found.option.series.some(({ type }) => type === "candlestick")) (await import("./candles.js")).install();
    show(figure, canvas, found);
  } catch (error) {
    canvas.textContent = `This chart could not be drawn: ${error.message}`;
    canvas.classList.add("failed");
  }
}

async function ask(figure) {
  const answer = await fetch(closeUp(figure));
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.detail ?? answer.statusText);
  return found;
}

function show(figure, canvas, { option, meta }) {
  let drawn = option;
  canvas.replaceChildren();
  const chart = init(canvas, null, { renderer: "canvas" });
  chart.on("rendered", () => performance.getEntriesByName("chart").length || performance.mark("chart"));
  const paint = () => chart.setOption(completed(looked(figure, drawn)), { notMerge: true });
  paint();
  link(figure, chart);
  offerKeys(figure, option, chart);
  keepLook(figure, option, chart, paint, async () => {
    if (!("closer" in figure.dataset)) return;
    drawn = (await ask(figure).catch(() => ({ option: drawn }))).option;
    if (canvas.isConnected) paint();
  });
  offerTable(figure, option);
  offerPicture(figure, chart, paint);
  figure.dataset.points = meta.sent;

  const gone = new AbortController();
  const listen = (target, event) => target.addEventListener(event, paint, { signal: gone.signal });
  listen(document, "themechange");
  listen(matchMedia("(prefers-color-scheme: dark)"), "change");
  listen(matchMedia("print"), "change");
  new ResizeObserver((_, observer) => {
    if (canvas.isConnected) return chart.resize();
    observer.disconnect();
    gone.abort();
    chart.dispose();
  }).observe(canvas);
}
