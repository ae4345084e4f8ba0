// Completes an option from the server: colors of the theme, figures by their unit, calm motion.
import { colors } from "./colors.js";
import { decades } from "./logarithms.js";
import { axisSpeller, speller } from "./units.js";

export const LINES = 8;
const LONG = 50; // a list this long holds figures, and no color
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

export function completed(option) {
  const color = colors();
  const axis = {
    axisLine: { lineStyle: { color: color("edge") } },
    axisTick: { show: false },
    axisLabel: { color: color("soft"), fontSize: 11, hideOverlap: true },
    splitLine: { show: false },
    nameTextStyle: { color: color("soft"), fontSize: 11, align: "left" },
    nameGap: 8,
  };
  const ruled = { show: true, lineStyle: { color: color("edge"), opacity: 0.7 } };
  return {
    ...settled(option, color),
    animation: false,
    backgroundColor: "transparent",
    color: Array.from({ length: LINES }, (_, at) => color(`line-${at + 1}`)),
    textStyle: { fontFamily: FONT, color: color("ink") },
    xAxis: every(option.xAxis, (one) => ({ ...axis, ...one, axisLabel: { ...axis.axisLabel, ...one.axisLabel }, ...(one.type === "value" && figures(one, axis)) })),
    yAxis: every(option.yAxis, (one, at) => (one.type === "category" ? { ...axis, ...one } : {
      ...axis, splitLine: ruled, ...one, axisLine: { ...axis.axisLine, ...one.axisLine }, axisLabel: { ...axis.axisLabel, formatter: axisSpeller(one.unit), ...one.axisLabel },
      ...(one.type === "log" && decades(option, at, axis)),
    })),
    ...(option.legend && { legend: { ...option.legend, show: false, icon: "roundRect", itemHeight: 4, textStyle: { color: color("ink") } } }),
    ...(option.tooltip && { tooltip: tooltip(option, color) }),
    ...(option.dataZoom && { dataZoom: option.dataZoom.map((one) => zoom(one, color)) }),
    series: every(settled(option.series, color), drawn),
  };
}

function drawn(one) {
  return { ...one, tooltip: { valueFormatter: speller(one.unit) } };
}

// An axis of figures across: they are written by their unit, and its name stands below its middle.
function figures({ unit, axisLabel }, plain) {
  const formatter = speller(unit);
  return {
    axisLabel: { ...plain.axisLabel, formatter, ...axisLabel },
    nameTextStyle: { ...plain.nameTextStyle, align: "center" },
    axisPointer: { label: { formatter: ({ value }) => formatter(value) } },
  };
}

// What a point in a plane is: its own name or that of its kind, and both of its figures.
function point({ xAxis, yAxis }) {
  const [across, up] = [xAxis, yAxis].map((axis) => [axis.name, speller(axis.unit)]);
  return ({ seriesName, value: [x, y, name] }) => `${name ?? seriesName}\n${across[0]}: ${across[1](x)}\n${up[0]}: ${up[1](y)}`;
}

function tooltip(option, color) {
  const given = option.tooltip;
  return {
    ...(given.trigger === "item" && { formatter: point(option) }),
    renderMode: "richText", // the other mode writes inline styles, which our policy forbids
    confine: true, order: "valueDesc", backgroundColor: color("card"), borderColor: color("edge"), borderWidth: 1,
    textStyle: { color: color("ink"), fontSize: 12, fontFamily: FONT },
    axisPointer: { lineStyle: { color: color("soft"), type: "dashed" } },
    ...given,
  };
}

function zoom(one, color) {
  if (one.type !== "slider") return one;
  if (matchMedia("print").matches) return { ...one, show: false };
  return {
    borderColor: color("edge"), fillerColor: color("wash"), textStyle: { color: color("soft"), fontSize: 10 },
    dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { color: color("edge"), opacity: 0.8 } },
    selectedDataBackground: { lineStyle: { opacity: 0 }, areaStyle: { color: color("accent"), opacity: 0.35 } },
    handleStyle: { color: color("card"), borderColor: color("soft") }, moveHandleSize: 0, brushSelect: false,
    emphasis: { handleStyle: { borderColor: color("accent") } }, ...one,
  };
}

function every(part, make) {
  return part === undefined ? undefined : Array.isArray(part) ? part.map(make) : make(part);
}

// "@down" in an option means the color --down of the style sheet.
function settled(part, color) {
  if (typeof part === "string") return part.startsWith("@") ? color(part.slice(1)) : part;
  if (Array.isArray(part)) return part.length > LONG ? part : part.map((one) => settled(one, color));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, settled(value, color)]));
}
