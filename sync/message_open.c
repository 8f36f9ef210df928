/* message_open.c - the sealed envelope, opened: every limit is checked before the work it bounds, the signature before
 * any parser sees a byte. Who may send, and whether hashes fit, is for those who have a store. */
#include <stdlib.h>

#include "message_parts.h"

#include <tungnha/alloc.h>
#include <tungnha/campaign.h>
#include <tungnha/json.h>
#include <tungnha/utf8.h>

static int over(struct err *e, const char *what, size_t limit)
{
	return err_set(e, ERR_DATA, TEXT_MESSAGE_LIMIT, "%s" ERR_AND "%zu", what, limit);
}

static int malformed(struct err *e, const char *where)
{
	return err_set(e, ERR_DATA, TEXT_MESSAGE_MALFORMED, "%s", where);
}

/* -- the seal -- */

/* The plaintext while it is being read. */
struct plain {
	unsigned char *bytes;
	size_t room; /* as unsealed */
	size_t n;    /* without padding */
};

static void plain_wipe(struct plain *p)
{
	if (p->bytes)
		sodium_memzero(p->bytes, p->room);
	free(p->bytes);
}

static int check_envelope(const void *bytes, size_t n, const struct keys_secret *to, struct err *e)
{
	struct id recipient;
	char shown[ID_SHOWN];
	if (n > MESSAGE_BYTES_MAX)
		return over(e, "message", MESSAGE_BYTES_MAX);
	if (!message_recipient(bytes, n, &recipient))
		return err_set(e, ERR_DATA, TEXT_MESSAGE_NOT_ONE, "");
	if (!id_equal(recipient, keys_id(&to->pub)))
		return err_set(e, ERR_DATA, TEXT_MESSAGE_OTHER, "%s", id_shown(recipient, shown));
	return 0;
}

static int unseal(const unsigned char *bytes, size_t n, const struct keys_secret *to, struct plain *p, struct err *e)
{
	if (n < MESSAGE_PREFIX + crypto_box_SEALBYTES + MESSAGE_PAD)
		return err_set(e, ERR_DATA, TEXT_MESSAGE_UNREADABLE, "");
	p->room = n - MESSAGE_PREFIX - crypto_box_SEALBYTES;
	p->bytes = alloc_bytes(p->room);
	if (crypto_box_seal_open(p->bytes, bytes + MESSAGE_PREFIX, n - MESSAGE_PREFIX, to->pub.box, to->box_secret) !=
		0)
		return err_set(e, ERR_DATA, TEXT_MESSAGE_UNREADABLE, "");
	if (p->room % MESSAGE_PAD != 0 || sodium_unpad(&p->n, p->bytes, p->room, MESSAGE_PAD) != 0 ||
		p->n < PLAIN_HEADER)
		return malformed(e, "plaintext");
	return 0;
}

static int check_signature(struct plain *p, const struct keys_secret *to, struct keys_public *sender, struct err *e)
{
	unsigned char signature[KEY_SIGNATURE];
	memcpy(signature, p->bytes + PLAIN_SIGNATURE, sizeof signature);
	memcpy(sender->sign, p->bytes + PLAIN_SIGN, sizeof sender->sign);
	memcpy(sender->box, p->bytes + PLAIN_BOX, sizeof sender->box);
	const unsigned char *start = message_signed(p->bytes, p->n, to->pub.box);
	if (crypto_sign_verify_detached(signature, start, (size_t)(p->bytes + p->n - start), sender->sign) != 0)
		return err_set(e, ERR_DATA, TEXT_MESSAGE_NOT_AUTHENTIC, "");
	unsigned version = p->bytes[PLAIN_VERSION], alg = p->bytes[PLAIN_ALG];
	if (version != MESSAGE_VERSION || alg != MESSAGE_ALG)
		return err_set(e, ERR_DATA, TEXT_MESSAGE_VERSION, "%u.%u", version, alg);
	return 0;
}

/* -- header -- */

static bool read_text(const cJSON *object, const char *name, char *out, size_t out_bytes)
{
	const char *s = json_string(object, name);
	size_t n = s ? strlen(s) : out_bytes;
	if (n >= out_bytes || !utf8_is_nfc(s, n))
		return false;
	memcpy(out, s, n + 1);
	return true;
}

static bool read_id(const cJSON *object, const char *name, struct id *out)
{
	const char *s = json_string(object, name);
	return s && id_parse(s, out);
}

static bool read_base64(const cJSON *v, unsigned char *out, size_t n)
{
	return cJSON_IsString(v) && base64_decode(v->valuestring, out, n);
}

static bool read_unit(const cJSON *object, char out[static CHAIN_UNIT_MAX + 1])
{
	return read_text(object, "unit", out, CHAIN_UNIT_MAX + 1) && unit_valid_code(out);
}

static bool read_enrol(const cJSON *header, struct message *out)
{
	const cJSON *enrol = cJSON_GetObjectItemCaseSensitive(header, "enrol");
	out->enrol = enrol != NULL;
	return !enrol || (read_id(enrol, "invite", &out->enrol_invite) &&
				 read_text(enrol, "label", out->enrol_label, sizeof out->enrol_label) &&
				 read_base64(cJSON_GetObjectItemCaseSensitive(enrol, "proof"), out->enrol_proof,
					 sizeof out->enrol_proof));
}

static bool read_state(const cJSON *header, enum message_state *out)
{
	const cJSON *state = cJSON_GetObjectItemCaseSensitive(header, "state");
	*out = STATE_NONE;
	if (!state)
		return true;
	for (int s = STATE_NEW; s <= STATE_UNKNOWN; s++)
		if (cJSON_IsString(state) && strcmp(state->valuestring, message_state_word((enum message_state)s)) == 0)
			*out = (enum message_state)s;
	return *out != STATE_NONE;
}

static bool read_most(const cJSON *header, size_t *out)
{
	int64_t n = 0;
	if (cJSON_GetObjectItemCaseSensitive(header, "most") && !json_int(header, "most", 1, MESSAGE_ENTRIES, &n))
		return false;
	*out = (size_t)n;
	return true;
}

/* Reads the header and says where the body begins. */
static int read_header(const struct plain *p, struct message *out, size_t *body, struct err *e)
{
	int64_t t;
	size_t n = message_get32(p->bytes + PLAIN_HEADER_BYTES);
	if (n > MESSAGE_HEADER_MAX)
		return over(e, "header", MESSAGE_HEADER_MAX);
	if (n > p->n - PLAIN_HEADER)
		return malformed(e, "header");
	cJSON *header = json_parse((const char *)p->bytes + PLAIN_HEADER, n, MESSAGE_DEPTH_MAX);
	bool good = cJSON_IsObject(header) && read_unit(header, out->unit) &&
		    read_text(header, "at", out->at, sizeof out->at) && clock_read_stamp(out->at, &t) &&
		    read_enrol(header, out) && read_state(header, &out->state) && read_most(header, &out->most);
	cJSON_Delete(header);
	*body = PLAIN_HEADER + n;
	return good ? 0 : malformed(e, "header");
}

/* -- first line of the body -- */

/* An upper bound on the number of values, before anything is read: each costs its time. The largest legal line: rows of
 * 4, receipts of 5, runs of 9 values, each behind a comma or a bracket; members to come have room. */
enum {
	VALUES_MAX = 4 * MESSAGE_HAVE_MAX + 2 * 5 * MESSAGE_RECEIPTS_MAX + 9 * MESSAGE_RUNS_MAX + MESSAGE_DEFS_MAX + 64
};

static bool few_values(const char *s, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += s[i] == ',' || s[i] == '[' || s[i] == '{';
	return count <= VALUES_MAX;
}

/* A list of the first line, still as text: its values are read one at a time, so that a line that is all brackets costs
 * no more than one that is not. */
struct list {
	const char *name;
	size_t limit;
	const char *text;
	size_t bytes;
};
enum { HAVE, RUNS, RECEIPTS, SHOWN, DEFS, QUOTES, LISTS, ROW_DEPTH = MESSAGE_DEPTH_MAX - 2, OTHER_MAX = 64 * 1024 };

static struct list *list_of(struct list *lists, const struct json_walk *member)
{
	for (int i = 0; i < LISTS; i++)
		if (strlen(lists[i].name) == member->name_bytes &&
			memcmp(lists[i].name, member->name, member->name_bytes) == 0)
			return &lists[i];
	return NULL;
}

/* What a later version adds is ignored, however much it is. */
static bool may_be_ignored(const struct json_walk *member)
{
	if (member->value_bytes > OTHER_MAX)
		return true;
	cJSON *v = json_parse(member->value, member->value_bytes, MESSAGE_DEPTH_MAX - 1);
	cJSON_Delete(v);
	return v != NULL;
}

static bool find_lists(const char *text, size_t n, struct list *lists)
{
	struct json_walk w;
	if (!json_walk_begin(&w, text, n, '{'))
		return false;
	int rc;
	while ((rc = json_walk_next(&w)) == 1) {
		struct list *l = list_of(lists, &w);
		if (!l && !may_be_ignored(&w))
			return false;
		if (l && !l->text) {
			l->text = w.value;
			l->bytes = w.value_bytes;
		}
	}
	return rc == 0;
}

/* How many it has, at most its limit. */
static int count_list(const struct list *l, size_t *count, struct err *e)
{
	struct json_walk w;
	int rc = -1;
	*count = 0;
	if (l->text && json_walk_begin(&w, l->text, l->bytes, '['))
		while ((rc = json_walk_next(&w)) == 1)
			++*count;
	if (rc != 0)
		return malformed(e, l->name);
	return *count > l->limit ? over(e, l->name, l->limit) : 0;
}

typedef bool read_item(const cJSON *v, void *item);

/* into: room for what count_list counted. */
static int read_list(const struct list *l, read_item *read, void *into, size_t size, size_t *count, struct err *e)
{
	struct json_walk w;
	json_walk_begin(&w, l->text, l->bytes, '[');
	while (json_walk_next(&w) == 1) {
		cJSON *v = json_parse(w.value, w.value_bytes, ROW_DEPTH);
		bool good = v && read(v, (char *)into + *count * size);
		cJSON_Delete(v);
		if (!good)
			return malformed(e, l->name);
		++*count;
	}
	return 0;
}

static bool read_row(const cJSON *v, void *item)
{
	return entry_read_row(v, item);
}

static int read_rows(const struct list *l, struct name **out, size_t *out_count, struct err *e)
{
	size_t count;
	if (count_list(l, &count, e) != 0)
		return -1;
	*out = alloc_zero(count, sizeof **out);
	return read_list(l, read_row, *out, sizeof **out, out_count, e);
}

static bool read_receipt(const cJSON *row, void *item)
{
	struct receipt *out = item;
	const cJSON *journal = cJSON_IsArray(row) ? row->child : NULL;
	const cJSON *through = journal ? journal->next : NULL;
	const cJSON *hash = through ? through->next : NULL;
	const cJSON *signature = hash ? hash->next : NULL;
	int64_t n;
	if (!signature || signature->next || !cJSON_IsString(journal) || !json_is_int(through, 1, JSON_INT_MAX, &n))
		return false;
	out->through = (uint32_t)n;
	return id_parse(journal->valuestring, &out->journal) && read_base64(hash, out->hash.b, sizeof out->hash.b) &&
	       read_base64(signature, out->signature.b, sizeof out->signature.b);
}

static int read_receipts(const struct list *l, struct receipt **out, size_t *out_count, struct err *e)
{
	size_t count;
	if (count_list(l, &count, e) != 0)
		return -1;
	*out = alloc_zero(count, sizeof **out);
	return read_list(l, read_receipt, *out, sizeof **out, out_count, e);
}

/* Rows in place of receipts; with them they are no more than receipts alone may be. */
static int read_shown(struct list *l, struct message *out, struct err *e)
{
	l->limit -= out->receipts;
	return l->text ? read_rows(l, &out->shown, &out->showns, e) : 0;
}

static bool read_def(const cJSON *v, void *item)
{
	return cJSON_IsString(v) && id_parse(v->valuestring, item);
}

static int read_defs(const struct list *l, struct message *out, struct err *e)
{
	size_t count;
	if (!l->text)
		return 0;
	if (count_list(l, &count, e) != 0)
		return -1;
	out->def = alloc_zero(count, sizeof *out->def);
	return read_list(l, read_def, out->def, sizeof *out->def, &out->defs, e);
}

static bool read_run(const cJSON *v, void *item)
{
	struct run *out = item;
	int64_t generation, first, last;
	if (!cJSON_IsObject(v) || !read_id(v, "journal", &out->chain.journal) ||
		!read_id(v, "author", &out->chain.author) || !read_unit(v, out->chain.unit) ||
		!json_int(v, "generation", 1, JSON_INT_MAX, &generation) ||
		!json_int(v, "first", 1, JSON_INT_MAX, &first) || !json_int(v, "last", first, JSON_INT_MAX, &last))
		return false;
	out->chain.generation = (uint32_t)generation;
	out->first = (uint32_t)first;
	out->last = (uint32_t)last;
	return read_base64(cJSON_GetObjectItemCaseSensitive(v, "prev"), out->prev.b, sizeof out->prev.b) &&
	       read_base64(cJSON_GetObjectItemCaseSensitive(v, "head_sig"), out->head_sig.b, sizeof out->head_sig.b);
}

static int read_runs(const struct list *l, struct message *out, size_t *entries, struct err *e)
{
	size_t count;
	if (count_list(l, &count, e) != 0)
		return -1;
	out->run = alloc_zero(count, sizeof *out->run);
	if (read_list(l, read_run, out->run, sizeof *out->run, &out->runs, e) != 0)
		return -1;
	for (const struct run *r = out->run; r < out->run + out->runs; r++) {
		if (r->last - r->first >= MESSAGE_ENTRIES_MAX - *entries)
			return over(e, "entries", MESSAGE_ENTRIES_MAX);
		*entries += r->last - r->first + 1;
	}
	return 0;
}

static int read_first_line(const char *text, size_t n, struct message *out, size_t *entries, struct err *e)
{
	struct list l[LISTS] = {[HAVE] = {"have", MESSAGE_HAVE_MAX, NULL, 0},
		[RUNS] = {"runs", MESSAGE_RUNS_MAX, NULL, 0},
		[RECEIPTS] = {"receipts", MESSAGE_RECEIPTS_MAX, NULL, 0},
		[SHOWN] = {"shown", MESSAGE_RECEIPTS_MAX, NULL, 0},
		[DEFS] = {"defs", MESSAGE_DEFS_MAX, NULL, 0},
		[QUOTES] = {"quotes", MESSAGE_RECEIPTS_MAX, NULL, 0}};
	if (!few_values(text, n))
		return over(e, "values", VALUES_MAX);
	if (!find_lists(text, n, l))
		return malformed(e, "body");
	if (read_rows(&l[HAVE], &out->have, &out->haves, e) != 0 || read_runs(&l[RUNS], out, entries, e) != 0 ||
		read_receipts(&l[RECEIPTS], &out->receipt, &out->receipts, e) != 0 ||
		read_shown(&l[SHOWN], out, e) != 0 || read_defs(&l[DEFS], out, e) != 0)
		return -1;
	return read_receipts(&l[QUOTES], &out->quote, &out->quotes, e);
}

/* -- body -- */

/* Finds the lines of the entries: exactly as many as the runs announce, each ended, none empty or too long. */
static int read_entries(struct message_memory *memory, const char *at, size_t entries, struct err *e)
{
	const char *end = memory->text + memory->text_bytes;
	memory->entry = alloc_zero(entries, sizeof *memory->entry);
	memory->entry_bytes = alloc_zero(entries, sizeof *memory->entry_bytes);
	for (size_t i = 0; i < entries; i++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		if (!newline || newline == at)
			return malformed(e, "entries");
		if (newline - at > ENTRY_OWN_BYTES_MAX)
			return over(e, "entry", ENTRY_OWN_BYTES_MAX);
		memory->entry[i] = at;
		memory->entry_bytes[i] = (size_t)(newline - at);
		at = newline + 1;
	}
	return at == end ? 0 : malformed(e, "entries");
}

static void hand_out_entries(struct message *m, const struct message_memory *memory)
{
	size_t at = 0;
	for (size_t i = 0; i < m->runs; i++) {
		m->run[i].entry = memory->entry + at;
		m->run[i].entry_bytes = memory->entry_bytes + at;
		at += (size_t)m->run[i].last - m->run[i].first + 1;
	}
}

static int read_body(const unsigned char *body, size_t n, struct message *out, struct err *e)
{
	struct message_memory *memory = out->memory;
	size_t entries = 0;
	enum zip_result z =
		zip_unpack(body, n, message_zip_dictionary(), MESSAGE_INFLATED_MAX, &memory->text, &memory->text_bytes);
	if (z == ZIP_LARGE)
		return over(e, "inflated", MESSAGE_INFLATED_MAX);
	if (z != ZIP_DONE || memchr(memory->text, '\0', memory->text_bytes))
		return malformed(e, "body");
	const char *newline = memchr(memory->text, '\n', memory->text_bytes);
	if (!newline)
		return malformed(e, "body");
	if (read_first_line(memory->text, (size_t)(newline - memory->text), out, &entries, e) != 0 ||
		read_entries(memory, newline + 1, entries, e) != 0)
		return -1;
	hand_out_entries(out, memory);
	return 0;
}

int message_open(const void *bytes, size_t n, const struct keys_secret *to, struct message *out, struct err *e)
{
	struct plain plain = {0};
	size_t body = 0;
	*out = (struct message){.memory = alloc_zero(1, sizeof(struct message_memory))};
	int rc = check_envelope(bytes, n, to, e);
	if (rc == 0)
		rc = unseal(bytes, n, to, &plain, e);
	if (rc == 0)
		rc = check_signature(&plain, to, &out->sender, e);
	if (rc == 0)
		rc = read_header(&plain, out, &body, e);
	if (rc == 0)
		rc = read_body(plain.bytes + body, plain.n - body, out, e);
	plain_wipe(&plain);
	if (rc != 0)
		message_free(out);
	return rc;
}
