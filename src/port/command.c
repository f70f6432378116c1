/* SPDX-License-Identifier: MIT */
#include "port/command.h"

#include <stdio.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/codes.h>

#define SUBSYSTEM_HEAD 4 /* opcode, subsystem, u16 command */

#define SUBSYSTEM_DIAG    0x12
#define SUBSYSTEM_EFS     0x13
#define SUBSYSTEM_ALT_EFS 0x3e
#define EFS_OPEN          0x02
#define EFS_OPEN_FLAGS    4 /* offset of the u32 of an open; 0 is O_RDONLY */

#define SAFE      DTAP_COMMAND_SAFE
#define IDENTITY  DTAP_COMMAND_IDENTITY
#define EFS       DTAP_COMMAND_EFS
#define REFUSED   DTAP_COMMAND_REFUSED
#define DANGEROUS DTAP_COMMAND_DANGEROUS
#define MASK      DTAP_COMMAND_MASK
#define LOCAL     DTAP_COMMAND_LOCAL

static const struct command {
	uint8_t opcode;
	uint8_t class;
	const char *name;
} commands[] = {
	{DTAP_OPCODE_VERSION, SAFE, "version"},
	{DTAP_OPCODE_STATUS, SAFE, "status"},
	{DTAP_OPCODE_MARKOV, SAFE, "Markov statistics"},
	{DTAP_OPCODE_DIAG_VERSION, SAFE, "DIAG version"},
	{DTAP_OPCODE_TIMESTAMP, SAFE, "timestamp"},
	{DTAP_OPCODE_SYMBOL_ERROR_REPORT, SAFE, "symbol error rate"},
	{DTAP_OPCODE_DIP_SWITCH_GET, SAFE, "get DIP switch"},
	{DTAP_OPCODE_SOFTWARE_VERSION, SAFE, "software version"},
	{DTAP_OPCODE_EXT_SOFTWARE_VERSION, SAFE, "extended software version"},
	{DTAP_OPCODE_TEST_STATE, SAFE, "test state"},
	{DTAP_OPCODE_STATE, SAFE, "state"},
	{DTAP_OPCODE_PILOT_SETS, SAFE, "pilot sets"},
	{DTAP_OPCODE_FEATURES, SAFE, "features"},
	{DTAP_OPCODE_SUPPLEMENTAL_FER, SAFE, "frame error rate"},
	{DTAP_OPCODE_WALSH_CODES, SAFE, "Walsh codes"},
	{DTAP_OPCODE_IS95B_PARAMETERS, SAFE, "IS-95B parameters"},
	{DTAP_OPCODE_PARAMETERS, SAFE, "parameters"},
	{DTAP_OPCODE_STATUS_SNAPSHOT, SAFE, "status snapshot"},
	{DTAP_OPCODE_GPS_STATISTICS, SAFE, "GPS statistics"},
	{DTAP_OPCODE_LOOPBACK, SAFE, "loopback"},
	{DTAP_OPCODE_BUILD_ID, SAFE, "build id"},

	{DTAP_OPCODE_ESN, IDENTITY, "ESN"},
	{DTAP_OPCODE_NV_READ, IDENTITY, "NV read"},
	{DTAP_OPCODE_ERROR_READ, IDENTITY, "error records"},
	{DTAP_OPCODE_ROAMING_LIST_READ, IDENTITY, "roaming list"},
	{DTAP_OPCODE_SMS_READ, IDENTITY, "SMS read"},
	{DTAP_OPCODE_PROPERTY_GET, IDENTITY, "get property"},
	{DTAP_OPCODE_GUID, IDENTITY, "GUID"},
	{DTAP_OPCODE_PERM_PROPERTY_GET, IDENTITY, "get permanent property"},

	{DTAP_OPCODE_OLD_LOG_MASK, MASK, "log mask (old)"},
	{DTAP_OPCODE_OLD_EXT_LOG_MASK, MASK, "extended log mask (old)"},
	{DTAP_OPCODE_EVENTS, MASK, "events"},
	{DTAP_OPCODE_LOG_CONFIG, MASK, "log masks"},
	{DTAP_OPCODE_LOG_ON_DEMAND, MASK, "log on demand"},
	{DTAP_OPCODE_MESSAGE_CONFIG, MASK, "message masks"},
	{DTAP_OPCODE_GET_EVENT_MASK, MASK, "get event mask"},
	{DTAP_OPCODE_SET_EVENT_MASK, MASK, "set event mask"},

	{DTAP_OPCODE_PEEK_BYTES, REFUSED, "memory read"},
	{DTAP_OPCODE_PEEK_WORDS, REFUSED, "memory read"},
	{DTAP_OPCODE_PEEK_DWORDS, REFUSED, "memory read"},
	{DTAP_OPCODE_POKE_BYTES, REFUSED, "memory write"},
	{DTAP_OPCODE_POKE_WORDS, REFUSED, "memory write"},
	{DTAP_OPCODE_POKE_DWORDS, REFUSED, "memory write"},
	{DTAP_OPCODE_PORT_OUT_BYTE, REFUSED, "port output"},
	{DTAP_OPCODE_PORT_OUT_WORD, REFUSED, "port output"},
	{DTAP_OPCODE_PORT_IN_BYTE, REFUSED, "port input"},
	{DTAP_OPCODE_PORT_IN_WORD, REFUSED, "port input"},
	{DTAP_OPCODE_NV_PEEK, REFUSED, "NV peek"},
	{DTAP_OPCODE_NV_POKE, REFUSED, "NV poke"},
	{DTAP_OPCODE_SBI_READ, REFUSED, "SBI read"},
	{DTAP_OPCODE_SBI_WRITE, REFUSED, "SBI write"},

	{DTAP_OPCODE_MARKOV_RESET, REFUSED, "reset of Markov statistics"},
	{DTAP_OPCODE_TA_PARAMETERS, REFUSED, "TA parameters"},
	{DTAP_OPCODE_KEY, REFUSED, "key press"},
	{DTAP_OPCODE_KEY_LOCK, REFUSED, "key lock"},
	{DTAP_OPCODE_SCREEN, REFUSED, "handset screen"},
	{DTAP_OPCODE_PARAMETER_SET, REFUSED, "set parameters"},
	{DTAP_OPCODE_NV_WRITE, REFUSED, "NV write"},
	{DTAP_OPCODE_ERROR_CLEAR, REFUSED, "clear error records"},
	{DTAP_OPCODE_SYMBOL_ERROR_RESET, REFUSED, "reset of error rate"},
	{DTAP_OPCODE_TEST, REFUSED, "test"},
	{DTAP_OPCODE_DIP_SWITCH_SET, REFUSED, "set DIP switch"},
	{DTAP_OPCODE_PCM_LOOPBACK, REFUSED, "vocoder loopback"},
	{DTAP_OPCODE_PACKET_LOOPBACK, REFUSED, "vocoder loopback"},
	{DTAP_OPCODE_CALL_ORIGINATE, REFUSED, "originate call"},
	{DTAP_OPCODE_CALL_END, REFUSED, "end call"},
	{DTAP_OPCODE_FTM, REFUSED, "factory test mode"},
	{DTAP_OPCODE_SERIAL_MODE, REFUSED, "serial mode change"},
	{DTAP_OPCODE_ROAMING_LIST_WRITE, REFUSED, "write roaming list"},
	{DTAP_OPCODE_SMS_WRITE, REFUSED, "SMS write"},
	{DTAP_OPCODE_SUPPLEMENTAL_CHANNELS, REFUSED, "set channels"},
	{DTAP_OPCODE_OLD_EFS, REFUSED, "EFS operation (old)"},
	{DTAP_OPCODE_AKEY_VERIFY, REFUSED, "verify A-key"},
	{DTAP_OPCODE_CONFIGURE_PORTS, REFUSED, "configure communication"},
	{DTAP_OPCODE_STREAMING, REFUSED, "streaming configuration"},
	{DTAP_OPCODE_RPC, REFUSED, "RPC"},
	{DTAP_OPCODE_PROPERTY_PUT, REFUSED, "put property"},
	{DTAP_OPCODE_USER_COMMAND, REFUSED, "user command"},
	{DTAP_OPCODE_PERM_PROPERTY_PUT, REFUSED, "put permanent property"},
	{DTAP_OPCODE_PERM_USER_COMMAND, REFUSED, "permanent user command"},
	{DTAP_OPCODE_GPS_SESSION, REFUSED, "GPS session control"},
	{DTAP_OPCODE_TUNNEL, REFUSED, "tunnel"},
	{DTAP_OPCODE_CALIBRATION_RAM, REFUSED, "calibration RAM"},
	{DTAP_OPCODE_CALIBRATION_CPU, REFUSED, "calibration CPU"},
	{DTAP_OPCODE_FTM_MODE, REFUSED, "set test mode"},
	{DTAP_OPCODE_SSD_VERIFY, REFUSED, "verify SSD"},
	{DTAP_OPCODE_ONCRPC, REFUSED, "ONC RPC"},

	{DTAP_OPCODE_MODE, DANGEROUS, "mode change"},
	{DTAP_OPCODE_DOWNLOAD_MODE, DANGEROUS, "download mode"},
	{DTAP_OPCODE_SPC, DANGEROUS, "service programming code"},
	{DTAP_OPCODE_PASSWORD, DANGEROUS, "security password"},
};

/* 0x4B and 0x80.  The SAFE ones are those that the driver lets through. */
static const struct subsystem_command {
	uint8_t subsystem;
	uint16_t command;
	uint8_t class;
	const char *name; /* NULL: none is known */
} subsystem_commands[] = {
	{0x04, 0x00, SAFE, NULL},
	{0x04, 0x0f, SAFE, "WCDMA state"},
	{0x08, 0x00, SAFE, NULL},
	{0x08, 0x01, SAFE, "GSM state"},
	{0x09, 0x00, SAFE, NULL},
	{0x0c, 0x02, SAFE, "memory protection"},
	{0x0c, 0x100, SAFE, "memory protection"},
	{0x0f, 0x00, SAFE, "call manager state"},
	{SUBSYSTEM_DIAG, 0x00, SAFE, "DIAG features"},
	{SUBSYSTEM_DIAG, 0x06, SAFE, NULL},
	{SUBSYSTEM_DIAG, 0x07, SAFE, NULL},
	{SUBSYSTEM_DIAG, 0x218, LOCAL, "HDLC off"},
	{0x32, 0x03, SAFE, "keep alive"},
	{0x32, 0x04, SAFE, NULL},
};

/* Of the embedded file system, and of the alternate one. */
static const struct efs_command {
	uint8_t command;
	uint8_t class;
	const char *name;
} efs_commands[] = {
	{0x00, SAFE, "EFS hello"},
	{0x01, SAFE, "EFS query"},
	{EFS_OPEN, EFS, "EFS open"},
	{0x03, EFS, "EFS close"},
	{0x04, EFS, "EFS read"},
	{0x05, REFUSED, "EFS write"},
	{0x06, REFUSED, "EFS symlink"},
	{0x07, EFS, "EFS readlink"},
	{0x08, REFUSED, "EFS unlink"},
	{0x09, REFUSED, "EFS mkdir"},
	{0x0a, REFUSED, "EFS rmdir"},
	{0x0b, EFS, "EFS opendir"},
	{0x0c, EFS, "EFS readdir"},
	{0x0d, EFS, "EFS closedir"},
	{0x0e, REFUSED, "EFS rename"},
	{0x0f, EFS, "EFS stat"},
	{0x10, EFS, "EFS lstat"},
	{0x11, EFS, "EFS fstat"},
	{0x12, REFUSED, "EFS chmod"},
	{0x13, EFS, "EFS statfs"},
	{0x14, EFS, "EFS access"},
	{0x15, EFS, "EFS device info"},
	{0x16, REFUSED, "EFS image start"},
	{0x17, REFUSED, "EFS image read"},
	{0x18, REFUSED, "EFS image end"},
	{0x19, REFUSED, "EFS image"},
	{0x1a, REFUSED, "EFS put (old)"},
	{0x1d, EFS, "EFS extended info"},
	{0x1e, REFUSED, "EFS chown"},
	{0x22, REFUSED, "EFS reservation"},
	{0x23, REFUSED, "EFS quota"},
	{0x25, REFUSED, "EFS deltree"},
	{0x26, REFUSED, "EFS put"},
	{0x27, EFS, "EFS get"},
	{0x28, REFUSED, "EFS truncate"},
	{0x29, REFUSED, "EFS ftruncate"},
	{0x2a, EFS, "EFS statvfs"},
	{0x2b, EFS, "EFS md5sum"},
	{0x2c, REFUSED, "EFS format"},
	{0x2d, REFUSED, "EFS shred"},
	{0x2e, REFUSED, "EFS idle event"},
	{0x30, REFUSED, "EFS sync"},
	{0x32, REFUSED, "EFS truncate"},
	{0x33, REFUSED, "EFS ftruncate"},
	{0x35, REFUSED, "EFS golden copy"},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What a table says of a request. */
struct entry {
	enum dtap_command_class class;
	const char *name; /* NULL: none is known */
};

static const struct entry unknown = {REFUSED, NULL};

static bool
is_subsystem(const uint8_t *packet, size_t size)
{
	return size > 0 && (packet[0] == DTAP_OPCODE_SUBSYSTEM ||
			    packet[0] == DTAP_OPCODE_SUBSYSTEM_2);
}

/* Only the layout of 0x4B is known; with any flag it is no read-only open. */
static bool
opens_to_read(const uint8_t *packet, size_t size)
{
	return packet[0] == DTAP_OPCODE_SUBSYSTEM &&
	       size >= EFS_OPEN_FLAGS + 4 &&
	       dtap_get32(packet + EFS_OPEN_FLAGS) == 0;
}

static struct entry
find_efs(const uint8_t *packet, size_t size)
{
	for (size_t i = 0; i < COUNT(efs_commands); i++) {
		const struct efs_command *row = &efs_commands[i];
		struct entry entry = {row->class, row->name};

		if (row->command != dtap_get16(packet + 2))
			continue;
		if (row->command == EFS_OPEN && !opens_to_read(packet, size))
			entry.class = REFUSED;
		if (entry.class == SAFE && packet[1] == SUBSYSTEM_ALT_EFS)
			entry.class = EFS;
		return entry;
	}
	return unknown;
}

static struct entry
find_subsystem(const uint8_t *packet, size_t size)
{
	if (size < SUBSYSTEM_HEAD)
		return unknown;
	if (packet[1] == SUBSYSTEM_EFS || packet[1] == SUBSYSTEM_ALT_EFS)
		return find_efs(packet, size);
	for (size_t i = 0; i < COUNT(subsystem_commands); i++)
		if (subsystem_commands[i].subsystem == packet[1] &&
		    subsystem_commands[i].command == dtap_get16(packet + 2))
			return (struct entry){subsystem_commands[i].class,
					      subsystem_commands[i].name};
	return unknown;
}

static struct entry
find(const uint8_t *packet, size_t size)
{
	if (is_subsystem(packet, size))
		return find_subsystem(packet, size);
	for (size_t i = 0; i < COUNT(commands); i++)
		if (size > 0 && commands[i].opcode == packet[0])
			return (struct entry){commands[i].class,
					      commands[i].name};
	return unknown;
}

enum dtap_command_class
dtap_command_class_of(const uint8_t *packet, size_t size)
{
	return find(packet, size).class;
}

const char *
dtap_command_name(const uint8_t *packet, size_t size,
		  char room[DTAP_COMMAND_NAME])
{
	struct entry entry = find(packet, size);

	if (entry.name != NULL)
		return entry.name;
	if (is_subsystem(packet, size) && size >= SUBSYSTEM_HEAD)
		snprintf(room, DTAP_COMMAND_NAME,
			 "subsystem 0x%02x command 0x%04x", packet[1],
			 dtap_get16(packet + 2));
	else
		snprintf(room, DTAP_COMMAND_NAME, "command 0x%02x",
			 size > 0 ? packet[0] : 0U);
	return room;
}

size_t
dtap_command_error(uint8_t *out, uint8_t opcode, const uint8_t *packet,
		   size_t size)
{
	out[0] = opcode;
	if (size > 0)
		memcpy(out + 1, packet, size);
	return size + 1;
}

static bool
is_error(uint8_t opcode)
{
	static const uint8_t errors[] = {
		DTAP_OPCODE_BAD_COMMAND,     DTAP_OPCODE_BAD_PARAMETERS,
		DTAP_OPCODE_BAD_LENGTH,      DTAP_OPCODE_BAD_DEVICE,
		DTAP_OPCODE_BAD_MODE,        DTAP_OPCODE_SPC_NEEDED,
		DTAP_OPCODE_PASSWORD_NEEDED, DTAP_OPCODE_DCI_TRANSPORT_ERROR,
	};

	return memchr(errors, opcode, sizeof errors) != NULL;
}

/* Bytes of a request and its reply that must be the same. */
static size_t
same_bytes(uint8_t opcode)
{
	switch (opcode) {
	case DTAP_OPCODE_SUBSYSTEM:
	case DTAP_OPCODE_SUBSYSTEM_2:
		return SUBSYSTEM_HEAD;
	case DTAP_OPCODE_LOG_CONFIG: /* with the operation */
		return 8;
	case DTAP_OPCODE_MESSAGE_CONFIG: /* with the operation */
		return 2;
	case DTAP_OPCODE_LOG_ON_DEMAND: /* with the code */
		return 3;
	default:
		return 1;
	}
}

/* A log mask is that of its equipment id, where the reply has one. */
static bool
is_same_equipment(const uint8_t *request, size_t request_size,
		  const uint8_t *packet, size_t size)
{
	return request[0] != DTAP_OPCODE_LOG_CONFIG || request_size < 12 ||
	       size < 16 || dtap_get32(request + 8) == dtap_get32(packet + 12);
}

bool
dtap_command_is_reply(const uint8_t *request, size_t request_size,
		      const uint8_t *packet, size_t size)
{
	size_t same;

	if (request_size == 0 || size == 0)
		return false;
	if (size > 1 && is_error(packet[0]) && packet[0] != request[0]) {
		same = request_size < size - 1 ? request_size : size - 1;
		return memcmp(packet + 1, request, same) == 0;
	}
	same = same_bytes(request[0]);
	return dtap_command_can_reply(packet, size) && size >= same &&
	       request_size >= same && memcmp(packet, request, same) == 0 &&
	       is_same_equipment(request, request_size, packet, size);
}

bool
dtap_command_can_reply(const uint8_t *packet, size_t size)
{
	static const uint8_t others[] = {
		DTAP_OPCODE_LOG,         DTAP_OPCODE_MESSAGE,
		DTAP_OPCODE_EXT_MESSAGE, DTAP_OPCODE_TERSE_CONFIG,
		DTAP_OPCODE_QSR_MESSAGE, DTAP_OPCODE_TERSE_TRANSLATION,
		DTAP_OPCODE_MULTI_RADIO, DTAP_OPCODE_QSR4_MESSAGE,
		DTAP_OPCODE_COMPRESSED,  DTAP_OPCODE_SMALL_MESSAGE,
		DTAP_OPCODE_QSH_TRACE,   DTAP_OPCODE_ENCRYPTED_LOG,
	};

	if (size == 0)
		return false;
	if (packet[0] == DTAP_OPCODE_EVENTS)
		return size == 3 && dtap_get16(packet + 1) == 0;
	return memchr(others, packet[0], sizeof others) == NULL;
}
