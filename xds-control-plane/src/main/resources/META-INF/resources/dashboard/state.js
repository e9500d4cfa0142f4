// The live view by server-sent events, the last fifteen minutes, and the admin token of this tab.

export const state = { view: null, history: [], connected: false, receivedAt: 0 };
const listeners = new Set();
export const onChange = listener => listeners.add(listener);
const tell = () => listeners.forEach(listener => listener());

const KEPT = 900;

function remember(view) {
  const last = state.history[state.history.length - 1];
  if (last && Date.parse(view.at) - Date.parse(last.at) < 1000) return;
  const samples = view.apis.flatMap(api => api.nodes.map(node => ({
    api: api.name, node: node.node, shareWanted: node.shareWanted, shareReal: node.shareReal,
    requestsPerSecond: node.requestsPerSecond, latencyMillis: node.latencyMillis, errorRatio: node.errorRatio })));
  state.history.push({ at: view.at, samples });
  if (state.history.length > KEPT) state.history.shift();
}

export async function connect() {
  try {
    state.history = await (await fetch('/api/v1/history')).json();
  } catch { state.history = []; }
  const stream = new EventSource('/api/v1/stream');
  stream.onmessage = message => {
    state.view = JSON.parse(message.data);
    state.connected = true;
    state.receivedAt = Date.now();
    remember(state.view);
    tell();
  };
  stream.onerror = () => { state.connected = false; tell(); };
  setInterval(tell, 1000);
}

/** `up` prints a link with #token=…; it stays in this tab and leaves the address bar. */
export function takeToken() {
  const match = location.hash.match(/token=([\w-]+)/);
  if (match) {
    sessionStorage.setItem('weir-admin-token', match[1]);
    history.replaceState(null, '', '#/now');
  }
}

export async function change(method, path, body) {
  let token = sessionStorage.getItem('weir-admin-token');
  if (!token) {
    token = prompt('Changes need the admin token. It is in .weir/data/control-plane/admin-token:');
    if (!token) return 'no token given; nothing was changed';
    sessionStorage.setItem('weir-admin-token', token.trim());
    token = token.trim();
  }
  const answer = await fetch(path, {
    method, body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` } });
  if (answer.ok) return null;
  if (answer.status === 401) sessionStorage.removeItem('weir-admin-token');
  const problem = await answer.json().catch(() => ({}));
  return problem.detail || `refused with ${answer.status}`;
}
