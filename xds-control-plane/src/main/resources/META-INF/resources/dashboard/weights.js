import { state } from './state.js';
import { ago, count, dot, el, millis, percent, rate, scroller, text } from './dom.js';
import { trend } from './charts.js';
import { POLICY } from './now.js';

// key, header, what it sorts by, what the header means
const COLUMNS = [
  ['node', 'Node', node => node.node, null],
  ['state', 'State', node => nodeState(node)[0], null],
  ['wanted', 'Wanted', node => node.shareWanted, 'the share that the weights ask for'],
  ['share', 'In fact', node => node.shareReal, 'the share of the attempts of about the last ten seconds'],
  ['weight', 'Weight', node => node.weight, 'of 1,000,000, as Envoy has it'],
  ['rate', 'Rate', node => node.requestsPerSecond, 'attempts a second'],
  ['latency', 'Mean', node => node.latencyMillis, 'mean latency of about the last ten seconds'],
  ['p99', 'p99', node => node.p99Millis, '99 of 100 attempts were faster'],
  ['errors', 'Failed', node => node.errorRatio, 'no connection, reset, timeout or 5xx'],
  ['price', 'Price a call', node => Number(node.pricePerCall), null],
  ['attempts', 'Attempts', node => node.attempts, 'that got onto a connection, since the control plane started'],
  ['trend', 'Last 3 min', node => node.shareReal, 'share in fact']];
const TEXTS = new Set(['node', 'state', 'trend']);

/** [words, class] */
export function nodeState(node) {
  if (!node.usable && !node.lastHeartbeat) return ['name not found', 'bad'];
  if (!node.usable) return [`no heartbeat for ${ago(node.lastHeartbeat).replace(' ago', '')}`, 'bad'];
  if (node.head && node.head.standing !== 'FRESH') return [`${node.drained ? 'drained: ' : ''}${node.head.words}`, 'warn'];
  if (node.drained) return ['drained: far slower than the others', 'warn'];
  if (node.pin) return [`pinned at ${percent(node.pin.share)}`, 'warn'];
  if (state.view?.freeze) return ['frozen', 'warn'];
  return node.requestsPerSecond < 0.05 ? ['idle', 'muted'] : ['serving', ''];
}

/** Which of what was learned is in force. */
const learned = view => [view.model, view.network].filter(each => each.digest).map(each => `, ${each.kind} ${each.digest.slice(0, 12)}`).join('');

export function actuatorWords(api) {
  return api.actuator === 'pick'
    ? 'The judge picks an endpoint for every call. "Granted" is what it gave out and the nodes answered; the weights are the fallback, for calls that it could not pick for.'
    : 'Envoy chooses by these weights and by its own requests in flight.';
}

export function weights(apiName, _, query) {
  const sort = { key: COLUMNS.some(([key]) => key === query.get('sort')) ? query.get('sort') : 'node', down: query.has('down') };
  const title = el('h1');
  const note = el('p', { id: 'actuator' });
  const choice = el('nav', { class: 'tabs', 'aria-label': 'APIs' });
  const body = el('tbody');
  const rows = new Map();
  const seen = new IntersectionObserver(entries => entries.forEach(entry => { entry.target.dataset.seen = entry.isIntersecting ? '1' : ''; }), { rootMargin: '200px' });
  let hover = false;
  const find = el('input', { type: 'search', id: 'find', placeholder: 'name, region or state', value: query.get('find') ?? '', oninput: () => { remember(); draw(true); } });
  const labels = Object.fromEntries(COLUMNS.map(([key, label]) => [key, el('button', { type: 'button', onclick: () => {
    Object.assign(sort, { key, down: sort.key === key ? !sort.down : !TEXTS.has(key) });
    remember();
    draw(true);
  } }, label)]));
  const head = el('tr', {}, ...COLUMNS.map(([key, , , meaning]) => el('th', { class: TEXTS.has(key) ? null : 'n', scope: 'col', title: meaning }, labels[key])));
  const sums = Object.fromEntries(COLUMNS.map(([key]) => [key, el(key === 'node' ? 'th' : 'td', { class: TEXTS.has(key) ? null : 'n', scope: key === 'node' ? 'row' : null })]));
  const none = el('p', { class: 'muted', hidden: true }, 'No node matches.');
  const table = el('table', { id: 'weights', onpointerenter: () => { hover = true; }, onpointerleave: () => { hover = false; } },
    el('thead', {}, head), body, el('tfoot', {}, el('tr', {}, ...Object.values(sums))));
  const root = el('div', {}, title, choice, note, el('label', { class: 'find' }, 'Find', find), scroller('Nodes and their weights', table), none,
    el('p', { class: 'muted small' }, 'The bar is the share wanted, the mark the share in fact. Rows keep their place while the pointer is on them.'));
  const api = () => state.view.apis.find(each => each.name === apiName) ?? state.view.apis[0];

  function remember() {
    const params = new URLSearchParams();
    if (sort.key !== 'node') params.set('sort', sort.key);
    if (sort.down) params.set('down', '1');
    if (find.value) params.set('find', find.value);
    history.replaceState(null, '', `#/weights/${api().name}${params.size ? `?${params}` : ''}`);
  }

  function order() {
    const value = COLUMNS.find(([key]) => key === sort.key)[2];
    const sorted = [...api().nodes].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (sort.down ? -1 : 1) || (a.node < b.node ? -1 : 1);
    });
    sorted.forEach((node, i) => { const { row } = rows.get(node.node); if (body.children[i] !== row) body.insertBefore(row, body.children[i] ?? null); });
    [...head.children].forEach((cell, i) => cell.setAttribute('aria-sort', COLUMNS[i][0] === sort.key ? (sort.down ? 'descending' : 'ascending') : 'none'));
  }

  function make(node, place) {
    const cells = Object.fromEntries(COLUMNS.map(([key]) => [key, el('td', { 'data-field': key, class: TEXTS.has(key) ? null : 'n' })]));
    cells.node.append(dot(place), el('a', { href: `#/node/${api().name}/${node.node}` }, node.node), ' ', el('span', { class: 'muted small' }, node.region));
    const [wanted, real] = [el('i'), el('u')];
    const words = el('span');
    cells.wanted.append(el('span', { class: 'share', 'aria-hidden': 'true' }, wanted, real), words);
    const path = el('path');
    cells.trend.append(el('svg', { class: 'spark', viewBox: '0 0 96 20', 'aria-hidden': 'true' }, path));
    const row = el('tr', { 'data-node': node.node, 'data-seen': '1' }, ...Object.values(cells));
    seen.observe(row);
    return { row, cells, wanted, real, words, path };
  }

  function fillRow({ row, cells, wanted, real, words, path }, node) {
    const [status, kind] = nodeState(node);
    row.hidden = !`${node.node} ${node.region} ${node.pool} ${status}`.toLowerCase().includes(find.value.toLowerCase());
    // What is out of sight is not drawn: thousands of rows cost what the screen holds.
    if (!row.dataset.seen || row.hidden) return;
    // What a candidate on trial would do stands beside what is done.
    text(cells.state, node.shareCandidate === null ? status : `${status}; candidate: ${percent(node.shareCandidate)}`);
    cells.state.className = kind;
    wanted.style.width = `${100 * node.shareWanted}%`;
    real.style.left = `calc(${100 * node.shareReal}% - 1px)`;
    text(words, percent(node.shareWanted));
    text(cells.share, api().requestsPerSecond < 0.05 ? '–' : percent(node.shareReal));
    text(cells.weight, count(node.weight));
    cells.weight.dataset.value = node.weight;
    text(cells.rate, rate(node.requestsPerSecond));
    text(cells.latency, millis(node.latencyMillis));
    text(cells.p99, millis(node.p99Millis));
    text(cells.errors, node.requestsPerSecond < 0.05 ? '–' : percent(node.errorRatio, node.errorRatio > 0 && node.errorRatio < 0.01 ? 2 : 1));
    cells.errors.className = node.errorRatio > 0.01 ? 'n bad' : 'n';
    text(cells.price, `${node.pricePerCall} WEIR`);
    text(cells.attempts, count(node.attempts));
    cells.attempts.dataset.value = node.attempts;
    path.setAttribute('d', trend(api().name, node.node, 'shareReal'));
  }

  function total(nodes) {
    const sum = field => nodes.reduce((all, node) => all + node[field], 0);
    text(sums.node, 'Together');
    text(sums.state, `${nodes.filter(node => node.usable).length} of ${nodes.length} alive`);
    text(sums.wanted, percent(sum('shareWanted')));
    text(sums.share, api().requestsPerSecond < 0.05 ? '–' : percent(sum('shareReal')));
    text(sums.weight, count(sum('weight')));
    text(sums.rate, rate(sum('requestsPerSecond')));
    text(sums.attempts, count(sum('attempts')));
  }

  function draw(sorting) {
    const current = api();
    text(title, `Weights of ${current.name}`);
    if (choice.childElementCount !== state.view.apis.length) {
      choice.replaceChildren(...state.view.apis.map(each => el('a', { href: `#/weights/${each.name}`, 'aria-current': each.name === current.name ? 'page' : null }, each.name)));
    }
    const pick = current.actuator === 'pick';
    text(note, `${actuatorWords(current)} Now ${POLICY[current.policy] ?? current.policy}`
      + `${current.policy === 'learned' ? learned(state.view) : ''}.`);
    text(labels.wanted, pick ? 'Wanted (fallback weights)' : 'Wanted');
    text(labels.share, pick ? 'Granted' : 'In fact');
    current.nodes.forEach((node, i) => {
      if (!rows.has(node.node)) { rows.set(node.node, make(node, i)); body.append(rows.get(node.node).row); }
      fillRow(rows.get(node.node), node);
    });
    for (const [name, parts] of rows) if (!current.nodes.some(node => node.node === name)) { seen.unobserve(parts.row); parts.row.remove(); rows.delete(name); }
    if (sorting || !hover) order();
    none.hidden = !find.value || [...body.children].some(row => !row.hidden);
    total(current.nodes);
  }

  return { root, refresh: () => draw(false) };
}
