-- SPDX-License-Identifier: MIT
-- Wireshark dissector for diagtap's records: Qualcomm DIAG in a pcap of
-- linktype USER0 (147).
--
-- The file reads as a record is read:
--
--   preamble -> container -> message -> frame -> packet -> log -> layers
--
-- Names and arithmetic come first and need no Wireshark: under a plain Lua
-- interpreter the file returns them as a table, for tests.  From "Protocol"
-- on everything is Wireshark's.
--
-- Conventions.  Offsets are counted from 0, as in the tables of the format;
-- `at` is where something begins and `stop` the offset behind it.  Octets are
-- read from Lua strings, which is several times cheaper than asking a Tvb;
-- Tvbs only tell Wireshark what to highlight.  A function that adds to the
-- tree gets `tree == nil` when nobody looks or asks, and then adds nothing.
-- Syntax and library are the subset that Lua 5.1 to 5.4 share.

if Dissector and Dissector.get("diagtap") then return end

local byte, char, find, format = string.byte, string.char, string.find,
  string.format
local gsub, sub, concat, floor = string.gsub, string.sub, table.concat,
  math.floor

-------------------------------------------------------------------------------
-- Octets
-------------------------------------------------------------------------------

local function u8(s, at)
  return byte(s, at + 1)
end

local function u16(s, at)
  local a, b = byte(s, at + 1, at + 2)
  return a + b * 0x100
end

local function u32(s, at)
  local a, b, c, d = byte(s, at + 1, at + 4)
  return a + b * 0x100 + c * 0x10000 + d * 0x1000000
end

local function i32(s, at)
  local n = u32(s, at)
  return n < 0x80000000 and n or n - 0x100000000
end

local ESCAPED = {}
for c = 0, 255 do
  ESCAPED[char(c)] = char(c % 64 >= 32 and c - 32 or c + 32)
end

-- Undoes HDLC byte stuffing.  A lone escape at the end stays as it is: the
-- check sequence then tells that the frame is damaged.
local function unescape(s)
  return (gsub(s, "}(.)", ESCAPED))
end

-- XOR[a][b] for octets.  Three table reads per octet beat any bit library.
local XOR = { [0] = { [0] = 0 } }
for a = 0, 255 do
  local row, half = a > 0 and {} or XOR[0], XOR[floor(a / 2)]
  XOR[a] = row
  for b = a > 0 and 0 or 1, 255 do
    row[b] = half[floor(b / 2)] * 2 + (a + b) % 2
  end
end

-- CRC-16/X.25 by octet: low and high half of the usual 256-entry table.
local CRC_LOW, CRC_HIGH = {}, {}
for i = 0, 255 do
  local low, high = i, 0
  for _ = 1, 8 do
    local odd = low % 2 == 1
    low, high = floor(low / 2) + high % 2 * 128, floor(high / 2)
    if odd then
      low, high = XOR[low][0x08], XOR[high][0x84]
    end
  end
  CRC_LOW[i], CRC_HIGH[i] = low, high
end

-- The check sequence of the first `size` octets of s.
local function crc16(s, size)
  local low, high, i = 0xff, 0xff, 1
  local xor, crc_low, crc_high = XOR, CRC_LOW, CRC_HIGH
  while i + 3 <= size do
    local a, b, c, d = byte(s, i, i + 3)
    a = xor[low][a]
    low, high = xor[high][crc_low[a]], crc_high[a]
    b = xor[low][b]
    low, high = xor[high][crc_low[b]], crc_high[b]
    c = xor[low][c]
    low, high = xor[high][crc_low[c]], crc_high[c]
    d = xor[low][d]
    low, high = xor[high][crc_low[d]], crc_high[d]
    i = i + 4
  end
  for k = i, size do
    local a = xor[low][byte(s, k)]
    low, high = xor[high][crc_low[a]], crc_high[a]
  end
  return 0xffff - low - high * 0x100
end

-- Modem time: 48 bits of 1.25 ms since 1980-01-06, then 16 bits that run to
-- 49151 within one of them.  Returns Unix seconds and nanoseconds.
local function modem_time(s, at)
  local ticks = u16(s, at + 2) + u32(s, at + 4) * 0x10000
  local ns = ticks % 800 * 1250000 + floor(u16(s, at) * 1250000 / 49152)
  return 315964800 + floor(ticks / 800) + floor(ns / 1000000000),
    ns % 1000000000
end

-------------------------------------------------------------------------------
-- Names
-------------------------------------------------------------------------------

-- Reads lines of "hexadecimal number, space, name" into a value table.
local function names(text)
  local list = {}
  for number, name in text:gmatch("(%x+) ([^\n]+)") do
    list[tonumber(number, 16)] = name
  end
  return list
end

local PATHS = names [[
0 Tailscale: from local
1 Tailscale: from peer
2 Tailscale: synthesized, to local
3 Tailscale: synthesized, to peer
fe Tailscale: disco
100 Container
101 Part of a container
102 Request
1ff Loss
200 IPA packet
201 Network interface frame
202 Octets between IPA's entries
]]

local CONTAINER_TYPES = names [[
1 Message masks changed
2 Log masks changed
4 Event masks changed
8 Command for a registered handler
10 Client removed
20 User space data
40 DCI data
80 Raw data
100 DCI log masks changed
200 DCI event masks changed
400 DCI command
1000 HDLC support changed
]]

local OPCODES = names [[
00 Version
0c Status
10 Log
13 Bad command
14 Bad parameters
15 Bad length
18 Bad mode
1c DIAG version
1d Timestamp
1f Message
42 Service programming code needed
47 Security password needed
4b Subsystem command
60 Event report
63 Status snapshot
73 Log configuration
78 Log on demand
79 Extended message
7c Extended build id
7d Extended message configuration
7e Terse message configuration
7f Terse message translation
80 Subsystem command, version 2
81 Get event mask
82 Set event mask
92 Terse message (QSR)
93 DCI request
94 DCI delayed response
95 Transport error
98 Multi-radio packet
99 Terse message (QSR4)
9a DCI control
9b Compressed packet
9c Small message
9d QSH trace
9e Encrypted log
]]

local SUBSYSTEMS = names [[
0 OEM
1 ZREX
2 System determination
3 Bluetooth
4 WCDMA
5 HDR
8 GSM
9 UMTS
b Factory test mode
c REX
d GPS
e Wireless messaging
f Call manager
10 Handset
11 Audio
12 DIAG service
13 Embedded file system
14 Port map
19 Location services
1b 1X multiplexing
1c 1X data
1d 1X searcher
1e 1X call processing
1f Applications
20 Settings
21 SIM
22 TMC
23 USB
24 Power management
25 Debugging
27 Clock regime
28 Devices
29 WLAN
2a Data services
2b MediaFLO
2c Digital television
2d RRC
2e Profiling
2f TCXO manager
30 Non-volatile items
32 Parameters
34 AT commands
36 Voice services
39 Hardware integration test
3b Device management
3d Memory
3e Alternate file system
40 Sensors
44 LTE
48 Security
49 Time
4a Q6 core
]]

local LOG_OPERATIONS = names [[
0 Disable logging
1 Retrieve id ranges
2 Retrieve valid mask
3 Set mask
4 Get mask
]]

local MESSAGE_OPERATIONS = names [[
1 Retrieve ranges
2 Retrieve build mask
3 Retrieve runtime mask
4 Set runtime mask
5 Set all runtime masks
]]

-- Keys are hexadecimal here too; the field counts events in decimal.
local EVENTS = names [[
1c2 GSM message received
1c6 NAS message received
206 LSM state change
645 LTE RRC timer status
646 LTE RRC state change
649 LTE RRC downlink message
64a LTE RRC uplink message
64b LTE RRC new cell
64e LTE RRC paging DRX cycle
65b LTE call manager incoming message
65c LTE call manager outgoing message
65d LTE EMM incoming message
65e LTE EMM outgoing message
65f LTE EMM timer start
660 LTE EMM timer expiry
661 LTE registration incoming message
662 LTE registration outgoing message
663 LTE ESM incoming message
664 LTE ESM outgoing message
665 LTE ESM timer start
666 LTE ESM timer expiry
792 LTE ML1 power headroom report
7ae LTE EMM OTA incoming message
7af LTE EMM OTA outgoing message
7b0 LTE ESM OTA incoming message
7b1 LTE ESM OTA outgoing message
7ca LTE RRC state change trigger
]]

-- Log codes by the high digit: 1 CDMA and what has no radio, 4 WCDMA, 5 GSM
-- and GPRS, 7 UMTS NAS, b LTE and NR, d TD-SCDMA.
local LOG_CODES = names [[
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
b060 LTE MAC configuration
b061 LTE MAC RACH trigger
b062 LTE MAC RACH attempt
b063 LTE MAC downlink transport block
b064 LTE MAC uplink transport block
b066 LTE MAC uplink buffer status
b067 LTE MAC uplink statistics
b069 LTE MAC PAC match report
b06e LTE MAC random access response block
b081 LTE RLC downlink configuration
b082 LTE RLC downlink AM PDU
b083 LTE RLC downlink AM control PDU
b086 LTE RLC downlink UM data PDU
b087 LTE RLC downlink statistics
b089 LTE RLC eMBMS data PDU
b08a LTE RLC eMBMS statistics
b08b LTE RLC eMBMS configuration
b091 LTE RLC uplink configuration
b092 LTE RLC uplink AM PDU
b093 LTE RLC uplink AM control PDU
b095 LTE RLC uplink AM signalling PDU
b096 LTE RLC uplink UM data PDU
b097 LTE RLC uplink statistics
b09a LTE RLC uplink connection statistics
b0a0 LTE PDCP downlink configuration
b0a1 LTE PDCP downlink data PDU
b0a2 LTE PDCP downlink control PDU
b0a3 LTE PDCP downlink ciphered data PDU
b0a4 LTE PDCP downlink statistics
b0a5 LTE PDCP downlink SRB integrity data PDU
b0a6 LTE PDCP downlink SDU
b0a7 LTE PDCP downlink metadata
b0b0 LTE PDCP uplink configuration
b0b1 LTE PDCP uplink data PDU
b0b2 LTE PDCP uplink control PDU
b0b3 LTE PDCP uplink ciphered data PDU
b0b4 LTE PDCP uplink statistics
b0b5 LTE PDCP uplink SRB integrity data PDU
b0b6 LTE PDCP uplink delay statistics
b0b7 LTE PDCP uplink discarded RTP data
b0c0 LTE RRC OTA message
b0c1 LTE RRC MIB
b0c2 LTE RRC serving cell info
b0c3 LTE RRC PLMN search request
b0c4 LTE RRC PLMN search response
b0c6 LTE RRC eMBMS bearer list
b0c7 LTE eMBMS out of service warning
b0c8 LTE RRC idle mode measurement configuration
b0c9 LTE RRC logged measurement configuration
b0ca LTE RRC logged measurements
b0cb LTE RRC paging UE
b0cc LTE RRC cell global identity info
b0cd LTE RRC supported CA combinations
b0d1 LTE RRC capability info
b0d3 LTE RRC connection release info
b0da LTE RRC SNS mitigation
b0e0 LTE NAS ESM protected message, incoming
b0e1 LTE NAS ESM protected message, outgoing
b0e2 LTE NAS ESM plain message, incoming
b0e3 LTE NAS ESM plain message, outgoing
b0e4 LTE NAS ESM bearer context state
b0e5 LTE NAS ESM bearer context info
b0e6 LTE NAS ESM procedure state
b0e7 LTE NAS EMM service indication to RRC
b0ea LTE NAS EMM protected message, incoming
b0eb LTE NAS EMM protected message, outgoing
b0ec LTE NAS EMM plain message, incoming
b0ed LTE NAS EMM plain message, outgoing
b0ee LTE NAS EMM state
b0ef LTE NAS EMM USIM card mode
b0f2 LTE NAS EMM current security context
b0f3 LTE NAS EMM ciphering and integrity keys, PS domain
b0f4 LTE NAS EMM native security context
b0f5 LTE NAS EMM USIM service table
b0f6 LTE NAS EMM forbidden TAI list
b0f7 LTE NAS EMM service request to RRC
b0f9 LTE NAS WWAN scan result
b111 LTE LL1 receive AGC
b113 LTE LL1 PSS results
b114 LTE LL1 serving cell frame timing
b115 LTE LL1 SSS results
b116 LTE LL1 serving cell measurements
b119 LTE LL1 neighbour cell measurements and tracking
b11a LTE LL1 positioning reference signals
b11b LTE LL1 serving cell frequency tracking
b11d LTE LL1 serving cell TTL results
b121 LTE LL1 serving cell COM loop
b122 LTE LL1 serving cell CER
b123 LTE LL1 neighbour cell CER
b126 LTE LL1 PDSCH demapper configuration
b127 LTE LL1 eMBMS CER
b129 LTE LL1 radio link monitoring
b12a LTE LL1 PCFICH decoding
b12b LTE LL1 VPE scheduler
b12c LTE LL1 PHICH decoding
b12e LTE LL1 PBCH decoding
b130 LTE LL1 PDCCH decoding
b131 LTE LL1 serving cell PETL loop
b132 LTE LL1 PDSCH decoding
b134 LTE LL1 serving cell reference signals
b136 LTE LL1 receive toggling
b139 LTE LL1 PUSCH transmit report
b13c LTE LL1 PUCCH transmit report
b13e LTE LL1 micro sleep
b140 LTE LL1 SRS transmit report
b142 LTE LL1 coexistence status
b144 LTE LL1 RACH transmit report
b146 LTE LL1 uplink AGC transmit report
b149 LTE LL1 CSF spectral efficiency, modes 4 to 6, rank 1
b14a LTE LL1 CSF spectral efficiency, mode 4, rank 2
b14b LTE LL1 CSF spectral efficiency, modes 1 to 3 and 7
b14c LTE LL1 CSF whitened matrices
b14d LTE LL1 PUCCH CSF
b14e LTE LL1 PUSCH CSF
b151 LTE LL1 correlation estimates
b15b LTE LL1 receive antennas
b161 LTE downlink dedicated configuration
b162 LTE uplink common configuration
b163 LTE uplink dedicated configuration
b166 LTE PRACH configuration
b167 LTE random access request (Msg1) report
b168 LTE random access response (Msg2) report
b169 LTE UE identification (Msg3) report
b16a LTE contention resolution (Msg4) report
b16b LTE PDCCH and PHICH indication report
b16c LTE DCI information report
b16d LTE transmit report
b16e LTE PUSCH power control
b16f LTE PUCCH power control
b170 LTE SRS transmit report
b171 LTE SRS power control
b172 LTE uplink packet build indication
b173 LTE PDSCH statistics
b174 LTE ML1 list frequency scan
b175 LTE ML1 full frequency scan
b176 LTE initial acquisition results
b177 LTE ML1 connected mode measurement configuration
b178 LTE ML1 intra-frequency search configuration
b179 LTE ML1 connected mode intra-frequency measurements
b17a LTE ML1 S criteria check
b17b LTE ML1 RSB offset
b17c LTE ML1 paging DRX info
b17d LTE ML1 idle measurement request
b17e LTE ML1 UE mobility state change
b17f LTE ML1 serving cell measurement and evaluation
b180 LTE ML1 neighbour measurements
b181 LTE ML1 intra-frequency reselection
b182 LTE ML1 multi-SIM tune-away
b183 LTE ML1 PBCH decoding
b184 LTE ML1 UTRA neighbour measurements
b185 LTE ML1 CDMA neighbour measurements
b186 LTE ML1 reselection candidates
b187 LTE ML1 inter-RAT measurement request
b188 LTE ML1 inter-RAT measurement database
b189 LTE ML1 CDMA system time
b18a LTE ML1 radio link monitoring report
b18b LTE ML1 sleep
b18c LTE ML1 sleep statistics
b18d LTE ML1 band scan results
b18e LTE ML1 system scan results
b18f LTE ML1 interference cancellation cell list
b192 LTE ML1 neighbour measurement request and response
b193 LTE ML1 serving cell measurement response
b194 LTE ML1 search request and response
b195 LTE ML1 connected neighbour measurement request and response
b196 LTE ML1 cell measurement results
b197 LTE ML1 serving cell info
b198 LTE ML1 connected mode DRX events
b199 LTE ML1 frequency scan confirmation
b19b LTE ML1 connected mode WCDMA measurements
b19d LTE ML1 GSM measurements
b19e LTE ML1 inter-frequency
b1a0 LTE ML1 background PLMN start request
b1a1 LTE ML1 background PLMN cell request
b1a2 LTE ML1 background PLMN cell confirm
b1a3 LTE ML1 background PLMN time available
b1a4 LTE ML1 background PLMN search complete
b1a5 LTE ML1 background PLMN stop request
b1a6 LTE ML1 background PLMN stop confirm
b1a7 LTE ML1 scheduler write buffer
b1b2 LTE ML1 common DC offset
b1b9 LTE ML1 coexistence state
b1ba LTE ML1 MSI configuration
b1bb LTE ML1 eMBMS configuration
b1bd LTE ML1 downlink decoding results
b1be LTE ML1 PMCH statistics
b1c2 LTE ML1 TD-SCDMA acquisition request
b1c3 LTE ML1 TD-SCDMA measurement request
b1c6 LTE ML1 CSF transmit report
b1c9 LTE ML1 downlink BLER statistics
b1d2 LTE ML1 transmit report
b1d3 LTE ML1 receive report
b1d9 LTE ML1 handover timeline
b1da LTE ML1 antenna switch diversity
b1db LTE ML1 resource manager
b1e2 LTE ML1 connected mode measurement configuration, enhanced
b1eb LTE ML1 sleep manager summary
b1f3 LTE ML1 traffic monitor
b1f9 LTE ML1 EN-DC
b1fa LTE ML1 physical layer timeline
b1fb LTE ML1 transmit power flow control
b241 NB-IoT random access response (Msg2) report
b242 NB-IoT UE identification (Msg3) report
b243 NB-IoT contention resolution (Msg4) report
b246 NB-IoT ML1 PDSCH statistics
b24b NB-IoT ML1 system info summary
b24d NB-IoT ML1 serving cell measurement response
b24e NB-IoT neighbour cell measurement
b251 NB-IoT ML1 paging decode
b303 LTE LL1 NLIC configuration
b313 LTE LL1 receive AGC, extended
b800 NR NAS 5GSM plain message, incoming
b801 NR NAS 5GSM plain message, outgoing
b803 NR NAS SNPN configuration list
b806 NR NAS 5GMM service indication to RRC
b807 NR NAS 5GMM procedure
b808 NR NAS 5GMM protected message, incoming
b809 NR NAS 5GMM protected message, outgoing
b80a NR NAS 5GMM plain message, incoming
b80b NR NAS 5GMM plain message, outgoing
b80c NR NAS 5GMM state
b80d NR NAS 5GMM service request
b80e NR NAS 5GMM current security context
b80f NR NAS 5GMM security context keys
b811 NR NAS 5GMM authentication keys
b812 NR NAS 5GMM forbidden TAI list
b813 NR NAS 5GMM service area list
b814 NR NAS message container
b815 NR NAS 5GMM NSSAI info
b821 NR RRC OTA message
b822 NR RRC MIB
b823 NR RRC serving cell info
b825 NR RRC configuration
b826 NR RRC supported CA combinations
b827 NR RRC PLMN search request
b828 NR RRC PLMN search response
b82b NR RRC detected cell
b832 NR RRC blocklist update
b83d NR RRC channel info
b840 NR PDCP downlink data PDU
b841 NR PDCP downlink control PDU
b842 NR PDCP downlink radio bearer statistics
b847 NR PDCP downlink ROHC statistics
b84b NR L2 downlink configuration
b84d NR RLC downlink statistics
b84e NR RLC downlink status PDU
b84f NR RLC downlink dropped PDU
b857 NR L2 downlink data PDU
b860 NR PDCP uplink statistics
b861 NR PDCP uplink control PDU
b863 NR PDCP uplink ROHC statistics
b868 NR RLC uplink statistics
b869 NR RLC uplink status PDU
b870 NR L2 uplink data PDU
b871 NR L2 uplink configuration
b872 NR L2 uplink transport block
b873 NR L2 uplink buffer status
b880 NR MAC uplink transport block
b881 NR MAC uplink transport block statistics
b883 NR MAC uplink physical channel schedule
b884 NR MAC uplink power control
b885 NR MAC DCI info
b886 NR MAC downlink transport block report
b887 NR MAC PDSCH status
b888 NR MAC PDSCH statistics
b889 NR MAC RACH trigger
b88a NR MAC RACH attempt
b890 NR MAC connected mode DRX events
b891 NR MAC CSF indication
b896 NR MAC UCI payload
b89b NR MAC UCI
b8a0 NR MAC PUSCH transmission
b8a1 NR MAC symbol arbitration
b8a7 NR MAC CSF report
b8ae NR MAC skipped uplink transmission
b8c9 NR LL1 receive AGC control
b8d1 NR LL1 transmit RF
b8d2 NR LL1 transmit power
b8d8 NR LL1 serving cell SNR
b8dd NR LL1 serving cell frequency tracking
b8e2 NR LL1 CSF reports
b90a NR LL1 receive AGC
b959 NR ML1 radio link monitoring statistics
b96d NR ML1 searcher acquisition configuration and response
b96f NR ML1 searcher connected evaluation
b975 NR ML1 serving cell beam management
b97f NR ML1 measurement database update
b981 NR ML1 flow control
b98b NR ML1 QMI handler
b98f NR ML1 antenna switch diversity
b9a7 NR ML1 CA metrics request
b9c3 NR ML1 SNS mitigation
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
]]

-- The second SIM's copies stand 0xa00 above GSM's and UMTS NAS's own codes.
local copies = {}
for code, name in pairs(LOG_CODES) do
  local page = floor(code / 0x100)
  if page >= 0x50 and page <= 0x52 or page == 0x71 then
    copies[code + 0xa00] = name .. ", second SIM"
  end
end
for code, name in pairs(copies) do LOG_CODES[code] = name end

-- QMI links 1 to 16, two codes each.
for link = 1, 16 do
  LOG_CODES[0x138c + 2 * link] = format("QMI link %d, received", link)
  LOG_CODES[0x138d + 2 * link] = format("QMI link %d, sent", link)
end

local function log_name(code)
  return LOG_CODES[code] or format("log 0x%04x", code)
end

local function opcode_name(op)
  return OPCODES[op] or format("command 0x%02x", op)
end

-- The radio a log code belongs to, by its high digit.  1 holds CDMA's logs,
-- but also all that has no radio.
local RATS = { [0x4] = "UMTS", [0x5] = "GSM", [0x7] = "UMTS", [0xb] = "LTE",
  [0xd] = "TD-SCDMA" }

local function rat_of(code)
  if code >= 0xb800 and code < 0xba00 then return "NR" end
  return RATS[floor(code / 0x1000)]
end

-------------------------------------------------------------------------------
-- Message text
-------------------------------------------------------------------------------

-- How printf's conversions look in Lua, and which take the number as signed.
local SIGNED = { d = true, i = true }
local CONVERSIONS = { d = "d", i = "d", u = "d", x = "x", X = "X", o = "o",
  p = "x", c = "c" }

local function convert(flags, width, letter, value)
  local conversion = CONVERSIONS[letter]
  if not value or not conversion then return end
  if SIGNED[letter] and value >= 0x80000000 then
    value = value - 0x100000000
  end
  if conversion == "c" and (value < 32 or value > 126) then return "." end
  if conversion == "d" and gsub(flags .. width, "[#.]", "") == "" then
    return format("%.0f", value)
  end
  local ok, text = pcall(format, "%" .. flags .. width .. conversion, value)
  return ok and text or format("%.0f", value)
end

-- Puts the 32-bit arguments of a message into its printf format.  What has
-- no argument, or needs memory we do not have (%s), stays as written.
local function message_text(text, args)
  local n = 0
  return (gsub(text, "(%%([-+ #0]*)(%d?%d?%.?%d?%d?)[hlLqjzt]*([%a%%]))",
    function(whole, flags, width, letter)
      if letter == "%" and flags .. width == "" then return "%" end
      n = n + 1
      return convert(flags, width, letter, args[n]) or whole
    end))
end

-------------------------------------------------------------------------------
-- Layouts of the RRC logs
-------------------------------------------------------------------------------
-- A layout says where each field of a header stands; numbers are offsets in
-- the body.  `from` is the first version it holds for.

local function layout_of(layouts, version)
  local found
  for _, layout in ipairs(layouts) do
    if version >= layout.from then found = layout end
  end
  return found
end

-- LTE RRC OTA (0xb0c0)
local LTE_RRC_LAYOUTS = {
  { from = 0, release = 1, minor = 2, bearer = 3, pci = 4, earfcn = 6,
    freq_size = 2, sfn = 8, pdu = 10, length = 11, payload = 13 },
  { from = 5, release = 1, minor = 2, bearer = 3, pci = 4, earfcn = 6,
    freq_size = 2, sfn = 8, pdu = 10, sib_mask = 11, length = 15,
    payload = 17 },
  { from = 8, release = 1, minor = 2, bearer = 3, pci = 4, earfcn = 6,
    freq_size = 4, sfn = 10, pdu = 12, sib_mask = 13, length = 17,
    payload = 19 },
  { from = 25, release = 1, minor = 2, nr_release = 3, nr_minor = 4,
    bearer = 5, pci = 6, earfcn = 8, freq_size = 4, sfn = 12, pdu = 14,
    sib_mask = 15, length = 19, payload = 21 },
  { from = 30, release = 1, minor = 2, nr_release = 3, nr_minor = 4,
    bearer = 5, pci = 6, earfcn = 8, freq_size = 4, sfn = 12, pdu = 14,
    sib_mask = 15, length = 19, segment = 23, payload = 24 },
}

-- NR RRC OTA (0xb821)
local NR_RRC_LAYOUTS = {
  { from = 0, nr_release = 4, nr_minor = 5, bearer = 6, pci = 7, nr_arfcn = 9,
    sfn = 13, sfn_size = 4, pdu = 17, sib_mask = 18, length = 22,
    payload = 24 },
  { from = 10, nr_release = 4, nr_minor = 5, bearer = 6, pci = 7, nr_arfcn = 9,
    sfn = 13, sfn_size = 3, pdu = 16, sib_mask = 17, length = 21,
    payload = 23 },
  { from = 17, nr_release = 4, nr_minor = 5, bearer = 6, pci = 7, ncgi = 9,
    nr_arfcn = 17, sfn = 21, sfn_size = 3, pdu = 24, sib_mask = 25, length = 29,
    payload = 31 },
  { from = 19, nr_release = 4, nr_minor = 5, bearer = 6, pci = 7, ncgi = 9,
    nr_arfcn = 17, sfn = 21, sfn_size = 3, pdu = 24, sib_mask = 25, length = 29,
    payload = 32 },
  { from = 23, nr_release = 4, nr_minor = 5, bearer = 6, pci = 7, ncgi = 9,
    nr_arfcn = 17, sfn = 21, sfn_size = 3, pdu = 24, sib_mask = 25, length = 29,
    segment = 34, payload = 35 },
  { from = 25, nr_release = 4, nr_minor = 5, bearer = 6, pci = 7, ncgi = 9,
    nr_arfcn = 17, sfn = 21, sfn_size = 3, pdu = 24, sib_mask = 25, length = 29,
    payload = 32 },
  { from = 26, nr_release = 4, nr_minor = 5, bearer = 6, pci = 7, ncgi = 9,
    nr_arfcn = 17, sfn = 21, sfn_size = 3, pdu = 24, sib_mask = 25, length = 29,
    segment = 34, payload = 35 },
}

-- A family of PDU numbers: the channel of each.  Channels bear the names of
-- Wireshark's dissectors, without "lte_rrc." or "nr-rrc.".
local function family(channels, numbers, more)
  local pdus = {}
  for i, number in ipairs(numbers) do pdus[number] = channels[i] end
  for number, channel in pairs(more or {}) do pdus[number] = channel end
  return pdus
end

-- The channel of a PDU number, by the version of the log.
local lte_channel, nr_channel

do
  local LTE_CHANNELS = { "bcch_bch", "bcch_dl_sch", "mcch", "pcch", "dl_ccch",
    "dl_dcch", "ul_ccch", "ul_dcch" }
  local LTE_NB = family({ "bcch_bch.nb", "bcch_dl_sch.nb", "pcch.nb",
    "dl_ccch.nb", "dl_dcch.nb", "ul_ccch.nb", "ul_dcch.nb" },
    { 45, 46, 47, 48, 49, 50, 52 })
  local LTE_NB_9 = {}
  for number, channel in pairs(LTE_NB) do LTE_NB_9[number + 9] = channel end

  local LTE_A = family(LTE_CHANNELS, { 1, 2, 3, 4, 5, 6, 7, 8 })
  local LTE_B = family(LTE_CHANNELS, { 8, 9, 10, 11, 12, 13, 14, 15 })
  local LTE_C = family(LTE_CHANNELS, { 1, 2, 4, 5, 6, 7, 8, 9 })
  local LTE_D = family(LTE_CHANNELS, { 1, 2, 4, 5, 6, 7, 8, 9 }, LTE_NB_9)
  local LTE_E = family(LTE_CHANNELS, { 1, 3, 6, 7, 8, 9, 10, 11 }, LTE_NB)

  -- By version; versions no one has named take the family of a neighbour.
  local LTE_FAMILIES = { [0] = LTE_A, LTE_A, LTE_A, LTE_A, LTE_A, LTE_A, LTE_A,
    LTE_A, LTE_A, LTE_B, LTE_B, LTE_B, LTE_B, LTE_A, LTE_C, LTE_C, LTE_C, LTE_C,
    LTE_C, LTE_E, LTE_D, LTE_D, LTE_A, LTE_D, LTE_D, LTE_D, LTE_E }

  function lte_channel(version, pdu)
    return (LTE_FAMILIES[version] or LTE_E)[pdu]
  end
end

do
  local NR_CHANNELS = { "bcch.bch", "bcch.dl.sch", "dl.ccch", "dl.dcch", "pcch",
    "ul.ccch", "ul.ccch1", "ul.dcch", "rrc_reconf_msg", "complete" }
  local NR_OLD = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }
  local NR_NEW = { 1, 2, 3, 4, 6, 7, 8, 9, 11, 12 }
  local BEARER, NR_CAP, MRDC_CAP = "radiobearerconfig", "ue_nr_cap",
    "ue_mrdc_cap"

  local NR_7 = family(NR_CHANNELS, NR_OLD, { [24] = BEARER })
  local NR_8 = family(NR_CHANNELS, NR_OLD, { [26] = BEARER })
  local NR_9 = family(NR_CHANNELS, NR_OLD, { [25] = BEARER, [28] = MRDC_CAP,
    [29] = NR_CAP })
  local NR_14 = family(NR_CHANNELS, NR_OLD, { [28] = BEARER, [31] = MRDC_CAP,
    [32] = NR_CAP, [33] = NR_CAP })
  local NR_17 = family(NR_CHANNELS, NR_OLD, { [29] = BEARER })
  local NR_20 = family(NR_CHANNELS, { 1, 2, 3, 4, 6, 7, 8, 9, 10, 11 },
    { [5] = "mcch", [36] = BEARER })
  local NR_26 = family(NR_CHANNELS, NR_NEW, { [5] = "mcch", [36] = BEARER })
  local NR_28 = family(NR_CHANNELS, NR_NEW, { [5] = "mcch", [10] = "ul.dcch",
    [36] = BEARER })

  local NR_FAMILIES = { [0] = NR_7, NR_7, NR_7, NR_7, NR_7, NR_7, NR_7, NR_7,
    NR_8, NR_9, NR_9, NR_9, NR_9, NR_14, NR_14, NR_14, NR_17, NR_17, NR_17,
    NR_17, NR_20, NR_20, NR_20, NR_20, NR_20, NR_17, NR_26, NR_26 }

  function nr_channel(version, pdu)
    return (NR_FAMILIES[version] or NR_28)[pdu]
  end
end

-- Wireshark has no dissector for a bare RRCReconfigurationComplete.  Five
-- bits more, 00001, make it the message of an UL-DCCH.
local function shift_complete(s)
  local out, carry = {}, 1
  for i = 1, #s do
    local c = byte(s, i)
    out[i] = char(carry * 8 + floor(c / 32))
    carry = c % 32
  end
  out[#s + 1] = char(carry * 8)
  return concat(out)
end

-- WCDMA signalling (0x412f): channels, and SIB ids in both numberings.
local UMTS_CHANNELS = { [0] = "ul.ccch", "ul.dcch", "dl.ccch", "dl.dcch",
  "bcch.bch", "bcch.fach", "pcch", "mcch", "msch", [10] = "sysinfo.cont" }

local UMTS_SIBS = { [0] = "mib", "sib1", "sib2", "sib3", "sib4", "sib5",
  "sib6", "sib7", "sib8", "sib9", "sib10", "sib11", "sib12", "sib13",
  "sib13-1", "sib13-2", "sib13-3", "sib13-4", "sib14", "sib15", "sib15-1",
  "sib15-2", "sib15-3", "sib16", "sib17", "sib15-4", "sib18", "sb1", "sb2",
  "sib15-5", "sib5bis", "sib11bis", [66] = "sib11bis", [67] = "sib19" }

-- In the newer form SIB id 31 is SIB19.
local function umts_sib(id, is_new)
  if is_new and id == 31 then return "sib19" end
  return UMTS_SIBS[id]
end

-- GSM RR signalling (0x512f): channels without the direction bit.
local GSM_CHANNELS = { [0] = "DCCH", "BCCH", "RACH", "CCCH", "SACCH", "SDCCH",
  "FACCH/F", "FACCH/H" }

-------------------------------------------------------------------------------

if not Proto then
  return {
    u8 = u8, u16 = u16, u32 = u32, i32 = i32,
    unescape = unescape, crc16 = crc16, modem_time = modem_time,
    message_text = message_text, shift_complete = shift_complete,
    layout_of = layout_of, lte_rrc_layouts = LTE_RRC_LAYOUTS,
    nr_rrc_layouts = NR_RRC_LAYOUTS, lte_channel = lte_channel,
    nr_channel = nr_channel, umts_sib = umts_sib, rat_of = rat_of,
    paths = PATHS, container_types = CONTAINER_TYPES, opcodes = OPCODES,
    log_codes = LOG_CODES, subsystems = SUBSYSTEMS, events = EVENTS,
  }
end

-------------------------------------------------------------------------------
-- Protocol: fields, experts, preferences
-------------------------------------------------------------------------------

local diagtap = Proto("diagtap", "diagtap: Qualcomm DIAG capture")

local fields, experts = {}, {}

local function field(kind, name, ...)
  local pf = ProtoField[kind]("diagtap." .. name, ...)
  fields[#fields + 1] = pf
  return pf
end

local function expert_of(name, text, group, severity)
  local ef = ProtoExpert.new("diagtap." .. name, text, group, severity)
  experts[#experts + 1] = ef
  return ef
end

local pf_preamble = {
  path = field("uint16", "path", "Path", base.HEX, PATHS),
  a_len = field("uint8", "a_len", "Length of a", base.DEC),
  a = field("bytes", "a", "a", base.NONE),
  b_len = field("uint8", "b_len", "Length of b", base.DEC),
  b = field("bytes", "b", "b", base.NONE),
}

local pf_loss = {
  containers = field("uint64", "loss.containers", "Containers lost", base.DEC),
  bytes = field("uint64", "loss.bytes", "Bytes lost", base.DEC),
}

local pf_part = {
  number = field("uint64", "part.container", "Container number", base.DEC),
  part = field("uint16", "part.part", "Part", base.DEC),
  parts = field("uint16", "part.parts", "Parts", base.DEC),
  whole_in = field("framenum", "part.whole_in", "Container put together in",
    base.NONE),
  from = field("framenum", "part.from", "Put together from", base.NONE),
}

local pf_nat = {
  source4 = field("ipv4", "snat", "Source before NAT"),
  source6 = field("ipv6", "snat6", "Source before NAT"),
  destination4 = field("ipv4", "dnat", "Destination before NAT"),
  destination6 = field("ipv6", "dnat6", "Destination before NAT"),
}

local IPA_OPCODES = { [0x01] = "Packet", [0x02] = "New fragment rule",
  [0x04] = "Dropped", [0x08] = "Suspended", [0x10] = "Log",
  [0x20] = "Decompressed", [0x40] = "Second pass" }
local IPA_EXCEPTIONS = { [0] = "None", [1] = "Deaggregation", [4] = "IP type",
  [8] = "Packet length", [16] = "Fragment rule missed",
  [32] = "Software filter", [64] = "NAT or connection tracking",
  [128] = "Microcontroller", [129] = "Bad endpoint",
  [136] = "Header insertion", [229] = "Checksum" }
local IPA_FORMS = { "status (IPA 3 and 4)", "status5 (IPA 5)", "dpl2", "dpl3",
  "qmap" }
local IPA_MISS = 0x3ff
local IPA_PROTOCOLS = { [0] = "None", "TCP", "UDP", "ICMP" }

local function ipa_field(kind, name, title, ...)
  return field(kind, "ipa." .. name, title, ...)
end

local pf_ipa = {
  item = field("none", "ipa", "IPA status header"),
  form = ipa_field("uint8", "form", "Form", base.DEC, IPA_FORMS),
  opcode = ipa_field("uint8", "opcode", "Opcode", base.HEX, IPA_OPCODES),
  exception = ipa_field("uint8", "exception", "Exception", base.DEC,
    IPA_EXCEPTIONS),
  mask = ipa_field("uint16", "mask", "Mask", base.HEX),
  length = ipa_field("uint16", "len", "Packet length", base.DEC),
  source = ipa_field("uint8", "endpoint", "Source endpoint", base.DEC),
  destination = ipa_field("uint8", "destination", "Destination endpoint",
    base.DEC),
  metadata = ipa_field("uint32", "metadata", "Metadata", base.HEX),
  flt_local = ipa_field("bool", "flt.local", "Filter table is local"),
  flt_hash = ipa_field("bool", "flt.hash", "Filter rule is hashable"),
  flt_global = ipa_field("bool", "flt.global", "Filter table is global"),
  flt_ret_hdr = ipa_field("bool", "flt.ret_hdr", "Filter retains the header"),
  flt_endpoint = ipa_field("uint8", "flt.endpoint", "Filter endpoint",
    base.DEC),
  flt_rule = ipa_field("uint16", "flt.rule", "Filter rule", base.DEC),
  rt_local = ipa_field("bool", "rt.local", "Routing table is local"),
  rt_hash = ipa_field("bool", "rt.hash", "Routing rule is hashable"),
  rt_match = ipa_field("bool", "rt.match", "Routing rule matched"),
  rt_table = ipa_field("uint8", "rt.table", "Routing table", base.DEC),
  rt_rule = ipa_field("uint16", "rt.rule", "Routing rule", base.DEC),
  ucp = ipa_field("bool", "ucp", "Microcontroller processed it"),
  nat_hit = ipa_field("bool", "nat.hit", "NAT entry found"),
  nat_index = ipa_field("uint16", "nat.index", "NAT index", base.DEC),
  nat_type = ipa_field("uint8", "nat.type", "NAT type", base.DEC),
  tag = ipa_field("uint64", "tag", "Tag", base.HEX),
  egress_tc = ipa_field("uint8", "egress_tc", "Egress traffic class",
    base.DEC),
  ingress_tc = ipa_field("uint8", "ingress_tc", "Ingress traffic class",
    base.DEC),
  sequence = ipa_field("uint8", "sequence", "Sequence number", base.DEC),
  lost = ipa_field("uint8", "lost", "Entries missing before it", base.DEC),
  time = ipa_field("uint64", "time", "Time of day", base.DEC),
  hdr_local = ipa_field("bool", "hdr.local", "Header table is local"),
  hdr_offset = ipa_field("uint16", "hdr.offset", "Header offset", base.DEC),
  frag_hit = ipa_field("bool", "frag.hit", "Fragment rule found"),
  frag_rule = ipa_field("uint8", "frag.rule", "Fragment rule", base.DEC),
  pure_ack = ipa_field("bool", "tcp.pure_ack", "Nothing but a TCP ACK"),
  syn = ipa_field("bool", "tcp.syn", "TCP SYN"),
  fin_rst = ipa_field("bool", "tcp.fin_rst", "TCP FIN or RST"),
  protocol = ipa_field("uint8", "protocol", "Protocol", base.DEC,
    IPA_PROTOCOLS),
  rest = ipa_field("bytes", "rest", "Fields of the opcode's own", base.NONE),
  pad = ipa_field("uint8", "pad", "Octets of padding", base.DEC),
  mux = ipa_field("uint8", "mux", "Multiplexer", base.HEX),
  both = ipa_field("uint16", "size", "Packet and padding", base.DEC),
  padding = ipa_field("bytes", "padding", "Padding", base.NONE),
  trailer = ipa_field("bytes", "trailer", "Checksum trailer", base.NONE),
  csum_valid = ipa_field("bool", "csum.valid", "Checksum is valid"),
  csum_length = ipa_field("uint16", "csum.len", "Octets summed up", base.DEC),
  csum = ipa_field("uint16", "csum", "Checksum of these", base.HEX),
  stray = ipa_field("bytes", "stray", "Octets that are no entry", base.NONE),
}

local LINKTYPES = { [0] = "BSD loopback", [1] = "Ethernet", [9] = "PPP",
  [12] = "Raw IP", [14] = "Raw IP", [101] = "Raw IP", [108] = "BSD loopback",
  [113] = "Linux cooked", [228] = "Raw IPv4", [229] = "Raw IPv6",
  [276] = "Linux cooked, version 2" }

local pf_netif = {
  linktype = field("uint16", "linktype", "Linktype", base.DEC, LINKTYPES),
  missing = field("uint32", "missing", "Octets cut off the packet", base.DEC),
}

local pf_container = {
  item = field("none", "container", "Container"),
  type = field("uint32", "container.type", "Type", base.HEX, CONTAINER_TYPES),
  count = field("uint32", "container.count", "Messages", base.DEC),
  body = field("bytes", "container.body", "Body", base.NONE),
  hdlc = field("bool", "container.hdlc_disabled", "HDLC disabled"),
}

local pf_message = {
  item = field("none", "message", "Message"),
  token = field("int32", "message.token", "Remote processor token", base.DEC),
  length = field("uint32", "message.len", "Length", base.DEC),
  tail = field("bytes", "message.tail", "Beginning of a frame that goes on in "
    .. "a later message", base.NONE),
  head = field("bytes", "message.head", "Rest of a frame that began in an "
    .. "earlier message", base.NONE),
}

-- As Wireshark numbers the states of a checksum.
local FCS_STATUS = { [0] = "Bad", "Good", "Unverified" }

local pf_frame = {
  item = field("none", "frame", "Frame"),
  begun_in = field("framenum", "frame.begun_in", "Frame begun in", base.NONE),
  escapes = field("uint32", "frame.escapes", "Escaped octets", base.DEC),
  fcs = field("uint16", "frame.fcs", "Frame check sequence", base.HEX),
  fcs_status = field("uint8", "frame.fcs.status", "FCS status", base.DEC,
    FCS_STATUS),
  rest = field("bytes", "frame.rest", "Rest of a frame that began earlier",
    base.NONE),
}

local pf_packet = {
  opcode = field("uint8", "opcode", "Opcode", base.HEX, OPCODES),
  body = field("bytes", "body", "Body", base.NONE),
  radio = field("uint32", "radio", "Radio", base.DEC),
  echo = field("uint8", "error.opcode", "Opcode of the request", base.HEX,
    OPCODES),
  request = field("bytes", "error.request", "Request", base.NONE),
  status = field("uint32", "status", "Status", base.DEC),
  protocol = field("uint16", "version.diag", "DIAG version", base.DEC),
  time = field("absolute_time", "time", "Modem time", base.UTC),
}

local pf_version = {
  compiled = field("string", "version.compiled", "Compiled"),
  released = field("string", "version.released", "Released"),
  chipset = field("string", "version.chipset", "Chipset"),
  format = field("uint8", "build.version", "Format version", base.DEC),
  revision = field("uint32", "build.msm_revision", "MSM revision", base.HEX),
  model = field("uint32", "build.model", "Mobile model", base.DEC),
  software = field("string", "build.software", "Software revision"),
  name = field("string", "build.name", "Model name"),
}

local pf_subsystem = {
  id = field("uint8", "subsystem", "Subsystem", base.DEC, SUBSYSTEMS),
  command = field("uint16", "subsystem.command", "Command", base.DEC),
  delayed = field("uint16", "subsystem.delayed_id", "Delayed response id",
    base.DEC),
  responses = field("uint16", "subsystem.responses", "Response count",
    base.DEC),
}

local pf_mask = {
  log_op = field("uint32", "log_config.operation", "Operation", base.DEC,
    LOG_OPERATIONS),
  equipment = field("uint32", "log_config.equipment", "Equipment id",
    base.HEX),
  bits = field("uint32", "mask.bits", "Bits", base.DEC),
  mask = field("bytes", "mask", "Mask", base.NONE),
  set = field("uint32", "mask.set", "Bits set", base.DEC),
  code = field("uint16", "log_config.code", "Log code enabled", base.HEX,
    LOG_CODES),
  range = field("uint32", "log_config.items", "Items of equipment id",
    base.DEC),
  msg_op = field("uint8", "msg_config.operation", "Operation", base.DEC,
    MESSAGE_OPERATIONS),
  first = field("uint16", "msg_config.first", "First subsystem id", base.DEC),
  last = field("uint16", "msg_config.last", "Last subsystem id", base.DEC),
  ranges = field("uint32", "msg_config.ranges", "Ranges", base.DEC),
  level = field("uint32", "msg_config.mask", "Level mask", base.HEX),
}

local pf_text = {
  kind = field("uint8", "msg.time_type", "Time type", base.DEC),
  count = field("uint8", "msg.args", "Arguments", base.DEC),
  arg_size = field("uint8", "msg.arg_size", "Argument size", base.DEC),
  drops = field("uint8", "msg.drops", "Messages dropped before", base.DEC),
  line = field("uint16", "msg.line", "Line", base.DEC),
  ssid = field("uint16", "msg.ssid", "Subsystem id", base.DEC),
  mask = field("uint32", "msg.mask", "Subsystem mask", base.HEX),
  arg = field("uint32", "msg.arg", "Argument", base.HEX_DEC),
  raw = field("bytes", "msg.raw_args", "Arguments", base.NONE),
  format = field("string", "msg.format", "Format"),
  file = field("string", "msg.file", "File"),
  text = field("string", "msg.text", "Text"),
  hash = field("uint32", "msg.hash", "Hash", base.HEX),
}

local pf_event = {
  item = field("none", "event", "Event"),
  length = field("uint16", "event.len", "Length", base.DEC),
  on = field("uint8", "event.report", "Reporting", base.DEC),
  id = field("uint16", "event.id", "Event id", base.DEC, EVENTS, 0x0fff),
  kind = field("uint16", "event.payload_kind", "Payload kind", base.DEC,
    { [0] = "None", "One octet", "Two octets", "Counted" }, 0x6000),
  short = field("bool", "event.short_time", "Short time", 16, nil, 0x8000),
  ticks = field("uint16", "event.ticks", "Low half of the time", base.DEC),
  payload = field("bytes", "event.payload", "Payload", base.NONE),
}

local pf_log = {
  more = field("uint8", "log.more", "More logs held", base.DEC),
  outer = field("uint16", "log.outer_len", "Outer length", base.DEC),
  inner = field("uint16", "log.len", "Length", base.DEC),
  code = field("uint16", "log.code", "Log code", base.HEX, LOG_CODES),
  body = field("bytes", "log.body", "Log body", base.NONE),
  sequence = field("uint32", "log.sequence", "Sequence number", base.DEC),
  secret = field("bytes", "log.encrypted", "Encrypted log", base.NONE),
}

local pf_radio = {
  rat = field("string", "rat", "Radio access technology"),
  direction = field("string", "direction", "Direction"),
  version = field("uint32", "version", "Log version", base.DEC),
  release = field("uint8", "rrc.release", "RRC release", base.DEC),
  minor = field("uint8", "rrc.minor", "RRC minor release", base.HEX),
  nr_release = field("uint8", "nr_rrc.release", "NR RRC release", base.DEC),
  nr_minor = field("uint8", "nr_rrc.minor", "NR RRC minor release", base.HEX),
  bearer = field("uint8", "bearer", "Bearer", base.DEC),
  pci = field("uint16", "pci", "Physical cell id", base.DEC),
  psc = field("uint16", "psc", "Primary scrambling code", base.DEC),
  earfcn = field("uint32", "earfcn", "EARFCN", base.DEC),
  nr_arfcn = field("uint32", "nr_arfcn", "NR-ARFCN", base.DEC),
  uarfcn = field("uint16", "uarfcn", "UARFCN", base.DEC),
  ncgi = field("uint64", "ncgi", "NR cell global id", base.HEX),
  sfn = field("uint32", "sfn", "System frame number", base.DEC),
  subframe = field("uint8", "subframe", "Subframe", base.DEC),
  pdu = field("uint8", "pdu", "PDU number", base.DEC),
  channel = field("string", "channel", "Channel"),
  channel_id = field("uint8", "channel_id", "Channel type", base.HEX),
  sib = field("uint8", "sib", "SIB id", base.DEC),
  sib_mask = field("uint32", "sib_mask", "SIB mask", base.HEX),
  segment = field("uint8", "segment", "Segment", base.DEC,
    { [0] = "Whole", [7] = "Last part" }),
  begun_in = field("framenum", "segment.begun_in", "First segment in",
    base.NONE),
  sim = field("uint8", "sim", "SIM", base.DEC),
  type = field("uint8", "message_type", "Message type", base.HEX),
  length = field("uint32", "pdu_len", "PDU length", base.DEC),
  payload = field("bytes", "payload", "PDU", base.NONE),
}

local pf_ip = {
  instance = field("uint8", "ip.instance", "Instance", base.DEC),
  protocol = field("uint8", "ip.protocol", "Protocol", base.DEC,
    { [1] = "IP" }),
  interface = field("uint8", "ip.interface", "Interface", base.DEC),
  sequence = field("uint16", "ip.sequence", "Sequence number", base.DEC),
  segment = field("uint16", "ip.segment", "Segment", base.DEC, nil, 0x7fff),
  last = field("bool", "ip.last", "Last segment", 16, nil, 0x8000),
}

local ef_short = expert_of("short", "Ends too early",
  expert.group.MALFORMED, expert.severity.ERROR)
local ef_cut = expert_of("cut", "Record cut by the capture's snaplen",
  expert.group.SEQUENCE, expert.severity.WARN)
local ef_excess = expert_of("excess", "Octets left over",
  expert.group.PROTOCOL, expert.severity.NOTE)
local ef_fcs = expert_of("fcs.bad", "Bad frame check sequence",
  expert.group.CHECKSUM, expert.severity.ERROR)
local ef_loss = expert_of("loss", "Containers lost before this record",
  expert.group.SEQUENCE, expert.severity.WARN)
local ef_joined = expert_of("joined",
  "Joined in its midst: the frame began before what we have",
  expert.group.SEQUENCE, expert.severity.NOTE)
local ef_filled = expert_of("filled", "Cut packet, filled up with zeros",
  expert.group.ASSUMPTION, expert.severity.NOTE)
local ef_gap = expert_of("ipa.gap", "Entries missing within IPA",
  expert.group.SEQUENCE, expert.severity.WARN)
local ef_stray = expert_of("ipa.out_of_step", "Octets that are no entry",
  expert.group.PROTOCOL, expert.severity.WARN)
local ef_dropped = expert_of("frame.dropped",
  "Beginning of a frame without its end",
  expert.group.SEQUENCE, expert.severity.WARN)
local ef_length = expert_of("length", "Length does not match",
  expert.group.PROTOCOL, expert.severity.WARN)
local ef_refused = expert_of("refused", "The modem refused a request",
  expert.group.RESPONSE_CODE, expert.severity.WARN)
local ef_encrypted = expert_of("encrypted", "Encrypted: only the modem's "
  .. "maker can read it", expert.group.SECURITY, expert.severity.NOTE)
local ef_failed = expert_of("failed", "Dissection of this message failed",
  expert.group.MALFORMED, expert.severity.ERROR)
local ef_unknown = expert_of("unknown", "Not known to this dissector",
  expert.group.UNDECODED, expert.severity.NOTE)

diagtap.fields = fields
diagtap.experts = experts

diagtap.prefs.crc = Pref.bool("Check the frame check sequence", true,
  "Compute the CRC of every frame; off is faster")
diagtap.prefs.qcdiag = Pref.bool("Prefer Wireshark's own DIAG dissector",
  false, "Give frames to the dissector \"qcdiag\" where Wireshark has it. "
  .. "Multi-radio and NR packets stay here, it does not know them")

diagtap.prefs.fill = Pref.bool("Fill cut packets with zeros", true,
  "Zeros stand for what was cut off an IP packet, so that Wireshark does not "
  .. "take its length for wrong, and the cut for a loss")

-- What differs between versions that a record cannot tell apart.
local IPA_AS_RECORDED, IPA_2_5, IPA_5_5, IPA_6_0 = 0, 25, 55, 60
diagtap.prefs.ipa = Pref.enum("IPA version", IPA_AS_RECORDED,
  "How to read the status headers of IPA that have 32 octets", {
    { 1, "As the record says", IPA_AS_RECORDED }, { 2, "2.5", IPA_2_5 },
    { 3, "5.5", IPA_5_5 }, { 4, "6.0", IPA_6_0 } })

-- For scripts that dissect a log we do not.
local log_table = DissectorTable.new("diagtap.log", "DIAG log code",
  ftypes.UINT16, base.HEX, diagtap)

-- Copies, because asking Wireshark for a preference costs as much as a field.
local prefs = {}

local function read_prefs()
  for _, name in ipairs { "crc", "qcdiag", "fill", "ipa" } do
    prefs[name] = diagtap.prefs[name]
  end
end

-- What a record hands on to later ones; touched on the first pass only, since
-- later visits come in any order.  What a record got from earlier ones is
-- kept in `memory` under its frame number, for those visits.
local state, memory

-- For the statistics: the log codes of the record dissected last, and how often
-- each came since the capture was opened.
local seen, totals

local function forget()
  state = { partial = {}, parts = {}, joins = {}, begun = {},
    sequences = {} }
end

local function reset()
  forget()
  memory, seen, totals = {}, {}, {}
  read_prefs()
end

reset()
diagtap.init = reset
diagtap.prefs_changed = read_prefs

local function remember(ctx, key, value)
  local kept = memory[ctx.number] or {}
  memory[ctx.number] = kept
  kept[key] = value
  return value
end

local function recall(ctx, key)
  local kept = memory[ctx.number]
  return kept and kept[key]
end

local encapsulations = DissectorTable.get("wtap_encap")
local known = {}

local function dissector_of(name)
  local found = known[name]
  if found == nil then
    found = Dissector.get(name) or false
    known[name] = found
  end
  return found
end

-- A tree that nobody looks at: of its fields filters, colour rules and columns
-- ask for some, and those alone are added, all to our topmost item.  What an
-- item costs is memory for it and for its range.
local unseen = {}
unseen.__index = unseen

function unseen.tree(top) return setmetatable({ top = top }, unseen) end

function unseen:add(pf, ...)
  local top = self.top
  if top:referenced(pf) then top:add(pf, ...) end
  return self
end

function unseen:add_le(pf, ...)
  local top = self.top
  if top:referenced(pf) then top:add_le(pf, ...) end
  return self
end

function unseen:append_text() return self end
function unseen:set_generated() return self end

function unseen:add_proto_expert_info(...)
  self.top:add_proto_expert_info(...)
end

-- Whether the field is worth its range.
local function is_asked(tree, pf)
  return getmetatable(tree) ~= unseen or tree.top:referenced(pf)
end

local function complain(ctx, item, ef, ...)
  (item or ctx.top):add_proto_expert_info(ef, format(...))
end

local function note(tree, pf, value)
  if value then tree:add(pf, value):set_generated() end
end

local function add_time(tree, range, s, at)
  if is_asked(tree, pf_packet.time) then
    tree:add(pf_packet.time, range, NSTime.new(modem_time(s, at)))
  end
end

-- Adds rows of { field, offset, size }, which must be known to be there.
local function show_rows(tree, tvb, rows, at)
  local add_le = tree.add_le
  for i = 1, #rows do
    local row = rows[i]
    if is_asked(tree, row[1]) then
      add_le(tree, row[1], tvb(at + row[2], row[3]))
    end
  end
end

-- Adds rows as far as the octets go, and says so when they end first.
local function add_rows(ctx, tree, s, tvb, rows, at)
  at = at or 0
  for i = 1, #rows do
    local row = rows[i]
    local from, size = at + row[2], row[3]
    if from + size > #s then
      complain(ctx, tree, ef_short, "Ends before octet %d", from + size)
      return false
    end
    if tree and is_asked(tree, row[1]) then
      tree:add_le(row[1], tvb(from, size))
    end
  end
  return true
end

-- The sections below, in the order of the flow.  They are tables so that each
-- may call the one after it.
local columns, preamble, ipa, container, message, frame, packet, config, texts,
  log, layers = {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}

-------------------------------------------------------------------------------
-- Columns
-------------------------------------------------------------------------------
-- Dissectors of upper layers clear, append to and fence Info as they like, so
-- what each of them wrote is read back, and Info is written once, at the end.

local IPA_PATHS = { [0x0200] = true, [0x0202] = true }

-- More texts than these are of no use in a line.
local TEXTS_MAX = 40

function columns.open(ctx)
  local info = ctx.pinfo.cols.info
  -- Without columns (tshark -T fields, taps) Wireshark shows a placeholder.
  if tostring(info) == "(info)" then return end
  ctx.info, ctx.texts, ctx.told = info, {}, {}
end

local function append(all, text)
  if all and text ~= "" and #all <= TEXTS_MAX then
    all[#all + 1] = #all < TEXTS_MAX and text or "..."
  end
end

function columns.add(ctx, text)
  append(ctx.texts, text)
end

-- What goes before all that: a container holds twenty names of logs for each
-- message that people look for.
function columns.tell(ctx, text)
  append(ctx.told, text)
end

function columns.clear(ctx)
  if not ctx.texts then return end
  ctx.info:clear_fence()
  ctx.info:set("")
end

-- Takes what an upper layer wrote, or `otherwise` when it wrote nothing.
function columns.take(ctx, otherwise)
  if not ctx.texts then return end
  local text = gsub(gsub(tostring(ctx.info), "^[%s,]+", ""), "[%s,]+$", "")
  columns.tell(ctx, text == "" and otherwise or text)
end

-- Records with messages of both directions are shown as the modem's.
function columns.route(ctx, source, destination)
  if ctx.source and ctx.source ~= source then
    source, destination = "modem", "host"
  end
  ctx.source, ctx.destination = source, destination
end

function columns.close(ctx)
  if not ctx.texts then return end
  local cols = ctx.pinfo.cols
  for _, text in ipairs(ctx.texts) do append(ctx.told, text) end
  if #ctx.told == 0 then columns.tell(ctx, PATHS[ctx.path] or "") end
  columns.clear(ctx)
  ctx.info:set(concat(ctx.told, ", "))
  if ctx.is_foreign then return end
  cols.protocol:clear_fence()
  cols.protocol:set(IPA_PATHS[ctx.path] and "IPA" or "DIAG")
  if ctx.has_addresses then return end
  cols.src:set(ctx.source or "modem")
  cols.dst:set(ctx.destination or "host")
end

-------------------------------------------------------------------------------
-- Preamble
-------------------------------------------------------------------------------

-- Offsets of a, b and the payload, or nil when the record ends before them.
function preamble.read(s)
  if #s < 3 then return end
  local a_len = u8(s, 2)
  if #s < 4 + a_len then return end
  local b_len = u8(s, 3 + a_len)
  local payload = 4 + a_len + b_len
  if #s < payload then return end
  return { path = u16(s, 0), a = 3, a_len = a_len, b = 4 + a_len,
    b_len = b_len, payload = payload }
end

function preamble.show(tree, tvb, head)
  tree:add_le(pf_preamble.path, tvb(0, 2))
  if head.a_len > 0 then
    tree:add(pf_preamble.a_len, tvb(2, 1))
    tree:add(pf_preamble.a, tvb(head.a, head.a_len))
  end
  if head.b_len > 0 then
    tree:add(pf_preamble.b_len, tvb(head.b - 1, 1))
    tree:add(pf_preamble.b, tvb(head.b, head.b_len))
  end
end

function preamble.container(ctx, head)
  container.dissect(ctx, head.payload)
end

function preamble.request(ctx, head)
  container.request(ctx, head.payload)
end

function preamble.loss(ctx, head)
  -- What began before the gap does not go on behind it.
  if not ctx.visited then
    forget()
  end
  if head.a_len < 16 then
    return complain(ctx, nil, ef_short, "Loss record without its counts")
  end
  local containers, bytes = ctx.tvb(head.a, 8), ctx.tvb(head.a + 8, 8)
  if ctx.tree then
    ctx.tree:add_le(pf_loss.containers, containers)
    ctx.tree:add_le(pf_loss.bytes, bytes)
  end
  local text = format("%s containers (%s bytes) lost",
    tostring(containers:le_uint64()), tostring(bytes:le_uint64()))
  complain(ctx, nil, ef_loss, "%s", text)
  columns.add(ctx, text)
end

-- Parts of a container too large for one record -------------------------------

-- Containers of which parts are missing do not wait for ever.
local PARTS_PENDING = 16

local PART_ROWS = { { pf_part.number, 0, 8 }, { pf_part.part, 8, 2 },
  { pf_part.parts, 10, 2 } }

function preamble.part(ctx, head)
  if head.a_len < 12 then
    return complain(ctx, nil, ef_short, "Part without its numbers")
  end
  add_rows(ctx, ctx.tree, ctx.s, ctx.tvb, PART_ROWS, head.a)
  local whole = preamble.collect(ctx, head)
  if not whole or whole.number ~= ctx.number then
    if ctx.tree and whole then
      note(ctx.tree, pf_part.whole_in, whole.number)
    end
    return columns.add(ctx, format("Part %d of %d of a container",
      u16(ctx.s, head.a + 8) + 1, u16(ctx.s, head.a + 10)))
  end
  if ctx.tree then
    for _, number in ipairs(whole.from) do
      note(ctx.tree, pf_part.from, number)
    end
  end
  ctx.s, ctx.flag = whole.octets, -1
  ctx.tvb = ByteArray.new(whole.octets, true):tvb("DIAG container")
  container.dissect(ctx, 0)
end

-- The container once all its parts are there.  Earlier parts learn of it too:
-- they get the same table, which is filled when the last part comes.
function preamble.collect(ctx, head)
  if not ctx.visited then
    local job = preamble.job(sub(ctx.s, head.a + 1, head.a + 8))
    remember(ctx, "container", job)
    local part, parts = u16(ctx.s, head.a + 8), u16(ctx.s, head.a + 10)
    if not job.pieces[part] and not ctx.is_cut then
      job.pieces[part], job.have = sub(ctx.s, head.payload + 1), job.have + 1
      table.insert(job.from, ctx.number)
    end
    if job.have >= parts then preamble.finish(ctx, job) end
  end
  local job = recall(ctx, "container")
  return job and job.octets and job
end

function preamble.job(key)
  local pending = state.parts
  if not pending[key] then
    if #pending >= PARTS_PENDING then
      pending[table.remove(pending, 1)] = nil
    end
    pending[key] = { key = key, pieces = {}, have = 0, from = {} }
    table.insert(pending, key)
  end
  return pending[key]
end

-- Counts from 0 or from 1: the order alone matters.
function preamble.finish(ctx, job)
  local order, pieces = {}, {}
  for part in pairs(job.pieces) do order[#order + 1] = part end
  table.sort(order)
  for i, part in ipairs(order) do pieces[i] = job.pieces[part] end
  job.octets, job.number, job.pieces = concat(pieces), ctx.number, {}
  local pending = state.parts
  pending[job.key] = nil
  for i, key in ipairs(pending) do
    if key == job.key then return table.remove(pending, i) end
  end
end

-- IP and interfaces -----------------------------------------------------------

-- Paths whose packets may come cut.
local CUT_BEFORE = { [0x0200] = true, [0x0201] = true }

-- Gives the payload to a dissector; its addresses and protocol stay.
function preamble.hand_over(ctx, head, upper)
  if head.payload >= #ctx.s then
    return columns.add(ctx, PATHS[head.path])
  end
  columns.clear(ctx)
  ctx.is_foreign = true
  local tvb = preamble.filled(ctx, head) or ctx.tvb(head.payload):tvb()
  pcall(upper.call, upper, tvb, ctx.pinfo, ctx.root)
  columns.take(ctx, PATHS[head.path])
end

-- The longest Ethernet frame with the longest IP packet, and then some.
local PACKET_MAX = 0x10080

-- Large packets come cut, which is no damage.  Wireshark knows what to make of
-- a cut record, but Lua cannot pass that on: a dissector above us would find
-- the packet at odds with its own lengths, and TCP segments lost where none
-- are.  So zeros stand for what was cut off.
function preamble.filled(ctx, head)
  local missing = ctx.tvb:reported_len() - #ctx.s
  if missing <= 0 or not CUT_BEFORE[head.path] then return end
  if ctx.tree then note(ctx.tree, pf_netif.missing, missing) end
  local present = #ctx.s - head.payload
  if not prefs.fill or present + missing > PACKET_MAX then return end
  complain(ctx, nil, ef_filled, "Cut: zeros stand for the last %.0f octets",
    missing)
  return ByteArray.new(sub(ctx.s, head.payload + 1) .. ("\0"):rep(missing),
    true):tvb("Packet, filled up with zeros")
end

-- A layout is a set of rows; those that matter to us it has by name.
function ipa.layout(size, ...)
  local layout = { size = size, rows = {} }
  for _, rows in ipairs { ... } do
    for _, row in ipairs(rows) do table.insert(layout.rows, row) end
  end
  for _, row in ipairs(layout.rows) do layout[row[1]] = row end
  return layout
end

-- IPA's status headers: rows of { field, word, bit, bits }, the word being the
-- offset of the one whose bits are counted; and a fifth, true, of what is
-- big-endian.
do
  local common = { { pf_ipa.opcode, 0, 0, 8 }, { pf_ipa.exception, 0, 8, 8 },
    { pf_ipa.mask, 0, 16, 16 }, { pf_ipa.length, 4, 0, 16 },
    { pf_ipa.metadata, 8, 0, 32 } }
  local endpoints = { { pf_ipa.source, 4, 16, 5 },
    { pf_ipa.destination, 4, 24, 5 } }
  local filter = { { pf_ipa.flt_local, 12, 0, 1 },
    { pf_ipa.flt_hash, 12, 1, 1 }, { pf_ipa.flt_global, 12, 2, 1 },
    { pf_ipa.flt_ret_hdr, 12, 3, 1 }, { pf_ipa.flt_rule, 12, 4, 10 } }
  local route_3 = { { pf_ipa.rt_local, 12, 14, 1 },
    { pf_ipa.rt_hash, 12, 15, 1 }, { pf_ipa.ucp, 12, 16, 1 },
    { pf_ipa.rt_table, 12, 17, 5 }, { pf_ipa.rt_rule, 12, 22, 10 } }
  local endpoints_5 = { { pf_ipa.source, 4, 16, 8 },
    { pf_ipa.destination, 28, 16, 8 } }
  local route_5 = { { pf_ipa.rt_local, 4, 27, 1 }, { pf_ipa.rt_hash, 4, 28, 1 },
    { pf_ipa.rt_table, 12, 14, 8 }, { pf_ipa.rt_rule, 12, 22, 10 },
    { pf_ipa.ucp, 28, 31, 1 } }
  local nat = { { pf_ipa.nat_hit, 16, 0, 1 }, { pf_ipa.nat_index, 16, 1, 13 },
    { pf_ipa.nat_type, 16, 14, 2 } }
  local tag = { { pf_ipa.tag, 16, 16, 48 } }
  local tag_5_5 = { { pf_ipa.tag, 16, 16, 36 },
    { pf_ipa.egress_tc, 16, 52, 6 }, { pf_ipa.ingress_tc, 16, 58, 6 } }
  local clock = { { pf_ipa.sequence, 24, 0, 8 }, { pf_ipa.time, 24, 8, 24 } }
  local header = { { pf_ipa.hdr_local, 28, 0, 1 },
    { pf_ipa.hdr_offset, 28, 1, 10 }, { pf_ipa.frag_hit, 28, 11, 1 },
    { pf_ipa.frag_rule, 28, 12, 4 } }
  local tcp = { { pf_ipa.pure_ack, 4, 24, 1 }, { pf_ipa.syn, 4, 25, 1 },
    { pf_ipa.fin_rst, 4, 26, 1 }, { pf_ipa.protocol, 4, 29, 3 } }
  local before_3 = { { pf_ipa.flt_local, 12, 0, 1 },
    { pf_ipa.flt_global, 12, 1, 1 }, { pf_ipa.flt_endpoint, 12, 2, 5 },
    { pf_ipa.flt_ret_hdr, 12, 7, 1 }, { pf_ipa.flt_rule, 12, 8, 8 },
    { pf_ipa.tag, 12, 16, 48 }, { pf_ipa.time, 20, 0, 32 },
    { pf_ipa.nat_hit, 24, 0, 1 }, { pf_ipa.nat_index, 24, 1, 13 },
    { pf_ipa.nat_type, 24, 14, 2 }, { pf_ipa.rt_local, 24, 16, 1 },
    { pf_ipa.rt_table, 24, 17, 5 }, { pf_ipa.rt_match, 24, 22, 1 },
    { pf_ipa.ucp, 24, 23, 1 }, { pf_ipa.rt_rule, 24, 24, 8 } }
  local dpl2 = { { pf_ipa.opcode, 0, 0, 8 }, { pf_ipa.length, 4, 0, 16 },
    { pf_ipa.source, 4, 16, 5 }, { pf_ipa.metadata, 8, 0, 32 },
    { pf_ipa.time, 16, 15, 49 }, { pf_ipa.sequence, 24, 0, 8 } }
  local dpl3 = { { pf_ipa.opcode, 0, 0, 8 }, { pf_ipa.sequence, 0, 8, 8 },
    { pf_ipa.source, 0, 16, 5 }, { pf_ipa.metadata, 4, 0, 32 },
    { pf_ipa.time, 8, 0, 48 }, { pf_ipa.length, 12, 16, 16 } }
  local qmap = { { pf_ipa.pad, 0, 0, 6 }, { pf_ipa.mux, 0, 8, 8 },
    { pf_ipa.both, 2, 0, 16, true } }

  -- By the form that a record names; by length where it names none; and by
  -- version, where a preference says more than the form does.
  ipa.by_form = {
    ipa.layout(32, common, endpoints, filter, route_3, nat, tag, clock,
      header),
    ipa.layout(32, common, endpoints_5, filter, route_5, nat, tag, clock,
      header),
    ipa.layout(32, dpl2),
    ipa.layout(16, dpl3),
    ipa.layout(4, qmap),
  }
  ipa.by_length = {
    [16] = ipa.by_form[4],
    [32] = ipa.layout(32, common, { { pf_ipa.source, 4, 16, 5 },
      { pf_ipa.sequence, 24, 0, 8 } }),
  }
  ipa.by_version = {
    [IPA_2_5] = { ipa.layout(32, common, endpoints, before_3, header) },
    [IPA_5_5] = { [2] = ipa.layout(32, common, endpoints_5, filter, route_5,
      nat, tag_5_5, clock, header) },
    [IPA_6_0] = { [2] = ipa.layout(32, common, endpoints_5, filter, route_5,
      nat, tag_5_5, clock, header, tcp) },
  }
end

-- A new fragment rule has other fields, which nobody has written down.
local IPA_NEW_RULE = 2
ipa.of_rule = ipa.layout(32, { { pf_ipa.opcode, 0, 0, 8 } })

local IPA_PASSED = { [0x01] = true, [0x10] = true }

-- `bits` bits from `bit` on, of the little-endian number at `at`: at most 49,
-- which a Lua number holds exactly.
function ipa.bits(s, at, bit, bits)
  local value, weight, shift = 0, 1, 2 ^ (bit % 8)
  for i = floor(bit / 8), floor((bit + bits - 1) / 8) do
    local octet = byte(s, at + i + 1)
    if weight == 1 then
      value, weight = floor(octet / shift), floor(256 / shift)
    else
      value, weight = value + octet * weight, weight * 256
    end
  end
  return value % floor(2 ^ bits)
end

function ipa.read(ctx, head, row)
  local at = head.a + row[2]
  if row[5] then return u8(ctx.s, at) * 256 + u8(ctx.s, at + 1) end
  return ipa.bits(ctx.s, at, row[3], row[4])
end

function ipa.value(ctx, head, layout, pf)
  local row = layout[pf]
  return row and ipa.read(ctx, head, row)
end

function ipa.layout_of(ctx, head, form)
  local by_version = ipa.by_version[prefs.ipa]
  local layout = by_version and by_version[form] or ipa.by_form[form]
    or form == 0 and ipa.by_length[head.a_len]
  if not layout or layout.size ~= head.a_len then return end
  if form < 3 and u8(ctx.s, head.a) == IPA_NEW_RULE then return ipa.of_rule end
  return layout
end

ipa.rules = { [pf_ipa.flt_rule] = true, [pf_ipa.rt_rule] = true }
ipa.wide = { [pf_ipa.tag] = true, [pf_ipa.time] = true }

local IPA_TRAILER = 8

-- What stands behind the packet: padding, and of a status perhaps a trailer,
-- which is longer than that padding may be.
function ipa.show_tail(ctx, head, form, tree)
  local size, at = head.b_len - 1, head.b + head.b_len - IPA_TRAILER
  local has_trailer = form > 0 and form < 3 and size >= IPA_TRAILER
  local trailer = has_trailer and IPA_TRAILER or 0
  if size > trailer then
    tree:add(pf_ipa.padding, ctx.tvb(head.b + 1, size - trailer))
  end
  if not has_trailer then return end
  local item = tree:add(pf_ipa.trailer, ctx.tvb(at, trailer))
  item:add(pf_ipa.csum_valid, ctx.tvb(at + 1, 1), u8(ctx.s, at + 1) % 2 == 1)
  item:add(pf_ipa.csum_length, ctx.tvb(at + 4, 2))
  item:add(pf_ipa.csum, ctx.tvb(at + 6, 2))
end

function ipa.show(ctx, head, form, layout)
  local tree = ctx.tree:add(pf_ipa.item, ctx.tvb(head.a, head.a_len))
  if form > 0 then tree:add(pf_ipa.form, ctx.tvb(head.b, 1)) end
  for _, row in ipairs(layout.rows) do
    local pf, bit, bits = row[1], row[3], row[4]
    local value = ipa.read(ctx, head, row)
    local first = floor(bit / 8)
    local range = ctx.tvb(head.a + row[2] + first,
      floor((bit + bits - 1) / 8) - first + 1)
    if ipa.wide[pf] then
      value = UInt64.new(value % 0x100000000, floor(value / 0x100000000))
    elseif bits == 1 then
      value = value == 1
    end
    local item = tree:add(pf, range, value)
    if ipa.rules[pf] and value == IPA_MISS then item:append_text(" (miss)") end
  end
  if layout == ipa.of_rule then
    tree:add(pf_ipa.rest, ctx.tvb(head.a + 1, head.a_len - 1))
  end
  ipa.show_tail(ctx, head, form, tree)
  return tree
end

-- Entries of a source endpoint that are missing before this one.
function ipa.lost(ctx, endpoint, sequence)
  if ctx.visited then return recall(ctx, "lost") or 0 end
  local before = state.sequences[endpoint]
  state.sequences[endpoint] = sequence
  local lost = before and (sequence - before - 1) % 256 or 0
  return lost > 0 and remember(ctx, "lost", lost) or 0
end

function ipa.check(ctx, head, tree, layout)
  local endpoint = ipa.value(ctx, head, layout, pf_ipa.source)
  local sequence = ipa.value(ctx, head, layout, pf_ipa.sequence)
  local lost = sequence and ipa.lost(ctx, endpoint, sequence) or 0
  if lost > 0 then
    if tree then note(tree, pf_ipa.lost, lost) end
    complain(ctx, tree, ef_gap, "Endpoint %d: %d missing before this entry",
      endpoint, lost)
    columns.tell(ctx, format("[%d missing]", lost))
  end
  local both = ipa.value(ctx, head, layout, pf_ipa.both)
  local length = both and both - ipa.value(ctx, head, layout, pf_ipa.pad)
    or ipa.value(ctx, head, layout, pf_ipa.length)
  if length and length ~= #ctx.s - head.payload then
    complain(ctx, tree, ef_length, "Packet of %d octets, %d present", length,
      #ctx.s - head.payload)
  end
end

-- What became of the packet, unless it simply passed.
function ipa.tell(ctx, head, layout)
  local opcode = ipa.value(ctx, head, layout, pf_ipa.opcode)
  if opcode and not IPA_PASSED[opcode] then
    columns.tell(ctx, format("[%s]", IPA_OPCODES[opcode]
      or "opcode " .. opcode))
  end
  local exception = ipa.value(ctx, head, layout, pf_ipa.exception)
  if exception and exception > 0 then
    columns.tell(ctx, format("[exception: %s]", IPA_EXCEPTIONS[exception]
      or exception))
  end
end

function ipa.dissect(ctx, head)
  local form = head.b_len > 0 and u8(ctx.s, head.b) or 0
  local layout = ipa.layout_of(ctx, head, form)
  if layout then
    local tree = ctx.tree and ipa.show(ctx, head, form, layout)
    ipa.tell(ctx, head, layout)
    ipa.check(ctx, head, tree or nil, layout)
  elseif head.a_len > 0 then
    complain(ctx, nil, ef_unknown, "IPA status header of %d octets, form %d",
      head.a_len, form)
  end
  preamble.hand_over(ctx, head, dissector_of("raw_ip"))
end

function ipa.stray(ctx, head)
  local size = #ctx.s - head.payload
  local text = format("IPA: %d octets that are no entry", size)
  columns.add(ctx, text)
  complain(ctx, nil, ef_stray, "%s", text)
  if ctx.tree and size > 0 then
    ctx.tree:add(pf_ipa.stray, ctx.tvb(head.payload))
  end
end

-- Who dissects a linktype: by name, or Wireshark's own table has it.
local LINK_DISSECTORS = { [1] = "eth_withoutfcs", [12] = "raw_ip",
  [14] = "raw_ip", [101] = "raw_ip", [228] = "ip", [229] = "ipv6" }
local LINK_ENCAPSULATIONS = { [0] = wtap.NULL, [9] = wtap.PPP,
  [108] = wtap.LOOP, [113] = wtap.SLL, [276] = wtap.SLL2 }

function preamble.link_dissector(linktype)
  local name = LINK_DISSECTORS[linktype]
  if name then return dissector_of(name) end
  local encapsulation = LINK_ENCAPSULATIONS[linktype]
  return encapsulation and encapsulations:get_dissector(encapsulation)
end

function preamble.netif(ctx, head)
  local data = dissector_of("data")
  if head.a_len < 2 then
    complain(ctx, nil, ef_short, "Interface frame without its linktype")
    return preamble.hand_over(ctx, head, data)
  end
  if ctx.tree then
    ctx.tree:add_le(pf_netif.linktype, ctx.tvb(head.a, 2))
  end
  preamble.hand_over(ctx, head,
    preamble.link_dissector(u16(ctx.s, head.a)) or data)
end

-- Tailscale's own paths: a and b are addresses before NAT.
local NAT_SOURCE = { [4] = pf_nat.source4, [16] = pf_nat.source6 }
local NAT_DESTINATION = { [4] = pf_nat.destination4,
  [16] = pf_nat.destination6 }

local function add_address(ctx, by_length, at, length)
  local pf = by_length[length]
  if ctx.tree and pf then ctx.tree:add(pf, ctx.tvb(at, length)) end
end

function preamble.tailscale(ctx, head)
  add_address(ctx, NAT_SOURCE, head.a, head.a_len)
  add_address(ctx, NAT_DESTINATION, head.b, head.b_len)
  preamble.hand_over(ctx, head,
    dissector_of(head.path == 254 and "data" or "raw_ip"))
end

-- Nothing marks a Tailscale record but its shape, and any USER0 capture may
-- begin with a small number; so it must look right all through.
function preamble.is_tailscale(s)
  local head = preamble.read(s)
  if not head or head.path > 3 and head.path ~= 254 then return false end
  local lengths = { [0] = true, [4] = true, [16] = true }
  if not lengths[head.a_len] or not lengths[head.b_len] then return false end
  if head.path == 254 then return #s > head.payload end
  local version = #s > head.payload and floor(u8(s, head.payload) / 16)
  return version == 4 or version == 6
end

preamble.paths = {
  [0x0100] = preamble.container,
  [0x0101] = preamble.part,
  [0x0102] = preamble.request,
  [0x01ff] = preamble.loss,
  [0x0200] = ipa.dissect,
  [0x0201] = preamble.netif,
  [0x0202] = ipa.stray,
}

-------------------------------------------------------------------------------
-- Container
-------------------------------------------------------------------------------

function container.dissect(ctx, at)
  local s, tree = ctx.s, ctx.tree
  if #s < at + 4 then
    return complain(ctx, nil, ef_short, "Container without a type")
  end
  local kind = u32(s, at)
  local name = CONTAINER_TYPES[kind] or format("type 0x%x", kind)
  if tree then
    tree = tree:add(pf_container.item, ctx.tvb(at))
    tree:append_text(": " .. name)
    tree:add_le(pf_container.type, ctx.tvb(at, 4))
  end
  local body = container.bodies[kind] or container.opaque
  body(ctx, tree, at + 4, name)
end

function container.opaque(ctx, tree, at, name)
  columns.add(ctx, name)
  if tree and at < #ctx.s then
    tree:add(pf_container.body, ctx.tvb(at))
  end
end

function container.hdlc_support(ctx, tree, at, name)
  columns.add(ctx, name)
  if at >= #ctx.s then
    return complain(ctx, tree, ef_short, "HDLC notice without its octet")
  end
  if tree then tree:add(pf_container.hdlc, ctx.tvb(at, 1)) end
end

-- The token of a remote processor stands before the length and is not
-- positive, which a length of a local message always is.
function container.message_head(s, at)
  if #s < at + 4 then return end
  local length, token = i32(s, at)
  if length <= 0 then
    if #s < at + 8 then return end
    token, length, at = length, u32(s, at + 4), at + 4
  end
  return token, at, length
end

function container.messages(ctx, tree, at)
  local s = ctx.s
  if #s < at + 4 then
    return complain(ctx, tree, ef_short, "Container without a count")
  end
  local count, done = u32(s, at), 0
  if tree then tree:add_le(pf_container.count, ctx.tvb(at, 4)) end
  at = at + 4
  while done < count and at < #s do
    local token, length_at, length = container.message_head(s, at)
    if not length then break end
    done = done + 1
    message.dissect(ctx, tree, at, length_at, length, token)
    at = math.min(#s, length_at + 4 + length)
  end
  if count == 0 then columns.add(ctx, "Container without messages") end
  container.check_end(ctx, tree, at, count, done)
end

function container.check_end(ctx, tree, at, count, done)
  if done < count and not ctx.is_cut then
    complain(ctx, tree, ef_short, "%.0f messages announced, %d present",
      count, done)
  elseif at < #ctx.s then
    complain(ctx, tree, ef_excess, "%d octets behind the last message",
      #ctx.s - at)
  end
end

container.bodies = {
  [0x0020] = container.messages,
  [0x1000] = container.hdlc_support,
}

-- A request as written to the device: the type word, perhaps a token, and
-- one frame; neither count nor length.
function container.request(ctx, at)
  local s, tree = ctx.s, ctx.tree
  ctx.is_request = true
  columns.route(ctx, "host", "modem")
  if #s < at + 4 then
    return complain(ctx, nil, ef_short, "Request without a type")
  end
  if tree then tree:add_le(pf_container.type, ctx.tvb(at, 4)) end
  at = at + 4
  if #s >= at + 4 and i32(s, at) < 0 and i32(s, at) >= -16 then
    if tree then tree:add_le(pf_message.token, ctx.tvb(at, 4)) end
    at = at + 4
  end
  message.frames(ctx, tree, at, #s)
  if ctx.frames == 0 then
    complain(ctx, nil, ef_short, "Request without a whole frame")
  end
end

-------------------------------------------------------------------------------
-- Message
-------------------------------------------------------------------------------
-- A message holds frames, but need not hold whole ones: peripherals that
-- encode themselves cut their stream anywhere.  The beginning of a frame waits
-- in state.partial under its token until a message brings the end.

-- No frame of any kernel is as long as this; longer beginnings are noise.
local PARTIAL_MAX = 0x40000

function message.dissect(ctx, tree, at, length_at, length, token)
  local body = length_at + 4
  local stop = math.min(#ctx.s, body + length)
  if tree then
    tree = tree:add(pf_message.item, ctx.tvb(at, stop - at))
    if token then tree:add_le(pf_message.token, ctx.tvb(at, 4)) end
    tree:add_le(pf_message.length, ctx.tvb(length_at, 4))
  end
  if token then tree = message.name_token(tree, token) end
  local whole = stop == body + length
  if not whole and not ctx.is_cut then
    complain(ctx, tree, ef_short, "Message of %.0f octets, %d present",
      length, stop - body)
  end
  ctx.messages = ctx.messages + 1
  message.stream(ctx, tree, body, stop, token or "local", whole)
end

function message.name_token(tree, token)
  return tree and tree:append_text(format(" of remote processor %d", token))
end

-- The octets at..stop of a source's stream: first the end of a frame begun
-- earlier, then whole frames, then perhaps the beginning of another.
function message.stream(ctx, tree, at, stop, source, whole)
  ctx.first = message.first_flag(ctx, source, at, stop)
  local begun = message.begun(ctx, source)
  if begun then
    local flag = message.next_flag(ctx, at)
    if flag < stop then
      message.join(ctx, tree, begun, at, flag)
      at = flag + 1
    else
      return message.keep(ctx, tree, source, begun, at, stop, whole)
    end
  end
  at = message.frames(ctx, tree, at, stop)
  if at < stop then
    message.keep(ctx, tree, source, nil, at, stop, whole)
  end
end

-- Offset of the first flag in what we have of a source, or behind a loss, if
-- it is in this message.  What stands before it may have begun earlier.
function message.first_flag(ctx, source, at, stop)
  local key = -ctx.messages
  if ctx.visited then return recall(ctx, key) end
  if state.begun[source] then return end
  local flag = message.next_flag(ctx, at)
  if flag >= stop then return end
  state.begun[source] = true
  return remember(ctx, key, flag)
end

-- The beginning of a frame that waits for this message, if any.
function message.begun(ctx, source)
  local key = ctx.messages
  if ctx.visited then return recall(ctx, key) end
  local partial = state.partial[source]
  state.partial[source] = nil
  return partial and remember(ctx, key, partial)
end

-- Keeps at..stop for the next message of the source.  Pieces stay in a list,
-- since joining them at every message would take quadratic time; a list is
-- never changed, because `memory` may hold it.
function message.keep(ctx, tree, source, begun, at, stop, whole)
  if tree and at < stop then
    tree:add(pf_message.tail, ctx.tvb(at, stop - at))
  end
  local size = (begun and begun.size or 0) + stop - at
  if not whole or size > PARTIAL_MAX then
    return complain(ctx, tree, ef_dropped, "%d octets of a frame dropped",
      size)
  end
  if ctx.frames == 0 then columns.add(ctx, "Part of a frame") end
  if ctx.visited then return end
  state.partial[source] = { size = size, before = begun,
    octets = sub(ctx.s, at + 1, stop),
    number = begun and begun.number or ctx.number }
end

function message.pieces(begun)
  local pieces, piece = {}, begun
  while piece do
    table.insert(pieces, piece.octets)
    piece = piece.before
  end
  for i = 1, floor(#pieces / 2) do
    local k = #pieces + 1 - i
    pieces[i], pieces[k] = pieces[k], pieces[i]
  end
  return concat(pieces)
end

-- Puts a frame together from its beginning and at..flag.  When only the end
-- passes the check, the beginning was a frame that lost its end.
function message.join(ctx, tree, begun, at, flag)
  local head, rest = message.pieces(begun), sub(ctx.s, at + 1, flag)
  if not frame.is_good(head .. rest) and frame.is_good(rest) then
    complain(ctx, tree, ef_dropped,
      "%d octets of a frame begun in record %d dropped", #head, begun.number)
    return frame.inside(ctx, tree, at, flag)
  end
  if tree and flag > at then
    tree:add(pf_message.head, ctx.tvb(at, flag - at))
  end
  ctx.is_first = flag == ctx.first
  frame.copied(ctx, tree, nil, head .. rest, begun.number)
end

-- Offset of the first flag at or behind `at`.  The last answer is kept: many
-- messages without a flag must not each search the rest of the record.
function message.next_flag(ctx, at)
  if ctx.flag < at then
    local found = find(ctx.s, "~", at + 1, true)
    ctx.flag = found and found - 1 or math.huge
  end
  return ctx.flag
end

-- Dissects whole frames; returns the offset behind the last one.
function message.frames(ctx, tree, at, stop)
  while at < stop do
    local flag = message.next_flag(ctx, at)
    if flag >= stop then break end
    local plain = flag == at and message.plain_size(ctx.s, at, stop)
    if plain then
      frame.plain(ctx, tree, at + 4, plain)
      flag = at + 4 + plain
    elseif flag > at then
      frame.inside(ctx, tree, at, flag)
    end
    at = flag + 1
  end
  return at
end

-- With HDLC off a packet stands between flags behind a 1 and its length, as
-- it is.  Returns that length when the second flag is where it must be.
function message.plain_size(s, at, stop)
  if at + 5 >= stop or u8(s, at + 1) ~= 1 then return end
  local size = u16(s, at + 2)
  if size == 0 or at + 4 + size >= stop then return end
  return u8(s, at + 4 + size) == 0x7e and size
end

-------------------------------------------------------------------------------
-- Frame
-------------------------------------------------------------------------------

function frame.is_good(escaped)
  local s = unescape(escaped)
  return #s > 2 and crc16(s, #s - 2) == u16(s, #s - 2)
end

-- A frame that lies whole in the record, at..flag.
function frame.inside(ctx, tree, at, flag)
  local s = sub(ctx.s, at + 1, flag)
  ctx.is_first = flag == ctx.first
  if find(s, "}", 1, true) then
    frame.copied(ctx, tree, ctx.tvb(at, flag - at), s)
  else
    frame.dissect(ctx, tree, nil, s, ctx.tvb, at)
  end
end

-- A frame without its escapes is not in the record: it gets a hex tab.
function frame.copied(ctx, tree, range, escaped, begun_in)
  local s = unescape(escaped)
  local name = format("DIAG frame %d", ctx.frames + 1)
  local tvb = #s > 0 and ByteArray.new(s, true):tvb(name)
  frame.dissect(ctx, tree, range, s, tvb, 0, #escaped - #s, begun_in)
end

-- The frame s stands in tvb at offset `at`; `range` is where it stands with
-- its escapes, if it has some.
function frame.dissect(ctx, tree, range, s, tvb, at, escapes, begun_in)
  local size = #s - 2
  ctx.frames = ctx.frames + 1
  if ctx.is_first and frame.is_rest(s) then
    return frame.rest(ctx, tree, range or tvb(at, #s), #s)
  end
  if size < 1 then
    columns.add(ctx, "Short frame")
    return complain(ctx, tree, ef_short, "Frame %d of %d octets", ctx.frames,
      #s)
  end
  if tree then
    tree = frame.show(ctx, tree, range or tvb(at, #s), escapes, begun_in)
  end
  frame.check(ctx, tree, s, tvb, at, size)
  frame.guard(ctx, tree, sub(s, 1, size), tvb(at, size):tvb())
end

-- A stream may be joined amid a frame.  The first of a source, before which
-- we saw no flag, is held to be the rest of such a one if its check sequence
-- is wrong; its octets are no packet.
function frame.is_rest(s)
  return #s < 3 or crc16(s, #s - 2) ~= u16(s, #s - 2)
end

function frame.rest(ctx, tree, range, size)
  columns.tell(ctx, "[joined in its midst]")
  if tree then
    tree = frame.show(ctx, tree, range)
    tree:add(pf_frame.rest, range)
    note(tree, pf_frame.fcs_status, 2)
  end
  complain(ctx, tree, ef_joined, "Joined in its midst: %d octets of a frame "
    .. "that began before what we have", size)
end

function frame.show(ctx, tree, range, escapes, begun_in)
  tree = tree:add(pf_frame.item, range)
  tree:append_text(" " .. ctx.frames)
  note(tree, pf_frame.begun_in, begun_in)
  if escapes and escapes > 0 then note(tree, pf_frame.escapes, escapes) end
  return tree
end

function frame.check(ctx, tree, s, tvb, at, size)
  local expected, is_good
  if prefs.crc then
    expected = crc16(s, size)
    is_good = expected == u16(s, size)
  end
  local item
  if tree then
    item = tree:add_le(pf_frame.fcs, tvb(at + size, 2))
    if expected then note(tree, pf_frame.fcs_status, is_good and 1 or 0) end
  end
  if is_good == false then
    complain(ctx, item, ef_fcs, "Bad frame check sequence, expected 0x%04x",
      expected)
    columns.tell(ctx, "[bad FCS]")
  end
end

-- A packet that came without HDLC, at..at+size.
function frame.plain(ctx, tree, at, size)
  local range = ctx.tvb(at, size)
  ctx.frames = ctx.frames + 1
  if tree then tree = frame.show(ctx, tree, range) end
  frame.guard(ctx, tree, sub(ctx.s, at + 1, at + size), range:tvb())
end

-- One frame that defeats us must not take the rest of the record with it.
function frame.guard(ctx, tree, s, tvb)
  ctx.depth, ctx.radio = 0, nil
  local ok, err = pcall(packet.dissect, ctx, tree, s, tvb)
  if not ok then
    complain(ctx, tree, ef_failed, "Frame %d: %s", ctx.frames, tostring(err))
  end
end

-------------------------------------------------------------------------------
-- Packet
-------------------------------------------------------------------------------
-- Each body gets the packet's octets s and tvb, and its opcode.

function packet.dissect(ctx, tree, s, tvb)
  local op = u8(s, 0)
  if tree then tree:add(pf_packet.opcode, tvb(0, 1)) end
  if prefs.qcdiag and packet.is_native(op, s) then
    return packet.native(ctx, tvb)
  end
  local body = packet.bodies[op] or packet.opaque
  body(ctx, tree, s, tvb, op)
end

-- The native dissector has no multi-radio packets and no NR.
function packet.is_native(op, s)
  if op == 0x98 or not dissector_of("qcdiag") then return false end
  return op ~= 0x10 or #s < 8 or rat_of(u16(s, 6)) ~= "NR"
end

function packet.native(ctx, tvb)
  local upper = dissector_of("qcdiag")
  columns.clear(ctx)
  pcall(upper.call, upper, tvb, ctx.pinfo, ctx.root)
  columns.take(ctx, "DIAG")
end

-- Names the packet in Info and on its frame.
function packet.name(ctx, tree, op, more)
  local text = opcode_name(op) .. (more and ": " .. more or "")
  columns.add(ctx, text)
  if tree then tree:append_text(": " .. text) end
end

function packet.opaque(ctx, tree, s, tvb, op)
  packet.name(ctx, tree, op)
  packet.rest(tree, s, tvb, 1)
end

function packet.rest(tree, s, tvb, at)
  if tree and at < #s then tree:add(pf_packet.body, tvb(at)) end
end

-- A packet that is a row of fields and perhaps a rest.
function packet.of_rows(size, rows)
  return function(ctx, tree, s, tvb, op)
    packet.name(ctx, tree, op)
    if #s > 1 and add_rows(ctx, tree, s, tvb, rows) then
      packet.rest(tree, s, tvb, size)
    end
  end
end

-- Multi-radio packet: another packet, of one of several radios.
function packet.multi_radio(ctx, tree, s, tvb, op)
  if #s < 9 then
    packet.name(ctx, tree, op)
    return complain(ctx, tree, ef_short, "Multi-radio packet of %d octets", #s)
  end
  ctx.depth = ctx.depth + 1
  if ctx.depth > 4 then
    return complain(ctx, tree, ef_failed, "Packets nested too deeply")
  end
  ctx.radio = u32(s, 4)
  if tree then tree:add_le(pf_packet.radio, tvb(4, 4)) end
  packet.dissect(ctx, tree, sub(s, 9), tvb(8):tvb())
end

-- An error: the request that the modem did not like follows.
function packet.refused(ctx, tree, s, tvb, op)
  local request = #s > 1 and opcode_name(u8(s, 1))
  packet.name(ctx, tree, op, request or nil)
  complain(ctx, tree, ef_refused, "%s%s", opcode_name(op),
    request and ": " .. request or "")
  if tree and request then
    tree:add(pf_packet.echo, tvb(1, 1))
    tree:add(pf_packet.request, tvb(1))
  end
end

local function trimmed(s, at, size)
  return (gsub(gsub(sub(s, at + 1, at + size), "%z.*", ""), "%s+$", ""))
end

function packet.version(ctx, tree, s, tvb, op)
  if #s < 47 then return packet.opaque(ctx, tree, s, tvb, op) end
  local chipset = trimmed(s, 39, 8)
  packet.name(ctx, tree, op, chipset)
  if not tree then return end
  tree:add(pf_version.compiled, tvb(1, 19),
    trimmed(s, 1, 11) .. " " .. trimmed(s, 12, 8))
  tree:add(pf_version.released, tvb(20, 19),
    trimmed(s, 20, 11) .. " " .. trimmed(s, 31, 8))
  tree:add(pf_version.chipset, tvb(39, 8), chipset)
  packet.rest(tree, s, tvb, 47)
end

-- Offset behind the string that begins at `at`, its zero included if there.
local function string_end(s, at)
  return find(s, "\0", at + 1, true) or #s
end

local BUILD_ROWS = { { pf_version.format, 1, 1 },
  { pf_version.revision, 4, 4 }, { pf_version.model, 8, 4 } }

function packet.build(ctx, tree, s, tvb, op)
  if #s < 13 then return packet.opaque(ctx, tree, s, tvb, op) end
  local model = string_end(s, 12)
  packet.name(ctx, tree, op, trimmed(s, 12, model - 12))
  if not add_rows(ctx, tree, s, tvb, BUILD_ROWS) or not tree then return end
  tree:add(pf_version.software, tvb(12, model - 12))
  if model < #s then tree:add(pf_version.name, tvb(model)) end
end

function packet.timestamp(ctx, tree, s, tvb, op)
  packet.name(ctx, tree, op)
  if #s < 9 then return packet.rest(tree, s, tvb, 1) end
  if tree then add_time(tree, tvb(1, 8), s, 1) end
end

local SUBSYSTEM_ROWS = { { pf_subsystem.id, 1, 1 },
  { pf_subsystem.command, 2, 2 } }
local SUBSYSTEM_REPLY_ROWS = { { pf_packet.status, 4, 4 },
  { pf_subsystem.delayed, 8, 2 }, { pf_subsystem.responses, 10, 2 } }

function packet.subsystem(ctx, tree, s, tvb, op)
  if #s < 4 then
    packet.name(ctx, tree, op)
    return complain(ctx, tree, ef_short, "Subsystem command of %d octets", #s)
  end
  local id, rest = u8(s, 1), 4
  packet.name(ctx, tree, op, format("%s, command %d",
    SUBSYSTEMS[id] or "subsystem " .. id, u16(s, 2)))
  add_rows(ctx, tree, s, tvb, SUBSYSTEM_ROWS)
  if op == 0x80 and not ctx.is_request and #s >= 12 then
    add_rows(ctx, tree, s, tvb, SUBSYSTEM_REPLY_ROWS)
    rest = 12
  end
  packet.rest(tree, s, tvb, rest)
end

-- Events ----------------------------------------------------------------------

-- One event at `at`; returns the offset behind it, or nil if it is cut.
function packet.event(ctx, tree, s, tvb, at, stop)
  if at + 2 > stop then return end
  local head = u16(s, at)
  local is_short, kind = head >= 0x8000, floor(head / 0x2000) % 4
  local time, size = at + 2, kind
  local payload = time + (is_short and 2 or 8)
  if kind == 3 then
    if payload >= stop then return end
    size, payload = u8(s, payload), payload + 1
  end
  if payload + size > stop then return end
  local name = EVENTS[head % 0x1000] or format("event %d", head % 0x1000)
  columns.add(ctx, name)
  if tree then
    tree = tree:add(pf_event.item, tvb(at, payload + size - at))
    tree:append_text(": " .. name)
    packet.show_event(tree, s, tvb, at, payload, size)
  end
  return payload + size
end

function packet.show_event(tree, s, tvb, at, payload, size)
  local head = tvb(at, 2)
  tree:add_le(pf_event.id, head)
  tree:add_le(pf_event.kind, head)
  tree:add_le(pf_event.short, head)
  if u16(s, at) >= 0x8000 then
    tree:add_le(pf_event.ticks, tvb(at + 2, 2))
  else
    add_time(tree, tvb(at + 2, 8), s, at + 2)
  end
  if size > 0 then tree:add(pf_event.payload, tvb(payload, size)) end
end

function packet.events(ctx, tree, s, tvb, op)
  packet.name(ctx, tree, op)
  if #s < 3 then
    if tree and #s == 2 then tree:add(pf_event.on, tvb(1, 1)) end
    return
  end
  local length, at = u16(s, 1), 3
  if tree then tree:add_le(pf_event.length, tvb(1, 2)) end
  local stop = math.min(#s, 3 + length)
  while at and at < stop do
    at = packet.event(ctx, tree, s, tvb, at, stop)
  end
  if not at or stop < 3 + length then
    complain(ctx, tree, ef_short, "Events end early")
  end
end

-- Masks and their configuration -----------------------------------------------

-- A bit mask, least significant bit first; `named` is called with each bit.
function config.mask(ctx, tree, s, tvb, at, count, named)
  local size = floor((count + 7) / 8)
  if at + size > #s then
    complain(ctx, tree, ef_short, "Mask of %d octets, %d present", size,
      #s - at)
    size = #s - at
  end
  if not tree or size < 1 then return end
  local item, set = tree:add(pf_mask.mask, tvb(at, size)), 0
  for i = 0, math.min(count, size * 8) - 1 do
    local octet = at + floor(i / 8)
    if floor(byte(s, octet + 1) / 2 ^ (i % 8)) % 2 == 1 then
      set = set + 1
      if named then named(item, tvb(octet, 1), i) end
    end
  end
  note(tree, pf_mask.set, set)
end

-- Log masks name every code they enable, if those are few enough to read.
local CODES_SHOWN = 0x1000

function config.log_mask(ctx, tree, s, tvb, at)
  local rows = { { pf_mask.equipment, at, 4 }, { pf_mask.bits, at + 4, 4 } }
  if not add_rows(ctx, tree, s, tvb, rows) then return end
  local equipment, count = u32(s, at), u32(s, at + 4)
  config.mask(ctx, tree, s, tvb, at + 8, count, function(item, range, i)
    if equipment < 16 and i < CODES_SHOWN then
      item:add(pf_mask.code, range, equipment * 0x1000 + i)
    end
  end)
end

function config.log_ranges(_, tree, s, tvb, at)
  if not tree then return end
  for id = 0, 15 do
    local item = at + 4 * id
    if item + 4 <= #s and u32(s, item) > 0 then
      tree:add_le(pf_mask.range, tvb(item, 4))
        :append_text(format(" (0x%x)", id))
    end
  end
end

-- By operation: what follows it in a request, and what follows the status.
local LOG_BODIES = {
  request = { [3] = config.log_mask },
  reply = { [1] = config.log_ranges, [2] = config.log_mask,
    [3] = config.log_mask, [4] = config.log_mask },
}

function config.log(ctx, tree, s, tvb, op)
  if #s < 8 then
    packet.name(ctx, tree, op)
    return complain(ctx, tree, ef_short, "Log configuration of %d octets", #s)
  end
  local operation, at = u32(s, 4), 8
  packet.name(ctx, tree, op, LOG_OPERATIONS[operation])
  if tree then tree:add_le(pf_mask.log_op, tvb(4, 4)) end
  local bodies = LOG_BODIES.request
  if not ctx.is_request then
    local status = { { pf_packet.status, 8, 4 } }
    if not add_rows(ctx, tree, s, tvb, status) then return end
    bodies, at = LOG_BODIES.reply, 12
  end
  local body = bodies[operation]
  if body and at < #s then
    body(ctx, tree, s, tvb, at)
  else
    packet.rest(tree, s, tvb, at)
  end
end

local SSIDS = { { pf_mask.first, 2, 2 }, { pf_mask.last, 4, 2 } }

function config.ssid_masks(ctx, tree, s, tvb, at)
  if not add_rows(ctx, tree, s, tvb, SSIDS) or not tree then return end
  while at + 4 <= #s do
    tree:add_le(pf_mask.level, tvb(at, 4))
    at = at + 4
  end
  packet.rest(tree, s, tvb, at)
end

function config.ssid_ranges(ctx, tree, s, tvb)
  local rows = { { pf_mask.ranges, 4, 4 } }
  if #s < 4 or not add_rows(ctx, tree, s, tvb, rows) or not tree then
    return
  end
  local at = 8
  while at + 4 <= #s do
    tree:add_le(pf_mask.first, tvb(at, 2))
    tree:add_le(pf_mask.last, tvb(at + 2, 2))
    at = at + 4
  end
end

-- Replies have a status where requests end or have padding.
local MESSAGE_BODIES = {
  [1] = function(ctx, tree, s, tvb)
    if not ctx.is_request and #s > 2 then
      config.ssid_ranges(ctx, tree, s, tvb)
    end
  end,
  [2] = function(ctx, tree, s, tvb)
    if #s > 2 then config.ssid_masks(ctx, tree, s, tvb, 8) end
  end,
  [4] = function(ctx, tree, s, tvb)
    config.ssid_masks(ctx, tree, s, tvb, 8)
  end,
  [5] = function(ctx, tree, s, tvb)
    add_rows(ctx, tree, s, tvb, { { pf_mask.level, 4, 4 } })
  end,
}
MESSAGE_BODIES[3] = MESSAGE_BODIES[2]

function config.messages(ctx, tree, s, tvb, op)
  local operation = #s > 1 and u8(s, 1)
  packet.name(ctx, tree, op, MESSAGE_OPERATIONS[operation])
  if not operation then
    return complain(ctx, tree, ef_short, "No operation")
  end
  if tree then tree:add(pf_mask.msg_op, tvb(1, 1)) end
  local body = MESSAGE_BODIES[operation]
  if body then return body(ctx, tree, s, tvb) end
  packet.rest(tree, s, tvb, 2)
end

function config.event_mask(ctx, tree, s, tvb, op)
  packet.name(ctx, tree, op)
  if #s < 6 then return packet.rest(tree, s, tvb, 1) end
  if tree then
    if not ctx.is_request then tree:add(pf_packet.status, tvb(1, 1)) end
    tree:add_le(pf_mask.bits, tvb(4, 2))
  end
  if #s > 6 then config.mask(ctx, tree, s, tvb, 6, u16(s, 4)) end
end

-------------------------------------------------------------------------------
-- Texts: debug messages
-------------------------------------------------------------------------------

local TEXT_ROWS = { { pf_text.kind, 1, 1 }, { pf_text.count, 2, 1 },
  { pf_text.drops, 3, 1 }, { pf_text.line, 12, 2 }, { pf_text.ssid, 14, 2 },
  { pf_text.mask, 16, 4 } }

-- The head that messages with a format and those with a hash of it share.
function texts.head(ctx, tree, s, tvb, op)
  if not add_rows(ctx, tree, s, tvb, TEXT_ROWS) then
    packet.name(ctx, tree, op)
    return false
  end
  if tree then add_time(tree, tvb(4, 8), s, 4) end
  return true
end

function texts.args(ctx, tree, s, tvb, at, count)
  local args = {}
  for i = 1, count do
    if at + 4 > #s then
      complain(ctx, tree, ef_short, "%d arguments announced, %d present",
        count, i - 1)
      return args, #s
    end
    args[i] = u32(s, at)
    if tree then tree:add_le(pf_text.arg, tvb(at, 4)) end
    at = at + 4
  end
  return args, at
end

function texts.extended(ctx, tree, s, tvb, op)
  if not texts.head(ctx, tree, s, tvb, op) then return end
  local args, at = texts.args(ctx, tree, s, tvb, 20, u8(s, 2))
  if at >= #s then
    packet.name(ctx, tree, op)
    return complain(ctx, tree, ef_short, "Message without a format")
  end
  local file = string_end(s, at)
  local text = message_text(trimmed(s, at, file - at), args)
  columns.add(ctx, text)
  if not tree then return end
  tree:append_text(": " .. text)
  tree:add(pf_text.format, tvb(at, file - at))
  if file < #s then tree:add(pf_text.file, tvb(file)) end
  note(tree, pf_text.text, text)
end

-- Terse: a hash stands for the format, which only the maker's database holds.
function texts.terse(ctx, tree, s, tvb, op)
  if not texts.head(ctx, tree, s, tvb, op) then return end
  if not add_rows(ctx, tree, s, tvb, { { pf_text.hash, 20, 4 } }) then
    return packet.name(ctx, tree, op)
  end
  packet.name(ctx, tree, op, format("hash %.0f", u32(s, 20)))
  texts.args(ctx, tree, s, tvb, 24, u8(s, 2))
end

local TERSE4_ROWS = { { pf_text.kind, 1, 1 }, { pf_text.drops, 3, 1 },
  { pf_text.hash, 12, 4 } }

function texts.terse4(ctx, tree, s, tvb, op)
  if #s < 18 then
    packet.name(ctx, tree, op)
    return complain(ctx, tree, ef_short, "Terse message of %d octets", #s)
  end
  packet.name(ctx, tree, op, format("hash %.0f", u32(s, 12)))
  add_rows(ctx, tree, s, tvb, TERSE4_ROWS)
  if not tree then return end
  tree:add(pf_text.count, tvb(2, 1), u8(s, 2) % 16)
  tree:add(pf_text.arg_size, tvb(2, 1), floor(u8(s, 2) / 16))
  add_time(tree, tvb(4, 8), s, 4)
  if floor(u8(s, 2) / 16) == 4 then
    texts.args(ctx, tree, s, tvb, 18, u8(s, 2) % 16)
  elseif #s > 18 then
    tree:add(pf_text.raw, tvb(18))
  end
end

-------------------------------------------------------------------------------
-- Log
-------------------------------------------------------------------------------

local LOG_HEADER = 16
local LOG_ROWS = { { pf_log.more, 1, 1 }, { pf_log.outer, 2, 2 },
  { pf_log.inner, 4, 2 }, { pf_log.code, 6, 2 } }

function log.count(ctx, code)
  seen[#seen + 1] = code
  if not ctx.visited then totals[code] = (totals[code] or 0) + 1 end
end

function log.dissect(ctx, tree, s, tvb, op)
  if #s < LOG_HEADER then
    packet.name(ctx, tree, op)
    return complain(ctx, tree, ef_short, "Log packet of %d octets", #s)
  end
  local code = u16(s, 6)
  log.count(ctx, code)
  local it = { code = code, name = log_name(code), s = s, tvb = tvb,
    at = LOG_HEADER, tree = tree }
  if tree then log.show(tree, it) end
  if u16(s, 4) ~= #s - 4 then
    complain(ctx, tree, ef_length, "Log says %d octets, %d present",
      u16(s, 4), #s - 4)
  end
  local layer = layers.by_code[code] or layers.other
  layer(ctx, it)
end

function log.show(tree, it)
  local tvb = it.tvb
  tree:append_text(": " .. it.name)
  show_rows(tree, tvb, LOG_ROWS, 0)
  add_time(tree, tvb(8, 8), it.s, 8)
  note(tree, pf_radio.rat, rat_of(it.code))
end

-- Encrypted since Snapdragon 8 Gen 3, but for its header.
function log.encrypted(ctx, tree, s, tvb, op)
  if #s < 24 then return packet.opaque(ctx, tree, s, tvb, op) end
  local code = u16(s, 22)
  log.count(ctx, code)
  packet.name(ctx, tree, op, log_name(code))
  complain(ctx, tree, ef_encrypted, "%s is encrypted", log_name(code))
  if not tree then return end
  tree:add_le(pf_log.sequence, tvb(12, 4))
  tree:add_le(pf_log.inner, tvb(20, 2))
  tree:add_le(pf_log.code, tvb(22, 2))
  if #s > 24 then tree:add(pf_log.secret, tvb(24)) end
end

packet.bodies = {
  [0x00] = packet.version,
  [0x10] = log.dissect,
  [0x13] = packet.refused,
  [0x14] = packet.refused,
  [0x15] = packet.refused,
  [0x18] = packet.refused,
  [0x1c] = packet.of_rows(3, { { pf_packet.protocol, 1, 2 } }),
  [0x1d] = packet.timestamp,
  [0x42] = packet.refused,
  [0x47] = packet.refused,
  [0x4b] = packet.subsystem,
  [0x60] = packet.events,
  [0x73] = config.log,
  [0x79] = texts.extended,
  [0x7c] = packet.build,
  [0x7d] = config.messages,
  [0x80] = packet.subsystem,
  [0x81] = config.event_mask,
  [0x82] = config.event_mask,
  [0x92] = texts.terse,
  [0x98] = packet.multi_radio,
  [0x99] = texts.terse4,
  [0x9e] = log.encrypted,
}

-------------------------------------------------------------------------------
-- Layers: what the logs carry
-------------------------------------------------------------------------------
-- Each gets the log `it`: code, name, octets s, tvb, tree (or nil), and `at`,
-- where the body begins.

function layers.opaque(ctx, it)
  columns.add(ctx, it.name)
  if it.tree and it.at < #it.s then
    it.tree:add(pf_log.body, it.tvb(it.at))
  end
end

-- A log without a layer of ours; another script may know it.
function layers.other(ctx, it)
  local upper = log_table:get_dissector(it.code)
  if not upper or it.at >= #it.s then return layers.opaque(ctx, it) end
  layers.call(ctx, it, upper, it.tvb(it.at):tvb())
end

-- True when the body has `size` octets; else says so.
function layers.has(ctx, it, size)
  if #it.s - it.at >= size then return true end
  complain(ctx, it.tree, ef_short, "%s: header of %d octets, %d present",
    it.name, size, #it.s - it.at)
  layers.opaque(ctx, it)
  return false
end

-- The PDU of `size` octets at offset `at` as a Tvb, shorter if cut; or nil.
function layers.pdu(ctx, it, at, size)
  local present = #it.s - at
  if present < size then
    complain(ctx, it.tree, ef_short, "PDU of %.0f octets, %d present", size,
      present)
    size = present
  elseif present > size then
    complain(ctx, it.tree, ef_excess, "%.0f octets behind the PDU",
      present - size)
  end
  return size > 0 and it.tvb(at, size):tvb() or nil
end

-- A dissector that runs out of octets raises an error, after it has marked
-- its tree: no news for us.
function layers.call(ctx, it, upper, tvb)
  columns.clear(ctx)
  pcall(upper.call, upper, tvb, ctx.pinfo, ctx.root)
  columns.take(ctx, it.name)
end

function layers.hand_over(ctx, it, name, tvb)
  if not tvb then return columns.add(ctx, it.name) end
  local upper = name and dissector_of(name)
  if upper then return layers.call(ctx, it, upper, tvb) end
  columns.add(ctx, it.name)
  if it.tree then it.tree:add(pf_radio.payload, tvb()) end
  complain(ctx, it.tree, ef_unknown, "%s: no dissector for this PDU", it.name)
end

-- Sets the direction, and with it Source and Destination.
function layers.direct(ctx, it, is_uplink)
  it.direction = is_uplink and "uplink" or "downlink"
  if is_uplink then
    columns.route(ctx, "modem", "network")
  else
    columns.route(ctx, "network", "modem")
  end
  if it.tree then note(it.tree, pf_radio.direction, it.direction) end
end

-- Segments --------------------------------------------------------------------

-- Unfinished PDUs that no one ends must not pile up.
local SEGMENTS_MAX = 64

-- Adds octets to the PDU that goes by `key`; returns it when it is whole, and
-- the number of the record it began in.  Segments come in order, those of
-- one key one after the other.
function layers.join(ctx, key, octets, is_first, is_last)
  ctx.joins = ctx.joins + 1
  local place = "join " .. ctx.joins
  if ctx.visited then
    local whole = recall(ctx, place)
    if whole then return whole.octets, whole.number end
    return
  end
  local joins = state.joins
  local job = joins[key]
  if is_first then job = { number = ctx.number } end
  joins[key] = not is_last and job or nil
  if not job then return end
  table.insert(job, octets)
  if is_last then
    remember(ctx, place, { octets = concat(job), number = job.number })
    return concat(job), job.number
  end
  if #job > SEGMENTS_MAX then joins[key] = nil end
end

-- One segment of a PDU: hands over when it was the last.
function layers.segment(ctx, it, name, tvb, key, is_first, is_last)
  if not tvb then return columns.add(ctx, it.name) end
  local octets, number = layers.join(ctx, key, tvb:raw(), is_first, is_last)
  if it.tree then it.tree:add(pf_radio.payload, tvb()) end
  if not octets then
    return columns.add(ctx, it.name .. " (segment)")
  end
  if it.tree then note(it.tree, pf_radio.begun_in, number) end
  layers.hand_over(ctx, it, name,
    ByteArray.new(octets, true):tvb("Joined PDU"))
end

-- RRC of LTE and NR -----------------------------------------------------------

-- The low four bits are the subframe, the rest the SFN.  Some versions put
-- other things there: those stay as they are.
function layers.show_sfn(tree, range, value)
  local sfn = floor(value / 16)
  if sfn > 1023 then return tree:add(pf_radio.sfn, range, value) end
  tree:add(pf_radio.sfn, range, sfn)
  tree:add(pf_radio.subframe, range, value % 16)
end

-- The rows of a layout, made once: { field, offset, size } in octet order.
local RRC_FIELDS = { { "release", 1 }, { "minor", 1 }, { "nr_release", 1 },
  { "nr_minor", 1 }, { "bearer", 1 }, { "pci", 2 }, { "ncgi", 8 },
  { "earfcn" }, { "nr_arfcn", 4 }, { "pdu", 1 }, { "sib_mask", 4 },
  { "length", 2 }, { "segment", 1 } }

local function make_rows(layouts)
  for _, layout in ipairs(layouts) do
    layout.rows = {}
    for _, row in ipairs(RRC_FIELDS) do
      local offset, size = layout[row[1]], row[2] or layout.freq_size
      if offset then
        table.insert(layout.rows, { pf_radio[row[1]], offset, size })
      end
    end
  end
end

make_rows(LTE_RRC_LAYOUTS)
make_rows(NR_RRC_LAYOUTS)

-- Segment numbers: 0 a whole PDU, 1 to 6 parts, 7 the last.
function layers.hand_rrc(ctx, it, layout, name)
  local s, at = it.s, it.at
  local tvb = layers.pdu(ctx, it, at + layout.payload,
    u16(s, at + layout.length))
  local segment = layout.segment and u8(s, at + layout.segment) or 0
  if segment == 0 then return layers.hand_over(ctx, it, name, tvb) end
  local key = format("%d %s %s", it.code, tostring(ctx.radio), tostring(name))
  layers.segment(ctx, it, name, tvb, key, segment == 1, segment == 7)
end

function layers.lte_rrc(ctx, it)
  if not layers.has(ctx, it, 1) then return end
  local s, at, tree = it.s, it.at, it.tree
  local version = u8(s, at)
  local layout = layout_of(LTE_RRC_LAYOUTS, version)
  if not layers.has(ctx, it, layout.payload) then return end
  local channel = lte_channel(version, u8(s, at + layout.pdu))
  if tree then
    tree:add(pf_radio.version, it.tvb(at, 1))
    show_rows(tree, it.tvb, layout.rows, at)
    layers.show_sfn(tree, it.tvb(at + layout.sfn, 2),
      u16(s, at + layout.sfn))
    note(tree, pf_radio.channel, channel)
  end
  if channel then layers.direct(ctx, it, sub(channel, 1, 2) == "ul") end
  layers.hand_rrc(ctx, it, layout, channel and "lte_rrc." .. channel)
end

local NR_UPLINK = { complete = true, ue_nr_cap = true, ue_mrdc_cap = true }

function layers.nr_rrc(ctx, it)
  if not layers.has(ctx, it, 4) then return end
  local s, at, tree = it.s, it.at, it.tree
  local version = u32(s, at)
  local layout = layout_of(NR_RRC_LAYOUTS, version)
  if not layers.has(ctx, it, layout.payload) then return end
  local channel = nr_channel(version, u8(s, at + layout.pdu))
  if tree then
    tree:add_le(pf_radio.version, it.tvb(at, 4))
    show_rows(tree, it.tvb, layout.rows, at)
    tree:add_le(pf_radio.sfn, it.tvb(at + layout.sfn, layout.sfn_size))
    note(tree, pf_radio.channel, channel)
  end
  if channel then
    layers.direct(ctx, it,
      NR_UPLINK[channel] or sub(channel, 1, 2) == "ul")
  end
  if channel == "complete" then
    return layers.nr_complete(ctx, it, layout)
  end
  layers.hand_rrc(ctx, it, layout, channel and "nr-rrc." .. channel)
end

function layers.nr_complete(ctx, it, layout)
  local tvb = layers.pdu(ctx, it, it.at + layout.payload,
    u16(it.s, it.at + layout.length))
  if tvb then
    tvb = ByteArray.new(shift_complete(tvb:raw()), true)
      :tvb("Shifted RRCReconfigurationComplete")
  end
  layers.hand_over(ctx, it, "nr-rrc.ul.dcch", tvb)
end

-- NAS of LTE and NR -----------------------------------------------------------

local LTE_NAS_ROWS = { { pf_radio.version, 0, 1 }, { pf_radio.release, 1, 1 } }
local NR_NAS_ROWS = { { pf_radio.version, 0, 4 } }

-- In all of them odd codes are what the modem sent.
local function nas(dissector, size, rows)
  return function(ctx, it)
    if not layers.has(ctx, it, size) then return end
    add_rows(ctx, it.tree, it.s, it.tvb, rows, it.at)
    layers.direct(ctx, it, it.code % 2 == 1)
    layers.hand_over(ctx, it, dissector,
      layers.pdu(ctx, it, it.at + size, #it.s - it.at - size))
  end
end

layers.lte_nas_plain = nas("nas-eps_plain", 4, LTE_NAS_ROWS)
layers.lte_nas_protected = nas("nas-eps", 4, LTE_NAS_ROWS)
layers.nr_nas = nas("nas-5gs", 7, NR_NAS_ROWS)

-- UMTS ------------------------------------------------------------------------

-- Channel types from 0x80 on have the cell in front of the PDU; types that
-- end in 9, and 0xf0 to 0xff, begin with the id of a SIB.  The length counts
-- that id, but not the cell.
local UMTS_SIB_TYPES = { [0x09] = true, [0x89] = true, [0xf0] = true,
  [0xfe] = true, [0xff] = true }
local UMTS_CELL_TYPES = { [0xf0] = true }
for kind = 0x80, 0x89 do UMTS_CELL_TYPES[kind] = true end

local UMTS_ROWS = { { pf_radio.channel_id, 0, 1 }, { pf_radio.bearer, 1, 1 },
  { pf_radio.length, 2, 2 } }
local UMTS_CELL_ROWS = { { pf_radio.uarfcn, 4, 2 }, { pf_radio.psc, 6, 2 } }

function layers.umts_rrc(ctx, it)
  if not layers.has(ctx, it, 4) then return end
  local s, at = it.s, it.at
  local kind, size, payload = u8(s, at), u16(s, at + 2), 4
  add_rows(ctx, it.tree, s, it.tvb, UMTS_ROWS, at)
  if UMTS_CELL_TYPES[kind] then
    payload = 8
    if not layers.has(ctx, it, payload) then return end
    add_rows(ctx, it.tree, s, it.tvb, UMTS_CELL_ROWS, at)
  end
  layers.direct(ctx, it, kind % 0x80 < 2)
  if UMTS_SIB_TYPES[kind] then
    return layers.umts_sib(ctx, it, kind, payload, size)
  end
  local channel = UMTS_CHANNELS[kind % 0x80]
  if it.tree then note(it.tree, pf_radio.channel, channel) end
  layers.hand_over(ctx, it, channel and "rrc." .. channel,
    layers.pdu(ctx, it, at + payload, size))
end

function layers.umts_sib(ctx, it, kind, payload, size)
  local at = it.at + payload
  if not layers.has(ctx, it, payload + 1) then return end
  local sib = umts_sib(u8(it.s, at), kind == 0x89 or kind == 0xf0)
  if it.tree then
    it.tree:add(pf_radio.sib, it.tvb(at, 1))
    note(it.tree, pf_radio.channel, sib)
  end
  layers.hand_over(ctx, it, sib and "rrc.si." .. sib,
    layers.pdu(ctx, it, at + 1, math.max(size - 1, 0)))
end

-- Logs of the second SIM have its number in front.
local function skip_sim(it)
  if it.tree then it.tree:add(pf_radio.sim, it.tvb(it.at, 1)) end
  it.at = it.at + 1
end

function layers.umts_nas(ctx, it)
  if not layers.has(ctx, it, 5) then return end
  if it.tree then it.tree:add_le(pf_radio.length, it.tvb(it.at + 1, 4)) end
  layers.direct(ctx, it, u8(it.s, it.at) == 1)
  layers.hand_over(ctx, it, "gsm_a_dtap",
    layers.pdu(ctx, it, it.at + 5, u32(it.s, it.at + 1)))
end

function layers.umts_nas_dual(ctx, it)
  if not layers.has(ctx, it, 6) then return end
  skip_sim(it)
  layers.umts_nas(ctx, it)
end

-- GSM and GPRS ----------------------------------------------------------------

local GSM_ROWS = { { pf_radio.channel_id, 0, 1 }, { pf_radio.type, 1, 1 },
  { pf_radio.length, 2, 1 } }

-- BCCH and CCCH messages begin with a pseudo length, the others do not; a
-- RACH burst is no message at all.
local GSM_DISSECTORS = { [1] = "gsm_a_ccch", [2] = false, [3] = "gsm_a_ccch" }

function layers.gsm_rr(ctx, it)
  if not layers.has(ctx, it, 3) then return end
  local s, at = it.s, it.at
  local channel = u8(s, at) % 0x80
  add_rows(ctx, it.tree, s, it.tvb, GSM_ROWS, at)
  if it.tree then note(it.tree, pf_radio.channel, GSM_CHANNELS[channel]) end
  layers.direct(ctx, it, u8(s, at) < 0x80)
  local name = GSM_DISSECTORS[channel]
  if name == nil then name = "gsm_a_dtap" end
  layers.hand_over(ctx, it, name, layers.pdu(ctx, it, at + 3, u8(s, at + 2)))
end

function layers.gsm_rr_dual(ctx, it)
  if not layers.has(ctx, it, 4) then return end
  skip_sim(it)
  layers.gsm_rr(ctx, it)
end

local GPRS_DISSECTORS = { [0x03] = "gsm_rlcmac_ul", [0x04] = "gsm_rlcmac_ul",
  [0x83] = "gsm_rlcmac_dl" }
local PACKET_CHANNEL_REQUEST = 0x20

-- The log begins with the message type; the dissector wants the MAC header
-- of a control block before it.
local CONTROL_BLOCK = "\64"

function layers.gprs_mac(ctx, it)
  if not layers.has(ctx, it, 3) then return end
  local s, at = it.s, it.at
  local channel, kind = u8(s, at), u8(s, at + 1)
  add_rows(ctx, it.tree, s, it.tvb, GSM_ROWS, at)
  local name = GPRS_DISSECTORS[channel]
  if name then layers.direct(ctx, it, channel < 0x80) end
  if kind == PACKET_CHANNEL_REQUEST or not name then
    columns.add(ctx, it.name)
    local tvb = layers.pdu(ctx, it, at + 3, u8(s, at + 2))
    if it.tree and tvb then it.tree:add(pf_radio.payload, tvb()) end
    return
  end
  local tvb = layers.pdu(ctx, it, at + 3, u8(s, at + 2))
  if tvb then
    tvb = ByteArray.new(CONTROL_BLOCK .. tvb:raw(), true):tvb("GPRS block")
  end
  layers.hand_over(ctx, it, name, tvb)
end

function layers.gprs_gmm(ctx, it)
  if not layers.has(ctx, it, 4) then return end
  local s, at = it.s, it.at
  if it.tree then
    it.tree:add(pf_radio.type, it.tvb(at + 1, 1))
    it.tree:add_le(pf_radio.length, it.tvb(at + 2, 2))
  end
  layers.direct(ctx, it, u8(s, at) == 0)
  layers.hand_over(ctx, it, "gsm_a_dtap",
    layers.pdu(ctx, it, at + 4, u16(s, at + 2)))
end

-- IP --------------------------------------------------------------------------

local IP_ROWS = { { pf_ip.instance, 0, 1 }, { pf_ip.protocol, 1, 1 },
  { pf_ip.interface, 2, 1 }, { pf_ip.sequence, 4, 2 },
  { pf_ip.segment, 6, 2 }, { pf_ip.last, 6, 2 } }

function layers.ip(ctx, it)
  if not layers.has(ctx, it, 8) then return end
  local s, at = it.s, it.at
  add_rows(ctx, it.tree, s, it.tvb, IP_ROWS, at)
  local is_sent = floor(u8(s, at + 3) / 0x40) % 2 == 1
  layers.direct(ctx, it, is_sent)
  local tvb = layers.pdu(ctx, it, at + 8, #s - at - 8)
  local name = u8(s, at + 1) == 1 and "raw_ip" or "data"
  ctx.has_addresses = true
  local word = u16(s, at + 6)
  local segment, is_last = word % 0x8000, word >= 0x8000
  if segment == 0 and is_last then
    return layers.hand_over(ctx, it, name, tvb)
  end
  local key = format("ip %d %d %d %d", u8(s, at), u8(s, at + 2),
    is_sent and 1 or 0, u16(s, at + 4))
  layers.segment(ctx, it, name, tvb, key, segment == 0, is_last)
end

layers.by_code = {
  [0x11eb] = layers.ip,
  [0x412f] = layers.umts_rrc,
  [0x512f] = layers.gsm_rr,
  [0x5226] = layers.gprs_mac,
  [0x5230] = layers.gprs_gmm,
  [0x5b2f] = layers.gsm_rr_dual,
  [0x713a] = layers.umts_nas,
  [0x7b3a] = layers.umts_nas_dual,
  [0xb0c0] = layers.lte_rrc,
  [0xb0e0] = layers.lte_nas_protected,
  [0xb0e1] = layers.lte_nas_protected,
  [0xb0e2] = layers.lte_nas_plain,
  [0xb0e3] = layers.lte_nas_plain,
  [0xb0ea] = layers.lte_nas_protected,
  [0xb0eb] = layers.lte_nas_protected,
  [0xb0ec] = layers.lte_nas_plain,
  [0xb0ed] = layers.lte_nas_plain,
  [0xb800] = layers.nr_nas,
  [0xb801] = layers.nr_nas,
  [0xb808] = layers.nr_nas,
  [0xb809] = layers.nr_nas,
  [0xb80a] = layers.nr_nas,
  [0xb80b] = layers.nr_nas,
  [0xb814] = layers.nr_nas,
  [0xb821] = layers.nr_rrc,
}

-------------------------------------------------------------------------------
-- The record, and our place in Wireshark
-------------------------------------------------------------------------------

local function new_context(s, tvb, pinfo, root)
  local ctx = { s = s, tvb = tvb, pinfo = pinfo, root = root,
    number = pinfo.number, visited = pinfo.visited, flag = -1, depth = 0,
    messages = 0, frames = 0, joins = 0, top = root:add(diagtap, tvb()) }
  -- Not when no tree is shown and no field of ours is asked for.
  if root:referenced(dissector_of("diagtap")) then
    ctx.tree = ctx.top.visible and ctx.top or unseen.tree(ctx.top)
  end
  ctx.is_cut = tvb:reported_len() > #s
  return ctx
end

local function dissect_record(ctx, open)
  local head = preamble.read(ctx.s)
  if not head then
    columns.add(ctx, "Short record")
    return complain(ctx, nil, ef_short, "Record ends within its preamble")
  end
  ctx.path = head.path
  if ctx.tree then preamble.show(ctx.tree, ctx.tvb, head) end
  if ctx.is_cut and not CUT_BEFORE[head.path] then
    complain(ctx, nil, ef_cut, "Record cut: %d of %d octets", #ctx.s,
      ctx.tvb:reported_len())
  end
  local ok, err = pcall(open, ctx, head)
  if not ok then complain(ctx, nil, ef_failed, "%s", tostring(err)) end
end

local former = encapsulations:get_dissector(wtap.USER0)

-- Tailscale's records are someone else's if a script for them was here first;
-- Wireshark's table for users' own linktypes does not count as one.
local is_free = not former
  or tostring(former) == tostring(Dissector.get("user_dlt"))

local function opener(s)
  local open = #s >= 2 and preamble.paths[u16(s, 0)]
  if open then return open end
  return is_free and preamble.is_tailscale(s) and preamble.tailscale
end

function diagtap.dissector(tvb, pinfo, root)
  local s = tvb:raw()
  local open = opener(s)
  if not open then
    return former and former:call(tvb, pinfo, root) or 0
  end
  local ctx = new_context(s, tvb, pinfo, root)
  seen = { number = ctx.number }
  columns.open(ctx)
  dissect_record(ctx, open)
  columns.close(ctx)
end

encapsulations:add(wtap.USER0, diagtap)

-------------------------------------------------------------------------------
-- Statistics: how often each log code came
-------------------------------------------------------------------------------

-- Counts what the dissector has just seen; a tap runs right behind it.
local function count_codes(counts, pinfo)
  if seen.number ~= pinfo.number then return end
  for i = 1, #seen do
    local code = seen[i]
    counts[code] = (counts[code] or 0) + 1
  end
end

local function codes_table(counts)
  local codes, lines, total = {}, {}, 0
  for code, count in pairs(counts) do
    codes[#codes + 1], total = code, total + count
  end
  table.sort(codes, function(a, b)
    return counts[a] > counts[b] or counts[a] == counts[b] and a < b
  end)
  for _, code in ipairs(codes) do
    lines[#lines + 1] = format("0x%04x %9d  %s", code, counts[code],
      LOG_CODES[code] or "")
  end
  return format("%-6s %9s  %s\n%s\n%-6s %9d\n", "Code", "Logs", "Name",
    concat(lines, "\n"), "Total", total)
end

-- `tshark -q -z diagtap,codes[,FILTER]`
register_stat_cmd_arg("diagtap,codes", function(arg)
  local filter = arg and arg:match("^diagtap,codes,(.+)$")
  local tap, counts = Listener.new("frame", filter), {}
  function tap.packet(pinfo) count_codes(counts, pinfo) end
  function tap.reset() counts = {} end
  function tap.draw() print(codes_table(counts)) end
end)

-- It shows the totals, and tells Wireshark only that it wants to be drawn: a
-- tap that counted would have to see all packets again, and to ask for that
-- amid a live capture keeps Wireshark 4.0 from all else, stopping included.
local function codes_window()
  local window, tap = TextWindow.new("DIAG log codes"), Listener.new("frame")
  local function draw() window:set(codes_table(totals)) end
  window:set_atclose(function() tap:remove() end)
  function tap.packet() end
  tap.draw = draw
  draw()
end

if gui_enabled() then
  register_menu("Qualcomm DIAG/Log codes", codes_window, MENU_TOOLS_UNSORTED)
end
