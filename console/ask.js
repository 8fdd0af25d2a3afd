/* What is asked of the server, and its answers. */
import {lang} from './say.js';

export const THRESHOLD = 0.5;
const LIMIT = 20;

let under_way = null;

/* A key for this visit: gone when the tab is closed. */
export const key = {
  get: () => sessionStorage.getItem('key'),
  set: value => sessionStorage.setItem('key', value),
};

function headers() {
  const sent = {'Content-Type': 'application/json', 'Accept-Language': lang};
  if (key.get()) sent.Authorization = `ApiKey ${key.get()}`;
  return sent;
}

/* The schema is the narrowest that has what is known. */
function example({name, birth, nationality, number}) {
  const person = birth || nationality;
  const properties = {};
  if (name) properties.name = [name];
  if (birth) properties.birthDate = [birth];
  if (nationality) properties.nationality = [nationality];
  if (number) properties.idNumber = [number];
  return {schema: person ? 'Person' : number ? 'LegalEntity' : 'Thing', properties};
}

/* {status, answer} of what is known; null when something else was asked meanwhile.  Status 0:
 * the server cannot be reached. */
export async function ask(known) {
  under_way?.abort();
  const mine = under_way = new AbortController();
  try {
    const reply = await fetch(`/match/default?threshold=${THRESHOLD}&limit=${LIMIT}`, {
      method: 'POST', headers: headers(), body: JSON.stringify({queries: {q: example(known)}}), signal: mine.signal,
    });
    const answer = await reply.json();
    return mine.signal.aborted ? null : {status: reply.status, answer};
  } catch {
    return mine.signal.aborted ? null : {status: 0};
  }
}

export function forget() {
  under_way?.abort();
}

/* Titles of lists by name; what cannot be had is empty. */
export async function titles() {
  try {
    const reply = await fetch('/catalog', {headers: headers()});
    const all = reply.ok ? (await reply.json()).datasets : [];
    return new Map(all.map(d => [d.name, d.title || d.name]));
  } catch {
    return new Map();
  }
}
