/* Which unit counts the households of which other (sync/PROTOCOL.md, section 6): what the newest `unit` acts claim,
 * made into edges without circles. A function of the set of acts; made anew whenever one may have changed it. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/json.h>

#include "store_private.h"

static const struct id whole = {{0}};

void successions_free(struct successions *x)
{
	free(x->edge);
	*x = (struct successions){0};
}

/* --- following edges --- */

static int compare_edges(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int by_unit = strcmp(x->before, y->before);

	return by_unit ? by_unit : id_compare(x->key, y->key);
}

static const struct edge *find(const struct successions *x, const char *unit, const struct id *key)
{
	struct edge wanted;

	if (!x->edges)
		return NULL;
	wanted.key = *key;
	snprintf(wanted.before, sizeof wanted.before, "%s", unit);
	return bsearch(&wanted, x->edge, x->edges, sizeof wanted, compare_edges);
}

const struct edge *succession_edge(const struct successions *x, const char *unit, const struct id *key)
{
	const struct edge *own = key ? find(x, unit, key) : NULL;

	return own ? own : find(x, unit, &whole);
}

const char *succession_place(const struct successions *x, const char *unit, const struct id *key)
{
	const struct edge *next;

	for (size_t steps = 0; steps <= x->edges && (next = succession_edge(x, unit, key)) != NULL; steps++)
		unit = next->code;
	return unit;
}

/* From each edge on, for its own key or for keys nobody names: more steps than edges go in a circle. */
static bool has_circle(const struct successions *x)
{
	for (size_t i = 0; i < x->edges; i++) {
		const struct edge *e = &x->edge[i];
		const struct id *key = succession_is_whole(e) ? NULL : &e->key;
		size_t steps = 0;

		while (e && steps++ <= x->edges)
			e = succession_edge(x, e->code, key);
		if (e)
			return true;
	}
	return false;
}

bool succession_is_whole(const struct edge *e)
{
	return id_equal(e->key, whole);
}

/* --- what acts claim --- */

enum { ORDER = 24 }; /* generation, journal, seq, hash: bytes sort as acts do */

/* What the newest act on a unit's code claims. */
struct claims {
	char own_unit[UNIT_CODE], code[UNIT_CODE];
	unsigned char order[ORDER];
	struct edge *edge;
	size_t edges;
	bool ignored;
};
struct claim_list {
	struct claims *c;
	size_t n;
};

static void free_claims(struct claim_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->c[i].edge);
	free(l->c);
	*l = (struct claim_list){0};
}

static void add_edge(struct claims *c, const char *before, struct id key, const char *from)
{
	struct edge *e;

	c->edge = alloc_grow(c->edge, c->edges + 1, sizeof *c->edge);
	e = &c->edge[c->edges++];
	memset(e, 0, sizeof *e);
	snprintf(e->before, sizeof e->before, "%s", before);
	snprintf(e->code, sizeof e->code, "%s", c->code);
	snprintf(e->since, sizeof e->since, "%s", from);
	e->key = key;
}

/* Members that cannot be read claim nothing. */
static void read_claims(const cJSON *fields, struct claims *c)
{
	const cJSON *all = cJSON_GetObjectItemCaseSensitive(fields, "predecessors"), *member, *key;
	const char *from = json_string(fields, "from");
	struct unit unit;
	struct id id;

	from = from && clock_valid_date(from) ? from : "";
	if (!unit_of_act(fields, &unit) || !cJSON_IsObject(all))
		return;
	for (member = all->child; member; member = member->next) {
		if (!unit_valid_code(member->string))
			continue;
		if (cJSON_IsNull(member))
			add_edge(c, member->string, whole, from);
		for (key = cJSON_IsArray(member) ? member->child : NULL; key; key = key->next) {
			if (cJSON_IsString(key) && id_parse(key->valuestring, &id) && !id_equal(id, whole))
				add_edge(c, member->string, id, from);
		}
	}
	if (c->edges)
		qsort(c->edge, c->edges, sizeof *c->edge, compare_edges);
}

/* What an act says again counts since it was first said without a break. */
static void carry_since(const struct claims *old, struct claims *now)
{
	for (size_t i = 0; i < now->edges; i++) {
		const struct edge *e =
			old->edges ? bsearch(&now->edge[i], old->edge, old->edges, sizeof *e, compare_edges) : NULL;

		if (e)
			memcpy(now->edge[i].since, e->since, sizeof e->since);
	}
}

static void read_order(sqlite3_stmt *st, unsigned char out[static ORDER])
{
	unsigned char packed[NAME_PACKED];
	struct name n = {
		.journal = sql_id_at(st, 3), .seq = (uint32_t)sqlite3_column_int64(st, 4), .hash = sql_id_at(st, 5)};
	uint32_t generation = (uint32_t)sqlite3_column_int64(st, 2);

	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(generation >> (8 * (3 - i)));
	name_pack(&n, packed);
	memcpy(out + 4, packed, sizeof packed);
}

/* An act in place of what its unit claimed before. */
static void take_act(struct claim_list *l, const struct claims *head, const cJSON *fields)
{
	struct claims *last = l->n ? &l->c[l->n - 1] : NULL, now = *head;

	read_claims(fields, &now);
	if (!last || strcmp(last->code, now.code) || strcmp(last->own_unit, now.own_unit)) {
		l->c = alloc_grow(l->c, l->n + 1, sizeof *l->c);
		l->c[l->n++] = now;
		return;
	}
	carry_since(last, &now);
	free(last->edge);
	*last = now;
}

/* Units that claim nothing are left out. */
static void drop_empty(struct claim_list *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->c[i].edges)
			l->c[kept++] = l->c[i];
		else
			free(l->c[i].edge);
	}
	l->n = kept;
}

static int load_claims(struct store *s, struct claim_list *l, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_UNIT_ACTS, "i", (int64_t)ENTRY_UNIT);
	int row;

	*l = (struct claim_list){0};
	while ((row = sql_row(s, st, e)) > 0) {
		struct name n = {.journal = sql_id_at(st, 3),
			.seq = (uint32_t)sqlite3_column_int64(st, 4),
			.hash = sql_id_at(st, 5)};
		struct claims head = {.edges = 0};
		cJSON *fields;

		sql_text_at(st, 0, head.own_unit, sizeof head.own_unit);
		if (sqlite3_column_bytes(st, 1) >= UNIT_CODE)
			continue; /* no unit's code */
		sql_text_at(st, 1, head.code, sizeof head.code);
		read_order(st, head.order);
		fields = act_fields(s, head.own_unit, &n, st, 6);
		take_act(l, &head, fields);
		cJSON_Delete(fields);
	}
	drop_empty(l);
	if (row < 0)
		free_claims(l);
	return row;
}

/* --- from claims to edges --- */

static int compare_claims(const void *a, const void *b)
{
	const struct claims *x = a, *y = b;
	int by_order = memcmp(x->order, y->order, ORDER);

	return by_order ? by_order : strcmp(x->code, y->code);
}

/* x with the claims in place of whatever others said of the same households. */
static struct successions with_claims(const struct successions *x, const struct claims *c)
{
	struct successions out = {.edge = alloc_zero(x->edges + c->edges + 1, sizeof(struct edge))};

	for (size_t i = 0; i < x->edges; i++) {
		if (!c->edges || !bsearch(&x->edge[i], c->edge, c->edges, sizeof *c->edge, compare_edges))
			out.edge[out.edges++] = x->edge[i];
	}
	for (size_t i = 0; i < c->edges; i++) {
		if (i == 0 || compare_edges(&c->edge[i - 1], &c->edge[i]))
			out.edge[out.edges++] = c->edge[i];
	}
	qsort(out.edge, out.edges, sizeof *out.edge, compare_edges);
	return out;
}

/* In the order of acts: each outdoes the older ones; one that would close a circle is ignored whole. */
static void connect(struct claim_list *l, struct successions *out)
{
	*out = (struct successions){0};
	if (l->n)
		qsort(l->c, l->n, sizeof *l->c, compare_claims);
	for (size_t i = 0; i < l->n; i++) {
		struct successions next = with_claims(out, &l->c[i]);

		l->c[i].ignored = has_circle(&next);
		successions_free(l->c[i].ignored ? &next : out);
		if (!l->c[i].ignored)
			*out = next;
	}
}

/* --- kept as derived rows --- */

static int load_edges(struct store *s, struct successions *out, struct err *e)
{
	sqlite3_stmt *st = sql_start(s, SQL_PREDECESSORS, "");
	size_t room = 0;
	int row;

	*out = (struct successions){0};
	while ((row = sql_row(s, st, e)) > 0) {
		struct edge *x;

		if (out->edges == room)
			out->edge = alloc_grow(out->edge, room = room ? 2 * room : 16, sizeof *x);
		x = &out->edge[out->edges++];
		memset(x, 0, sizeof *x);
		sql_text_at(st, 0, x->before, sizeof x->before);
		x->key = sql_id_at(st, 1); /* empty: zeros, the whole unit */
		sql_text_at(st, 2, x->code, sizeof x->code);
		sql_text_at(st, 3, x->since, sizeof x->since);
	}
	if (out->edges)
		qsort(out->edge, out->edges, sizeof *out->edge, compare_edges);
	if (row < 0)
		successions_free(out);
	return row;
}

static int put_edges(struct store *s, const struct successions *x, struct err *e)
{
	if (sql_run(s, e, SQL_PREDECESSORS_DROP, ""))
		return -1;
	for (size_t i = 0; i < x->edges; i++) {
		const struct edge *p = &x->edge[i];

		if (sql_run(s, e, SQL_PREDECESSOR_PUT, "tbtt", p->before, p->key.b,
			    succession_is_whole(p) ? (size_t)0 : (size_t)ID_BYTES, p->code, p->since))
			return -1;
	}
	return 0;
}

/* A unit that counts elsewhere as a whole has no row of its own. */
static int put_into(struct store *s, const struct successions *x, struct err *e)
{
	if (sql_run(s, e, SQL_UNITS_APART, ""))
		return -1;
	for (size_t i = 0; i < x->edges; i++) {
		const struct edge *p = &x->edge[i];

		if (succession_is_whole(p) &&
			sql_run(s, e, SQL_UNIT_INTO, "tt", p->before, succession_place(x, p->before, NULL)))
			return -1;
	}
	return 0;
}

static bool same_edges(const struct successions *a, const struct successions *b)
{
	bool same = a->edges == b->edges;

	for (size_t i = 0; same && i < a->edges; i++)
		same = compare_edges(&a->edge[i], &b->edge[i]) == 0 && !strcmp(a->edge[i].code, b->edge[i].code) &&
		       !strcmp(a->edge[i].since, b->edge[i].since);
	return same;
}

/* Households leave only a unit that an edge, old or new, begins at. */
static void touch_befores(struct store *s, const struct successions *x)
{
	for (size_t i = 0; i < x->edges; i++) {
		if (i == 0 || strcmp(x->edge[i].before, x->edge[i - 1].before))
			touch(s, x->edge[i].before);
	}
}

void succession_forget(struct store *s)
{
	successions_free(&s->succession);
	s->succession_known = false;
}

static int replace(struct store *s, const struct successions *now, struct err *e)
{
	struct successions before;
	int rc = 0;

	if (load_edges(s, &before, e))
		return -1;
	if (!same_edges(&before, now)) {
		touch_befores(s, &before);
		touch_befores(s, now);
		s->succession_moved = true;
		rc = put_edges(s, now, e);
	}
	successions_free(&before);
	return rc ? rc : put_into(s, now, e);
}

int succession_settle(struct store *s, struct err *e)
{
	struct claim_list claims;
	struct successions now;
	int rc;

	if (!s->succession_stale)
		return 0;
	succession_forget(s);
	if (load_claims(s, &claims, e))
		return -1;
	connect(&claims, &now);
	free_claims(&claims);
	rc = replace(s, &now, e);
	successions_free(&now);
	if (rc == 0)
		s->succession_stale = false;
	return rc;
}

int succession_note(struct store *s, const cJSON *fields, struct err *e)
{
	const cJSON *claims = cJSON_GetObjectItemCaseSensitive(fields, "predecessors");
	sqlite3_stmt *st;
	int row;

	if (s->succession_stale)
		return 0;
	st = sql_start(s, SQL_PREDECESSOR_ANY, "");
	row = sql_row(s, st, e);
	sql_end(st);
	/* without edges, only an act that claims something can make any */
	s->succession_stale = row > 0 || (claims && claims->child);
	return row < 0 ? -1 : 0;
}

int succession_now(struct store *s, const struct successions **out, struct err *e)
{
	*out = &s->succession;
	if (succession_settle(s, e))
		return -1;
	if (s->succession_known && (s->in_transaction || s->viewing))
		return 0;
	succession_forget(s);
	if (load_edges(s, &s->succession, e))
		return -1;
	s->succession_known = true;
	return 0;
}

/* --- questions about claims --- */

int store_ignored_units(struct store *s, char (**code)[UNIT_CODE], size_t *n, struct err *e)
{
	struct claim_list claims;
	struct successions x;

	*code = NULL;
	*n = 0;
	if (load_claims(s, &claims, e))
		return -1;
	connect(&claims, &x);
	for (size_t i = 0; i < claims.n; i++) {
		if (!claims.c[i].ignored)
			continue;
		*code = alloc_grow(*code, *n + 1, sizeof **code);
		memcpy((*code)[(*n)++], claims.c[i].code, UNIT_CODE);
	}
	successions_free(&x);
	free_claims(&claims);
	return 0;
}

/* As it would be with an act on `code` after all others. */
int store_would_circle(struct store *s, const char *code, const cJSON *fields, bool *circle, struct err *e)
{
	struct claims now = {.edges = 0};
	struct claim_list claims;
	struct successions x, next;
	size_t kept = 0;

	*circle = false;
	if (load_claims(s, &claims, e))
		return -1;
	for (size_t i = 0; i < claims.n; i++) {
		if (!strcmp(claims.c[i].code, code))
			free(claims.c[i].edge);
		else
			claims.c[kept++] = claims.c[i];
	}
	claims.n = kept;
	snprintf(now.code, sizeof now.code, "%s", code);
	read_claims(fields, &now);
	connect(&claims, &x);
	next = with_claims(&x, &now);
	*circle = has_circle(&next);
	successions_free(&next);
	successions_free(&x);
	free(now.edge);
	free_claims(&claims);
	return 0;
}
