// SPDX-License-Identifier: MIT
/**
 * Log codes of UMTS, GSM and TD-SCDMA.
 *
 * Written by script/viewer-names from dissector/diagtap.lua: not to be
 * edited here.
 */

export const UMTS_GSM = `
4001 WCDMA compressed mode power control
4002 WCDMA MAC uplink traffic volume report
4003 WCDMA finger info
4005 WCDMA cell reselection rank
4006 WCDMA active set and neighbour fingers
4012 WCDMA sample server
4013 WCDMA compressed mode BLER
4015 WCDMA AGC, version 3
4016 WCDMA temporal analysis
4023 WCDMA uplink and downlink power control
4027 WCDMA absolute priority reselection
4031 WCDMA AGC
4106 WCDMA RACH parameters
4107 WCDMA DRX mode
4109 WCDMA uplink transport channels
410a WCDMA downlink common physical channels
410b WCDMA downlink dedicated physical channels
410d WCDMA PRACH
410e WCDMA RM uplink
4111 WCDMA neighbour set
4112 WCDMA downlink transport channels, debugging
4113 WCDMA transport block CRC status
4115 WCDMA downlink transport format combination
4116 WCDMA BLER
4117 WCDMA uplink MAC logical channels
4119 WCDMA RLC uplink states
411a WCDMA RLC uplink TM
411b WCDMA RLC uplink UM
411d WCDMA downlink MAC logical channels
4121 WCDMA RLC downlink UM
4122 WCDMA RLC downlink AM
4123 WCDMA RACH control parameters
4125 WCDMA RRC states
4126 WCDMA RRC protocol errors
4127 WCDMA RRC cell id
4129 WCDMA downlink channel mapping
412a WCDMA CSG fingerprint
412b WCDMA RRC SIB
412e WCDMA reference position
412f WCDMA RRC signalling message
4132 WCDMA RLC downlink AM
4133 WCDMA RLC uplink AM
4135 WCDMA RLC downlink AM signalling PDU
4139 WCDMA RLC uplink AM statistics
413a WCDMA radio bearer rates
413b WCDMA RLC uplink AM PDU
413c WCDMA RLC uplink AM signalling PDU
4141 WCDMA RLC uplink AM statistics
4145 WCDMA RLC uplink AM control PDU
4146 WCDMA RLC downlink AM control PDU
4147 WCDMA finger info
414a WCDMA RLC downlink AM statistics
414b WCDMA RLC uplink AM PDU
414d WCDMA search, step 2
414e WCDMA search, step 3
414f WCDMA list search
4151 WCDMA RLC uplink ciphering
4152 WCDMA RLC downlink ciphering
4153 WCDMA L1 ciphering
4155 WCDMA inter-frequency search, step 1
4156 WCDMA inter-frequency list search
4159 WCDMA RLC uplink cipher PDU
4166 WCDMA L1 uplink DPCH power
4168 WCDMA RLC downlink cipher PDU
4169 WCDMA RLC uplink cipher PDU
4171 WCDMA downlink transport channels
4172 WCDMA downlink transport channels, debugging, version 2
4173 WCDMA downlink transport format combination, version 2
4176 WCDMA AGC, version 2
4179 WCDMA PN search, version 2
4181 WCDMA RACH timing
4183 WCDMA search, step 1
4186 WCDMA temporal analysis, version 2
4187 WCDMA active set filter history
418d WCDMA Ec/I0 filter history
418e WCDMA receive diversity filter history
41a6 WCDMA MAC uplink cipher parameters
41aa WCDMA DRX PICH
41ad WCDMA active set snapshot
41b0 WCDMA frequency scan
41b2 WCDMA multi-combiner power control
41b3 WCDMA neighbour search optimisation
41b6 WCDMA coexistence
41b7 WCDMA tune-away
41ce WCDMA MAC uplink cipher configuration
41dd WCDMA to GSM measurements
4201 HSDPA uplink gain
4202 HSDPA finger info
4203 HSDPA demodulator control
4206 HSDPA decode status with data
4207 HS-SCCH statistics
420a HS-DPCCH info
4211 MAC-hs header
4212 MAC-hs status report
4213 MAC-hs reset
4217 WCDMA transport block CRC status, version 3
421e MAC-ehs reassembly
4222 HSDPA decode status with data, version 3
422b CPC DTX configuration
422e HSDPA CQI statistics
423a CPC DRX state machine
423b CPC DRX configuration
4301 EUL downlink channel configuration
4303 EUL uplink channel configuration
4307 EUL E-TFC restriction
430e EUL MAC-i/is
4311 EUL link statistics
4321 EUL MAC-e/es configuration
4322 EUL MAC-e/es header
4801 WCDMA RRC acquisition summary
4802 WCDMA RRC acquisition database
4803 WCDMA RRC search confirmation
4806 WCDMA inter-frequency measurement
4807 WCDMA inter-RAT measurement
4ff6 WCDMA status report
5001 GSM call flow
5064 GSM L1 power scan
5065 GSM L1 FCCH acquisition
5066 GSM L1 SCH acquisition
506a GSM L1 burst metrics, new
506b GSM L1 message metrics
506c GSM L1 burst metrics
506f GSM paging data
5071 GSM L1 surrounding cell BA list
5072 GSM L1 serving cell info
5073 GSM L1 timer adjustment
5076 GSM L1 transmit level and timing advance
5077 GSM L1 neighbour BCCH decode
5079 GSM L1 message metrics, enhanced
507a GSM L1 serving cell auxiliary measurements
507b GSM L1 neighbour cell auxiliary measurements
507d GSM neighbour cell metrics
5082 GSM L1 monitor bursts
5083 GSM L1 neighbour SCH burst metrics
5086 GSM L1 neighbour BCCH message metrics
5087 GSM L1 neighbour SCH metrics
508a GSM antenna switch diversity
508e GSM firmware scaling factors
5094 GSM coexistence parameters
50a1 GSM L1 message metrics, compact
50ca GSM L2 outstanding frame
512c GSM RR state
512d GSM RR link failure detection
512e GSM RR protocol error
512f GSM RR signalling message
5130 GSM RR cell reselection parameters
5131 GSM RR RACH control parameters
5132 GSM RR control channel description
5133 GSM RR cell options
5134 GSM RR cell info
5135 GSM RR channel configuration
5136 GSM RR ciphering mode
5137 GSM RR cell selection and reselection measurements
5139 GSM RR radio link timeout
513a GSM RR SACCH measurement report
513b GSM RR available PLMN list
513d GSM RR random access request
513e GSM RR inter-RAT measurements
513f GSM RR inter-RAT priority list
5141 GSM RR SI2quater measurement parameters
5142 GSM RR channel state cache flush
5143 GSM RR redirection cell list
5191 GSM CS data frames sent
51f6 GPRS cell options
51f7 GPRS power control parameters
51f9 GPRS PBCCH description
51fa GPRS RR state
51fd GPRS RR packet SI 1
51fe GPRS RR packet SI 2
51ff GPRS RR packet SI 3
5201 GPRS RLC uplink event counts
5202 GPRS RLC uplink statistics
5203 GPRS RLC uplink configuration
5206 EGPRS downlink header
5207 EGPRS RLC uplink statistics
520a GPRS RLC downlink statistics
520b GPRS RLC uplink ack/nack parameters
520d GPRS RLC uplink release
520e GPRS RLC downlink release
5211 EGPRS RLC downlink ack/nack
5212 GPRS LLC management entity
5213 GPRS LLC SAPI states
5215 GPRS LLC PDU statistics
5216 GPRS LLC statistics
5217 GPRS LLC ready timer
5219 GPRS LLC UI frames received
521d GPRS SNDCP PDP context
521e GPRS SNDCP states
5221 GPRS SNDCP downlink TCP header
5222 GPRS RLC uplink statistics, periodic
5223 GPRS RLC downlink statistics, periodic
5226 GPRS MAC signalling message
5227 GPRS MAC state
5229 GPRS MAC uplink TBF release
522a GPRS MAC downlink TBF establishment
522b GPRS MAC downlink TBF release
5230 GPRS SM/GMM OTA signalling message
5231 GPRS air interface summary
5232 GPRS AGC
5233 GPRS timing advance
5236 GPRS hopping ARFCNs
5237 GPRS transmit schedule
523a GPRS frame scheduler
5246 GPRS burst metrics B
5247 GPRS burst metrics C
524d GPRS message metrics A
524e GPRS message metrics B
524f GPRS message metrics C
5251 GPRS PTCCH burst metrics
5252 GPRS PTCCH message metrics
5255 GPRS burst metrics B
525a GSM dedicated mode WCDMA cell list
525b GSM dedicated mode 3G measurements
525d GSM to WCDMA search, step 1
525e GSM to WCDMA search, step 2
5262 GPRS RR 3G measurement parameters
5263 GPRS RR 3G reselection measurements
5270 GSM to TD-SCDMA measurement request
5271 GSM to TD-SCDMA measurement response
5272 GSM to TD-SCDMA acquisition request
5273 GSM to TD-SCDMA acquisition response
5386 GSM SMS notification
5411 GSM SACCH report
5412 GSM L1 SCH acquisition metrics
5413 GSM L1 FCCH decode metrics
5ff6 GSM status report
7001 UMTS call flow
7130 UMTS NAS GMM state
7131 UMTS NAS MM state
7132 UMTS NAS registration state
7133 UMTS NAS CS call setup
7134 UMTS PS call info
7135 UMTS NAS MM registration state
7136 UMTS NAS QoS
7137 UMTS NAS connection bearer capability
7138 UMTS UE dynamic id
7139 UMTS UE static id
713a UMTS NAS OTA message
713c UMTS NAS error
713d UMTS NAS CS call release
713e UMTS NAS CS call change
7141 UMTS CS data frames received
7142 UMTS CS data frames sent
7143 UMTS uplink vocoder packets
7150 UMTS NAS equivalent PLMN list
7151 UMTS NAS forbidden PLMN list update
7152 UMTS NAS forbidden PLMN list
7153 UMTS NAS home PLMN search timer start
7154 UMTS NAS home PLMN search timer expiry
7155 UMTS NAS home PLMN search start
7156 UMTS NAS home PLMN search end
7157 UMTS NAS CSG list
7159 UMTS NAS cell broadcast OTA message
7161 UMTS NAS LTE cell list
7162 UMTS NAS registration EFS
7163 UMTS NAS EMM EFS
d001 TD-SCDMA RSCP measurement
d002 TD-SCDMA ISCP measurement
d00e TD-SCDMA GSM measurement result
d011 TD-SCDMA L1 downlink TFC configuration
d016 TD-SCDMA L1 downlink BLER
d031 TD-SCDMA HSDPA decode status
d053 TD-SCDMA TS0 cell table
d08b TD-SCDMA RLC uplink AM PDU
d0e1 TD-SCDMA RRC protocol errors
d0e2 TD-SCDMA RRC cell id
d0e3 TD-SCDMA RRC signalling message
`;
