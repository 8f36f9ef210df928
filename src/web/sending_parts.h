/* sending_parts.h - what came of sending, for the pages asked afterwards. */
#ifndef TUNGNHA_WEB_SENDING_PARTS_H
#define TUNGNHA_WEB_SENDING_PARTS_H

#include <tungnha/app_sticks.h>
#include <tungnha/page_sending.h>

/* What page_working calls it. */
#define SENDING_NETWORK "network"
#define SENDING_STICK "stick"

struct sent {
	bool stick, done;
	char name[128]; /* of the stick */
	int64_t at;
	char sentence[1024]; /* in the language of who asked for it */
};
/* false: none since the program started. */
bool sent_last(struct sent *out);

#endif
