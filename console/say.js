/* The language of the page: which it is, its texts, numbers and names of countries. */
import ar from './ar.js';
import en from './en.js';
import fr from './fr.js';

const texts = {ar, en, fr};

/* Kept where the browser lets pages keep anything. */
export const kept = {
  get(name) {
    try { return localStorage.getItem(name); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem(name, value); } catch { /* for this visit alone, then */ }
  },
};

function preferred() {
  const wanted = [kept.get('language'), ...navigator.languages || [navigator.language || '']];
  return wanted.map(tag => (tag || '').slice(0, 2).toLowerCase()).find(tag => texts[tag]) || 'en';
}

export let lang = preferred();

export function speak(to) {
  lang = to;
  kept.set('language', to);
}

export const rightToLeft = () => lang === 'ar';

/* The text at "fact.name", with values for {1} and {2}; for one with plural forms the first
 * value is a number. */
export function say(path, ...values) {
  let text = path.split('.').reduce((at, name) => at?.[name], texts[lang]);
  if (text && typeof text === 'object') text = text[new Intl.PluralRules(lang).select(values[0])] || text.other;
  const shown = values.map(v => typeof v === 'number' ? number(v) : v);
  return text?.replace(/\{(\d)\}/g, (_, n) => shown[n - 1]) ?? null;
}

/* Digits as the lists have them, in every language: they stand beside dates and numbers of
 * documents. */
const locale = () => `${lang}-u-nu-latn`;

export const number = (n, digits = 0) =>
  new Intl.NumberFormat(locale(), {minimumFractionDigits: digits, maximumFractionDigits: digits}).format(n);

export const signed = n =>
  new Intl.NumberFormat(locale(), {minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero'}).format(n);

/* The name of a country; the code where it has none. */
export function country(code) {
  if (!/^[a-z]{2}$/i.test(code)) return code;
  return new Intl.DisplayNames(lang, {type: 'region', fallback: 'code'}).of(code.toUpperCase());
}

/* Codes that name no country. */
const others = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']);

/* All countries that the browser knows, [code, name], by name. */
export function countries() {
  const names = new Intl.DisplayNames(lang, {type: 'region', fallback: 'none'});
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const all = letters.flatMap(a => letters.map(b => a + b)).filter(code => !others.has(code) && names.of(code));
  const seen = new Set();
  const each = all.map(code => [code.toLowerCase(), names.of(code)]);
  return each.filter(([, name]) => !seen.has(name) && seen.add(name)).sort((a, b) => a[1].localeCompare(b[1], lang));
}
