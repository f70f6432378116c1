// SPDX-License-Identifier: MIT
/**
 * logs/body.js - logs whose body is made of structures, by version:
 * data/bodies.
 *
 * The version is a number in front; or the body is one of sub-packets:
 *
 *   u8 version 1, u8 number, u16, then sub-packets: u8 id, u8 version,
 *   u16 size with these four bytes, a structure; each padded to four bytes
 *
 * Of such logs other versions may have a structure instead.
 */

import {hex, u16, uint} from '../bytes.js';
import {BODIES} from '../data/layouts_generated.js';
import {addBytes, has} from './pdu.js';
import {say, showStructure} from './structure.js';

/** Versions above 0xffff are a major and a minor one. */
const versionText = (version) => version < 0x10000 ? `version ${version}`
  : `version ${version >>> 16}.${version & 0xffff}`;

/** Nobody has described this version: it is named, and never guessed. */
function unknown(ctx, tree, at, stop, version) {
  const text = `${versionText(version)} is not known`;
  ctx.row.what = text;
  addBytes(ctx, tree, 'log.body', at, stop - at);
  ctx.complain(tree, 'unknown', `${ctx.row.name}: ${text}`);
}

function show(ctx, tree, at, stop, name) {
  const words = [];
  if (showStructure(ctx, tree, name, at, stop, words) < 0) {
    ctx.complain(tree, 'short', `${stop - at} bytes are too few`);
    if (at < stop) addBytes(ctx, tree, 'log.body', at, stop - at);
  }
  ctx.row.what = words.join(' ');
}

function versioned(ctx, tree, at, stop, {versionSize, isTop2, versions}) {
  if (!has(ctx, tree, at, stop, versionSize)) return;
  let version = uint(ctx.s, at, versionSize);
  if (isTop2) version >>= 6;
  ctx.add(tree, 'version', at, versionSize, version);
  const name = versions.get(version);
  if (!name) return unknown(ctx, tree, at, stop, version);
  show(ctx, tree, at, stop, name);
}

const HEAD = 4;
const HEAD_ROWS = [['packet.id', 0, 1], ['packet.version', 1, 1],
  ['packet.len', 2, 2]];

function unknownPacket(ctx, tree, at, stop, words) {
  const {s} = ctx;
  const text = `sub-packet 0x${hex(s, at, at + 1)} version ${s[at + 1]} ` +
    'is not known';
  say(words, text);
  if (stop > at + HEAD) {
    addBytes(ctx, tree, 'packet.body', at + HEAD, stop - at - HEAD);
  }
  ctx.complain(tree, 'unknown', text);
}

/** The sub-packet at..stop. */
function packet(ctx, log, at, stop, packets, words) {
  const {s} = ctx;
  const tree = ctx.add(log, 'packet', at, stop - at);
  ctx.show(tree, HEAD_ROWS, at);
  const name = packets.get(s[at])?.get(s[at + 1]);
  if (!name) return unknownPacket(ctx, tree, at, stop, words);
  if (showStructure(ctx, tree, name, at + HEAD, stop, words) < 0) {
    ctx.complain(tree, 'short', `Sub-packet of ${stop - at} bytes is too ` +
      'short');
  }
}

/** A version of a log that has sub-packets only in version 1. */
function unframed(ctx, tree, at, stop, {versions}) {
  const version = ctx.s[at];
  const name = versions?.get(version);
  if (!name) return unknown(ctx, tree, at, stop, version);
  show(ctx, tree, at, stop, name);
}

function framed(ctx, tree, at, stop, it) {
  if (!has(ctx, tree, at, stop, HEAD)) return;
  const {s} = ctx;
  ctx.add(tree, 'version', at, 1);
  if (s[at] !== 1) return unframed(ctx, tree, at, stop, it);
  const count = s[at + 1];
  const words = [];
  at += HEAD;
  for (let i = 0; i < count; i++) {
    const size = at + HEAD <= stop ? u16(s, at + 2) : 0;
    if (size < HEAD) {
      ctx.complain(tree, 'short', `${count} sub-packets announced, ` +
        `${i} present`);
      break;
    }
    if (at + size > stop) {
      ctx.complain(tree, 'short', `Sub-packet of ${size} bytes, ` +
        `${stop - at} present`);
    }
    packet(ctx, tree, at, Math.min(stop, at + size), it.packets, words);
    at += size + 3 & ~3;
  }
  ctx.row.what = words.join(' ');
}

/** The function of a log with the body of this name. */
export function body(name) {
  const it = BODIES[name];
  return (ctx, tree, at, stop) => {
    ctx.row.name = it.title;
    if (it.structure) return show(ctx, tree, at, stop, it.structure);
    const read = it.packets ? framed : versioned;
    read(ctx, tree, at, stop, it);
  };
}
