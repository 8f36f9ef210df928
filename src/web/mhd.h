/* mhd.h - libmicrohttpd's functions, found at run time: it would cost every command of the day its start. */
#ifndef TUNGNHA_WEB_MHD_H
#define TUNGNHA_WEB_MHD_H

#include <microhttpd.h>

struct mhd {
	__typeof__(MHD_start_daemon) *start_daemon;
	__typeof__(MHD_stop_daemon) *stop_daemon;
	__typeof__(MHD_quiesce_daemon) *quiesce_daemon;
	__typeof__(MHD_lookup_connection_value) *lookup;
	__typeof__(MHD_get_connection_values) *values;
	__typeof__(MHD_get_connection_values_n) *values_n;
	__typeof__(MHD_get_connection_info) *info;
	__typeof__(MHD_suspend_connection) *suspend;
	__typeof__(MHD_resume_connection) *resume;
	__typeof__(MHD_create_response_from_buffer) *create_response;
	__typeof__(MHD_destroy_response) *destroy_response;
	__typeof__(MHD_add_response_header) *add_header;
	__typeof__(MHD_queue_response) *queue_response;
};

/* NULL: there is none on this machine. Stays loaded. Not before mhd_load() may the others be used. */
const struct mhd *mhd_load(void);
extern struct mhd mhd;

#endif
