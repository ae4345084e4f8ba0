// Charts of one page that share their days: one pointer and one zoom for all of them.
import { connect } from "echarts/core";

export function link(figure, chart) {
  const group = figure.dataset.group;
  if (!group) return;
  chart.group = group;
  connect(group);
}
