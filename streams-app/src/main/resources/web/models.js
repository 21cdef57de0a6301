// The model that forecasts, the one beside it, and how both do.

import { ask } from './live.js';
import { count, el, percent, span } from './text.js';

const AGAIN_MS = 5000;

export function models(main) {
  document.title = 'Models · Gatecast';
  const body = el('div');
  main.append(el('div', { class: 'title' }, el('h1', {}, 'Models')), body);
  const leaving = new AbortController();
  let shown = '';
  let timer = 0;

  async function show() {
    try {
      const answer = await ask('v1/models', leaving.signal);
      const now = JSON.stringify(answer);
      if (now !== shown) {
        shown = now;
        body.replaceChildren(...view(answer));
      }
    } catch (failure) {
      if (leaving.signal.aborted) return;
      body.replaceChildren(el('p', { class: 'notice' }, failure.message));
      shown = '';
    }
    timer = setTimeout(show, AGAIN_MS);
  }

  show();
  return () => { leaving.abort(); clearTimeout(timer); };
}

function view({ champion, candidate, comparison }) {
  const cards = [card(champion, 'Champion', 'forecasts every series' + (candidate?.serves ? ' but those of the candidate' : ''))];
  if (candidate) {
    cards.push(card(candidate.model, candidate.serves ? 'Candidate' : 'Shadow',
      `runs on ${percent(candidate.share)} of the series, ` + (candidate.serves ? 'and issues their forecasts' : 'is scored, issues nothing')));
  }
  const parts = [el('div', { class: candidate ? 'columns two' : 'columns one' }, ...cards)];
  if (candidate) parts.push(compared(comparison));
  else parts.push(el('p', { class: 'quietly below' }, 'No candidate runs beside it. With model.topic, “gatecast model candidate ID” lets one run in the shadow and compares both here.'));
  return parts;
}

function card(model, role, does) {
  const facts = [
    ['Network', model.cell === 'LINEAR' ? 'linear' : model.cell === 'IMPORTED' ? 'imported' : `${model.cell}, ${model.hidden} hidden` + (model.layers > 1 ? ` × ${model.layers}` : '')],
    ['Parameters', model.parameters ? count(model.parameters) : '–'],
    ['Horizon', `${count(model.horizon)} steps` + (model.stepMs ? `, ${span(model.horizon * model.stepMs)}` : '')],
    ['Step', model.stepMs ? span(model.stepMs) : 'one event'],
    ['Seasons', model.findsSeasons ? 'found in each series' : model.seasons.length ? model.seasons.map(count).join(', ') + ' steps' : 'none'],
    ['Targets', model.targets.join(', ')],
    ['Levels', model.levels.map(level => +(level * 100).toFixed(1)).join(', ') + '\u202f%'],
  ];
  const settings = Object.entries(model.settings);
  return el('section', { class: 'panel' },
    el('h2', {}, role, el('span', { class: 'note' }, does)),
    el('p', { class: 'model-id' }, model.name || 'unnamed', ' ', el('code', {}, model.id)),
    el('div', { class: 'model' },
      el('dl', { class: 'pairs' }, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
      model.scores.length ? accuracy(model.scores) : ''),
    settings.length ? el('details', {}, el('summary', {}, `How it was made (${settings.length} settings)`),
      el('dl', { class: 'pairs' }, ...settings.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]))) : '');
}

function accuracy(scores) {
  const several = new Set(scores.map(score => score.target)).size > 1;
  const worst = Math.max(1, ...scores.flatMap(score => [score.model, score.naive, score.seasonalNaive].filter(value => value !== null)));
  const text = value => value === null ? '–' : value.toFixed(3);
  return el('div', { class: 'scroll' }, el('table', { class: 'scores' },
    el('caption', {}, 'Scaled error (MASE) on data it was not fitted to; 1 = repeating the season'),
    el('thead', {}, el('tr', {}, ...['Steps ahead', 'Model', '', 'Linear', 'Naive', 'Season', '80\u202f%', '95\u202f%'].map((name, i) =>
      el('th', { scope: 'col', class: i === 0 ? '' : 'right' }, name)))),
    el('tbody', {}, ...scores.map(score => {
      const bar = el('span', { class: 'meter plain', 'aria-hidden': 'true' }, el('span'));
      bar.firstChild.style.width = Math.min(1, (score.model ?? 0) / worst) * 100 + '%';
      return el('tr', {},
        el('th', { scope: 'row' }, (several ? score.target + ' ' : '') + (score.fromStep === score.toStep ? score.fromStep : `${score.fromStep}–${score.toStep}`)),
        el('td', { class: 'right strong' }, text(score.model)), el('td', {}, bar),
        ...[score.linear, score.naive, score.seasonalNaive].map(value => el('td', { class: 'right' }, text(value))),
        el('td', { class: 'right' }, percent(score.coverage80)), el('td', { class: 'right' }, percent(score.coverage95)));
    }))));
}

function compared(verdict) {
  const section = el('section', { class: 'panel' }, el('h2', {}, 'Comparison', el('span', { class: 'note' }, 'on the same steps of this instance’s series, pinball loss one step ahead')));
  if (!verdict || verdict.series === 0) {
    section.append(el('p', { class: 'quietly' }, 'Not enough scores yet: a series counts from 20 on.'));
    return section;
  }
  const equal = verdict.series - verdict.better - verdict.worse;
  const bar = el('div', { class: 'versus', role: 'img', 'aria-label': `The candidate is better on ${verdict.better} series, worse on ${verdict.worse}, equal on ${equal}` },
    ...[['better', verdict.better], ['equal', equal], ['worse', verdict.worse]].filter(([, n]) => n > 0).map(([name, n]) => {
      const part = el('span', { class: name }, `${count(n)} ${name}`);
      part.style.flexGrow = n;
      return part;
    }));
  section.append(bar, el('dl', { class: 'ledger wide' }, ...[
    ['Series compared', count(verdict.series), `${count(verdict.scores)} scores`],
    ['Median difference', (verdict.difference > 0 ? '+' : '') + percent(verdict.difference, 2), verdict.difference < 0 ? 'the candidate errs less' : 'the candidate errs more'],
    ['p, candidate better', verdict.pBetter.toPrecision(2), 'signed ranks'],
    ['p, champion better', verdict.pWorse.toPrecision(2), 'signed ranks'],
  ].map(([name, value, note]) => el('div', {}, el('dt', {}, name), el('dd', {}, value), el('dd', { class: 'note' }, note)))));
  return section;
}
