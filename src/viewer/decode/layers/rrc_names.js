// SPDX-License-Identifier: MIT
/**
 * rrc_names.js - what an RRC message is called.
 *
 * In PER (ITU-T X.691, 11.5 and 23) a CHOICE begins with the index of its
 * alternative, in as few bits as count them.  A message type is such a
 * choice: c1, or a messageClassExtension that holds the next; so the first
 * bits tell the name, and nothing else need be decoded.  The alternatives are
 * those of 3GPP TS 36.331 and 38.331, 6.2.1, in their order.
 */

/** The names of a choice; n bits tell which.  '-' is a spare. */
const choice = (text) => {
  const names = text.trim().split(/\s+/);
  return {names, bits: Math.ceil(Math.log2(names.length))};
};

/** A message type: c1, then the choices within messageClassExtension. */
const type = (...texts) => texts.map(choice);

const LTE_DL_DCCH = type(`CSFBParametersResponseCDMA2000 DLInformationTransfer
  HandoverFromEUTRAPreparationRequest MobilityFromEUTRACommand
  RRCConnectionReconfiguration RRCConnectionRelease SecurityModeCommand
  UECapabilityEnquiry CounterCheck UEInformationRequest
  LoggedMeasurementConfiguration RNReconfiguration RRCConnectionResume
  DLDedicatedMessageSegment - -`);
const LTE_UL_DCCH = type(`CSFBParametersRequestCDMA2000 MeasurementReport
  RRCConnectionReconfigurationComplete RRCConnectionReestablishmentComplete
  RRCConnectionSetupComplete SecurityModeComplete SecurityModeFailure
  UECapabilityInformation ULHandoverPreparationTransfer ULInformationTransfer
  CounterCheckResponse UEInformationResponse ProximityIndication
  RNReconfigurationComplete MBMSCountingResponse
  InterFreqRSTDMeasurementIndication`,
`UEAssistanceInformation InDeviceCoexIndication MBMSInterestIndication
  SCGFailureInformation SidelinkUEInformation WLANConnectionStatusReport
  RRCConnectionResumeComplete ULInformationTransferMRDC SCGFailureInformationNR
  MeasReportAppLayer FailureInformation ULDedicatedMessageSegment
  PURConfigurationRequest FailureInformation MCGFailureInformation
  ULInformationTransferIRAT`);

export const LTE_MESSAGES = new Map(Object.entries({
  bcch_bch: 'MasterInformationBlock',
  bcch_dl_sch: type('SystemInformation SystemInformationBlockType1'),
  mcch: type('MBSFNAreaConfiguration', 'MBMSCountingRequest'),
  pcch: type('Paging'),
  dl_ccch: type(`RRCConnectionReestablishment
    RRCConnectionReestablishmentReject RRCConnectionReject RRCConnectionSetup`,
  'RRCEarlyDataComplete - - -'),
  dl_dcch: LTE_DL_DCCH,
  ul_ccch: type('RRCConnectionReestablishmentRequest RRCConnectionRequest',
    'RRCConnectionResumeRequest', 'RRCEarlyDataRequest'),
  ul_dcch: LTE_UL_DCCH,
}));

/** `size` bits from bit `bit` of s on, at..end; -1 where they end first. */
function bitsAt(s, at, end, bit, size) {
  let n = 0;
  for (let i = bit; i < bit + size; i++) {
    const octet = at + (i >> 3);
    if (octet >= end) return -1;
    n = n << 1 | s[octet] >> 7 - (i & 7) & 1;
  }
  return n;
}

/** The name of the message at..end of s, or ''. */
export function messageName(message, s, at, end) {
  if (!message) return '';
  if (typeof message === 'string') return message;
  let bit = 0;
  for (const {names, bits} of message) {
    const extension = bitsAt(s, at, end, bit++, 1);
    if (extension < 0) return '';
    if (extension === 1) continue;
    const name = names[bitsAt(s, at, end, bit, bits)];
    return name === undefined || name === '-' ? '' : name;
  }
  return '';
}
