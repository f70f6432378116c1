/* SPDX-License-Identifier: MIT */
#include "nats/libnats.h"

#include <openssl/crypto.h>

#include "base/dynlib.h"

#define TEXT(number)  #number
#define VALUE(number) TEXT(number)

/* Upstream names the library after the first two numbers of its version. */
#define NAME \
	"libnats.so." VALUE(NATS_VERSION_MAJOR) "." VALUE(NATS_VERSION_MINOR)

#define CALL(field, name)                                   \
	{                                                   \
#name, offsetof(struct dtap_libnats, field) \
	}

const char *
dtap_libnats_name(void)
{
	return NAME;
}

bool
dtap_libnats_load(struct dtap_libnats *nats)
{
	static const char *const names[] = {NAME, NULL};
	static const struct dtap_dynlib_call calls[] = {
		CALL(get_last_error, nats_GetLastError),
		CALL(sign, nats_Sign),
		CALL(status_text, natsStatus_GetText),
		CALL(options_create, natsOptions_Create),
		CALL(options_destroy, natsOptions_Destroy),
		CALL(set_url, natsOptions_SetURL),
		CALL(set_name, natsOptions_SetName),
		CALL(set_timeout, natsOptions_SetTimeout),
		CALL(set_user_info, natsOptions_SetUserInfo),
		CALL(set_nkey, natsOptions_SetNKey),
		CALL(set_credentials, natsOptions_SetUserCredentialsFromFiles),
		CALL(set_secure, natsOptions_SetSecure),
		CALL(load_ca, natsOptions_LoadCATrustedCertificates),
		CALL(set_expected_hostname, natsOptions_SetExpectedHostname),
		CALL(set_ping_interval, natsOptions_SetPingInterval),
		CALL(set_max_pings_out, natsOptions_SetMaxPingsOut),
		CALL(set_allow_reconnect, natsOptions_SetAllowReconnect),
		CALL(set_send_asap, natsOptions_SetSendAsap),
		CALL(set_io_buffer, natsOptions_SetIOBufSize),
		CALL(set_write_deadline, natsOptions_SetWriteDeadline),
		CALL(set_error_handler, natsOptions_SetErrorHandler),
		CALL(set_closed, natsOptions_SetClosedCB),
		CALL(connect, natsConnection_Connect),
		CALL(last_error, natsConnection_GetLastError),
		CALL(subscribe, natsConnection_Subscribe),
		CALL(publish, natsConnection_PublishMsg),
		CALL(connection_destroy, natsConnection_Destroy),
		CALL(set_on_complete, natsSubscription_SetOnCompleteCB),
		CALL(subscription_pending, natsSubscription_GetPending),
		CALL(subscription_destroy, natsSubscription_Destroy),
		CALL(message_create, natsMsg_Create),
		CALL(message_destroy, natsMsg_Destroy),
		CALL(message_subject, natsMsg_GetSubject),
		CALL(message_reply, natsMsg_GetReply),
		CALL(message_data, natsMsg_GetData),
		CALL(message_size, natsMsg_GetDataLength),
		CALL(message_is_no_responders, natsMsg_IsNoResponders),
		CALL(header_get, natsMsgHeader_Get),
		CALL(header_set, natsMsgHeader_Set),
	};
	static const struct dtap_dynlib library = {
		.names = names,
		.calls = calls,
		.call_count = sizeof calls / sizeof *calls,
	};

	if (!dtap_dynlib_load(&library, nats))
		return false;
	OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
	return true;
}
