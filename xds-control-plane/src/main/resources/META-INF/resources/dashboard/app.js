// The frame: which page the address names, and when it is drawn again.
import { connect, onChange, state, takeToken } from './state.js';
import { el, text } from './dom.js';
import { now } from './now.js';
import { weights } from './weights.js';
import { node } from './node.js';
import { access } from './access.js';
import { config } from './config.js';

const PAGES = { now, weights, node, access, config };
const main = document.getElementById('main');
const link = document.getElementById('link');
let page = null;

function open() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const known = PAGES[name] ? name : 'now';
  page = PAGES[known](...rest);
  document.querySelectorAll('nav a').forEach(each => {
    if (each.getAttribute('href') === `#/${known === 'node' ? 'weights' : known}`) each.setAttribute('aria-current', 'page');
    else each.removeAttribute('aria-current');
  });
  document.title = `${known} · Weir`;
  draw();
}

function draw() {
  const old = state.view && (!state.connected || Date.now() - Date.parse(state.view.at) > 5000);
  text(link, !state.view ? 'connecting' : old ? `connection lost; figures are ${Math.round((Date.now() - state.receivedAt) / 1000)} s old` : 'live');
  link.className = old ? 'bad' : 'muted';
  main.classList.toggle('old', Boolean(old));
  if (!state.view) { if (!main.firstChild) main.append(el('p', { class: 'muted' }, 'Waiting for the control plane …')); return; }
  if (main.firstChild !== page.root) main.replaceChildren(page.root);
  page.refresh();
}

takeToken();
addEventListener('hashchange', open);
onChange(draw);
open();
connect();
