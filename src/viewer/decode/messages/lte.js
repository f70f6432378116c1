// SPDX-License-Identifier: MIT
/**
 * messages/lte.js - the messages of LTE's RRC channels, NB-IoT's included:
 * 3GPP TS 36.331, 6.2.1 and 6.7.1.
 */

import {messageType} from './choice.js';

const SYSTEM = messageType('SystemInformation SystemInformationBlockType1');

/** By channel, as Wireshark's dissectors are called. */
export const LTE_MESSAGES = new Map(Object.entries({
  'bcch_bch': 'MasterInformationBlock',
  'bcch_dl_sch': SYSTEM,
  'mcch': messageType('MBSFNAreaConfiguration', 'MBMSCountingRequest'),
  'pcch': messageType('Paging'),
  'dl_ccch': messageType(`RRCConnectionReestablishment
    RRCConnectionReestablishmentReject RRCConnectionReject RRCConnectionSetup`,
  'RRCEarlyDataComplete - - -'),
  'dl_dcch': messageType(`CSFBParametersResponseCDMA2000 DLInformationTransfer
    HandoverFromEUTRAPreparationRequest MobilityFromEUTRACommand
    RRCConnectionReconfiguration RRCConnectionRelease SecurityModeCommand
    UECapabilityEnquiry CounterCheck UEInformationRequest
    LoggedMeasurementConfiguration RNReconfiguration RRCConnectionResume
    DLDedicatedMessageSegment - -`),
  'ul_ccch': messageType(`RRCConnectionReestablishmentRequest
    RRCConnectionRequest`, 'RRCConnectionResumeRequest',
  'RRCEarlyDataRequest'),
  'ul_dcch': messageType(`CSFBParametersRequestCDMA2000 MeasurementReport
    RRCConnectionReconfigurationComplete RRCConnectionReestablishmentComplete
    RRCConnectionSetupComplete SecurityModeComplete SecurityModeFailure
    UECapabilityInformation ULHandoverPreparationTransfer
    ULInformationTransfer CounterCheckResponse UEInformationResponse
    ProximityIndication RNReconfigurationComplete MBMSCountingResponse
    InterFreqRSTDMeasurementIndication`,
  `UEAssistanceInformation InDeviceCoexIndication MBMSInterestIndication
    SCGFailureInformation SidelinkUEInformation WLANConnectionStatusReport
    RRCConnectionResumeComplete ULInformationTransferMRDC
    SCGFailureInformationNR MeasReportAppLayer FailureInformation
    ULDedicatedMessageSegment PURConfigurationRequest FailureInformation
    MCGFailureInformation ULInformationTransferIRAT`),

  'bcch_bch.nb': 'MasterInformationBlock',
  'bcch_dl_sch.nb': SYSTEM,
  'pcch.nb': messageType('Paging'),
  'dl_ccch.nb': messageType(`RRCConnectionReestablishment
    RRCConnectionReestablishmentReject RRCConnectionReject RRCConnectionSetup
    RRCEarlyDataComplete - - -`),
  'dl_dcch.nb': messageType(`DLInformationTransfer RRCConnectionReconfiguration
    RRCConnectionRelease SecurityModeCommand UECapabilityEnquiry
    RRCConnectionResume UEInformationRequest -`),
  'ul_ccch.nb': messageType(`RRCConnectionReestablishmentRequest
    RRCConnectionRequest RRCConnectionResumeRequest RRCEarlyDataRequest`),
  'ul_dcch.nb': messageType(`RRCConnectionReconfigurationComplete
    RRCConnectionReestablishmentComplete RRCConnectionSetupComplete
    SecurityModeComplete SecurityModeFailure UECapabilityInformation
    ULInformationTransfer RRCConnectionResumeComplete UEInformationResponse
    PURConfigurationRequest - - - - - -`),
}));
