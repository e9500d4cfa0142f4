// The live view by server-sent events, and the last fifteen minutes.

export const state = { view: null, history: [], connected: false, receivedAt: 0 };
const listeners = new Set();
export const onChange = listener => listeners.add(listener);
const tell = () => listeners.forEach(listener => listener());

const KEPT = 900;
const KEY = (api, node) => `${api} ${node}`;

/** A point of history with its samples by API and node. */
function point(at, samples) {
  const busy = new Set(samples.filter(sample => sample.requestsPerSecond > 0.05).map(sample => sample.api));
  return { at: Date.parse(at), by: new Map(samples.map(sample => [KEY(sample.api, sample.node), { ...sample, served: busy.has(sample.api) }])) };
}

export const sampleAt = (moment, api, node) => moment.by.get(KEY(api, node));

function remember(view) {
  const at = Date.parse(view.at);
  const last = state.history[state.history.length - 1];
  if (last && at - last.at < 1000) return;
  // A gap is drawn as a gap.
  if (last && at - last.at > 10000) state.history.push({ at: last.at + 1000, by: new Map() });
  state.history.push(point(view.at, view.apis.flatMap(api => api.nodes.map(node => ({
    api: api.name, node: node.node, shareWanted: node.shareWanted, shareReal: node.shareReal,
    requestsPerSecond: node.requestsPerSecond, latencyMillis: node.latencyMillis, errorRatio: node.errorRatio })))));
  while (state.history.length > KEPT || at - state.history[0].at > 900000) state.history.shift();
}

async function past() {
  try {
    const answer = await fetch('/api/v1/history?every=PT5S');
    if (answer.ok && !state.history.length) state.history = (await answer.json()).map(each => point(each.at, each.samples));
  } catch { /* the stream fills it from now on */ }
}

function listen() {
  const stream = new EventSource('/api/v1/stream');
  stream.onmessage = message => {
    state.view = JSON.parse(message.data);
    state.connected = true;
    state.receivedAt = Date.now();
    remember(state.view);
    tell();
  };
  stream.onerror = () => {
    state.connected = false;
    tell();
    // A browser gives up after an answer that is no stream; we do not.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

export async function connect() {
  await past();
  listen();
  setInterval(tell, 1000);
}

/** Whether what is shown is no longer so. */
export const stale = () => Boolean(state.view) && (!state.connected || Date.now() - state.receivedAt > 5000);
