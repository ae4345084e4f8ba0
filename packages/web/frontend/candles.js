// Candles and what is marked on them; few pages draw them, so they are loaded when one does.
import { use } from "echarts/core";
import { install as CandlestickChart } from "echarts/lib/chart/candlestick/install.js";
import { install as MarkArea } from "echarts/lib/component/marker/installMarkArea.js";
import { install as MarkPoint } from "echarts/lib/component/marker/installMarkPoint.js";

export function install() {
  use([CandlestickChart, MarkArea, MarkPoint]);
}
