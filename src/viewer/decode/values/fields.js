// SPDX-License-Identifier: MIT
/**
 * values/fields.js - the values that we read of messages of NAS and RRC, by
 * Wireshark's names.
 *
 * Those of NAS have the names of Wireshark 3.0 to 4.4; newer ones write nas-eps
 * and nas-5gs, which a filter here understands as well.
 */

import {MESSAGE_NAMES as NAMES} from '../data/message_names_generated.js';

/** name: {type, title, key, [names], [isHex], [bits], [isTold]}, see below. */
export const MESSAGE_FIELDS = new Map();

const NONE = '';

/**
 * key: what the pictures and the rules call it, in seen.js; NONE: they do not ask.
 * bits: a string of bits, which Wireshark has as bytes, filled up with zeros.
 * isTold: it stands in the line of the list.
 */
function add(name, key, title, {names, ...more} = {}) {
  MESSAGE_FIELDS.set(name, {type: more.bits ? 'BYTES' : 'UINT8', title, key,
    names: names && NAMES[names], isHex: false, ...more});
}

const told = (names) => ({names, isTold: true});

add('nas_eps.security_header_type', 'security', 'Security header type');
add('nas_eps.nas_msg_emm_type', NONE, 'EMM message type', {isHex: true});
add('nas_eps.nas_msg_esm_type', NONE, 'ESM message type', {isHex: true});
add('nas_eps.emm.cause', 'emmCause', 'EMM cause', told('emm_causes'));
add('nas_eps.esm.cause', NONE, 'ESM cause', told('esm_causes'));
add('nas_eps.emm.eps_att_type', NONE, 'EPS attach type',
  {names: 'attach_types'});
add('nas_eps.emm.update_type_value', NONE, 'EPS update type',
  {names: 'update_types'});
add('nas_eps.emm.type_of_id', 'ownIdentity', 'EPS mobile identity',
  {names: 'eps_identities'});
add('nas_eps.emm.id_type2', 'askedIdentity', 'Identity asked for',
  told('mobile_identities'));
add('gsm_a.ie.mobileid.type', 'givenIdentity', 'Mobile identity',
  told('mobile_identities'));
add('nas_eps.emm.toc', 'cipher', 'Ciphering', told('eps_ciphers'));
add('nas_eps.emm.toi', 'integrity', 'Integrity protection',
  told('eps_integrity'));

add('nas_5gs.security_header_type', 'security', 'Security header type');
add('nas_5gs.mm.message_type', NONE, '5GMM message type', {isHex: true});
add('nas_5gs.sm.message_type', NONE, '5GSM message type', {isHex: true});
add('nas_5gs.mm.5gmm_cause', 'mm5gCause', '5GMM cause', told('mm5g_causes'));
add('nas_5gs.mm.5gs_reg_type', NONE, '5GS registration type',
  {names: 'registration_types'});
add('nas_5gs.mm.type_id', NONE, '5GS mobile identity',
  told('fivegs_identities'));
add('nas_5gs.mm.suci.scheme_id', 'suciScheme', 'Protection scheme of the SUCI',
  told('suci_schemes'));
add('nas_5gs.mm.nas_sec_algo_enc', 'cipher5g', 'Ciphering',
  told('nr_ciphers'));
add('nas_5gs.mm.nas_sec_algo_ip', 'integrity5g', 'Integrity protection',
  told('nr_integrity'));

add('gsm_a.dtap.rej_cause', 'mmCause', 'Reject cause', told('mm_causes'));
add('gsm_a.dtap.type_of_identity', 'askedIdentity', 'Identity asked for',
  told('mobile_identities'));
add('gsm_a.gm.gmm.cause', 'gmmCause', 'GMM cause', told('mm_causes'));
add('gsm_a.gm.gmm.type_of_identity', 'askedIdentity', 'Identity asked for',
  told('mobile_identities'));
add('gsm_a.gm.gmm.type_of_ciph_alg', 'gprsCipher', 'Ciphering',
  told('gprs_ciphers'));
add('gsm_a.rr.SC', 'gsmStart', 'Start ciphering');
add('gsm_a.rr.algorithm_identifier', NONE, 'Ciphering',
  told('gsm_ciphers'));

const wide = (names) => ({type: 'UINT32', names});
const wideTold = (names) => ({type: 'UINT32', names, isTold: true});

add('lte-rrc.trackingAreaCode', 'tac', 'TAC', {bits: 16, isTold: true});
add('lte-rrc.cellIdentity', 'cellId', 'Cell identity',
  {bits: 28, isTold: true});
add('lte-rrc.cellBarred', NONE, 'Cell barred', wide('cell_barred'));
add('lte-rrc.releaseCause', NONE, 'Release cause',
  wideTold('lte_release_causes'));
add('lte-rrc.redirectedCarrierInfo', 'redirection', 'Redirected to',
  wideTold('lte_redirections'));
add('lte-rrc.eutra', 'redirectedTo', 'EARFCN', wideTold());
add('lte-rrc.startingARFCN', 'redirectedTo', 'First ARFCN', wideTold());
add('lte-rrc.utra_FDD', 'redirectedTo', 'UARFCN', wideTold());
add('lte-rrc.establishmentCause', NONE, 'Establishment cause',
  wideTold('lte_establishment_causes'));
add('lte-rrc.reestablishmentCause', NONE,
  'Re-establishment cause', wideTold('reestablishment_causes'));
add('lte-rrc.cipheringAlgorithm', 'rrcCipher', 'Ciphering',
  wideTold('eps_ciphers'));
add('lte-rrc.integrityProtAlgorithm', 'rrcIntegrity', 'Integrity protection',
  wideTold('eps_integrity'));
add('lte-rrc.targetRAT_Type', 'targetRat', 'Target radio',
  wideTold('lte_target_rats'));
add('lte-rrc.mobilityControlInfo_element', 'isHandover', 'Handover',
  {type: 'NONE', isTold: true});
add('lte-rrc.targetPhysCellId', NONE, 'Target PCI', wideTold());
add('lte-rrc.ue_Identity', NONE, 'Identity',
  wide('paging_identities'));

add('nr-rrc.trackingAreaCode', 'tac', 'TAC', {bits: 24, isTold: true});
add('nr-rrc.cellIdentity', 'cellId', 'Cell identity',
  {bits: 36, isTold: true});
add('nr-rrc.establishmentCause', NONE, 'Establishment cause',
  wideTold('nr_establishment_causes'));
add('nr-rrc.reestablishmentCause', NONE,
  'Re-establishment cause', wideTold('reestablishment_causes'));
add('nr-rrc.redirectedCarrierInfo', NONE, 'Redirected to',
  wideTold('nr_redirections'));
add('nr-rrc.cipheringAlgorithm', 'rrcCipher5g', 'Ciphering',
  wideTold('nr_ciphers'));
add('nr-rrc.integrityProtAlgorithm', 'rrcIntegrity5g', 'Integrity protection',
  wideTold('nr_integrity'));
add('nr-rrc.targetRAT_Type', NONE, 'Target radio',
  wideTold('nr_target_rats'));

/** The network of a cell, which Wireshark has as its digits only: "310-410". */
export const PLMN = {type: 'STRING', title: 'PLMN', isHex: false};

/** A string of bits as Wireshark has it: bytes, with zeros behind the last bit. */
function bytesText(n, bits) {
  const fill = -bits & 7;
  return (BigInt(n) << BigInt(fill)).toString(16)
    .padStart((bits + fill) / 4, '0');
}

/** The value as tshark -T fields prints it. */
export function messageValue(field, n) {
  if (field.type === 'NONE') return '1';
  if (field.bits) return bytesText(n, field.bits);
  return field.isHex ? `0x${n.toString(16).padStart(2, '0')}` : String(n);
}

/** "EMM cause: 7 (EPS services not allowed)", and the same without a colon. */
export function messageLabel(field, n, sign = ': ') {
  if (field.type === 'NONE') return field.title;
  const shown = field.isHex ? messageValue(field, n) : n;
  const name = field.names?.get(n);
  return `${field.title}${sign}${shown}${name ? ` (${name})` : ''}`;
}

/** The same in the fewest words, for a line. */
export function messageWords(field, n) {
  if (field.type === 'NONE') return field.title.toLowerCase();
  const name = field.names?.get(n);
  return name ? `${field.title} ${name}` : messageLabel(field, n, ' ');
}
