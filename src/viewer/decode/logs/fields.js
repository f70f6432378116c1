// SPDX-License-Identifier: MIT
/**
 * logs/fields.js - logs whose body is a version and fields:
 * data/log_layouts.txt.
 */

import {uint} from '../bytes.js';
import {BODIES} from '../data/layouts_generated.js';
import {has} from './pdu.js';
import {layoutOf} from './versions.js';

/** What a row of the list has of its own, by field. */
const OF_ROW = {pci: 'pci', earfcn: 'arfcn', nr_arfcn: 'arfcn', sfn: 'sfn'};

const padded = (n, size) => String(n).padStart(size, '0');

/** Where the cell is, in a line. */
const place = ({mcc, mnc, mnc_digits: digits, tac, cell_id: cell, band}) =>
  `PLMN ${padded(mcc, 3)}-${padded(mnc, digits === 3 ? 3 : 2)} · ` +
  `TAC ${tac} · cell ${cell} · band ${band}`;

/** The function of a log with the layouts of this name. */
export function fields(name) {
  const {title, layouts, versionSize} = BODIES[name];
  return (ctx, tree, at, stop) => {
    const {s, row} = ctx;
    row.name = title;
    if (!has(ctx, tree, at, stop, versionSize)) return;
    const layout = layoutOf(layouts, uint(s, at, versionSize));
    // Nobody has described this version.
    if (!layout?.size) {
      if (tree) ctx.add(tree, 'log.body', at, stop - at);
      return;
    }
    if (!has(ctx, tree, at, stop, layout.size)) return;
    const values = {};
    for (const [field, offset, size] of layout.rows) {
      values[field] = uint(s, at + offset, size);
      if (field in OF_ROW) row[OF_ROW[field]] = values[field];
    }
    if ('cell_id' in values) row.what = place(values);
    ctx.show(tree, layout.rows, at);
  };
}
