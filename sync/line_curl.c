/* line_curl.c - libcurl's functions, found at run time: either flavour of it will do. */
#include <tungnha/late.h>

#include "line_curl.h"

const struct line_curl *line_curl(void)
{
	static struct line_curl c;
	static bool ready;
	static const struct late_symbol all[] = {{"curl_global_init", &c.global_init}, {"curl_easy_init", &c.init},
		{"curl_easy_setopt", &c.set}, {"curl_easy_getinfo", &c.get}, {"curl_easy_perform", &c.perform},
		{"curl_easy_cleanup", &c.cleanup}, {"curl_slist_append", &c.append},
		{"curl_slist_free_all", &c.free_all}};
	static struct late_library flavour[] = {{"libcurl-gnutls.so.4", all, sizeof all / sizeof *all, false},
		{"libcurl.so.4", all, sizeof all / sizeof *all, false}};
	struct err none;
	for (size_t i = 0; !ready && i < sizeof flavour / sizeof *flavour; i++)
		ready = late_load(&flavour[i], &none) == 0 && c.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	return ready ? &c : NULL;
}
