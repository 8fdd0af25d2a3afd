/* The page: asks while one types. */
import {ask, forget, key, THRESHOLD, titles} from './ask.js';
import {el, result} from './result.js';
import {countries, kept, lang, number, rightToLeft, say, speak} from './say.js';

const PAUSE = 150; // ms without a key before the server is asked

const at = id => document.getElementById(id);
const page = document.documentElement;
const list = at('results'), count = at('count');
const fields = {name: at('name'), birth: at('birth'), nationality: at('nationality'), number: at('number')};
let known_titles = new Map();

/* ---- asking ------------------------------------------------------------------ */

function known() {
  const all = Object.entries(fields).map(([name, f]) => [name, f.checkValidity() ? f.value.trim() : '']);
  return Object.fromEntries(all);
}

function tell(text) {
  if (count.textContent !== text) count.textContent = text;
}

function show(a) {
  const one = a.responses.q, n = one.total.value;
  list.replaceChildren(...one.results.map((r, i) => result(r, i, known_titles)));
  const said = n ? [say('count', n, number(THRESHOLD, 1)) + '.'] : [say('none', number(THRESHOLD, 1))];
  if (n > one.results.length) said.push(say('shown', one.results.length));
  if (one.complete && n <= one.results.length) said.push(say('complete'));
  tell(one.complete ? said.join(' ') : say('nothing'));
  at('version').textContent = say('version', a.index.slice(0, 12));
}

function wrong(status, answer) {
  const texts = {0: 'offline', 401: key.get() ? 'keyWrong' : 'keyNeeded', 403: 'forbidden', 429: 'busy', 503: 'noLists'};
  list.replaceChildren();
  at('key').hidden = status !== 401 && status !== 403;
  tell(texts[status] ? say(texts[status]) : say('refused', typeof answer?.detail === 'string' ? answer.detail : `${status}`));
  if (status === 401) at('key-text').focus();
}

async function ask_now() {
  const what = known();
  if (what.name.length < 2 && !what.number) {
    forget();
    list.setAttribute('aria-busy', 'false');
    list.replaceChildren();
    return tell('');
  }
  list.setAttribute('aria-busy', 'true');
  const got = await ask(what);
  if (!got) return;
  list.setAttribute('aria-busy', 'false');
  if (got.status !== 200) return wrong(got.status, got.answer);
  at('key').hidden = true;
  show(got.answer);
}

let pause = 0;

function ask_soon() {
  clearTimeout(pause);
  pause = setTimeout(ask_now, PAUSE);
}

/* ---- keys -------------------------------------------------------------------- */

const lines = () => [...list.querySelectorAll(':scope > li > button')];

/* From the search box or a result to the one before or behind it. */
function go(from, step) {
  const all = [fields.name, ...lines()];
  const to = all[Math.max(0, Math.min(all.length - 1, all.indexOf(from) + step))];
  to.focus();
  to.scrollIntoView({block: 'nearest'});
}

function back(item) {
  if (!item?.isOpen?.()) return fields.name.focus();
  item.open(false);
  item.firstChild.focus();
}

document.addEventListener('keydown', e => {
  if (e.isComposing || e.ctrlKey || e.altKey || e.metaKey) return;
  const on = document.activeElement, item = on?.closest?.('#results > li');
  const inside = item || on === fields.name;
  const steps = {ArrowDown: 1, ArrowUp: -1};
  if (inside && steps[e.key]) go(item ? item.firstChild : on, steps[e.key]);
  else if (item && e.key === 'Home') go(fields.name, 1);
  else if (item && e.key === 'End') go(fields.name, lines().length);
  else if (item && e.key === 'Escape') back(item);
  else return;
  e.preventDefault();
});

/* ---- language and light ------------------------------------------------------ */

function fill_countries() {
  const before = fields.nationality.value;
  const options = countries().map(([code, name]) => el('option', {value: code}, name));
  fields.nationality.replaceChildren(el('option', {value: ''}, say('any')), ...options);
  fields.nationality.value = before;
}

function translate() {
  page.lang = lang;
  page.dir = rightToLeft() ? 'rtl' : 'ltr';
  at('language').value = lang;
  for (const e of document.querySelectorAll('[data-text]')) e.textContent = say(e.dataset.text);
  for (const e of document.querySelectorAll('[data-label]')) e.setAttribute('aria-label', say(e.dataset.label));
  fill_countries();
}

const dark_outside = matchMedia('(prefers-color-scheme: dark)');

function light() {
  const theme = kept.get('theme') || (dark_outside.matches ? 'dark' : 'light');
  page.dataset.theme = theme;
  at('theme').setAttribute('aria-pressed', theme === 'dark');
}

/* ---- beginning --------------------------------------------------------------- */

/* Arabic and Persian keyboards have digits of their own; dates and numbers are compared in these. */
for (const f of [fields.birth, fields.number]) f.addEventListener('input', () => {
  const text = f.value.replace(/[٠-٩۰-۹]/g, digit => digit.codePointAt(0) & 15);
  if (text !== f.value) f.value = text;
});
for (const f of Object.values(fields)) f.addEventListener('input', ask_soon);
at('query').addEventListener('submit', e => {
  e.preventDefault();
  clearTimeout(pause);
  ask_now();
});
at('key').addEventListener('submit', async e => {
  e.preventDefault();
  key.set(at('key-text').value.trim());
  at('key-text').value = '';
  fields.name.focus();
  known_titles = await titles();
  ask_now();
});
at('language').addEventListener('change', e => {
  speak(e.target.value);
  translate();
  ask_now();
});
at('theme').addEventListener('click', () => {
  kept.set('theme', page.dataset.theme === 'dark' ? 'light' : 'dark');
  light();
});
dark_outside.addEventListener('change', light);
light();
translate();
known_titles = await titles();
