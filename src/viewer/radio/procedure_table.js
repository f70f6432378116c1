// SPDX-License-Identifier: MIT
/**
 * procedure_table.js - how procedures begin and end: 3GPP TS 24.301 (5.5, 5.6),
 * TS 24.501 (5.5, 5.6), TS 24.008 (4.4, 4.7), TS 36.331 and TS 38.331 (5.3).
 *
 * procedures.js uses it.  Messages are named as in decode/messages, in lower
 * case.
 */

/**
 * title; begins: messages; good and bad: {message: result}; isHandover: only a
 * message that orders a handover begins it; wait: seconds until nobody waits for
 * an end any more, which is the timer of the phone where there is one.
 */
export const PROCEDURES = [
  {
    title: 'Attach', begins: ['attach request'], wait: 15, isNew: true,
    good: {'attach accept': 'accepted', 'attach complete': 'accepted'},
    bad: {'attach reject': 'rejected', 'authentication reject': 'authentication rejected'},
    last: 'attach complete',
  },
  {
    title: 'Registration', begins: ['registration request'], wait: 15, isNew: true,
    good: {'registration accept': 'accepted', 'registration complete': 'accepted'},
    bad: {'registration reject': 'rejected', 'authentication reject': 'authentication rejected'},
    last: 'registration complete',
  },
  {
    title: 'Tracking area update', begins: ['tracking area update request'], wait: 15,
    good: {'tracking area update accept': 'accepted', 'tracking area update complete': 'accepted'},
    bad: {'tracking area update reject': 'rejected'},
    last: 'tracking area update complete',
  },
  {
    title: 'Service', wait: 15,
    begins: ['service request', 'extended service request', 'control plane service request'],
    good: {'service accept': 'accepted', 'securitymodecomplete': 'bearers set up'},
    bad: {'service reject': 'rejected'},
  },
  {
    title: 'Detach', wait: 15, none: 'no answer was seen; a phone that is switched off gets none',
    begins: ['detach request', 'deregistration request (ue originating)',
      'deregistration request (ue terminated)'],
    good: {'detach accept': 'accepted', 'deregistration accept (ue originating)': 'accepted',
      'deregistration accept (ue terminated)': 'accepted'},
    bad: {},
  },
  {
    title: 'Handover', begins: ['rrcconnectionreconfiguration'], isHandover: true, wait: 5,
    good: {'rrcconnectionreconfigurationcomplete': 'completed'},
    bad: {'rrcconnectionreestablishmentrequest': 'failed: the phone re-establishes its connection'},
  },
  {
    title: 'Handover to another radio', wait: 5,
    begins: ['mobilityfromeutracommand', 'mobilityfromnrcommand'],
    good: {'handovertoutrancomplete': 'completed', 'handover complete': 'completed'},
    bad: {'rrcconnectionreestablishmentrequest': 'failed: the phone re-establishes its connection'},
  },
  {
    title: 'Re-establishment', wait: 5,
    begins: ['rrcconnectionreestablishmentrequest', 'rrcreestablishmentrequest'],
    good: {'rrcconnectionreestablishmentcomplete': 'completed',
      'rrcreestablishmentcomplete': 'completed'},
    bad: {'rrcconnectionreestablishmentreject': 'rejected'},
  },
  {
    title: 'Location update', begins: ['location updating request'], wait: 20,
    good: {'location updating accept': 'accepted'},
    bad: {'location updating reject': 'rejected'},
  },
  {
    title: 'Routing area update', begins: ['routing area update request'], wait: 15,
    good: {'routing area update accept': 'accepted', 'routing area update complete': 'accepted'},
    bad: {'routing area update reject': 'rejected'},
    last: 'routing area update complete',
  },
];
