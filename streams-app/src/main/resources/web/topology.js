// How the instance is, who runs what, and the processing graph.

import { ask } from './live.js';
import { count, el, svg, words } from './text.js';

const AGAIN_MS = 2000;
const WIDTH = 178;
const HEIGHT = 34;
const GAP_X = 64;
const GAP_Y = 14;

export function topology(main) {
  document.title = 'Topology · Gatecast';
  const health = el('p', { class: 'facts' });
  const body = el('div');
  const restoring = el('div');
  main.append(el('div', { class: 'title' }, el('h1', {}, 'Topology'), health), restoring, body);
  const leaving = new AbortController();
  let shown = '';
  let timer = 0;

  async function show() {
    try {
      const state = await ask('health/ready', leaving.signal);
      showHealth(state);
      const answer = await ask('topology', leaving.signal);
      const now = JSON.stringify(answer);
      if (now !== shown) {
        shown = now;
        const open = document.activeElement?.closest('.scroll') ? document.activeElement.scrollLeft : 0;
        body.replaceChildren(...view(answer));
        if (open) body.querySelector('.graph').scrollLeft = open;
      }
    } catch (failure) {
      if (leaving.signal.aborted) return;
      body.replaceChildren(el('p', { class: 'notice' }, failure.message));
      shown = '';
    }
    timer = setTimeout(show, AGAIN_MS);
  }

  function showHealth(state) {
    const parts = [[state.live ? 'yes' : 'no', 'live'], [state.ready ? 'yes' : 'no', 'ready'], [words(state.state), 'state']];
    health.replaceChildren(...parts.map(([value, name]) => el('span', { class: value === 'no' ? 'bad' : '' }, el('b', {}, value), ' ', el('i', {}, name))));
    restoring.replaceChildren(...state.restoring.map(part => el('p', { class: 'notice' },
      `Restoring ${part.store}, partition ${part.partition}: ${count(part.remaining)} records to go`)));
  }

  show();
  return () => { leaving.abort(); clearTimeout(timer); };
}

function view(answer) {
  return [
    el('section', { class: 'panel', 'aria-labelledby': 'h-graph' }, el('h2', { id: 'h-graph' }, 'Processing graph', el('span', { class: 'note' }, answer.application)),
      el('div', { class: 'scroll graph', tabindex: 0, 'aria-label': 'Processing graph, scrolls sideways' }, graph(answer.nodes))),
    el('div', { class: 'columns two' },
      el('section', { class: 'panel' }, el('h2', {}, 'Instances'), table(['Address', 'Forecasts partitions', 'Warm copies'],
        answer.instances.map(member => [member.address + (member.self ? ' (this one)' : ''), partitions(member.partitions), partitions(member.standbys)]))),
      el('section', { class: 'panel' }, el('h2', {}, 'Topics'), table(['Topic', 'Not read yet'],
        [...answer.inputs.map(input => [input.topic, input.lag === null ? '–' : count(input.lag)]), ...answer.outputs.map(topic => [topic, 'written'])], 1))),
    el('section', { class: 'panel' }, el('h2', {}, 'Threads of this instance'), table(['Thread', 'State', 'Tasks', 'Warm copies'],
      answer.threads.map(thread => [thread.name.replace(/^.*-(StreamThread-\d+)$/, '$1'), words(thread.state), thread.tasks.join(', ') || '–', thread.standbys.join(', ') || '–']))),
  ];
}

/** Partitions of several topics, put together by topic. */
function partitions(names) {
  const byTopic = new Map();
  for (const name of names) {
    const at = name.lastIndexOf('-');
    const topic = name.slice(0, at);
    if (/-changelog$/.test(topic)) continue;
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), name.slice(at + 1)]);
  }
  return [...byTopic].map(([topic, all]) => `${topic} ${all.join(', ')}`).join('; ') || (names.length ? `${names.length} changelog partitions` : '–');
}

function table(heads, rows, right = -1) {
  return el('div', { class: 'scroll' }, el('table', {},
    el('thead', {}, el('tr', {}, ...heads.map((head, i) => el('th', { scope: 'col', class: i === right ? 'right' : '' }, head)))),
    el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map((cell, i) => el('td', { class: i === right ? 'right' : '' }, cell)))))));
}

/** Steps that only choose or pass on what another has made are left out, to show what happens. */
function essential(nodes) {
  const byName = new Map(nodes.map(node => [node.name, node]));
  const minor = node => node.kind === 'processor' && !node.stores.length && (node.next.length === 1 || /-outcome$/.test(node.name));
  const follow = name => {
    const node = byName.get(name);
    return minor(node) ? node.next.flatMap(follow) : [name];
  };
  return nodes.filter(node => !minor(node)).map(node => ({ ...node, next: [...new Set(node.next.flatMap(follow))] }));
}

function graph(all) {
  const nodes = essential(all);
  const byName = new Map(nodes.map(node => [node.name, node]));
  const depth = new Map();
  const visit = (node, at) => {
    if ((depth.get(node.name) ?? -1) >= at) return;
    depth.set(node.name, at);
    node.next.forEach(name => visit(byName.get(name), at + 1));
  };
  // A source that reads what a sink of another part writes comes after it.
  const links = nodes.flatMap(node => node.next.map(name => [node.name, name]));
  for (const sink of nodes.filter(node => node.kind === 'sink')) {
    for (const source of nodes.filter(node => node.kind === 'source' && node.topics.some(topic => sink.topics.includes(topic)))) {
      links.push([sink.name, source.name]);
      sink.next = [source.name];
    }
  }
  const fed = new Set(nodes.flatMap(node => node.next));
  nodes.filter(node => !fed.has(node.name)).forEach(node => visit(node, 0));
  const layers = [];
  for (const node of nodes) (layers[depth.get(node.name)] ??= []).push(node);
  const tallest = Math.max(...layers.map(layer => layer.length));
  const height = tallest * (HEIGHT + GAP_Y) + GAP_Y;
  const place = new Map();
  layers.forEach((layer, x) => layer.forEach((node, y) => place.set(node.name, {
    x: 4 + x * (WIDTH + GAP_X), y: (height - layer.length * (HEIGHT + GAP_Y)) / 2 + y * (HEIGHT + GAP_Y) + GAP_Y / 2 })));
  const width = layers.length * (WIDTH + GAP_X) - GAP_X + 8;
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img',
    'aria-label': 'Steps: ' + nodes.map(node => node.name + (node.next.length ? ' to ' + node.next.join(' and ') : '')).join('; ') });
  for (const [from, to] of links) {
    const a = place.get(from), b = place.get(to);
    const x1 = a.x + WIDTH, y1 = a.y + HEIGHT / 2, x2 = b.x, y2 = b.y + HEIGHT / 2;
    drawing.append(svg('path', { class: 'edge', d: `M${x1} ${y1}C${x1 + GAP_X / 2} ${y1} ${x2 - GAP_X / 2} ${y2} ${x2} ${y2}` }));
  }
  for (const node of nodes) {
    const { x, y } = place.get(node.name);
    const note = node.topics.join(', ') || node.stores.join(', ');
    const title = svg('title');
    title.textContent = node.name + (note ? ': ' + note : '');
    const name = svg('text', { x: x + 10, y: y + (note ? 15 : 21), class: 'name' });
    name.textContent = node.name;
    const group = svg('g', { class: 'node ' + node.kind + (node.stores.length ? ' stateful' : '') }, title,
      svg('rect', { x, y, width: WIDTH, height: HEIGHT, rx: node.kind === 'processor' ? 5 : HEIGHT / 2 }), name);
    if (note) {
      const small = svg('text', { x: x + 10, y: y + 27, class: 'small' });
      small.textContent = note.length > 25 ? note.slice(0, 24) + '…' : note;
      group.append(small);
    }
    drawing.append(group);
  }
  return drawing;
}
