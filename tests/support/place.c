/* place.c - households written at a time, and what is warned of. */
#include <stdio.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/store_acts.h>

#include "door.h"

#include "place.h"

void place_write(struct place *p, const char *number, const char *typed)
{
	struct form_record r;
	const struct form *f;
	struct id key;
	bool known;
	struct store_author a = {.by = "Lan", .at = p->at};
	char *line = alloc_print("household_no=%s|%s", number, typed);
	form_record_init(&r);
	MUST(store_form(p->device.store, NULL, &f, &e));
	MUST(door_apply(f, NULL, line, LANG_VI, &r, &e));
	MUST(store_key_for_number(p->device.store, WORLD_HAMLET, number, &key, &known, &e));
	MUST(store_write_record(p->device.store, WORLD_HAMLET, key, f, &r, &a, NULL, &e));
	form_record_free(&r);
	free(line);
}

void place_put(struct place *p, const char *number, const char *typed)
{
	MUST(store_begin(p->device.store, &e));
	place_write(p, number, typed);
	MUST(store_commit(p->device.store, &e));
}

int place_begin(void **state)
{
	struct place *p = alloc_zero(1, sizeof *p);
	world_begin(&p->w);
	p->w.now = NOON;
	p->at = NOON;
	struct store_invitation v = world_invite(&p->w, WORLD_HAMLET, 1);
	world_device(&p->w, &v, &p->device);
	/* Most of the list is not visited yet: nobody asks why it is not reviewed. */
	MUST(store_begin(p->device.store, &e));
	for (int i = 900; i < 960; i++) {
		char number[16];
		snprintf(number, sizeof number, "%d", i);
		place_write(p, number, "status=not_visited");
	}
	MUST(store_commit(p->device.store, &e));
	p->at += 60;
	*state = p;
	return 0;
}

int place_end(void **state)
{
	struct place *p = *state;
	world_close(&p->device);
	world_end(&p->w);
	free(p);
	return 0;
}

void place_put_many(struct place *p, int from, int count, int seconds)
{
	MUST(store_begin(p->device.store, &e));
	for (int i = from; i < from + count; i++) {
		char number[16];
		snprintf(number, sizeof number, "%d", i);
		place_write(p, number, i % 2 ? PLAIN("3") : PLAIN("4"));
		p->at += seconds;
	}
	MUST(store_commit(p->device.store, &e));
}

const char *place_listed(struct app_warnings *w)
{
	static char out[2000];
	out[0] = '\0';
	for (size_t i = 0; i < w->count; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s %s", i ? "; " : "",
			w->item[i].number[0] ? w->item[i].number : "-", w->item[i].rule);
	app_warnings_free(w);
	return out;
}

const char *place_at_door(struct place *p)
{
	struct app_warnings w;
	MUST(app_warnings(p->device.store, WORLD_HAMLET, APP_AT_DOOR, LANG_VI, p->at, &w, &e));
	return place_listed(&w);
}

const char *place_at_commune(struct place *p)
{
	struct app_warnings w;
	world_exchange(&p->w, &p->device);
	MUST(app_warnings(p->w.hub.store, WORLD_HAMLET, APP_REVIEWER, LANG_VI, p->at, &w, &e));
	return place_listed(&w);
}

int64_t place_warned(struct place *p)
{
	int64_t n;
	MUST(app_warned(p->w.hub.store, WORLD_HAMLET, true, &n, &e));
	return n;
}

struct id place_key_of(struct place *p, const char *number)
{
	struct id key;
	bool known;
	MUST(store_key_for_number(p->w.hub.store, WORLD_HAMLET, number, &key, &known, &e));
	assert_true(known);
	return key;
}

void place_approve(struct place *p, const char *number)
{
	char text[NAME_TEXT];
	struct store_household h;
	struct id key = place_key_of(p, number);
	cJSON *fields = cJSON_CreateObject();
	MUST(store_household(p->w.hub.store, WORLD_HAMLET, key, &h, &e));
	cJSON_AddStringToObject(fields, "decision", "approve");
	cJSON_AddStringToObject(fields, "entry", name_text(&h.entry, text));
	store_household_free(&h);
	world_act(&p->w, ENTRY_REVIEW, &key, fields);
}
