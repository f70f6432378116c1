// SPDX-License-Identifier: MIT
/** dom.js - makes and finds elements; other small helpers for the page. */

/**
 * el('button', {class: 'main', text: 'Save', on: {click}}, child, ...)
 * Other keys are attributes; null, undefined and false leave them
 * out.  Those of ARIA say true and false as words.  Returns the element.
 */
export function el(tag, {text, on, ...attributes} = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    const isWord = typeof value !== 'boolean' || name.startsWith('aria-');
    if (value != null && (isWord || value)) element.setAttribute(name, isWord ? value : '');
  }
  for (const [type, act] of Object.entries(on ?? {}))
    element.addEventListener(type, act);
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter((child) => child != null));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Writes a text only if it has changed, which is rare. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Tells a sentence to screen readers.  Of sentences within 600 ms only the last one counts. */
let spoken = 0;
export function say(text) {
  clearTimeout(spoken);
  spoken = setTimeout(() => { byId('spoken').textContent = text; }, 600);
}

export const isPhone = () => matchMedia('(max-width: 700px)').matches;

/** Settings that the browser stores between visits, if it allows that. */
export const settings = {
  get(name) {
    try {
      return localStorage.getItem(`diagtap.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`diagtap.${name}`, value);
    } catch { /* not stored: the setting lasts as long as the page */ }
  },
};

/** Makes the browser download a file. */
export function download(name, parts, type) {
  const url = URL.createObjectURL(new Blob(parts, {type}));
  const link = el('a', {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** Copies a text.  There is no navigator.clipboard over plain HTTP. */
export async function copy(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { /* use the old way */ }
  }
  const area = el('textarea', {class: 'unseen', 'aria-hidden': 'true'});
  area.value = text;
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
