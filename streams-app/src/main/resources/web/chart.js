// What was observed, what had been forecast, and what is forecast, over time.

import uPlot from './lib/uPlot.js';
import { breach, number, time } from './text.js';

/** The latest steps shown are so many horizons, and at least so many. */
const HORIZONS_BACK = 4;
const LEAST_STEPS = 72;

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Labels of the time axis by the distance of its ticks: 24 hours, year first, the date below where it changes. */
const TIMES = [
  [31536000, '{YYYY}', null, null, null, null, null, null, 1],
  [86400, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
];

/** Times of a fan's steps in seconds; a step of unknown length is as long as the latest one observed. */
function ahead(fan, lastStepMs) {
  const step = fan.stepMs || lastStepMs;
  return fan.median.map((_, k) => (fan.issuedAtMs + (k + 1) * step) / 1000);
}

/** Puts everything on one axis: history, present forecast and earlier ones. */
function columns(target) {
  const times = target.timesMs;
  const lastStepMs = times.length > 1 ? times.at(-1) - times.at(-2) : 60000;
  const table = new Map();
  const at = seconds => {
    let row = table.get(seconds);
    if (!row) table.set(seconds, row = new Array(12).fill(null));
    return row;
  };
  times.forEach((ms, i) => {
    const row = at(ms / 1000);
    row[0] = target.values[i];
    row[1] = target.expected[i];
    row[2] = target.upper[i];
    row[3] = target.lower[i];
  });
  const fan = target.fan;
  const start = fan.median.length ? at(fan.issuedAtMs / 1000) : null;
  if (start && start[0] !== null) start[4] = start[5] = start[6] = start[7] = start[8] = start[0];
  ahead(fan, lastStepMs).forEach((seconds, k) => {
    const row = at(seconds);
    row[4] = fan.median[k];
    row[5] = fan.upper[k];
    row[6] = fan.lower[k];
    row[7] = fan.innerUpper[k];
    row[8] = fan.innerLower[k];
  });
  target.earlier.slice(-3).forEach((earlier, i) => {
    ahead(earlier, lastStepMs).forEach((seconds, k) => { at(seconds)[9 + i] = earlier.median[k]; });
  });
  const x = [...table.keys()].sort((a, b) => a - b);
  return [x, ...Array.from({ length: 12 }, (_, c) => x.map(seconds => table.get(seconds)[c]))];
}

/** Draws alarms and the border between past and future over the chart. */
function marks(state) {
  return {
    hooks: {
      draw: [chart => {
        const { ctx } = chart;
        const ratio = devicePixelRatio;
        ctx.save();
        const now = chart.valToPos(state.nowS, 'x', true);
        ctx.strokeStyle = css('--line-strong');
        ctx.lineWidth = ratio;
        ctx.setLineDash([3 * ratio, 3 * ratio]);
        ctx.beginPath();
        ctx.moveTo(now, chart.bbox.top);
        ctx.lineTo(now, chart.bbox.top + chart.bbox.height);
        ctx.stroke();
        ctx.setLineDash([]);
        ctx.beginPath();
        ctx.rect(chart.bbox.left, chart.bbox.top, chart.bbox.width, chart.bbox.height);
        ctx.clip();
        for (const limit of state.limits) {
          const y = chart.valToPos(limit.limit, 'y', true);
          ctx.strokeStyle = ctx.fillStyle = css('--critical');
          ctx.lineWidth = 1.25 * ratio;
          ctx.setLineDash([7 * ratio, 4 * ratio]);
          ctx.beginPath();
          ctx.moveTo(chart.bbox.left, y);
          ctx.lineTo(chart.bbox.left + chart.bbox.width, y);
          ctx.stroke();
          ctx.setLineDash([]);
          ctx.font = `${11 * ratio}px ${css('--font')}`;
          ctx.textAlign = 'right';
          ctx.textBaseline = limit.side === 'UPPER' ? 'bottom' : 'top';
          const text = `${number(limit.limit)}   ${breach(limit, state.nowS * 1000)}`;
          ctx.fillText(text, chart.bbox.left + chart.bbox.width - 6 * ratio, y + (limit.side === 'UPPER' ? -3 : 3) * ratio);
        }
        for (const alarm of state.alarms) {
          const x = chart.valToPos(alarm.timeMs / 1000, 'x', true);
          const y = alarm.observed === null ? chart.bbox.top + 10 * ratio : chart.valToPos(alarm.observed, 'y', true);
          const chosen = alarm.timeMs === state.chosenMs;
          ctx.fillStyle = css(alarm.severity === 'CRITICAL' ? '--critical' : alarm.severity === 'WARNING' ? '--warning' : '--info');
          ctx.globalAlpha = chosen ? 0.3 : 0.14;
          ctx.beginPath();
          ctx.arc(x, y, (chosen ? 13 : 9) * ratio, 0, 2 * Math.PI);
          ctx.fill();
          ctx.globalAlpha = 1;
          ctx.beginPath();
          ctx.arc(x, y, 3.5 * ratio, 0, 2 * Math.PI);
          ctx.fill();
        }
        ctx.restore();
      }],
    },
  };
}

/** A chart that is given targets to show. */
export class Chart {
  constructor(node, onMove) {
    this.node = node;
    this.onMove = onMove;
    this.state = { nowS: 0, alarms: [], limits: [], chosenMs: 0 };
    this.zoomed = false;
    this.all = false;
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(node);
    this.rebuild = () => { if (this.target) this.build(); };
    addEventListener('theme', this.rebuild);
  }

  size() {
    const width = this.node.clientWidth;
    return { width, height: Math.max(220, Math.min(420, Math.round(width * 0.42), innerHeight - 260)) };
  }

  fit() {
    if (this.plot && this.node.clientWidth) this.plot.setSize(this.size());
  }

  /** Shows all steps kept, or the latest ones with the forecast at a readable width. */
  showAll(all) {
    this.all = all;
    this.zoomed = false;
    this.plot?.setData(this.data, true);
  }

  range(lowest, highest) {
    if (this.all || !this.target) return [lowest, highest];
    const steps = HORIZONS_BACK * this.target.fan.median.length;
    const first = this.target.timesMs.at(-Math.max(LEAST_STEPS, steps)) ?? this.target.timesMs[0];
    return [Math.max(lowest, first / 1000), highest];
  }

  /** Some room above and below; limits that are not far away are in sight. */
  heights(lowest, highest) {
    if (lowest === null) return [0, 1];
    const reach = 0.6 * (highest - lowest || Math.abs(highest) || 1);
    const near = this.state.limits.map(limit => limit.limit).filter(limit => limit > lowest - reach && limit < highest + reach);
    return uPlot.rangeNum(Math.min(lowest, ...near), Math.max(highest, ...near), 0.1, false);
  }

  show(target, alarms, limits) {
    this.target = target;
    this.state.alarms = alarms.filter(alarm => alarm.target === target.target || !alarm.target);
    this.state.limits = limits;
    this.state.nowS = (target.fan.median.length ? target.fan.issuedAtMs : target.timesMs.at(-1)) / 1000;
    this.data = columns(target);
    if (!this.plot) this.build();
    else this.plot.setData(this.data, !this.zoomed);
    if (this.zoomed) this.plot.redraw();
  }

  choose(timeMs) {
    this.state.chosenMs = timeMs;
    this.plot?.redraw(false);
  }

  build() {
    this.plot?.destroy();
    const line = css('--line');
    const muted = css('--muted');
    const font = `11px ${css('--font')}`;
    const axis = { stroke: muted, font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 } };
    const plain = { points: { show: false }, spanGaps: true };
    const bare = { ...plain, stroke: 'transparent', width: 0 };
    const phone = this.node.clientWidth < 560;
    this.plot = new uPlot({
      ...this.size(),
      legend: { show: false },
      padding: [10, 8, 0, 0],
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      cursor: { points: { size: 6, width: 1.5 }, drag: { x: true, y: false } },
      scales: { x: { time: true, range: (_, lowest, highest) => this.zoomed ? [lowest, highest] : this.range(lowest, highest) }, y: { range: (_, lowest, highest) => this.heights(lowest, highest) } },
      axes: [
        { ...axis, space: phone ? 64 : 84, values: TIMES },
        { ...axis, size: phone ? 46 : 58, values: (_, ticks) => ticks.map(tick => Math.abs(tick) >= 1e5 ? tick.toExponential(1) : String(+tick.toPrecision(6))) },
      ],
      series: [
        {},
        { ...plain, spanGaps: false, stroke: css('--ink'), width: 1.5 },
        { ...plain, stroke: css('--forecast'), width: 1 },
        { ...bare }, { ...bare },
        { ...plain, stroke: css('--forecast'), width: 2 },
        { ...bare }, { ...bare }, { ...bare }, { ...bare },
        ...[1, 2, 3].map(() => ({ ...plain, stroke: css('--earlier'), width: 1.25, dash: [4, 3] })),
      ],
      bands: [
        { series: [3, 4], fill: css('--band-past') },
        { series: [6, 7], fill: css('--band-outer') },
        { series: [8, 9], fill: css('--band-inner') },
      ],
      plugins: [marks(this.state)],
      hooks: {
        setCursor: [chart => this.onMove(this.read(chart.cursor.idx))],
        setSelect: [chart => { if (chart.select.width > 0) this.zoomed = true; }],
      },
    }, this.data, this.node);
    this.plot.over.addEventListener('dblclick', () => this.showAll(this.all));
  }

  /** The numbers at a place, as text. */
  read(index) {
    if (index === null || index === undefined || !this.data) return null;
    const at = c => this.data[c + 1][index];
    const future = at(0) === null && at(4) !== null;
    return {
      time: time(this.data[0][index] * 1000),
      observed: at(0) === null ? null : number(at(0)),
      expected: future ? number(at(4)) : number(at(1)),
      band: future ? `${number(at(6))} … ${number(at(5))}` : at(2) === null ? '–' : `${number(at(3))} … ${number(at(2))}`,
      future,
    };
  }

  close() {
    removeEventListener('theme', this.rebuild);
    this.resized.disconnect();
    this.plot?.destroy();
  }
}
