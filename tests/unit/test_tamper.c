/* test_tamper.c - what others must not be able to do to what is stored or sent: read it, alter it unnoticed, take the
 * end of it away (sync/PROTOCOL.md, P5, P6, P10 and section 12). */
#include "../support/world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

/* Nothing that could be found by chance. */
#define NOTE "ghi chú: hai cháu nhỏ ở với bà ngoại"
#define LABEL "cổng xanh lá mạ cạnh giếng"
#define ENUMERATOR "Hoàng Thị Mai Liên"
#define CLERK "Đặng Quốc Trung"
#define REASON "đếm nhầm cháu bé"
#define NUMBER "97XQJ"
#define DEVICE_OF "Máy của chị Mai Liên"

#define MUST(call)                                                                                                     \
	do {                                                                                                           \
		struct err e;                                                                                          \
		if ((call) != 0)                                                                                       \
			fail_msg("%s: %s", #call, text_name(e.text));                                                  \
	} while (0)

/* -- a household with everything in it -- */

static struct id save_household(struct world *w, struct node *n, const char *by, int64_t at, const char *persons)
{
	const struct form *f;
	struct form_record r;
	struct id key;
	bool known;
	struct store_author a = {.by = by, .at = at, .reason = REASON};
	MUST(store_form(n->store, NULL, &f, &e));
	struct form_change c[] = {{form_field_index(f, "household_no"), NUMBER},
		{form_field_index(f, "persons"), persons}, {form_field_index(f, "vneid"), "1"},
		{form_field_index(f, "no_vneid"), "0"}, {form_field_index(f, "online_dossiers"), "0"},
		{form_field_index(f, "eresult_dossiers"), "0"}, {form_field_index(f, "rated"), "no"},
		{form_field_index(f, "note"), NOTE}};
	(void)w;
	form_record_init(&r);
	MUST(form_apply(f, NULL, c, sizeof c / sizeof *c, LANG_EN, &r, &e));
	MUST(store_key_for_number(n->store, WORLD_HAMLET, NUMBER, &key, &known, &e));
	MUST(store_begin(n->store, &e));
	MUST(store_write_record(n->store, WORLD_HAMLET, key, f, &r, &a, NULL, &e));
	MUST(store_commit(n->store, &e));
	form_record_free(&r);
	return key;
}

static void set_label(struct node *n, struct id key)
{
	MUST(store_begin(n->store, &e));
	MUST(store_set_label(n->store, WORLD_HAMLET, key, LABEL, &e));
	MUST(store_commit(n->store, &e));
}

/* -- P5 -- */

static bool opens(const struct buf *m, const struct keys_secret *k)
{
	struct message out;
	struct err e;
	if (message_open(m->data, m->len, k, &out, &e) != 0)
		return false;
	message_free(&out);
	return true;
}

static void assert_says_nothing(const char *bytes, size_t n, const char *where)
{
	static const char *const secret[] = {
		NOTE, LABEL, ENUMERATOR, CLERK, REASON, NUMBER, DEVICE_OF, "household_no\":\"97"};
	for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
		if (memmem(bytes, n, secret[i], strlen(secret[i])))
			fail_msg("\"%s\" can be read in %s", secret[i], where);
}

/* With the addressee's id of one's own before it: it is the seal that keeps it, not the address. */
static void assert_sealed_to(const struct buf *m, const struct keys_secret *addressee, const struct keys_secret *other)
{
	struct buf mine;
	struct id id = keys_id(&other->pub);
	assert_true(opens(m, addressee));
	assert_false(opens(m, other));
	buf_init(&mine, MESSAGE_BYTES_MAX);
	buf_add(&mine, m->data, m->len);
	memcpy(mine.data + 4, id.b, ID_BYTES);
	assert_false(opens(&mine, other));
	buf_free(&mine);
	assert_says_nothing(m->data, m->len, "a message");
	assert_int_equal((m->len - 12 - 48) % 256, 0); /* a padded plaintext under a sealed box */
}

static void only_the_addressee_reads_a_message(void **unused)
{
	(void)unused;
	struct world w, elsewhere;
	struct node a, b;
	struct buf m, reply;
	struct exchange_result r;
	world_begin(&w);
	world_begin(&elsewhere);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	save_household(&w, &a, ENUMERATOR, w.now, "3");
	world_message(&w, &a, 0, &m);
	buf_init(&reply, MESSAGE_BYTES_MAX);
	assert_sealed_to(&m, store_keys(w.hub.store), store_keys(b.store));
	assert_sealed_to(&m, store_keys(w.hub.store), store_keys(a.store)); /* not even its own writer */
	assert_sealed_to(&m, store_keys(w.hub.store), store_keys(elsewhere.hub.store));
	assert_int_equal(world_take(&elsewhere, &m, &r, NULL), ERR_DATA);
	assert_int_equal(world_take(&w, &m, &r, &reply), 0);
	assert_sealed_to(&reply, store_keys(a.store), store_keys(b.store));
	buf_free(&m);
	buf_free(&reply);
	world_close(&a);
	world_close(&b);
	world_end(&w);
	world_end(&elsewhere);
}

/* Households of the same kind give messages of the same size, whatever is in them. */
static void sizes_tell_little(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	size_t size[3];
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	for (int i = 0; i < 3; i++) {
		struct buf m;
		save_household(&w, &a, i == 1 ? "An" : "Lê", w.now, i == 2 ? "11" : "2");
		world_message(&w, &a, 0, &m);
		size[i] = m.len;
		buf_free(&m);
		world_exchange(&w, &a);
	}
	assert_int_equal(size[1], size[2]);
	assert_int_equal((size[0] - size[1]) % 256, 0);
	world_close(&a);
	world_end(&w);
}

/* -- P6: alter anything -- */

static int run_sql(const struct node *n, const char *sql)
{
	sqlite3 *db;
	char *path = file_join(n->folder, "tungnha.db");
	char *why = NULL;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	int changed = sqlite3_changes(db);
	sqlite3_close(db);
	free(path);
	return changed;
}

static void assert_check_finds(struct node *n, const char *sql, bool finds)
{
	struct store_check c;
	struct err e;
	if (store_check(n->store, &c, &e) != 0)
		fail_msg("after %s check gives up: %s %s", sql, text_name(e.text), e.arg[0]);
	if (finds != (c.problems > 0))
		fail_msg("after %s check names %zu problems (%s)", sql, c.problems,
			c.problems ? text_name(c.problem[0].text) : "");
	store_check_free(&c);
}

/* The last byte of a blob made another. */
#define TURN(column)                                                                                                   \
	column " = CAST(substr(" column ", 1, length(" column ") - 1) || CASE substr(" column ", -1)"                  \
	       " WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB)"
#define NTH(table, key) " WHERE (" key ") = (SELECT " key " FROM " table " ORDER BY " key " LIMIT 1 OFFSET %d)"

static const char *const alterations[] = {
	"UPDATE entry SET " TURN("sealed") NTH("entry", "branch, seq"),
	"UPDATE entry SET " TURN("hash") NTH("entry", "branch, seq"),
	"UPDATE entry SET clock = clock + 1" NTH("entry", "branch, seq"),
	"DELETE FROM entry" NTH("entry", "branch, seq"),
	"UPDATE head_signature SET " TURN("signature") NTH("head_signature", "branch, seq"),
	"UPDATE receipt SET " TURN("hash") NTH("receipt", "jid, through"),
	"UPDATE receipt SET " TURN("signature") NTH("receipt", "jid, through"),
	"UPDATE receipt SET through = through + 1" NTH("receipt", "jid, through"),
	"UPDATE branch SET head = zeroblob(32)" NTH("branch", "id"),
	"UPDATE branch SET last = last - 1" NTH("branch", "id"),
	"UPDATE branch SET last = last + 1" NTH("branch", "id"),
	"UPDATE journal SET author = x'0102030405060708'" NTH("journal", "id"),
	"UPDATE journal SET generation = generation + 1" NTH("journal", "id"),
	"UPDATE journal SET jid = x'0102030405060708'" NTH("journal", "id"),
	"UPDATE journal SET unit = unit || '9'" NTH("journal", "id"),
	"UPDATE record SET " TURN("sealed") NTH("record", "unit, key"),
	"UPDATE record SET sealed = (SELECT sealed FROM record o WHERE o.key <> record.key LIMIT 1)" NTH(
		"record", "unit, key"),
	"UPDATE record SET conflict = 1 - conflict" NTH("record", "unit, key"),
	"UPDATE record SET voided = 1 - voided" NTH("record", "unit, key"),
	"DELETE FROM record" NTH("record", "unit, key"),
	"UPDATE revision SET held = 6 - held" NTH("revision", "unit, key, branch, seq"),
	"DELETE FROM revision" NTH("revision", "unit, key, branch, seq"),
	"UPDATE tally SET counts = CAST(counts || x'00' AS BLOB)" NTH("tally", "unit"),
	"UPDATE tally SET records = records + 1" NTH("tally", "unit"),
	"UPDATE unit SET name = name || 'x'" NTH("unit", "code"),
	"UPDATE act SET subject = CAST(subject || x'00' AS BLOB)" NTH("act", "jid, seq"),
	"UPDATE act SET " TURN("sealed") NTH("act", "jid, seq"),
	"UPDATE definition SET bytes = bytes || ' '" NTH("definition", "jid, seq"),
	"UPDATE definition_given SET bytes = bytes || ' '" NTH("definition_given", "place"),
};

/* Every row of every table in turn, each way it can be altered; then as it was. */
static void alter_everything(struct world *w, struct node *n)
{
	struct node copy;
	world_copy(w, n, &copy);
	world_close(&copy);
	assert_check_finds(n, "nothing", false);
	for (size_t i = 0; i < sizeof alterations / sizeof *alterations; i++)
		for (int row = 0; row < 6; row++) {
			char *sql = alloc_print("%s", alterations[i]);
			char *at = strstr(sql, "%d");
			assert_non_null(at);
			at[0] = (char)('0' + row);
			at[1] = ' ';
			int changed = run_sql(n, sql);
			if (changed) {
				assert_check_finds(n, sql, true);
				world_roll_back(n, &copy);
			}
			free(sql);
			if (!changed)
				break;
		}
	assert_check_finds(n, "all was put back", false);
}

static void nothing_is_altered_unnoticed(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	save_household(&w, &a, ENUMERATOR, w.now, "3");
	world_save(&w, &b, 1, 2);
	world_save(&w, &a, 1, 3);
	world_exchange(&w, &a);
	world_exchange(&w, &b);
	world_lock(&w);
	world_exchange(&w, &a);
	alter_everything(&w, &w.hub);
	alter_everything(&w, &a);
	world_close(&a);
	world_close(&b);
	world_end(&w);
}

/* -- P6: take the end away, cleanly -- */

static void an_end_that_was_confirmed_is_missed(void **unused)
{
	(void)unused;
	struct world w;
	struct node a;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	world_save_many(&w, &a, 1, 3);
	world_exchange(&w, &a);
	world_save_many(&w, &a, 10, 2);
	world_exchange(&w, &a);
	/* the journal as it was two entries ago, everything derived made again: nothing in the store itself is wrong */
	run_sql(&a, "DELETE FROM head_signature WHERE seq > 3 AND branch IN (SELECT b.id FROM branch b JOIN journal j "
		    "ON j.id = b.journal WHERE own)");
	run_sql(&a, "DELETE FROM entry WHERE seq > 3 AND branch IN (SELECT b.id FROM branch b JOIN journal j ON j.id = "
		    "b.journal WHERE own)");
	run_sql(&a, "UPDATE branch SET last = 3, head = (SELECT hash FROM entry WHERE branch = branch.id AND seq = 3)"
		    " WHERE journal IN (SELECT id FROM journal WHERE own)");
	MUST(store_rebuild(a.store, &e));
	struct store_check c;
	MUST(store_check(a.store, &c, &e));
	assert_true(c.totals_match);
	assert_int_equal(c.problems, 1);
	assert_ptr_equal(c.problem[0].text, TEXT_CHECK_RECEIPT);
	store_check_free(&c);
	world_exchange(&w, &a); /* and the hub gives them back */
	assert_int_equal(world_totals(&a).records, 5);
	world_assert_sound(&a);
	world_close(&a);
	world_end(&w);
}

/* -- section 12 -- */

static void assert_folder_says_nothing(const char *folder)
{
	struct buf b;
	DIR *d = opendir(folder);
	assert_non_null(d);
	for (struct dirent *x; (x = readdir(d));) {
		if (x->d_name[0] == '.')
			continue;
		char *path = file_join(folder, x->d_name);
		if (file_is_folder(path)) {
			assert_folder_says_nothing(path);
		} else {
			buf_init(&b, 64 * 1024 * 1024);
			MUST(file_read(path, &b, &e));
			assert_says_nothing(b.data, b.len, path);
			buf_free(&b);
		}
		free(path);
	}
	closedir(d);
}

static void name_the_device(struct node *n)
{
	struct store_enrolment en;
	MUST(store_enrolment(n->store, WORLD_HAMLET, &en, &e));
	strcpy(en.label, DEVICE_OF);
	MUST(store_begin(n->store, &e));
	MUST(store_enrol(n->store, &en, &e));
	MUST(store_commit(n->store, &e));
}

/* Open (what is still in the log) and closed; a stick too. */
static void nothing_of_people_lies_in_the_clear(void **unused)
{
	(void)unused;
	struct world w;
	struct node a, b;
	struct folder_sync y;
	struct folder_receive r = {0};
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	name_the_device(&a);
	set_label(&a, save_household(&w, &a, ENUMERATOR, w.now, "3"));
	save_household(&w, &b, ENUMERATOR, w.now, "2");
	char *stick = file_join(w.dir, "stick");
	MUST(file_make_folders(stick, 0700, &e));
	MUST(folder_sync(a.store, WORLD_HAMLET, stick, w.now, &y, &e));
	MUST(folder_receive(w.hub.store, stick, w.now, &r, &e));
	assert_int_equal(r.applied, 1);
	world_exchange(&w, &b);
	save_household(&w, &w.hub, CLERK, w.now, "4");
	MUST(folder_sync(a.store, WORLD_HAMLET, stick, w.now, &y, &e));
	assert_folder_says_nothing(w.dir);
	world_close(&a);
	world_close(&b);
	world_close(&w.hub);
	assert_folder_says_nothing(w.dir);
	folder_receive_free(&r);
	free(stick);
	world_end(&w);
}

/* -- P10 -- */

/* Two devices that saw nothing of each other; who is shown must not depend on whose clock is right. */
static int64_t shown_persons(int64_t at_a, int64_t at_b)
{
	struct world w;
	struct node a, b;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 2);
	world_device(&w, &v, &a);
	world_device(&w, &v, &b);
	save_household(&w, &a, "An", at_a, "1");
	save_household(&w, &a, "An", at_a, "2"); /* clock 2: wins over b's 1, whatever the dates say */
	save_household(&w, &b, "Ba", at_b, "7");
	world_exchange(&w, &a);
	world_exchange(&w, &b);
	int64_t persons = world_totals(&w.hub).sums.value[1];
	assert_int_equal(world_totals(&w.hub).conflicts, 1);
	world_close(&a);
	world_close(&b);
	world_end(&w);
	return persons;
}

static void dates_decide_nothing(void **unused)
{
	(void)unused;
	const int64_t old = 0, right = 1763000000, future = 4075000000;
	assert_int_equal(shown_persons(right, right), 2);
	assert_int_equal(shown_persons(old, future), 2);
	assert_int_equal(shown_persons(future, old), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_addressee_reads_a_message),
		cmocka_unit_test(sizes_tell_little),
		cmocka_unit_test(nothing_is_altered_unnoticed),
		cmocka_unit_test(an_end_that_was_confirmed_is_missed),
		cmocka_unit_test(nothing_of_people_lies_in_the_clear),
		cmocka_unit_test(dates_decide_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
