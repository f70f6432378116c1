// SPDX-License-Identifier: MIT
/**
 * values/nas.js - the first values of a NAS message of LTE or NR: 3GPP TS 24.301
 * and 24.501, chapter 8.
 *
 * Only what is in the clear is read: a message whose security header says that it
 * is ciphered has no values, even if its bytes look like some.
 */

const EMM = 7;
const ESM = 2;
const MM5G = 0x7e;
const SM5G = 0x2e;

/** Security header types: 1, 3: integrity protected, and not ciphered. */
const isClear = (security) => security === 1 || security === 3;

const told = (name, offset, read = (byte) => byte) => (m, at) =>
  m.byte(name, at + offset, read);

const low3 = (byte) => byte & 7;

/** A mobile identity behind its length: type in the low three bits. */
const identity = (name, offset) => (m, at) => {
  if (m.has(at + offset) && m.s[at + offset] > 0) {
    m.byte(name, at + offset + 1, low3);
  }
};

const emmCause = told('nas_eps.emm.cause', 1);

/** Behind a type of detach from the network may be a cause, with its tag. */
const detach = (tag, cause) => (m, at) => {
  if (m.ctx.row.dir === 'down' && m.s[at + 2] === tag) m.byte(cause, at + 3);
};

/** By message type; `at` is the place of that type. */
const EMM_VALUES = new Map(Object.entries({
  0x41: [told('nas_eps.emm.eps_att_type', 1, low3),
    identity('nas_eps.emm.type_of_id', 2)],
  0x44: [emmCause],
  0x45: [detach(0x53, 'nas_eps.emm.cause')],
  0x48: [told('nas_eps.emm.update_type_value', 1, low3),
    identity('nas_eps.emm.type_of_id', 2)],
  0x4b: [emmCause],
  0x4e: [emmCause],
  0x55: [told('nas_eps.emm.id_type2', 1, low3)],
  0x56: [identity('gsm_a.ie.mobileid.type', 1)],
  0x5c: [emmCause],
  0x5d: [told('nas_eps.emm.toc', 1, (byte) => byte >> 4 & 7),
    told('nas_eps.emm.toi', 1, low3)],
  0x5f: [emmCause],
  0x60: [emmCause],
}).map(([type, values]) => [Number(type), values]));

/** Messages of ESM that begin with a cause. */
const ESM_CAUSED = new Set([0xc3, 0xc7, 0xcb, 0xcd, 0xd1, 0xd3, 0xd5, 0xd7,
  0xe8]);

const mm5gCause = told('nas_5gs.mm.5gmm_cause', 1);

/** A 5GS mobile identity behind its length of two bytes. */
const identity5g = (offset) => (m, at) => {
  const type = m.byte('nas_5gs.mm.type_id', at + offset + 2, low3);
  // Of an IMSI: 3 bytes of network, 2 of routing, then the scheme.
  if (type === 1 && m.s[at + offset + 2] >> 4 === 0) {
    m.byte('nas_5gs.mm.suci.scheme_id', at + offset + 8, (byte) => byte & 15);
  }
};

const MM5G_VALUES = new Map(Object.entries({
  0x41: [told('nas_5gs.mm.5gs_reg_type', 1, low3), identity5g(2)],
  0x44: [mm5gCause],
  0x47: [detach(0x58, 'nas_5gs.mm.5gmm_cause')],
  0x4d: [mm5gCause],
  0x59: [mm5gCause],
  0x5b: [told('nas_5gs.mm.type_id', 1, low3)],
  0x5c: [identity5g(1)],
  0x5d: [told('nas_5gs.mm.nas_sec_algo_enc', 1, (byte) => byte >> 4),
    told('nas_5gs.mm.nas_sec_algo_ip', 1, (byte) => byte & 15)],
  0x5f: [mm5gCause],
  0x64: [mm5gCause],
}).map(([type, values]) => [Number(type), values]));

/** A message that is read: at..end of ctx.s. */
class Message {
  constructor(ctx, tree, end) {
    this.ctx = ctx;
    this.s = ctx.s;
    this.tree = tree;
    this.end = end;
  }

  has(at) {
    return at < this.end;
  }

  /** Tells what `read` makes of the byte at `at`, if it is there. */
  byte(name, at, read = (byte) => byte) {
    if (!this.has(at)) return undefined;
    const n = read(this.s[at]);
    this.ctx.tell(this.tree, name, at, 1, n);
    return n;
  }

  all(values, at) {
    for (const value of values ?? []) value(this, at);
  }
}

function eps(m, at) {
  if (!m.has(at + 1)) return;
  const protocol = m.s[at] & 15;
  const security = m.s[at] >> 4;
  if (protocol === ESM) {
    const type = m.byte('nas_eps.nas_msg_esm_type', at + 2);
    if (ESM_CAUSED.has(type)) m.byte('nas_eps.esm.cause', at + 3);
  }
  if (protocol !== EMM) return;
  m.byte('nas_eps.security_header_type', at, () => security);
  if (isClear(security)) return eps(m, at + 6);
  if (security !== 0) return;
  m.all(EMM_VALUES.get(m.byte('nas_eps.nas_msg_emm_type', at + 1)), at + 1);
}

function fiveGs(m, at) {
  if (!m.has(at + 2)) return;
  if (m.s[at] === SM5G) m.byte('nas_5gs.sm.message_type', at + 3);
  if (m.s[at] !== MM5G) return;
  const security = m.byte('nas_5gs.security_header_type', at + 1, (byte) =>
    byte & 15);
  if (isClear(security)) return fiveGs(m, at + 7);
  if (security !== 0) return;
  m.all(MM5G_VALUES.get(m.byte('nas_5gs.mm.message_type', at + 2)), at + 2);
}

/** Tells the values of an EPS NAS message at..end. */
export const epsValues = (ctx, tree, at, end) =>
  eps(new Message(ctx, tree, end), at);

/** Tells the values of a 5GS NAS message at..end. */
export const fiveGsValues = (ctx, tree, at, end) =>
  fiveGs(new Message(ctx, tree, end), at);

// GSM and UMTS: 3GPP TS 24.008, chapter 9; TS 44.018, chapter 9.1 --------------

const MM = 5;
const RR = 6;
const GMM = 8;

const gmmCause = told('gsm_a.gm.gmm.cause', 1);

/** By protocol discriminator: the bits of the type that count, values by type. */
const LAYER_3 = new Map([
  [MM, [0x3f, new Map([[0x04, [told('gsm_a.dtap.rej_cause', 1)]],
    [0x18, [told('gsm_a.dtap.type_of_identity', 1, low3)]],
    [0x19, [identity('gsm_a.ie.mobileid.type', 1)]],
    [0x22, [told('gsm_a.dtap.rej_cause', 1)]]])]],
  [RR, [0xff, new Map([[0x35, [told('gsm_a.rr.SC', 1, (byte) => byte & 1),
    told('gsm_a.rr.algorithm_identifier', 1, (byte) => byte >> 1 & 7)]]])]],
  [GMM, [0xff, new Map([[0x04, [gmmCause]], [0x0b, [gmmCause]],
    [0x0e, [gmmCause]], [0x20, [gmmCause]],
    [0x12, [told('gsm_a.gm.gmm.type_of_ciph_alg', 1, low3)]],
    [0x15, [told('gsm_a.gm.gmm.type_of_identity', 1, low3)]],
    [0x16, [identity('gsm_a.ie.mobileid.type', 1)]]])]],
]);

/** Tells the values of a layer 3 message at..end. */
export function layer3Values(ctx, tree, at, end) {
  if (at + 1 >= end) return;
  const [mask, values] = LAYER_3.get(ctx.s[at] & 15) ?? [];
  const type = ctx.s[at + 1] & mask;
  if (values?.has(type)) {
    new Message(ctx, tree, end).all(values.get(type), at + 1);
  }
}
