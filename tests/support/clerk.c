/* clerk.c - a commune, one hamlet's devices written by hand, and who sits at the desk. */
#include "clerk.h"

#include <string.h>

#include <tungnha/clock.h>
#include <tungnha/store_users.h>

static void name_unit(struct store *hub, const char *code, const char *name, const char *parent)
{
	cJSON *f = cJSON_CreateObject();
	cJSON_AddStringToObject(f, "code", code);
	cJSON_AddStringToObject(f, "from", "");
	cJSON_AddStringToObject(f, "level", *parent ? "hamlet" : "commune");
	cJSON_AddNullToObject(f, "listed");
	cJSON_AddStringToObject(f, "name", name);
	cJSON_AddStringToObject(f, "parent", parent);
	cJSON_AddObjectToObject(f, "predecessors");
	author_act(hub, ENTRY_UNIT, NULL, f);
}

void clerk_begin(struct clerk *c, const struct shelf *d)
{
	memset(c, 0, sizeof *c);
	c->store = author_hub(d, "hub");
	shelf_path(d, "hub", c->folder);
	name_unit(c->store, SHELF_OWN, "Xã Phú Lạc", "");
	name_unit(c->store, SHELF_UNIT, "Xóm 11", SHELF_OWN);
}

void clerk_goes(struct clerk *c)
{
	caller_end(&c->caller);
	shelf_sound(c->store);
	for (size_t i = 0; i < c->lines; i++)
		line_free(c->line[i]);
	store_close(c->store);
}

struct name clerk_hears(struct clerk *c, const char *number, int persons)
{
	unsigned char seed = (unsigned char)(c->lines + 1);
	struct author a = author_new(seed);
	struct line *l = c->line[c->lines++] = line_new(&a, SHELF_UNIT, 1, seed);
	author_admit(c->store, &a);
	struct name n = line_record(l, number, persons, 1, (const struct name *const[]){NULL});
	assert_int_equal(line_take(c->store, NULL, l, 1, 1).taken, TAKEN_NEW);
	return n;
}

struct name clerk_hears_more(struct clerk *c, size_t device, const char *number, int persons, struct name over)
{
	struct line *l = c->line[device];
	struct name n = line_record(l, number, persons, 0, (const struct name *const[]){&over, NULL});
	assert_int_equal(line_take(c->store, NULL, l, n.seq, n.seq).taken, TAKEN_NEW);
	return n;
}

/* A page with a form gives the token. */
static void take_token(struct clerk *c)
{
	assert_int_equal(caller_get(&c->caller, "/toi"), 200);
	snprintf(c->caller.token, sizeof c->caller.token, "%s", caller_value(&c->caller, "token"));
}

void clerk_comes(struct clerk *c, const struct page_route *pages, enum app_role role, const char *by)
{
	caller_begin(&c->caller, c->store, c->folder, pages, role, by);
	take_token(c);
}

void clerk_is(struct clerk *c, enum app_role role, const char *by)
{
	char cookie[APP_TOKEN];
	struct app_session session;
	struct err e;
	assert_int_equal(app_session_begin(c->store, role, by, clock_now(), cookie, &session, &e), 0);
	caller_is(&c->caller, cookie);
}

void clerk_sees(struct clerk *c, const char *path, int status, const char *const *wanted)
{
	assert_int_equal(caller_get(&c->caller, path), status);
	for (size_t i = 0; wanted[i]; i++)
		if (!caller_reads(&c->caller, wanted[i]))
			fail_msg("%s lacks “%s”", path, wanted[i]);
}
