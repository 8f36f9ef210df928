/* line_curl.h - libcurl's functions, found at run time. */
#ifndef TUNGNHA_LINE_CURL_H
#define TUNGNHA_LINE_CURL_H

#include <stdbool.h>

#define CURL_DISABLE_TYPECHECK /* its checking macros call the functions by name */
#include <curl/curl.h>

struct line_curl {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_easy_init) *init;
	__typeof__(curl_easy_setopt) *set;
	__typeof__(curl_easy_getinfo) *get;
	__typeof__(curl_easy_perform) *perform;
	__typeof__(curl_easy_cleanup) *cleanup;
	__typeof__(curl_slist_append) *append;
	__typeof__(curl_slist_free_all) *free_all;
};

/* NULL: there is none on this machine. Stays loaded until the process ends: its TLS library cannot be unloaded. */
const struct line_curl *line_curl(void);

#endif
