// SPDX-License-Identifier: MIT
// Writes bits, as ITU-T X.691 has them, and messages of RRC made of them.

export const joined = (pieces) => Uint8Array.from(pieces.flatMap((piece) => [...piece]));

export const u32 = (n) => Uint8Array.of(n & 255, n >> 8 & 255, n >> 16 & 255, n >>> 24);

/** bits([value, size], ...): a text "0110" is so many bits. */
export function bits(...fields) {
  const text = fields.map((field) => typeof field === 'string' ? field
    : BigInt(field[0]).toString(2).padStart(field[1], '0')).join('');
  const whole = text.padEnd(Math.ceil(text.length / 8) * 8, '0');
  return Uint8Array.from({length: whole.length / 8}, (_, i) =>
    parseInt(whole.slice(i * 8, i * 8 + 8), 2));
}

const digits = (text) => [...text].map((digit) => [Number(digit), 4]);

/** PLMN-Identity; without an MCC it is that of the one before. */
export const plmn = (mcc, mnc) => [mcc ? '1' : '0', ...digits(mcc ?? ''),
  mnc.length === 3 ? '1' : '0', ...digits(mnc)];

/** An OCTET STRING of up to 127 bytes. */
export const octets = (bytes) => [[bytes.length, 8], ...[...bytes].map((byte) => [byte, 8])];

/** LTE: SystemInformationBlockType1, with what decoders need behind the cell. */
export const sib1 = ({plmns, tac, cell}) => bits('01', '000', '0', [plmns.length - 1, 3],
  ...plmns.flatMap(([mcc, mnc]) => [...plmn(mcc, mnc), '1']), [tac, 16], [cell, 28], '1', '0', '0',
  // cellSelectionInfo; band 3; one SI of 160 ms with SIB3; window, tag
  '0', [6, 6], [2, 6], [0, 5], [1, 3], [0, 5], '0', [0, 4], [3, 3], [0, 5]);

const lteRelease = (cause, ...redirection) =>
  bits('00101', '00', '0', '00', redirection.length ? '1' : '0', '00', [cause, 2], ...redirection);

export const LTE = {
  release: (cause = 1) => lteRelease(cause),
  toGsm: (arfcn) => lteRelease(1, '0', [1, 3], [arfcn, 10], '0', '00', [0, 5]),
  toUmts: (uarfcn) => lteRelease(1, '0', [2, 3], [uarfcn, 14]),
  toLte: (earfcn) => lteRelease(1, '0', [0, 3], [earfcn, 16]),
  request: (cause) => bits('01', '0', '1', [0, 40], [cause, 3], '0'),
  reestablish: (pci, cause) => bits('00', '0', [1, 16], [pci, 9], [2, 16], [cause, 2], '00'),
  security: (cipher, integrity) => bits('00110', '00', '0', '00', '0', '0', '0', [cipher, 3],
    '0', [integrity, 3]),
  reconfigured: () => bits('00010', '00', '0', '0'),
  handover: (pci) => bits('00100', '00', '0', '000', '010000', '0', '0000', [pci, 9], [3, 3],
    [0x1234, 16], ...RADIO_RESOURCES),
  toRat: (rat, release = 0) => bits('00011', '00', '0', [release, 2], '0', '0',
    release === 0 ? '0' : '000', '00', '0', [rat, 3], ...octets([6, 0x2b, 0, 1])),
  down: (nas) => bits('00001', '00', '0', '00', '0', '00', ...octets(nas)),
  up: (nas) => bits('01001', '0', '00', '0', '00', ...octets(nas)),
  setupComplete: (nas, mme = false) => bits('00100', '00', '0', '00', mme ? '1' : '0', '0', [0, 3],
    ...mme ? ['1', ...plmn('001', '01'), [513, 16], [3, 8]] : [], ...octets(nas)),
  pageImsi: (imsi) => bits('0', '1000', [0, 4], '0', '0', '1', [imsi.length - 6, 4],
    ...digits(imsi), '0'),
  pageTmsi: (tmsi) => bits('0', '1000', [0, 4], '0', '0', '0', [1, 8], [tmsi, 32], '0'),
};

/** radioResourceConfigCommon of a handover: its prach and pusch, the rest left out. */
const RADIO_RESOURCES = ['0', '000000000', [5, 10], '0', '00', '0', [1, 4], '00000', '0', [0, 5], '0', '0', [0, 3], '0', [0, 4], [0, 4]];

export const NR = {
  sib1: ({plmns, tac, cell, selection = true}) => bits('01', selection ? '1' : '0', '0000000000',
    ...selection ? ['0000', [20, 6]] : [], '0', '0', [0, 4], '0', tac === null ? '0' : '1', '0',
    [plmns.length - 1, 4], ...plmns.flatMap(([mcc, mnc]) => plmn(mcc, mnc)),
    ...tac === null ? [] : [[tac, 24]], [cell, 36], '1'),
  request: (cause) => bits('000', '1', [0, 39], [cause, 4], '0'),
  reestablish: (pci, cause) => bits('010', [1, 16], [pci, 10], [2, 16], [cause, 2], '0'),
  security: (cipher, integrity) => bits('00100', '00', '0', '00', '0', '0',
    integrity === null ? '0' : '1', '0', [cipher, 3], ...integrity === null ? [] : ['0', [integrity, 3]]),
  release: () => bits('00010', '00', '0', '000000'),
  toLte: (earfcn) => bits('00010', '00', '0', '100000', '0', '1', '0', [earfcn, 18]),
  toRat: (rat) => bits('01000', '00', '0', '000', '0', [rat, 2], ...octets([1, 2, 3, 4])),
  down: (nas) => bits('00101', '00', '0', '100', ...octets(nas)),
  up: (nas) => bits('00111', '0', '100', ...octets(nas)),
  setupComplete: (nas, {amf = false, guami = false, slices = []} = {}) => bits('00010', '00', '0',
    [amf ? 1 : 0, 1], [guami ? 1 : 0, 1], slices.length ? '1' : '0', '000', [0, 4],
    ...amf ? ['1', ...plmn('001', '01'), [0x010203, 24]] : [], ...guami ? ['0'] : [],
    ...slices.length ? [[slices.length - 1, 3], ...slices.flatMap((sst) => ['0', [sst, 8]])] : [],
    ...octets(nas)),
};
