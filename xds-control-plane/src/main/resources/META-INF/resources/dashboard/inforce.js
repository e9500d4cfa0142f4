// What is in force: its version, whether the file says the same, each API's terms, each pool, how gateways stand.
import { count, el, fill, heads, scroller, text, time } from './dom.js';

const EVERY = 3000;
const STATES = { TAKEN: 'taken', WAITING: 'on its way', REFUSED: 'refused' };

export function inForceCard() {
  const line = el('p', { id: 'in-force' });
  const differs = el('p', { class: 'warn', role: 'alert', hidden: true });
  const apis = el('tbody', { id: 'apis-in-force' });
  const pools = el('tbody', { id: 'pools-in-force' });
  const synced = el('tbody', { id: 'sync' });
  let asked = 0;

  const rows = ({ apis: all }) => all.map(api => el('tr', {}, el('td', {}, api.name), el('td', {}, el('code', {}, api.prefix)), el('td', {}, api.protocol),
    el('td', {}, api.access), el('td', {}, api.actuator), el('td', {}, api.pools.join(', ')),
    el('td', { class: api.limits ? null : 'muted' }, api.limits || 'deploy/limits'), el('td', { class: api.bounds ? null : 'muted' }, api.bounds || 'none'),
    el('td', {}, `${api.timeout}, ${api.retries} retries`)));
  const poolRows = ({ pools: all }) => all.map(pool => el('tr', {}, el('td', {}, pool.name),
    el('td', {}, pool.endpoints.length ? `${count(pool.endpoints.length)} by URL` : 'registry'),
    el('td', { class: pool.endpoints.length ? 'wrap' : 'muted wrap' }, pool.endpoints.length ? pool.endpoints.map(({ name, url }) => `${name} (${url})`).join(', ') : 'as the chain names them')));
  const syncRows = sync => Object.entries(sync).flatMap(([gateway, types]) => Object.entries(types).map(([type, { state, words }]) => el('tr', {},
    el('td', {}, gateway), el('td', {}, type), el('td', { class: state === 'REFUSED' ? 'bad' : null }, STATES[state]), el('td', { class: words ? 'bad wrap' : 'muted' }, words || ''))));

  async function ask() {
    const [shown, sync] = await Promise.all(['/api/v1/config/terms', '/api/v1/sync'].map(path => fetch(path).then(answer => answer.json())));
    const { version, asTheFile, trouble } = shown;
    fill(line, JSON.stringify([version, Math.floor(Date.now() / EVERY)]), () => [`Version ${version.number}, by ${version.by} `, time(version.at), `: ${version.reason}`]);
    differs.hidden = asTheFile && !trouble;
    text(differs, trouble ? `The gateway's file was not taken: ${trouble}` : 'The file that the gateway was started with says something else: ./weir diff shows what, ./weir apply puts it in force.');
    fill(apis, JSON.stringify(shown.apis), () => rows(shown));
    fill(pools, JSON.stringify(shown.pools), () => poolRows(shown));
    fill(synced, JSON.stringify(sync), () => { const all = syncRows(sync); return all.length ? all : [el('tr', {}, el('td', { class: 'muted', colspan: 4 }, 'Nobody was told anything yet.'))]; });
  }

  return {
    root: el('section', { class: 'card' }, el('h2', {}, 'In force'), line, differs,
      scroller('APIs in force', el('table', {}, heads('API', 'Path', 'Protocol', 'Access', 'Placed by', 'Pools', 'Limits', 'Bounds', 'Time'), apis)),
      scroller('Pools in force', el('table', {}, heads('Pool', 'Nodes', 'Which'), pools)),
      scroller('How gateways stand', el('table', {}, heads('Gateway', 'Resources', 'State', 'In its own words'), synced)),
      el('p', { class: 'muted small' }, 'Change it with ', el('code', {}, './weir apply FILE'), ', take it back with ', el('code', {}, './weir apply --undo'), '.')),
    refresh() {
      if (Date.now() - asked < EVERY) return;
      asked = Date.now();
      ask().catch(() => {});
    },
  };
}
