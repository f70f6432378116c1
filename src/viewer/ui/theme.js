// SPDX-License-Identifier: MIT
/** theme.js - the theme: light, dark, or the theme of the system.  page.js uses it. */

import {byId, settings} from './dom.js';

const THEMES = ['system', 'light', 'dark'];

export function makeTheme(onChange) {
  let theme = THEMES.includes(settings.get('theme')) ? settings.get('theme') : 'system';
  const set = (next) => {
    theme = next;
    settings.set('theme', theme);
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
