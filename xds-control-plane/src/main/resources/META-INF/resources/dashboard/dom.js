// Small pieces that every page uses: elements, numbers with units, times.

/** An element with attributes and children; text is always set as text, never as markup. */
export function el(tag, attributes = {}, ...children) {
  const node = tag === 'svg' || tag === 'path'
    ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'style') node.style.cssText = value; // the page's policy forbids style attributes
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/** Sets text only where it changed, so that nothing flickers and a selection survives. */
export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

/** Replaces children only where the key changed, for the same reason. */
export function fill(node, key, make) {
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  node.replaceChildren(...[make()].flat());
}

export const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
export const points = share => {
  const size = Math.abs(100 * share).toFixed(1);
  return `${size === '0.0' ? '' : share < 0 ? '−' : '+'}${size} points`;
};
export const millis = ms => !ms ? '–' : `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
export const rate = perSecond => perSecond < 0.05 ? '0/s' : `${perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0)}/s`;
export const count = number => number.toLocaleString('en');
export const clock = at => new Date(at).toLocaleTimeString('en-GB');

export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 1) return 'just now';
  if (seconds < 90) return `${seconds.toFixed(0)} s ago`;
  return seconds < 5400 ? `${(seconds / 60).toFixed(0)} min ago` : `${(seconds / 3600).toFixed(1)} h ago`;
}

export const exact = iso => new Date(iso).toLocaleString('en-GB');
export const time = iso => el('time', { datetime: iso, title: exact(iso) }, ago(iso));

/** A node's colour, the same on every page: by its place in the alphabet. */
export const hue = index => `var(--hue-${index % 8})`;
export const dot = index => el('i', { class: 'dot', style: `background:${hue(index)}` });

/** A table that scrolls by itself where the screen is narrow, by keyboard too. */
export const scroller = (label, table, kind = '') => el('div', { class: `scroll ${kind}`, tabindex: 0, role: 'region', 'aria-label': label }, table);
/** Headers of a table; `>` before a label puts it to the right, over numbers. */
export const heads = (...labels) => el('thead', {}, el('tr', {}, ...labels.map(label =>
  el('th', { scope: 'col', class: label.startsWith('>') ? 'n' : null }, label.replace('>', '')))));
