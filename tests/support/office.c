/* office.c - an office's desk served over HTTP. */
#include "office.h"

#include <stdio.h>
#include <string.h>

#include <tungnha/clock.h>

enum { PAGE_MOST = 30000 };

void office_begin(
	struct office *o, const struct page_route *pages, enum app_role role, const struct unit *own, const char *units)
{
	static const struct unit commune = {"05788", "Xã Phú Lạc", "commune", "", -1};
	static const char hamlets[] =
		"05788-01,Xóm 11,hamlet,30\n05788-02,Xóm Đại Hà,hamlet,8\n05788-03,Xóm 2,hamlet,5\n";
	struct err e;
	struct app_session session;
	char folder[256];
	bureau_begin(&o->b, "phu-lac-2025.json", own ? own : &commune, units ? units : hamlets);
	assert_int_equal(app_session_begin(o->b.hub, role, "Hoa", clock_now(), o->hoa, &session, &e), 0);
	assert_int_equal(app_session_begin(o->b.hub, role, "Minh", clock_now(), o->minh, &session, &e), 0);
	snprintf(folder, sizeof folder, "%s/hub", o->b.dir);
	caller_begin(&o->caller, o->b.hub, folder, pages, role, "Hoa");
	caller_is(&o->caller, o->hoa);
}

void office_of_two(struct office *o, const struct page_route *pages, enum app_role role)
{
	office_begin(o, pages, role, NULL, NULL);
	bureau_row(&o->b, "2025-11-05 08:00", "05788-01", (const int64_t[7]){25, 100, 50, 20, 1025, 30, 20});
	bureau_row(&o->b, "2025-11-05 08:00", "05788-02", (const int64_t[7]){8, 30, 15, 5, 10, 9, 8});
}

size_t office_at(const struct office *o, const char *text)
{
	const char *found = strstr(o->caller.page.data, text);
	assert_non_null(found);
	return (size_t)(found - o->caller.page.data);
}

void office_end(struct office *o)
{
	caller_end(&o->caller);
	bureau_end(&o->b);
}

void office_reads(struct office *o, int status, const char *path, const char *const *wanted)
{
	assert_int_equal(caller_get(&o->caller, path), status);
	for (size_t i = 0; wanted[i]; i++)
		if (!caller_reads(&o->caller, wanted[i]))
			fail_msg("%s lacks “%s”", path, wanted[i]);
	if (o->caller.page.len >= PAGE_MOST)
		fail_msg("%s: %zu bytes", path, o->caller.page.len);
}
