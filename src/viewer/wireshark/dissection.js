// SPDX-License-Identifier: MIT
/**
 * dissection.js - what Wireshark says of records: their trees, and whether they
 * pass a display filter.
 *
 * worker.js uses it.  One session exists at a time: a second one would take
 * from the first.
 *
 * @param wg the module of @goodtools/wiregasm, ready
 */

import {each, nodesOf, viewsOf} from './nodes.js';

const FILE = '/uploads/records.pcap';

export class Dissection {
  #wg;
  #session = null;

  constructor(wg) {
    this.#wg = wg;
  }

  /** Opens a pcap.  Throws when Wireshark cannot read it. */
  #open(pcap) {
    this.#session?.delete();
    this.#wg.FS.writeFile(FILE, new Uint8Array(pcap));
    this.#session = new this.#wg.DissectSession(FILE);
    const {code, summary} = this.#session.load();
    if (code !== 0) throw new Error(`Wireshark cannot read the record (${code}).`);
    return summary.packet_count;
  }

  /** The tree of the last record of a pcap, and its bytes. */
  tree(pcap) {
    const last = this.#open(pcap);
    const {tree, data_sources: sources, comments, follow} = this.#session.getFrame(last);
    const {nodes, isCut} = nodesOf(tree);
    const views = viewsOf(sources);
    comments.delete?.();
    each(follow, (one) => one.delete?.());
    return {nodes, views, isCut};
  }

  /** null, or what is wrong with a filter, in Wireshark's words. */
  check(text) {
    const {ok, error} = this.#wg.checkFilter(text);
    return ok ? null : error || 'Wireshark does not understand this filter.';
  }

  /** Names that continue a filter: [{text, note}]. */
  complete(text) {
    return each(this.#wg.completeFilter(text).fields, ({field, name}) =>
      ({text: field, note: name})).slice(0, 20);
  }

  /** The numbers of the records that pass, from 1; the filter is a valid one. */
  passing(pcap, filter) {
    this.#open(pcap);
    const {frames} = this.#session.getFrames(filter, 0, 0);
    return each(frames, (row) => {
      row.columns.delete?.();
      row.comments?.delete?.();
      return row.number;
    });
  }
}
