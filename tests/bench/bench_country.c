/*
 * bench_country - a country: communes that are hubs themselves, one parent above all of them, weeks of statements.
 *
 *   bench_country DIR SCRATCH [COMMUNES [WEEKS [UNITS.json]]]
 *
 * DIR/parent: the parent's store, the process that is measured · SCRATCH: the communes' stores, in a process of their
 * own, best in memory. Each commune is a real store that joined by an invitation; each week some of its twenty hamlets
 * report, it closes a statement and exchanges with the parent, sixteen at once, as `serve` takes those that wait
 * together. Only every sixteenth commune keeps what the parent answers after the first week (a statement of the country
 * each): the others are as after a lost reply, so that disk stays small, and what they then send twice is counted too.
 * Then the parent closes. UNITS.json: provinces and communes with their codes; without it they are made up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include "../support/mail.h"

#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/app_submit.h>
#include <tungnha/exchange.h>
#include <tungnha/export.h>
#include <tungnha/app_export.h>
#include <tungnha/file.h>
#include <tungnha/json.h>
#include <tungnha/store_acts.h>
#include <tungnha/store_journals.h>

enum { HAMLETS = 20, AT_ONCE = 16, COUNTRY = 3321, WEEK = 7 * 86400 };
#define NATION "VN"
#define FIRST_DUE 1762398000 /* 2025-11-06T10:00:00+07:00, a Thursday */

static void must(int rc, const struct err *e, const char *what)
{
	char sentence[800];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fprintf(stderr, "bench_country: %s: %s\n", what, sentence);
	exit(1);
}
#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		must((call), &e, #call);                                                                               \
	} while (0)

struct commune {
	char code[UNIT_CODE], name[UNIT_NAME];
	struct store_invitation invitation;
};
static struct commune *commune;
static size_t communes;
static int64_t now = FIRST_DUE - 3 * 86400;

/* --- units --- */

static void add_commune(const char *code, const char *name)
{
	struct commune *c = &commune[communes++];
	snprintf(c->code, sizeof c->code, "%s", code);
	snprintf(c->name, sizeof c->name, "%s", name);
}

static void find_communes(const cJSON *v, size_t most)
{
	const char *code = json_string(v, "Code"), *name = json_string(v, "FullName");
	const cJSON *child;
	if (communes < most && code && name && strlen(code) == 5)
		add_commune(code, name);
	cJSON_ArrayForEach(child, v) if (cJSON_IsObject(child) || cJSON_IsArray(child)) find_communes(child, most);
}

static void read_communes(const char *path, size_t most)
{
	struct buf text;
	commune = alloc_zero(most + 1, sizeof *commune);
	buf_init(&text, 16 * 1024 * 1024);
	if (path) {
		MUST(file_read(path, &text, &e));
		cJSON *root = json_parse(text.data, text.len, 16);
		find_communes(root, most);
		cJSON_Delete(root);
	}
	for (size_t i = communes; i < most; i++) {
		char code[UNIT_CODE], name[UNIT_NAME];
		snprintf(code, sizeof code, "9%04zu", i);
		snprintf(name, sizeof name, "Xã Mẫu số %zu", i);
		add_commune(code, name);
	}
	buf_free(&text);
}

/* --- a hub --- */

static void act(struct store *s, const char *unit, enum entry_kind kind, cJSON *fields)
{
	struct store_author a = {.by = "", .at = now};
	MUST(store_write_act(s, unit, kind, NULL, fields, &a, NULL, &e));
}

static void put_unit(struct store *s, const char *own, const char *code, const char *name, const char *level)
{
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "code", code);
	cJSON_AddStringToObject(fields, "from", "");
	cJSON_AddStringToObject(fields, "level", level);
	cJSON_AddNullToObject(fields, "listed");
	cJSON_AddStringToObject(fields, "name", name);
	cJSON_AddStringToObject(fields, "parent", strcmp(own, code) ? own : "");
	cJSON_AddObjectToObject(fields, "predecessors");
	act(s, own, ENTRY_UNIT, fields);
}

/* The shipped campaign, without its own units' end: as long as the weeks measured. */
static void define(struct store *s, const char *own, const char *id)
{
	size_t n;
	const char *bytes = form_shipped(id, &n);
	char *text = alloc_copy_n(bytes, n), *ends = strstr(text, "\"to\": \"2025-12-15\"");
	cJSON *fields = cJSON_CreateObject();
	if (ends)
		memcpy(ends, "\"to\": \"2026-03-31\"", 18);
	cJSON_AddStringToObject(fields, "name", id);
	cJSON_AddStringToObject(fields, "text", text);
	act(s, own, ENTRY_DEFINE, fields);
	free(text);
}

static struct store *make_hub(const char *folder, const char *code, const char *name, const char *level)
{
	struct store_setup setup = {.role = STORE_AGGREGATOR, .protection = STORE_UNPROTECTED};
	struct store *s;
	MUST(store_create(folder, &setup, &s, &e));
	MUST(store_begin(s, &e));
	MUST(store_set(s, "unit", code, &e));
	MUST(store_commit(s, &e));
	MUST(store_begin(s, &e));
	define(s, code, "phu-lac-2025");
	define(s, code, "mau-02");
	put_unit(s, code, code, name, level);
	return s; /* in its transaction */
}

/* --- the communes --- */

static const char *scratch;
static struct keys_public parent_keys;
static struct id parent_id;

static char *folder_of(size_t i)
{
	char name[32];
	snprintf(name, sizeof name, "c%zu", i);
	return file_join(scratch, name);
}

static void join(struct store *s, size_t i)
{
	const struct store_invitation *v = &commune[i].invitation;
	struct store_enrolment en = {.has_hub = true, .hub = parent_id, .hub_keys = parent_keys, .invite = v->id};
	snprintf(en.hub_unit, sizeof en.hub_unit, NATION);
	snprintf(en.unit.code, sizeof en.unit.code, "%s", commune[i].code);
	snprintf(en.unit.name, sizeof en.unit.name, "%s", commune[i].name);
	snprintf(en.unit.level, sizeof en.unit.level, "commune");
	en.unit.listed = -1;
	memcpy(en.secret, v->secret, sizeof en.secret);
	memcpy(en.letter, v->letter, sizeof en.letter);
	MUST(store_enrol(s, &en, &e));
}

static void hamlet(size_t i, int k, char code[static UNIT_CODE])
{
	snprintf(code, UNIT_CODE, "%.20s-%02d", commune[i].code, k + 1);
}

static void report_row(struct store *s, size_t i, int k, int week)
{
	char code[UNIT_CODE];
	const struct form *f;
	cJSON *fields = cJSON_CreateObject(), *columns = cJSON_AddObjectToObject(fields, "columns");
	MUST(store_form(s, NULL, &f, &e));
	for (size_t c = 0; c < f->columns; c++)
		if (f->column[c].printed)
			cJSON_AddNumberToObject(columns, f->column[c].id, (double)(100 + 7 * week + k + (int)c));
	cJSON_AddStringToObject(fields, "date", "2025-11-05");
	cJSON_AddStringToObject(fields, "source", "Trưởng xóm");
	cJSON_AddStringToObject(fields, "use", "paper");
	hamlet(i, k, code);
	act(s, code, ENTRY_ROW, fields);
}

static struct store *make_commune(size_t i)
{
	char code[UNIT_CODE], name[64], *folder = folder_of(i);
	struct store *s = make_hub(folder, commune[i].code, commune[i].name, "commune");
	for (int k = 0; k < HAMLETS; k++) {
		hamlet(i, k, code);
		snprintf(name, sizeof name, "Xóm %d", k + 1);
		put_unit(s, commune[i].code, code, name, "hamlet");
	}
	for (int k = 0; k < HAMLETS; k++)
		report_row(s, i, k, 0);
	join(s, i);
	MUST(store_commit(s, &e));
	free(folder);
	return s;
}

static struct store *open_commune(size_t i)
{
	char *folder = folder_of(i);
	struct store *s;
	MUST(store_open(folder, NULL, &s, &e));
	free(folder);
	return s;
}

/* A week of one commune: three hamlets report, it closes, and seals what goes up. */
static void week_of(size_t i, int week, struct buf *message)
{
	struct store *s = week ? open_commune(i) : make_commune(i);
	struct store_author a = {.by = "", .at = now};
	char period[PERIOD_TEXT];
	struct period_rule rule = {.weekday = 4, .hour = 10};
	size_t entries;
	bool more;
	period_text(period_at(&rule, now), period);
	MUST(store_begin(s, &e));
	for (int k = 0; week && k < 3; k++)
		report_row(s, i, (week + k) % HAMLETS, week);
	MUST(store_write_statement(s, period, NULL, 0, &a, NULL, &e));
	MUST(store_commit(s, &e));
	buf_init(message, MESSAGE_BYTES_MAX);
	MUST(exchange_message(s, commune[i].code, 0, now, message, &entries, &more, &e));
	store_close(s);
}

/* --- between the two processes: u32 how many, then for each u32 bytes and the bytes --- */

static void move(int fd, void *bytes, size_t n, bool out)
{
	for (unsigned char *p = bytes; n > 0;) {
		ssize_t got = out ? write(fd, p, n) : read(fd, p, n);
		if (got <= 0)
			exit(1);
		p += got;
		n -= (size_t)got;
	}
}

static void send_batch(int fd, const struct buf *m, uint32_t n)
{
	move(fd, &n, sizeof n, true);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t bytes = (uint32_t)m[i].len;
		move(fd, &bytes, sizeof bytes, true);
		move(fd, m[i].data, bytes, true);
	}
}

static uint32_t receive_batch(int fd, struct buf m[static AT_ONCE])
{
	uint32_t n, bytes;
	move(fd, &n, sizeof n, false);
	for (uint32_t i = 0; i < n; i++) {
		move(fd, &bytes, sizeof bytes, false);
		char *p = alloc_bytes(bytes + 1);
		move(fd, p, bytes, false);
		buf_init(&m[i], bytes + 1);
		buf_add(&m[i], p, bytes);
		free(p);
	}
	return n;
}

static void take_replies(size_t first, uint32_t n, const struct buf *reply, int week)
{
	for (uint32_t i = 0; i < n; i++) {
		struct exchange_result r;
		if (week && (first + i) % AT_ONCE)
			continue;
		struct store *s = open_commune(first + i);
		MUST(exchange_take_reply(s, reply[i].data, reply[i].len, now, &r, &e));
		store_close(s);
	}
}

static void live(int fd, int weeks)
{
	struct buf message[AT_ONCE], reply[AT_ONCE];
	for (int week = 0; week < weeks; week++, now += WEEK) {
		for (size_t i = 0; i < communes; i += AT_ONCE) {
			uint32_t n = communes - i < AT_ONCE ? (uint32_t)(communes - i) : AT_ONCE;
			for (uint32_t k = 0; k < n; k++)
				week_of(i + k, week, &message[k]);
			send_batch(fd, message, n);
			receive_batch(fd, reply);
			take_replies(i, n, reply, week);
			for (uint32_t k = 0; k < n; k++) {
				buf_free(&message[k]);
				buf_free(&reply[k]);
			}
		}
		send_batch(fd, NULL, 0);
		receive_batch(fd, reply); /* the parent closed */
	}
}

/* --- the parent --- */

static struct store *make_parent(const char *folder)
{
	struct store *s = make_hub(folder, NATION, "Việt Nam", "province");
	for (size_t i = 0; i < communes; i++)
		put_unit(s, NATION, commune[i].code, commune[i].name, "commune");
	MUST(store_commit(s, &e));
	MUST(store_begin(s, &e));
	for (size_t i = 0; i < communes; i++) {
		struct store_invitation *v = &commune[i].invitation;
		*v = (struct store_invitation){.id = id_random(), .uses = 1, .days = 90, .issued_at = now};
		randombytes_buf(v->secret, sizeof v->secret);
		snprintf(v->unit, sizeof v->unit, "%s", commune[i].code);
		MUST(store_next_letter(s, v->unit, v->letter, &e));
		MUST(store_add_invitation(s, v, &e));
	}
	MUST(store_commit(s, &e));
	return s;
}

struct week {
	double took, worked; /* seconds, of which of a processor */
	size_t in, out;      /* bytes of messages and replies */
	double close, form, status, export;
	size_t statement; /* bytes of the parent's own */
};

static void take_batch(struct store *s, int fd, struct buf *m, uint32_t n, struct week *w)
{
	struct exchange_post post[AT_ONCE] = {0};
	struct buf reply[AT_ONCE] = {0};
	double before = mail_seconds(), worked = mail_worked();
	for (uint32_t i = 0; i < n; i++) {
		post[i].bytes = m[i].data;
		post[i].n = m[i].len;
		w->in += m[i].len;
	}
	exchange_take_group(s, post, n, now);
	w->took += mail_seconds() - before;
	w->worked += mail_worked() - worked;
	for (uint32_t i = 0; i < n; i++) {
		must(post[i].rc, &post[i].why, "exchange_take_group");
		w->out += post[i].reply.len;
		reply[i] = post[i].reply;
	}
	send_batch(fd, reply, n);
	for (uint32_t i = 0; i < n; i++)
		buf_free(&post[i].reply);
}

static double timed_form(struct store *s)
{
	struct buf out;
	double before = mail_seconds();
	buf_init(&out, REPORT_BYTES_MAX);
	MUST(app_form02(s, NATION, REPORT_JSON, LANG_VI, false, &out, &e));
	buf_free(&out);
	return mail_seconds() - before;
}

static double timed_status(struct store *s)
{
	struct app_hub_status st;
	double before = mail_seconds();
	MUST(app_hub_status(s, now, &st, &e));
	app_hub_status_free(&st);
	return mail_seconds() - before;
}

static double timed_export(struct store *s)
{
	struct buf out;
	struct app_exported done;
	struct app_export wish = {.format = EXPORT_JSON, .lang = LANG_VI, .now = now};
	double before = mail_seconds();
	buf_init(&out, REPORT_BYTES_MAX);
	MUST(app_export(s, &wish, &done, &out, &e));
	buf_free(&out);
	return mail_seconds() - before;
}

static void close_week(struct store *s, struct week *w)
{
	struct app_closed k;
	char period[PERIOD_TEXT];
	struct period_rule rule = {.weekday = 4, .hour = 10};
	period_text(period_at(&rule, now), period);
	w->form = timed_form(s);
	w->status = timed_status(s);
	struct app_close wish = {.period = period, .now = FIRST_DUE + (now - (FIRST_DUE - 3 * 86400)) + 600};
	double before = mail_seconds();
	MUST(app_hub_close(s, &wish, &k, &e));
	w->close = mail_seconds() - before;
	const struct form *f;
	MUST(store_form(s, NULL, &f, &e));
	int64_t heard = 0;
	const cJSON *v;
	cJSON_ArrayForEach(v, json_object(k.statement.fields, "rows")) heard +=
		cJSON_GetNumberValue(cJSON_GetArrayItem(v, 0)) > 0;
	if (heard != (int64_t)communes) {
		fprintf(stderr, "bench_country: %lld communes counted in %s, not %zu\n", (long long)heard, period,
			communes);
		exit(1);
	}
	char *text = cJSON_PrintUnformatted(k.statement.fields);
	w->statement = strlen(text);
	cJSON_free(text);
	app_closed_free(&k);
	w->export = timed_export(s);
}

static size_t file_size(const char *folder)
{
	struct stat st;
	char *path = file_join(folder, "tungnha.db");
	size_t n = stat(path, &st) == 0 ? (size_t)st.st_size : 0;
	free(path);
	return n;
}

static void rule_over(const char *folder, int fd, int weeks)
{
	struct store *s;
	struct buf m[AT_ONCE];
	double began = mail_seconds(), all = 0;
	MUST(store_open(folder, NULL, &s, &e));
	printf("week  exchange s  (cpu s)  in kB/commune  out kB/commune  form02 s  status s  close s  export s  "
	       "statement kB  "
	       "file MB  peak MB\n");
	for (int week = 0; week < weeks; week++, now += WEEK) {
		struct week w = {0};
		for (uint32_t n; (n = receive_batch(fd, m)) > 0;) {
			take_batch(s, fd, m, n, &w);
			for (uint32_t i = 0; i < n; i++)
				buf_free(&m[i]);
		}
		close_week(s, &w);
		send_batch(fd, NULL, 0);
		all += w.took + w.close;
		printf("%4d  %10.1f  %7.1f  %13.1f  %14.1f  %8.2f  %8.2f  %7.2f  %8.2f  %12.1f  %7.1f  %7.1f\n",
			week + 1, w.took, w.worked, (double)w.in / (double)communes / 1024,
			(double)w.out / (double)communes / 1024, w.form, w.status, w.close, w.export,
			(double)w.statement / 1024, (double)file_size(folder) / 1048576,
			(double)mail_greatest_kb("/proc/self/status") / 1024);
		fflush(stdout);
	}
	store_close(s);
	printf("the parent: %.0f s of exchanging and closing; with the communes' own work %.0f s\n", all,
		mail_seconds() - began);
}

int main(int argc, char **argv)
{
	int pair[2], status = 0;
	int weeks = argc > 4 ? atoi(argv[4]) : 10;
	alloc_init();
	if (argc < 3 || sodium_init() < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) {
		fprintf(stderr, "bench_country DIR SCRATCH [COMMUNES [WEEKS [UNITS.json]]]\n");
		return 64;
	}
	read_communes(argc > 5 ? argv[5] : NULL, argc > 3 ? (size_t)atoi(argv[3]) : COUNTRY);
	scratch = argv[2];
	char *folder = file_join(argv[1], "parent");
	struct store *s = make_parent(folder);
	parent_keys = store_keys(s)->pub;
	parent_id = store_id(s);
	store_close(s);
	pid_t child = fork();
	if (child == 0) {
		close(pair[0]); /* so that it ends when the parent does */
		live(pair[1], weeks);
		_exit(0);
	}
	close(pair[1]);
	rule_over(folder, pair[0], weeks);
	waitpid(child, &status, 0);
	free(folder);
	free(commune);
	return status == 0 ? 0 : 1;
}
