/* app_audit.c - who decided what: a page of it, from the journals of this hub and the log of its users. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_audit.h>
#include <tungnha/app_users.h>
#include <tungnha/json.h>

#include "queue.h"

static const struct kind {
	const char *word;
	text_id name;
} kinds[] = {
	{"review", TEXT_AUDIT_REVIEW},
	{"record", TEXT_AUDIT_RECORD},
	{"void", TEXT_AUDIT_VOID},
	{"accept", TEXT_AUDIT_ACCEPT},
	{"reject", TEXT_AUDIT_REJECT},
	{"row", TEXT_AUDIT_ROW},
	{"lock", TEXT_AUDIT_LOCK},
	{"unlock", TEXT_AUDIT_UNLOCK},
	{"statement", TEXT_AUDIT_STATEMENT},
	{"text", TEXT_AUDIT_TEXT},
	{"figure", TEXT_AUDIT_FIGURE},
	{"task", TEXT_AUDIT_TASK},
	{"device", TEXT_AUDIT_DEVICE},
	{"revoke", TEXT_AUDIT_REVOKE},
	{"unit", TEXT_AUDIT_UNIT_CHANGE},
	{"define", TEXT_AUDIT_DEFINE},
	{"purge", TEXT_AUDIT_PURGE},
	{"desk", TEXT_AUDIT_DESK},
	{"user", TEXT_AUDIT_USERS},
	{NULL, TEXT_NONE},
};

/* Of the log of users: what no journal says. */
static const struct kind desk_kinds[] = {
	{"invite", TEXT_AUDIT_INVITE},
	{"withdraw", TEXT_AUDIT_WITHDRAW},
	{"stick", TEXT_AUDIT_STICK},
	{"files", TEXT_AUDIT_FILES},
	{"backup", TEXT_AUDIT_BACKUP},
	{"keep", TEXT_AUDIT_KEEP},
	{"restored", TEXT_AUDIT_RESTORED},
	{"above", TEXT_AUDIT_ABOVE},
	{"send", TEXT_AUDIT_SEND},
	{"carry", TEXT_AUDIT_CARRY},
	{NULL, TEXT_NONE},
};

static const struct kind user_kinds[] = {
	{"in", TEXT_AUDIT_IN},
	{"out", TEXT_AUDIT_OUT},
	{"wait", TEXT_AUDIT_WAIT},
	{"add", TEXT_AUDIT_USER_ADD},
	{"role", TEXT_AUDIT_USER_ROLE},
	{"password", TEXT_AUDIT_USER_PASSWORD},
	{"remove", TEXT_AUDIT_USER_REMOVE},
	{"end", TEXT_AUDIT_USER_END},
	{NULL, TEXT_AUDIT_USERS},
};

const char *app_audit_kind(size_t i, text_id *name)
{
	*name = kinds[i].name;
	return kinds[i].word;
}

static text_id name_of(const struct kind *all, const char *word)
{
	while (all->word && strcmp(all->word, word) != 0)
		all++;
	return all->name;
}

/* --- places --- */

static void write_place(const struct store_decided_at *p, char out[static APP_AUDIT_PLACE])
{
	snprintf(out, APP_AUDIT_PLACE, "%s_%" PRId64 "_%" PRId64, p->at, p->branch, p->seq);
}

static bool read_place(const char *text, struct store_decided_at *out)
{
	*out = (struct store_decided_at){.branch = 0};
	return text && sscanf(text, "%25[0-9T:+-]_%" SCNd64 "_%" SCNd64, out->at, &out->branch, &out->seq) == 3;
}

/* --- gathering: matching ones of both, newest first each --- */

struct found {
	struct store_decided_at place;
	struct app_deed deed;
};

struct gathering {
	struct store *s;
	const struct app_audit_ask *ask;
	const struct store_decided_at *before; /* NULL: from the newest */
	struct found *found;
	size_t count, most, looked;
	struct store_decided_at last; /* looked at */
	bool stopped;                 /* before all were looked at */
};

static bool given(const char *s)
{
	return s && *s;
}

static bool wanted(const struct gathering *g, const char *by, const char *kind)
{
	return (!g->ask->who || strcmp(g->ask->who, by) == 0) &&
	       (!given(g->ask->kind) || strcmp(g->ask->kind, kind) == 0);
}

/* true: enough. */
static bool put(struct gathering *g, const struct store_decided_at *place, const struct app_deed *d)
{
	g->found = alloc_grow(g->found, g->count + 1, sizeof *g->found);
	g->found[g->count++] = (struct found){.place = *place, .deed = *d};
	return g->count >= g->most;
}

static const char *text_in(const cJSON *o, const char *name)
{
	const cJSON *x = cJSON_GetObjectItemCaseSensitive(o, name);
	return cJSON_IsString(x) ? x->valuestring : "";
}

/* What an entry says itself of what it is about: the first of these members it has. */
static void about(const struct entry *en, struct app_deed *d)
{
	static const char *const names[] = {"label", "name", "period", "indicator", "id", "report", "source"};
	for (size_t i = 0; en->fields && !*d->about && i < sizeof names / sizeof *names; i++)
		snprintf(d->about, sizeof d->about, "%s", text_in(en->fields, names[i]));
}

static void describe(struct gathering *g, const struct store_decided *x, struct app_deed *d)
{
	const struct entry *en = x->entry;
	struct queueing q = {.s = g->s};
	const char *decision = en->kind == ENTRY_REVIEW && en->fields ? text_in(en->fields, "decision") : "";
	*d = (struct app_deed){.what = name_of(kinds, entry_kind_word(en->kind))};
	if (*decision)
		d->what = strcmp(decision, "approve") == 0 ? TEXT_AUDIT_APPROVED : TEXT_AUDIT_RETURNED;
	memcpy(d->at, en->at, sizeof d->at);
	memcpy(d->by, en->by, sizeof d->by);
	memcpy(d->reason, en->reason, sizeof d->reason);
	memcpy(d->unit, x->unit, sizeof d->unit);
	if (en->kind == ENTRY_REVIEW || en->kind == ENTRY_RECORD || en->kind == ENTRY_VOID)
		queue_number(&q, x->unit, en->key, d->number);
	else
		about(en, d);
}

static int look_at_act(void *context, const struct store_decided *x, struct err *e)
{
	struct gathering *g = context;
	struct app_deed d;
	(void)e;
	bool enough = false;
	g->last = x->place;
	if (wanted(g, x->entry->by, entry_kind_word(x->entry->kind))) {
		describe(g, x, &d);
		enough = put(g, &x->place, &d);
	}
	g->stopped = enough || ++g->looked >= APP_AUDIT_LOOKED;
	return g->stopped;
}

static int look_at_log(void *context, int64_t id, int64_t at, const char *json, struct err *e)
{
	struct gathering *g = context;
	struct store_decided_at place = {.seq = id};
	(void)e;
	clock_stamp(at, place.at);
	if (g->before && store_decided_order(&place, g->before) <= 0)
		return 0;
	cJSON *o = json_parse(json, strlen(json), ENTRY_DEPTH_MAX);
	bool enough = false;
	text_id what = o ? name_of(desk_kinds, text_in(o, "kind")) : TEXT_NONE;
	if (o && wanted(g, text_in(o, "by"), what ? "desk" : "user")) {
		struct app_deed d = {.what = what ? what : name_of(user_kinds, text_in(o, "kind"))};
		enum app_role role;
		const char *more = text_in(o, "detail");
		if (app_role_read(more, &role)) {
			d.more = app_role_name(role);
			more = "";
		}
		memcpy(d.at, place.at, sizeof d.at);
		snprintf(d.by, sizeof d.by, "%s", text_in(o, "by"));
		snprintf(d.about, sizeof d.about, "%s%s%s%s", text_in(o, "user"), *more ? " (" : "", more,
			*more ? ")" : "");
		enough = put(g, &place, &d);
	}
	cJSON_Delete(o);
	g->last = place;
	g->stopped = enough;
	return enough;
}

/* --- one list of both --- */

static void take(struct app_audit *out, const struct found *f)
{
	out->deed[out->deeds++] = f->deed;
	write_place(&f->place, out->next);
}

/* What lies behind the point to which both were looked at waits for the next page. */
static void merge(const struct gathering *acts, const struct gathering *log, size_t most, struct app_audit *out)
{
	size_t a = 0, l = 0;
	bool cut = acts->stopped && acts->count < most; /* many were looked at, few matched */
	out->deed = alloc_zero(most + 1, sizeof *out->deed);
	while (out->deeds < most && (a < acts->count || l < log->count)) {
		bool act = a < acts->count &&
			   (l >= log->count || store_decided_order(&acts->found[a].place, &log->found[l].place) < 0);
		if (!act && cut && store_decided_order(&log->found[l].place, &acts->last) > 0)
			break;
		take(out, act ? &acts->found[a++] : &log->found[l++]);
	}
	bool more = a < acts->count || l < log->count || acts->stopped || log->stopped;
	if (!more) {
		out->next[0] = '\0';
	} else if (cut && out->deeds < most) {
		write_place(&acts->last, out->next);
		memcpy(out->looked, acts->last.at, sizeof out->looked);
	}
}

int app_audit(struct store *s, const struct app_audit_ask *ask, struct app_audit *out, struct err *e)
{
	struct store_decided_at before;
	bool later = read_place(ask->before, &before);
	struct gathering acts = {.s = s, .ask = ask, .before = later ? &before : NULL, .most = ask->most};
	struct gathering log = acts;
	bool only_log = given(ask->kind) && (strcmp(ask->kind, "user") == 0 || strcmp(ask->kind, "desk") == 0);
	int rc = 0;
	*out = (struct app_audit){.deeds = 0};
	if (!only_log)
		rc = store_decided(s, given(ask->unit) ? ask->unit : NULL, acts.before, look_at_act, &acts, e);
	if (rc == 0 && !given(ask->unit) && store_user_log(s, 0, look_at_log, &log, e) != 0 && !log.stopped)
		rc = -1;
	if (rc == 0)
		merge(&acts, &log, ask->most, out);
	free(acts.found);
	free(log.found);
	return rc;
}

void app_audit_free(struct app_audit *a)
{
	free(a->deed);
	*a = (struct app_audit){.deeds = 0};
}
