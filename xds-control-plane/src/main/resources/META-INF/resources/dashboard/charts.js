// Lines over time with uPlot, and small trends as plain SVG.
import { state } from './state.js';
import { el, hue } from './dom.js';

/** One line per node of an API; `field` of the history's samples. Returns {element, refresh}. */
export function lines(api, field, unit, scale = 1) {
  const box = el('div', { class: 'chart', role: 'img', 'aria-label': `${unit} per node of ${api}, last 15 minutes` });
  const legend = el('div', { class: 'legend' });
  const element = el('div', {}, legend, box);
  let plot = null;
  let names = [];
  const data = () => {
    const times = state.history.map(point => Date.parse(point.at) / 1000);
    const rows = names.map(name => state.history.map(point => {
      const sample = point.samples.find(each => each.api === api && each.node === name);
      return sample ? sample[field] * scale : null;
    }));
    return [times, ...rows];
  };
  const nodes = () => state.view.apis.find(each => each.name === api)?.nodes.map(node => node.node) ?? [];
  const build = () => {
    names = nodes();
    plot?.destroy();
    legend.replaceChildren(...names.map((name, i) =>
      el('span', {}, el('i', { style: `background:${hue(i)}` }), name)));
    const ink = getComputedStyle(document.body).color;
    const axis = { stroke: ink, grid: { stroke: 'rgba(128,128,128,.15)' }, ticks: { show: false } };
    plot = new uPlot({
      width: Math.max(300, box.clientWidth || 600), height: 180, legend: { show: false },
      cursor: { drag: { x: true, y: false } },
      scales: { y: { range: (u, min, max) => [0, Math.max(max || 0, 1)] } },
      axes: [axis, { ...axis, values: (u, ticks) => ticks.map(tick => `${tick} ${unit}`), size: 70 }],
      series: [{}, ...names.map((name, i) => ({ label: name, stroke: hue(i), width: 1.5, spanGaps: false }))],
    }, data(), box);
  };
  let drawn = 0;
  const refresh = () => {
    if (!box.isConnected || Date.now() - drawn < 900) return;
    drawn = Date.now();
    if (!plot || names.join() !== nodes().join()) build(); else plot.setData(data());
  };
  new ResizeObserver(() => plot?.setSize({ width: Math.max(300, box.clientWidth), height: 180 })).observe(box);
  return { element, refresh };
}

/** The last minutes of one value as a path in a 96 x 20 box. */
export function trend(api, node, field) {
  const values = state.history.slice(-180).map(point =>
    point.samples.find(each => each.api === api && each.node === node)?.[field] ?? 0);
  const top = Math.max(...values, 1e-9);
  return values.map((value, i) =>
    `${i ? 'L' : 'M'}${(96 * i / Math.max(1, values.length - 1)).toFixed(1)} ${(18 - 16 * value / top).toFixed(1)}`).join('') || 'M0 18';
}
