// SPDX-License-Identifier: MIT
/**
 * messages/nas.js - what a NAS message of LTE or NR is called: 3GPP TS 24.301,
 * tables 9.8.1 and 9.8.2; TS 24.501, tables 9.7.1 and 9.7.2.
 */

/** Lines of "hexadecimal number, space, name", as a Map. */
export const table = (text) => new Map(text.trim().split('\n').map((line) => {
  const [number, ...name] = line.trim().split(' ');
  return [parseInt(number, 16), name.join(' ')];
}));

const EMM = table(`
  41 Attach request
  42 Attach accept
  43 Attach complete
  44 Attach reject
  45 Detach request
  46 Detach accept
  48 Tracking area update request
  49 Tracking area update accept
  4a Tracking area update complete
  4b Tracking area update reject
  4c Extended service request
  4d Control plane service request
  4e Service reject
  4f Service accept
  50 GUTI reallocation command
  51 GUTI reallocation complete
  52 Authentication request
  53 Authentication response
  54 Authentication reject
  5c Authentication failure
  55 Identity request
  56 Identity response
  5d Security mode command
  5e Security mode complete
  5f Security mode reject
  60 EMM status
  61 EMM information
  62 Downlink NAS transport
  63 Uplink NAS transport
  64 CS service notification
  68 Downlink generic NAS transport
  69 Uplink generic NAS transport`);

const ESM = table(`
  c1 Activate default EPS bearer context request
  c2 Activate default EPS bearer context accept
  c3 Activate default EPS bearer context reject
  c5 Activate dedicated EPS bearer context request
  c6 Activate dedicated EPS bearer context accept
  c7 Activate dedicated EPS bearer context reject
  c9 Modify EPS bearer context request
  ca Modify EPS bearer context accept
  cb Modify EPS bearer context reject
  cd Deactivate EPS bearer context request
  ce Deactivate EPS bearer context accept
  d0 PDN connectivity request
  d1 PDN connectivity reject
  d2 PDN disconnect request
  d3 PDN disconnect reject
  d4 Bearer resource allocation request
  d5 Bearer resource allocation reject
  d6 Bearer resource modification request
  d7 Bearer resource modification reject
  d9 ESM information request
  da ESM information response
  db Notification
  dc ESM dummy message
  e8 ESM status
  e9 Remote UE report
  ea Remote UE report response
  eb ESM data transport`);

const MM5G = table(`
  41 Registration request
  42 Registration accept
  43 Registration complete
  44 Registration reject
  45 Deregistration request (UE originating)
  46 Deregistration accept (UE originating)
  47 Deregistration request (UE terminated)
  48 Deregistration accept (UE terminated)
  4c Service request
  4d Service reject
  4e Service accept
  4f Control plane service request
  50 Network slice-specific authentication command
  51 Network slice-specific authentication complete
  52 Network slice-specific authentication result
  54 Configuration update command
  55 Configuration update complete
  56 Authentication request
  57 Authentication response
  58 Authentication reject
  59 Authentication failure
  5a Authentication result
  5b Identity request
  5c Identity response
  5d Security mode command
  5e Security mode complete
  5f Security mode reject
  64 5GMM status
  65 Notification
  66 Notification response
  67 UL NAS transport
  68 DL NAS transport`);

const SM5G = table(`
  c1 PDU session establishment request
  c2 PDU session establishment accept
  c3 PDU session establishment reject
  c5 PDU session authentication command
  c6 PDU session authentication complete
  c7 PDU session authentication result
  c9 PDU session modification request
  ca PDU session modification reject
  cb PDU session modification command
  cc PDU session modification complete
  cd PDU session modification command reject
  d1 PDU session release request
  d2 PDU session release reject
  d3 PDU session release command
  d4 PDU session release complete
  d6 5GSM status`);

/** Before a message that is protected, LTE's and NR's. */
const PROTECTED = 6;
const PROTECTED_5GS = 7;

/** The name that a table has for byte `at`, if that is before `end`. */
export const nameAt = (names, s, at, end) =>
  at < end ? names.get(s[at]) ?? '' : '';

/**
 * An EPS NAS message at..end: the low half of its first byte is the protocol
 * (7 EMM, 2 ESM), the high half of EMM's the kind of protection.
 */
export function epsName(s, at, end) {
  if (at >= end) return '';
  const protocol = s[at] & 15;
  if (protocol === 2) return nameAt(ESM, s, at + 2, end);
  if (protocol !== 7) return '';
  const security = s[at] >> 4;
  if (security === 0) return nameAt(EMM, s, at + 1, end);
  if (security === 12) return 'Service request';
  return epsName(s, at + PROTECTED, end) || 'protected';
}

/** A 5GS NAS message at..end: 7e is 5GMM, with its protection; 2e 5GSM. */
export function fiveGsName(s, at, end) {
  if (at >= end) return '';
  if (s[at] === 0x2e) return nameAt(SM5G, s, at + 3, end);
  if (s[at] !== 0x7e) return '';
  if ((s[at + 1] & 15) === 0) return nameAt(MM5G, s, at + 2, end);
  return fiveGsName(s, at + PROTECTED_5GS, end) || 'protected';
}
