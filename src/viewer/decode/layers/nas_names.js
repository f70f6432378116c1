// SPDX-License-Identifier: MIT
/**
 * nas_names.js - what a NAS message is called: 3GPP TS 24.301, tables 9.8.1
 * and 9.8.2.
 */

const table = (text) => new Map(text.trim().split('\n').map((line) => {
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

const PROTECTED = 6; // security header, check sequence, sequence number

/**
 * An EPS NAS message at..end: the low half of its first octet is the protocol
 * (7 EMM, 2 ESM), the high half of EMM's the kind of protection.
 */
export function epsName(s, at, end) {
  if (at >= end) return '';
  if ((s[at] & 15) === 2) return at + 2 < end ? ESM.get(s[at + 2]) ?? '' : '';
  if ((s[at] & 15) !== 7) return '';
  const security = s[at] >> 4;
  if (security === 0) return at + 1 < end ? EMM.get(s[at + 1]) ?? '' : '';
  if (security === 12) return 'Service request';
  return epsName(s, at + PROTECTED, end) || 'protected';
}
