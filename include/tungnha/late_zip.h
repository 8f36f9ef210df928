/* late_zip.h - libzip, which brings a library of ciphers with it, found at run time under its own names. */
#ifndef TUNGNHA_LATE_ZIP_H
#define TUNGNHA_LATE_ZIP_H

#include <zip.h>

#include <tungnha/late.h>

/* clang-format off */
#define LATE_ZIP(X) \
	X(zip_close) \
	X(zip_discard) \
	X(zip_error_init) \
	X(zip_error_strerror) \
	X(zip_fclose) \
	X(zip_fdopen) \
	X(zip_file_add) \
	X(zip_file_set_dostime) \
	X(zip_fopen_index) \
	X(zip_fread) \
	X(zip_name_locate) \
	X(zip_open) \
	X(zip_open_from_source) \
	X(zip_set_file_compression) \
	X(zip_source_buffer) \
	X(zip_source_buffer_create) \
	X(zip_source_close) \
	X(zip_source_error) \
	X(zip_source_free) \
	X(zip_source_keep) \
	X(zip_source_open) \
	X(zip_source_read) \
	X(zip_stat_index) \
	X(zip_stat_init) \
	X(zip_strerror)
/* clang-format on */

struct late_zip_functions {
#define X(f) __typeof__(f) *f;
	LATE_ZIP(X)
#undef X
};
extern struct late_zip_functions late_zip_functions;

/* late_load: before any of these is called. */
int late_zip(struct err *e);

#ifndef TUNGNHA_LATE_ZIP_H_ITSELF
#define zip_close late_zip_functions.zip_close
#define zip_discard late_zip_functions.zip_discard
#define zip_error_init late_zip_functions.zip_error_init
#define zip_error_strerror late_zip_functions.zip_error_strerror
#define zip_fclose late_zip_functions.zip_fclose
#define zip_fdopen late_zip_functions.zip_fdopen
#define zip_file_add late_zip_functions.zip_file_add
#define zip_file_set_dostime late_zip_functions.zip_file_set_dostime
#define zip_fopen_index late_zip_functions.zip_fopen_index
#define zip_fread late_zip_functions.zip_fread
#define zip_name_locate late_zip_functions.zip_name_locate
#define zip_open late_zip_functions.zip_open
#define zip_open_from_source late_zip_functions.zip_open_from_source
#define zip_set_file_compression late_zip_functions.zip_set_file_compression
#define zip_source_buffer late_zip_functions.zip_source_buffer
#define zip_source_buffer_create late_zip_functions.zip_source_buffer_create
#define zip_source_close late_zip_functions.zip_source_close
#define zip_source_error late_zip_functions.zip_source_error
#define zip_source_free late_zip_functions.zip_source_free
#define zip_source_keep late_zip_functions.zip_source_keep
#define zip_source_open late_zip_functions.zip_source_open
#define zip_source_read late_zip_functions.zip_source_read
#define zip_stat_index late_zip_functions.zip_stat_index
#define zip_stat_init late_zip_functions.zip_stat_init
#define zip_strerror late_zip_functions.zip_strerror
#endif

#endif
