// Scenarios in virtual time: the control plane runs them, one at a time; policies side by side with their limits.
import { el, heads, millis, percent, scroller, text } from './dom.js';

const USUAL = ['least_request', 'weights', 'pick'];

/** The server-sent events of one answer. Unlike an EventSource, fetch tells why it was refused, and asks only once. */
async function listen(answer, on) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + part.value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const field = name => block.split('\n').find(line => line.startsWith(`${name}:`))?.slice(name.length + 1).trim();
      on[field('event')]?.(JSON.parse(field('data')));
    }
  }
}

const spread = (mean, high) => high - mean > 0.05 ? ` ± ${(high - mean).toFixed(1)}` : '';
const figure = ms => ms === null ? '–' : ms.toFixed(1);
const plural = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;

/** A name that may break after its underscores. */
const breaking = name => name.split('_').flatMap((part, i) => i ? ['_', el('wbr'), part] : [part]);

/** How far the best limit is, in words. */
function inWords({ headroom, best_limit: limit, policies }) {
  if (headroom === null) return 'No call arrived in the measured time: nothing to compare.';
  return policies.some(each => each.gap_closed_p99 !== null)
    ? `The best limit is ${limit}. least_request has ${headroom.toFixed(2)} times its p99; that gap is what the last column divides.`
    : `least_request is within 10 % of the limit (${limit}, by p99 ${headroom.toFixed(2)} to 1): no gap to close.`;
}

function bars(policies, limits) {
  const most = Math.max(...policies.map(each => each.p99_ms ?? 0), 0.001);
  return policies.map(each => {
    const limit = limits.has(each.name);
    return el('div', { class: 'part', role: 'listitem' }, el('span', { class: 'name' }, ...breaking(each.name), ...(limit ? [' ', el('span', { class: 'muted' }, 'limit')] : [])),
      el('span', { class: 'track', 'aria-hidden': 'true' }, el('i', { class: limit ? 'limit' : 'plus', style: `left:0;width:max(2px,${100 * (each.p99_ms ?? 0) / most}%)` })),
      el('output', {}, millis(each.p99_ms)));
  });
}

const row = (each, limits) => el('tr', { 'data-policy': each.name },
  el('th', { scope: 'row' }, each.name, ...(limits.has(each.name) ? [' ', el('span', { class: 'tag' }, 'limit')] : [])),
  el('td', { class: 'n' }, `${figure(each.p50_ms)} ms`), el('td', { class: 'n' }, `${figure(each.p99_ms)}${spread(each.p99_ms, each.p99_ms_high)} ms`),
  el('td', { class: 'n' }, percent(each.failures, 2)), el('td', { class: 'n' }, each.cost_per_1000 === null ? '–' : `${(each.cost_per_1000 / 1e6).toFixed(4)} WEIR`),
  el('td', { class: 'n' }, each.gap_closed_p99 === null ? '–' : percent(each.gap_closed_p99, 0).replace('-', '−')));

export function simulator(_, __, query) {
  let offer = { scenarios: [], policies: [] };
  let stop = null;
  const scenario = el('select', { id: 'scenario', onchange: () => take({}) });
  const about = el('p', { id: 'about', class: 'lead' });
  const gateways = el('input', { id: 'gateways', type: 'number', min: 1, max: 20, step: 1, required: true });
  const load = el('input', { id: 'load', type: 'number', min: 0.1, max: 0.95, step: 0.01, required: true });
  const seeds = el('select', { id: 'seeds' }, ...['1', '2', '3'].map(each => el('option', {}, each)));
  const choice = el('fieldset', { id: 'policies' }, el('legend', {}, 'Policies, at most 6; the limits run always'));
  const go = el('button', { class: 'do main', id: 'run' }, 'Run');
  const bar = el('progress', { id: 'progress', max: 1, value: 0, 'aria-label': 'Runs done' });
  const far = el('span', { class: 'numbers' });
  const under = el('p', { class: 'running', hidden: true }, bar, far);
  const line = el('p', { role: 'status', class: 'outcome' });
  const title = el('h2');
  const chart = el('div', { role: 'list', 'aria-label': 'p99 by policy, shorter is better' });
  const body = el('tbody', { id: 'compared' });
  const sum = el('p', { id: 'headroom' });
  const results = el('div', { hidden: true }, el('section', { class: 'card beside' }, title, el('h3', {}, 'p99: shorter is better; a limit knows what no gateway can'), chart, sum),
    el('div', { class: 'card beside' }, scroller('Policies side by side', el('table', {}, heads('Policy', '>p50', '>p99', '>Failed', '>Per 1,000 calls', '>Gap closed'), body))));
  const form = el('form', { onsubmit: event => { event.preventDefault(); if (stop) stop(); else void run(); } },
    el('label', {}, 'Scenario', scenario), el('label', {}, 'Gateways', gateways), el('label', {}, 'Load, part of the capacity', load), el('label', {}, 'Seeds', seeds), choice, go);
  const root = el('div', {}, el('h1', {}, 'Simulator'),
    el('p', { class: 'muted' }, 'Policies side by side in virtual time: same calls, same faults, same seeds. It runs here on the control plane, in one thread; no call of the gateway is touched.'),
    el('section', { class: 'card' }, form, about, under, line), results);

  /** The form as the address has it, and for the rest as the scenario has it. */
  function take(asked) {
    const chosen = offer.scenarios.find(each => each.name === scenario.value);
    if (!chosen) return;
    text(about, chosen.about);
    gateways.value = asked.gateways ?? chosen.gateways;
    load.value = asked.load ?? chosen.load;
  }

  const limits = () => offer.policies.filter(each => each.limit).map(each => each.name);
  const chosen = () => [...choice.querySelectorAll('input:checked')].map(each => each.value);
  const say = (words, kind = '') => { text(line, words); line.className = `outcome ${kind}`; };

  async function run() {
    if (!chosen().length) return say('Choose a policy first.', 'bad');
    const aborter = new AbortController();
    const asked = new URLSearchParams({ scenario: scenario.value, policies: chosen().join(), gateways: gateways.value, load: load.value, seeds: seeds.value });
    history.replaceState(null, '', `#/simulator?${asked}`);
    asked.set('policies', [...chosen(), ...limits()].join());
    stop = () => aborter.abort();
    addEventListener('hashchange', stop, { once: true });
    text(go, 'Stop');
    go.formNoValidate = true; // to stop, the form need not be right
    say('');
    bar.value = 0;
    text(far, 'starting');
    under.hidden = false;
    let ended = false;
    try {
      const answer = await fetch(`/api/v1/simulations?${asked}`, { signal: aborter.signal });
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail || `refused with ${answer.status}`);
      await listen(answer, {
        progress: ({ done, total }) => { bar.max = total; bar.value = done; text(far, `${done} of ${plural(total, 'run')}`); },
        result: result => { ended = true; show(result); say('Done.', 'good'); },
        failed: ({ detail }) => { throw new Error(detail); },
      });
      if (!ended) throw new Error('the connection ended before the result');
    } catch (problem) {
      if (aborter.signal.aborted) say('Stopped.'); else say(`Not done: ${problem.message}`, 'bad');
    }
    removeEventListener('hashchange', stop);
    stop = null;
    text(go, 'Run');
    go.formNoValidate = false;
    under.hidden = true;
  }

  function show(result) {
    const knowing = new Set(limits());
    text(title, `${result.scenario}: ${plural(result.gateways, 'gateway')}, load ${result.load}, ${plural(result.seeds, 'seed')}`);
    chart.replaceChildren(...bars(result.policies, knowing));
    body.replaceChildren(...result.policies.map(each => row(each, knowing)));
    text(sum, inWords(result));
    results.hidden = false;
  }

  async function list() {
    try {
      const answer = await fetch('/api/v1/simulations/scenarios');
      if (!answer.ok) throw new Error(`refused with ${answer.status}`);
      offer = await answer.json();
    } catch (problem) { return say(`The scenarios could not be read: ${problem.message}. Open this page anew to try again.`, 'bad'); }
    const wanted = query.get('policies')?.split(',') ?? USUAL;
    scenario.replaceChildren(...offer.scenarios.map(each => el('option', { selected: each.name === query.get('scenario') }, each.name)));
    seeds.value = ['2', '3'].includes(query.get('seeds')) ? query.get('seeds') : '1';
    choice.append(...offer.policies.filter(each => !each.limit).map(each =>
      el('label', {}, el('input', { type: 'checkbox', value: each.name, checked: wanted.includes(each.name) }), each.name)));
    take({ gateways: query.get('gateways'), load: query.get('load') });
  }
  void list();

  return { root, refresh() {} };
}
