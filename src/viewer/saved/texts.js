// SPDX-License-Identifier: MIT
/**
 * texts.js - a message as a text, to be copied.  Pure functions.
 *
 * saved.js uses it.
 */

const hex = (n, digits) => n.toString(16).padStart(digits, '0');

/** The tree of the detail below a title, four spaces for each level. */
export function treeText(title, nodes) {
  const lines = (list, indent) => list.flatMap(({label, children}) =>
    [indent + label, ...lines(children, `${indent}    `)]);
  return `${[title, ...lines(nodes, '')].join('\n')}\n`;
}

const LINE = 16; // bytes

/** "0000  10 00 14 00 ...  ....": text2pcap and xxd -r read it. */
export function hexText(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += LINE) {
    const part = [...bytes.subarray(at, at + LINE)];
    const letters = part.map((byte) => byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');
    lines.push(`${hex(at, 4)}  ${part.map((byte) => hex(byte, 2)).join(' ').padEnd(LINE * 3)} ${letters.join('')}`);
  }
  return `${lines.join('\n')}\n`;
}
