// SPDX-License-Identifier: MIT
/**
 * Paths, containers, packets: lines of "hexadecimal number, space, name".
 *
 * Written by script/viewer-names from dissector/diagtap.lua: not to be
 * edited here.
 */

export const PATHS = `
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
`;

export const CONTAINER_TYPES = `
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
`;

export const OPCODES = `
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
`;

export const SUBSYSTEMS = `
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
`;

export const LOG_OPERATIONS = `
0 Disable logging
1 Retrieve id ranges
2 Retrieve valid mask
3 Set mask
4 Get mask
`;

export const MESSAGE_OPERATIONS = `
1 Retrieve ranges
2 Retrieve build mask
3 Retrieve runtime mask
4 Set runtime mask
5 Set all runtime masks
`;

export const EVENTS = `
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
`;
