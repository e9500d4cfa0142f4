import { change, outcomeLine } from './change.js';
import { state } from './state.js';
import { ago, count, el, exact, fill, millis, percent, points, rate, text } from './dom.js';
import { lines } from './charts.js';
import { nodeState } from './weights.js';

const MEANING = {
  'even share': 'what every node would get', latency: 'faster or slower than the others', 'age of evidence': 'how long ago it last answered',
  'last good': 'what it had when there was evidence', freeze: 'what it had when all weights were frozen',
  behind: 'its chain is too old, or another one', failures: 'how often it fails', price: 'what it asks for a call', pins: 'an operator holds shares', guard: 'floor, cap and step, so that all weights are legal and sum to 1,000,000',
};

/** From nothing to the share, step by step; each bar starts where the one before ended. */
export function waterfall(parts) {
  const ends = parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, part) => sum + part.value, 0));
  const low = Math.min(0, ...ends);
  const span = Math.max(...ends, 0.01) - low;
  const place = value => 100 * (value - low) / span;
  const total = ends.at(-1) ?? 0;
  const row = (name, from, to, words, kind) => el('div', { class: 'part', role: 'listitem', title: MEANING[name] },
    el('span', { class: 'name' }, name), el('span', { class: 'track', 'aria-hidden': 'true' },
      el('i', { class: kind, style: `left:min(${place(Math.min(from, to))}%, 100% - 2px);width:max(2px,${place(Math.max(from, to)) - place(Math.min(from, to))}%)` })),
    el('output', {}, words));
  return [...parts.map((part, i) => {
    const bar = row(part.name, i ? ends[i - 1] : 0, ends[i], i ? points(part.value) : percent(part.value), i === 0 ? 'base' : part.value < 0 ? 'minus' : 'plus');
    bar.dataset.contribution = part.value;
    return bar;
  }), Object.assign(row('share wanted', 0, total, percent(total), 'base'), { id: 'why-total' })];
}

/** The parts that matter, in words. */
function because(parts) {
  return parts.slice(1).filter(part => Math.abs(part.value) >= 0.001).sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .map(part => `${points(part.value)} by ${part.name}`).join(', ');
}

/** What the node reports, in words. */
function said({ utilisation, inFlight }) {
  return [utilisation === null ? '' : `${percent(utilisation)} busy`, inFlight === null ? '' : `${count(inFlight)} in flight`].filter(Boolean).join(', ') || 'nothing';
}

export function node(apiName, nodeName) {
  const status = el('span', { id: 'state' });
  const answer = el('p', { id: 'answer', class: 'lead' });
  const facts = el('dl', { class: 'figures', id: 'facts' });
  const why = el('div', { id: 'why', role: 'list', 'aria-label': 'Contributions to the share' });
  const sum = el('p', { class: 'muted', id: 'why-sum' });
  const guards = el('ul', { class: 'plain', id: 'guards' });
  const pinned = el('p', { id: 'pinned' });
  const effect = el('p', { class: 'muted', id: 'effect' });
  const { line, say } = outcomeLine();
  const share = el('input', { id: 'pin-share', type: 'number', min: 0, max: 100, step: 0.1, required: true, oninput: () => effects() });
  const reason = el('input', { id: 'pin-reason', required: true, maxlength: 200, size: 36, placeholder: 'why, for the audit log' });
  const unpinReason = el('input', { id: 'unpin-reason', required: true, maxlength: 200, size: 36, placeholder: 'why, for the audit log' });
  const path = `/api/v1/apis/${encodeURIComponent(apiName)}/nodes/${encodeURIComponent(nodeName)}/pin`;
  const form = el('form', { id: 'pin-form', onsubmit: async event => {
    event.preventDefault();
    const problem = await change('PUT', path, { share: Number(share.value) / 100, reason: reason.value });
    if (!problem) { reason.value = ''; share.value = ''; }
    say(problem, 'Pinned.');
  } }, el('label', {}, 'Share in %', share), el('label', {}, 'Reason', reason), el('button', { class: 'do', id: 'pin' }, 'Pin'));
  const unpin = el('form', { id: 'unpin-form', hidden: true, onsubmit: async event => {
    event.preventDefault();
    const problem = await change('DELETE', path, { reason: unpinReason.value });
    if (!problem) unpinReason.value = '';
    say(problem, 'Unpinned. The weights decide again.');
  } }, el('label', {}, 'Reason for unpinning', unpinReason), el('button', { class: 'do', id: 'unpin' }, 'Unpin'));
  const shares = lines(apiName, 'Share in fact', '%', sample => sample.served ? 100 * sample.shareReal : null, { only: nodeName });
  const latency = lines(apiName, 'Mean latency', 'ms', sample => sample.latencyMillis || null, { only: nodeName });
  const root = el('div', {}, el('p', { class: 'crumb' }, el('a', { href: `#/weights/${apiName}` }, `All nodes of ${apiName}`)),
    el('h1', {}, `${nodeName} on ${apiName} `, status), answer, facts,
    el('div', { class: 'cards two' },
      el('section', { class: 'card' }, el('h2', {}, 'Why this weight'), why, sum, el('h3', {}, 'Guards that fired'), guards),
      el('section', { class: 'card' }, el('h2', {}, 'Pin'), pinned, form, effect, unpin, line,
        el('p', { class: 'muted small' }, 'A pin holds the share until it is taken back; floor, cap and step still hold. It goes to the audit log with its reason.')),
      el('section', { class: 'card' }, el('h2', {}, 'Share in fact, last 15 minutes'), shares.element),
      el('section', { class: 'card' }, el('h2', {}, 'Mean latency, last 15 minutes'), latency.element)));

  const found = () => state.view.apis.find(each => each.name === apiName)?.nodes.find(each => each.node === nodeName);

  function effects() {
    const row = found();
    const asked = Number(share.value);
    text(effect, !row || share.value === '' || !(asked >= 0 && asked <= 100) ? ''
      : `${nodeName} will be held at ${asked} % of ${apiName} instead of ${percent(row.shareWanted)}; the other nodes share what remains.${state.view.freeze ? ' Weights are frozen: it shows once they move again.' : ''}`);
  }

  function figure(label, value, title) {
    return el('div', {}, el('dt', {}, label), el('dd', { title }, value));
  }

  return {
    root,
    refresh() {
      const { view } = state;
      const api = view.apis.find(each => each.name === apiName);
      const row = found();
      root.classList.toggle('absent', !row);
      if (!row) { text(answer, `No node named ${nodeName} serves ${apiName} now. It is listed again once it is registered and sends heartbeats.`); return; }
      const [words, kind] = nodeState(row);
      text(status, words);
      status.className = `tag ${kind}`;
      const parts = row.why?.contributions ?? [];
      text(answer, `${percent(row.shareWanted)} of ${apiName} ${api.actuator === 'pick' ? 'as its fallback weight' : ''}: ${percent(parts[0]?.value ?? 0)} is an even share${because(parts) ? `, ${because(parts)}` : ''}.`.replace('  ', ' ').replace(' :', ':'));
      const quiet = api.requestsPerSecond < 0.05;
      const shown = [
        ['weight', count(row.weight), 'of 1,000,000'], [api.actuator === 'pick' ? 'granted' : 'in fact', quiet ? '–' : percent(row.shareReal), 'of the attempts of about the last ten seconds'],
        ...(row.shareCandidate === null ? [] : [['candidate', percent(row.shareCandidate), `what ${view.rollout ? `the ${view.rollout.kind} in ${view.rollout.stage}` : 'the candidate'} gives it, or would`]]),
        ['rate', rate(row.requestsPerSecond), 'attempts a second'], ['mean', millis(row.latencyMillis)], ['p99', millis(row.p99Millis)],
        ['failed', row.requestsPerSecond < 0.05 ? '–' : percent(row.errorRatio)], ['price a call', `${row.pricePerCall} WEIR`],
        ['attempts', count(row.attempts), 'since the control plane started'], ['failures', count(row.failures), 'since the control plane started'],
        ['pool, region', `${row.pool}, ${row.region}`], ['address', row.address], row.lastHeartbeat ? ['heartbeat', row.usable ? 'live' : ago(row.lastHeartbeat), exact(row.lastHeartbeat)] : ['heartbeat', row.usable ? 'none: named by URL' : 'none: its name is not found'],
        ...(row.head ? [['head', row.head.block === null ? 'unknown' : count(row.head.block), row.head.words]] : []),
        ['says of itself', said(row.reported), 'recorded; no weight rests on it']];
      fill(facts, JSON.stringify(shown), () => shown.map(each => figure(...each)));
      fill(why, JSON.stringify(parts), () => parts.length ? waterfall(parts) : el('p', { class: 'muted' }, 'No plan yet.'));
      text(sum, row.why ? `Expected of it: ${millis(row.why.latencyMillis)} and ${percent(row.why.failureProbability)} failures, `
        + (api.policy === 'learned' && view.model.digest ? `by model ${view.model.digest.slice(0, 12)}.` : 'as measured (EWMA); no model decides.')
        + (api.policy === 'learned' && view.network.digest ? ` Policy network ${view.network.digest.slice(0, 12)} corrects the plan.` : '') : '');
      sum.title = view.model.digest ?? '';
      const fired = row.why?.guards ?? [];
      fill(guards, JSON.stringify(fired), () => fired.length ? fired.map(guard => el('li', {}, el('b', {}, guard.name), ` ${guard.detail}`)) : el('li', { class: 'muted' }, 'None.'));
      text(pinned, row.pin ? `Pinned at ${percent(row.pin.share)}: ${row.pin.reason}` : 'Not pinned: the weights decide.');
      text(form.querySelector('button'), row.pin ? 'Pin anew' : 'Pin');
      unpin.hidden = !row.pin;
      effects();
      shares.refresh();
      latency.refresh();
    },
  };
}
