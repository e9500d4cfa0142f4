import { sampleAt, state } from './state.js';
import { ago, count, dot, el, fill, heads, hue, millis, percent, rate, scroller, text } from './dom.js';
import { lines } from './charts.js';

export const POLICY = {
  learned: 'weighed by what was learned', ewma: 'weighed by EWMA', 'last-good': 'last good weights stand',
  uniform: 'by price alone: no fresh evidence', frozen: 'frozen',
};

/** One API: its figures, who serves it now, and how that went. */
function card(name) {
  const figures = Object.fromEntries(['calls', 'errors', 'p50', 'p99'].map(key => [key, el('dd')]));
  const words = el('p', { class: 'muted small' });
  const bar = el('div', { class: 'stack-bar', 'aria-hidden': 'true' });
  const chart = lines(name, 'Share in fact', '%', sample => sample.served ? 100 * sample.shareReal : null);
  const root = el('section', { class: 'card', 'aria-label': name },
    el('h2', {}, el('a', { href: `#/weights/${name}` }, name)), words,
    el('dl', { class: 'figures' }, ...Object.entries({ calls: 'attempts', errors: 'failed', p50: 'p50', p99: 'p99' })
      .map(([key, label]) => el('div', {}, el('dt', {}, label), figures[key]))),
    el('h3', {}, 'Share in fact, now and over the last 15 minutes'), bar, chart.element);
  return {
    root,
    refresh(api) {
      const quiet = api.requestsPerSecond < 0.05;
      text(figures.calls, rate(api.requestsPerSecond));
      text(figures.errors, quiet ? '–' : percent(api.errorRatio, api.errorRatio > 0 && api.errorRatio < 0.01 ? 2 : 1));
      figures.errors.className = !quiet && api.errorRatio > 0.01 ? 'bad' : '';
      text(figures.p50, quiet ? '–' : millis(api.p50Millis));
      text(figures.p99, quiet ? '–' : millis(api.p99Millis));
      const alive = api.nodes.filter(node => node.usable).length;
      text(words, `${api.prefix} · ${alive === api.nodes.length ? `${alive} nodes` : `${alive} of ${api.nodes.length} nodes alive`} · `
        + `${api.actuator === 'pick' ? 'the judge picks; fallback weights ' : ''}${POLICY[api.policy] ?? api.policy}${quiet ? ' · no traffic now' : ''}`);
      while (bar.childElementCount > api.nodes.length) bar.lastChild.remove();
      api.nodes.forEach((node, i) => {
        if (!bar.children[i]) bar.append(el('i', { style: `background:${hue(i)}` }));
        bar.children[i].style.width = `${100 * node.shareReal}%`;
      });
      chart.refresh();
    },
  };
}

/** Shares that moved most in the last minute. */
function moves(view) {
  const then = state.history.findLast(moment => Date.now() - moment.at >= 60000) ?? state.history[0];
  if (!then) return [];
  return view.apis.flatMap(api => api.nodes.map((node, i) => ({ api: api.name, node: node.node, i, to: node.shareWanted,
    from: sampleAt(then, api.name, node.node)?.shareWanted ?? node.shareWanted })))
    .filter(each => Math.abs(each.to - each.from) >= 0.01)
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from)).slice(0, 6);
}

export function now() {
  const cards = el('div', { class: 'cards' });
  const moving = el('ul', { class: 'plain', id: 'moving' });
  const orders = el('ul', { class: 'plain', id: 'orders' });
  const refusals = el('tbody', { id: 'refusals' });
  const root = el('div', {}, el('h1', { class: 'unseen' }, 'Now'), cards,
    el('div', { class: 'cards' },
      el('section', { class: 'card' }, el('h2', {}, 'Shares that moved in the last minute'), moving),
      el('section', { class: 'card' }, el('h2', {}, 'Orders in force'), orders),
      el('section', { class: 'card' }, el('h2', {}, el('a', { href: '#/access?show=refused' }, 'Refused since the start')),
        scroller('Refusals by reason', el('table', {}, heads('Reason', '>Calls'), refusals)))));
  const perApi = new Map();
  let asked = 0;
  const none = words => [el('li', { class: 'muted' }, words)];
  return {
    root,
    refresh() {
      const { view } = state;
      for (const api of view.apis) {
        if (!perApi.has(api.name)) { perApi.set(api.name, card(api.name)); cards.append(perApi.get(api.name).root); }
        perApi.get(api.name).refresh(api);
      }
      const moved = moves(view);
      fill(moving, JSON.stringify(moved), () => moved.length ? moved.map(each => el('li', {}, dot(each.i),
        el('a', { href: `#/node/${each.api}/${each.node}` }, each.node), ` on ${each.api} `,
        el('span', { class: 'numbers' }, `${percent(each.from)} → ${percent(each.to)}`))) : none('None by more than a point.'));
      const pins = view.apis.flatMap(api => api.nodes.filter(node => node.pin).map(node => ({ api: api.name, node: node.node, pin: node.pin })));
      fill(orders, JSON.stringify([view.freeze && [view.freeze, ago(view.freeze.since)], pins]), () => [
        ...(view.freeze ? [el('li', {}, el('a', { href: '#/config' }, 'all weights frozen'), ` ${ago(view.freeze.since)}: ${view.freeze.reason}`)] : []),
        ...pins.map(each => el('li', {}, el('a', { href: `#/node/${each.api}/${each.node}` }, `${each.node} on ${each.api}`), ` pinned at ${percent(each.pin.share)}: ${each.pin.reason}`)),
        ...(view.freeze || pins.length ? [] : none('None. Weights move by themselves.'))]);
      if (Date.now() - asked > 2000) {
        asked = Date.now();
        fetch('/api/v1/access').then(answer => answer.json()).then(access => {
          const reasons = Object.entries(access.byDecision).filter(([name]) => name !== 'allow' && name !== 'unjudged').sort((a, b) => b[1] - a[1]);
          fill(refusals, JSON.stringify(reasons), () => reasons.length ? reasons.map(([name, n]) =>
            el('tr', {}, el('td', {}, name), el('td', { class: 'n' }, count(n)))) : [el('tr', {}, el('td', { class: 'muted', colspan: 2 }, 'Nothing was refused.'))]);
        }).catch(() => {});
      }
    },
  };
}
