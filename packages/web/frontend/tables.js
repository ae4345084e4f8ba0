// The table behind a chart, for those who read rather than look; made when it is opened.
import { speller } from "./units.js";

const LONGEST = 500; // more rows are in the files

export function offerTable(figure, option) {
  const details = figure.querySelector("details[data-table]");
  if (!details) return;
  details.addEventListener("toggle", () => {
    const place = details.querySelector(".scroll");
    if (details.open && !place.childElementCount) place.append(table(option, figure.dataset.name));
  });
}

function table(option, name) {
  const source = option.dataset?.source ?? points(option);
  const names = Object.keys(source);
  const spell = names.map((one) => speller(unitOf(option, one)));
  const rows = source[names[0]]?.length ?? 0;
  const made = document.createElement("table");
  made.createCaption().textContent = rows > LONGEST ? `${name}: the last ${LONGEST} of ${rows} rows` : name;
  const head = made.createTHead().insertRow();
  for (const one of names) head.append(cell("th", one, { scope: "col" }));
  const body = made.createTBody();
  for (let at = Math.max(rows - LONGEST, 0); at < rows; at++) {
    const row = body.insertRow();
    names.forEach((one, number) => {
      const value = source[one][at];
      row.append(number ? cell("td", spell[number](value), { className: "num" }) : cell("th", value, { scope: "row" }));
    });
  }
  return made;
}

// Points in a plane, as columns: whose they are, and both of their figures.
function points({ series, xAxis, yAxis }) {
  const all = series.flatMap(({ name, data = [] }) => data.map(([x, y, own]) => [own ?? name, x, y]));
  return { "": all.map(([name]) => name), [xAxis.name]: all.map(([, x]) => x), [yAxis.name]: all.map(([, , y]) => y) };
}

function unitOf({ series, yAxis, xAxis }, name) {
  for (const axis of [xAxis, yAxis]) if (axis?.name === name) return axis.unit;
  const line = series.find((one) => one.name === name);
  return line?.unit ?? [yAxis].flat()[line?.yAxisIndex ?? 0]?.unit;
}

function cell(kind, text, properties) {
  return Object.assign(document.createElement(kind), { textContent: text, ...properties });
}
