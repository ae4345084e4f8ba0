// What a person does to a chart is in the address: hidden lines, the scale, the zoom.
const RANGE = "..";

export function looked(figure, option) {
  if (!("look" in figure.dataset)) return option;
  const asked = new URLSearchParams(location.search);
  const changed = { ...option };
  const hidden = hiddenLines();
  if (option.legend && hidden.length) {
    changed.legend = { ...option.legend, selected: Object.fromEntries(hidden.map((name) => [name, false])) };
  }
  if (asked.get("scale") === "log" && figure.querySelector("[data-log]")) {
    changed.yAxis = option.yAxis.map((axis, at) => (at ? axis : { ...axis, type: "log" }));
  }
  const [startValue, endValue] = (asked.get("zoom") ?? "").split(RANGE);
  if (option.dataZoom && endValue) changed.dataZoom = option.dataZoom.map((one) => ({ ...one, startValue, endValue }));
  return changed;
}

// Some charts tell more of the days they are zoomed to, and ask anew for them.
export function closeUp(figure) {
  const zoom = new URLSearchParams(location.search).get("zoom");
  const { chart, closer } = figure.dataset;
  return closer === undefined || !zoom ? chart : `${chart}${chart.includes("?") ? "&" : "?"}zoom=${zoom}`;
}

export function keepLook(figure, option, chart, paint, goCloser) {
  if (!("look" in figure.dataset)) return;
  chart.on("legendselectchanged", ({ selected }) => {
    const elsewhere = hiddenLines().filter((name) => !(name in selected)); // in another chart of the page
    write("hide", [...elsewhere, ...Object.keys(selected).filter((name) => !selected[name])].join(","));
  });
  let waiting;
  let asked = closeUp(figure);
  chart.on("datazoom", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      write("zoom", zoomed(chart));
      if (closeUp(figure) === asked) return;
      asked = closeUp(figure);
      goCloser();
    }, 300);
  });
  offerLog(figure, paint);
}

function offerLog(figure, paint) {
  const button = figure.querySelector("[data-log]");
  if (!button) return;
  const tell = () => button.setAttribute("aria-pressed", String(new URLSearchParams(location.search).get("scale") === "log"));
  button.hidden = false;
  tell();
  button.addEventListener("click", () => {
    write("scale", button.getAttribute("aria-pressed") === "true" ? "" : "log");
    tell();
    paint();
  });
}

function hiddenLines() {
  return (new URLSearchParams(location.search).get("hide") ?? "").split(",").filter(Boolean);
}

function zoomed(chart) {
  const { start, end, startValue, endValue } = chart.getOption().dataZoom[0];
  return start <= 0 && end >= 100 ? "" : [startValue, endValue].map(day).join(RANGE);
}

function day(value) {
  const at = new Date(value);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

// The links of a page keep what was written, too: they lead to the same chart with another choice.
function write(name, value) {
  const changed = (address) => {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    return address;
  };
  history.replaceState(history.state, "", changed(new URL(location)));
  for (const link of document.querySelectorAll("[data-swap] a")) link.href = changed(new URL(link.href));
}
