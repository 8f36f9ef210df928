/* app_words.h - the same sentence for who has a page before him: it names a button or a page, where a command's names
 * a command. */
#ifndef TUNGNHA_APP_WORDS_H
#define TUNGNHA_APP_WORDS_H

#include <tungnha/err.h>

/* The sentence's twin; itself where it names no command. */
text_id app_words(text_id id);
/* As err_sentence, in those words. */
void app_words_of(const struct err *e, enum text_lang lang, char *out, size_t out_bytes);

/* A hub's program calls it before all else. A collector's never does, so that what it never says stays out of it. */
void app_words_hub(void);

/* From here on every sentence speaks of the units below this hub and of its own office in their words, "thôn",
 * "phường", one level up "xã" and "tỉnh", as its units and its campaign say; looked up anew only when the store
 * changed. */
struct store;
void app_words_place(struct store *s);

#endif
