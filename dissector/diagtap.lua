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
-- tree gets `tree == nil` when nobody looks, and then adds nothing.  Syntax
-- and library are the subset that Lua 5.1 to 5.4 share.

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

-- Bits first..first+count-1 of n, without the bit library, whose numbers are
-- signed and which Lua 5.3 and later do not have.
local function bits(n, first, count)
  return floor(n / 2 ^ first) % 2 ^ count
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

local PATHS = {
  [0] = "Tailscale: from local",
  [1] = "Tailscale: from peer",
  [2] = "Tailscale: synthesized, to local",
  [3] = "Tailscale: synthesized, to peer",
  [254] = "Tailscale: disco",
  [0x0100] = "Container",
  [0x0101] = "Part of a container",
  [0x0102] = "Request",
  [0x01ff] = "Loss",
  [0x0200] = "IPA packet",
  [0x0201] = "Network interface frame",
}

local CONTAINER_TYPES = {
  [0x0001] = "Message masks changed",
  [0x0002] = "Log masks changed",
  [0x0004] = "Event masks changed",
  [0x0008] = "Command for a registered handler",
  [0x0010] = "Log session ended",
  [0x0020] = "User space data",
  [0x0040] = "DCI data",
  [0x0080] = "Raw data",
  [0x0100] = "DCI log masks changed",
  [0x0200] = "DCI event masks changed",
  [0x0400] = "DCI command",
  [0x1000] = "HDLC support changed",
}

local OPCODES = {
  [0x00] = "Version",
  [0x0c] = "Status",
  [0x10] = "Log",
  [0x13] = "Bad command",
  [0x14] = "Bad parameters",
  [0x15] = "Bad length",
  [0x18] = "Bad mode",
  [0x1c] = "DIAG version",
  [0x1d] = "Timestamp",
  [0x1f] = "Message",
  [0x42] = "Service programming code needed",
  [0x47] = "Security password needed",
  [0x4b] = "Subsystem command",
  [0x60] = "Event report",
  [0x63] = "Status snapshot",
  [0x73] = "Log configuration",
  [0x78] = "Log on demand",
  [0x79] = "Extended message",
  [0x7c] = "Extended build id",
  [0x7d] = "Extended message configuration",
  [0x7e] = "Terse message configuration",
  [0x7f] = "Terse message translation",
  [0x80] = "Subsystem command, version 2",
  [0x81] = "Get event mask",
  [0x82] = "Set event mask",
  [0x92] = "Terse message (QSR)",
  [0x93] = "DCI request",
  [0x94] = "DCI delayed response",
  [0x95] = "Transport error",
  [0x98] = "Multi-radio packet",
  [0x99] = "Terse message (QSR4)",
  [0x9a] = "DCI control",
  [0x9b] = "Compressed packet",
  [0x9c] = "Small message",
  [0x9d] = "QSH trace",
  [0x9e] = "Encrypted log",
}

local LOG_CODES = {
  [0x11eb] = "Protocol services data",
  [0x412f] = "WCDMA signalling message",
  [0x512f] = "GSM RR signalling message",
  [0x5226] = "GPRS MAC signalling message",
  [0x5230] = "GPRS SM/GMM OTA message",
  [0x5b2f] = "GSM DSDS RR signalling message",
  [0x713a] = "UMTS NAS OTA message",
  [0x7b3a] = "UMTS DSDS NAS OTA message",
  [0xb060] = "LTE MAC configuration",
  [0xb061] = "LTE MAC RACH trigger",
  [0xb062] = "LTE MAC RACH attempt",
  [0xb063] = "LTE MAC downlink transport block",
  [0xb064] = "LTE MAC uplink transport block",
  [0xb0c0] = "LTE RRC OTA packet",
  [0xb0c1] = "LTE RRC MIB",
  [0xb0c2] = "LTE RRC serving cell info",
  [0xb0cd] = "LTE RRC supported CA combinations",
  [0xb0e0] = "LTE NAS ESM protected incoming message",
  [0xb0e1] = "LTE NAS ESM protected outgoing message",
  [0xb0e2] = "LTE NAS ESM plain incoming message",
  [0xb0e3] = "LTE NAS ESM plain outgoing message",
  [0xb0e4] = "LTE NAS ESM bearer context state",
  [0xb0e5] = "LTE NAS ESM bearer context info",
  [0xb0ea] = "LTE NAS EMM protected incoming message",
  [0xb0eb] = "LTE NAS EMM protected outgoing message",
  [0xb0ec] = "LTE NAS EMM plain incoming message",
  [0xb0ed] = "LTE NAS EMM plain outgoing message",
  [0xb0ee] = "LTE NAS EMM state",
  [0xb17f] = "LTE ML1 serving cell measurement and evaluation",
  [0xb180] = "LTE ML1 neighbour measurements",
  [0xb193] = "LTE ML1 serving cell measurement response",
  [0xb197] = "LTE ML1 serving cell info",
  [0xb821] = "NR RRC OTA packet",
  [0xb822] = "NR RRC MIB",
  [0xb823] = "NR RRC serving cell info",
}

local function log_name(code)
  return LOG_CODES[code] or format("log 0x%04x", code)
end

local function opcode_name(op)
  return OPCODES[op] or format("command 0x%02x", op)
end

-------------------------------------------------------------------------------
-- Layouts of the RRC logs
-------------------------------------------------------------------------------

-- LTE RRC OTA (0xb0c0): where each field of the header stands, by version.
-- A number is an offset; `from` is the first version of the layout.
local LTE_RRC_LAYOUTS = {
  { from = 0, release = 1, minor = 2, bearer = 3, pci = 4, freq = 6,
    freq_size = 2, sfn = 8, pdu = 10, length = 11, payload = 13 },
  { from = 5, release = 1, minor = 2, bearer = 3, pci = 4, freq = 6,
    freq_size = 2, sfn = 8, pdu = 10, sib = 11, length = 15, payload = 17 },
  { from = 8, release = 1, minor = 2, bearer = 3, pci = 4, freq = 6,
    freq_size = 4, sfn = 10, pdu = 12, sib = 13, length = 17, payload = 19 },
  { from = 25, release = 1, minor = 2, nr_release = 3, nr_minor = 4,
    bearer = 5, pci = 6, freq = 8, freq_size = 4, sfn = 12, pdu = 14,
    sib = 15, length = 19, payload = 21 },
  { from = 30, release = 1, minor = 2, nr_release = 3, nr_minor = 4,
    bearer = 5, pci = 6, freq = 8, freq_size = 4, sfn = 12, pdu = 14,
    sib = 15, length = 19, segment = 23, payload = 24 },
}

local function lte_rrc_layout(version)
  local layout
  for _, candidate in ipairs(LTE_RRC_LAYOUTS) do
    if version >= candidate.from then layout = candidate end
  end
  return layout
end

-- Channels in the order in which every family of PDU numbers counts them.
local LTE_CHANNELS = { "bcch_bch", "bcch_dl_sch", "mcch", "pcch", "dl_ccch",
  "dl_dcch", "ul_ccch", "ul_dcch" }
local LTE_NB_CHANNELS = { "bcch_bch.nb", "bcch_dl_sch.nb", "pcch.nb",
  "dl_ccch.nb", "dl_dcch.nb", "ul_ccch.nb", "ul_dcch.nb" }

local LTE_PDUS = {
  a = { 1, 2, 3, 4, 5, 6, 7, 8 },
  b = { 8, 9, 10, 11, 12, 13, 14, 15 },
  c = { 1, 2, 4, 5, 6, 7, 8, 9 },
  d = { 1, 2, 4, 5, 6, 7, 8, 9, nb = { 54, 55, 56, 57, 58, 59, 61 } },
  e = { 1, 3, 6, 7, 8, 9, 10, 11, nb = { 45, 46, 47, 48, 49, 50, 52 } },
}

-- Versions that no tool has named take the family of their neighbours.
local LTE_FAMILIES = { [0] = "a", "a", "a", "a", "a", "a", "a", "a", "a", "b",
  "b", "b", "b", "a", "c", "c", "c", "c", "c", "e", "d", "d", "a", "d", "d",
  "d", "e" }

local function pdu_table(family)
  local channels = {}
  for i, pdu in ipairs(family) do channels[pdu] = LTE_CHANNELS[i] end
  for i, pdu in ipairs(family.nb or {}) do
    channels[pdu] = LTE_NB_CHANNELS[i]
  end
  return channels
end

local LTE_PDU_TABLES = {}
for name, family in pairs(LTE_PDUS) do
  LTE_PDU_TABLES[name] = pdu_table(family)
end

-- Wireshark's name of the channel, as in "lte_rrc.NAME", or nil.
local function lte_channel(version, pdu)
  return LTE_PDU_TABLES[LTE_FAMILIES[version] or "e"][pdu]
end

-------------------------------------------------------------------------------

if not Proto then
  return {
    u8 = u8, u16 = u16, u32 = u32, i32 = i32, bits = bits,
    unescape = unescape, crc16 = crc16, modem_time = modem_time,
    paths = PATHS, container_types = CONTAINER_TYPES, opcodes = OPCODES,
    log_codes = LOG_CODES, lte_rrc_layout = lte_rrc_layout,
    lte_channel = lte_channel,
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

local FCS_STATUS = { [0] = "Bad", "Good", "Unverified" }

local pf_frame = {
  item = field("none", "frame", "Frame"),
  begun_in = field("framenum", "frame.begun_in", "Frame begun in", base.NONE),
  escapes = field("uint32", "frame.escapes", "Escaped octets", base.DEC),
  fcs = field("uint16", "frame.fcs", "Frame check sequence", base.HEX),
  fcs_status = field("uint8", "frame.fcs.status", "FCS status", base.DEC,
    FCS_STATUS),
}

local pf_packet = {
  opcode = field("uint8", "opcode", "Opcode", base.HEX, OPCODES),
  body = field("bytes", "body", "Body", base.NONE),
  radio = field("uint32", "radio", "Radio", base.DEC),
}

local pf_log = {
  item = field("none", "log", "Log"),
  more = field("uint8", "log.more", "More logs held", base.DEC),
  outer = field("uint16", "log.outer_len", "Outer length", base.DEC),
  inner = field("uint16", "log.len", "Length", base.DEC),
  code = field("uint16", "log.code", "Log code", base.HEX, LOG_CODES),
  time = field("absolute_time", "time", "Modem time", base.UTC),
  body = field("bytes", "log.body", "Log body", base.NONE),
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
  earfcn = field("uint32", "earfcn", "EARFCN", base.DEC),
  sfn = field("uint16", "sfn", "System frame number", base.DEC),
  subframe = field("uint8", "subframe", "Subframe", base.DEC),
  pdu = field("uint8", "pdu", "PDU number", base.DEC),
  channel = field("string", "channel", "Channel"),
  sib_mask = field("uint32", "sib_mask", "SIB mask", base.HEX),
  segment = field("uint8", "segment", "Segment", base.DEC),
  length = field("uint16", "pdu_len", "PDU length", base.DEC),
  payload = field("bytes", "payload", "PDU", base.NONE),
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
local ef_dropped = expert_of("frame.dropped",
  "Beginning of a frame without its end",
  expert.group.SEQUENCE, expert.severity.WARN)
local ef_length = expert_of("length", "Length does not match",
  expert.group.PROTOCOL, expert.severity.WARN)
local ef_failed = expert_of("failed", "Dissection of this message failed",
  expert.group.MALFORMED, expert.severity.ERROR)
local ef_unknown = expert_of("unknown", "Not known to this dissector",
  expert.group.UNDECODED, expert.severity.NOTE)

diagtap.fields = fields
diagtap.experts = experts

diagtap.prefs.crc = Pref.bool("Check the frame check sequence", true,
  "Compute the CRC of every frame; off is faster")

-- Copies, because asking Wireshark for a preference costs as much as a field.
local prefs = { crc = true }

local function read_prefs()
  prefs.crc = diagtap.prefs.crc
end

-- What a record hands on to later ones, found on the first pass only: a
-- later visit comes in any order.  What a record got from earlier ones is
-- kept in `memory` under its frame number, for those visits.
local state, memory

function diagtap.init()
  state = { partial = {}, parts = {} }
  memory = {}
  read_prefs()
end

function diagtap.prefs_changed()
  read_prefs()
end

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

local function complain(ctx, item, ef, ...)
  (item or ctx.top):add_proto_expert_info(ef, format(...))
end

-- The sections below, in the order of the flow.  They are tables so that each
-- may call the one after it.
local preamble, container, message, frame, packet, log, layers =
  {}, {}, {}, {}, {}, {}, {}
local columns = {}

-------------------------------------------------------------------------------
-- Columns
-------------------------------------------------------------------------------
-- Dissectors of upper layers clear, append to and fence Info as they like, so
-- what each of them wrote is read back, and Info is written once, at the end.

function columns.open(ctx)
  local info = ctx.pinfo.cols.info
  -- Without columns (tshark -T fields, taps) Wireshark shows a placeholder.
  if tostring(info) == "(info)" then return end
  ctx.info, ctx.texts = info, {}
end

function columns.add(ctx, text)
  local texts = ctx.texts
  if texts and text ~= "" then texts[#texts + 1] = text end
end

function columns.clear(ctx)
  if not ctx.texts then return end
  ctx.info:clear_fence()
  ctx.info:set("")
end

-- Takes what an upper layer wrote, or `otherwise` when it wrote nothing.
function columns.take(ctx, otherwise)
  if not ctx.texts then return end
  local text = gsub(tostring(ctx.info), "^[%s,]+", "")
  columns.add(ctx, text == "" and otherwise or text)
end

function columns.close(ctx)
  if not ctx.texts then return end
  local cols = ctx.pinfo.cols
  columns.clear(ctx)
  ctx.info:set(concat(ctx.texts, ", "))
  cols.protocol:clear_fence()
  cols.protocol:set("DIAG")
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
  tree:add(pf_preamble.a_len, tvb(2, 1))
  if head.a_len > 0 then
    tree:add(pf_preamble.a, tvb(head.a, head.a_len))
  end
  tree:add(pf_preamble.b_len, tvb(head.b - 1, 1))
  if head.b_len > 0 then
    tree:add(pf_preamble.b, tvb(head.b, head.b_len))
  end
end

function preamble.loss(ctx, head)
  if head.a_len < 16 then
    return complain(ctx, nil, ef_short, "Loss record without its counts")
  end
  local containers = ctx.tvb(head.a, 8):le_uint64()
  local bytes = ctx.tvb(head.a + 8, 8):le_uint64()
  if ctx.tree then
    ctx.tree:add_le(pf_loss.containers, ctx.tvb(head.a, 8))
    ctx.tree:add_le(pf_loss.bytes, ctx.tvb(head.a + 8, 8))
  end
  local text = format("%s containers (%s bytes) lost", tostring(containers),
    tostring(bytes))
  complain(ctx, nil, ef_loss, "%s", text)
  columns.add(ctx, text)
  -- What began before the gap does not go on behind it.
  if not ctx.visited then state.partial, state.parts = {}, {} end
end

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
  frame.joined(ctx, tree, head .. rest, begun.number)
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
    if flag > at then frame.inside(ctx, tree, at, flag) end
    at = flag + 1
  end
  return at
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
  local range = ctx.tvb(at, flag - at)
  if find(s, "}", 1, true) then
    frame.copied(ctx, tree, range, s)
  else
    frame.dissect(ctx, tree, range, s, range:tvb())
  end
end

-- A frame without its escapes is not in the record: it gets a hex tab.
function frame.copied(ctx, tree, range, escaped, begun_in)
  local s = unescape(escaped)
  local name = format("DIAG frame %d", ctx.frames + 1)
  local tvb = #s > 0 and ByteArray.new(s, true):tvb(name)
  frame.dissect(ctx, tree, range, s, tvb, #escaped - #s, begun_in)
end

function frame.joined(ctx, tree, escaped, begun_in)
  frame.copied(ctx, tree, nil, escaped, begun_in)
end

function frame.dissect(ctx, tree, range, s, tvb, escapes, begun_in)
  local number, size = ctx.frames + 1, #s - 2
  ctx.frames = number
  if size < 1 then
    columns.add(ctx, "Short frame")
    return complain(ctx, tree, ef_short, "Frame %d of %d octets", number, #s)
  end
  if tree then
    tree = tree:add(pf_frame.item, range or tvb())
    tree:append_text(format(" %d", number))
    if begun_in then tree:add(pf_frame.begun_in, begun_in):set_generated() end
    if escapes and escapes > 0 then
      tree:add(pf_frame.escapes, escapes):set_generated()
    end
  end
  frame.check(ctx, tree, s, tvb, size)
  frame.guard(ctx, tree, sub(s, 1, size), tvb(0, size):tvb())
end

function frame.check(ctx, tree, s, tvb, size)
  local status = 2
  if prefs.crc then
    status = crc16(s, size) == u16(s, size) and 1 or 0
  end
  local item
  if tree then
    item = tree:add_le(pf_frame.fcs, tvb(size, 2))
    tree:add(pf_frame.fcs_status, status):set_generated()
  end
  if status == 0 then
    complain(ctx, item, ef_fcs, "Bad frame check sequence, expected 0x%04x",
      crc16(s, size))
    columns.add(ctx, "[bad FCS]")
  end
end

-- One frame that defeats us must not take the rest of the record with it.
function frame.guard(ctx, tree, s, tvb)
  local ok, err = pcall(packet.dissect, ctx, tree, s, tvb)
  if not ok then
    complain(ctx, tree, ef_failed, "Frame %d: %s", ctx.frames, tostring(err))
  end
end

-------------------------------------------------------------------------------
-- Packet
-------------------------------------------------------------------------------

function packet.dissect(ctx, tree, s, tvb)
  local op = u8(s, 0)
  if tree then tree:add(pf_packet.opcode, tvb(0, 1)) end
  local body = packet.bodies[op] or packet.opaque
  body(ctx, tree, s, tvb, op)
end

function packet.opaque(ctx, tree, s, tvb, op)
  columns.add(ctx, opcode_name(op))
  if not tree then return end
  tree:append_text(": " .. opcode_name(op))
  if #s > 1 then tree:add(pf_packet.body, tvb(1)) end
end

-- 0x98: another packet, of one of several radios.
function packet.multi_radio(ctx, tree, s, tvb)
  if #s < 9 then
    columns.add(ctx, opcode_name(0x98))
    return complain(ctx, tree, ef_short, "Multi-radio packet of %d octets", #s)
  end
  ctx.depth = ctx.depth + 1
  if ctx.depth > 4 then
    return complain(ctx, tree, ef_failed, "Packets nested too deeply")
  end
  if tree then tree:add_le(pf_packet.radio, tvb(4, 4)) end
  packet.dissect(ctx, tree, sub(s, 9), tvb(8):tvb())
  ctx.depth = ctx.depth - 1
end

-------------------------------------------------------------------------------
-- Log
-------------------------------------------------------------------------------

local LOG_HEADER = 16

function log.dissect(ctx, tree, s, tvb)
  if #s < LOG_HEADER then
    columns.add(ctx, "Log")
    return complain(ctx, tree, ef_short, "Log packet of %d octets", #s)
  end
  local code = u16(s, 6)
  local it = { code = code, name = log_name(code), s = s, tvb = tvb,
    at = LOG_HEADER, tree = log.show(tree, s, tvb, code) }
  log.check_length(ctx, it)
  local layer = layers.by_code[code] or layers.opaque
  layer(ctx, it)
end

function log.show(tree, s, tvb, code)
  if not tree then return end
  tree:append_text(": " .. log_name(code))
  tree:add(pf_log.more, tvb(1, 1))
  tree:add_le(pf_log.outer, tvb(2, 2))
  tree:add_le(pf_log.inner, tvb(4, 2))
  tree:add_le(pf_log.code, tvb(6, 2))
  tree:add(pf_log.time, tvb(8, 8), NSTime.new(modem_time(s, 8)))
  return tree
end

function log.check_length(ctx, it)
  local inner = u16(it.s, 4)
  if inner ~= #it.s - 4 then
    complain(ctx, it.tree, ef_length, "Log says %d octets, %d present", inner,
      #it.s - 4)
  end
end

-------------------------------------------------------------------------------
-- Layers: what the logs carry
-------------------------------------------------------------------------------
-- Each gets the log `it`: code, name, octets s, tvb, tree, and `at`, where the
-- body begins.

function layers.opaque(ctx, it)
  columns.add(ctx, it.name)
  if it.tree and it.at < #it.s then
    it.tree:add(pf_log.body, it.tvb(it.at))
  end
end

-- True when the body has `size` octets; else says so.
function layers.has(ctx, it, size)
  if #it.s - it.at >= size then return true end
  complain(ctx, it.tree, ef_short, "%s: header of %d octets, %d present",
    it.name, size, #it.s - it.at)
  layers.opaque(ctx, it)
  return false
end

local known = {}

local function dissector_of(name)
  local found = known[name]
  if found == nil then
    found = Dissector.get(name) or false
    known[name] = found
  end
  return found
end

-- Gives octets at..at+size to another dissector.  A dissector that runs out of
-- octets raises an error after it has marked its tree: no news for us.
function layers.hand_over(ctx, it, name, at, size)
  local present = #it.s - at
  if present < size then
    complain(ctx, it.tree, ef_short, "PDU of %d octets, %d present", size,
      present)
    size = present
  end
  local upper = name and dissector_of(name)
  if size < 1 or not upper then
    return layers.no_upper(ctx, it, at, size)
  end
  columns.clear(ctx)
  pcall(upper.call, upper, it.tvb(at, size):tvb(), ctx.pinfo, ctx.root)
  columns.take(ctx, it.name)
end

function layers.no_upper(ctx, it, at, size)
  columns.add(ctx, it.name)
  if size < 1 then return end
  if it.tree then it.tree:add(pf_radio.payload, it.tvb(at, size)) end
  complain(ctx, it.tree, ef_unknown, "%s: no dissector for this PDU", it.name)
end

local function show_text(tree, pf, text)
  if text then tree:add(pf, text):set_generated() end
end

-- The low four bits are the subframe, the rest the SFN.  Some versions put
-- other things there: those stay as they are.
function layers.show_sfn(tree, range, value)
  local sfn = floor(value / 16)
  if sfn > 1023 then return tree:add(pf_radio.sfn, range, value) end
  tree:add(pf_radio.sfn, range, sfn)
  tree:add(pf_radio.subframe, range, value % 16)
end

-- LTE RRC ---------------------------------------------------------------------

local LTE_RRC_ORDER = { { "release", 1 }, { "minor", 1 }, { "nr_release", 1 },
  { "nr_minor", 1 }, { "bearer", 1 }, { "pci", 2 } }

function layers.show_lte_rrc(it, layout, channel)
  local tree, tvb, at = it.tree, it.tvb, it.at
  show_text(tree, pf_radio.rat, "LTE")
  tree:add(pf_radio.version, tvb(at, 1))
  for _, row in ipairs(LTE_RRC_ORDER) do
    local offset = layout[row[1]]
    if offset then
      tree:add_le(pf_radio[row[1]], tvb(at + offset, row[2]))
    end
  end
  tree:add_le(pf_radio.earfcn, tvb(at + layout.freq, layout.freq_size))
  layers.show_sfn(tree, tvb(at + layout.sfn, 2), u16(it.s, at + layout.sfn))
  tree:add(pf_radio.pdu, tvb(at + layout.pdu, 1))
  show_text(tree, pf_radio.channel, channel)
  show_text(tree, pf_radio.direction, it.direction)
  if layout.sib then
    tree:add_le(pf_radio.sib_mask, tvb(at + layout.sib, 4))
  end
  tree:add_le(pf_radio.length, tvb(at + layout.length, 2))
end

function layers.lte_rrc(ctx, it)
  if not layers.has(ctx, it, 1) then return end
  local s, at = it.s, it.at
  local version = u8(s, at)
  local layout = lte_rrc_layout(version)
  if not layers.has(ctx, it, layout.payload) then return end
  local channel = lte_channel(version, u8(s, at + layout.pdu))
  if channel then
    it.direction = find(channel, "^ul") and "uplink" or "downlink"
  end
  if it.tree then layers.show_lte_rrc(it, layout, channel) end
  local size = u16(s, at + layout.length)
  if size < #s - at - layout.payload then
    complain(ctx, it.tree, ef_excess, "%d octets behind the PDU",
      #s - at - layout.payload - size)
  end
  layers.hand_over(ctx, it, channel and "lte_rrc." .. channel,
    at + layout.payload, size)
end

-- LTE NAS ---------------------------------------------------------------------

function layers.show_lte_nas(it)
  local tree, tvb, at = it.tree, it.tvb, it.at
  show_text(tree, pf_radio.rat, "LTE")
  tree:add(pf_radio.version, tvb(at, 1))
  tree:add(pf_radio.release, tvb(at + 1, 1))
  show_text(tree, pf_radio.direction, it.direction)
end

local function lte_nas(dissector)
  return function(ctx, it)
    if not layers.has(ctx, it, 4) then return end
    it.direction = it.code % 2 == 1 and "uplink" or "downlink"
    if it.tree then layers.show_lte_nas(it) end
    layers.hand_over(ctx, it, dissector, it.at + 4, #it.s - it.at - 4)
  end
end

layers.lte_nas_plain = lte_nas("nas-eps_plain")
layers.lte_nas_protected = lte_nas("nas-eps")

layers.by_code = {
  [0xb0c0] = layers.lte_rrc,
  [0xb0e0] = layers.lte_nas_protected,
  [0xb0e1] = layers.lte_nas_protected,
  [0xb0e2] = layers.lte_nas_plain,
  [0xb0e3] = layers.lte_nas_plain,
  [0xb0ea] = layers.lte_nas_protected,
  [0xb0eb] = layers.lte_nas_protected,
  [0xb0ec] = layers.lte_nas_plain,
  [0xb0ed] = layers.lte_nas_plain,
}

packet.bodies = {
  [0x10] = log.dissect,
  [0x98] = packet.multi_radio,
}

-------------------------------------------------------------------------------
-- The record, and our place in Wireshark
-------------------------------------------------------------------------------

-- Parts of a container too large for one record.
function preamble.part(ctx, head)
  if head.a_len < 12 then
    return complain(ctx, nil, ef_short, "Part without its numbers")
  end
  if ctx.tree then
    ctx.tree:add_le(pf_part.number, ctx.tvb(head.a, 8))
    ctx.tree:add_le(pf_part.part, ctx.tvb(head.a + 8, 2))
    ctx.tree:add_le(pf_part.parts, ctx.tvb(head.a + 10, 2))
  end
  columns.add(ctx, format("Part %d of %d of a container",
    u16(ctx.s, head.a + 8), u16(ctx.s, head.a + 10)))
end

local function hand_ip(ctx, head)
  local upper = dissector_of("raw_ip") or dissector_of("data")
  if head.payload >= #ctx.s then return end
  columns.clear(ctx)
  pcall(upper.call, upper, ctx.tvb(head.payload):tvb(), ctx.pinfo, ctx.root)
  columns.take(ctx, PATHS[head.path])
end

preamble.paths = {
  [0x0100] = function(ctx, head) container.dissect(ctx, head.payload) end,
  [0x0101] = preamble.part,
  [0x0102] = function(ctx, head) container.request(ctx, head.payload) end,
  [0x01ff] = preamble.loss,
  [0x0200] = hand_ip,
  [0x0201] = hand_ip,
}

local function new_context(s, tvb, pinfo, root)
  local ctx = { s = s, tvb = tvb, pinfo = pinfo, root = root,
    number = pinfo.number, visited = pinfo.visited, flag = -1,
    messages = 0, frames = 0, depth = 0 }
  ctx.top = root:add(diagtap, tvb())
  -- Nobody looks: neither a tree is shown nor a field of ours asked for.
  if root:referenced(dissector_of("diagtap")) then ctx.tree = ctx.top end
  ctx.is_cut = tvb:reported_len() > tvb:len()
  return ctx
end

local function dissect_record(ctx)
  local head = preamble.read(ctx.s)
  if not head then
    return complain(ctx, nil, ef_short, "Record ends within its preamble")
  end
  if ctx.tree then preamble.show(ctx.tree, ctx.tvb, head) end
  if ctx.is_cut then
    complain(ctx, nil, ef_cut, "Record cut: %d of %d octets", ctx.tvb:len(),
      ctx.tvb:reported_len())
  end
  preamble.paths[head.path](ctx, head)
end

local encapsulations = DissectorTable.get("wtap_encap")
local former = encapsulations:get_dissector(wtap.USER0)

function diagtap.dissector(tvb, pinfo, root)
  local s = tvb:raw()
  if #s < 2 or not preamble.paths[u16(s, 0)] then
    if former then return former:call(tvb, pinfo, root) end
    return 0
  end
  local ctx = new_context(s, tvb, pinfo, root)
  columns.open(ctx)
  dissect_record(ctx)
  columns.close(ctx)
end

encapsulations:add(wtap.USER0, diagtap)
