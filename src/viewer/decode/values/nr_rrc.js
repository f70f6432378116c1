// SPDX-License-Identifier: MIT
/**
 * values/nr_rrc.js - the first values of NR's RRC messages: 3GPP TS 38.331, 6.2.2
 * and 6.3.2.
 *
 * Each is read from the type of its message on, as far as its shape is known.
 */

import {fiveGsName} from '../messages/nas.js';
import {fiveGsValues} from './nas.js';
import {nested} from './nested.js';
import {Reader} from './reader.js';

const TRANSACTION = 2; // bits of rrc-TransactionIdentifier

/** Whether each of `count` options is there. */
const options = (r, count) => Array.from({length: count}, () => r.flag());

function cellSelection(r) {
  const [hasOffset, hasSul, hasQuality, hasQualityOffset] = options(r, 4);
  r.skip(6 + (hasOffset ? 3 : 0) + (hasSul ? 6 : 0) + (hasQuality ? 5 : 0) +
    (hasQualityOffset ? 3 : 0));
}

/** The first PLMN-IdentityInfo: those behind it may be extended. */
function sib1(r) {
  const hasSelection = r.flag();
  r.skip(10);
  if (hasSelection) cellSelection(r);
  r.skip(2 + 4); // CellAccessRelatedInfo: extension, option; how many infos
  const [, hasTac, hasRanac] = options(r, 3); // the first: it is extended
  let mcc = '';
  for (let left = r.take(4) + 1; left > 0 && !r.isOver; left--) {
    mcc = r.plmn(mcc);
  }
  if (hasTac) r.tell('nr-rrc.trackingAreaCode', 24);
  if (hasRanac) r.skip(8);
  r.tell('nr-rrc.cellIdentity', 36);
}

function request(r) {
  r.skip(1 + 39); // ue-Identity
  r.tell('nr-rrc.establishmentCause', 4);
}

function reestablishment(r) {
  r.skip(16 + 10 + 16); // c-RNTI, physCellId, shortMAC-I
  r.tell('nr-rrc.reestablishmentCause', 2);
}

function securityMode(r) {
  r.skip(TRANSACTION);
  if (r.flag()) return;
  r.skip(2 + 1 + 1); // two options; SecurityConfigSMC and its algorithms
  const hasIntegrity = r.flag();
  r.tellEnum('nr-rrc.cipheringAlgorithm', 3);
  if (hasIntegrity) r.tellEnum('nr-rrc.integrityProtAlgorithm', 3);
}

function release(r) {
  r.skip(TRANSACTION);
  if (r.flag()) return;
  const isRedirected = r.flag();
  r.skip(5);
  if (isRedirected && !r.flag()) r.tell('nr-rrc.redirectedCarrierInfo', 1);
}

function mobility(r) {
  r.skip(TRANSACTION);
  if (r.flag()) return;
  r.skip(3);
  r.tellEnum('nr-rrc.targetRAT_Type', 2);
}

/** DLInformationTransfer and ULInformationTransfer: an optional NAS message. */
function transfer(r) {
  if (r.flag()) return;
  const hasNas = r.flag();
  r.skip(2);
  if (hasNas) nested(r, fiveGsName, fiveGsValues);
}

function downTransfer(r) {
  r.skip(TRANSACTION);
  transfer(r);
}

function registeredAmf(r) {
  if (r.flag()) {
    if (r.flag()) r.skip(12);
    r.skip(r.flag() ? 12 : 8);
  }
  r.skip(24);
}

function slices(r) {
  for (let left = r.take(3) + 1; left > 0; left--) r.skip(r.flag() ? 32 : 8);
}

function setupComplete(r) {
  r.skip(TRANSACTION);
  if (r.flag()) return;
  const [hasAmf, hasGuami, hasSlices] = options(r, 6);
  r.skip(4); // selectedPLMN-Identity
  if (hasAmf) registeredAmf(r);
  if (hasGuami) r.skip(1);
  if (hasSlices) slices(r);
  nested(r, fiveGsName, fiveGsValues);
}

/** By channel: the bits of the type, and what is read of a message by its name. */
const CHANNELS = new Map(Object.entries({
  'bcch.dl.sch': [2, {SIB1: sib1}],
  'dl.dcch': [5, {DLInformationTransfer: downTransfer,
    MobilityFromNRCommand: mobility, RRCRelease: release,
    SecurityModeCommand: securityMode}],
  'ul.ccch': [3, {RRCSetupRequest: request,
    RRCReestablishmentRequest: reestablishment}],
  'ul.dcch': [5, {RRCSetupComplete: setupComplete,
    ULInformationTransfer: transfer}],
}).map(([channel, [skip, messages]]) =>
  [channel, {skip, messages: new Map(Object.entries(messages))}]));

/** Tells the values of the message `name` of a channel, at..end. */
export function nrRrcValues(ctx, tree, channel, name, at, end) {
  const it = CHANNELS.get(channel);
  const read = it?.messages.get(name);
  if (read) read(new Reader(ctx, tree, at, end, it.skip));
}
