// SPDX-License-Identifier: MIT
/**
 * radio_first.js - the order in which the detail shows a tree: first the message
 * and what the log says of the radio, then its framing and its container.
 *
 * selection.js uses it.  The nodes are the same as in Wireshark, and have the same
 * bytes; only their order is another one.
 */

const FRAME = 'diagtap.frame';

/** How a message is framed: in a group of its own, which is closed. */
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

/** A group that is closed at first; with a fault it has another name, and is open. */
const group = (label, view, children) => ({
  label: children.some(isFaulty) ? `${label} with a fault` : label,
  field: '', value: '', view, offset: 0, length: 0, kind: 'group', children});

/** Trees without a frame, and with several, stay as they are. */
export function radioFirst(nodes) {
  const frames = [];
  const around = without(nodes, frames);
  if (frames.length !== 1) return nodes;
  const [frame] = frames;
  const facts = payloadFirst(frame.children.filter((node) => !isFraming(node)));
  const framing = group('Framing', frame.view, frame.children.filter(isFraming));
  return [{...frame, children: [...facts, framing]}, group('Container', 0, around)];
}
