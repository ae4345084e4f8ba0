// A chart as a PNG, on the background that it has on the page.
import { colors } from "./colors.js";

export function offerPicture(figure, chart, paint) {
  const button = figure.querySelector("[data-png]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    chart.dispatchAction({ type: "hideTip" });
    chart.setOption(labeled(chart.getOption()));
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colors()("card") });
    link.download = `${named(figure.dataset.name).replace(/[^\w.-]+/g, "-").toLowerCase()}.png`;
    link.click();
    paint();
  });
}

function named(title) {
  const about = document.querySelector("h1")?.textContent.trim() ?? "";
  return title.includes(about) ? title : `${about} ${title}`;
}

// On the page buttons are the legend; a picture has its own, where the zoom is.
function labeled({ legend, dataZoom = [], grid }) {
  if (!legend?.length) return {};
  return {
    legend: { show: true, bottom: 6, data: legend[0].data.filter((name) => legend[0].selected[name] !== false) },
    dataZoom: dataZoom.map(({ type }) => (type === "slider" ? { show: false } : {})),
    grid: dataZoom.length ? [] : grid.map(({ bottom }, at) => (at === grid.length - 1 ? { bottom: 36 } : { bottom })),
  };
}
