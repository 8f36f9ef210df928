/*
 * bench_desk - the hub whose desk is measured: 300 hamlets, 100,200 households, two devices each.
 *
 *   bench_desk SCRATCH DIR [HAMLETS HOUSEHOLDS]
 *
 * DIR/hub: in the midst of the drive; last week declared by nine hamlets of ten and closed, 9,000 households approved,
 * 100 returned, 300 in conflict; ten clerks, Clerk 0 … 9, with the password "clerk password" · DIR/mail: messages of
 * one household each, of 64 devices, for that hub as it is (bench_mail.c).
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "../support/hamlets.h"
#include "../support/mail.h"

#include <tungnha/alloc.h>
#include <tungnha/app_decide.h>
#include <tungnha/app_submit.h>
#include <tungnha/app_users.h>
#include <tungnha/clock.h>
#include <tungnha/file.h>

enum { CLERKS = 10, SENDERS = 64, LETTERS = 100, APPROVED = 30, DAY = 24 * 60 * 60 };

static int hamlet_count = 300, household_count = 334;

/* --- a campaign around today --- */

static void set_days(cJSON *campaign, const char *of, const char *from, int days_from, const char *to, int days_to)
{
	cJSON *range = cJSON_GetObjectItem(campaign, of);
	char date[CLOCK_DATE];
	cJSON_ReplaceItemInObject(range, from, cJSON_CreateString(clock_date(clock_now() + days_from * DAY, date)));
	cJSON_ReplaceItemInObject(range, to, cJSON_CreateString(clock_date(clock_now() + days_to * DAY, date)));
}

static char *campaign_of_today(void)
{
	size_t n;
	const char *shipped = form_shipped("phu-lac-2025", &n);
	cJSON *c = cJSON_ParseWithLength(shipped, n);
	char date[CLOCK_DATE];
	set_days(c, "drive", "from", -25, "to", 25);
	set_days(c, "unit_work", "from", -20, "before", 24);
	set_days(c, "dossiers", "from", -60, "to", 20);
	cJSON_ReplaceItemInObject(c, "final_from", cJSON_CreateString(clock_date(clock_now() + 15 * DAY, date)));
	char *text = cJSON_PrintUnformatted(c);
	cJSON_Delete(c);
	return text;
}

/* --- hamlets --- */

static struct store *device_of(int hamlet, char letter)
{
	char name[32];
	snprintf(name, sizeof name, "%c-%d", letter, hamlet);
	return hamlets_device(name);
}

static void drop_device(struct store *device, int hamlet, char letter)
{
	char *command = alloc_print("rm -rf '%s/%c-%d'", hamlets.scratch, letter, hamlet);
	store_close(device);
	if (system(command) != 0)
		exit(1);
	free(command);
}

static void declare(struct store *device, const char *unit, const char *period)
{
	struct app_submitted done;
	const struct app_submit w = {.unit = unit, .period = period, .now = hamlets.now++, .lang = LANG_VI};
	MUST(app_submit(device, &w, &done, &e));
	app_submitted_free(&done);
}

/* The second device knows what the first wrote; then both write household 7, neither knowing of the other's. */
static struct store *begin_hamlet(struct store *hub, int hamlet, const char *period)
{
	char unit[UNIT_CODE];
	struct store *a = device_of(hamlet, 'a'), *b = device_of(hamlet, 'b');
	hamlets_code(hamlet, unit);
	hamlets_begin(a, hub, hamlet, household_count);
	hamlets_enrol(b, hub, unit);
	hamlets_exchange_all(b, hub, unit);
	hamlets_save(a, unit, 7, 1);
	hamlets_save(b, unit, 7, 1);
	if (hamlet % 10 != 0)
		declare(a, unit, period);
	hamlets_exchange_all(a, hub, unit);
	hamlets_exchange_all(b, hub, unit);
	drop_device(b, hamlet, 'b');
	return a;
}

/* --- the commune --- */

static void review(struct store *hub, const char *unit, int number, bool approve)
{
	struct app_reviewed done;
	char no[16];
	snprintf(no, sizeof no, "%d", number);
	const struct app_review r = {
		.unit = unit, .number = no, .approve = approve, .text = approve ? NULL : "Đề nghị đếm lại"};
	MUST(app_decide_review(hub, &r, &done, &e));
}

static void review_hamlet(struct store *hub, int hamlet)
{
	char unit[UNIT_CODE], who[32];
	hamlets_code(hamlet, unit);
	snprintf(who, sizeof who, "Clerk %d", hamlet % CLERKS);
	store_acting_set(hub, who);
	for (int i = 0; i < APPROVED && i < household_count - 10; i++)
		review(hub, unit, 9 + i, true);
	if (hamlet % 3 == 0)
		review(hub, unit, 8, false);
}

static void close_week(struct store *hub, const char *period)
{
	struct app_closed done;
	const struct app_close c = {.period = period, .now = clock_now()};
	MUST(app_hub_close(hub, &c, &done, &e));
	app_closed_free(&done);
}

static void add_clerks(struct store *hub)
{
	for (int i = 0; i < CLERKS; i++) {
		struct app_user made;
		char name[32];
		snprintf(name, sizeof name, "Clerk %d", i);
		MUST(app_user_add(hub, name, APP_ADMIN, "clerk password", "", clock_now(), &made, &e));
	}
}

static void write_mail(struct store *hub, struct store *const *device, size_t n, const char *dir)
{
	char *path = file_join(dir, "mail");
	FILE *mail = fopen(path, "wb");
	if (!mail)
		exit(1);
	for (int round = 0; round < LETTERS; round++)
		for (size_t d = 0; d < n; d++) {
			char unit[UNIT_CODE];
			hamlets_code((int)d + 1, unit);
			hamlets_save(device[d], unit, household_count + 1 + round, 1);
			hamlets_exchange(device[d], hub, unit, mail, d);
		}
	if (fclose(mail) != 0)
		exit(1);
	free(path);
}

/* The store as it is, with its log in its file. */
static struct store *copy_hub(struct store *hub, const char *folder, const char *dir)
{
	char *command = alloc_print("cp -r '%s' '%s/hub'", folder, dir);
	store_close(hub);
	if (system(command) != 0)
		exit(1);
	free(command);
	MUST(store_open(folder, NULL, &hub, &e));
	return hub;
}

static void make(const char *dir)
{
	char *folder = file_join(hamlets.scratch, "hub"), period[PERIOD_TEXT];
	struct store *hub = hamlets_hub(folder, hamlet_count), *sender[SENDERS];
	struct app_calendar c;
	size_t senders = 0;
	hamlets_define(hub, "targets-phu-lac-2025");
	hamlets_define(hub, "tasks-phu-lac-2025");
	app_calendar(hub, clock_now(), &c);
	period_text(c.ended, period);
	for (int i = 1; i <= hamlet_count; i++) {
		struct store *a = begin_hamlet(hub, i, period);
		if (senders < SENDERS)
			sender[senders++] = a;
		else
			drop_device(a, i, 'a');
		review_hamlet(hub, i);
	}
	close_week(hub, period);
	add_clerks(hub);
	hub = copy_hub(hub, folder, dir);
	write_mail(hub, sender, senders, dir);
	for (size_t i = 0; i < senders; i++)
		store_close(sender[i]);
	store_close(hub);
	free(folder);
}

int main(int argc, char **argv)
{
	alloc_init();
	if ((argc != 3 && argc != 5) || sodium_init() < 0) {
		fprintf(stderr, "bench_desk SCRATCH DIR [HAMLETS HOUSEHOLDS]\n");
		return 64;
	}
	if (argc == 5) {
		hamlet_count = atoi(argv[3]);
		household_count = atoi(argv[4]);
	}
	char *campaign = campaign_of_today();
	hamlets = (struct hamlets){.now = clock_now() - 10 * DAY, .scratch = argv[1], .campaign = campaign};
	make(argv[2]);
	free(campaign);
	return 0;
}
