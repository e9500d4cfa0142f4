import { ago, count, el, text } from './dom.js';

export function access() {
  const sums = el('p', { id: 'sums' });
  const body = el('tbody');
  const root = el('div', {}, el('h1', {}, 'Access'), sums, el('p', { class: 'muted' }, 'The last 200 requests, newest first. Scores are in 0 to 1.'),
    el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {},
      ...['When', 'Caller', 'Call', 'Status', 'Decision', 'Tier', 'Anomaly', 'Because'].map(label => el('th', { scope: 'col' }, label)))), body)));
  let asked = 0;
  let hover = false;
  root.addEventListener('pointerenter', () => { hover = true; });
  root.addEventListener('pointerleave', () => { hover = false; });
  return {
    root,
    async refresh() {
      if (Date.now() - asked < 1000 || (hover && body.childElementCount)) return;
      asked = Date.now();
      let seen;
      try { seen = await (await fetch('/api/v1/access')).json(); } catch { return; }
      text(sums, Object.entries(seen.byDecision).map(([name, n]) => `${name} ${count(n)}`).join(' · ') || 'No request yet.');
      body.replaceChildren(...seen.recent.slice(0, 200).map(request => el('tr', {},
        el('td', { title: request.at }, ago(request.at)), el('td', {}, request.caller.replace(/^eip155:\d+:/, '')),
        el('td', {}, `${request.method} ${request.path}`), el('td', { class: request.status >= 500 ? 'bad' : null }, String(request.status)),
        el('td', {}, request.decision || '–'), el('td', {}, request.tier || '–'),
        el('td', { class: request.anomaly >= 0.7 ? 'warn' : null }, request.anomaly.toFixed(2)), el('td', {}, request.anomalyReasons || '–'))));
    },
  };
}
