/* mhd.c - libmicrohttpd's functions, found at run time. */
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "mhd.h"

struct mhd mhd;

/* POSIX says that a pointer to data holds one to a function; C does not know, so the bytes are copied. */
static bool find(void *library, const char *symbol, void *member)
{
	void *found = dlsym(library, symbol);
	memcpy(member, &found, sizeof found);
	return found != NULL;
}

static bool find_all(void *library)
{
	const struct {
		const char *symbol;
		void *member;
	} all[] = {{"MHD_start_daemon", &mhd.start_daemon}, {"MHD_stop_daemon", &mhd.stop_daemon},
		{"MHD_quiesce_daemon", &mhd.quiesce_daemon}, {"MHD_lookup_connection_value", &mhd.lookup},
		{"MHD_get_connection_values", &mhd.values}, {"MHD_get_connection_values_n", &mhd.values_n},
		{"MHD_get_connection_info", &mhd.info}, {"MHD_suspend_connection", &mhd.suspend},
		{"MHD_resume_connection", &mhd.resume}, {"MHD_create_response_from_buffer", &mhd.create_response},
		{"MHD_destroy_response", &mhd.destroy_response}, {"MHD_add_response_header", &mhd.add_header},
		{"MHD_queue_response", &mhd.queue_response}};
	bool whole = true;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		whole = find(library, all[i].symbol, all[i].member) && whole;
	return whole;
}

const struct mhd *mhd_load(void)
{
	static bool ready;
	if (!ready) {
		void *library = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);
		ready = library && find_all(library);
	}
	return ready ? &mhd : NULL;
}
