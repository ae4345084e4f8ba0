// Kinds of charts that few pages draw.
import { install as HeatmapChart } from "echarts/lib/chart/heatmap/install.js";
import { install as ScatterChart } from "echarts/lib/chart/scatter/install.js";
import { install as MarkArea } from "echarts/lib/component/marker/installMarkArea.js";
import { install as MarkPoint } from "echarts/lib/component/marker/installMarkPoint.js";
import { install as VisualMap } from "echarts/lib/component/visualMap/installVisualMapContinuous.js";
import { use } from "echarts/core";

export function offer() {
  use([HeatmapChart, ScatterChart, MarkArea, MarkPoint, VisualMap]);
}
