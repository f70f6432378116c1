// SPDX-License-Identifier: MIT
/**
 * rules.js - what the panel "Is something wrong?" looks for.
 *
 * Each rule is plain: it says what was seen, not what it means.  Most of what
 * rules see has innocent causes, and each rule names them.
 *
 *   id        for settings and for tests
 *   title     what was seen, in a few words
 *   looksFor  the messages and values that make an observation
 *   innocent  causes that nobody has to worry about
 *   sources   who looks for the same, and what the standard says: [text, address]
 *   sees(row, values, state)  a sentence about this row, or ''; values are those
 *             of decode/seen.js; state is the rule's own, for each radio
 *
 * Only messages of RRC and NAS are given to a rule.
 */

import {LANE, RAT} from '../decode/row.js';
import {MESSAGE_FIELDS} from '../decode/values/fields.js';

const rayhunter = (file) => [`Rayhunter, ${file}`,
  `https://github.com/EFForg/rayhunter/blob/main/lib/src/analysis/${file}.rs`];
const standard = (number, chapter) => [`3GPP TS ${number}, ${chapter}`,
  `https://www.3gpp.org/dynareport/${number.replace('.', '')}.htm`];

const nameOf = (field, n) => MESSAGE_FIELDS.get(field).names.get(n) ?? String(n);

const IMSI = 1; // type of identity
const GERAN = 1; // RedirectedCarrierInfo, and the target of a handover

const isCompletion = (row, values) =>
  /^security ?mode ?complete$/i.test(values.nas ?? row.what);

/**
 * What was asked for, and once more when the phone has accepted it.
 * @param isAsked null: the row asks for nothing
 * @param sentenceOf makes the sentence, which few rows need
 */
function asked(row, values, state, isAsked, sentenceOf) {
  if (isAsked !== null) state.sentence = isAsked ? sentenceOf(row, values) : '';
  if (isAsked) return `${state.sentence}.`;
  if (!state.sentence || !isCompletion(row, values)) return '';
  const accepted = `${state.sentence}, and the phone accepted.`;
  state.sentence = '';
  return accepted;
}

/** null: nothing is chosen here; else whether one choice is 0. */
function isNone(a, b, c, d, e, f) {
  if ((a ?? b ?? c ?? d ?? e ?? f) === undefined) return null;
  return a === 0 || b === 0 || c === 0 || d === 0 || e === 0 || f === 0;
}

function uncipheredBy(row, {gsmStart, nas}) {
  if (gsmStart === 0) return 'The network does not start ciphering (A5/0)';
  return `The network chose no ciphering for ${row.lane === LANE.NAS || nas ? 'NAS' : 'RRC'}`;
}

const unprotected = () => 'The network chose no integrity protection';

/** Messages whose name says that they refuse; names are few, and rows many. */
const refusals = new Map();

function isRefusal(message) {
  let is = refusals.get(message);
  if (is === undefined) {
    is = /^authentication(?: and ciphering)? rej(?:ect)?$/i.test(message);
    refusals.set(message, is);
  }
  return is;
}

const CAUSES = [['emmCause', 'nas_eps.emm.cause'], ['mm5gCause', 'nas_5gs.mm.5gmm_cause'],
  ['mmCause', 'gsm_a.dtap.rej_cause'], ['gmmCause', 'gsm_a.gm.gmm.cause']];

export const RULES = [
  {
    id: 'null-cipher',
    title: 'No ciphering',
    looksFor: 'A security mode command of NAS or RRC that chooses EEA0 or NEA0, a ciphering ' +
      'mode command of GSM that does not start ciphering, or GEA0 of GPRS.',
    innocent: ['Emergency calls without a SIM', 'Test networks and laboratories',
      'Networks of countries that forbid ciphering',
      'With EEA0 in NAS alone, user data may still be ciphered by RRC'],
    sources: [rayhunter('null_cipher'), rayhunter('nas_null_cipher'),
      rayhunter('gsm_ciphering_mode'), standard('33.401', '5.1.3'), standard('33.501', '5.3.2')],
    sees(row, values, state) {
      const {cipher, cipher5g, rrcCipher, rrcCipher5g, gsmStart, gprsCipher} = values;
      const none = isNone(cipher, cipher5g, rrcCipher, rrcCipher5g, gsmStart, gprsCipher);
      return asked(row, values, state, none, uncipheredBy);
    },
  },
  {
    id: 'null-integrity',
    title: 'No integrity protection',
    looksFor: 'A security mode command that chooses EIA0 or NIA0.',
    innocent: ['Emergency calls without a SIM: the standard allows it for these alone',
      'Test networks and laboratories'],
    sources: [standard('33.401', '5.1.4'), standard('33.501', '5.3.3')],
    sees(row, values, state) {
      const {integrity, integrity5g, rrcIntegrity, rrcIntegrity5g} = values;
      return asked(row, values, state, isNone(integrity, integrity5g, rrcIntegrity, rrcIntegrity5g),
        unprotected);
    },
  },
  {
    id: 'imsi-asked',
    title: 'The network asked for the IMSI',
    looksFor: 'An identity request for the IMSI. Whether it was in the clear on the air is known ' +
      'from the RRC message that carries it; the logs of plain NAS do not tell.',
    innocent: ['The phone was just switched on, or comes from another network',
      'The network has lost, or cannot find, the temporary identity',
      'Roaming, or a first visit to an area'],
    sources: [rayhunter('imsi_requested'), standard('24.301', '5.4.4'), standard('24.008', '4.3.3')],
    sees(row, {askedIdentity, nas, security}) {
      if (askedIdentity !== IMSI) return '';
      if (row.rat === RAT.gsm) return 'The network asked for the IMSI; GSM has no protection of requests.';
      return nas && security === 0 ? 'The network asked for the IMSI, in the clear.'
        : 'The network asked for the IMSI.';
    },
  },
  {
    id: 'imsi-sent',
    title: 'The phone sent its IMSI',
    looksFor: 'An identity response or an attach request with an IMSI, or a registration request ' +
      'whose SUCI has the null scheme, which does not hide the IMSI.',
    innocent: ['The first attach with a SIM, or after a long time switched off',
      'A network that was left long ago', 'In 5G: an operator that does not conceal the identity'],
    sources: [rayhunter('imsi_attach'), rayhunter('imsi_provided'), standard('24.301', '5.5.1.2.2'),
      standard('33.501', '6.12.2')],
    sees(row, {givenIdentity, ownIdentity, suciScheme}) {
      if (givenIdentity === IMSI) return 'The phone answered with its IMSI.';
      if (ownIdentity === IMSI) return 'The phone gave its IMSI in its request.';
      return suciScheme === 0 ? 'The phone sent a SUCI with the null scheme.' : '';
    },
  },
  {
    id: 'imsi-paged',
    title: 'Paging by IMSI',
    looksFor: 'A paging message of LTE with an IMSI instead of a temporary identity. It may be ' +
      'meant for another phone.',
    innocent: ['The network recovers from an error, after which it has no temporary identity',
      'Phones of others that the same cell pages'],
    sources: [standard('24.301', '5.6.2.2.2'), standard('23.401', '5.3.4.3')],
    sees: (row, {isImsiPaged}) => isImsiPaged ? 'Somebody was paged by IMSI.' : '',
  },
  {
    id: 'redirect-2g',
    title: 'Redirected to GSM',
    looksFor: 'An RRC connection release of LTE that redirects the phone to GERAN.',
    innocent: ['A voice call in a network without VoLTE, or for a phone that cannot use it there ' +
      '(circuit-switched fallback)', 'No LTE coverage behind a border or inside a building'],
    sources: [rayhunter('connection_redirect_downgrade'), standard('36.331', '5.3.8.3')],
    sees: (row, {redirection, redirectedTo}) => redirection !== GERAN ? ''
      : `The cell released the phone and redirected it to GSM${redirectedTo === undefined ? '' : `, ARFCN ${redirectedTo}`}.`,
  },
  {
    id: 'downgrade-2g',
    title: 'From LTE or NR to GSM',
    looksFor: 'A handover or cell change order to GERAN, or dedicated messages of GSM within a ' +
      'minute after messages of LTE or NR.',
    innocent: ['A voice call without VoLTE', 'No other coverage',
      'A second SIM that uses GSM, if the log does not tell the SIMs apart'],
    sources: [rayhunter('lte_downgrade'), rayhunter('priority_2g_downgrade'),
      standard('36.331', '5.4.3'), standard('36.304', '5.2.4.1')],
    sees(row, {targetRat}, state) {
      if (targetRat === GERAN) return 'The cell ordered the phone to GSM.';
      if (row.lane === LANE.BCCH || row.lane === LANE.PCCH) return '';
      if (row.rat === RAT.lte || row.rat === RAT.nr) state.left = row.host;
      if (row.rat !== RAT.gsm) return '';
      const isSoon = row.host - (state.left ?? NaN) < 60000;
      state.left = NaN;
      return isSoon ? 'The phone uses GSM; it used LTE or NR just before.' : '';
    },
  },
  {
    id: 'reject',
    title: 'The network refused',
    looksFor: 'A reject of attach, update, service or registration, a detach by the network with ' +
      'a cause, or a refused authentication.',
    innocent: ['A SIM that is not paid for, not active, or not allowed to roam here',
      'Overload of the network', 'An identity that the network has forgotten (causes 9 and 10)',
      'A network of another operator that the phone only tried'],
    sources: [rayhunter('diagnostic'), standard('24.301', 'annex A'), standard('24.501', 'annex A'),
      standard('24.008', 'annex G')],
    sees(row, values) {
      if (row.dir === 'up') return '';
      const message = values.nas ?? row.what;
      if (isRefusal(message)) return 'Authentication was rejected.';
      const {emmCause, mm5gCause, mmCause, gmmCause} = values;
      if ((emmCause ?? mm5gCause ?? mmCause ?? gmmCause) === undefined) return '';
      const [key, field] = CAUSES.find(([key]) => values[key] !== undefined);
      if (/status|failure/i.test(message)) return '';
      return `${message}: cause ${values[key]}, ${nameOf(field, values[key])}.`;
    },
  },
];
