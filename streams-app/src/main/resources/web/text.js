// Numbers, times and elements as this page writes them.

const MINUS = '\u2212';
const NARROW = '\u202f';

/** Creates an element: attributes by name, `on…` as listeners, text or elements as children. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Replaces text only where it differs, so that nothing is painted or read out without need. */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Five significant digits, so that the numbers of a column have about the same width. */
export function number(value) {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  const text = size >= 1e7 || size < 1e-4
    ? value.toExponential(3)
    : size >= 1e5 ? Math.round(value).toLocaleString('en').replaceAll(',', NARROW) : value.toPrecision(5);
  return text.replace('-', MINUS);
}

export function count(value) {
  return value.toLocaleString('en').replaceAll(',', NARROW);
}

export function percent(share, digits = 0) {
  return share === null || share === undefined ? '–' : (share * 100).toFixed(digits).replace('-', MINUS) + NARROW + '%';
}

/** Skill with its sign. */
export function skill(share) {
  if (share === null || share === undefined) return '–';
  return (share > 0 ? '+' : '') + percent(share);
}

/** How probable it is that a limit will be crossed, and when: `72 % in 3 h`. */
export function breach(limit, nowMs) {
  if (limit.probability === null || limit.probability === undefined) return '–';
  if (limit.expectedSteps === 0) return 'crossed';
  if (limit.probability < 0.005) return '<1' + NARROW + '%';
  const when = limit.expectedMs ? span(limit.expectedMs - nowMs) : Math.max(1, Math.round(limit.expectedSteps)) + ' steps';
  return `${percent(limit.probability)} in ${when}`;
}

export function score(value) {
  return value === null || value < 0 ? '–' : value.toFixed(2);
}

/** A span of time in its largest fitting unit. */
export function span(ms) {
  if (ms === null || ms === undefined) return '–';
  for (const [unit, length] of [['d', 864e5], ['h', 36e5], ['min', 6e4], ['s', 1e3]]) {
    if (Math.abs(ms) >= 2 * length || unit === 's') return Math.round(ms / length) + NARROW + unit;
  }
}

const two = n => String(n).padStart(2, '0');

/** Time of an event, UTC. */
export function time(ms) {
  if (!ms) return '–';
  const t = new Date(ms);
  return `${t.getUTCFullYear()}-${two(t.getUTCMonth() + 1)}-${two(t.getUTCDate())} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`
    + (t.getUTCSeconds() ? ':' + two(t.getUTCSeconds()) : '');
}

/** Size in bytes or kilobytes. */
export function bytes(size) {
  return size < 1024 ? size + NARROW + 'B' : (size / 1024).toFixed(1) + NARROW + 'KB';
}

export function words(name) {
  return name.toLowerCase().replaceAll('_', ' ').replaceAll('-', ' ');
}

export const seriesLink = key => '#/series/' + encodeURIComponent(key);
