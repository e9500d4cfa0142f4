// Small pieces that every page uses: elements, numbers with units, times.

/** An element with attributes and children; text is always set as text, never as markup. */
export function el(tag, attributes = {}, ...children) {
  const node = tag === 'svg' || tag === 'path'
    ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/** Sets text only where it changed, so that nothing flickers and a selection survives. */
export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

export const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
export const millis = ms => ms === 0 ? '–' : `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
export const rate = perSecond => `${perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0)}/s`;
export const count = number => number.toLocaleString('en');

export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 90) return `${seconds.toFixed(0)} s ago`;
  return seconds < 5400 ? `${(seconds / 60).toFixed(0)} min ago` : `${(seconds / 3600).toFixed(1)} h ago`;
}

export const time = iso => el('time', { datetime: iso, title: new Date(iso).toLocaleString() }, ago(iso));

const HUES = ['#1769aa', '#c2571a', '#2b8a57', '#8e44ad', '#b5892a', '#5f6b76', '#c0392b', '#16838f', '#7a5230'];
export const hue = index => HUES[index % HUES.length];
