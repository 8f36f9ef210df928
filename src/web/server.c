/* server.c - the glue to libmicrohttpd: one thread of its own for all sockets. A body is gathered here, counted by us;
 * then the connection sleeps until the store's thread has an answer. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "mhd.h"
#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>
#include <tungnha/message.h>
#include <tungnha/utf8.h>

enum { POLL_MS = 20 };

/* -- a request -- */

static const char *header(struct MHD_Connection *c, const char *name)
{
	return mhd.lookup(c, MHD_HEADER_KIND, name);
}

/* A person may post a large file; a message, and what nobody asked for, is no larger than a message can be. */
static size_t body_most(const struct request *r)
{
	size_t most = spool_may(r) ? SPOOL_BYTES_MAX : r->web->limit.body_bytes;
	return r->page || most < MESSAGE_BYTES_MAX ? most : MESSAGE_BYTES_MAX;
}

static uint64_t declared_bytes(struct MHD_Connection *c)
{
	const char *length = header(c, "Content-Length");
	return length ? strtoull(length, NULL, 10) : 0;
}

static enum MHD_Result count_length(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind, (void)value;
	*(int *)context += strcasecmp(name, "Content-Length") == 0;
	return MHD_YES;
}

/* Two lengths: nobody can say where the next request begins (RFC 9112, 6.3). */
static bool contradicts_itself(struct MHD_Connection *c)
{
	int lengths = 0;
	mhd.values(c, MHD_HEADER_KIND, count_length, &lengths);
	return lengths > 1;
}

static void read_heads(struct heads *h, struct MHD_Connection *c)
{
	*h = (struct heads){.host = header(c, "Host"),
		.origin = header(c, "Origin"),
		.referer = header(c, "Referer"),
		.fetch_site = header(c, "Sec-Fetch-Site"),
		.cookie = header(c, "Cookie"),
		.type = header(c, "Content-Type"),
		.encodings = header(c, "Accept-Encoding"),
		.known_tag = header(c, "If-None-Match"),
		.agent = header(c, "User-Agent")};
}

/* Many a browser in a hamlet was never told that its person reads Vietnamese: pages speak the machine's language unless
 * a browser asks for Vietnamese, or its person chose another in the settings. */
static enum text_lang language_of(const struct web *w, const char *asked)
{
	if (!w->options.pages)
		return text_lang_of(asked, w->options.lang);
	bool vi = asked && (strncasecmp(asked, "vi", 2) == 0 || strcasestr(asked, ",vi") || strcasestr(asked, ", vi"));
	return vi ? LANG_VI : w->options.lang;
}

static struct request *request_new(struct web *w, struct MHD_Connection *c, struct conn *conn)
{
	struct request *r = alloc_zero(1, sizeof *r);
	const char *accept = header(c, "Accept");
	r->web = w;
	r->connection = c;
	r->conn = conn;
	r->lang = language_of(w, header(c, "Accept-Language"));
	r->wants_page = accept && strstr(accept, "text/html");
	r->fetched = header(c, "X-Tungnha") != NULL;
	r->began_ms = limits_now();
	read_heads(&r->head, c);
	if (w->options.pages)
		cookie_look(r);
	buf_init(&r->body, w->limit.body_bytes);
	return r;
}

static void request_free(struct request *r)
{
	limits_release(r->web->limits, r->conn);
	aside_free(r);
	buf_free(&r->body);
	spool_free(r);
	answer_clear(r);
	for (size_t i = 0; i < r->answer.mores; i++)
		free(r->answer.more[i].value);
	fields_free(&r->fields);
	free(r->path);
	free(r);
}

/* A body of the kind this route takes. */
static bool is_taken(const struct request *r)
{
	if (r->page)
		return !r->posted || !r->head.type || fields_known_type(r->head.type);
	return !r->route->type || fields_is_type(r->head.type, r->route->type);
}

/* What can be told from the head. A refused body is still read, but not kept, so that the refusal is heard; one that is
 * too large is not. */
static void look_at_head(struct request *r, const char *method, const char *path)
{
	struct MHD_Connection *c = r->connection;
	r->posted = strcmp(method, "POST") == 0;
	r->path = alloc_copy(path);
	r->route = routes_find(r, method, path);
	r->unread = contradicts_itself(c) || declared_bytes(c) > body_most(r);
	if (r->unread && declared_bytes(c) <= body_most(r))
		problem_text(r, 400, TEXT_MESSAGE_NOT_ONE);
	else if (r->unread)
		problem_text(r, 413, TEXT_WEB_TOO_LARGE);
	else if (!limits_rate(r->web->limits, r->conn))
		problem_later(r, 429, TEXT_WEB_TOO_MANY, 5);
	else if (r->route && !is_taken(r))
		problem_text(r, 415, TEXT_WEB_TYPE);
	else if (r->route && (r->page || r->asset) && gate_place(r) != TEXT_NONE)
		problem_text(r, 421, gate_place(r));
	else if (r->route && atomic_load(&r->web->stopping))
		problem_later(r, 503, TEXT_WEB_STOPPING, 5);
	if (r->answered)
		r->route = NULL;
}

static enum MHD_Result send_answer(struct request *r);

static enum MHD_Result cut_off(struct request *r)
{
	cut_with(r->conn->fd, 413, r->answer.type, r->answer.body, r->answer.size);
	log_request(r->web->log, r, limits_now() - r->began_ms);
	return MHD_NO;
}

static enum MHD_Result take_large(struct request *r, const char *data, size_t n)
{
	struct err e;
	limits_body(r->web->limits, r->conn, n, false);
	if (r->route && spool_take(r, data, n, &e) != 0) {
		problem(r, 507, &e);
		r->route = NULL;
	}
	return MHD_YES;
}

static enum MHD_Result take_bytes(struct request *r, const char *data, size_t n)
{
	bool keep = r->route && (r->route->type || r->page);
	if (r->conn->taken + n > body_most(r)) {
		problem_text(r, 413, TEXT_WEB_TOO_LARGE);
		return cut_off(r);
	}
	if (spool_may(r))
		return take_large(r, data, n);
	bool room = limits_body(r->web->limits, r->conn, n, keep);
	if (keep && room) {
		if (r->body.len == 0) /* at once: growing leaves holes in the heap; what is too large was refused */
			buf_reserve(&r->body, (size_t)declared_bytes(r->connection));
		buf_add(&r->body, data, n);
	} else if (keep) {
		problem_later(r, 503, TEXT_WEB_FULL, 2);
		r->route = NULL;
		buf_free(&r->body);
		limits_release(r->web->limits, r->conn);
	}
	return MHD_YES;
}

static enum MHD_Result add_query(
	void *context, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value, size_t n)
{
	struct request *r = context;
	(void)kind;
	text_id why = fields_add(&r->fields, name, name_n, value ? value : "", n, false);
	if (why != TEXT_NONE)
		problem_text(r, 400, why);
	return r->answered ? MHD_NO : MHD_YES;
}

/* What was posted comes before what the address says. false: refused. */
static bool read_fields(struct request *r)
{
	text_id why = utf8_valid(r->path, strlen(r->path)) ? TEXT_NONE : TEXT_SERVE_FIELD_BYTES;
	size_t n = r->body.len;
	const char *body = spool_may(r) ? spool_map(r, &n) : r->body.data;
	if (why == TEXT_NONE && r->posted)
		why = fields_read(&r->fields, r->head.type, body, n);
	if (why != TEXT_NONE)
		problem_text(r, 400, why);
	else
		mhd.values_n(r->connection, MHD_GET_ARGUMENT_KIND, add_query, r);
	return !r->answered;
}

/* The whole request is here. */
static enum MHD_Result ask(struct request *r)
{
	r->asked = true;
	if (r->page && !read_fields(r))
		return send_answer(r);
	if (r->route->now) {
		r->route->now(r);
		return send_answer(r);
	}
	if (jobs_full(r->web->jobs, r->route)) {
		problem_later(r, 503, TEXT_WEB_FULL, 2);
		return send_answer(r);
	}
	limits_phase(r->web->limits, r->conn, PHASE_STORE);
	mhd.suspend(r->connection); /* before the other thread may wake it */
	if (!jobs_add(r->web->jobs, r)) {
		problem_later(r, 503, TEXT_WEB_STOPPING, 5);
		server_answered(r);
	}
	return MHD_YES;
}

void server_answered(struct request *r)
{
	mhd.resume(r->connection);
}

/* -- an answer -- */

static void add_head(struct MHD_Response *m, const struct request *r)
{
	const struct answer *a = &r->answer;
	char seconds[16];
	mhd.add_header(m, MHD_HTTP_HEADER_CONTENT_TYPE, a->type);
	if (a->for_people) {
		mhd.add_header(m, MHD_HTTP_HEADER_CONTENT_LANGUAGE, a->lang == LANG_VI ? "vi" : "en");
		mhd.add_header(m, MHD_HTTP_HEADER_CACHE_CONTROL, a->may_be_kept ? "no-cache" : "no-store");
		mhd.add_header(m, "X-Content-Type-Options", "nosniff");
		mhd.add_header(m, "X-Frame-Options", "DENY");
		mhd.add_header(m, "Referrer-Policy", "same-origin");
		mhd.add_header(m, "Content-Security-Policy",
			a->policy ? a->policy
				  : "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
	}
	for (size_t i = 0; i < a->mores; i++)
		mhd.add_header(m, a->more[i].name, a->more[i].value);
	if (a->allow)
		mhd.add_header(m, MHD_HTTP_HEADER_ALLOW, a->allow);
	snprintf(seconds, sizeof seconds, "%u", a->retry_after);
	if (a->retry_after)
		mhd.add_header(m, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
	if (atomic_load(&r->web->stopping))
		mhd.add_header(m, MHD_HTTP_HEADER_CONNECTION, "close");
}

static enum MHD_Result send_answer(struct request *r)
{
	struct answer *a = &r->answer;
	struct MHD_Response *m = mhd.create_response(a->size, a->body, MHD_RESPMEM_MUST_FREE);
	if (!m)
		return MHD_NO;
	a->body = NULL;
	add_head(m, r);
	buf_free(&r->body);
	limits_release(r->web->limits, r->conn);
	limits_phase(r->web->limits, r->conn, PHASE_ANSWER);
	log_request(r->web->log, r, limits_now() - r->began_ms);
	enum MHD_Result queued = mhd.queue_response(r->connection, a->status, m);
	mhd.destroy_response(m);
	return queued;
}

/* -- what the library calls -- */

static struct conn *conn_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *i = mhd.info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return i->socket_context;
}

/* Of an address with very many fields the library runs out of memory for the connection, and says nothing. */
static void *look_at_address(void *context, const char *address, struct MHD_Connection *c)
{
	struct web *w = context;
	if (cut_fields(address) > PAGE_FIELDS_MAX)
		cut_saying(conn_of(c)->fd, 400, text_get(w->options.lang, TEXT_SERVE_FIELDS_MANY));
	return NULL;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *c, const char *path, const char *method,
	const char *version, const char *data, size_t *bytes, void **memory)
{
	struct web *w = context;
	struct request *r = *memory;
	(void)version;
	if (!r) {
		*memory = r = request_new(w, c, conn_of(c));
		look_at_head(r, method, path);
		limits_phase(w->limits, r->conn, PHASE_BODY);
		/* answered before its body is read, the library reads no more from there */
		return r->unread ? send_answer(r) : MHD_YES;
	}
	if (*bytes > 0) {
		size_t n = *bytes;
		*bytes = 0;
		return take_bytes(r, data, n);
	}
	return r->answered || r->asked ? send_answer(r) : ask(r);
}

static void completed(void *context, struct MHD_Connection *c, void **memory, enum MHD_RequestTerminationCode how)
{
	struct web *w = context;
	struct request *r = *memory;
	(void)c;
	(void)how;
	*memory = NULL;
	if (!r)
		return;
	limits_phase(w->limits, r->conn, PHASE_IDLE);
	request_free(r);
}

static enum MHD_Result may_come(void *context, const struct sockaddr *from, socklen_t bytes)
{
	struct web *w = context;
	(void)bytes;
	if (!w->options.service && !limits_is_near(from, w->options.hotspot))
		return MHD_NO; /* households: nobody from elsewhere gets a word */
	return limits_may_come(w->limits, from) ? MHD_YES : MHD_NO;
}

static void came_or_went(
	void *context, struct MHD_Connection *c, void **memory, enum MHD_ConnectionNotificationCode what)
{
	struct web *w = context;
	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		limits_gone(w->limits, *memory);
		return;
	}
	int fd = mhd.info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	*memory = limits_come(w->limits, fd, mhd.info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
}

/* -- starting and stopping -- */

/* Memory that was given back must go back: a hub that met one large message does not stay large. */
static void keep_small(void)
{
	mallopt(M_MMAP_THRESHOLD, 128 * 1024);
	mallopt(M_TRIM_THRESHOLD, 256 * 1024);
	mallopt(M_ARENA_MAX, 2);
}

static int start_daemon(struct web *w, struct err *e)
{
	w->daemon = mhd.start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_SUPPRESS_DATE_NO_CLOCK,
		0, may_come, w, handle, w, MHD_OPTION_LISTEN_SOCKET, w->listening, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)(w->limit.connections + LIBRARY_CONNECTIONS), MHD_OPTION_CONNECTION_TIMEOUT, 0u,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, w->limit.head_bytes, MHD_OPTION_NOTIFY_COMPLETED, completed, w,
		MHD_OPTION_NOTIFY_CONNECTION, came_or_went, w, MHD_OPTION_URI_LOG_CALLBACK, look_at_address, w,
		MHD_OPTION_END);
	return w->daemon ? 0 : err_set(e, ERR_IO, TEXT_WEB_NOT_STARTED, "%s", w->address);
}

static void web_free(struct web *w)
{
	asides_stop(w->asides);
	jobs_stop(w->jobs);
	works_free(w->works);
	if (w->daemon)
		mhd.stop_daemon(w->daemon);
	jobs_free(w->jobs); /* the thread of sockets asks it until it ends */
	asides_free(w->asides);
	if (w->listening >= 0)
		close(w->listening);
	listen_release(w->options.folder, w->held);
	limits_free(w->limits);
	health_free(w->health);
	log_free(w->log);
	if (w->opened)
		store_close(w->store);
	store_close(w->practice);
	free(w->practice_folder);
	free(w->folder);
	free(w);
}

int web_start(struct store *s, const struct web_options *o, struct web **out, struct err *e)
{
	struct web *w = alloc_zero(1, sizeof *w);
	keep_small();
	w->store = s;
	w->options = *o;
	w->options.folder = w->folder = alloc_copy(o->folder); /* pages name it as long as they are served */
	w->limit = o->limits ? *o->limits : web_limits_usual;
	w->works = works_new();
	w->asides = asides_new(w);
	w->practice_folder = file_join(o->folder, "practice");
	w->listening = w->held = -1;
	limits_fit(&w->limit);
	w->limits = limits_new(&w->limit, o->behind_proxy);
	w->log = log_new(o->log, o->quiet, o->lang);
	w->health = health_new(w);
	health_look(w->health, s); /* the store becomes the other thread's only below */
	int rc = mhd_load() ? 0 : err_set(e, ERR_UNAVAILABLE, TEXT_SERVE_NO_LIBRARY, "");
	if (rc == 0)
		rc = listen_hold(o->folder, &w->held, e);
	if (rc == 0)
		rc = listen_open(o->listen, &w->listening, &w->handed, w->address, sizeof w->address, e);
	if (rc == 0) {
		listen_tell(w->held, w->address);
		w->opened = o->keeps && s;
		rc = jobs_start(w, &w->jobs, e);
	}
	if (rc == 0)
		rc = start_daemon(w, e);
	if (rc != 0) {
		w->opened = false; /* it stays the caller's */
		web_free(w);
		return rc;
	}
	*out = w;
	return rc;
}

const char *web_address(const struct web *w)
{
	return w->address;
}

bool web_tick(struct web *w)
{
	limits_tick(w->limits);
	log_tick(w->log);
	return !health_lost(w->health);
}

static void wait_a_little(void)
{
	nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL);
}

/* Requests under way are finished; who has asked nothing is let go. */
static void finish(struct web *w)
{
	int64_t until = limits_now() + w->limit.stop_ms;
	do {
		limits_cut_idle(w->limits);
		wait_a_little();
		limits_tick(w->limits);
	} while (limits_busy(w->limits) > 0 && limits_now() < until);
}

void web_stop(struct web *w)
{
	if (!w)
		return;
	atomic_store(&w->stopping, true);
	works_stop(w->works);
	mhd.quiesce_daemon(w->daemon);
	if (!w->handed)
		shutdown(w->listening, SHUT_RDWR); /* whoever comes now is refused at once */
	finish(w);
	web_free(w);
}
