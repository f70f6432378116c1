// SPDX-License-Identifier: MIT
/** tabs.js - the tabs of a phone, which shows one pane at a time. */

const buttons = () => [...document.querySelectorAll('.tabs button')];

/** tab: "list", "detail", "bytes" or "charts"; any other text changes nothing. */
export function showTab(tab) {
  if (!buttons().some(({dataset}) => dataset.tab === tab)) return;
  document.body.dataset.tab = tab;
  for (const button of buttons())
    button.setAttribute('aria-pressed', button.dataset.tab === tab);
  document.body.dispatchEvent(new CustomEvent('tab', {detail: tab}));
}

/** onTab(tab): another one is shown. */
export function makeTabs(onTab) {
  document.body.addEventListener('tab', ({detail}) => onTab(detail));
  for (const button of buttons())
    button.addEventListener('click', () => showTab(button.dataset.tab));
}
