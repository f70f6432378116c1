// SPDX-License-Identifier: MIT
/** format.js - numbers and times as texts. */

const two = (n) => (n < 10 ? `0${n}` : `${n}`);
const three = (n) => `${n}`.padStart(3, '0');

/** 14:03:07.125, in this machine's time zone; ms since 1970. */
export function clock(ms) {
  if (ms === null || ms === undefined) return '';
  const t = new Date(ms);
  return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}.` +
    three(t.getMilliseconds());
}

/** 20261125T150834Z, for the name of a file; in UTC. */
export const stamp = (ms = Date.now()) =>
  `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** Whether two times are of the same day, in this machine's time zone. */
export const isSameDay = (a, b) => new Date(a).toDateString() === new Date(b).toDateString();

/** 1980-01-06, in this machine's time zone. */
export function day(ms) {
  const t = new Date(ms);
  return `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())}`;
}

/** The time, behind its date if that is not today. */
export function datedClock(ms, now = Date.now()) {
  if (ms === null || ms === undefined) return '';
  return isSameDay(ms, now) ? clock(ms) : `${day(ms)} ${clock(ms)}`;
}

/** A text that is too long loses its middle: the end of a path tells most. */
export function shortened(text, room) {
  if (text.length <= room) return text;
  const end = Math.ceil((room - 1) * .6);
  return `${text.slice(0, room - 1 - end)}…${text.slice(-end)}`;
}

/** A capital at the begin, a full stop at the end. */
export function sentence(text) {
  if (text === '') return '';
  const begun = text[0].toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

/** 14:03:07, 14:03 or 2025-06-06, for an axis with a time every `step` ms. */
export function axisTime(ms, step) {
  if (step >= 86400000) return day(ms);
  return clock(ms).slice(0, step < 60000 ? 8 : 5);
}

/** 2026-11-25 14:03:07.125000 UTC */
export function fullTime(ms) {
  if (ms === null || ms === undefined) return '';
  const whole = Math.floor(ms);
  const micros = Math.floor((ms - whole) * 1000 + 0.5) % 1000;
  const text = new Date(whole).toISOString().replace('T', ' ').replace('Z', '');
  return `${text}${three(micros)} UTC`;
}

/** 12,420 */
export const count = (n) => n.toLocaleString('en');

/** "377 kB", with units of 1000 bytes. */
export function byteSize(n) {
  if (n < 1000) return `${Math.round(n)} B`;
  if (n < 1e6) return `${(n / 1e3).toFixed(n < 1e4 ? 1 : 0)} kB`;
  if (n < 1e9) return `${(n / 1e6).toFixed(n < 1e7 ? 1 : 0)} MB`;
  return `${(n / 1e9).toFixed(1)} GB`;
}

export const hex = (n, digits) => n.toString(16).padStart(digits, '0');

/** "7 min" */
export function duration(seconds) {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

const RAT_NAMES = {
  lte: 'LTE', nr: 'NR', umts: 'UMTS', gsm: 'GSM', tdscdma: 'TDS', ip: 'IP', ipa: 'IPA',
};

/** The name of a radio access technology; '' for none. */
export const ratName = (rat) => RAT_NAMES[rat] ?? '';
