// SPDX-License-Identifier: MIT
/**
 * looks.js - rows as the page shows them: with the fields that are columns, and
 * the colour of the first rule that they pass.
 *
 * session.js uses it.  It is asked for the visible rows only, so it may decode
 * them again.
 */

import {compile} from '../filter/filter.js';

/** The values of a field below some nodes, in their order. */
function valuesOf(nodes, field, out) {
  for (const node of nodes) {
    if (node.field === field) out.push(node.value);
    valuesOf(node.children, field, out);
  }
  return out;
}

export class Looks {
  #treeOf;
  #fields = [];
  #tests = []; // of rules, in their order; null: it is no filter

  /** @param treeOf row => the nodes of its detail */
  constructor(treeOf) {
    this.#treeOf = treeOf;
  }

  /** Names of the dissector, "diagtap.earfcn". */
  setFields(fields) {
    this.#fields = fields;
  }

  /** Texts of filters; '' is a place without a rule. */
  setRules(rules) {
    this.#tests = rules.map((text) => compile(text, this.#treeOf).test);
  }

  get fields() {
    return this.#fields;
  }

  /** The row for the page: worker.js, "A row". */
  of(row) {
    const summary = row.summary();
    if (this.#fields.length > 0) summary.extra = this.#extra(row);
    const rule = this.#tests.findIndex((test) => test?.(row));
    if (rule >= 0) summary.colour = rule + 1;
    return summary;
  }

  #extra(row) {
    const tree = this.#treeOf(row);
    return Object.fromEntries(this.#fields.map((field) =>
      [field, valuesOf(tree, field, []).join(', ')]));
  }
}
