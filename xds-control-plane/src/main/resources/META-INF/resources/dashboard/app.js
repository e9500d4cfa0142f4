// The frame: which page the address names, the line of truth, and when all is drawn again.
import { askForToken, lock, onLock, takeToken, unlocked } from './change.js';
import { connect, onChange, stale, state } from './state.js';
import { clock, el, text } from './dom.js';
import { truth } from './truth.js';
import { now } from './now.js';
import { weights } from './weights.js';
import { node } from './node.js';
import { access } from './access.js';
import { config } from './config.js';
import { simulator } from './simulator.js';

const PAGES = { now, weights, node, access, config, simulator };
const [main, link, banner, key] = ['main', 'link', 'truth', 'lock'].map(id => document.getElementById(id));
let page = null;

function open() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/').map(decodeURIComponent);
  const known = Object.hasOwn(PAGES, name) ? name : 'now';
  page = PAGES[known](rest[0], rest[1], new URLSearchParams(query));
  document.querySelectorAll('nav a').forEach(each => {
    if (each.getAttribute('href') === `#/${known === 'node' ? 'weights' : known}`) each.setAttribute('aria-current', 'page');
    else each.removeAttribute('aria-current');
  });
  document.title = `${rest.length ? `${rest.join(' ')} · ` : ''}${known} · Weir`;
  draw();
}

function draw() {
  const old = stale();
  const age = Math.round((Date.now() - state.receivedAt) / 1000);
  text(link, !state.view ? 'connecting' : old ? `${age} s old` : 'live');
  link.className = `link ${!state.view ? '' : old ? 'bad' : 'good'}`;
  main.classList.toggle('old', old);
  if (!state.view) {
    text(main.firstChild, 'Waiting for the control plane. If this stays: ./weir status says what runs, ./weir logs xds-control-plane why not.');
    return;
  }
  const [kind, words, href] = old
    ? ['bad', `Connection to the control plane lost at ${clock(state.receivedAt)}. What you see is from then; the gateway goes on with its last weights. Trying again …`, null]
    : truth(state.view);
  banner.hidden = false;
  banner.className = `truth ${kind}`;
  if (banner.dataset.words !== words) {
    banner.dataset.words = words;
    banner.replaceChildren(el('span', {}, words), ...(href && href !== location.hash ? [' ', el('a', { href }, 'Look')] : []));
  }
  if (main.firstChild !== page.root) main.replaceChildren(page.root);
  page.refresh();
}

function drawLock() {
  key.title = unlocked() ? 'Forgets the admin token in this tab.' : 'This tab only reads, until it is given the admin token.';
  text(key, unlocked() ? 'Forbid changes' : 'Allow changes');
}

takeToken();
drawLock();
onLock(drawLock);
key.addEventListener('click', () => { if (unlocked()) lock(); else void askForToken(); });
document.getElementById('skip').addEventListener('click', event => { event.preventDefault(); main.focus(); });
addEventListener('hashchange', () => { open(); main.focus({ preventScroll: true }); scrollTo(0, 0); });
onChange(draw);
open();
void connect();
