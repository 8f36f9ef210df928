/* dump.c - `dump FOLDER`: what a store holds and what follows from it, as sorted lines, to be compared byte by byte.
 *
 *   entry        every entry of every journal: unit, author, generation, journal, seq, hash, its bytes
 *   end          every branch's end
 *   receipt      what a hub confirmed to this node, with its signature
 *   arrival      when a submit was first stored here, by this machine's clock
 *   enrolment    a device's: unit, hub, state, letter
 *   household    key, number, the entry shown · held · conflict · locked · tally · statement with its check code
 *   derived      one hash over everything the fold made
 *
 * Not part of it: rows' numbers, and head signatures, for an author signs where he sends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <tungnha/alloc.h>
#include <tungnha/buf.h>
#include <tungnha/clock.h>
#include <tungnha/store_acts.h>

#include "../../src/store/store_private.h"

struct dump {
	struct store *s;
	char **line;
	size_t lines, room;
};

/* Takes the line over. */
static void add(struct dump *d, char *line)
{
	if (d->lines == d->room) {
		d->room = d->room ? d->room * 2 : 256;
		d->line = alloc_grow(d->line, d->room, sizeof *d->line);
	}
	d->line[d->lines++] = line;
}

struct hex {
	char text[2 * KEY_SIGNATURE + 1];
};

static struct hex hex_of(const void *bytes, size_t n)
{
	struct hex h;
	sodium_bin2hex(h.text, sizeof h.text, bytes, n);
	return h;
}

static struct hex hex_of_id(struct id id)
{
	return hex_of(id.b, ID_BYTES);
}

static struct hex hex_of_name(const struct name *n)
{
	struct hex h;
	char text[NAME_TEXT];
	snprintf(h.text, sizeof h.text, "%s", name_text(n, text));
	return h;
}

static const char *hash_text(const struct hash *hash, struct hex *h)
{
	*h = hex_of(hash->b, sizeof hash->b);
	return h->text;
}

/* -- journals -- */

static char *journal_words(const struct chain *c)
{
	return alloc_print(
		"%s %s %u %s", c->unit, hex_of_id(c->author).text, c->generation, hex_of_id(c->journal).text);
}

static int add_arrival(struct dump *d, const char *journal, const struct branch *b, uint32_t seq, struct err *e)
{
	sqlite3_stmt *st = sql_start(d->s, SQL_ARRIVAL_GET, "ii", b->id, (int64_t)seq);
	char at[CLOCK_STAMP];
	int row = sql_row(d->s, st, e);
	if (row > 0) {
		add(d, alloc_print("arrival %s %u %s", journal, seq, clock_stamp(sqlite3_column_int64(st, 0), at)));
		sql_end(st);
	}
	return row < 0 ? -1 : 0;
}

static int add_entry(struct dump *d, const struct chain *c, const struct branch *b, uint32_t seq, struct err *e)
{
	struct hash hash;
	struct hex hex;
	char *bytes = NULL, *journal = journal_words(c);
	size_t n;
	int rc = journal_hash(d->s, b->id, seq, &hash, e) > 0 ? 0 : -1;
	if (rc == 0) {
		rc = journal_bytes(d->s, c, b->id, seq, &bytes, &n, e);
		if (rc != 0 && e->code == ERR_NOT_FOUND) {
			bytes = alloc_copy("purged");
			rc = 0;
		}
	}
	if (rc == 0) {
		add(d, alloc_print("entry %s %06u %s %s", journal, seq, hash_text(&hash, &hex), bytes));
		rc = add_arrival(d, journal, b, seq, e);
	}
	free(bytes);
	free(journal);
	return rc;
}

static int add_branch(struct dump *d, const struct tree *t, const struct branch *b, struct err *e)
{
	const struct chain *c = &t->journal[b->journal].chain;
	char *journal = journal_words(c);
	struct hex hex;
	int rc = 0;
	add(d, alloc_print("end %s %u %s", journal, b->last, hash_text(&b->head, &hex)));
	for (uint32_t seq = b->fork + 1; rc == 0 && seq <= b->last; seq++)
		rc = add_entry(d, c, b, seq, e);
	free(journal);
	return rc;
}

static int add_unit(struct dump *d, const char *unit, struct err *e)
{
	struct tree t;
	int rc = tree_load(d->s, unit, NULL, &t, e);
	for (size_t i = 0; rc == 0 && i < t.branches; i++)
		rc = add_branch(d, &t, &t.branch[i], e);
	tree_free(&t);
	return rc;
}

/* -- what was confirmed -- */

static int add_receipts(struct dump *d, struct err *e)
{
	sqlite3_stmt *st = sql_start(d->s, SQL_RECEIPTS_ALL, "");
	int row;
	while ((row = sql_row(d->s, st, e)) > 0) {
		struct hash hash = sql_hash_at(st, 2);
		struct signature signature;
		struct hex hex;
		sql_bytes_at(st, 4, signature.b, sizeof signature.b);
		add(d, alloc_print("receipt %s %s %06lld %s %s", hex_of_id(sql_id_at(st, 3)).text,
			       hex_of_id(sql_id_at(st, 0)).text, (long long)sqlite3_column_int64(st, 1),
			       hash_text(&hash, &hex), hex_of(signature.b, sizeof signature.b).text));
	}
	return row;
}

static int add_enrolments(struct dump *d, struct err *e)
{
	struct store_enrolment *en = NULL;
	size_t n = 0;
	int rc = store_role(d->s) == STORE_COLLECTOR ? store_enrolments(d->s, &en, &n, e) : 0;
	for (size_t i = 0; i < n; i++)
		add(d, alloc_print("enrolment %s %s %d %s", en[i].unit.code, hex_of_id(en[i].hub).text,
			       (int)en[i].state, en[i].letter));
	free(en);
	return rc;
}

/* -- what follows from it -- */

static int add_household(void *context, const struct store_household *h, struct err *e)
{
	struct dump *d = context;
	const struct form_value *number = &h->record.value[h->form->number];
	(void)e;
	add(d, alloc_print("household %s %s %s %s%s%s%s", h->unit, hex_of_id(h->key).text,
		       number->state == FORM_GIVEN ? number->text : "-", hex_of_name(&h->entry).text,
		       h->voided ? " voided" : "", h->conflict ? " conflict" : "", h->clash ? " clash" : ""));
	return 0;
}

static int add_held(void *context, const struct store_revision *r, struct err *e)
{
	(void)e;
	add(context, alloc_print("held %s %s rule %d", r->unit, hex_of_name(&r->entry).text, r->held));
	return 0;
}

static int add_statement(void *context, const struct store_statement *x, struct err *e)
{
	(void)e;
	add(context, alloc_print("statement %s %d %s %s", x->period, x->version, x->code, hex_of_name(&x->entry).text));
	return 0;
}

static int add_counted(struct dump *d, const char *unit, struct err *e)
{
	struct store_totals t;
	const struct form *f;
	bool locked;
	if (store_form(d->s, NULL, &f, e) != 0 || store_households(d->s, unit, add_household, d, e) != 0 ||
		store_locked(d->s, unit, &locked, e) != 0 || store_totals(d->s, unit, &t, e) != 0)
		return -1;
	add(d, alloc_print("locked %s %s", unit, locked ? "yes" : "no"));
	for (size_t i = 0; i < f->columns; i++)
		add(d, alloc_print("tally %s %s %lld unknown %lld", unit, f->column[i].id, (long long)t.sums.value[i],
			       (long long)t.sums.unknown[i]));
	add(d, alloc_print("tally %s records %lld conflicts %lld held %lld entries %lld", unit, (long long)t.records,
		       (long long)t.conflicts, (long long)t.held, (long long)t.entries));
	return 0;
}

static int add_derived(struct dump *d, struct err *e)
{
	unsigned char digest[KEY_BYTES];
	if (store_held(d->s, NULL, add_held, d, e) != 0 || store_statements(d->s, add_statement, d, e) != 0 ||
		store_digest(d->s, NULL, digest, e) != 0)
		return -1;
	add(d, alloc_print("derived %s", hex_of(digest, sizeof digest).text));
	return 0;
}

/* -- all of it -- */

struct codes {
	char (*code)[UNIT_CODE];
	size_t n;
};

static int codes_load(struct store *s, struct codes *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_REVISION_UNITS, "");
	int row;
	*out = (struct codes){NULL, 0};
	while ((row = sql_row(s, st, e)) > 0) {
		out->code = alloc_grow(out->code, out->n + 1, sizeof *out->code);
		sql_text_at(st, 0, out->code[out->n++], UNIT_CODE);
	}
	return row;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int collect(struct dump *d, struct err *e)
{
	struct codes units;
	int rc = codes_load(d->s, &units, e);
	for (size_t i = 0; rc == 0 && i < units.n; i++) {
		rc = add_unit(d, units.code[i], e);
		if (rc == 0)
			rc = add_counted(d, units.code[i], e);
	}
	free(units.code);
	return rc == 0 && add_receipts(d, e) == 0 && add_enrolments(d, e) == 0 ? add_derived(d, e) : -1;
}

int main(int words, char **word)
{
	struct dump d = {0};
	struct err e;
	char sentence[1024];
	alloc_init();
	if (words != 2) {
		fprintf(stderr, "dump FOLDER\n");
		return 64;
	}
	int rc = store_open(word[1], NULL, &d.s, &e);
	if (rc == 0)
		rc = collect(&d, &e);
	if (d.lines)
		qsort(d.line, d.lines, sizeof *d.line, by_bytes);
	for (size_t i = 0; i < d.lines; i++) {
		if (rc == 0)
			puts(d.line[i]);
		free(d.line[i]);
	}
	free(d.line);
	store_close(d.s);
	if (rc == 0)
		return 0;
	err_sentence(&e, LANG_EN, sentence, sizeof sentence);
	fprintf(stderr, "%s: %s\n", word[1], sentence);
	return (int)e.code;
}
