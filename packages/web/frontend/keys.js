// The legend as buttons, so that a keyboard and a screen reader reach it and a phone has room for it.
import { LINES } from "./options.js";

const SVG = "http://www.w3.org/2000/svg";

export function offerKeys(figure, option, chart) {
  const list = figure.querySelector(".keys");
  if (!list || !option.legend) return;
  list.hidden = false;
  list.replaceChildren(...option.series.map((line, at) => item(line, at, chart)));
  chart.on("legendselectchanged", ({ selected }) => tell(list, selected));
  tell(list, chart.getOption().legend[0].selected);
}

function item(line, at, chart) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.name = line.name;
  button.append(swatch(line, at), line.name);
  button.addEventListener("click", () => chart.dispatchAction({ type: "legendToggleSelect", name: line.name }));
  button.addEventListener("pointerenter", () => chart.dispatchAction({ type: "highlight", seriesName: line.name }));
  button.addEventListener("pointerleave", () => chart.dispatchAction({ type: "downplay", seriesName: line.name }));
  const made = document.createElement("li");
  made.append(button);
  return made;
}

function swatch(line, at) {
  const named = line.itemStyle?.color?.slice(1) ?? `line-${(at % LINES) + 1}`;
  const picture = document.createElementNS(SVG, "svg");
  picture.classList.add("swatch");
  picture.style.background = `var(--${named})`;
  return picture;
}

function tell(list, selected) {
  for (const button of list.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(selected[button.dataset.name] !== false));
  }
}
