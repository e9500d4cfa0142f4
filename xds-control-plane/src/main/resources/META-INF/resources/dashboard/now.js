import { state } from './state.js';
import { ago, count, el, percent, rate, text, time } from './dom.js';
import { lines } from './charts.js';

/** The worst thing in words, with where to look; the first that holds. */
export function truth(view) {
  const dead = view.apis.flatMap(api => api.nodes.filter(node => !node.usable).map(node => ({ api, node })));
  const refused = Object.entries(view.gateways).find(([, sync]) => sync.lastRefusal);
  const gone = Object.entries(view.gateways).filter(([name, sync]) => !sync.connected && name !== 'judge');
  const failing = view.apis.find(api => api.requestsPerSecond > 0.5 && api.errorRatio > 0.01);
  if (view.apis.every(api => api.nodes.length === 0)) return ['bad', 'No node has sent a heartbeat. Nothing can be served.', '#/config'];
  if (refused) return ['bad', `Gateway ${refused[0]} refused a configuration.`, '#/config'];
  if (Object.keys(view.gateways).length === 0 || gone.length) return ['bad', `${gone.length ? `Gateway ${gone[0][0]} is` : 'No gateway is'} connected. It goes on with its last weights.`.replace('is connected', gone.length ? 'is not connected' : 'is connected'), '#/config'];
  if (failing) return ['bad', `${percent(failing.errorRatio)} of the attempts on ${failing.name} fail.`, `#/weights/${failing.name}`];
  if (dead.length) return ['warn', `${[...new Set(dead.map(each => each.node.node))].join(', ')} sent no heartbeat for 5 s and gets no traffic.`, `#/weights/${dead[0].api.name}`];
  if (view.registryTrouble) return ['warn', `The on-chain registry cannot be read; the last known nodes stand. ${view.registryTrouble}`, '#/config'];
  if (view.freeze) return ['warn', `Weights are frozen since ${ago(view.freeze.since)}: ${view.freeze.reason}`, '#/config'];
  return ['good', 'All well.', null];
}

export function now() {
  const banner = el('p', { class: 'truth', id: 'truth', role: 'status' });
  const tiles = el('div', { class: 'tiles' });
  const charts = el('div');
  const refusals = el('p', { class: 'muted', id: 'refusals' });
  const root = el('div', {}, el('h1', {}, 'Now'), banner, tiles, charts, el('h2', {}, 'Refusals since the start'), refusals);
  const perApi = new Map();
  let asked = 0;
  return {
    root,
    refresh() {
      const view = state.view;
      const [kind, words, link] = truth(view);
      banner.className = `truth ${kind}`;
      if (banner.dataset.words !== words) {
        banner.dataset.words = words;
        banner.replaceChildren(words, ...(link ? [' ', el('a', { href: link }, 'Look')] : []));
      }
      for (const api of view.apis) {
        if (!perApi.has(api.name)) {
          const big = el('b');
          const small = el('span', { class: 'muted' });
          tiles.append(el('div', { class: 'tile' }, el('a', { href: `#/weights/${api.name}` }, api.name), big, small));
          const chart = lines(api.name, 'shareReal', '%', 100);
          charts.append(el('h2', {}, `${api.name}: share of real traffic`), chart.element);
          perApi.set(api.name, { big, small, chart });
        }
        const { big, small, chart } = perApi.get(api.name);
        text(big, rate(api.requestsPerSecond));
        text(small, `${percent(api.errorRatio, 2)} errors · ${api.nodes.filter(node => node.usable).length} of ${api.nodes.length} nodes · policy ${api.policy}`);
        chart.refresh();
      }
      if (Date.now() - asked > 2000) {
        asked = Date.now();
        fetch('/api/v1/access').then(answer => answer.json()).then(access => {
          const reasons = Object.entries(access.byDecision).filter(([name]) => name !== 'allow' && name !== 'unjudged');
          text(refusals, reasons.length ? reasons.map(([name, n]) => `${name} ${count(n)}`).join(' · ') : 'none');
        }).catch(() => {});
      }
    },
  };
}
