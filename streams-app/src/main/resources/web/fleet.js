// All series in one line each. Only the lines in sight exist, however many series there are.

import { listen } from './live.js';
import { breach, count, el, number, percent, put, score, seriesLink, skill, span, svg, time } from './text.js';

const HEIGHTS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const SPARK_WIDTH = 120;
const SPARK_HEIGHT = 22;
const OVERSCAN = 6;
const SORT_REST_MS = 4000;

// Value to sort by, and whether large ones come first.
const COLUMNS = [
  { id: 'key', title: 'Series', of: row => row.key, largeFirst: false },
  { id: 'spark', title: 'Latest steps' },
  { id: 'value', title: 'Value', of: row => row.value, largeFirst: true, right: true },
  { id: 'expected', title: 'Was expected', right: true },
  { id: 'anomaly', title: 'Anomaly', of: row => row.score, largeFirst: true, hint: 'How unusual the latest value is, from 0 to 1; an alarm from 0.5 on' },
  { id: 'alarms', title: 'Alarms', of: row => row.alarmMs, largeFirst: true, right: true, hint: 'Alarms in the steps kept; sorted by the latest' },
  { id: 'breach', title: 'Limit', of: row => row.breach, largeFirst: true, right: true, hint: 'Probability that a limit will be crossed within the horizon, and when' },
  { id: 'skill', title: 'Skill', of: row => row.skill, largeFirst: false, right: true, hint: 'Share of the error of repeating the last season that is avoided, one step ahead, from the ledger' },
  { id: 'coverage', title: 'Band held', of: row => row.coverage, largeFirst: false, right: true, hint: 'Share of the outcomes one step ahead inside the outer band, 95 % unless the model has others, from the ledger' },
  { id: 'lag', title: 'Behind', of: row => -row.timeMs, largeFirst: true, right: true, hint: 'How far the series is behind the newest of all' },
];

/** From this probability on a limit is told to be at risk. */
const PROBABLE = 0.5;

const kept = { sort: 'alarms', flipped: false, search: '', scroll: 0 };

export function fleet(main) {
  document.title = 'Fleet · Gatecast';
  const rows = new Map();
  let order = [];
  let newestMs = 0;
  let heldUntil = 0;
  let painting = 0;
  let more = false;

  const facts = el('p', { class: 'facts', id: 'facts' });
  const notice = el('p', { class: 'notice', hidden: true });
  const search = el('input', {
    type: 'search', placeholder: 'Search', 'aria-label': 'Search series', value: kept.search, spellcheck: 'false',
    oninput: () => { kept.search = search.value; sort(); },
  });
  const heads = COLUMNS.map(column => {
    const head = el('div', { role: 'columnheader', class: 'cell c-' + column.id + (column.right ? ' right' : '') });
    head.append(column.of
      ? el('button', { type: 'button', title: column.hint, onclick: () => sortBy(column.id) }, column.title)
      : el('span', {}, column.title));
    return head;
  });
  const spacer = el('div', { role: 'rowgroup', class: 'spacer' });
  const head = el('div', { role: 'rowgroup' }, el('div', { role: 'row', class: 'line head' }, ...heads));
  const table = el('div', { role: 'table', class: 'fleet', 'aria-label': 'Series', 'aria-describedby': 'facts' }, head, spacer);
  const phoneSort = el('select', { 'aria-label': 'Sort by', onchange: () => sortBy(phoneSort.value) },
    ...COLUMNS.filter(column => column.of).map(column => el('option', { value: column.id }, column.title)));
  main.append(
    el('div', { class: 'title' }, el('h1', {}, 'Fleet'), facts, el('span', { class: 'grow' }),
      el('span', { class: 'only-phone' }, phoneSort), search),
    notice, table);

  const lines = new Map(); // by key, those in sight
  const lineHeight = () => parseFloat(getComputedStyle(table).getPropertyValue('--row')) || 34;

  function sortBy(id) {
    kept.flipped = kept.sort === id ? !kept.flipped : false;
    kept.sort = id;
    sort();
  }

  function sort() {
    const column = COLUMNS.find(candidate => candidate.id === kept.sort);
    const sign = (column.largeFirst ? -1 : 1) * (kept.flipped ? -1 : 1);
    const wanted = kept.search.toLowerCase();
    order = [...rows.values()].filter(row => row.key.toLowerCase().includes(wanted));
    order.sort((a, b) => {
      const x = column.of(a), y = column.of(b);
      if (x === y || x === null && y === null) return a.key < b.key ? -1 : 1;
      if (x === null) return 1;
      if (y === null) return -1;
      return x < y ? -sign : sign;
    });
    heads.forEach((node, i) => {
      const sorted = COLUMNS[i].id === kept.sort;
      if (sorted) node.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');
      else node.removeAttribute('aria-sort');
    });
    phoneSort.value = kept.sort;
    table.setAttribute('aria-rowcount', order.length + 1);
    spacer.style.height = order.length * lineHeight() + 'px';
    heldUntil = performance.now() + SORT_REST_MS;
    paint();
  }

  function paint() {
    painting ||= requestAnimationFrame(() => { painting = 0; draw(); });
  }

  function draw() {
    const height = lineHeight();
    const top = spacer.getBoundingClientRect().top;
    const from = Math.max(0, Math.floor(-top / height) - OVERSCAN);
    const to = Math.min(order.length, Math.ceil((innerHeight - top) / height) + OVERSCAN);
    const seen = new Set();
    for (let i = from; i < to; i++) {
      const row = order[i];
      seen.add(row.key);
      let line = lines.get(row.key);
      if (!line) {
        line = new Line(row.key);
        lines.set(row.key, line);
        spacer.append(line.node);
      }
      line.place(i, height);
      line.show(row, newestMs);
    }
    for (const [key, line] of lines) {
      if (!seen.has(key) && !line.node.contains(document.activeElement)) {
        line.node.remove();
        lines.delete(key);
      }
    }
  }

  function tell() {
    const all = [...rows.values()];
    const skills = all.map(row => row.skill).filter(value => value !== null).sort((a, b) => a - b);
    const covered = all.map(row => row.coverage).filter(value => value !== null);
    const stated = all.find(row => row.stated !== null)?.stated ?? 0.95;
    const limited = all.filter(row => row.breach !== null);
    const risky = limited.filter(row => row.breach >= PROBABLE).length;
    table.classList.toggle('limited', limited.length > 0);
    const alarmed = all.filter(row => row.alarms > 0).length;
    const facts = [
      [count(all.length), all.length === 1 ? 'series' : 'series'],
      [count(alarmed), 'with alarms'],
      [skills.length ? skill(skills[skills.length >> 1]) : '–', 'median skill'],
      [covered.length ? percent(covered.reduce((a, b) => a + b, 0) / covered.length, 1) : '–', `inside ${percent(stated)}`],
      ...(limited.length ? [[count(risky), risky === 1 ? 'will probably cross a limit' : 'will probably cross limits']] : []),
    ];
    const node = document.getElementById('facts');
    if (!node) return;
    if (node.children.length !== facts.length) node.replaceChildren();
    if (node.children.length === 0) facts.forEach(() => node.append(el('span', {}, el('b'), ' ', el('i'))));
    facts.forEach(([value, name], i) => {
      put(node.children[i].firstChild, value);
      put(node.children[i].lastChild, name);
    });
  }

  function onEvent(name, change) {
    if (change.full) rows.clear();
    for (const row of change.rows) {
      rows.set(row.key, row);
      newestMs = Math.max(newestMs, row.timeMs);
    }
    for (const key of change.removed) rows.delete(key);
    const silent = change.members.filter(member => !member.reachable).map(member => member.address);
    more = change.more;
    notice.hidden = !silent.length && !more && rows.size > 0;
    put(notice, silent.length ? `Not reachable: ${silent.join(', ')}. Its series are shown as they were last.`
      : more ? 'There are more series than are kept for this page (http.history.series).'
        : rows.size ? '' : 'No series yet. They appear with their next event.');
    tell();
    const busy = table.matches(':hover') || table.contains(document.activeElement);
    if (order.length === 0 || change.full || order.length !== rows.size && !kept.search
        || performance.now() > heldUntil && !busy) sort();
    else {
      order = order.map(row => rows.get(row.key)).filter(Boolean);
      paint();
    }
  }

  function onKey(event) {
    if (event.key === '/' && !event.target.closest?.('input, textarea, select, dialog')) {
      event.preventDefault();
      search.focus();
      return;
    }
    const current = document.activeElement?.closest?.('.fleet .line[data-index]');
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    if (!(event.key in steps) || !current && !(event.key === 'ArrowDown' && document.activeElement === search)) return;
    event.preventDefault();
    const at = current ? Number(current.dataset.index) : -1;
    const next = Math.min(order.length - 1, Math.max(0, at + steps[event.key]));
    const y = spacer.getBoundingClientRect().top + scrollY + next * lineHeight();
    if (y < scrollY + 120) scrollTo(0, y - 120);
    if (y > scrollY + innerHeight - 80) scrollTo(0, y - innerHeight + 80);
    draw();
    lines.get(order[next].key)?.link.focus({ preventScroll: true });
  }

  addEventListener('scroll', paint, { passive: true });
  addEventListener('resize', sort);
  document.addEventListener('keydown', onKey);
  const stop = listen('v1/live', onEvent);
  return () => {
    stop();
    removeEventListener('scroll', paint);
    removeEventListener('resize', sort);
    document.removeEventListener('keydown', onKey);
  };
}

/** One line of the table. */
class Line {
  constructor(key) {
    this.version = null;
    this.link = el('a', { href: seriesLink(key) }, key);
    this.cells = {};
    this.path = svg('path', { class: 'stroke' });
    this.dot = svg('circle', { r: 1.8, class: 'dot' });
    this.score = el('span');
    this.meter = el('span', { class: 'meter', 'aria-hidden': 'true' }, el('span'));
    const cells = COLUMNS.map(column => {
      const cell = el('div', { role: 'cell', class: 'cell c-' + column.id + (column.right ? ' right' : '') });
      this.cells[column.id] = cell;
      return cell;
    });
    this.cells.key.append(this.link);
    this.cells.spark.append(svg('svg', { viewBox: `0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`, width: SPARK_WIDTH, height: SPARK_HEIGHT, 'aria-hidden': 'true' }, this.path, this.dot));
    this.cells.anomaly.append(this.meter, this.score);
    this.node = el('div', { role: 'row', class: 'line' }, ...cells);
    this.node.addEventListener('click', event => {
      if (!event.target.closest('a') && !getSelection().toString()) location.hash = seriesLink(key);
    });
  }

  place(index, height) {
    this.node.dataset.index = index;
    this.node.setAttribute('aria-rowindex', index + 2);
    this.node.style.transform = `translateY(${index * height}px)`;
  }

  show(row, newestMs) {
    put(this.cells.lag, row.timeMs < newestMs ? span(newestMs - row.timeMs) : '–');
    if (this.version === row.version) return;
    this.version = row.version;
    put(this.cells.value, number(row.value));
    put(this.cells.expected, row.expected === null ? (row.warmup ? 'warming up' : '–') : number(row.expected));
    const inside = row.value === null || row.lower === null || row.value >= row.lower && row.value <= row.upper;
    this.cells.value.classList.toggle('outside', !inside);
    this.cells.expected.title = row.lower === null ? '' : `90 % between ${number(row.lower)} and ${number(row.upper)}, at ${time(row.timeMs)}`;
    put(this.score, score(row.score));
    this.meter.firstChild.style.width = Math.max(0, row.score) * 100 + '%';
    this.node.dataset.level = row.score >= 0.5 ? 'alarm' : '';
    put(this.cells.alarms, row.alarms ? String(row.alarms) : '');
    this.cells.alarms.dataset.severity = row.severity;
    this.cells.alarms.title = row.alarms ? `latest ${row.severity.toLowerCase()}, ${time(row.alarmMs)}` : '';
    put(this.cells.breach, row.breach === null ? '' : breach({ probability: row.breach, expectedSteps: row.breachSteps, expectedMs: row.breachMs }, row.timeMs));
    this.cells.breach.classList.toggle('bad', row.breachSteps === 0);
    this.cells.breach.classList.toggle('likely', row.breach !== null && row.breach >= PROBABLE && row.breachSteps !== 0);
    put(this.cells.skill, skill(row.skill));
    this.cells.skill.classList.toggle('bad', row.skill !== null && row.skill < 0);
    put(this.cells.coverage, percent(row.coverage));
    this.cells.coverage.classList.toggle('bad', row.coverage !== null && row.coverage < row.stated - 0.1);
    this.cells.coverage.title = row.stated === null ? '' : `of ${percent(row.stated)} stated`;
    this.spark(row.spark);
  }

  spark(text) {
    const step = SPARK_WIDTH / 48;
    const left = SPARK_WIDTH - 3 - (text.length - 1) * step;
    let path = '';
    let pen = 'M';
    let last = null;
    for (let i = 0; i < text.length; i++) {
      const height = HEIGHTS.indexOf(text[i]);
      if (height < 0) {
        pen = 'M';
        continue;
      }
      last = [left + i * step, SPARK_HEIGHT - 3 - height / 63 * (SPARK_HEIGHT - 6)];
      path += `${pen}${last[0].toFixed(1)} ${last[1].toFixed(1)}`;
      pen = 'L';
    }
    this.path.setAttribute('d', path);
    if (last) {
      this.dot.setAttribute('cx', last[0]);
      this.dot.setAttribute('cy', last[1]);
    }
  }
}
