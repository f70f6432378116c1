// SPDX-License-Identifier: MIT
/**
 * messages/gsm.js - what a layer 3 message of GSM and UMTS is called: 3GPP TS
 * 44.018, 10.4; TS 24.008, 10.4; TS 24.011, 8.1.3; TS 24.080, 3.4; and of
 * GPRS's RLC/MAC: TS 44.060, 11.2.0.
 */

import {nameAt, table} from './nas.js';

const CC = table(`
  01 Alerting
  02 Call Proceeding
  03 Progress
  04 CC-Establishment
  05 Setup
  06 CC-Establishment Confirmed
  07 Connect
  08 Call Confirmed
  09 Start CC
  0b Recall
  0e Emergency Setup
  0f Connect Acknowledge
  10 User Information
  13 Modify Reject
  17 Modify
  18 Hold
  19 Hold Acknowledge
  1a Hold Reject
  1c Retrieve
  1d Retrieve Acknowledge
  1e Retrieve Reject
  1f Modify Complete
  25 Disconnect
  2a Release Complete
  2d Release
  31 Stop DTMF
  32 Stop DTMF Acknowledge
  34 Status Enquiry
  35 Start DTMF
  36 Start DTMF Acknowledge
  37 Start DTMF Reject
  39 Congestion Control
  3a Facility
  3d Status
  3e Notify`);

const MM = table(`
  01 IMSI Detach Indication
  02 Location Updating Accept
  04 Location Updating Reject
  08 Location Updating Request
  11 Authentication Reject
  12 Authentication Request
  14 Authentication Response
  18 Identity Request
  19 Identity Response
  1a TMSI Reallocation Command
  1b TMSI Reallocation Complete
  1c Authentication Failure
  21 CM Service Accept
  22 CM Service Reject
  23 CM Service Abort
  24 CM Service Request
  25 CM Service Prompt
  28 CM Re-establishment Request
  29 Abort
  30 MM Null
  31 MM Status
  32 MM Information`);

const RR = table(`
  00 System Information Type 13
  02 System Information Type 2bis
  03 System Information Type 2ter
  04 System Information Type 9
  05 System Information Type 5bis
  06 System Information Type 5ter
  07 System Information Type 2quater
  08 RR-cell Change Order
  09 VGCS Uplink Grant
  0a Partial Release
  0d Channel Release
  0e Uplink Release
  0f Partial Release Complete
  10 Channel Mode Modify
  11 Talker Indication
  12 RR Status
  13 Classmark Enquiry
  14 Frequency Redefinition
  15 Measurement Report
  16 Classmark Change
  17 Channel Mode Modify Acknowledge
  18 System Information Type 8
  19 System Information Type 1
  1a System Information Type 2
  1b System Information Type 3
  1c System Information Type 4
  1d System Information Type 5
  1e System Information Type 6
  1f System Information Type 7
  20 Notification/NCH
  21 Paging Request Type 1
  22 Paging Request Type 2
  23 PDCH Assignment Command
  24 Paging Request Type 3
  26 Notification/Response
  27 Paging Response
  28 Handover Failure
  29 Assignment Complete
  2a Uplink Busy
  2b Handover Command
  2c Handover Complete
  2d Physical Information
  2e Assignment Command
  2f Assignment Failure
  30 Configuration Change Command
  31 Configuration Change Ack.
  32 Ciphering Mode Complete
  33 Configuration Change Reject
  34 GPRS Suspension Request
  35 Ciphering Mode Command
  36 Extended Measurement Report
  37 Extended Measurement Order
  38 Application Information
  39 Immediate Assignment Extended
  3a Immediate Assignment Reject
  3b Additional Assignment
  3d System Information Type 16
  3e System Information Type 17
  3f Immediate Assignment
  40 System Information Type 18
  41 System Information Type 19
  42 System Information Type 20
  46 System Information Type 21
  48 DTM Assignment Failure
  49 DTM Reject
  4a DTM Request
  4b Packet Assignment
  4c DTM Assignment Command
  4d DTM Information
  4e Packet Notification
  60 Utran Classmark Change
  62 cdma2000 Classmark Change
  63 Inter System to UTRAN Handover Command
  64 Inter System to cdma2000 Handover Command
  6a EC-Immediate Assignment Type 1
  c0 UTRAN Classmark Change/Handover To UTRAN Command`);

const GMM = table(`
  01 Attach Request
  02 Attach Accept
  03 Attach Complete
  04 Attach Reject
  05 Detach Request
  06 Detach Accept
  08 Routing Area Update Request
  09 Routing Area Update Accept
  0a Routing Area Update Complete
  0b Routing Area Update Reject
  0c Service Request
  0d Service Accept
  0e Service Reject
  10 P-TMSI Reallocation Command
  11 P-TMSI Reallocation Complete
  12 Authentication and Ciphering Req
  13 Authentication and Ciphering Resp
  14 Authentication and Ciphering Rej
  15 Identity Request
  16 Identity Response
  1c Authentication and Ciphering Failure
  20 GMM Status
  21 GMM Information`);

const SMS = table(`
  01 CP-DATA
  04 CP-ACK
  10 CP-ERROR`);

const SM = table(`
  41 Activate PDP Context Request
  42 Activate PDP Context Accept
  43 Activate PDP Context Reject
  44 Request PDP Context Activation
  45 Request PDP Context Activation rej.
  46 Deactivate PDP Context Request
  47 Deactivate PDP Context Accept
  48 Modify PDP Context Request
  49 Modify PDP Context Accept
  4a Modify PDP Context Request
  4b Modify PDP Context Accept
  4c Modify PDP Context Reject
  4d Activate Secondary PDP Context Request
  4e Activate Secondary PDP Context Accept
  4f Activate Secondary PDP Context Reject
  55 SM Status
  56 Activate MBMS Context Request
  57 Activate MBMS Context Accept
  58 Activate MBMS Context Reject
  59 Request MBMS Context Activation
  5a Request MBMS Context Activation Reject
  5b Request Secondary PDP Context Activation
  5c Request Secondary PDP Context Activation Reject
  5d Notification`);

const SS = table(`
  2a Release Complete
  3a Facility
  3b Register`);

/** By protocol discriminator: names, and the bits of the type that count. */
const PROTOCOLS = new Map([[3, [CC, 0x3f]], [5, [MM, 0x3f]], [6, [RR, 0xff]],
  [8, [GMM, 0xff]], [9, [SMS, 0xff]], [10, [SM, 0xff]], [11, [SS, 0x3f]]]);

/** A layer 3 message at..end. */
export function gsmNasName(s, at, end) {
  if (at + 1 >= end) return '';
  const [names, mask] = PROTOCOLS.get(s[at] & 15) ?? [];
  return names?.get(s[at + 1] & mask) ?? '';
}

/** The same behind a pseudo length, as on BCCH and CCCH. */
export const gsmCcchName = (s, at, end) =>
  at + 1 < end && (s[at + 1] & 15) === 6 ? nameAt(RR, s, at + 2, end) : '';

const DOWNLINK = table(`
  01 Packet cell change order
  02 Packet downlink assignment
  03 Packet measurement order
  04 Packet polling request
  05 Packet power control timing advance
  06 Packet queueing notification
  07 Packet timeslot reconfigure
  08 Packet TBF release
  09 Packet uplink ack nack
  0a Packet uplink assignment
  0b Packet cell change continue
  0c Packet neighbour cell data
  0d Packet serving cell data
  15 Packet handover command
  16 Packet physical information
  21 Packet access reject
  22 Packet paging request
  23 Packet PDCH release
  24 Packet PRACH parameters
  25 Packet downlink dummy control block
  30 Packet system info 6
  31 Packet system info 1
  32 Packet system info 2
  33 Packet system info 3
  34 Packet system info 3 bis
  35 Packet system info 4
  36 Packet system info 5
  37 Packet system info 13
  38 Packet system info 7
  39 Packet system info 8
  3a Packet system info 14
  3c Packet system info 3 ter
  3d Packet system info 3 quater
  3e Packet system info 15`);

const UPLINK = table(`
  00 Packet cell change failure
  01 Packet control acknowledgement
  02 Packet downlink ack nack
  03 Packet uplink dummy control block
  04 Packet measurement report
  05 Packet resource request
  06 Packet mobile TBF status
  07 Packet PSI status
  08 EGPRS packet downlink ack nack
  09 Packet pause
  0a Packet enhanced measurement report
  0b Additional MS RAC
  0c Packet cell change notification
  0d Packet SI status`);

/** An RLC/MAC control message, by the message type that the log gives. */
export const rlcMacName = (isUp, type) =>
  (isUp ? UPLINK : DOWNLINK).get(type) ?? '';
