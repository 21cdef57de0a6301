// Which view is shown, in which colours, and whether the instance can be reached.

import { keepToken, setUp } from './live.js';
import { fleet } from './fleet.js';
import { series } from './series.js';
import { models } from './models.js';
import { topology } from './topology.js';

const main = document.getElementById('main');
const connection = document.getElementById('connection');
const THEME = 'gatecast.theme';
let leave = () => {};

const VIEWS = [
  [/^#\/series\/(.+)$/, 'fleet', match => series(main, decodeURIComponent(match[1]))],
  [/^#\/models$/, 'models', () => models(main)],
  [/^#\/topology$/, 'topology', () => topology(main)],
  [/.*/, 'fleet', () => fleet(main)],
];

let first = true;

function show() {
  if (location.hash === '#main') return;
  leave();
  main.replaceChildren();
  scrollTo(0, 0);
  for (const [pattern, name, open] of VIEWS) {
    const match = pattern.exec(location.hash || '#/');
    if (match) {
      for (const link of document.querySelectorAll('[data-view]')) {
        if (link.dataset.view === name) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
      leave = open(match) || (() => {});
      break;
    }
  }
  if (!first) main.focus({ preventScroll: true });
  first = false;
}

function showState(state, text) {
  connection.dataset.state = state;
  if (connection.textContent !== text) connection.textContent = text;
}

let asking = null;

/** Several requests may find out at once that a token is needed; one dialog answers all of them. */
function askForToken() {
  asking ??= new Promise(resolve => {
    const dialog = document.getElementById('login');
    const field = document.getElementById('token');
    showState('lost', 'token needed');
    dialog.addEventListener('close', () => {
      keepToken(field.value);
      field.value = '';
      asking = null;
      resolve();
    }, { once: true });
    dialog.showModal();
    field.focus();
  });
  return asking;
}

function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function paint(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  document.getElementById('theme').textContent = dark() ? '☀' : '☾';
  dispatchEvent(new Event('theme'));
}

document.getElementById('theme').addEventListener('click', () => {
  const theme = dark() ? 'light' : 'dark';
  localStorage.setItem(THEME, theme);
  paint(theme);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => paint());

setUp({ askForToken, showState });
paint(localStorage.getItem(THEME));
addEventListener('hashchange', show);
show();
