-- SPDX-License-Identifier: MIT
-- The fields of records.
-- Written by script/tables from data/: not to be edited here.

return {
  fields = {
    { name = "device", type = "string", title = "Device" },
    {
      name = "path", type = "uint16", base = "hex", names = "paths",
      title = "Path",
    },
    {
      name = "a_len", type = "uint8", base = "dec", title = "Length of a",
    },
    { name = "a", type = "bytes", base = "none", title = "a" },
    {
      name = "b_len", type = "uint8", base = "dec", title = "Length of b",
    },
    { name = "b", type = "bytes", base = "none", title = "b" },
    {
      name = "request.client", type = "uint32", base = "dec", title = "Client",
    },
    {
      name = "loss.containers", type = "uint64", base = "dec",
      title = "Containers lost",
    },
    {
      name = "loss.bytes", type = "uint64", base = "dec", title = "Bytes lost",
    },
    {
      name = "part.container", type = "uint64", base = "dec",
      title = "Container number",
    },
    { name = "part.part", type = "uint16", base = "dec", title = "Part" },
    {
      name = "part.parts", type = "uint16", base = "dec", title = "Parts",
    },
    {
      name = "part.whole_in", type = "framenum", base = "none",
      title = "Container reassembled in",
    },
    {
      name = "part.from", type = "framenum", base = "none",
      title = "Reassembled from",
    },
    { name = "snat", type = "ipv4", title = "Source before NAT" },
    { name = "snat6", type = "ipv6", title = "Source before NAT" },
    { name = "dnat", type = "ipv4", title = "Destination before NAT" },
    { name = "dnat6", type = "ipv6", title = "Destination before NAT" },
    { name = "ipa", type = "none", title = "IPA status header" },
    {
      name = "ipa.form", type = "uint8", base = "dec", names = "ipa_forms",
      title = "Form",
    },
    {
      name = "ipa.opcode", type = "uint8", base = "hex", names = "ipa_opcodes",
      title = "Opcode",
    },
    {
      name = "ipa.exception", type = "uint8", base = "dec",
      names = "ipa_exceptions", title = "Exception",
    },
    { name = "ipa.mask", type = "uint16", base = "hex", title = "Mask" },
    {
      name = "ipa.len", type = "uint16", base = "dec", title = "Packet length",
    },
    {
      name = "ipa.endpoint", type = "uint8", base = "dec",
      title = "Source endpoint",
    },
    {
      name = "ipa.destination", type = "uint8", base = "dec",
      title = "Destination endpoint",
    },
    {
      name = "ipa.metadata", type = "uint32", base = "hex", title = "Metadata",
    },
    {
      name = "ipa.flt.local", type = "bool", title = "Filter table is local",
    },
    {
      name = "ipa.flt.hash", type = "bool", title = "Filter rule is hashable",
    },
    {
      name = "ipa.flt.global", type = "bool", title = "Filter table is global",
    },
    {
      name = "ipa.flt.ret_hdr", type = "bool",
      title = "Filter retains the header",
    },
    {
      name = "ipa.flt.endpoint", type = "uint8", base = "dec",
      title = "Filter endpoint",
    },
    {
      name = "ipa.flt.rule", type = "uint16", base = "dec",
      names = "ipa_rules", title = "Filter rule",
    },
    {
      name = "ipa.rt.local", type = "bool", title = "Routing table is local",
    },
    {
      name = "ipa.rt.hash", type = "bool", title = "Routing rule is hashable",
    },
    {
      name = "ipa.rt.match", type = "bool", title = "Routing rule matched",
    },
    {
      name = "ipa.rt.table", type = "uint8", base = "dec",
      title = "Routing table",
    },
    {
      name = "ipa.rt.rule", type = "uint16", base = "dec", names = "ipa_rules",
      title = "Routing rule",
    },
    {
      name = "ipa.ucp", type = "bool", title = "Microcontroller processed it",
    },
    { name = "ipa.nat.hit", type = "bool", title = "NAT entry found" },
    {
      name = "ipa.nat.index", type = "uint16", base = "dec",
      title = "NAT index",
    },
    {
      name = "ipa.nat.type", type = "uint8", base = "dec", title = "NAT type",
    },
    { name = "ipa.tag", type = "uint64", base = "hex", title = "Tag" },
    {
      name = "ipa.egress_tc", type = "uint8", base = "dec",
      title = "Egress traffic class",
    },
    {
      name = "ipa.ingress_tc", type = "uint8", base = "dec",
      title = "Ingress traffic class",
    },
    {
      name = "ipa.sequence", type = "uint8", base = "dec",
      title = "Sequence number",
    },
    {
      name = "ipa.lost", type = "uint8", base = "dec",
      title = "Entries missing before it",
    },
    {
      name = "ipa.time", type = "uint64", base = "dec", title = "Time of day",
    },
    {
      name = "ipa.hdr.local", type = "bool", title = "Header table is local",
    },
    {
      name = "ipa.hdr.offset", type = "uint16", base = "dec",
      title = "Header offset",
    },
    {
      name = "ipa.frag.hit", type = "bool", title = "Fragment rule found",
    },
    {
      name = "ipa.frag.rule", type = "uint8", base = "dec",
      title = "Fragment rule",
    },
    {
      name = "ipa.tcp.pure_ack", type = "bool", title = "TCP ACK without data",
    },
    { name = "ipa.tcp.syn", type = "bool", title = "TCP SYN" },
    { name = "ipa.tcp.fin_rst", type = "bool", title = "TCP FIN or RST" },
    {
      name = "ipa.protocol", type = "uint8", base = "dec",
      names = "ipa_protocols", title = "Protocol",
    },
    {
      name = "ipa.rest", type = "bytes", base = "none",
      title = "Fields of this opcode",
    },
    {
      name = "ipa.pad", type = "uint8", base = "dec",
      title = "Bytes of padding",
    },
    {
      name = "ipa.mux", type = "uint8", base = "hex", title = "Multiplexer",
    },
    {
      name = "ipa.size", type = "uint16", base = "dec",
      title = "Packet and padding",
    },
    {
      name = "ipa.padding", type = "bytes", base = "none", title = "Padding",
    },
    {
      name = "ipa.trailer", type = "bytes", base = "none",
      title = "Checksum trailer",
    },
    {
      name = "ipa.csum.valid", type = "bool", title = "Checksum is valid",
    },
    {
      name = "ipa.csum.len", type = "uint16", base = "dec",
      title = "Bytes summed up",
    },
    {
      name = "ipa.csum", type = "uint16", base = "hex",
      title = "Checksum of these",
    },
    {
      name = "ipa.stray", type = "bytes", base = "none",
      title = "Bytes that are not an entry",
    },
    {
      name = "linktype", type = "uint16", base = "dec", names = "linktypes",
      title = "Linktype",
    },
    {
      name = "missing", type = "uint32", base = "dec",
      title = "Bytes cut off the packet",
    },
    { name = "container", type = "none", title = "Container" },
    {
      name = "container.type", type = "uint32", base = "hex",
      names = "container_types", title = "Type",
    },
    {
      name = "container.count", type = "uint32", base = "dec",
      title = "Messages",
    },
    {
      name = "container.body", type = "bytes", base = "none", title = "Body",
    },
    {
      name = "container.hdlc_disabled", type = "bool", title = "HDLC disabled",
    },
    { name = "message", type = "none", title = "Message" },
    {
      name = "message.token", type = "int32", base = "dec",
      title = "Remote processor token",
    },
    {
      name = "message.len", type = "uint32", base = "dec", title = "Length",
    },
    {
      name = "message.tail", type = "bytes", base = "none",
      title = "Beginning of a frame that continues in a later message",
    },
    {
      name = "message.head", type = "bytes", base = "none",
      title = "Rest of a frame that began in an earlier message",
    },
    { name = "frame", type = "none", title = "Frame" },
    {
      name = "frame.begun_in", type = "framenum", base = "none",
      title = "Frame starts in",
    },
    {
      name = "frame.escapes", type = "uint32", base = "dec",
      title = "Escaped bytes",
    },
    {
      name = "frame.fcs", type = "uint16", base = "hex",
      title = "Frame check sequence",
    },
    {
      name = "frame.fcs.status", type = "uint8", base = "dec",
      names = "fcs_status", title = "FCS status",
    },
    {
      name = "frame.damaged", type = "bytes", base = "none",
      title = "Packet with a wrong check sequence",
    },
    {
      name = "frame.rest", type = "bytes", base = "none",
      title = "Rest of a frame that began earlier",
    },
    {
      name = "opcode", type = "uint8", base = "hex", names = "opcodes",
      title = "Opcode",
    },
    { name = "body", type = "bytes", base = "none", title = "Body" },
    { name = "radio", type = "uint32", base = "dec", title = "Radio" },
    {
      name = "error.opcode", type = "uint8", base = "hex", names = "opcodes",
      title = "Opcode of the request",
    },
    {
      name = "error.request", type = "bytes", base = "none", title = "Request",
    },
    { name = "status", type = "uint32", base = "dec", title = "Status" },
    {
      name = "version.diag", type = "uint16", base = "dec",
      title = "DIAG version",
    },
    {
      name = "time", type = "absolute_time", base = "utc",
      title = "Modem time",
    },
    {
      name = "modem_time",
      type = "string",
      title = "Modem time, with its date where that is not the record's",
    },
    { name = "version.compiled", type = "string", title = "Compiled" },
    { name = "version.released", type = "string", title = "Released" },
    { name = "version.chipset", type = "string", title = "Chipset" },
    {
      name = "build.version", type = "uint8", base = "dec",
      title = "Format version",
    },
    {
      name = "build.msm_revision", type = "uint32", base = "hex",
      title = "MSM revision",
    },
    {
      name = "build.model", type = "uint32", base = "dec",
      title = "Mobile model",
    },
    {
      name = "build.software", type = "string", title = "Software revision",
    },
    { name = "build.name", type = "string", title = "Model name" },
    {
      name = "subsystem", type = "uint8", base = "dec", names = "subsystems",
      title = "Subsystem",
    },
    {
      name = "subsystem.command", type = "uint16", base = "dec",
      title = "Command",
    },
    {
      name = "subsystem.delayed_id", type = "uint16", base = "dec",
      title = "Delayed response id",
    },
    {
      name = "subsystem.responses", type = "uint16", base = "dec",
      title = "Response count",
    },
    {
      name = "log_config.operation", type = "uint32", base = "dec",
      names = "log_operations", title = "Operation",
    },
    {
      name = "log_config.equipment", type = "uint32", base = "hex",
      title = "Equipment id",
    },
    { name = "mask.bits", type = "uint32", base = "dec", title = "Bits" },
    { name = "mask", type = "bytes", base = "none", title = "Mask" },
    {
      name = "mask.set", type = "uint32", base = "dec", title = "Bits set",
    },
    {
      name = "log_config.code", type = "uint16", base = "hex",
      names = "log_codes", title = "Log code enabled",
    },
    {
      name = "log_config.items", type = "uint32", base = "dec",
      title = "Items of equipment id",
    },
    {
      name = "msg_config.operation", type = "uint8", base = "dec",
      names = "message_operations", title = "Operation",
    },
    {
      name = "msg_config.first", type = "uint16", base = "dec",
      title = "First subsystem id",
    },
    {
      name = "msg_config.last", type = "uint16", base = "dec",
      title = "Last subsystem id",
    },
    {
      name = "msg_config.ranges", type = "uint32", base = "dec",
      title = "Ranges",
    },
    {
      name = "msg_config.mask", type = "uint32", base = "hex",
      title = "Level mask",
    },
    {
      name = "msg.time_type", type = "uint8", base = "dec",
      title = "Time type",
    },
    {
      name = "msg.args", type = "uint8", base = "dec", title = "Arguments",
    },
    {
      name = "msg.arg_size", type = "uint8", base = "dec",
      title = "Argument size",
    },
    {
      name = "msg.drops", type = "uint8", base = "dec",
      title = "Messages dropped before",
    },
    { name = "msg.line", type = "uint16", base = "dec", title = "Line" },
    {
      name = "msg.ssid", type = "uint16", base = "dec", title = "Subsystem id",
    },
    {
      name = "msg.mask", type = "uint32", base = "hex",
      title = "Subsystem mask",
    },
    {
      name = "msg.arg", type = "uint32", base = "hex_dec", title = "Argument",
    },
    {
      name = "msg.raw_args", type = "bytes", base = "none",
      title = "Arguments",
    },
    { name = "msg.format", type = "string", title = "Format" },
    { name = "msg.file", type = "string", title = "File" },
    { name = "msg.text", type = "string", title = "Text" },
    { name = "msg.hash", type = "uint32", base = "hex", title = "Hash" },
    { name = "event", type = "none", title = "Event" },
    {
      name = "event.len", type = "uint16", base = "dec", title = "Length",
    },
    {
      name = "event.report", type = "uint8", base = "dec", title = "Reporting",
    },
    {
      name = "event.id", type = "uint16", base = "dec", names = "events",
      mask = 0x0fff, title = "Event id",
    },
    {
      name = "event.payload_kind", type = "uint16", base = "dec",
      names = "payload_kinds", mask = 0x6000, title = "Payload kind",
    },
    {
      name = "event.short_time", type = "bool", base = "16", mask = 0x8000,
      title = "Short time",
    },
    {
      name = "event.ticks", type = "uint16", base = "dec",
      title = "Low half of the time",
    },
    {
      name = "event.payload", type = "bytes", base = "none", title = "Payload",
    },
    {
      name = "log.more", type = "uint8", base = "dec",
      title = "More logs held",
    },
    {
      name = "log.outer_len", type = "uint16", base = "dec",
      title = "Outer length",
    },
    { name = "log.len", type = "uint16", base = "dec", title = "Length" },
    {
      name = "log.code", type = "uint16", base = "hex", names = "log_codes",
      title = "Log code",
    },
    {
      name = "log.body", type = "bytes", base = "none", title = "Log body",
    },
    {
      name = "log.hidden", type = "string", title = "Body that may hold keys",
    },
    {
      name = "log.sequence", type = "uint32", base = "dec",
      title = "Sequence number",
    },
    {
      name = "log.encrypted", type = "bytes", base = "none",
      title = "Encrypted log",
    },
    { name = "rat", type = "string", title = "Radio access technology" },
    { name = "direction", type = "string", title = "Direction" },
    {
      name = "version", type = "uint32", base = "dec", title = "Log version",
    },
    {
      name = "rrc.release", type = "uint8", base = "dec",
      title = "RRC release",
    },
    {
      name = "rrc.minor", type = "uint8", base = "hex",
      title = "RRC minor release",
    },
    {
      name = "nr_rrc.release", type = "uint8", base = "dec",
      title = "NR RRC release",
    },
    {
      name = "nr_rrc.minor", type = "uint8", base = "hex",
      title = "NR RRC minor release",
    },
    { name = "bearer", type = "uint8", base = "dec", title = "Bearer" },
    {
      name = "pci", type = "uint16", base = "dec", label = "PCI",
      title = "Physical cell id",
    },
    {
      name = "psc", type = "uint16", base = "dec", label = "PSC",
      title = "Primary scrambling code",
    },
    {
      name = "earfcn", type = "uint32", base = "dec", label = "EARFCN",
      title = "EARFCN",
    },
    {
      name = "ul_earfcn", type = "uint32", base = "dec",
      title = "Uplink EARFCN",
    },
    {
      name = "nr_arfcn", type = "uint32", base = "dec", label = "NR-ARFCN",
      title = "NR-ARFCN",
    },
    {
      name = "ul_nr_arfcn", type = "uint32", base = "dec",
      title = "Uplink NR-ARFCN",
    },
    {
      name = "uarfcn", type = "uint16", base = "dec", label = "UARFCN",
      title = "UARFCN",
    },
    {
      name = "dl_uarfcn", type = "uint32", base = "dec", label = "UARFCN",
      title = "Downlink UARFCN",
    },
    {
      name = "ul_uarfcn", type = "uint32", base = "dec",
      title = "Uplink UARFCN",
    },
    {
      name = "arfcn", type = "uint16", base = "dec", label = "ARFCN",
      title = "ARFCN",
    },
    {
      name = "gsm_band", type = "uint8", base = "dec", title = "GSM band",
    },
    {
      name = "ncgi", type = "uint64", base = "hex",
      title = "NR cell global id",
    },
    {
      name = "nci", type = "uint64", base = "hex", title = "NR cell identity",
    },
    {
      name = "sfn", type = "uint32", base = "dec", label = "SFN",
      title = "System frame number",
    },
    {
      name = "cell_id", type = "uint32", base = "dec", label = "cell",
      title = "Cell identity",
    },
    {
      name = "gsm_cell_id", type = "uint16", base = "dec", label = "cell",
      title = "GSM cell identity",
    },
    {
      name = "tac", type = "uint16", base = "dec", label = "TAC",
      title = "Tracking area code",
    },
    {
      name = "nr_tac", type = "uint32", base = "dec", label = "TAC",
      title = "NR tracking area code",
    },
    {
      name = "lac", type = "uint32", base = "dec", label = "LAC",
      title = "Location area code",
    },
    {
      name = "rac", type = "uint32", base = "dec", label = "RAC",
      title = "Routing area code",
    },
    {
      name = "ura", type = "uint16", base = "dec",
      title = "UTRAN registration area",
    },
    {
      name = "band", type = "uint32", base = "dec", label = "band",
      title = "Band",
    },
    {
      name = "mcc", type = "uint16", base = "dec", label = "MCC",
      title = "Mobile country code",
    },
    {
      name = "mnc", type = "uint16", base = "dec", label = "MNC",
      title = "Mobile network code",
    },
    {
      name = "plmn", type = "string", label = "PLMN",
      title = "Network (MCC and MNC)",
    },
    {
      name = "dl_bandwidth", type = "uint8", base = "dec",
      names = "lte_bandwidths", label = "bandwidth",
      title = "Downlink resource blocks",
    },
    {
      name = "ul_bandwidth", type = "uint8", base = "dec",
      names = "lte_bandwidths", title = "Uplink resource blocks",
    },
    {
      name = "nr_dl_bandwidth", type = "uint16", base = "dec",
      title = "NR downlink bandwidth",
    },
    {
      name = "nr_ul_bandwidth", type = "uint16", base = "dec",
      title = "NR uplink bandwidth",
    },
    {
      name = "scs", type = "uint8", base = "dec", names = "scs",
      title = "Subcarrier spacing",
    },
    {
      name = "antennas", type = "uint16", base = "dec", title = "Antennas",
    },
    {
      name = "allowed_access", type = "uint8", base = "dec",
      title = "Allowed access",
    },
    {
      name = "mnc_digits", type = "uint8", base = "dec",
      title = "Digits of the mobile network code",
    },
    {
      name = "subframe", type = "uint8", base = "dec", title = "Subframe",
    },
    { name = "slot", type = "uint8", base = "dec", title = "Slot" },
    { name = "pdu", type = "uint8", base = "dec", title = "PDU number" },
    { name = "channel", type = "string", title = "Channel" },
    {
      name = "channel_id", type = "uint8", base = "hex",
      title = "Channel type",
    },
    { name = "sib", type = "uint8", base = "dec", title = "SIB id" },
    {
      name = "sib_mask", type = "uint32", base = "hex", title = "SIB mask",
    },
    {
      name = "segment", type = "uint8", base = "dec", names = "segments",
      title = "Segment",
    },
    {
      name = "segment.begun_in", type = "framenum", base = "none",
      title = "First segment in",
    },
    { name = "sim", type = "uint8", base = "dec", title = "SIM" },
    {
      name = "message_type", type = "uint8", base = "hex",
      title = "Message type",
    },
    {
      name = "pdu_len", type = "uint32", base = "dec", title = "PDU length",
    },
    { name = "payload", type = "bytes", base = "none", title = "PDU" },
    { name = "packet", type = "none", title = "Sub-packet" },
    {
      name = "packet.id", type = "uint8", base = "hex",
      title = "Sub-packet id",
    },
    {
      name = "packet.version", type = "uint8", base = "dec",
      title = "Sub-packet version",
    },
    {
      name = "packet.len", type = "uint16", base = "dec",
      title = "Sub-packet length",
    },
    {
      name = "packet.body", type = "bytes", base = "none",
      title = "Sub-packet body",
    },
    { name = "cell", type = "none", title = "Cell" },
    { name = "neighbour", type = "none", title = "Neighbour" },
    { name = "detected", type = "none", title = "Detected cell" },
    { name = "layer", type = "none", title = "Frequency" },
    { name = "beam", type = "none", title = "Beam" },
    { name = "burst", type = "none", title = "Burst" },
    {
      name = "serving_index", type = "uint8", base = "dec",
      title = "Serving cell index",
    },
    { name = "is_serving", type = "bool", title = "Serving cell" },
    {
      name = "rsrp", type = "double", unit = "dBm", label = "RSRP",
      title = "RSRP (dBm)",
    },
    {
      name = "rsrp.rx0", type = "double", unit = "dBm",
      title = "RSRP of antenna 0 (dBm)",
    },
    {
      name = "rsrp.rx1", type = "double", unit = "dBm",
      title = "RSRP of antenna 1 (dBm)",
    },
    {
      name = "rsrp.rx2", type = "double", unit = "dBm",
      title = "RSRP of antenna 2 (dBm)",
    },
    {
      name = "rsrp.rx3", type = "double", unit = "dBm",
      title = "RSRP of antenna 3 (dBm)",
    },
    {
      name = "rsrp.average", type = "double", unit = "dBm",
      title = "Average RSRP (dBm)",
    },
    {
      name = "rsrp.filtered", type = "double", unit = "dBm",
      title = "Filtered RSRP (dBm)",
    },
    {
      name = "rsrq", type = "double", unit = "dB", label = "RSRQ",
      title = "RSRQ (dB)",
    },
    {
      name = "rsrq.rx0", type = "double", unit = "dB",
      title = "RSRQ of antenna 0 (dB)",
    },
    {
      name = "rsrq.rx1", type = "double", unit = "dB",
      title = "RSRQ of antenna 1 (dB)",
    },
    {
      name = "rsrq.rx2", type = "double", unit = "dB",
      title = "RSRQ of antenna 2 (dB)",
    },
    {
      name = "rsrq.rx3", type = "double", unit = "dB",
      title = "RSRQ of antenna 3 (dB)",
    },
    {
      name = "rsrq.average", type = "double", unit = "dB",
      title = "Average RSRQ (dB)",
    },
    {
      name = "rsrq.filtered", type = "double", unit = "dB",
      title = "Filtered RSRQ (dB)",
    },
    {
      name = "rssi", type = "double", unit = "dBm", label = "RSSI",
      title = "RSSI (dBm)",
    },
    {
      name = "rssi.rx0", type = "double", unit = "dBm",
      title = "RSSI of antenna 0 (dBm)",
    },
    {
      name = "rssi.rx1", type = "double", unit = "dBm",
      title = "RSSI of antenna 1 (dBm)",
    },
    {
      name = "rssi.rx2", type = "double", unit = "dBm",
      title = "RSSI of antenna 2 (dBm)",
    },
    {
      name = "rssi.rx3", type = "double", unit = "dBm",
      title = "RSSI of antenna 3 (dBm)",
    },
    {
      name = "snr.rx0", type = "double", unit = "dB", label = "SNR",
      title = "SNR of antenna 0 (dB)",
    },
    {
      name = "snr.rx1", type = "double", unit = "dB",
      title = "SNR of antenna 1 (dB)",
    },
    {
      name = "snr.rx2", type = "double", unit = "dB",
      title = "SNR of antenna 2 (dB)",
    },
    {
      name = "snr.rx3", type = "double", unit = "dB",
      title = "SNR of antenna 3 (dB)",
    },
    {
      name = "sir", type = "double", unit = "dB", title = "Projected SIR (dB)",
    },
    {
      name = "rscp", type = "double", unit = "dBm", label = "RSCP",
      title = "RSCP (dBm)",
    },
    {
      name = "ec_io", type = "double", unit = "dB", label = "Ec/Io",
      title = "Ec/Io (dB)",
    },
    {
      name = "rx_power", type = "double", unit = "dBm", label = "power",
      title = "Received power (dBm)",
    },
    {
      name = "meas.cells", type = "uint16", base = "dec", title = "Cells",
    },
    {
      name = "meas.gsm_cells", type = "uint8", base = "dec",
      title = "GSM cells",
    },
    {
      name = "meas.detected", type = "uint8", base = "dec",
      title = "Detected cells",
    },
    {
      name = "meas.layers", type = "uint8", base = "dec",
      title = "Frequencies",
    },
    {
      name = "meas.beams", type = "uint8", base = "dec", title = "Beams",
    },
    {
      name = "meas.rx_mask", type = "uint16", base = "hex",
      title = "Antennas with valid values",
    },
    {
      name = "meas.duplex", type = "uint8", base = "dec",
      title = "Duplex mode",
    },
    {
      name = "meas.ssb", type = "uint16", base = "dec", title = "SSB index",
    },
    {
      name = "meas.ssb_period", type = "uint8", base = "dec",
      title = "SSB period",
    },
    {
      name = "meas.sss", type = "uint32", base = "dec",
      title = "SSS correlation",
    },
    {
      name = "meas.release", type = "uint8", base = "dec", title = "Release",
    },
    {
      name = "meas.priority", type = "uint8", base = "dec", title = "Priority",
    },
    {
      name = "meas.q_rxlevmin", type = "uint8", base = "dec",
      title = "Q_rxlevmin",
    },
    {
      name = "meas.p_max", type = "uint8", base = "dec", title = "P_max",
    },
    {
      name = "meas.s_rxlev", type = "uint8", base = "dec", title = "S_rxlev",
    },
    { name = "bsic", type = "uint8", base = "dec", title = "BSIC" },
    { name = "bsic.valid", type = "bool", title = "BSIC is known" },
    {
      name = "bsic.bcc", type = "uint8", base = "dec",
      title = "Base station colour code",
    },
    {
      name = "bsic.ncc", type = "uint8", base = "dec",
      title = "Network colour code",
    },
    {
      name = "mac.samples", type = "uint8", base = "dec", title = "Samples",
    },
    { name = "mac.block", type = "none", title = "Transport block" },
    { name = "mac.buffer", type = "none", title = "Buffer status" },
    { name = "mac.channel", type = "none", title = "Logical channel" },
    {
      name = "mac.sub_id", type = "uint8", base = "dec",
      title = "Subscription",
    },
    {
      name = "mac.cell", type = "uint8", base = "dec",
      title = "Cell of the carrier aggregation",
    },
    {
      name = "mac.rnti_type", type = "uint8", base = "dec",
      names = "mac_rnti_types", title = "RNTI type",
    },
    {
      name = "mac.harq", type = "uint8", base = "dec", title = "HARQ process",
    },
    { name = "mac.pmch", type = "uint16", base = "dec", title = "PMCH" },
    {
      name = "mac.tbs", type = "uint16", base = "dec", label = "TBS",
      title = "Transport block size",
    },
    {
      name = "mac.grant", type = "uint16", base = "dec", label = "grant",
      title = "Grant",
    },
    {
      name = "mac.rlc_pdus", type = "uint8", base = "dec", title = "RLC PDUs",
    },
    {
      name = "mac.padding", type = "uint16", base = "dec",
      title = "Bytes of padding",
    },
    {
      name = "mac.bsr_event", type = "uint8", base = "dec",
      names = "bsr_events", title = "BSR event",
    },
    {
      name = "mac.bsr_trigger", type = "uint8", base = "dec",
      names = "bsr_triggers", title = "BSR trigger",
    },
    {
      name = "mac.header_len", type = "uint8", base = "dec",
      title = "Header length",
    },
    {
      name = "mac.header", type = "bytes", base = "none",
      title = "MAC header and control elements",
    },
    {
      name = "mac.lcids", type = "uint8", base = "dec",
      title = "Active logical channels",
    },
    {
      name = "mac.lcid", type = "uint8", base = "dec",
      title = "Logical channel id",
    },
    {
      name = "mac.priority", type = "uint8", base = "dec", title = "Priority",
    },
    {
      name = "mac.new_bytes", type = "uint32", base = "dec",
      title = "New bytes",
    },
    {
      name = "mac.new_compressed", type = "uint32", base = "dec",
      title = "New bytes, compressed",
    },
    {
      name = "mac.retx_bytes", type = "uint32", base = "dec",
      title = "Bytes to send again",
    },
    {
      name = "mac.ctrl_bytes", type = "uint16", base = "dec",
      title = "Control bytes",
    },
    {
      name = "mac.bsr_padding", type = "uint8", base = "dec",
      title = "Padding BSRs",
    },
    {
      name = "mac.bsr_regular", type = "uint8", base = "dec",
      title = "Regular BSRs",
    },
    {
      name = "mac.bsr_periodic", type = "uint8", base = "dec",
      title = "Periodic BSRs",
    },
    {
      name = "mac.bsr_cancelled", type = "uint8", base = "dec",
      title = "Cancelled BSRs",
    },
    {
      name = "mac.grant_received", type = "uint32", base = "dec",
      label = "granted", title = "Bytes granted",
    },
    {
      name = "mac.grant_used", type = "uint32", base = "dec", label = "used",
      title = "Bytes of grants used",
    },
    {
      name = "mac.blocks", type = "uint16", base = "dec",
      title = "Transport blocks",
    },
    {
      name = "mac.block_size", type = "uint32", base = "dec", label = "TBS",
      title = "Transport block size",
    },
    {
      name = "mac.block_padding", type = "uint32", base = "dec",
      title = "Bytes of padding",
    },
    {
      name = "mac.parts", type = "uint8", base = "dec",
      title = "Parts of the block",
    },
    { name = "mac.part", type = "none", title = "Part of the block" },
    {
      name = "mac.part_size", type = "uint16", base = "dec",
      title = "Bytes of the part",
    },
    {
      name = "mac.header_size", type = "uint16", base = "dec",
      title = "Header length",
    },
    { name = "mac.is_ce", type = "bool", title = "Is a control element" },
    {
      name = "mac.dl_lcid", type = "uint8", base = "dec",
      names = "mac_dl_lcids", label = "LCID", title = "Logical channel id",
    },
    {
      name = "mac.ce", type = "bytes", base = "none",
      title = "MAC control element",
    },
    {
      name = "mac.groups", type = "uint8", base = "dec",
      title = "Groups of PDCP PDUs",
    },
    { name = "mac.group", type = "none", title = "Group of PDCP PDUs" },
    {
      name = "mac.words", type = "uint16", base = "dec",
      title = "Further words",
    },
    { name = "mac.word", type = "none", title = "Word" },
    { name = "mac.data", type = "uint32", base = "hex", title = "Value" },
    { name = "mac.more", type = "bool", title = "Another word follows" },
    {
      name = "mac.carrier", type = "uint8", base = "dec", title = "Carrier",
    },
    {
      name = "mac.carrier_id", type = "uint32", base = "dec",
      label = "carrier", title = "Carrier",
    },
    {
      name = "mac.records", type = "uint8", base = "dec", title = "Records",
    },
    { name = "mac.record", type = "none", title = "Record" },
    {
      name = "mac.slots", type = "uint32", base = "dec", title = "Slots",
    },
    {
      name = "mac.decoded", type = "uint32", base = "dec",
      title = "PDSCH decoded",
    },
    {
      name = "mac.crc_right", type = "uint32", base = "dec", label = "right",
      title = "Blocks with a right check sequence",
    },
    {
      name = "mac.crc_wrong", type = "uint32", base = "dec", label = "wrong",
      title = "Blocks with a wrong check sequence",
    },
    {
      name = "mac.retx", type = "uint32", base = "dec", label = "again",
      title = "Blocks sent again",
    },
    {
      name = "mac.ack_as_nack", type = "uint32", base = "dec",
      title = "ACK taken as NACK",
    },
    {
      name = "mac.harq_failed", type = "uint32", base = "dec",
      title = "HARQ failures",
    },
    {
      name = "mac.bytes", type = "uint64", base = "dec",
      title = "Bytes of blocks",
    },
    {
      name = "mac.bytes_right", type = "uint64", base = "dec",
      title = "Bytes of blocks with a right check sequence",
    },
    {
      name = "mac.bytes_wrong", type = "uint64", base = "dec",
      title = "Bytes of blocks with a wrong check sequence",
    },
    {
      name = "mac.bytes_padding", type = "uint64", base = "dec",
      title = "Bytes of padding in all",
    },
    {
      name = "mac.bytes_new", type = "uint64", base = "dec",
      title = "Bytes of new blocks",
    },
    {
      name = "mac.bytes_retx", type = "uint64", base = "dec",
      title = "Bytes of blocks sent again",
    },
    {
      name = "mac.blocks_new", type = "uint32", base = "dec", label = "new",
      title = "New blocks",
    },
    {
      name = "mac.dtx", type = "uint32", base = "dec", title = "Not sent",
    },
    {
      name = "mac.mcs_sum", type = "uint64", base = "dec",
      title = "Sum of MCS",
    },
    {
      name = "mac.prb_sum", type = "uint64", base = "dec",
      title = "Sum of resource blocks",
    },
    {
      name = "mac.phr_count", type = "uint32", base = "dec",
      title = "Power headroom reports",
    },
    {
      name = "mac.phr_sum", type = "uint64", base = "dec",
      title = "Sum of power headroom",
    },
    {
      name = "mac.ri_count", type = "uint32", base = "dec",
      title = "Rank indications",
    },
    {
      name = "mac.ri_sum", type = "uint32", base = "dec",
      title = "Sum of ranks",
    },
    {
      name = "mac.cqi_count", type = "uint32", base = "dec",
      title = "CQI reports",
    },
    {
      name = "mac.cqi_sum", type = "uint32", base = "dec",
      title = "Sum of CQI",
    },
    {
      name = "mac.scheduled", type = "uint32", base = "dec",
      title = "Slots with UL-SCH",
    },
    {
      name = "mac.not_scheduled", type = "uint32", base = "dec",
      title = "Slots without UL-SCH",
    },
    {
      name = "mac.ttis", type = "uint8", base = "dec",
      title = "Transmission intervals",
    },
    { name = "mac.tti", type = "none", title = "Transmission interval" },
    {
      name = "mac.pdus", type = "uint16", base = "dec",
      title = "Complete PDUs",
    },
    {
      name = "mac.grant_bytes", type = "uint32", base = "dec", label = "grant",
      title = "Bytes granted to the block",
    },
    {
      name = "mac.built_bytes", type = "uint32", base = "dec", label = "built",
      title = "Bytes built",
    },
    {
      name = "mac.has_phr", type = "bool",
      title = "Has a power headroom report",
    },
    {
      name = "mac.has_bsr", type = "bool",
      title = "Has a buffer status report",
    },
    {
      name = "mac.ce_size", type = "uint8", base = "dec",
      title = "Bytes of control elements",
    },
    {
      name = "mac.ces", type = "bytes", base = "none",
      title = "MAC control elements",
    },
    {
      name = "rach.attempt", type = "uint8", base = "dec", label = "attempt",
      title = "Attempt",
    },
    {
      name = "rach.result", type = "uint8", base = "dec",
      names = "rach_results", label = "result", title = "Result",
    },
    {
      name = "rach.contention", type = "uint8", base = "dec",
      title = "Contention based",
    },
    { name = "rach.has_msg1", type = "bool", title = "Message 1" },
    { name = "rach.has_msg2", type = "bool", title = "Message 2" },
    { name = "rach.has_msg3", type = "bool", title = "Message 3" },
    {
      name = "rach.preamble", type = "uint8", base = "dec", title = "Preamble",
    },
    {
      name = "rach.preamble_mask", type = "uint8", base = "hex",
      title = "Preamble mask",
    },
    {
      name = "rach.power", type = "int16", base = "dec",
      title = "Preamble power offset",
    },
    {
      name = "rach.backoff", type = "uint16", base = "dec", title = "Back-off",
    },
    {
      name = "rach.msg2_result", type = "uint8", base = "dec",
      title = "Message 2 received",
    },
    {
      name = "rach.tc_rnti", type = "uint16", base = "dec",
      title = "Temporary C-RNTI",
    },
    {
      name = "rach.timing_advance", type = "uint16", base = "dec",
      label = "TA", title = "Timing advance",
    },
    {
      name = "rach.grant_raw", type = "uint32", base = "hex",
      title = "Grant as received",
    },
    {
      name = "rach.grant", type = "uint16", base = "dec", title = "Grant",
    },
    {
      name = "rach.harq", type = "uint8", base = "dec", title = "HARQ process",
    },
    {
      name = "rach.msg3", type = "bytes", base = "none", title = "Message 3",
    },
    {
      name = "rach.reason", type = "uint8", base = "dec", label = "reason",
      title = "Reason",
    },
    {
      name = "rach.msg3_size", type = "uint8", base = "dec",
      title = "Size of message 3",
    },
    {
      name = "rach.group", type = "uint8", base = "dec",
      title = "Preamble group",
    },
    {
      name = "rach.radio_condition", type = "uint8", base = "dec",
      title = "Radio condition",
    },
    {
      name = "rach.c_rnti", type = "uint16", base = "dec", title = "C-RNTI",
    },
    {
      name = "rach.attempts", type = "uint16", base = "dec", label = "attempt",
      title = "Attempt",
    },
    {
      name = "rach.nr_result", type = "uint8", base = "dec",
      names = "nr_rach_results", label = "result", title = "Result",
    },
    {
      name = "rach.nr_contention", type = "uint8", base = "dec",
      names = "nr_contentions", label = "by", title = "Contention",
    },
    {
      name = "rach.nr_reason", type = "uint8", base = "dec",
      names = "nr_rach_reasons", label = "reason", title = "Reason",
    },
    { name = "rach.has_msg4", type = "bool", title = "Message 4" },
    { name = "rach.ssb", type = "uint8", base = "dec", title = "SSB" },
    {
      name = "rach.csi_rs", type = "uint8", base = "dec", title = "CSI-RS",
    },
    {
      name = "rach.bwp", type = "uint8", base = "dec",
      title = "Bandwidth part",
    },
    {
      name = "rach.msg1_scs", type = "uint8", base = "dec",
      names = "prach_scs", title = "Subcarrier spacing of message 1",
    },
    {
      name = "rach.bwp_scs", type = "uint8", base = "dec", names = "scs",
      title = "Subcarrier spacing of the bandwidth part",
    },
    { name = "rach.msg1", type = "none", title = "Preamble sent" },
    { name = "rach.response", type = "none", title = "Response" },
    { name = "rach.request", type = "none", title = "Message 3 sent" },
    {
      name = "rach.resolution", type = "none", title = "Contention resolution",
    },
    {
      name = "rach.symbol", type = "uint8", base = "dec",
      title = "First symbol",
    },
    {
      name = "rach.prach_config", type = "uint16", base = "dec",
      title = "PRACH configuration",
    },
    {
      name = "rach.format", type = "uint8", base = "dec",
      title = "Preamble format",
    },
    {
      name = "rach.nr_preamble", type = "uint8", base = "dec",
      title = "Preamble",
    },
    {
      name = "rach.fdm", type = "uint16", base = "dec",
      title = "Frequency index",
    },
    {
      name = "rach.root", type = "uint16", base = "dec",
      title = "Root sequence",
    },
    {
      name = "rach.shift", type = "uint16", base = "dec",
      title = "Cyclic shift",
    },
    {
      name = "rach.ra_rnti", type = "uint16", base = "dec", title = "RA-RNTI",
    },
    {
      name = "rach.path_loss", type = "uint16", base = "dec",
      title = "Path loss",
    },
    {
      name = "rach.window_start", type = "uint16", base = "dec",
      title = "First frame of the window",
    },
    {
      name = "rach.window_end", type = "uint16", base = "dec",
      title = "Last frame of the window",
    },
    {
      name = "rach.backoff_time", type = "uint32", base = "dec",
      title = "Back-off taken",
    },
    {
      name = "rlc.config", type = "uint8", base = "dec",
      title = "Configuration",
    },
    {
      name = "rlc.mode", type = "uint8", base = "dec", names = "rlc_modes",
      title = "Mode",
    },
    {
      name = "rlc.sn_length", type = "uint8", base = "dec",
      title = "Sequence number length",
    },
    { name = "rlc.vr_r", type = "uint16", base = "dec", title = "VR(R)" },
    { name = "rlc.vr_x", type = "uint16", base = "dec", title = "VR(X)" },
    {
      name = "rlc.vr_ms", type = "uint16", base = "dec", title = "VR(MS)",
    },
    { name = "rlc.vr_h", type = "uint16", base = "dec", title = "VR(H)" },
    { name = "rlc.vt_a", type = "uint16", base = "dec", title = "VT(A)" },
    { name = "rlc.vt_s", type = "uint16", base = "dec", title = "VT(S)" },
    {
      name = "rlc.pdus_no_poll", type = "uint16", base = "dec",
      title = "PDUs without poll",
    },
    {
      name = "rlc.bytes_no_poll", type = "uint32", base = "dec",
      title = "Bytes without poll",
    },
    {
      name = "rlc.poll_sn", type = "uint16", base = "dec",
      title = "Sequence number of the poll",
    },
    {
      name = "rlc.pdus", type = "uint16", base = "dec", label = "PDUs",
      title = "PDUs",
    },
    { name = "rlc.pdu", type = "none", title = "RLC PDU" },
    {
      name = "rlc.size", type = "uint16", base = "dec", title = "PDU size",
    },
    {
      name = "rlc.logged", type = "uint16", base = "dec",
      title = "Bytes logged",
    },
    {
      name = "rlc.header", type = "bytes", base = "none", title = "RLC header",
    },
    {
      name = "pdcp.srb_key", type = "string",
      title = "Key of signalling bearers",
    },
    {
      name = "pdcp.drb_key", type = "string", title = "Key of data bearers",
    },
    { name = "pdcp.ck", type = "string", title = "Cipher key" },
    { name = "pdcp.ik", type = "string", title = "Integrity key" },
    {
      name = "pdcp.srb_cipher", type = "uint8", base = "dec",
      names = "pdcp_ciphers", label = "SRB",
      title = "Cipher of signalling bearers",
    },
    {
      name = "pdcp.drb_cipher", type = "uint8", base = "dec",
      names = "pdcp_ciphers", label = "DRB", title = "Cipher of data bearers",
    },
    {
      name = "pdcp.integrity", type = "uint8", base = "dec",
      names = "pdcp_ciphers", label = "integrity",
      title = "Integrity algorithm",
    },
    {
      name = "pdcp.pdus", type = "uint16", base = "dec", label = "PDUs",
      title = "PDUs",
    },
    { name = "pdcp.pdu", type = "none", title = "PDCP PDU" },
    {
      name = "pdcp.config", type = "uint8", base = "dec",
      title = "Configuration",
    },
    { name = "pdcp.mode", type = "uint8", base = "dec", title = "Mode" },
    {
      name = "pdcp.sn_length", type = "uint8", base = "dec",
      title = "Sequence number length",
    },
    {
      name = "pdcp.bearer", type = "uint8", base = "dec",
      title = "Bearer, less one",
    },
    { name = "pdcp.valid", type = "bool", title = "Valid" },
    {
      name = "pdcp.size", type = "uint16", base = "dec", title = "PDU size",
    },
    {
      name = "pdcp.logged", type = "uint16", base = "dec",
      title = "Bytes logged",
    },
    {
      name = "pdcp.count", type = "uint32", base = "dec", title = "COUNT",
    },
    {
      name = "pdcp.mac_i", type = "uint32", base = "hex", title = "MAC-I",
    },
    {
      name = "pdcp.header", type = "bytes", base = "none",
      title = "PDCP header",
    },
    {
      name = "phy.records", type = "uint8", base = "dec", title = "Records",
    },
    { name = "phy.record", type = "none", title = "Record" },
    { name = "phy.block", type = "none", title = "Transport block" },
    {
      name = "phy.rbs", type = "uint8", base = "dec", label = "RBs",
      title = "Resource blocks",
    },
    {
      name = "phy.layers", type = "uint8", base = "dec", title = "Layers",
    },
    {
      name = "phy.blocks", type = "uint8", base = "dec",
      title = "Transport blocks",
    },
    {
      name = "phy.cell", type = "uint8", base = "dec",
      title = "Cell of the carrier aggregation",
    },
    {
      name = "phy.carrier", type = "uint8", base = "dec", title = "Carrier",
    },
    {
      name = "phy.harq", type = "uint8", base = "dec", title = "HARQ process",
    },
    {
      name = "phy.rv", type = "uint8", base = "dec",
      title = "Redundancy version",
    },
    { name = "phy.ndi", type = "bool", title = "New data" },
    {
      name = "phy.crc", type = "bool", title = "Check sequence is right",
    },
    {
      name = "phy.retx", type = "uint8", base = "dec",
      title = "Retransmission",
    },
    { name = "phy.rnti", type = "uint16", base = "dec", title = "RNTI" },
    {
      name = "phy.rnti_type", type = "uint8", base = "dec",
      title = "RNTI type",
    },
    {
      name = "phy.tb_size", type = "uint16", base = "dec", label = "TBS",
      title = "Transport block size",
    },
    {
      name = "phy.mcs", type = "uint8", base = "dec", label = "MCS",
      title = "MCS",
    },
    {
      name = "phy.block_rbs", type = "uint8", base = "dec",
      title = "Resource blocks of the block",
    },
    {
      name = "phy.bits_per_symbol", type = "uint8", base = "dec",
      names = "modulations", title = "Bits per symbol",
    },
    {
      name = "phy.hypotheses", type = "uint8", base = "dec",
      label = "hypotheses", title = "Hypotheses",
    },
    {
      name = "phy.frame_time", type = "uint16", base = "dec",
      title = "Ten times the frame, and the subframe",
    },
    { name = "phy.coding_rate", type = "double", title = "Coding rate" },
    {
      name = "phy.power", type = "double", unit = "dBm", label = "power",
      title = "Transmitted power (dBm)",
    },
    {
      name = "phy.path_loss", type = "double", unit = "dB", label = "loss",
      title = "Path loss (dB)",
    },
    {
      name = "phy.format", type = "uint8", base = "dec",
      title = "PUCCH format",
    },
    {
      name = "phy.report_mode", type = "uint8", base = "dec",
      title = "Reporting mode",
    },
    {
      name = "phy.report_type", type = "uint8", base = "dec",
      title = "Report type",
    },
    {
      name = "phy.subbands", type = "uint8", base = "dec", title = "Subbands",
    },
    {
      name = "phy.cqi0", type = "uint8", base = "dec", label = "CQI",
      title = "CQI of codeword 0",
    },
    {
      name = "phy.cqi1", type = "uint8", base = "dec",
      title = "CQI of codeword 1",
    },
    {
      name = "phy.dcis", type = "uint8", base = "dec",
      title = "Control messages",
    },
    { name = "phy.dci", type = "none", title = "Control message" },
    {
      name = "phy.dci_bits", type = "uint8", base = "dec", label = "DCI",
      title = "Bits of the control message",
    },
    {
      name = "phy.aggregation", type = "uint8", base = "dec",
      names = "aggregations", title = "Aggregation level",
    },
    {
      name = "phy.ue_specific", type = "bool",
      title = "In the search space of the UE",
    },
    { name = "phy.is_new", type = "bool", title = "New transmission" },
    {
      name = "phy.phichs", type = "uint8", base = "dec", title = "Answers",
    },
    { name = "phy.phich", type = "none", title = "Answer" },
    { name = "phy.has_phich", type = "bool", title = "Has an answer" },
    { name = "phy.is_ack", type = "bool", title = "Answer is ACK" },
    {
      name = "phy.dl_offset", type = "uint32", base = "dec",
      title = "Offset of the downlink frame",
    },
    {
      name = "phy.ul_offset", type = "uint32", base = "dec",
      title = "Offset of the uplink frame",
    },
    {
      name = "phy.timing_advance", type = "uint16", base = "dec", label = "TA",
      title = "Timing advance",
    },
    {
      name = "phy.dl_shift", type = "int16", base = "dec",
      title = "Shift of the downlink frame",
    },
    {
      name = "phy.ul_shift", type = "int8", base = "dec",
      title = "Shift of the uplink frame",
    },
    {
      name = "phy.ta_shift", type = "int8", base = "dec",
      title = "Shift of the timing advance",
    },
    {
      name = "ims.direction", type = "uint8", base = "dec",
      names = "sip_directions", title = "SIP direction",
    },
    { name = "ims.has_sdp", type = "bool", title = "Has SDP" },
    {
      name = "ims.call_id_len", type = "uint8", base = "dec",
      title = "Length of the call id",
    },
    {
      name = "ims.sip_len", type = "uint16", base = "dec",
      title = "Length of the message",
    },
    {
      name = "ims.method", type = "uint16", base = "dec", title = "SIP method",
    },
    {
      name = "ims.status", type = "uint16", base = "dec", title = "SIP status",
    },
    { name = "ims.call_id", type = "string", title = "Call id" },
    {
      name = "ims.sip", type = "bytes", base = "none", title = "SIP message",
    },
    {
      name = "ims.dialed_len", type = "uint8", base = "dec",
      title = "Length of the dialed number",
    },
    { name = "ims.dialed", type = "string", title = "Dialed number" },
    {
      name = "ims.call_direction", type = "uint8", base = "dec",
      label = "direction", title = "Call direction",
    },
    {
      name = "ims.call_type", type = "uint32", base = "dec",
      title = "Call type",
    },
    {
      name = "ims.from_len", type = "uint8", base = "dec",
      title = "Length of the caller",
    },
    { name = "ims.from", type = "string", title = "Caller" },
    {
      name = "ims.to_len", type = "uint8", base = "dec",
      title = "Length of the called",
    },
    { name = "ims.to", type = "string", title = "Called" },
    {
      name = "ims.result", type = "uint16", base = "dec", label = "result",
      title = "Result",
    },
    {
      name = "ims.setup_delay", type = "uint32", base = "dec",
      title = "Setup delay",
    },
    {
      name = "ims.registration", type = "uint8", base = "dec",
      label = "registration", title = "Registration type",
    },
    {
      name = "ims.uri_len", type = "uint8", base = "dec",
      title = "Length of the request URI",
    },
    { name = "ims.uri", type = "string", title = "Request URI" },
    {
      name = "emm.state", type = "uint8", base = "dec", names = "emm_states",
      label = "state", title = "EMM state",
    },
    {
      name = "emm.substate", type = "uint16", base = "dec",
      title = "EMM substate",
    },
    {
      name = "esm.type", type = "uint8", base = "dec", names = "esm_types",
      label = "type", title = "EPS bearer type",
    },
    {
      name = "esm.bearer", type = "uint8", base = "dec", label = "bearer",
      title = "EPS bearer identity",
    },
    {
      name = "esm.state", type = "uint8", base = "dec", names = "esm_states",
      label = "state", title = "EPS bearer state",
    },
    { name = "esm.qci", type = "uint8", base = "dec", title = "QCI" },
    {
      name = "mm5g.state", type = "uint8", base = "dec", names = "mm5g_states",
      label = "state", title = "5GMM state",
    },
    {
      name = "mm5g.substate", type = "uint16", base = "dec",
      title = "5GMM substate",
    },
    {
      name = "mm5g.update", type = "uint8", base = "dec",
      title = "5GMM update status",
    },
    {
      name = "gmm.state", type = "uint8", base = "dec", names = "gmm_states",
      label = "state", title = "GMM state",
    },
    {
      name = "gmm.substate", type = "uint8", base = "dec",
      title = "GMM substate",
    },
    {
      name = "gmm.update", type = "uint8", base = "dec",
      title = "GMM update status",
    },
    {
      name = "mm.state", type = "uint8", base = "dec", names = "mm_states",
      label = "state", title = "MM state",
    },
    {
      name = "mm.substate", type = "uint8", base = "dec",
      title = "MM substate",
    },
    {
      name = "mm.update", type = "uint8", base = "dec",
      title = "MM update status",
    },
    {
      name = "mm.nom", type = "uint8", base = "dec",
      title = "Network operation mode",
    },
    {
      name = "mm.service", type = "uint8", base = "dec",
      title = "Service type",
    },
    { name = "guti.valid", type = "bool", title = "GUTI is valid" },
    {
      name = "guti.type", type = "uint8", base = "dec",
      title = "Identity type",
    },
    { name = "guti.plmn", type = "string", title = "GUTI: network" },
    {
      name = "guti.mme_group", type = "uint16", base = "hex",
      title = "GUTI: MME group",
    },
    {
      name = "guti.mme_code", type = "uint8", base = "hex",
      title = "GUTI: MME code",
    },
    {
      name = "guti.amf_region", type = "uint8", base = "hex",
      title = "GUTI: AMF region",
    },
    {
      name = "guti.amf_set", type = "uint16", base = "hex",
      title = "GUTI: AMF set",
    },
    {
      name = "guti.amf_pointer", type = "uint8", base = "hex",
      title = "GUTI: AMF pointer",
    },
    {
      name = "guti.tmsi", type = "uint32", base = "hex", title = "GUTI: TMSI",
    },
    {
      name = "ip.instance", type = "uint8", base = "dec", title = "Instance",
    },
    {
      name = "ip.protocol", type = "uint8", base = "dec",
      names = "ip_protocols", title = "Protocol",
    },
    {
      name = "ip.interface", type = "uint8", base = "dec", title = "Interface",
    },
    {
      name = "ip.sequence", type = "uint16", base = "dec",
      title = "Sequence number",
    },
    {
      name = "ip.segment", type = "uint16", base = "dec", mask = 0x7fff,
      title = "Segment",
    },
    {
      name = "ip.last", type = "bool", base = "16", mask = 0x8000,
      title = "Last segment",
    },
  },
  experts = {
    {
      name = "short", severity = "error", group = "malformed",
      title = "Ends too early",
    },
    {
      name = "cut", severity = "warn", group = "sequence",
      title = "Record cut by the capture's snaplen",
    },
    {
      name = "excess", severity = "note", group = "protocol",
      title = "Bytes left over",
    },
    {
      name = "fcs.bad", severity = "error", group = "checksum",
      title = "Bad frame check sequence",
    },
    {
      name = "loss", severity = "warn", group = "sequence",
      title = "Containers lost before this record",
    },
    {
      name = "joined", severity = "note", group = "sequence",
      title = "Starts inside a frame, which began earlier",
    },
    {
      name = "filled", severity = "note", group = "assumption",
      title = "Cut packet, filled up with zeros",
    },
    {
      name = "ipa.gap", severity = "warn", group = "sequence",
      title = "Entries missing within IPA",
    },
    {
      name = "ipa.out_of_step", severity = "warn", group = "protocol",
      title = "Bytes that are not an entry",
    },
    {
      name = "frame.dropped", severity = "warn", group = "sequence",
      title = "Beginning of a frame without its end",
    },
    {
      name = "length", severity = "warn", group = "protocol",
      title = "Length does not match",
    },
    {
      name = "refused", severity = "warn", group = "response_code",
      title = "The modem refused a request",
    },
    {
      name = "encrypted", severity = "note", group = "security",
      title = "Encrypted: only the modem's maker can read it",
    },
    {
      name = "failed", severity = "error", group = "malformed",
      title = "Dissection of this message failed",
    },
    {
      name = "unknown", severity = "note", group = "undecoded",
      title = "Not known to this dissector",
    },
  },
}
