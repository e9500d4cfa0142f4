import { state } from './state.js';
import { count, el, millis, percent, text } from './dom.js';
import { trend } from './charts.js';

const COLUMNS = [
  ['node', 'Node', node => node.node], ['state', 'State', node => nodeState(node)],
  ['share', 'Share wanted | in fact', node => node.shareWanted], ['weight', 'Weight', node => node.weight],
  ['latency', 'Latency', node => node.latencyMillis], ['p99', 'p99', node => node.p99Millis],
  ['errors', 'Errors', node => node.errorRatio], ['price', 'Price a call', node => Number(node.pricePerCall)],
  ['attempts', 'Attempts', node => node.attempts], ['trend', 'Last minutes', node => node.shareReal]];
const NUMBERS = new Set(['weight', 'latency', 'p99', 'errors', 'price', 'attempts']);

export function nodeState(node) {
  if (!node.usable) return 'no heartbeat';
  if (node.pin) return 'pinned';
  return node.why?.guards?.length ? 'guarded' : 'learning';
}

export function weights(apiName) {
  let sort = { key: 'node', down: false };
  let hover = false;
  const title = el('h1');
  const note = el('p', { class: 'muted', id: 'actuator' });
  const choice = el('p', { class: 'muted' });
  const body = el('tbody');
  const rows = new Map();
  const head = el('tr', {}, ...COLUMNS.map(([key, label]) => el('th', { class: NUMBERS.has(key) ? 'n' : null, scope: 'col' },
    el('button', { type: 'button', onclick: () => { sort = { key, down: sort.key === key ? !sort.down : NUMBERS.has(key) }; order(true); } }, label))));
  const table = el('table', { id: 'weights', onpointerenter: () => { hover = true; }, onpointerleave: () => { hover = false; } },
    el('thead', {}, head), body);
  const root = el('div', {}, title, choice, note, el('div', { class: 'scroll' }, table));
  const api = () => state.view.apis.find(each => each.name === apiName) ?? state.view.apis[0];

  function order(force) {
    if (hover && !force) return;
    const value = COLUMNS.find(([key]) => key === sort.key)[2];
    const sorted = [...api().nodes].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (sort.down ? -1 : 1);
    });
    sorted.forEach((node, i) => { const row = rows.get(node.node)?.row; if (row && body.children[i] !== row) body.insertBefore(row, body.children[i] ?? null); });
    [...head.children].forEach((cell, i) => cell.setAttribute('aria-sort', COLUMNS[i][0] === sort.key ? (sort.down ? 'descending' : 'ascending') : 'none'));
  }

  function row(node) {
    const cells = Object.fromEntries(COLUMNS.map(([key]) => [key, el('td', { 'data-field': key, class: NUMBERS.has(key) ? 'n' : null })]));
    cells.node.append(el('a', { href: `#/node/${api().name}/${node.node}` }, node.node));
    const wanted = el('i');
    const real = el('u');
    const words = el('span');
    cells.share.append(el('span', { class: 'share', 'aria-hidden': 'true' }, wanted, real), ' ', words);
    const path = el('path');
    cells.trend.append(el('svg', { class: 'spark', viewBox: '0 0 96 20', 'aria-hidden': 'true' }, path));
    return { row: el('tr', { 'data-node': node.node }, ...Object.values(cells)), cells, wanted, real, words, path };
  }

  function fill(parts, node) {
    const { cells } = parts;
    const status = nodeState(node);
    text(cells.state, status);
    cells.state.className = node.usable ? '' : 'bad';
    parts.wanted.style.width = percent(node.shareWanted);
    parts.real.style.left = percent(Math.min(0.99, node.shareReal));
    text(parts.words, `${percent(node.shareWanted)} | ${percent(node.shareReal)}`);
    text(cells.weight, count(node.weight));
    cells.weight.dataset.value = node.weight;
    text(cells.latency, millis(node.latencyMillis));
    text(cells.p99, millis(node.p99Millis));
    text(cells.errors, percent(node.errorRatio, 2));
    text(cells.price, `${node.pricePerCall} WEIR`);
    text(cells.attempts, count(node.attempts));
    cells.attempts.dataset.value = node.attempts;
    parts.path.setAttribute('d', trend(api().name, node.node, 'shareReal'));
  }

  return {
    root,
    refresh() {
      const current = api();
      text(title, `Weights of ${current.name}`);
      if (choice.childElementCount !== state.view.apis.length) {
        choice.replaceChildren(...state.view.apis.flatMap(each => [el('a', { href: `#/weights/${each.name}` }, each.name), ' ']));
      }
      text(note, current.actuator === 'pick'
        ? `The judge picks an endpoint for every call: "in fact" is the share that it granted. The weights are what Envoy falls back to. Policy ${current.policy}.`
        : `Envoy chooses by these weights and its own requests in flight. Policy ${current.policy}.`);
      for (const node of current.nodes) {
        if (!rows.has(node.node)) { rows.set(node.node, row(node)); body.append(rows.get(node.node).row); }
        fill(rows.get(node.node), node);
      }
      for (const [name, parts] of rows) if (!current.nodes.some(node => node.node === name)) { parts.row.remove(); rows.delete(name); }
      order(false);
    },
  };
}
