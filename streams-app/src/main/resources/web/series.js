// One series: what it does, what is forecast for it, what was unusual, and how good the forecasts were.

import { ask, listen } from './live.js';
import { Chart } from './chart.js';
import { breach, bytes, count, el, number, percent, put, score, skill, span, time, words } from './text.js';

const LATEST_IN_TABLE = 24;

export function series(main, key) {
  document.title = `${key} · Gatecast`;
  let detail = null;
  let chosen = 0;
  let stateAsked = -Infinity;
  const leaving = new AbortController();

  const problem = el('p', { class: 'notice', hidden: true });
  const facts = el('p', { class: 'facts' });
  const targets = el('select', { 'aria-label': 'Value column', hidden: true, onchange: () => { chosen = targets.selectedIndex; show(); } });
  const readout = el('p', { class: 'readout', 'aria-hidden': 'true' });
  const drawing = el('div', { class: 'drawing', role: 'img' });
  const chart = new Chart(drawing, at => tell(at));
  const ranges = [['Recent', false], ['All', true]].map(([name, all]) => el('button', {
    type: 'button', 'aria-pressed': String(all === chart.all),
    onclick: () => {
      chart.showAll(all);
      ranges.forEach((button, i) => button.setAttribute('aria-pressed', String((i === 1) === all)));
    },
  }, name));
  const range = el('span', { class: 'range', role: 'group', 'aria-label': 'Time shown' }, ...ranges);
  const alarms = el('ol', { class: 'alarms' });
  const noAlarms = el('p', { class: 'quietly' }, 'None in the steps kept.');
  const limitKey = el('span', { class: 'k limit', hidden: true }, 'limit');
  const ledger = el('dl', { class: 'ledger' });
  const standings = el('tbody');
  const standing = el('table', { class: 'standing', hidden: true }, el('caption', {}, 'Lately, by steps ahead'),
    el('thead', {}, el('tr', {}, ...['Steps', 'Skill', 'Inner held', 'Outer held'].map((name, i) => el('th', { scope: 'col', class: i ? 'right' : '' }, name)))), standings);
  const state = el('div', { class: 'state' }, el('p', { class: 'quietly' }, 'Not read yet.'));
  const latest = el('tbody');
  const table = el('details', { class: 'as-table', ontoggle: () => show() }, el('summary', {}, 'Latest steps as a table'),
    el('table', {}, el('thead', {}, el('tr', {}, ...['Time, UTC', 'Value', 'Was expected', '90\u202f% band', 'Anomaly'].map((name, i) =>
      el('th', { scope: 'col', class: i ? 'right' : '' }, name)))), latest));

  main.append(
    el('div', { class: 'title' },
      el('a', { href: '#/', class: 'back', 'aria-label': 'Back to the fleet' }, '←'),
      el('h1', { class: 'key' }, key), targets, facts),
    problem,
    el('section', { class: 'panel chart', 'aria-label': 'Forecast' },
      el('div', { class: 'legend' },
        ...[['observed', ''], ['forecast', 'forecast'], ['50\u202f%', 'inner'], ['90\u202f%', 'outer'], ['earlier forecasts', 'earlier'], ['alarm', 'alarm']]
          .map(([name, kind]) => el('span', { class: 'k ' + kind }, name)), limitKey,
        el('span', { class: 'grow' }), readout, range),
      drawing),
    el('div', { class: 'columns' },
      el('section', { class: 'panel', 'aria-labelledby': 'h-alarms' }, el('h2', { id: 'h-alarms' }, 'Anomalies'), noAlarms, alarms),
      el('section', { class: 'panel', 'aria-labelledby': 'h-ledger' }, el('h2', { id: 'h-ledger' }, 'Ledger'), ledger, standing),
      el('section', { class: 'panel', 'aria-labelledby': 'h-state' }, el('h2', { id: 'h-state' }, 'State in the store'), state)),
    table);

  function tell(at) {
    if (at) {
      put(readout, `${at.time}   ` + (at.future ? `forecast ${at.expected}` : `observed ${at.observed ?? 'missing'}, expected ${at.expected}`) + `   90\u202f% ${at.band}`);
    } else if (detail) {
      put(readout, 'times in UTC; drag to zoom, double-click to leave');
    }
  }

  function show() {
    if (!detail) return;
    const target = detail.targets[Math.min(chosen, detail.targets.length - 1)];
    const row = detail.row;
    limitKey.hidden = detail.limits.length === 0;
    chart.show(target, detail.alarms, detail.limits.filter(limit => limit.target === target.target));
    const last = target.values.length - 1;
    const fan = target.fan;
    drawing.setAttribute('aria-label',
      `Observed ${number(target.values[last])} at ${time(target.timesMs[last])}, ${number(target.expected[last])} had been forecast. `
      + `Next step ${number(fan.median[0])}, 90 percent between ${number(fan.lower[0])} and ${number(fan.upper[0])}. `
      + `After ${fan.median.length} steps ${number(fan.median.at(-1))}. ${limitsInWords(row.timeMs)}${detail.alarms.length} alarms.`);
    showFacts([
      [number(target.values[last]), 'now'],
      [number(fan.median[0]), 'next'],
      [`${number(fan.lower[0])} … ${number(fan.upper[0])}`, '90\u202f%'],
      [score(target.scores[last]), 'anomaly'],
      ...detail.limits.map(limit => [breach(limit, row.timeMs), limitName(limit), limit.expectedSteps === 0 ? 'bad' : limit.probability >= 0.5 ? 'likely' : '']),
      [time(row.timeMs), 'UTC'],
    ]);
    showTargets();
    showAlarms();
    showLedger(target.figures, row);
    if (table.open) showTable(target);
    if (performance.now() - stateAsked > 2000) showState();
  }

  function showFacts(all) {
    if (facts.children.length !== all.length) facts.replaceChildren();
    if (facts.children.length === 0) all.forEach(() => facts.append(el('span', {}, el('b'), ' ', el('i'))));
    all.forEach(([value, name, kind], i) => {
      facts.children[i].className = kind || '';
      put(facts.children[i].firstChild, value);
      put(facts.children[i].lastChild, name);
    });
  }

  function limitName(limit) {
    return (limit.side === 'UPPER' ? 'above ' : 'below ') + number(limit.limit) + (detail.targets.length > 1 ? ` (${limit.target})` : '');
  }

  function limitsInWords(nowMs) {
    return detail.limits.map(limit => `${limitName(limit)}: ${breach(limit, nowMs)}. `).join('');
  }

  function showTargets() {
    targets.hidden = detail.targets.length < 2;
    if (targets.options.length !== detail.targets.length) {
      targets.replaceChildren(...detail.targets.map(target => el('option', {}, target.target)));
    }
  }

  let alarmsShown = '';

  function showAlarms() {
    const now = detail.alarms.map(alarm => alarm.timeMs + alarm.severity).join();
    if (now === alarmsShown) return;
    alarmsShown = now;
    noAlarms.hidden = detail.alarms.length > 0;
    alarms.replaceChildren(...[...detail.alarms].reverse().map(alarm => {
      const choose = () => chart.choose(alarm.timeMs);
      const unchoose = () => chart.choose(0);
      return el('li', { tabindex: 0, 'data-severity': alarm.severity, onmouseenter: choose, onfocus: choose, onmouseleave: unchoose, onblur: unchoose },
        el('span', { class: 'when' }, time(alarm.timeMs)),
        el('span', { class: 'severity' }, words(alarm.severity)),
        el('span', { class: 'figure' }, alarm.score.toFixed(2)),
        el('span', { class: 'why' }, reason(alarm)),
        el('span', { class: 'what' }, alarm.observed === null ? 'no value'
          : `${number(alarm.observed)}, expected ${number(alarm.expected)}`
            + (alarm.lower === null ? '' : ` (${number(alarm.lower)} … ${number(alarm.upper)})`)));
    }));
  }

  function reason(alarm) {
    const reasons = alarm.reasons.filter(r => r.share >= 0.05).slice(0, 3);
    return reasons.length ? reasons.map(r => `${words(r.name)} ${percent(r.share)}`).join(', ') : 'evidence of many kinds';
  }

  function showLedger(figures, row) {
    const nearest = figures.groups[0];
    const facts = [
      ['Mean absolute error', number(Number.isFinite(figures.error) ? figures.error : null), `of the median one step ahead, latest ${count(figures.outcomes)} steps`],
      ['Follows a naive rule', percent(Math.max(0, ...figures.groups.map(group => group.fallback))), 'at most, of the forecast issued now'],
      ['Steps taken', count(row.steps), row.warmup ? 'still warming up' : 'since the series began'],
      ['Model', row.modelId.slice(0, 8), `partition ${row.partition}`],
    ];
    if (ledger.children.length === 0) facts.forEach(() => ledger.append(el('div', {}, el('dt'), el('dd'), el('dd', { class: 'note' }))));
    standing.hidden = !nearest;
    if (nearest) put(standing.caption, nearest.season === 1 ? 'Lately, by steps ahead; skill against repeating the value before'
      : `Lately, by steps ahead; skill against repeating the season of ${count(nearest.season)} steps`);
    standings.replaceChildren(...figures.groups.map(group => el('tr', {},
      el('th', { scope: 'row' }, group.fromStep === group.toStep ? String(group.fromStep) : `${group.fromStep}–${group.toStep}`),
      el('td', { class: 'right' + (group.skill < 0 ? ' bad' : '') }, skill(group.skill)),
      ...[[group.innerCovered, group.inner], [group.outerCovered, group.outer]].map(([held, stated]) =>
        el('td', { class: 'right' + (held !== null && held < stated - 0.1 ? ' bad' : '') }, `${percent(held)} of ${percent(stated)}`)))));
    facts.forEach((texts, i) => texts.forEach((text, j) => put(ledger.children[i].children[j], text)));
  }

  function showTable(target) {
    const from = Math.max(0, target.timesMs.length - LATEST_IN_TABLE);
    latest.replaceChildren(...target.timesMs.slice(from).map((ms, i) => {
      const at = from + i;
      const band = target.lower[at] === null ? '–' : `${number(target.lower[at])} … ${number(target.upper[at])}`;
      return el('tr', {}, el('td', {}, time(ms)), ...[number(target.values[at]), number(target.expected[at]), band, score(target.scores[at])]
        .map(text => el('td', { class: 'right' }, text)));
    }).reverse());
  }

  async function showState() {
    stateAsked = performance.now();
    try {
      const answer = await ask(`v1/series/${encodeURIComponent(key)}/state`, leaving.signal);
      const stored = answer.state;
      const largest = Math.max(0.25, ...stored.hidden.map(Math.abs));
      const cells = stored.hidden.slice(0, 256).map(value => {
        const cell = el('span', { title: value.toFixed(3), class: value < 0 ? 'negative' : 'positive' });
        cell.style.opacity = (0.06 + 0.94 * Math.abs(value) / largest).toFixed(2);
        return cell;
      });
      state.replaceChildren(
        el('dl', { class: 'ledger' }, ...[
          ['Events seen', count(stored.events), `${count(stored.events - stored.checkpointEvents)} since the checkpoint`],
          ['Checkpoint', bytes(stored.checkpointBytes), `and ${bytes(stored.tailBytes)} of events since`],
          ['Step', stored.stepMs ? span(stored.stepMs) : '–', 'most common distance'],
        ].map(([name, value, note]) => el('div', {}, el('dt', {}, name), el('dd', {}, value), el('dd', { class: 'note' }, note)))),
        stored.hidden.length ? el('div', { class: 'hidden-state', role: 'img', 'aria-label': `Hidden state of ${stored.hidden.length} numbers` }, ...cells) : '',
        stored.hidden.length ? el('p', { class: 'quietly' }, `Hidden state, ${stored.hidden.length} numbers: blue above, red below zero`) : '');
    } catch (failure) {
      if (!leaving.signal.aborted) put(state.firstChild, failure.message);
    }
  }

  const stop = listen(`v1/series/${encodeURIComponent(key)}/live`, (name, answer) => {
    problem.hidden = !answer.error;
    if (answer.error) {
      put(problem, answer.error);
      return;
    }
    detail = answer;
    show();
    if (!readout.textContent) tell(null);
  });
  const onKey = event => {
    if (event.key === 'Escape' && !event.target.closest('select, dialog')) location.hash = '#/';
  };
  document.addEventListener('keydown', onKey);
  return () => {
    stop();
    leaving.abort();
    chart.close();
    document.removeEventListener('keydown', onKey);
  };
}
