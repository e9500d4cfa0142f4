// The one line at the top: the worst thing in words, with where to look.
import { ago, percent } from './dom.js';

/** The first that holds, worst first: [kind, words, link]. */
export function truth(view) {
  const silent = view.apis.flatMap(api => api.nodes.filter(node => !node.usable).map(node => ({ api, node: node.node })));
  const names = [...new Set(silent.map(each => each.node))];
  const gateways = Object.entries(view.gateways).filter(([name]) => name !== 'judge');
  const refused = Object.entries(view.gateways).find(([, sync]) => sync.lastRefusal);
  const gone = gateways.find(([, sync]) => !sync.connected);
  const failing = view.apis.find(api => api.requestsPerSecond > 0.5 && api.errorRatio > 0.01);
  const dark = view.apis.find(api => api.nodes.length > 0 && api.nodes.every(node => !node.usable));
  const behind = view.apis.flatMap(api => api.nodes.filter(node => node.head && node.head.standing !== 'FRESH').map(node => ({ api, node })));
  const pins = view.apis.reduce((all, api) => all + api.nodes.filter(node => node.pin).length, 0);
  if (view.apis.every(api => api.nodes.length === 0)) return ['bad', 'No node has sent a heartbeat since the control plane started.', '#/config'];
  if (dark) return ['bad', `No node of ${dark.name} is alive: its calls are refused.`, `#/weights/${dark.name}`];
  if (refused) return ['bad', `${refused[0]} refused a configuration and goes on with the one before.`, '#/config'];
  if (!gateways.length) return ['bad', 'No Envoy is connected.', '#/config'];
  if (gone) return ['bad', `${gone[0]} is not connected. It goes on with its last weights.`, '#/config'];
  if (failing) return ['bad', `${percent(failing.errorRatio)} of the attempts on ${failing.name} fail.`, `#/weights/${failing.name}?sort=errors&down=1`];
  if (names.length) return ['warn', `${names.join(', ')} sent no heartbeat for 5 s and ${names.length > 1 ? 'get' : 'gets'} no traffic.`, `#/weights/${silent[0].api.name}`];
  if (behind.length) return ['warn', `${behind[0].node.node} on ${behind[0].api.name}: ${behind[0].node.head.words}.${behind.length > 1 ? ` ${behind.length - 1} more.` : ''}`, `#/weights/${behind[0].api.name}`];
  if (view.silentNodes) return ['warn', `${view.silentNodes === 1 ? 'One registered node has' : `${view.silentNodes} registered nodes have`} sent no heartbeat of late and ${view.silentNodes === 1 ? 'is' : 'are'} not listed.`, '#/config'];
  if (view.registryTrouble) return ['warn', `The on-chain registry cannot be read; the last known nodes stand.`, '#/config'];
  if (view.freeze) return ['warn', `All weights are frozen, for ${ago(view.freeze.since).replace(' ago', '').replace('just now', 'a moment')} now: ${view.freeze.reason}`, '#/config'];
  if (view.auditTrouble) return ['warn', `The audit log is not as it was written: ${view.auditTrouble}.`, '#/config'];
  if (view.rollout) return ['good', `All well. A ${view.rollout.kind} is on trial: ${view.rollout.stage}.`, '#/config'];
  if (pins) return ['good', `All well. ${pins === 1 ? 'One node is' : `${pins} nodes are`} pinned.`, '#/now'];
  return ['good', 'All well.', null];
}
