// SPDX-License-Identifier: MIT
/**
 * radio_first.js - the order in which the detail shows a tree: first the message
 * and what the log says of the radio, then how it came.
 *
 * selection.js uses it.  The nodes are the same as in Wireshark, and have the same
 * bytes; only their order is another one.
 */

const FRAME = 'diagtap.frame';

/** How a message came.  It is shown in a group of its own, which is closed. */
const FRAMING = new Set(['frame.fcs', 'frame.fcs.status', 'frame.escapes', 'frame.begun_in',
  'opcode', 'log.more', 'log.outer_len', 'log.len', 'pdu', 'pdu_len', 'sib_mask',
  'channel_id'].map((name) => `diagtap.${name}`));

const PAYLOAD = 'diagtap.payload';

const isFaulty = ({kind, children}) => kind === 'warn' || kind === 'error' || children.some(isFaulty);

/** What is wrong is never hidden. */
const isFraming = (node) => FRAMING.has(node.field) && !isFaulty(node);

/** A copy of the nodes without the frame, which goes into `out`. */
function without(nodes, out) {
  return nodes.flatMap((node) => {
    if (node.field === FRAME) {
      out.push(node);
      return [];
    }
    return [{...node, children: without(node.children, out)}];
  });
}

/** The message in front, as it is what most people look for. */
const payloadFirst = (nodes) => [...nodes.filter(({field}) => field === PAYLOAD),
  ...nodes.filter(({field}) => field !== PAYLOAD)];

/** Trees without a frame, and with several, stay as they are. */
export function radioFirst(nodes) {
  const frames = [];
  const around = without(nodes, frames);
  if (frames.length !== 1) return nodes;
  const [frame] = frames;
  const facts = payloadFirst(frame.children.filter((node) => !isFraming(node)));
  // A group of another name is open.
  const framing = {label: around.some(isFaulty) ? 'Framing with a fault' : 'Framing',
    field: '', value: '', view: frame.view, offset: 0, length: 0, kind: 'framing',
    children: [...frame.children.filter(isFraming), ...around]};
  return [{...frame, children: facts}, framing];
}
