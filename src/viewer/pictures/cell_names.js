// SPDX-License-Identifier: MIT
/** cell_names.js - a cell in words, and as a filter. */

import {describe} from '../charts/cells.js';
import {ratName} from '../ui/format.js';

/** "LTE EARFCN 1300 · PCI 7" */
export const cellName = (cell) => `${ratName(cell.rat)} ${describe(cell)}`;

/** The filter of its rows. */
export function cellFilter({rat, arfcn, pci}) {
  const identity = pci === null ? '' : ` and ${rat === 'umts' ? 'psc' : 'pci'} == ${pci}`;
  return `rat == ${rat} and arfcn == ${arfcn}${identity}`;
}

/** Whether a row of the list is of this cell. */
export const isOf = (cell, row) => row !== null && row.rat === cell.rat &&
  row.arfcn === cell.arfcn && (cell.pci === null || row.pci === cell.pci);

/** "−98.5": a minus sign, and one place at most. */
export const decibels = (value) => String(Math.round(value * 10) / 10).replace('-', '−');
