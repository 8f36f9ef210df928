/* xlsx_xml.c - expat over a part: no document type, no entities, bounded depth and bounded memory. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>
#include <tungnha/alloc.h>

#include "xlsx_private.h"

enum { PIECE_BYTES = 64 * 1024, DEPTH_MAX = 64, MEMORY_MAX = 16 * 1024 * 1024 };

struct xlsx_xml {
	XML_Parser parser;
	struct xlsx_zip *z;
	struct xlsx_part *part;
	const struct xlsx_events *events;
	void *context;
	struct err *e; /* of the call under way */
	int depth;
	bool refused, ended, paused;
};

/* -- memory: a start tag of a hundred megabytes, or a million names, would all be expat's to keep -- */

union header {
	size_t n;
	max_align_t align;
};
static atomic_size_t held; /* by every parser of the process */

static void *limited_realloc(void *p, size_t n)
{
	union header *old = p ? (union header *)p - 1 : NULL;
	size_t before = old ? old->n : 0;
	if (n > MEMORY_MAX || atomic_fetch_add(&held, n) + n - before > MEMORY_MAX) {
		if (n <= MEMORY_MAX)
			atomic_fetch_sub(&held, n);
		return NULL;
	}
	union header *h = alloc_grow(old, n + sizeof *h, 1);
	h->n = n;
	atomic_fetch_sub(&held, before);
	return h + 1;
}

static void *limited_malloc(size_t n)
{
	return limited_realloc(NULL, n);
}

static void limited_free(void *p)
{
	if (!p)
		return;
	union header *h = (union header *)p - 1;
	atomic_fetch_sub(&held, h->n);
	free(h);
}

static const XML_Memory_Handling_Suite limited = {limited_malloc, limited_realloc, limited_free};

/* -- what expat calls -- */

static void stop(struct xlsx_xml *x)
{
	x->refused = true;
	XML_StopParser(x->parser, XML_FALSE);
}

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');
	return colon ? colon + 1 : name;
}

static void on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct xlsx_xml *x = context;
	if (x->refused)
		return;
	if (++x->depth > DEPTH_MAX) {
		xlsx_damaged(x->z, xlsx_part_name(x->part), x->e);
		stop(x);
	} else if (x->events->start(x->context, x->depth, local(name), attributes, x->e) != 0) {
		stop(x);
	}
}

static void on_end(void *context, const XML_Char *name)
{
	struct xlsx_xml *x = context;
	if (x->refused)
		return;
	int rc = x->events->end(x->context, x->depth--, local(name), x->e);
	if (rc < 0)
		stop(x);
	else if (rc > 0)
		XML_StopParser(x->parser, XML_TRUE);
}

static void on_text(void *context, const XML_Char *s, int n)
{
	struct xlsx_xml *x = context;
	if (!x->refused)
		x->events->text(x->context, s, (size_t)n);
}

/* No program that writes workbooks writes one. It is where entities are declared, so there are none. */
static void on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int inside)
{
	struct xlsx_xml *x = context;
	(void)name, (void)system, (void)public, (void)inside;
	if (!x->refused)
		err_set(x->e, ERR_DATA, TEXT_TABLE_HOSTILE, "%s" ERR_AND "%s: DOCTYPE", xlsx_zip_path(x->z),
			xlsx_part_name(x->part));
	stop(x);
}

/* -- running -- */

int xlsx_xml_open(struct xlsx_zip *z, const char *part, const struct xlsx_events *events, void *context,
	struct xlsx_xml **out, struct err *e)
{
	struct xlsx_xml *x = alloc_zero(1, sizeof *x);
	*out = x;
	x->z = z;
	x->events = events;
	x->context = context;
	if (xlsx_part_open(z, part, &x->part, e) != 0)
		return -1;
	x->parser = XML_ParserCreate_MM(NULL, &limited, NULL);
	if (!x->parser)
		return xlsx_too_large(z, part, e);
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	if (events->text)
		XML_SetCharacterDataHandler(x->parser, on_text);
	return 0;
}

static enum XML_Status feed(struct xlsx_xml *x)
{
	void *room = XML_GetBuffer(x->parser, PIECE_BYTES);
	if (!room)
		return XML_STATUS_ERROR;
	long n = xlsx_part_read(x->part, room, PIECE_BYTES, x->e);
	if (n < 0) {
		x->refused = true;
		return XML_STATUS_ERROR;
	}
	x->ended = n == 0;
	return XML_ParseBuffer(x->parser, (int)n, x->ended);
}

static int broken(const struct xlsx_xml *x, struct err *e)
{
	char what[XLSX_NAME_BYTES + 100];
	enum XML_Error why = XML_GetErrorCode(x->parser);
	if (why == XML_ERROR_NO_MEMORY)
		return xlsx_too_large(x->z, xlsx_part_name(x->part), e);
	snprintf(what, sizeof what, "%s: %s", xlsx_part_name(x->part), XML_ErrorString(why));
	return xlsx_damaged(x->z, what, e);
}

int xlsx_xml_run(struct xlsx_xml *x, struct err *e)
{
	x->e = e;
	enum XML_Status status = x->paused ? XML_ResumeParser(x->parser) : XML_STATUS_OK;
	while (status == XML_STATUS_OK && !x->ended && !x->refused)
		status = feed(x);
	x->paused = status == XML_STATUS_SUSPENDED;
	if (x->refused)
		return -1;
	return status == XML_STATUS_ERROR ? broken(x, e) : x->paused;
}

void xlsx_xml_close(struct xlsx_xml *x)
{
	if (!x)
		return;
	if (x->parser)
		XML_ParserFree(x->parser);
	xlsx_part_close(x->part);
	free(x);
}

void xlsx_xml_progress(const struct xlsx_xml *x, size_t *done, size_t *whole)
{
	xlsx_part_progress(x->part, done, whole);
}

int xlsx_xml_read(struct xlsx_zip *z, const char *part, const struct xlsx_events *events, void *context, struct err *e)
{
	struct xlsx_xml *x;
	int rc = xlsx_xml_open(z, part, events, context, &x, e);
	if (rc == 0)
		rc = xlsx_xml_run(x, e);
	xlsx_xml_close(x);
	return rc;
}

/* -- attributes -- */

const char *xlsx_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(local(*attributes), name) == 0)
			return attributes[1];
	return NULL;
}

bool xlsx_attribute_is_true(const char **attributes, const char *name)
{
	const char *s = xlsx_attribute(attributes, name);
	return s && (strcmp(s, "1") == 0 || strcmp(s, "true") == 0 || strcmp(s, "on") == 0);
}

long xlsx_whole(const char *s, long max)
{
	long v = 0;
	if (!s || !*s)
		return -1;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		v = v * 10 + (*s - '0');
		if (v > max)
			return -1;
	}
	return v;
}
