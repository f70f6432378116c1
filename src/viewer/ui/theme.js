// SPDX-License-Identifier: MIT
/** theme.js - light, dark, or as the system has it. */

import {byId, kept} from './dom.js';

const THEMES = ['system', 'light', 'dark'];

export function makeTheme(onChange) {
  let theme = THEMES.includes(kept.get('theme')) ? kept.get('theme') : 'system';
  const set = (next) => {
    theme = next;
    kept.set('theme', theme);
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    byId('theme-text').textContent = `Theme: ${theme}`;
    byId('theme').title = `Theme: ${theme}`;
    onChange();
  };
  byId('theme').addEventListener('click', () =>
    set(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]));
  set(theme);
}
