// Lines over time with uPlot, and small trends as plain SVG.
import { sampleAt, state } from './state.js';
import { clock, dot, el, hue, text } from './dom.js';

const SPAN = 900;
const MOST = 8;
const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colour = index => paint(hue(index).slice(4, -1));

/**
 * One line per node of an API over the last fifteen minutes; drag to look closer, double-click to look at all again.
 * `of(sample)` is the value, null where there is none; `only` draws one node in colour and the others in grey.
 */
export function lines(api, label, unit, of, { height = 160, only = null } = {}) {
  const box = el('div', { class: 'chart', role: 'img' });
  const legend = el('div', { class: 'legend' });
  const element = el('div', {}, legend, box);
  const write = value => value === null || value === undefined ? '–' : `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
  let plot = null;
  let names = [];
  let figures = [];
  let close = false;
  let drawn = 0;
  let kind = '';

  const all = () => state.view.apis.find(each => each.name === api)?.nodes ?? [];
  /** The nodes with most traffic where there are too many to tell apart. */
  const chosen = () => all().length <= MOST || only ? all().slice(0, 100).map(node => node.node)
    : [...all()].sort((a, b) => b.shareWanted - a.shareWanted).slice(0, MOST).map(node => node.node).sort();
  const data = () => [state.history.map(moment => moment.at / 1000),
    ...names.map(name => state.history.map(moment => { const sample = sampleAt(moment, api, name); return sample ? of(sample) : null; }))];
  const show = index => names.forEach((name, i) => {
    const row = plot.data[i + 1];
    if (figures[i]) text(figures[i], ` ${write(row[index ?? row.length - 1])}`);
  });

  function build() {
    names = chosen();
    kind = `${dark.matches}`;
    plot?.destroy();
    const places = all().map(node => node.node);
    figures = names.map(name => !only || name === only ? el('b', {}) : null);
    const shown = only ? [only].filter(name => names.includes(name)) : names;
    legend.replaceChildren(...shown.map(name => el('span', {}, dot(places.indexOf(name)), name, figures[names.indexOf(name)])),
      ...(only ? [el('span', { class: 'muted' }, el('i', { class: 'dot', style: 'background:var(--line)' }), 'the other nodes')]
        : places.length > names.length ? [el('span', { class: 'muted' }, `and ${places.length - names.length} more`)] : []));
    box.setAttribute('aria-label', `${label} of ${api} per node, last 15 minutes`);
    const axis = { stroke: paint('--muted'), font: '11px system-ui', grid: { stroke: paint('--grid'), width: 1 }, ticks: { show: false } };
    plot = new uPlot({
      width: Math.max(240, box.clientWidth || 360), height, legend: { show: false }, padding: [8, 8, 0, 0],
      cursor: { drag: { x: true, y: false }, y: false, points: { size: 6 } },
      scales: { y: { range: (u, min, max) => [0, Math.max((max || 0) * 1.1, 1)] } },
      axes: [{ ...axis, space: 70, size: 24, values: (u, ticks) => ticks.map(tick => clock(tick * 1000).slice(0, u.scales.x.max - u.scales.x.min > 240 ? 5 : 8)) },
        { ...axis, values: (u, ticks) => ticks.map(tick => `${tick} ${unit}`), size: 56, space: 40 }],
      series: [{}, ...names.map(name => ({
        stroke: only && name !== only ? paint('--line') : colour(places.indexOf(name)),
        width: name === only ? 2 : 1.5, points: { show: false }, spanGaps: false }))],
      hooks: { setCursor: [u => show(u.cursor.idx)], setSelect: [u => { if (u.select.width > 4) close = true; }] },
    }, data(), box);
    plot.over.addEventListener('dblclick', () => { close = false; drawn = 0; refresh(); });
  }

  function refresh() {
    if (!box.isConnected || Date.now() - drawn < 900 || !state.history.length) return;
    drawn = Date.now();
    if (!plot || names.join() !== chosen().join() || kind !== `${dark.matches}`) build();
    plot.setData(data(), false);
    const end = Math.max(Date.now() / 1000, state.history.at(-1).at / 1000);
    if (!close) plot.setScale('x', { min: Math.max(end - SPAN, Math.min(end - 120, state.history[0].at / 1000)), max: end }); else plot.redraw();
    if (plot.cursor.idx === null || plot.cursor.idx === undefined || plot.cursor.left < 0) show(null);
  }

  new ResizeObserver(() => plot?.setSize({ width: Math.max(240, box.clientWidth), height })).observe(box);
  return { element, refresh };
}

/** The last three minutes of one value as a path in a 96 x 20 box. */
export function trend(api, node, field) {
  const start = Date.now() - 180000;
  const values = state.history.filter(moment => moment.at > start).map(moment => sampleAt(moment, api, node)?.[field] ?? 0);
  const top = Math.max(...values, 0.02);
  return values.map((value, i) =>
    `${i ? 'L' : 'M'}${(96 * i / Math.max(1, values.length - 1)).toFixed(1)} ${(18 - 16 * value / top).toFixed(1)}`).join('') || 'M0 18';
}
