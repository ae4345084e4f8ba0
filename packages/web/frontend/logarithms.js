// A logarithmic axis with the ticks of a slide rule: ECharts itself has powers alone, and room below and above.
import { speller } from "./units.js";

const FINE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
const TICKS = [[1000, [1]], [20, [1, 2, 5]], [4, [1, 1.5, 2, 3, 5, 7]], [0, FINE]];

export function decades(option, axis, plain) {
  const columns = option.series.filter(({ yAxisIndex = 0 }) => yAxisIndex === axis).map(({ name }) => name);
  const values = columns.flatMap((name) => option.dataset?.source[name] ?? []).filter((value) => value > 0);
  if (!values.length) return {};
  const low = values.reduce((one, other) => Math.min(one, other));
  const high = values.reduce((one, other) => Math.max(one, other));
  const [, steps] = TICKS.find(([span]) => high / low > span);
  const customValues = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    customValues.push(...steps.map((step) => Number((step * 10 ** power).toPrecision(3))));
  }
  return {
    min: ({ min }) => near(min, (value) => value <= min * 1.0001, -1),
    max: ({ max }) => near(max, (value) => value >= max * 0.9999, 1),
    axisTick: { show: false, customValues },
    axisLabel: { ...plain.axisLabel, formatter: speller(option.yAxis[axis].unit), customValues },
  };
}

// The nearest fine step below or above a value.
function near(value, fits, direction) {
  if (!(value > 0) || !Number.isFinite(value)) return undefined;
  const power = Math.floor(Math.log10(value));
  const steps = [power - 1, power, power + 1].flatMap((at) => FINE.map((step) => Number((step * 10 ** at).toPrecision(3))));
  return direction < 0 ? steps.filter(fits).at(-1) : steps.find(fits);
}
