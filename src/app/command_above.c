/* command_above.c - whom a machine sends to, in words: a device's is the commune, a hub's the office above it. */
#include "command_parts.h"
#include "words_parts.h"

text_id command_above(const struct command_context *c, text_id id)
{
	return c->role == STORE_AGGREGATOR && words_hub ? words_twin(words_hub->above, id) : id;
}
