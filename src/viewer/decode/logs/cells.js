// SPDX-License-Identifier: MIT
/**
 * logs/cells.js - which cell serves: LTE's MIB (0xb0c1) and serving cell
 * (0xb0c2), NR's (0xb822, 0xb823).
 *
 * No public description; in real captures PCI and EARFCN here are those of the
 * RRC messages beside them.  The dissector shows these bodies as bytes, so
 * what is told of them here has no field.
 */

import {u16, u32} from '../bytes.js';

/** What may stand in a layout: title, and bytes. */
const PARTS = {pci: ['Physical cell id', 2], arfcn: ['', 4],
  sfn: ['System frame number', 2], cell: ['Cell identity', 4],
  tac: ['Tracking area code', 2], band: ['Band', 4],
  mcc: ['Mobile country code', 2], mnc: ['Mobile network code', 2]};

/** Layouts by the version that they begin with, the newest first. */
const LTE_MIB = [{from: 2, pci: 1, arfcn: 3, sfn: 7, size: 9},
  {from: 1, pci: 1, arfcn: 3, arfcnSize: 2, sfn: 5, size: 7}];
const LTE_SERVING = [
  {from: 3, pci: 1, arfcn: 3, cell: 13, tac: 17, band: 19, mcc: 23, digits: 25,
    mnc: 26, size: 29},
  {from: 2, pci: 1, arfcn: 3, arfcnSize: 2, cell: 9, tac: 13, band: 15,
    mcc: 19, digits: 21, mnc: 22, size: 25}];
const NR_MIB = [{from: 3, pci: 4, arfcn: 6, size: 10}];
const NR_SERVING = [{from: 0x30002, pci: 7, arfcn: 17, size: 21},
  {from: 5}, {from: 4, pci: 4, arfcn: 6, size: 10}];

const cell = (title, arfcnTitle, layouts, versionSize) => {
  const titles = {...PARTS, arfcn: [arfcnTitle, 4]};
  return (ctx, tree, at, stop) => {
    const {s, row} = ctx;
    row.name = title;
    const item = at < stop ? ctx.add(tree, 'log.body', at, stop - at) : null;
    if (stop - at < versionSize) return;
    const version = versionSize === 1 ? s[at] : u32(s, at);
    const layout = layouts.find(({from}) => version >= from);
    if (!layout?.size || stop - at < layout.size) return;
    row.pci = u16(s, at + layout.pci);
    row.arfcn = (layout.arfcnSize === 2 ? u16 : u32)(s, at + layout.arfcn);
    if (layout.sfn) row.sfn = u16(s, at + layout.sfn);
    if (layout.cell) row.what = lineOf(s, at, layout);
    if (item) show(ctx, item, at, layout, titles);
  };
};

function plmn(s, at, {mcc, digits, mnc}) {
  const pad = (n, size) => String(n).padStart(size, '0');
  return `${pad(u16(s, at + mcc), 3)}-${pad(u16(s, at + mnc),
    s[at + digits] === 3 ? 3 : 2)}`;
}

const lineOf = (s, at, layout) => `PLMN ${plmn(s, at, layout)} · TAC ` +
  `${u16(s, at + layout.tac)} · cell ${u32(s, at + layout.cell)} · band ` +
  u32(s, at + layout.band);

function show(ctx, item, at, layout, titles) {
  for (const [key, [title, most]] of Object.entries(titles)) {
    if (!(key in layout)) continue;
    const size = key === 'arfcn' ? layout.arfcnSize ?? most : most;
    const from = at + layout[key];
    ctx.group(item, `${title}: ${size === 2 ? u16(ctx.s, from)
      : u32(ctx.s, from)}`, from, size);
  }
}

export const lteMib = cell('LTE MIB', 'EARFCN', LTE_MIB, 1);
export const lteServing = cell('LTE serving cell', 'EARFCN', LTE_SERVING, 1);
export const nrMib = cell('NR MIB', 'NR-ARFCN', NR_MIB, 4);
export const nrServing = cell('NR serving cell', 'NR-ARFCN', NR_SERVING, 4);
