import { change, state } from './state.js';
import { ago, count, el, millis, percent, rate, text } from './dom.js';
import { lines } from './charts.js';

export function node(apiName, nodeName) {
  const facts = el('p', { id: 'facts' });
  const why = el('div', { id: 'why' });
  const sum = el('p', { class: 'muted', id: 'why-sum' });
  const guards = el('p', { id: 'guards' });
  const pinned = el('p', { id: 'pinned' });
  const outcome = el('p', { role: 'status' });
  const share = el('input', { id: 'pin-share', type: 'number', min: 0, max: 100, step: 0.1, required: true, size: 6 });
  const reason = el('input', { id: 'pin-reason', required: true, maxlength: 200, size: 40 });
  const path = `/api/v1/apis/${apiName}/nodes/${nodeName}/pin`;
  const say = problem => { text(outcome, problem ? `Not done: ${problem}` : 'Done.'); outcome.className = problem ? 'bad' : 'good'; };
  const form = el('form', { id: 'pin-form', onsubmit: async event => {
    event.preventDefault();
    say(await change('PUT', path, { share: Number(share.value) / 100, reason: reason.value }));
  } },
  el('label', {}, 'Share in %', share), el('label', {}, 'Reason', reason), el('button', { class: 'do' }, 'Pin'),
  el('button', { class: 'do', type: 'button', id: 'unpin', onclick: async () =>
    say(await change('DELETE', path, { reason: reason.value || 'unpinned on the dashboard' })) }, 'Unpin'));
  const chart = lines(apiName, 'latencyMillis', 'ms');
  const root = el('div', {}, el('h1', {}, `${nodeName} on ${apiName}`), el('p', {}, el('a', { href: `#/weights/${apiName}` }, `All nodes of ${apiName}`)),
    facts, el('h2', {}, 'Why this weight'), why, sum, guards,
    el('h2', {}, 'Latency of the nodes'), chart.element,
    el('h2', {}, 'Pin'), el('p', { class: 'muted' }, 'Holds the share until you unpin it; floor, cap and step still hold. Goes to the audit log with your reason.'),
    pinned, form, outcome);

  function bars(parts) {
    const most = Math.max(...parts.map(part => Math.abs(part.value)), 1e-9);
    return parts.map(part => el('div', { class: 'part' }, el('span', {}, part.name),
      el('span', { class: 'track' }, el('i', { class: part.value < 0 ? 'minus' : null, style: `left:0;width:${(100 * Math.abs(part.value) / most).toFixed(1)}%` })),
      el('output', {}, `${part.value >= 0 ? '+' : '−'}${(100 * Math.abs(part.value)).toFixed(2)} pts`)));
  }

  return {
    root,
    refresh() {
      const api = state.view.apis.find(each => each.name === apiName);
      const row = api?.nodes.find(each => each.node === nodeName);
      if (!row) { text(facts, 'This node is not known now.'); return; }
      text(facts, `Weight ${count(row.weight)} of 1,000,000 · wanted ${percent(row.shareWanted)} · in fact ${percent(row.shareReal)} · `
        + `${millis(row.latencyMillis)} mean, ${millis(row.p99Millis)} p99 · ${percent(row.errorRatio, 2)} errors · ${rate(row.requestsPerSecond)} · `
        + `${row.pricePerCall} WEIR a call · ${row.pool}, ${row.region} · ${row.address} · heartbeat ${ago(row.lastHeartbeat)}`);
      const parts = row.why?.contributions ?? [];
      const key = JSON.stringify(parts);
      if (why.dataset.key !== key) { why.dataset.key = key; why.replaceChildren(...bars(parts)); }
      text(sum, row.why ? `Together ${percent(parts.reduce((all, part) => all + part.value, 0), 2)} of ${apiName}. `
        + `Predicted ${millis(row.why.latencyMillis)} and ${percent(row.why.failureProbability, 2)} failures, by ${api.policy}`
        + `${state.view.model.digest ? `, model ${state.view.model.digest.slice(0, 12)}` : ', no model'}.` : 'No plan yet.');
      const fired = row.why?.guards ?? [];
      text(guards, `Guards that fired: ${fired.length ? fired.map(guard => guard.name ?? guard).join(', ') : 'none'}.`);
      text(pinned, row.pin ? `Pinned at ${percent(row.pin.share)}: ${row.pin.reason}` : 'Not pinned.');
      chart.refresh();
    },
  };
}
