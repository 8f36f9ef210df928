/* author.c - journals written by hand. */
#include "author.h"

#include <tungnha/alloc.h>
#include <tungnha/json.h>

struct author author_new(unsigned char seed)
{
	unsigned char bytes[KEY_BYTES];
	struct author a;
	memset(bytes, seed, sizeof bytes);
	keys_from_seed(bytes, &a.keys);
	a.id = keys_id(&a.keys.pub);
	return a;
}

struct author author_of(const struct store *s)
{
	return (struct author){.keys = *store_keys(s), .id = store_id(s)};
}

/* -- lines -- */

struct line *line_new(const struct author *a, const char *unit, uint32_t generation, unsigned char journal)
{
	struct line *l = alloc_zero(1, sizeof *l);
	l->author = *a;
	l->chain.author = a->id;
	snprintf(l->chain.unit, sizeof l->chain.unit, "%s", unit);
	memset(l->chain.journal.b, journal, ID_BYTES);
	l->chain.generation = generation;
	chain_zero(&l->chain, &l->hash[0]);
	return l;
}

struct line *line_fork(const struct line *from, uint32_t at)
{
	struct line *l = alloc_zero(1, sizeof *l);
	*l = *from;
	l->last = at;
	memset(l->entry, 0, sizeof l->entry);
	for (uint32_t i = 0; i < at; i++)
		l->entry[i] = alloc_copy_n(from->entry[i], from->bytes[i]);
	return l;
}

void line_free(struct line *l)
{
	for (uint32_t i = 0; l && i < l->last; i++)
		free(l->entry[i]);
	free(l);
}

struct name line_name(const struct line *l, uint32_t seq)
{
	return (struct name){.journal = l->chain.journal, .seq = seq, .hash = hash_start(&l->hash[seq])};
}

struct name line_bytes(struct line *l, const char *bytes, size_t n)
{
	assert_true(l->last < LINE_MAX_ENTRIES);
	l->entry[l->last] = alloc_copy_n(bytes, n);
	l->bytes[l->last] = n;
	chain_next(&l->hash[l->last], bytes, n, &l->hash[l->last + 1]);
	l->last++;
	return line_name(l, l->last);
}

static uint32_t clock_after(const struct line *l, const struct entry *en)
{
	uint32_t greatest = 0;
	for (size_t i = 0; i < en->parents; i++) {
		uint32_t seq = en->parent[i].seq;
		if (id_equal(en->parent[i].journal, l->chain.journal) && seq <= l->last && l->clock[seq - 1] > greatest)
			greatest = l->clock[seq - 1];
	}
	return greatest + 1;
}

struct name line_entry(struct line *l, struct entry *en)
{
	struct buf b;
	en->seq = l->last + 1;
	if (!en->clock)
		en->clock = clock_after(l, en);
	clock_stamp(1763000000 + (int64_t)l->last, en->at);
	buf_init(&b, ENTRY_OWN_BYTES_MAX);
	assert_true(entry_write(en, &b));
	l->clock[l->last] = en->clock;
	struct name n = line_bytes(l, b.data, b.len);
	buf_free(&b);
	entry_free(en);
	return n;
}

static void add_parents(struct entry *en, const struct name *const *parents)
{
	for (; parents && *parents; parents++)
		en->parent[en->parents++] = **parents;
}

struct id line_key(const char *number)
{
	return chain_household_key(SHELF_UNIT, number, 0);
}

struct id line_def(void)
{
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	return form_definition_id(bytes, n);
}

struct name line_record(
	struct line *l, const char *number, int persons, uint32_t clock, const struct name *const *parents)
{
	struct entry en;
	entry_init(&en);
	en.kind = ENTRY_RECORD;
	en.key = line_key(number);
	en.def = line_def();
	en.clock = clock;
	en.fields = cJSON_CreateObject();
	cJSON_AddStringToObject(en.fields, "household_no", number);
	cJSON_AddStringToObject(en.fields, "status", persons < 0 ? "not_visited" : "reviewed");
	for (const char *const *f = (const char *const[]){"persons", "vneid", "no_vneid", "online_dossiers",
		     "eresult_dossiers", NULL};
		*f && persons >= 0; f++)
		cJSON_AddNumberToObject(en.fields, *f, strcmp(*f, "persons") ? 0 : persons);
	if (persons >= 0)
		cJSON_AddStringToObject(en.fields, "rated", "no");
	add_parents(&en, parents);
	return line_entry(l, &en);
}

struct name line_void(struct line *l, const char *number, uint32_t clock, const struct name *const *parents)
{
	struct entry en;
	entry_init(&en);
	en.kind = ENTRY_VOID;
	en.key = line_key(number);
	en.clock = clock;
	add_parents(&en, parents);
	return line_entry(l, &en);
}

struct run line_run(const struct line *l, uint32_t first, uint32_t last)
{
	struct run r = {.chain = l->chain, .first = first, .last = last, .prev = l->hash[first - 1]};
	size_t n = last - first + 1;
	const char **entry = alloc_zero(n, sizeof *entry);
	size_t *bytes = alloc_zero(n, sizeof *bytes);
	memcpy(entry, &l->entry[first - 1], n * sizeof *entry);
	memcpy(bytes, &l->bytes[first - 1], n * sizeof *bytes);
	r.entry = entry;
	r.entry_bytes = bytes;
	chain_sign(&l->chain, last, &l->hash[last], &l->author.keys, &r.head_sig);
	return r;
}

void run_free(struct run *r)
{
	free((void *)(uintptr_t)r->entry);
	free((void *)(uintptr_t)r->entry_bytes);
}

struct store_take line_take(struct store *s, const struct id *hub, const struct line *l, uint32_t first, uint32_t last)
{
	struct store_scope scope = {.unit = SHELF_UNIT, .hub_unit = SHELF_OWN, .hub = hub ? *hub : store_id(s)};
	struct run r = line_run(l, first, last);
	struct store_take out;
	MUST(store_begin(s, &e));
	MUST(store_take_run(s, &scope, &r, &l->author.keys.pub, &out, &e));
	MUST(store_commit(s, &e));
	run_free(&r);
	return out;
}

/* -- a hub -- */

struct store *author_hub(const struct shelf *d, const char *name)
{
	struct store *s = shelf_store(d, name, STORE_AGGREGATOR);
	size_t n;
	const char *bytes = form_shipped("mau-02", &n);
	MUST(store_begin(s, &e));
	MUST(store_set(s, "unit", SHELF_OWN, &e));
	MUST(store_add_definition(s, "mau-02", bytes, n, &e));
	MUST(store_commit(s, &e));
	return s;
}

static bool for_own_unit(enum entry_kind kind)
{
	return kind == ENTRY_DEFINE || kind == ENTRY_UNIT || kind == ENTRY_STATEMENT;
}

struct name author_act(struct store *hub, enum entry_kind kind, const struct id *key, cJSON *fields)
{
	struct store_author a = {.by = "", .at = 1763000000};
	struct name n;
	MUST(store_begin(hub, &e));
	MUST(store_write_act(hub, for_own_unit(kind) ? SHELF_OWN : SHELF_UNIT, kind, key, fields, &a, &n, &e));
	MUST(store_commit(hub, &e));
	return n;
}

cJSON *author_through(struct store *hub, const struct id *node)
{
	cJSON *fields = cJSON_CreateObject();
	struct err e;
	cJSON *rows = store_through(hub, SHELF_UNIT, node, &e);
	assert_non_null(rows);
	cJSON_AddItemToObject(fields, "through", rows);
	return fields;
}

cJSON *author_rows(const struct name *const *rows)
{
	cJSON *fields = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(fields, "through");
	for (; *rows; rows++)
		cJSON_AddItemToArray(list, entry_row(*rows));
	return fields;
}

struct name author_admit(struct store *hub, const struct author *device)
{
	char text[BASE64_32];
	cJSON *fields = cJSON_CreateObject();
	base64_encode(device->keys.pub.box, KEY_BYTES, text, sizeof text);
	cJSON_AddStringToObject(fields, "box", text);
	cJSON_AddNumberToObject(fields, "compared", 0);
	cJSON_AddStringToObject(fields, "invite", "");
	cJSON_AddStringToObject(fields, "label", "Máy");
	cJSON_AddStringToObject(fields, "letter", "B");
	base64_encode(device->keys.pub.sign, KEY_BYTES, text, sizeof text);
	cJSON_AddStringToObject(fields, "sign", text);
	return author_act(hub, ENTRY_DEVICE, &device->id, fields);
}

struct name author_decide(struct store *hub, bool accept, struct name entry)
{
	char text[NAME_TEXT];
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "entry", name_text(&entry, text));
	return author_act(hub, accept ? ENTRY_ACCEPT : ENTRY_REJECT, NULL, fields);
}

/* -- looking -- */

struct looking {
	struct name name;
	int held;
};

static int look(void *context, const struct store_revision *r, struct err *e)
{
	struct looking *l = context;
	(void)e;
	if (name_compare(&r->entry, &l->name) == 0)
		l->held = r->held;
	return 0;
}

static int count(void *context, const struct store_revision *r, struct err *e)
{
	(void)r;
	(void)e;
	++*(size_t *)context;
	return 0;
}

int author_held(struct store *s, struct name entry)
{
	struct looking l = {.name = entry, .held = -1};
	static const char *const numbers[] = {"1", "2", "3"};
	MUST(store_held(s, NULL, look, &l, &e));
	for (size_t i = 0; l.held < 0 && i < sizeof numbers / sizeof *numbers; i++) {
		struct err why;
		if (store_history(s, SHELF_UNIT, line_key(numbers[i]), look, &l, &why) != 0)
			assert_int_equal(why.code, ERR_NOT_FOUND);
	}
	return l.held;
}

int author_persons(struct store *s, const char *number)
{
	struct store_household h;
	struct err e;
	if (store_household(s, SHELF_UNIT, line_key(number), &h, &e) != 0) {
		assert_int_equal(e.code, ERR_NOT_FOUND);
		return -1;
	}
	const struct form_value *v = &h.record.value[form_field_index(h.form, "persons")];
	int persons = h.voided ? -1 : v->state == FORM_GIVEN ? v->number : -2;
	store_household_free(&h);
	return persons;
}

bool author_conflict(struct store *s, const char *number)
{
	struct store_household h;
	MUST(store_household(s, SHELF_UNIT, line_key(number), &h, &e));
	bool conflict = h.conflict;
	store_household_free(&h);
	return conflict;
}

size_t author_heads(struct store *s, const char *number)
{
	size_t n = 0;
	struct err e;
	if (store_heads(s, SHELF_UNIT, line_key(number), count, &n, &e) != 0)
		assert_int_equal(e.code, ERR_NOT_FOUND);
	return n;
}
