/* app_against.c - is everything still here that others can show was here once? Receipts this hub signed, its backups,
 * and its statements are such proofs. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_hub.h>
#include <tungnha/app_keep.h>
#include <tungnha/file.h>
#include <tungnha/json.h>

enum { STATEMENT_BYTES_MAX = 8 * 1024 * 1024, STATEMENT_DEPTH = 16, BACKUPS_MAX = 10000, PROBLEMS_MAX = 1000 };

struct against {
	struct store *s;
	const char *path; /* what is looked at, for the sentences */
	struct store_device *device;
	size_t devices;
	struct name *told; /* missing, and said so already */
	size_t tells;
	struct store_check *out;
	size_t proofs;
};

/* --- saying what is missing --- */

static bool is_told(const struct against *a, const struct name *n)
{
	for (size_t i = 0; i < a->tells; i++)
		if (name_compare(&a->told[i], n) == 0)
			return true;
	return false;
}

/* "Xóm 11 (05788-01), máy của Lan 7809 4716 3804 bd01" */
static void name_place(const struct against *a, const struct chain *c, char *out, size_t room)
{
	struct unit u;
	struct err ignored;
	char shown[ID_SHOWN];
	bool known = c->unit[0] && store_unit(a->s, c->unit, &u, &ignored) == 0;
	const char *label = app_hub_label(a->device, a->devices, c->unit, c->author);
	snprintf(out, room, "%s%s%s%s, %s%s%s", known ? u.name : c->unit, known ? " (" : "", known ? c->unit : "",
		known ? ")" : "", label, *label ? " " : "", id_shown(c->author, shown));
}

/* "3f…:121–140": from the first that is not held, where the journal simply ends before. */
static void name_entries(const struct name *n, uint32_t last, char *out, size_t room)
{
	char hex[ID_HEX];
	id_hex(n->journal, hex);
	if (last + 1 < n->seq)
		snprintf(out, room, "%s:%u–%u", hex, last + 1, n->seq);
	else
		snprintf(out, room, "%s:%u", hex, n->seq);
}

/* guess: whose it may be, where the journal is not known here at all. */
static int tell_missing(struct against *a, const struct name *n, const struct chain *guess, struct err *e)
{
	char place[ERR_ARG_BYTES], entries[64];
	struct chain c;
	uint32_t last;
	int row = store_journal(a->s, n->journal, &c, &last, e);
	if (row < 0)
		return -1;
	if (is_told(a, n) || a->out->problems >= PROBLEMS_MAX)
		return 0;
	a->told = alloc_grow(a->told, a->tells + 1, sizeof *a->told);
	a->told[a->tells++] = *n;
	name_place(a, row ? &c : guess, place, sizeof place);
	name_entries(n, last, entries, sizeof entries);
	a->out->problem = alloc_grow(a->out->problem, a->out->problems + 1, sizeof *a->out->problem);
	err_set(&a->out->problem[a->out->problems++], ERR_IO, TEXT_AGAINST_MISSING, "%s" ERR_AND "%s" ERR_AND "%s",
		a->path, place, entries);
	return 0;
}

/* full NULL: only the start of the hash is known. */
static int look_for(
	struct against *a, const struct name *n, const struct hash *full, const struct chain *guess, struct err *e)
{
	bool held;
	a->proofs++;
	if (store_holds(a->s, n, full, &held, e) != 0)
		return -1;
	return held ? 0 : tell_missing(a, n, guess, e);
}

/* --- receipts in messages --- */

static int each_receipt(
	void *context, const char *file, const struct message *m, const struct receipt *r, struct err *e)
{
	struct against *a = context;
	struct name n = {.journal = r->journal, .seq = r->through, .hash = hash_start(&r->hash)};
	struct chain sender = {.author = keys_id(&m->sender)};
	const char *folder = a->path;
	snprintf(sender.unit, sizeof sender.unit, "%s", m->unit);
	a->path = file;
	int rc = look_for(a, &n, &r->hash, &sender, e);
	a->path = folder;
	return rc;
}

/* --- backups --- */

static int each_head(void *context, const struct chain *c, uint32_t seq, const struct hash *h, struct err *e)
{
	struct name n = {.journal = c->journal, .seq = seq, .hash = hash_start(h)};
	return look_for(context, &n, h, c, e);
}

static int against_backup(struct against *a, const char *file, struct err *e)
{
	const char *before = a->path;
	a->path = file;
	int rc = store_backup_heads(a->s, file, each_head, a, e);
	a->path = before;
	return rc;
}

/* Those of this hub that lie in a folder. */
static int against_backups(struct against *a, const char *folder, struct err *e)
{
	struct file_names names;
	struct store_backup_info info;
	struct err ignored;
	if (file_names(folder, ".tnb", BACKUPS_MAX, &names, e) != 0)
		return -1;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < names.count; i++) {
		char *file = file_join(folder, names.name[i]);
		if (store_backup_look(file, &info, &ignored) == 0 && id_equal(info.node, store_id(a->s)))
			rc = against_backup(a, file, e);
		free(file);
	}
	file_names_free(&names);
	return rc;
}

/* --- statements --- */

static int each_row(struct against *a, const cJSON *through, struct err *e)
{
	struct chain nobody = {.generation = 1};
	struct name n;
	const cJSON *row;
	cJSON_ArrayForEach(row, through)
	{
		if (!entry_read_row(row, &n))
			return err_set(e, ERR_DATA, TEXT_AGAINST_WHAT, "%s", a->path);
		if (look_for(a, &n, NULL, &nobody, e) != 0)
			return -1;
	}
	return 0;
}

/* 1 it is one, 0 it is none, -1 e. */
static int against_statement(struct against *a, const char *file, struct err *e)
{
	struct buf text;
	buf_init(&text, STATEMENT_BYTES_MAX);
	int rc = file_read(file, &text, e);
	cJSON *o = rc == 0 ? json_parse(text.data, text.len, STATEMENT_DEPTH) : NULL;
	const cJSON *through = o ? json_array(o, "through") : NULL;
	if (rc == 0 && through)
		rc = each_row(a, through, e) == 0 ? 1 : -1;
	cJSON_Delete(o);
	buf_free(&text);
	return rc;
}

/* --- what it is --- */

static int against_file(struct against *a, struct err *e)
{
	struct store_backup_info info;
	struct err not_backup;
	size_t messages;
	if (store_backup_look(a->path, &info, &not_backup) == 0)
		return against_backup(a, a->path, e);
	if (not_backup.text != TEXT_BACKUP_NOT) {
		*e = not_backup;
		return -1;
	}
	int row = against_statement(a, a->path, e);
	if (row != 0)
		return row < 0 ? -1 : 0;
	return folder_proofs(a->s, a->path, each_receipt, a, &messages, e);
}

static int against_folder(struct against *a, struct err *e)
{
	size_t messages;
	if (folder_proofs(a->s, a->path, each_receipt, a, &messages, e) != 0 || against_backups(a, a->path, e) != 0)
		return -1;
	return a->proofs > 0 ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_AGAINST_NOTHING, "%s", a->path);
}

int app_check_against(struct store *s, const char *path, struct store_check *out, size_t *proofs, struct err *e)
{
	struct against a = {.s = s, .path = path, .out = out};
	int rc = store_devices(s, NULL, &a.device, &a.devices, e);
	if (rc == 0 && !file_exists(path))
		rc = err_errno(e, ENOENT, path);
	if (rc == 0)
		rc = file_is_folder(path) ? against_folder(&a, e) : against_file(&a, e);
	*proofs += a.proofs;
	free(a.device);
	free(a.told);
	return rc;
}
