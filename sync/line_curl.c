/* line_curl.c - libcurl's functions, found at run time: either flavour of it will do. */
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "line_curl.h"

static const char *const names[] = {"libcurl-gnutls.so.4", "libcurl.so.4"};

/* POSIX says that a pointer to data holds one to a function; C does not know, so the bytes are copied. */
#define FIND(library, member, symbol)                                                                                  \
	do {                                                                                                           \
		void *found = dlsym(library, symbol);                                                                  \
		if (!found)                                                                                            \
			return false;                                                                                  \
		memcpy(&(member), &found, sizeof found);                                                               \
	} while (0)

static bool find_all(void *library, struct line_curl *c)
{
	FIND(library, c->global_init, "curl_global_init");
	FIND(library, c->init, "curl_easy_init");
	FIND(library, c->set, "curl_easy_setopt");
	FIND(library, c->get, "curl_easy_getinfo");
	FIND(library, c->perform, "curl_easy_perform");
	FIND(library, c->cleanup, "curl_easy_cleanup");
	FIND(library, c->append, "curl_slist_append");
	FIND(library, c->free_all, "curl_slist_free_all");
	return true;
}

const struct line_curl *line_curl(void)
{
	static struct line_curl loaded;
	static bool ready;
	for (size_t i = 0; !ready && i < sizeof names / sizeof *names; i++) {
		void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
		ready = library && find_all(library, &loaded) && loaded.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	}
	return ready ? &loaded : NULL;
}
