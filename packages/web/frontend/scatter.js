// Points in a plane; few pages draw them, so they are loaded when one does.
import { use } from "echarts/core";
import { install as ScatterChart } from "echarts/lib/chart/scatter/install.js";

export function install() {
  use(ScatterChart);
}
