// SPDX-License-Identifier: MIT
/**
 * values/lte_rrc.js - the first values of LTE's RRC messages: 3GPP TS 36.331,
 * 6.2.2 and 6.3.
 *
 * Each is read from the type of its message on, as far as its shape is known.
 */

import {epsName} from '../messages/nas.js';
import {epsValues} from './nas.js';
import {nested} from './nested.js';
import {Reader} from './reader.js';

/** Goes into criticalExtensions: c1, and there the first, in so many bits. */
function isFirstRelease(r, bits) {
  return !r.flag() && r.take(bits) === 0 && !r.isOver;
}

const TRANSACTION = 2; // bits of rrc-TransactionIdentifier

function sib1(r) {
  r.skip(3); // optional: p-Max, tdd-Config, nonCriticalExtension
  r.skip(1); // optional: csg-Identity
  let mcc = '';
  for (let left = r.take(3) + 1; left > 0 && !r.isOver; left--) {
    mcc = r.plmn(mcc);
    r.skip(1); // cellReservedForOperatorUse
  }
  r.tell('lte-rrc.trackingAreaCode', 16);
  r.tell('lte-rrc.cellIdentity', 28);
  r.tell('lte-rrc.cellBarred', 1);
}

function release(r) {
  r.skip(TRANSACTION);
  if (!isFirstRelease(r, 2)) return;
  const isRedirected = r.flag();
  r.skip(2); // idleModeMobilityControlInfo, nonCriticalExtension
  r.tell('lte-rrc.releaseCause', 2);
  if (isRedirected) redirection(r);
}

/** By alternative of RedirectedCarrierInfo: name and bits of its first number. */
const CARRIERS = [['lte-rrc.eutra', 16], ['lte-rrc.startingARFCN', 10],
  ['lte-rrc.utra_FDD', 14]];

function redirection(r) {
  if (r.flag()) return; // one of a later release
  const [name, bits] = CARRIERS[r.tell('lte-rrc.redirectedCarrierInfo', 3)] ?? [];
  if (name) r.tell(name, bits);
}

function request(r) {
  if (r.flag()) return;
  r.skip(1 + 40); // ue-Identity: s-TMSI or randomValue
  r.tell('lte-rrc.establishmentCause', 3);
}

function reestablishment(r) {
  if (r.flag()) return;
  r.skip(16 + 9 + 16); // c-RNTI, physCellId, shortMAC-I
  r.tell('lte-rrc.reestablishmentCause', 2);
}

function securityMode(r) {
  r.skip(TRANSACTION);
  if (!isFirstRelease(r, 2)) return;
  r.skip(2); // nonCriticalExtension; SecurityConfigSMC may be extended
  r.tellEnum('lte-rrc.cipheringAlgorithm', 3);
  r.tellEnum('lte-rrc.integrityProtAlgorithm', 3);
}

function reconfiguration(r) {
  r.skip(TRANSACTION);
  if (!isFirstRelease(r, 3)) return;
  const hasMeasurements = r.flag();
  const isHandover = r.flag();
  r.skip(4);
  if (!isHandover || r.isOver) return;
  r.tell('lte-rrc.mobilityControlInfo_element', 0);
  // measConfig, of any shape, is in front of it.
  if (hasMeasurements) return;
  r.skip(1 + 4);
  r.tell('lte-rrc.targetPhysCellId', 9);
}

/** mobilityFromEUTRACommand-r8 and -r9. */
function mobility(r) {
  r.skip(TRANSACTION);
  if (r.flag()) return;
  const version = r.take(2);
  if (version > 1) return;
  r.skip(2); // nonCriticalExtension; cs-FallbackIndicator
  // purpose is a handover; -r9 may be extended.
  if (r.take(version === 0 ? 1 : 3) !== 0) return;
  r.skip(2); // nas-SecurityParamFromEUTRA, systemInformation
  r.tellEnum('lte-rrc.targetRAT_Type', 3);
}

function paging(r) {
  const hasRecords = r.flag();
  r.skip(3);
  if (!hasRecords) return;
  for (let left = r.take(4) + 1; left > 0 && !r.isOver; left--) {
    const isExtended = r.flag();
    if (r.flag()) return; // an identity of a later release
    const kind = r.tell('lte-rrc.ue_Identity', 1);
    if (kind === 0) r.skip(40);
    else r.skip(4 * (r.take(4) + 6));
    if (kind === 1 && !r.isOver) r.ctx.keep('isImsiPaged', 1);
    r.skip(1); // cn-Domain
    if (isExtended) return;
  }
}

const nas = (r) => nested(r, epsName, epsValues);

function downTransfer(r) {
  r.skip(TRANSACTION);
  if (!isFirstRelease(r, 2)) return;
  r.skip(1);
  if (r.take(2) === 0) nas(r);
}

function upTransfer(r) {
  if (!isFirstRelease(r, 2)) return;
  r.skip(1);
  if (r.take(2) === 0) nas(r);
}

function setupComplete(r) {
  r.skip(TRANSACTION);
  if (!isFirstRelease(r, 2)) return;
  const hasMme = r.flag();
  r.skip(1 + 3); // nonCriticalExtension; selectedPLMN-Identity
  if (hasMme) {
    if (r.flag()) {
      if (r.flag()) r.skip(12);
      r.skip(r.flag() ? 12 : 8);
    }
    r.skip(16 + 8); // mmegi, mmec
  }
  nas(r);
}

/** By channel: the bits of the type, and what is read of a message by its name. */
const CHANNELS = new Map(Object.entries({
  bcch_dl_sch: [2, {SystemInformationBlockType1: sib1}],
  pcch: [1, {Paging: paging}],
  dl_dcch: [5, {DLInformationTransfer: downTransfer,
    MobilityFromEUTRACommand: mobility,
    RRCConnectionReconfiguration: reconfiguration,
    RRCConnectionRelease: release, SecurityModeCommand: securityMode}],
  ul_ccch: [2, {RRCConnectionRequest: request,
    RRCConnectionReestablishmentRequest: reestablishment}],
  ul_dcch: [5, {RRCConnectionSetupComplete: setupComplete,
    ULInformationTransfer: upTransfer}],
}).map(([channel, [skip, messages]]) =>
  [channel, {skip, messages: new Map(Object.entries(messages))}]));

/** Tells the values of the message `name` of a channel, at..end. */
export function lteRrcValues(ctx, tree, channel, name, at, end) {
  const it = CHANNELS.get(channel);
  const read = it?.messages.get(name);
  if (read) read(new Reader(ctx, tree, at, end, it.skip));
}
