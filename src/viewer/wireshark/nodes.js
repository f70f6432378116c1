// SPDX-License-Identifier: MIT
/**
 * nodes.js - Wireshark's tree in the shape that the detail pane has
 * (../worker.js: a node of a tree).
 *
 * dissection.js uses it.  Objects of WebAssembly are not collected: each one that
 * is taken is deleted here.
 */

export const NODES_MAX = 5000;

/** The elements of a vector, each given to `take`; the vector is deleted. */
export function each(vector, take) {
  const count = vector.size();
  const out = [];
  for (let i = 0; i < count; i++) out.push(take(vector.get(i), i));
  vector.delete();
  return out;
}

/** A name that can stand in a display filter: "frame[0:4] == 00:00" is none. */
const fieldOf = (filter) => /^[a-z][\w.-]*/i.exec(filter)?.[0] ?? '';

class Converter {
  left = NODES_MAX;

  nodes(vector) {
    const out = [];
    const count = vector.size();
    for (let i = 0; i < count && this.left > 0; i++) out.push(this.#node(vector.get(i)));
    vector.delete();
    return out;
  }

  #node(raw) {
    this.left--;
    const {label, filter, start, length, data_source_idx: view, type} = raw;
    const isFilter = filter !== '' && !filter.startsWith('frame[');
    return {
      label, field: isFilter ? fieldOf(filter) : '', filter: isFilter ? filter : '', value: '',
      view, offset: start, length: Math.max(0, length),
      kind: /expert|malformed/i.test(type) ? 'warn' : '',
      children: this.nodes(raw.tree),
    };
  }
}

/** {nodes, isCut}: isCut is true when there were more than NODES_MAX. */
export function nodesOf(vector) {
  const converter = new Converter();
  const nodes = converter.nodes(vector);
  return {nodes, isCut: converter.left === 0};
}

/** The bytes that the nodes stand in: [{name, bytes}]. */
export const viewsOf = (vector) => each(vector, ({name, data}) =>
  ({name: name.replace(/ \(\d+ bytes?\)$/, ''), bytes: Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))}));
