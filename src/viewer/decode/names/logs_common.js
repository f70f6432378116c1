// SPDX-License-Identifier: MIT
/**
 * Log codes of CDMA and of what has no radio.
 *
 * Written by script/viewer-names from dissector/diagtap.lua: not to be
 * edited here.
 */

export const COMMON = `
1002 Forward link frame types
1003 Reverse link frame types
1006 Sync channel message
1007 Paging channel message
100e Markov statistics
1013 Access probe info
101a Temporal analyser with searcher info
102e Service configuration
1031 RLP statistics
1036 IS-801 forward link
1062 1xEV reverse traffic rate count
1063 1xEV reverse power control
1066 1xEV ARQ effective receive rate
1067 1xEV forward traffic rate slot count
106a 1xEV forward link packet snapshot
106b 1xEV session attempt
106e 1xEV connection attempt
106f 1xEV page message
1071 1xEV connection release
1072 1xEV reverse activity bits
1073 1xEV high resolution temporal analyser
1076 1xEV signalling, access channel
1077 1xEV signalling, reverse traffic channel
1079 1xEV signalling, forward traffic channel
107a 1xEV pilot sets
107b 1xEV traffic channel assignment
107c 1xEV signalling, control channel broadcast
107e 1xEV state
1082 1xEV received partial RLP
1083 1xEV transmitted partial RLP
108a 1xEV finger data, version 2
108b 1xEV pilot sets, version 2
108e 1xEV reacquisition
1091 Reverse dedicated control channel message
1093 Active set
1098 UIM data
10be Broadcast control channel frames
10c2 Fast forward power control, version 2
10c3 Reverse power control, version 2
10c6 Active set, version 2
10d2 System determination, last main action
10d3 System determination, last hybrid action
10d6 Broadcast control channel message
10db Position engine
1113 PPP received, Um interface, framed
1123 PPP sent, Um interface, framed
1133 PPP received, Um interface, unframed
1143 PPP sent, Um interface, unframed
1156 System task profiling
1158 Internal core dump
1176 Service configuration, version 3
117a Data and voice info
1183 1xEV debug display
1186 1xEV connection end
118a 1xEV connected state search
11eb Data protocol logging
1271 Multimode generic SIM driver interface
1272 SIM toolkit task
1273 Call manager phone event
1277 1xEV received partial multi-RLP packet
12c1 Call manager call event
12e6 GPS decoded ephemeris
12e7 GPS decoded almanac
12e8 Transceiver resource manager
132b Requested QoS
132e Modified QoS
1331 QDJ update
1332 QDTX encoder
1333 QDTX decoder
1336 Global IPv6 statistics
1337 Global ICMPv4 statistics
1339 Global TCP statistics
133a Global UDP statistics
133b TCP statistics
133d Interface statistics
133e PPP statistics
133f ARP statistics
1341 TCP instance statistics
1342 UDP instance statistics
1343 PPP instance statistics
1346 Flow instance statistics
1347 Physical link instance statistics
1349 IPHC instance statistics
134a LLC instance statistics
134b ROHC instance statistics
134d LLC statistics
134e RSVP statistics
134f Call manager supplementary service event
1356 QoS state, version 2
135a Requested QoS, version 2
135b Granted QoS, version 2
1361 ROHC compressor
1362 ROHC decompressor
1363 ROHC feedback compressor
1366 Bluetooth HCI event
1367 Bluetooth HCI ACL data sent
136f Converged GPS clock report
1371 Converged GPS measurement report
1372 Converged GPS RF status report
1386 GPS report server, sent
1387 GPS report server, received
138a GPS IQ report
13b1 Audio vocoder PCM, received
1437 Flow statistics
1439 UDP statistics
143b IPHC statistics
144a 1X RF power limiting
144b 1X RF state
1451 1X RF receive calibration
1452 1X RF API
1453 1X RF receive PLL locking
1471 MCS application manager
1472 MCS message router
1473 MCS QTF
1476 GNSS position report
1477 GNSS GPS measurement report
147b GNSS CD DB report
147e GNSS PRX RF status report
1481 GNSS GPS high-bandwidth measurement
1482 GNSS PDSM position report callback
14ca System profiling, task
14cb System profiling
14ce UIM data on the second slot
14cf QMI call flow
14d1 APR, applications processor
14d2 APR, ADSP
14d3 Data MUX raw packet, received
14d5 Data MUX frame, received
14d6 Data MUX frame, sent
14de GNSS OEMDRE measurement report
14e1 GNSS OEMDRE SV polynomial report
14e2 GNSS OEMDRE synchronisation
14eb Watermark tracing
150e GNSS time synchronisation request
1511 GNSS sensor configuration response
1512 GNSS sensor configuration
1527 ADSP performance monitor
1568 IMS RTP sequence number and payload
1569 IMS RTP packet loss
156a IMS RTCP
156b IMS QDJ enqueue
156d IMS QDJ update
156e IMS SIP message
1571 IMS AMR redundancy
1572 IP network packet, Rm sent, first octets
1573 IP network packet, Rm received, first octets
1574 IP network packet, Rm sent, whole
1575 IP network packet, Rm received, whole
1576 IP network packet, Um sent, first octets
1577 IP network packet, Um received, first octets
1578 IP network packet, Um sent, whole
1579 IP network packet, Um received, whole
157a Link packet, Rm sent, first octets
157b Link packet, Rm received, first octets
157c Link packet, Rm sent, whole
157d Link packet, Rm received, whole
157e Link packet, Um sent, first octets
157f Link packet, Um received, first octets
1580 Link packet, Um sent, whole
1581 Link packet, Um received, whole
1582 Flow packet, Rm sent, first octets
1583 Flow packet, Rm sent, whole
1584 Flow packet, Um sent, first octets
1585 Flow packet, Um sent, whole
1586 ADSP AFE PCM
1588 QMI supported interfaces
158a Voice firmware processing
158b Voice firmware stream
1591 Coexistence manager, WLAN control plane
1592 Coexistence manager, LTE control plane
1593 Coexistence manager, Bluetooth data plane
1595 Coexistence manager, LTE data plane
15a7 Clock driver speeds
15b7 3GPP data services events
15cb IMS video de-jitter enqueue
15ce HDR AGC
1751 IMS camera
1752 IMS video encoder
1753 IMS video playout
1756 GNSS BDS measurement report
1766 eMBMS configuration
17f2 IMS voice call statistics
17f6 Wireless coexistence action
17f7 Wireless coexistence power
180a LTE RF transmit HDET measurement
1830 IMS VoLTE session setup
1831 IMS VoLTE session end
1832 IMS registration
184c LTE RF transmit AGC
184e Call manager serving system event, multi-SIM
1853 Data modem IPA SIO configuration
187d LTE session power
1886 GNSS Galileo measurement report
189e DPL interface description and status
18ae GNSS global time services events
1901 UIM application boot message
1903 UIM power-up message
1906 IMS SIP video session not established
1907 IMS SIP video upgrade
190a IMS SIP video session released abnormally
190b IMS SIP video session dropped
190d Physical link packet received, first octets
190e Physical link packet sent, whole
190f Physical link packet received, whole
1911 IP network header, Rm received
1912 IP network header, Um sent
1913 IP network header, Um received
192a LTE RF receive AGC
1951 DPL configuration
195b QDR navigation report
1991 Call manager statistics event
1992 SDSR EQPRL packet
1997 Policy manager subscription history
199a Policy manager call history
199b Policy manager statistics
19b7 UIM APDU
19cf GNSS GPS L2 measurement report
19e7 ROHC TCP compressor
19eb GNSS GPS L5 measurement report
19ef Data services flow control trigger
19fa IMS HTTP message
1c07 NR sub-6 transmit AGC
1c09 NR mmWave receive AGC
1c13 NR power detector status
1c6e IPA common statistics
1c6f IPA downlink common statistics
1c71 IPA uplink common statistics
1c8f GNSS client location report
1c93 GNSS NavIC measurement report
1ca3 IMS registration restoration
1ca6 IMS registration status
1ca7 IMS P-CSCF list
1cb2 GNSS client NMEA report
1cc6 GNSS BDS B1C measurement report
1d1b URSP PDU session parameter lookup
1d66 Radio access technology change
1e0e IPA Ethernet PDU
1fe7 QTrace event
1fea Diagnostic request
1feb Extended debug message
1fed PC polling time
1fee 3D GPS info
1ff1 GPS information
1ff2 Log file summary
1ff7 Status snapshot
1ff9 Extended log mask
1ffa Diagnostic request or response
1ffb Event
1ffd Diagnostic version
1ffe Status
`;
