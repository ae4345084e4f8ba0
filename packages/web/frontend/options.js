// Completes an option from the server: colors of the theme, figures as people write them, calm motion.
const PALETTE = 8;

export function finished(option, figure) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    axisLine: { lineStyle: { color: color("edge") } },
    axisTick: { show: false },
    axisLabel: { color: color("soft"), fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: color("edge"), opacity: 0.6 } },
    nameTextStyle: { color: color("soft") },
  };
  const each = (part, make) => (part === undefined ? undefined : [part].flat().map(make));
  return {
    ...option,
    backgroundColor: "transparent",
    color: Array.from({ length: PALETTE }, (_, number) => color(`line-${number + 1}`)),
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches && Boolean(option.animation),
    textStyle: { fontFamily: style.fontFamily, color: color("ink") },
    xAxis: each(option.xAxis, (one) => ({ ...axis, ...one, splitLine: { show: false } })),
    yAxis: each(option.yAxis, (one) => ({ ...axis, ...one, axisLabel: { ...axis.axisLabel, formatter: formatter(one.unit) } })),
    legend: option.legend && { textStyle: { color: color("soft") }, inactiveColor: color("edge"), icon: "roundRect",
                               itemWidth: 12, itemHeight: 4, type: "scroll", ...option.legend },
    tooltip: option.tooltip && {
      renderMode: "richText", confine: true, backgroundColor: color("card"), borderColor: color("edge"),
      textStyle: { color: color("ink"), fontSize: 12 },
      axisPointer: { lineStyle: { color: color("soft"), type: "dashed" } },
      valueFormatter: formatter(option.tooltip.unit), ...option.tooltip,
    },
    series: each(option.series, (one) => colored(one, color)),
  };
}

// "@down" in an option means the color --down of the style sheet.
function colored(part, color) {
  if (typeof part === "string") return part.startsWith("@") ? color(part.slice(1)) : part;
  if (Array.isArray(part)) return part.length > 50 ? part : part.map((one) => colored(one, color));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, colored(value, color)]));
}

const UNITS = {
  fraction: new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 }),
  money: new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 }),
  count: new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 }),
  number: new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 }),
};

export function formatter(unit) {
  const format = UNITS[unit] ?? UNITS.number;
  return (value) => (value === null || value === undefined || Number.isNaN(value) ? "–" : format.format(value));
}
