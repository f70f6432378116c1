// SPDX-License-Identifier: MIT
/**
 * fields.js - the fields of a detail tree: names, titles and kinds are the
 * dissector's, without its "diagtap." in front.
 *
 * A field's value is written as tshark -T fields prints it, so that what is
 * read here can be used as a display filter there.
 */

import {CONTAINER_TYPES, EVENTS, LOG_CODES, LOG_OPERATIONS,
  MESSAGE_OPERATIONS, OPCODES, PATHS, SUBSYSTEMS} from './names.js';
import {modemTimeExact} from './modem_time.js';
import {hex, text, u32, u64, uint} from './octets.js';

export const IPA_OPCODES = new Map([[1, 'Packet'], [2, 'New fragment rule'],
  [4, 'Dropped'], [8, 'Suspended'], [16, 'Log'], [32, 'Decompressed'],
  [64, 'Second pass']]);
export const IPA_EXCEPTIONS = new Map([[0, 'None'], [1, 'Deaggregation'],
  [4, 'IP type'], [8, 'Packet length'], [16, 'Fragment rule missed'],
  [32, 'Software filter'], [64, 'NAT or connection tracking'],
  [128, 'Microcontroller'], [129, 'Bad endpoint'],
  [136, 'Header insertion'], [229, 'Checksum']]);
const IPA_FORMS = new Map([[1, 'status (IPA 3 and 4)'],
  [2, 'status5 (IPA 5)'], [3, 'dpl2'], [4, 'dpl3'],
  [5, 'qmap']]);
const IPA_MISS = new Map([[0x3ff, 'Miss']]);
const LINKTYPES = new Map([[0, 'BSD loopback'], [1, 'Ethernet'], [9, 'PPP'],
  [12, 'Raw IP'], [14, 'Raw IP'], [101, 'Raw IP'], [108, 'BSD loopback'],
  [113, 'Linux cooked'], [228, 'Raw IPv4'], [229, 'Raw IPv6'],
  [276, 'Linux cooked, version 2']]);
const FCS_STATUS = new Map([[0, 'Bad'], [1, 'Good'], [2, 'Unverified']]);
const SEGMENTS = new Map([[0, 'Whole'], [7, 'Last part']]);
const PAYLOAD_KINDS = new Map([[0, 'None'], [1, 'One octet'],
  [2, 'Two octets'], [3, 'Counted']]);

/** name: {type, title, [isHex], [names], [mask]} */
export const FIELDS = new Map();

const define = (type, more = {}) => (name, title, extra = {}) =>
  FIELDS.set(name, {type, title, ...more, ...extra});

const HEX = {isHex: true};
const u8 = define('UINT8');
const x8 = define('UINT8', HEX);
const u16 = define('UINT16');
const x16 = define('UINT16', HEX);
const u32s = define('UINT32');
const x32 = define('UINT32', HEX);
const bytes = define('BYTES');
const string = define('STRING');
const none = define('NONE');
const frame = define('FRAMENUM');
const flag = define('BOOLEAN');

x16('path', 'Path', {names: PATHS});
u8('a_len', 'Length of a');
bytes('a', 'a');
u8('b_len', 'Length of b');
bytes('b', 'b');
define('UINT64')('loss.containers', 'Containers lost');
define('UINT64')('loss.bytes', 'Bytes lost');
define('UINT64')('part.container', 'Container number');
u16('part.part', 'Part');
u16('part.parts', 'Parts');
frame('part.whole_in', 'Container put together in');
frame('part.from', 'Put together from');
define('IPv4')('snat', 'Source before NAT');
define('IPv6')('snat6', 'Source before NAT');
define('IPv4')('dnat', 'Destination before NAT');
define('IPv6')('dnat6', 'Destination before NAT');
none('ipa', 'IPA status header');
u8('ipa.form', 'Form', {names: IPA_FORMS});
x8('ipa.opcode', 'Opcode', {names: IPA_OPCODES});
u8('ipa.exception', 'Exception', {names: IPA_EXCEPTIONS});
x16('ipa.mask', 'Mask');
u16('ipa.len', 'Packet length');
u8('ipa.endpoint', 'Source endpoint');
u8('ipa.destination', 'Destination endpoint');
x32('ipa.metadata', 'Metadata');
flag('ipa.flt.local', 'Filter table is local');
flag('ipa.flt.hash', 'Filter rule is hashable');
flag('ipa.flt.global', 'Filter table is global');
flag('ipa.flt.ret_hdr', 'Filter retains the header');
u8('ipa.flt.endpoint', 'Filter endpoint');
u16('ipa.flt.rule', 'Filter rule', {names: IPA_MISS});
flag('ipa.rt.local', 'Routing table is local');
flag('ipa.rt.hash', 'Routing rule is hashable');
flag('ipa.rt.match', 'Routing rule matched');
u8('ipa.rt.table', 'Routing table');
u16('ipa.rt.rule', 'Routing rule', {names: IPA_MISS});
flag('ipa.ucp', 'Microcontroller processed it');
flag('ipa.nat.hit', 'NAT entry found');
u16('ipa.nat.index', 'NAT index');
u8('ipa.nat.type', 'NAT type');
define('UINT64', HEX)('ipa.tag', 'Tag');
u8('ipa.egress_tc', 'Egress traffic class');
u8('ipa.ingress_tc', 'Ingress traffic class');
u8('ipa.sequence', 'Sequence number');
u8('ipa.lost', 'Entries missing before it');
define('UINT64')('ipa.time', 'Time of day');
flag('ipa.hdr.local', 'Header table is local');
u16('ipa.hdr.offset', 'Header offset');
flag('ipa.frag.hit', 'Fragment rule found');
u8('ipa.frag.rule', 'Fragment rule');
flag('ipa.tcp.pure_ack', 'Nothing but a TCP ACK');
flag('ipa.tcp.syn', 'TCP SYN');
flag('ipa.tcp.fin_rst', 'TCP FIN or RST');
u8('ipa.protocol', 'Protocol');
bytes('ipa.rest', "Fields of the opcode's own");
u8('ipa.pad', 'Octets of padding');
x8('ipa.mux', 'Multiplexer');
u16('ipa.size', 'Packet and padding');
bytes('ipa.padding', 'Padding');
bytes('ipa.trailer', 'Checksum trailer');
flag('ipa.csum.valid', 'Checksum is valid');
u16('ipa.csum.len', 'Octets summed up');
x16('ipa.csum', 'Checksum of these');
bytes('ipa.stray', 'Octets that are no entry');
u16('linktype', 'Linktype', {names: LINKTYPES});
u32s('missing', 'Octets cut off the packet');

none('container', 'Container');
x32('container.type', 'Type', {names: CONTAINER_TYPES});
u32s('container.count', 'Messages');
bytes('container.body', 'Body');
define('BOOLEAN')('container.hdlc_disabled', 'HDLC disabled');
none('message', 'Message');
define('INT32')('message.token', 'Remote processor token');
u32s('message.len', 'Length');
bytes('message.tail',
  'Beginning of a frame that goes on in a later message');
bytes('message.head', 'Rest of a frame that began in an earlier message');
none('frame', 'Frame');
frame('frame.begun_in', 'Frame begun in');
u32s('frame.escapes', 'Escaped octets');
x16('frame.fcs', 'Frame check sequence');
u8('frame.fcs.status', 'FCS status', {names: FCS_STATUS});
bytes('frame.rest', 'Rest of a frame that began earlier');

x8('opcode', 'Opcode', {names: OPCODES});
bytes('body', 'Body');
u32s('radio', 'Radio');
x8('error.opcode', 'Opcode of the request', {names: OPCODES});
bytes('error.request', 'Request');
u32s('status', 'Status');
u16('version.diag', 'DIAG version');
define('ABSOLUTE_TIME')('time', 'Modem time');
string('version.compiled', 'Compiled');
string('version.released', 'Released');
string('version.chipset', 'Chipset');
u8('build.version', 'Format version');
x32('build.msm_revision', 'MSM revision');
u32s('build.model', 'Mobile model');
string('build.software', 'Software revision');
string('build.name', 'Model name');
u8('subsystem', 'Subsystem', {names: SUBSYSTEMS});
u16('subsystem.command', 'Command');
u16('subsystem.delayed_id', 'Delayed response id');
u16('subsystem.responses', 'Response count');

u32s('log_config.operation', 'Operation', {names: LOG_OPERATIONS});
x32('log_config.equipment', 'Equipment id');
u32s('mask.bits', 'Bits');
bytes('mask', 'Mask');
u32s('mask.set', 'Bits set');
x16('log_config.code', 'Log code enabled', {names: LOG_CODES});
u32s('log_config.items', 'Items of equipment id');
u8('msg_config.operation', 'Operation', {names: MESSAGE_OPERATIONS});
u16('msg_config.first', 'First subsystem id');
u16('msg_config.last', 'Last subsystem id');
u32s('msg_config.ranges', 'Ranges');
x32('msg_config.mask', 'Level mask');

u8('msg.time_type', 'Time type');
u8('msg.args', 'Arguments');
u8('msg.arg_size', 'Argument size');
u8('msg.drops', 'Messages dropped before');
u16('msg.line', 'Line');
u16('msg.ssid', 'Subsystem id');
x32('msg.mask', 'Subsystem mask');
x32('msg.arg', 'Argument');
bytes('msg.raw_args', 'Arguments');
string('msg.format', 'Format');
string('msg.file', 'File');
string('msg.text', 'Text');
x32('msg.hash', 'Hash');

none('event', 'Event');
u16('event.len', 'Length');
u8('event.report', 'Reporting');
u16('event.id', 'Event id', {names: EVENTS, mask: 0x0fff});
u16('event.payload_kind', 'Payload kind', {names: PAYLOAD_KINDS,
  mask: 0x6000});
define('BOOLEAN')('event.short_time', 'Short time', {mask: 0x8000});
u16('event.ticks', 'Low half of the time');
bytes('event.payload', 'Payload');

u8('log.more', 'More logs held');
u16('log.outer_len', 'Outer length');
u16('log.len', 'Length');
x16('log.code', 'Log code', {names: LOG_CODES});
bytes('log.body', 'Log body');
u32s('log.sequence', 'Sequence number');
bytes('log.encrypted', 'Encrypted log');

string('rat', 'Radio access technology');
string('direction', 'Direction');
u32s('version', 'Log version');
u8('rrc.release', 'RRC release');
x8('rrc.minor', 'RRC minor release');
u8('nr_rrc.release', 'NR RRC release');
x8('nr_rrc.minor', 'NR RRC minor release');
u8('bearer', 'Bearer');
u16('pci', 'Physical cell id');
u16('psc', 'Primary scrambling code');
u32s('earfcn', 'EARFCN');
u32s('nr_arfcn', 'NR-ARFCN');
u16('uarfcn', 'UARFCN');
define('UINT64', HEX)('ncgi', 'NR cell global id');
u32s('sfn', 'System frame number');
u8('subframe', 'Subframe');
u8('pdu', 'PDU number');
string('channel', 'Channel');
x8('channel_id', 'Channel type');
u8('sib', 'SIB id');
x32('sib_mask', 'SIB mask');
u8('segment', 'Segment', {names: SEGMENTS});
frame('segment.begun_in', 'First segment in');
u8('sim', 'SIM');
x8('message_type', 'Message type');
u32s('pdu_len', 'PDU length');
bytes('payload', 'PDU');
u8('ip.instance', 'Instance');
u8('ip.protocol', 'Protocol', {names: new Map([[1, 'IP']])});
u8('ip.interface', 'Interface');
u16('ip.sequence', 'Sequence number');
u16('ip.segment', 'Segment', {mask: 0x7fff});
define('BOOLEAN')('ip.last', 'Last segment', {mask: 0x8000});

// What is wrong: Wireshark's expert items.
none('short', 'Ends too early');
none('cut', "Record cut by the capture's snaplen");
none('excess', 'Octets left over');
none('fcs.bad', 'Bad frame check sequence');
none('loss', 'Containers lost before this record');
none('joined',
  'Joined in its midst: the frame began before what we have');
none('ipa.gap', 'Entries missing within IPA');
none('ipa.out_of_step', 'Octets that are no entry');
none('filled', 'Cut packet, filled up with zeros'); // the dissector's alone
none('frame.dropped', 'Beginning of a frame without its end');
none('length', 'Length does not match');
none('refused', 'The modem refused a request');
none('encrypted', "Encrypted: only the modem's maker can read it");
none('failed', 'Dissection of this message failed');
none('unknown', 'Not known to this dissector');

/** Octets of a number, by type. */
const SIZES = {UINT8: 1, UINT16: 2, UINT32: 4, UINT64: 8};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep',
  'Oct', 'Nov', 'Dec'];

function timeText({seconds, nanos}) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds} s`;
  return `${MONTHS[date.getUTCMonth()]} ` +
    `${String(date.getUTCDate()).padStart(2)}, ${date.getUTCFullYear()} ` +
    `${date.toISOString().slice(-13, -5)}.` +
    `${String(nanos).padStart(9, '0')} UTC`;
}

export function ipv6Text(s, at) {
  const words = [];
  for (let i = 0; i < 16; i += 2) words.push(s[at + i] << 8 | s[at + i + 1]);
  // The first of the longest runs of zeros becomes "::" (RFC 5952).
  let best = 0;
  let most = 1;
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && words[i + n] === 0) n++;
    if (n > most) [best, most] = [i, n];
  }
  const name = (list) => list.map((word) => word.toString(16)).join(':');
  if (most === 1) return name(words);
  return `${name(words.slice(0, best))}::${name(words.slice(best + most))}`;
}

export const ipv4Text = (s, at) => Array.from(s.subarray(at, at + 4)).join('.');

/** What the masked bits of n are worth, counted from their lowest. */
const masked = (n, mask) => (n & mask) / (mask & -mask);

function numberText(field, n) {
  if (!field.isHex) return String(n);
  return `0x${n.toString(16).padStart(2 * SIZES[field.type], '0')}`;
}

/** How octets at..at+length of s read as a value, by the field's type. */
const READERS = {
  BYTES: (field, s, at, length) => hex(s, at, at + length),
  STRING: (field, s, at, length) => text(s, at, at + length),
  NONE: () => '1',
  BOOLEAN: (field, s, at, length) =>
    uint(s, at, length) & (field.mask ?? ~0) ? 1 : 0,
  INT32: (field, s, at) => u32(s, at) | 0,
  UINT64: (field, s, at) => u64(s, at),
  ABSOLUTE_TIME: (field, s, at) => timeText(modemTimeExact(s, at)),
  IPv4: (field, s, at) => ipv4Text(s, at),
  IPv6: (field, s, at) => ipv6Text(s, at),
};

const readUint = (field, s, at, length) => field.mask
  ? masked(uint(s, at, length), field.mask) : uint(s, at, length);

/** The value of a field that stands in the octets: a number, BigInt or text. */
export function valueOf(field, s, at, length) {
  return (READERS[field.type] ?? readUint)(field, s, at, length);
}

/** The value as text. */
export const valueText = (field, value) =>
  typeof value === 'string' ? value : numberText(field, value);

/** "Title: value (name)", shortened where it would be long. */
export function labelOf(field, value) {
  if (field.type === 'NONE') return field.title;
  let shown = valueText(field, value);
  if (shown.length > 64) shown = `${shown.slice(0, 60)}...`;
  const name = field.names?.get(value);
  return `${field.title}: ${shown}${name ? ` (${name})` : ''}`;
}
