import { state } from './state.js';
import { ago, count, el, exact, fill, heads, percent, scroller, text } from './dom.js';

const SHOWN = [['all', 'All', () => true], ['refused', 'Refused', each => each.decision && each.decision !== 'allow'],
  ['unlike', 'Unlike others', each => each.anomaly >= 0.5], ['failed', 'Failed', each => each.status >= 500]];

export function access(_, __, query) {
  let shown = SHOWN.some(([key]) => key === query.get('show')) ? query.get('show') : 'all';
  const sums = el('tbody', { id: 'sums' });
  const body = el('tbody', { id: 'recent' });
  const empty = el('p', { class: 'muted' });
  const tabs = el('div', { class: 'tabs', role: 'group', 'aria-label': 'Which requests' }, ...SHOWN.map(([key, label]) => el('button', { type: 'button', 'data-show': key, onclick: () => {
    shown = key;
    history.replaceState(null, '', `#/access${key === 'all' ? '' : `?show=${key}`}`);
    draw();
  } }, label)));
  const list = scroller('Recent requests', el('table', {}, heads('When', 'Caller', 'Call', 'Status', 'Decision', 'Tier', '>Anomaly', 'Because'), body), 'tall');
  const root = el('div', {}, el('h1', {}, 'Access'),
    el('section', { class: 'card' }, el('h2', {}, 'Decisions since the start'), scroller('Decisions', el('table', { class: 'narrow' }, heads('Decision', '>Calls', '>Part'), sums))),
    el('h2', {}, 'The last 200 requests, newest first'), tabs, list, empty,
    el('p', { class: 'muted small' }, 'The anomaly score is how unlike other callers a caller behaves, from 0 to 1; its reasons add up to it. The list stands still while the pointer is on it.'));
  let [asked, hover, seen] = [0, false, null];
  list.addEventListener('pointerenter', () => { hover = true; });
  list.addEventListener('pointerleave', () => { hover = false; });

  const row = each => el('tr', {},
    el('td', { title: exact(each.at) }, ago(each.at)),
    el('td', { title: each.caller, class: 'mono' }, each.caller.replace(/^eip155:\d+:(0x.{6}).*(.{4})$/, '$1…$2')),
    el('td', {}, `${each.method} ${each.path}`), el('td', { class: each.status >= 500 ? 'bad' : null }, String(each.status || 'none')),
    el('td', { class: each.decision && each.decision !== 'allow' ? 'warn' : null }, each.decision || 'not judged'), el('td', {}, each.tier || '–'),
    el('td', { class: `n ${each.anomaly >= 0.7 ? 'warn' : ''}` }, each.anomaly.toFixed(2)), el('td', {}, each.anomalyReasons || '–'));

  function draw() {
    [...tabs.children].forEach(tab => tab.setAttribute('aria-pressed', tab.dataset.show === shown));
    if (!seen) return;
    const all = Object.values(seen.byDecision).reduce((sum, n) => sum + n, 0);
    const decisions = Object.entries(seen.byDecision).sort((a, b) => b[1] - a[1]);
    fill(sums, JSON.stringify(decisions), () => decisions.length ? decisions.map(([name, n]) => el('tr', {},
      el('td', {}, name === 'unjudged' ? 'not judged' : name), el('td', { class: 'n' }, count(n)), el('td', { class: 'n' }, percent(n / all))))
      : el('tr', {}, el('td', { class: 'muted', colspan: 3 }, 'No request yet.')));
    const rows = seen.recent.filter(SHOWN.find(([key]) => key === shown)[2]);
    body.replaceChildren(...rows.map(row));
    text(empty, rows.length ? '' : shown === 'all' ? 'No request yet.' : 'None of the last 200 requests.');
  }
  draw();

  return {
    root,
    async refresh() {
      if (!state.connected || Date.now() - asked < 1000 || (hover && body.childElementCount)) return;
      asked = Date.now();
      try { seen = await (await fetch('/api/v1/access')).json(); } catch { return; }
      draw();
    },
  };
}
