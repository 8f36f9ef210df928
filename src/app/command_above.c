/* command_above.c - whom a machine sends to, in words: a device's is the commune, a hub's the office above it. */
#include "command_parts.h"

static const struct {
	text_id device, hub;
} twins[] = {
#define TWIN(id)                                                                                                       \
	{                                                                                                              \
		TEXT_##id, TEXT_UP_##id                                                                                \
	}
	TWIN(JOIN_NO_DEFINITION),
	TWIN(JOIN_EXPIRED),
	TWIN(SYNC_NO_HUB),
	TWIN(DEVICE_REVOKED),
	TWIN(STATUS_WAITING),
	TWIN(STATUS_REVOKED),
	TWIN(STATUS_HELD),
	TWIN(DEVICE_NOT_SENT),
	TWIN(DEVICE_NEW),
	TWIN(DEVICE_ACTIVE),
	TWIN(DEVICE_UNKNOWN),
	TWIN(SYNC_COPIED),
	TWIN(SYNC_CONFIRMED),
	TWIN(SYNC_ASKED),
	TWIN(NET_NO_ADDRESS),
	TWIN(NET_ADDRESS),
	TWIN(NET_NAME),
	TWIN(NET_REFUSED),
	TWIN(NET_CUT),
	TWIN(NET_SLOW),
	TWIN(NET_TLS),
	TWIN(NET_STRANGE),
	TWIN(NET_GARBLED),
	TWIN(NET_PORTAL),
	TWIN(NET_NOT_HUB),
	TWIN(NET_REFUSES),
	TWIN(NET_TOO_LARGE),
	TWIN(NET_BUSY),
	TWIN(NET_GATEWAY),
	TWIN(NET_DISK_FULL),
	TWIN(NET_DOUBTFUL),
	TWIN(NET_STUCK),
	TWIN(NET_BEHIND),
	TWIN(NET_UNKNOWN),
	TWIN(NET_SAVED),
	TWIN(NET_SENT),
	TWIN(NET_NOTHING_NEW),
	TWIN(NET_TROUBLE),
	TWIN(NET_OTHER_HUB),
#undef TWIN
};

text_id command_above(const struct command_context *c, text_id id)
{
	for (size_t i = 0; c->role == STORE_AGGREGATOR && i < sizeof twins / sizeof *twins; i++) {
		if (twins[i].device == id)
			return twins[i].hub;
	}
	return id;
}
