/* week.c - declaring, and when it reached the hub. */
#include <stdlib.h>

#include <sqlite3.h>
#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "week.h"

int64_t week_at(const char *stamp)
{
	int64_t t;
	assert_true(clock_read_stamp(stamp, &t));
	return t;
}

void week_behind(struct node *n, const char *sql)
{
	char *file = alloc_print("%s/tungnha.db", n->folder), *why = NULL;
	sqlite3 *db;
	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	sqlite3_close(db);
	free(file);
}

void week_arrived(struct world *w, const char *stamp)
{
	char *sql = alloc_print("UPDATE arrival SET at = %lld", (long long)week_at(stamp));
	week_behind(&w->hub, sql);
	free(sql);
}

void week_declare(struct node *n, const char *period, const char *stamp)
{
	struct app_submit wish = {.period = period, .now = week_at(stamp), .lang = LANG_VI};
	struct app_submitted done;
	struct err why;
	if (app_submit(n->store, &wish, &done, &why) != 0)
		fail_msg("submit %s: %s", period ? period : "", text_name(why.text));
	app_submitted_free(&done);
}

struct app_hub_submit week_declared(struct world *w, const char *period, const char *now, struct app_hub_submits *all)
{
	struct err why;
	if (app_hub_submits(w->hub.store, WORLD_HAMLET, period, week_at(now), LANG_VI, all, &why) != 0)
		fail_msg("submit list: %s", text_name(why.text));
	assert_int_equal(all->rows, 1);
	return all->row[0];
}

void week_on_time(struct world *w, const char *period, const char *now, enum app_on_time expected)
{
	struct app_hub_submits all;
	struct app_hub_submit x = week_declared(w, period, now, &all);
	if (x.on_time != expected)
		fail_msg("%s at %s: %d, not %d", period, now, (int)x.on_time, (int)expected);
	app_hub_submits_free(&all);
}

void week_begin(struct world *w, struct node *n)
{
	world_begin(w);
	struct store_invitation v = world_invite(w, WORLD_HAMLET, 1);
	world_device(w, &v, n);
	world_save_many(w, n, 1, 5);
	world_exchange(w, n);
	week_behind(&w->hub, "UPDATE peer SET heard = 1762000000");
}

void week_end(struct world *w, struct node *n)
{
	world_assert_sound(&w->hub);
	world_close(n);
	world_end(w);
}
