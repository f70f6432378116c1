// SPDX-License-Identifier: MIT
/**
 * messages/nr.js - the messages of NR's RRC channels: 3GPP TS 38.331, 6.2.1.
 */

import {messageType} from './choice.js';

/** By channel, as Wireshark's dissectors are called. */
export const NR_MESSAGES = new Map(Object.entries({
  'bcch.bch': messageType('MIB'),
  'bcch.dl.sch': messageType('SystemInformation SIB1'),
  'dl.ccch': messageType('RRCReject RRCSetup - -'),
  'dl.dcch': messageType(`RRCReconfiguration RRCResume RRCRelease
    RRCReestablishment SecurityModeCommand DLInformationTransfer
    UECapabilityEnquiry CounterCheck MobilityFromNRCommand
    DLDedicatedMessageSegment UEInformationRequest DLInformationTransferMRDC
    LoggedMeasurementConfiguration - - -`),
  'pcch': messageType('Paging -'),
  'ul.ccch': messageType(`RRCSetupRequest RRCResumeRequest
    RRCReestablishmentRequest RRCSystemInfoRequest`),
  'ul.ccch1': messageType('RRCResumeRequest1 - - -'),
  'ul.dcch': messageType(`MeasurementReport RRCReconfigurationComplete
    RRCSetupComplete RRCReestablishmentComplete RRCResumeComplete
    SecurityModeComplete SecurityModeFailure ULInformationTransfer
    LocationMeasurementIndication UECapabilityInformation
    CounterCheckResponse UEAssistanceInformation FailureInformation
    ULInformationTransferMRDC SCGFailureInformation
    SCGFailureInformationEUTRA`,
  `ULDedicatedMessageSegment DedicatedSIBRequest MCGFailureInformation
    UEInformationResponse SidelinkUEInformationNR ULInformationTransferIRAT
    IABOtherInformation MBSInterestIndication UEPositioningAssistanceInfo
    MeasurementReportAppLayer - - - - - -`),
  'mcch': 'MBSBroadcastConfiguration',
  'rrc_reconf_msg': 'RRCReconfiguration',
  'complete': 'RRCReconfigurationComplete',
  'radiobearerconfig': 'RadioBearerConfig',
  'ue_nr_cap': 'UE-NR-Capability',
  'ue_mrdc_cap': 'UE-MRDC-Capability',
}));
