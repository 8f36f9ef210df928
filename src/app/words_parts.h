/* words_parts.h - pairs of sentences: what is said, and what is said in its place. */
#ifndef TUNGNHA_APP_WORDS_PARTS_H
#define TUNGNHA_APP_WORDS_PARTS_H

#include <tungnha/app_words.h>

/* The last has TEXT_NONE. */
struct words_twin {
	text_id said, instead;
};
text_id words_twin(const struct words_twin *t, text_id id);

struct words_hub {
	const struct words_twin *above, *desk;
};
extern const struct words_hub *words_hub; /* NULL: this program is no hub's */

#endif
