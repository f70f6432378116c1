// SPDX-License-Identifier: MIT
/**
 * messages/umts.js - the messages of UMTS's RRC channels: 3GPP TS 25.331,
 * 11.1.  '+' is an alternative that holds the next choice.
 */

import {messageType} from './choice.js';

const plain = (...texts) =>
  ({choices: messageType(...texts), isProtected: false});
const guarded = (...texts) =>
  ({choices: messageType(...texts), isProtected: true});

/** By channel, as Wireshark's dissectors are called. */
export const UMTS_MESSAGES = new Map(Object.entries({
  'ul.ccch': guarded('CellUpdate RRCConnectionRequest URAUpdate +',
    'CellUpdateFDD - - -'),
  'ul.dcch': guarded(`ActiveSetUpdateComplete ActiveSetUpdateFailure
    CellChangeOrderFromUTRANFailure CounterCheckResponse HandoverToUTRANComplete
    InitialDirectTransfer HandoverFromUTRANFailure MeasurementControlFailure
    MeasurementReport PhysicalChannelReconfigurationComplete
    PhysicalChannelReconfigurationFailure RadioBearerReconfigurationComplete
    RadioBearerReconfigurationFailure RadioBearerReleaseComplete
    RadioBearerReleaseFailure RadioBearerSetupComplete RadioBearerSetupFailure
    RRCConnectionReleaseComplete RRCConnectionSetupComplete RRCStatus
    SecurityModeComplete SecurityModeFailure
    SignallingConnectionReleaseIndication TransportChannelReconfigurationComplete
    TransportChannelReconfigurationFailure
    TransportFormatCombinationControlFailure UECapabilityInformation
    UplinkDirectTransfer UTRANMobilityInformationConfirm
    UTRANMobilityInformationFailure MBMSModificationRequest +`,
  'UEInformationResponse - - - - - - - - - - - - - - -'),
  'dl.ccch': guarded(`CellUpdateConfirm RRCConnectionReject
    RRCConnectionRelease RRCConnectionSetup URAUpdateConfirm
    ETWSPrimaryNotificationWithSecurity - -`),
  'dl.dcch': guarded(`ActiveSetUpdate AssistanceDataDelivery
    CellChangeOrderFromUTRAN CellUpdateConfirm CounterCheck
    DownlinkDirectTransfer HandoverFromUTRANCommand-GSM
    HandoverFromUTRANCommand-CDMA2000 MeasurementControl PagingType2
    PhysicalChannelReconfiguration PhysicalSharedChannelAllocation
    RadioBearerReconfiguration RadioBearerRelease RadioBearerSetup
    RRCConnectionRelease SecurityModeCommand SignallingConnectionRelease
    TransportChannelReconfiguration TransportFormatCombinationControl
    UECapabilityEnquiry UECapabilityInformationConfirm
    UplinkPhysicalChannelControl URAUpdateConfirm UTRANMobilityInformation
    HandoverFromUTRANCommand-GERANIu MBMSModifiedServicesInformation
    ETWSPrimaryNotificationWithSecurity HandoverFromUTRANCommand-EUTRA
    UEInformationRequest LoggingMeasurementConfiguration -`),
  'bcch.bch': 'SystemInformation',
  'bcch.fach': plain(
    'SystemInformation SystemInformationChangeIndication - -'),
  'pcch': plain('PagingType1 -'),
  'mcch': plain(`MBMSAccessInformation MBMSCommonPTMRBInformation
    MBMSCurrentCellPTMRBInformation MBMSGeneralInformation
    MBMSModifiedServicesInformation MBMSNeighbouringCellPTMRBInformation
    MBMSUnmodifiedServicesInformation - - - - - - - - -`),
  'msch': plain('MBMSSchedulingInformation - - -'),
  'sysinfo.cont': 'SystemInformation-Container',
}));
