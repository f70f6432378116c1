// SPDX-License-Identifier: MIT
/** drop.js - opens a file that the reader drops on the page.  page.js uses it. */

import {byId} from './dom.js';

export function makeDrop(onFile) {
  const sheet = byId('drop');
  const hasFile = (event) => [...event.dataTransfer?.types ?? []].includes('Files');
  let inside = 0;

  addEventListener('dragenter', (event) => {
    if (!hasFile(event)) return;
    inside++;
    sheet.hidden = false;
  });
  addEventListener('dragleave', (event) => {
    if (hasFile(event) && --inside <= 0) sheet.hidden = true;
  });
  addEventListener('dragover', (event) => {
    if (hasFile(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    inside = 0;
    sheet.hidden = true;
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    onFile(file);
  });
}
