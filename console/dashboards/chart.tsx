import { BarChart, FunnelChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import styles from '#console/dashboards/dashboards.module.css';
import type { Drill, FigureTable } from '#console/dashboards/figure-table.ts';
import { pageColour } from '#console/ui/page-colour.ts';

use([BarChart, FunnelChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export type ChartForm = 'bars' | 'stacked' | 'line' | 'funnel';

interface ChartProps {
  table: FigureTable;
  form: ChartForm;
  label: string;
  onOpen: (drill: Drill) => void;
  /** Hands out what draws it, for those who want the picture. */
  onDrawn?: (chart: ECharts) => void;
}

const rowHeight = 30;
const leastHeight = 150;

const colours = () => ({
  ink: pageColour('--ink'),
  quiet: pageColour('--ink-2'),
  line: pageColour('--line'),
  series: ['--brand', '--warn', '--danger', '--info', '--good'].map(pageColour),
});

const optionOf = ({ table, form, label }: ChartProps) => {
  const { ink, quiet, line, series } = colours();
  const names = table.rows.map(({ name }) => name);
  // By name: a chart measures its words where nothing is inherited.
  const text = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily };
  const shared = {
    animation: false,
    color: series,
    textStyle: text,
    aria: { enabled: true, label: { description: label } },
    // Drawn by the page itself: markup of a tooltip would be a style of its own.
    tooltip: { trigger: form === 'funnel' ? 'item' : 'axis', renderMode: 'richText' },
  };
  if (form === 'funnel')
    return {
      ...shared,
      series: [
        {
          type: 'funnel',
          sort: 'none',
          left: 8,
          right: 8,
          top: 8,
          bottom: 8,
          minSize: '14%',
          gap: 3,
          label: { position: 'inside', formatter: '{b}: {c}', color: ink, textBorderWidth: 0, opacity: 1 },
          itemStyle: { borderWidth: 0, opacity: 0.55 },
          data: table.rows.map(({ name, cells }) => ({ name, value: cells[0]?.value ?? 0 })),
        },
      ],
    };
  const isLine = form === 'line';
  const category = {
    type: 'category',
    data: names,
    axisLabel: { color: ink, width: 150, overflow: 'truncate' },
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    ...(!isLine && { inverse: true }),
  };
  const value = {
    type: 'value',
    minInterval: 1,
    axisLabel: { color: quiet },
    splitLine: { lineStyle: { color: line } },
  };
  return {
    ...shared,
    grid: { left: 8, right: 24, top: table.columns.length > 1 ? 34 : 8, bottom: 8, containLabel: true },
    ...(table.columns.length > 1 && { legend: { top: 0, left: 0, textStyle: text, itemHeight: 10 } }),
    xAxis: isLine ? category : value,
    yAxis: isLine ? value : category,
    series: table.columns.map((name, column) => ({
      name,
      type: isLine ? 'line' : 'bar',
      ...(form === 'stacked' && { stack: 'all' }),
      ...(isLine && { symbolSize: 7, areaStyle: { opacity: 0.12 } }),
      barMaxWidth: 20,
      data: table.rows.map(({ cells }) => cells[column]?.value ?? 0),
    })),
  };
};

/** Draws a table of figures. A click on a bar opens the rows behind it. */
const Chart = (props: ChartProps) => {
  const { table, form, label, onDrawn } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
    chart.current?.setOption(optionOf(props), { notMerge: true });
  });
  useEffect(() => {
    if (!place.current) return;
    const drawn = init(place.current, undefined, { renderer: 'svg' });
    chart.current = drawn;
    const draw = () => drawn.setOption(optionOf(latest.current), { notMerge: true });
    draw();
    drawn.on('click', ({ dataIndex, seriesIndex = 0 }) => {
      const drill = latest.current.table.rows[dataIndex]?.cells[seriesIndex]?.drill;
      if (drill) latest.current.onOpen(drill);
    });
    onDrawn?.(drawn);
    const sized = new ResizeObserver(() => drawn.resize());
    sized.observe(place.current);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      sized.disconnect();
      scheme.removeEventListener('change', draw);
      drawn.dispose();
    };
  }, [onDrawn]);
  const rows = form === 'line' || form === 'funnel' ? 8 : table.rows.length;
  const height = Math.max(
    leastHeight,
    rows * rowHeight * (form === 'bars' ? Math.max(1, table.columns.length * 0.75) : 1) + 60,
  );
  return <div ref={place} className={styles.chart} style={{ height }} role="img" aria-label={label} />;
};

export default Chart;
