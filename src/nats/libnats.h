/* SPDX-License-Identifier: MIT */
/*
 * libnats.h - the functions of libnats that we call.  The library is loaded
 * only if there is a link (base/dynlib.h).
 */
#ifndef DTAP_LIBNATS_H
#define DTAP_LIBNATS_H

#include <stdbool.h>

#include <nats/nats.h>

struct dtap_libnats {
	__typeof__(&nats_GetLastError) get_last_error;
	__typeof__(&nats_Sign) sign;
	__typeof__(&natsStatus_GetText) status_text;
	__typeof__(&natsOptions_Create) options_create;
	__typeof__(&natsOptions_Destroy) options_destroy;
	__typeof__(&natsOptions_SetURL) set_url;
	__typeof__(&natsOptions_SetName) set_name;
	__typeof__(&natsOptions_SetTimeout) set_timeout;
	__typeof__(&natsOptions_SetUserInfo) set_user_info;
	__typeof__(&natsOptions_SetNKey) set_nkey;
	__typeof__(&natsOptions_SetUserCredentialsFromFiles) set_credentials;
	__typeof__(&natsOptions_SetSecure) set_secure;
	__typeof__(&natsOptions_LoadCATrustedCertificates) load_ca;
	__typeof__(&natsOptions_SetExpectedHostname) set_expected_hostname;
	__typeof__(&natsOptions_SetPingInterval) set_ping_interval;
	__typeof__(&natsOptions_SetMaxPingsOut) set_max_pings_out;
	__typeof__(&natsOptions_SetAllowReconnect) set_allow_reconnect;
	__typeof__(&natsOptions_SetSendAsap) set_send_asap;
	__typeof__(&natsOptions_SetIOBufSize) set_io_buffer;
	__typeof__(&natsOptions_SetWriteDeadline) set_write_deadline;
	__typeof__(&natsOptions_SetErrorHandler) set_error_handler;
	__typeof__(&natsOptions_SetClosedCB) set_closed;
	__typeof__(&natsConnection_Connect) connect;
	__typeof__(&natsConnection_GetLastError) last_error;
	__typeof__(&natsConnection_Subscribe) subscribe;
	__typeof__(&natsConnection_PublishMsg) publish;
	__typeof__(&natsConnection_Destroy) connection_destroy;
	__typeof__(&natsSubscription_SetOnCompleteCB) set_on_complete;
	__typeof__(&natsSubscription_GetPending) subscription_pending;
	__typeof__(&natsSubscription_Destroy) subscription_destroy;
	__typeof__(&natsMsg_Create) message_create;
	__typeof__(&natsMsg_Destroy) message_destroy;
	__typeof__(&natsMsg_GetSubject) message_subject;
	__typeof__(&natsMsg_GetReply) message_reply;
	__typeof__(&natsMsg_GetData) message_data;
	__typeof__(&natsMsg_GetDataLength) message_size;
	__typeof__(&natsMsg_IsNoResponders) message_is_no_responders;
	__typeof__(&natsMsgHeader_Get) header_get;
	__typeof__(&natsMsgHeader_Set) header_set;
};

/* "libnats.so.3.4": the only one that we take. */
const char *dtap_libnats_name(void);

/*
 * Loads the library that this program was built for, for the life of the
 * process: structs of another may differ.  Call it while the process has one
 * thread, and before anything uses OpenSSL: that shall not clean up in exit(3),
 * where threads of libnats may still let go of a connection.  False: there is
 * none.
 */
bool dtap_libnats_load(struct dtap_libnats *nats);

#endif
