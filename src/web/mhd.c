/* mhd.c - libmicrohttpd's functions, found at run time. */
#include <tungnha/late.h>

#include "mhd.h"

struct mhd mhd;

const struct mhd *mhd_load(void)
{
	static const struct late_symbol all[] = {{"MHD_start_daemon", &mhd.start_daemon},
		{"MHD_stop_daemon", &mhd.stop_daemon}, {"MHD_quiesce_daemon", &mhd.quiesce_daemon},
		{"MHD_lookup_connection_value", &mhd.lookup}, {"MHD_get_connection_values", &mhd.values},
		{"MHD_get_connection_values_n", &mhd.values_n}, {"MHD_get_connection_info", &mhd.info},
		{"MHD_suspend_connection", &mhd.suspend}, {"MHD_resume_connection", &mhd.resume},
		{"MHD_create_response_from_buffer", &mhd.create_response},
		{"MHD_destroy_response", &mhd.destroy_response}, {"MHD_add_response_header", &mhd.add_header},
		{"MHD_queue_response", &mhd.queue_response}};
	static struct late_library library = {"libmicrohttpd.so.12", all, sizeof all / sizeof *all, false};
	struct err none;
	return late_load(&library, &none) == 0 ? &mhd : NULL;
}
