// Changes need the admin token. It is asked for once, and stays in this tab.
import { el, text } from './dom.js';

const KEY = 'weir-admin-token';
const listeners = new Set();
export const onLock = listener => listeners.add(listener);
export const unlocked = () => Boolean(sessionStorage.getItem(KEY));

function keep(token) {
  if (token) sessionStorage.setItem(KEY, token); else sessionStorage.removeItem(KEY);
  listeners.forEach(listener => listener());
}
export const lock = () => keep(null);

/** A link may carry #token=…; it leaves the address bar at once. */
export function takeToken() {
  const match = location.hash.match(/token=([\w-]+)/);
  if (!match) return;
  keep(match[1]);
  history.replaceState(null, '', '#/now');
}

/** Asked of the control plane before anything is typed for it: a wrong token is said at once. */
async function known(token) {
  const answer = await fetch('/api/v1/whoami', { headers: { authorization: `Bearer ${token}` } }).catch(() => null);
  if (answer?.status === 401) return askForToken('That token is nobody\u2019s here: it was revoked, or is not whole.');
  keep(token);
  return token;
}

/** Resolves to the token, or null where the operator thought better of it. */
export function askForToken(trouble = '') {
  const input = el('input', { id: 'token', type: 'password', autocomplete: 'off', required: true, size: 44 });
  const dialog = el('dialog', { 'aria-labelledby': 'token-title' }, el('form', { method: 'dialog', class: 'stack' },
    el('h2', { id: 'token-title' }, 'Allow changes in this tab'),
    el('p', {}, 'Reading needs nothing; changes need your token (', el('code', {}, './weir token make'), '), or the gateway\u2019s own, which this shows:'),
    el('p', {}, el('code', {}, 'cat .weir/data/control-plane/admin-token')),
    trouble ? el('p', { class: 'bad', role: 'alert' }, trouble) : null,
    el('label', {}, 'Token', input),
    el('p', { class: 'muted' }, 'It stays in this tab and is forgotten when you close it.'),
    el('div', { class: 'row' }, el('button', { class: 'do main', value: 'ok' }, 'Allow changes'),
      el('button', { class: 'do', value: 'no', formnovalidate: true }, 'Cancel'))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    const token = dialog.returnValue === 'ok' ? input.value.trim() : '';
    dialog.remove();
    resolve(token ? known(token) : null);
  }));
}

/** Null where it was done; otherwise why not, in words. */
export async function change(method, path, body) {
  let token = sessionStorage.getItem(KEY) ?? await askForToken();
  while (token) {
    let answer;
    try {
      answer = await fetch(path, { method, body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` } });
    } catch { return 'the control plane did not answer; nothing was changed'; }
    if (answer.ok) return null;
    if (answer.status !== 401) return (await answer.json().catch(() => ({}))).detail || `refused with ${answer.status}`;
    lock();
    token = await askForToken('That is not the token of this control plane.');
  }
  return 'no token given; nothing was changed';
}

/** Says how a change went, and takes it back from the page after a while. */
export function outcomeLine() {
  const line = el('p', { role: 'status', class: 'outcome' });
  let clear;
  const say = (problem, done) => {
    text(line, problem ? `Not done: ${problem}` : done);
    line.className = `outcome ${problem ? 'bad' : 'good'}`;
    clearTimeout(clear);
    if (!problem) clear = setTimeout(() => text(line, ''), 8000);
  };
  return { line, say };
}
