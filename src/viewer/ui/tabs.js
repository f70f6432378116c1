// SPDX-License-Identifier: MIT
/** tabs.js - the tabs of a phone, which shows one pane at a time. */

const buttons = () => document.querySelectorAll('.tabs button');

/** tab: "list", "detail", "bytes" or "charts". */
export function showTab(tab) {
  document.body.dataset.tab = tab;
  for (const button of buttons())
    button.setAttribute('aria-pressed', button.dataset.tab === tab);
}

export function makeTabs() {
  for (const button of buttons())
    button.addEventListener('click', () => showTab(button.dataset.tab));
}
