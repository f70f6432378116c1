// SPDX-License-Identifier: MIT
/** keys.js - keys that work in all panes, the same as in Wireshark.  page.js uses it. */

/** makeKeys({filter, filters, pause, move, save, bookmark, bookmarks, copy, menu}): a function for each action. */
export function makeKeys({filter, filters, pause, move, save, bookmark, bookmarks, copy, menu}) {
  const acts = {
    '/': filter,
    'Ctrl f': filter,
    ' ': pause,
    'Ctrl ArrowUp': () => move(-1),
    'Ctrl ArrowDown': () => move(1),
    F7: () => move(-1),
    F8: () => move(1),
    'Ctrl s': save,
    'Ctrl /': filters,
    b: bookmark,
    B: bookmarks,
    t: () => copy('text'),
    h: () => copy('hex'),
    '?': menu,
  };
  addEventListener('keydown', (event) => {
    if (event.altKey || document.querySelector('dialog[open]')) return;
    const {target, key} = event;
    const ctrl = event.ctrlKey || event.metaKey;
    const typing = target.matches('input, textarea, select');
    /* Do not take Space from a button, or a letter from a text field. */
    if (!ctrl && key.length === 1 && (typing || (key === ' ' && target.matches('button, a')))) return;
    const act = acts[ctrl ? `Ctrl ${key}` : key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
