/* A result as it is shown: a line, and behind it query and entry side by side. */
import {country, number, say, signed} from './say.js';

const COUNTRIES = new Set(['nationality', 'citizenship', 'country', 'jurisdiction', 'flag']);
const SHOWN = [
  'name', 'alias', 'weakAlias', 'birthDate', 'birthPlace', 'gender', 'nationality', 'citizenship', 'country',
  'jurisdiction', 'flag', 'position', 'passportNumber', 'idNumber', 'registrationNumber', 'imoNumber', 'address',
  'topics', 'programId', 'program', 'notes',
];
const MOST = 12; // values of a property that are shown

/* An element; text is only ever text. */
export function el(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false && value !== null && value !== undefined) e.setAttribute(name, value === true ? '' : value);
  e.append(...children.filter(c => c !== null && c !== undefined));
  return e;
}

/* What somebody else wrote goes in its own direction. */
const bdi = text => el('bdi', {}, text);

function readable(property, value) {
  if (COUNTRIES.has(property)) return country(value);
  return property === 'gender' ? say(`sex.${value}`) ?? value : value;
}

/* Rounded down, as everywhere: no score looks higher than it is. */
const rounded = score => number(Math.floor(score * 100 + 1e-9) / 100, 2);

/* ---- side by side ------------------------------------------------------------ */

function bits(n) {
  if (n === null) return el('td', {class: 'bits'});
  const e = el('span', {class: n < 0 ? 'less' : n > 0 ? 'more-likely' : 'even', dir: 'ltr'}, signed(n));
  return el('td', {class: 'bits'}, e);
}

function side(value, property, label) {
  const cell = el('td', {'data-label': label});
  cell.append(value ? bdi(readable(property, value)) : el('span', {class: 'absent'}, say('absent')));
  return cell;
}

function row(kind, property, query, candidate, detail, odds) {
  return el('tr', {class: kind}, side(query, property, say('asked')), el('td', {class: 'how'}, detail),
    side(candidate, property, say('listed')), bits(odds));
}

function title(text, odds) {
  return el('tr', {class: 'fact'}, el('th', {scope: 'rowgroup', colspan: 3}, text), bits(odds));
}

function name_rows(f) {
  const rows = [title(say('fact.name'), f.log_odds), row('whole', 'name', f.query, f.candidate, f.detail, null)];
  for (const p of f.parts)
    rows.push(row('part', 'name', p.query, p.candidate, p.detail, p.query && p.candidate ? p.log_odds : null));
  for (const word of f.mixed_scripts)
    rows.push(el('tr', {class: 'part'}, el('td', {colspan: 4}, bdi(word), ' ', say('mixed'))));
  for (const x of f.findings)
    rows.push(el('tr', {class: 'finding'}, el('td', {colspan: 3}, x.detail), bits(x.log_odds)));
  return rows;
}

function fact_rows(name, f) {
  if (f.parts) return name_rows(f);
  return [title(say(`fact.${name}`) ?? name, f.log_odds), row('whole', name, f.query, f.candidate, f.detail, null)];
}

function total(r) {
  const sum = Object.values(r.explanations).reduce((n, f) => n + f.log_odds, 0);
  const percent = Math.max(1, Math.min(99, Math.floor(r.score * 100 + 1e-9)));
  return title(say('total', rounded(r.score), percent), sum);
}

function explanation(r) {
  const bodies = Object.entries(r.explanations).map(([name, f]) => el('tbody', {}, ...fact_rows(name, f)));
  bodies.push(el('tbody', {}, total(r)));
  const head = [say('asked'), say('how'), say('listed')].map(text => el('th', {scope: 'col'}, text));
  return el('table', {class: 'sides'}, el('caption', {}, say('sides'), ' ', el('small', {}, say('bitsHelp'))),
    el('thead', {}, el('tr', {}, ...head, el('th', {scope: 'col', class: 'bits'}, say('bits')))), ...bodies);
}

/* ---- the entry --------------------------------------------------------------- */

function values(property, all) {
  const dd = el('dd');
  all.slice(0, MOST).forEach((v, i) => dd.append(i ? ' · ' : '', bdi(readable(property, v))));
  if (all.length > MOST) dd.append(` +${number(all.length - MOST)}`);
  return dd;
}

function entry(r, titles) {
  const list = el('dl', {class: 'entry'});
  const put = (label, dd) => list.append(el('dt', {}, label), dd);
  for (const p of SHOWN) {
    const texts = (r.properties[p] || []).filter(v => typeof v === 'string');
    if (texts.length) put(say(`property.${p}`), values(p, texts));
  }
  put(say('lists'), values('', r.datasets.map(d => titles.get(d) || d)));
  put(say('property.id'), values('', [r.id]));
  return el('section', {}, el('h2', {}, say('details')), list);
}

/* ---- the line ---------------------------------------------------------------- */

function brief(r) {
  const p = r.properties;
  const born = (p.birthDate || []).slice(0, 2);
  const where = [...new Set([...p.nationality || [], ...p.country || [], ...p.jurisdiction || []])].slice(0, 3);
  const met = r.explanations.name?.candidate;
  const as = met && met !== r.caption ? say('as', met) : '';
  const parts = [as, say(`schema.${r.schema}`) ?? r.schema, ...born, where.map(country).join(', ')].filter(Boolean);
  const line = el('span', {class: 'brief'});
  parts.forEach((text, i) => line.append(i ? ' · ' : '', el('bdi', {class: born.includes(text) && 'date'}, text)));
  return line;
}

function bar(score) {
  const fill = el('span', {class: 'fill'});
  fill.style.inlineSize = `${Math.round(score * 100)}%`; // no style attribute: the policy forbids them
  return el('span', {class: 'bar', 'aria-hidden': 'true'}, fill);
}

/* An item of the list of results; what is behind the line is made when it is opened. */
export function result(r, i, titles) {
  const id = `result-${i}`;
  const score = rounded(r.score);
  const chips = el('span', {class: 'chips'}, ...r.datasets.map(d => el('span', {class: 'chip'}, bdi(titles.get(d) || d))));
  const line = el('button', {type: 'button', 'aria-expanded': 'false', 'aria-controls': id},
    el('span', {class: 'who'}, el('strong', {}, bdi(r.caption)), brief(r), chips),
    el('span', {class: 'score'}, el('span', {class: 'unseen'}, say('score', score)),
      el('span', {class: 'figure', 'aria-hidden': 'true'}, score), bar(r.score)));
  const behind = el('div', {id, class: 'behind', hidden: true});
  const item = el('li', {}, line, behind);
  item.open = yes => {
    if (yes && !behind.firstChild) behind.append(explanation(r), entry(r, titles));
    line.setAttribute('aria-expanded', yes);
    behind.hidden = !yes;
  };
  item.isOpen = () => !behind.hidden;
  line.addEventListener('click', () => item.open(behind.hidden));
  return item;
}
