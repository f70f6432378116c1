// SPDX-License-Identifier: MIT
/**
 * Log codes of LTE and NR.
 *
 * Written by script/viewer-names from dissector/diagtap.lua: not to be
 * edited here.
 */

export const LTE_NR = `
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
`;
