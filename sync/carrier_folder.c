/* carrier_folder.c - exchanges over a stick or a shared folder (sync/PROTOCOL.md, section 9):
 * DIR/tungnha/to-<recipient>/<name>.tnm. Nobody removes another's file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "inbox.h"
#include "outbox.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#define EVERY_UNIT "" /* replies taken are noted by name alone */

enum { PROBLEMS_MAX = 1000 }; /* named one by one; beyond that they are only counted */

char *folder_to(const char *tungnha, struct id recipient)
{
	char hex[ID_HEX];
	char *name = alloc_print("to-%s", id_hex(recipient, hex));
	char *folder = file_join(tungnha, name);
	free(name);
	return folder;
}

/* --- a node --- */

struct syncing {
	struct store *s;
	const char *unit;
	int64_t now;
	char self[ID_HEX];
	struct id hub;
	struct exchange_intake in;
	struct folder_sync *out;
};

/* A failure of the message, not of the store: the next one may be taken. */
static bool is_about_message(const struct err *e)
{
	return e->code == ERR_DATA || e->code == ERR_DENIED;
}

static int take_reply(void *context, const struct message *m, struct inbox_file *f, bool *moved, struct err *e)
{
	struct syncing *y = context;
	struct exchange_result r;
	if (exchange_take_opened_reply(y->s, m, y->now, &r, &y->in, e) != 0) {
		if (!is_about_message(e))
			return -1;
		inbox_refuse(f, INBOX_REFUSED, e);
		return 0;
	}
	f->fate = INBOX_TAKEN;
	f->again = r.gap;
	f->gap = y->in.gap;
	/* only entries close a gap: two replies, one confirming what the other takes back, would call each other for
	 * ever */
	*moved = r.stored > 0;
	y->out->received += r.stored;
	if (strcmp(m->unit, y->unit) == 0)
		y->out->state = r.state;
	return 0;
}

/* -- replies taken before: an old one left on the stick must not undo what a newer one said -- */

static bool is_listed(const struct inbox *in, const char *name)
{
	for (size_t i = 0; i < in->files; i++)
		if (strcmp(inbox_name(&in->file[i]), name) == 0)
			return true;
	return false;
}

static void pass_over(struct inbox *in, const char *name)
{
	for (size_t i = 0; i < in->files; i++)
		if (strcmp(inbox_name(&in->file[i]), name) == 0) {
			in->file[i].again = false;
			in->file[i].fate = INBOX_IGNORED;
		}
}

static int pass_over_known(struct syncing *y, struct inbox *in, struct err *e)
{
	char(*known)[MESSAGE_FILE_NAME] = NULL;
	size_t n = 0;
	int rc = store_folder_files(y->s, y->self, EVERY_UNIT, &known, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		pass_over(in, known[i]);
	free(known);
	return rc;
}

/* Forgets names that are no longer there, so that the list stays as short as the folder. */
static int forget_gone(struct syncing *y, const struct inbox *in, struct err *e)
{
	char(*known)[MESSAGE_FILE_NAME] = NULL;
	size_t n = 0;
	int rc = store_folder_files(y->s, y->self, EVERY_UNIT, &known, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (!is_listed(in, known[i]))
			rc = store_folder_file_forget(y->s, y->self, known[i], e);
	free(known);
	return rc;
}

static int remember_taken(struct syncing *y, const struct inbox *in, struct err *e)
{
	int rc = forget_gone(y, in, e);
	for (size_t i = 0; rc == 0 && i < in->files; i++) {
		const struct inbox_file *f = &in->file[i];
		const char *name = inbox_name(f);
		if (f->fate == INBOX_TAKEN && !f->again && strlen(name) < MESSAGE_FILE_NAME)
			rc = store_folder_file_add(y->s, y->self, EVERY_UNIT, name, e);
	}
	return rc;
}

static int remember(struct syncing *y, const struct inbox *in, struct err *e)
{
	if (store_begin(y->s, e) != 0)
		return -1;
	if (remember_taken(y, in, e) == 0 && store_commit(y->s, e) == 0)
		return 0;
	store_rollback(y->s);
	return -1;
}

static int read_new(struct syncing *y, struct inbox *in, struct err *e)
{
	if (pass_over_known(y, in, e) != 0 || inbox_read(in, store_keys(y->s), take_reply, y, e) != 0)
		return -1;
	for (size_t i = 0; i < in->files; i++) {
		y->out->read += in->file[i].fate == INBOX_TAKEN;
		y->out->unreadable += in->file[i].fate == INBOX_UNREADABLE;
	}
	return remember(y, in, e);
}

static int read_replies(struct syncing *y, const char *tungnha, struct err *e)
{
	struct inbox in = {0};
	char *folder = folder_to(tungnha, store_id(y->s));
	id_hex(store_id(y->s), y->self);
	int rc = inbox_list(&in, folder, e);
	if (rc == 0)
		rc = read_new(y, &in, e);
	inbox_free(&in);
	free(folder);
	return rc;
}

static int write_messages(struct syncing *y, const char *tungnha, struct err *e)
{
	struct exchange_parts p;
	int rc = exchange_node_parts(y->s, y->unit, NULL, y->now, &p, e);
	if (rc == 0)
		rc = outbox_write(y->s, tungnha, &p, &y->out->messages, &y->out->sent, e);
	exchange_parts_free(&p);
	return rc;
}

/* 1 the unit has a hub to write to, 0 none, -1. */
static int enrolled(struct syncing *y, struct store_enrolment *en, struct err *e)
{
	if (store_enrolment(y->s, y->unit, en, e) == 0)
		return en->has_hub;
	return e->code == ERR_NOT_FOUND ? 0 : -1;
}

/* A unit carried because it had been merged may have been let go by what was just read: then nothing is written for it.
 */
static int write_if_enrolled(struct syncing *y, const char *tungnha, struct err *e)
{
	struct store_enrolment en;
	int rc = enrolled(y, &en, e);
	if (rc > 0)
		sodium_memzero(&en, sizeof en);
	return rc > 0 ? write_messages(y, tungnha, e) : rc;
}

/* Before anything is read: is there a hub to write to, and can the stick be written to? */
static int prepare(struct syncing *y, const char *dir, const char *tungnha, struct err *e)
{
	struct store_enrolment en;
	char *folder = NULL;
	if (!file_is_folder(dir))
		return err_errno(e, ENOENT, dir);
	int rc = enrolled(y, &en, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_UNAVAILABLE, TEXT_EXCHANGE_NO_HUB, "%s", y->unit);
	y->out->state = en.state;
	y->hub = en.hub;
	rc = outbox_folder(tungnha, en.hub, &folder, e);
	free(folder);
	sodium_memzero(&en, sizeof en);
	return rc;
}

int folder_sync(struct store *s, const char *unit, const char *dir, int64_t now, struct folder_sync *out, struct err *e)
{
	struct syncing y = {.s = s, .unit = unit, .now = now, .out = out};
	char *tungnha = file_join(dir, "tungnha");
	*out = (struct folder_sync){0};
	int rc = prepare(&y, dir, tungnha, e);
	if (rc == 0)
		rc = read_replies(&y, tungnha, e);
	if (rc == 0)
		rc = outbox_remove_left(s, tungnha, y.hub, e);
	if (rc == 0)
		rc = write_if_enrolled(&y, tungnha, e);
	exchange_intake_free(&y.in);
	free(tungnha);
	return rc;
}

/* --- a hub --- */

struct receiving {
	struct store *s;
	int64_t now;
	bool one_file; /* named by a person: what is wrong with it is said */
	struct exchange_answer **answer;
	size_t answers;
	struct exchange_intake in;
	struct folder_receive *out;
};

static struct exchange_answer *answer_of(struct receiving *v, const struct message *m)
{
	for (size_t i = 0; i < v->answers; i++)
		if (exchange_answer_is_of(v->answer[i], m))
			return v->answer[i];
	v->answer = alloc_grow(v->answer, v->answers + 1, sizeof(struct exchange_answer *));
	return v->answer[v->answers++] = exchange_answer_new();
}

static void refuse_reply(const struct receiving *v, struct inbox_file *f)
{
	struct err why;
	f->fate = INBOX_IGNORED; /* of the hub above, for this hub as a node: `sync` takes it */
	if (!v->one_file)
		return;
	err_set(&why, ERR_DATA, TEXT_EXCHANGE_IS_REPLY, "");
	inbox_refuse(f, INBOX_REFUSED, &why);
}

/* Taken as a message; what of it was not taken is said. A device let go by a unit asks for it until its next visit. */
static void note_taken(struct inbox_file *f, const struct message *m, const struct exchange_result *r)
{
	struct err why;
	char shown[ID_SHOWN];
	f->fate = INBOX_TAKEN;
	f->again = r->gap || r->let_go; /* it is let in once this hub got back what it decided */
	f->beyond = r->beyond;
	f->let_go = r->let_go;
	if (r->let_go) {
		err_set(&why, ERR_DATA, TEXT_FOLDER_LET_GO, "%s" ERR_AND "%s", id_shown(r->peer, shown), m->unit);
		inbox_refuse(f, INBOX_TAKEN, &why);
	}
	if (r->beyond) {
		err_set(&why, ERR_DATA, TEXT_FOLDER_GAP, "");
		inbox_refuse(f, INBOX_TAKEN, &why);
	}
	if (r->refused_run) {
		err_set(&why, ERR_DATA, TEXT_FOLDER_RUN_REFUSED, "%s", id_shown(keys_id(&m->sender), shown));
		inbox_refuse(f, INBOX_REFUSED, &why);
	}
}

static int take_message(void *context, const struct message *m, struct inbox_file *f, bool *moved, struct err *e)
{
	struct receiving *v = context;
	struct exchange_result r;
	if (m->state != STATE_NONE) {
		refuse_reply(v, f);
		return 0;
	}
	int rc = exchange_take_opened(v->s, m, v->now, answer_of(v, m), &r, &v->in, e);
	if (rc != 0 && !is_about_message(e))
		return -1;
	*moved = r.changed;
	v->out->entries += r.stored;
	v->out->enrolled += r.enrolled;
	if (rc == 0) {
		note_taken(f, m, &r);
		f->gap = v->in.gap;
	} else { /* a stranger may be known once this hub got its own decisions back */
		inbox_refuse(f, INBOX_REFUSED, e);
		f->again = e->code == ERR_DENIED;
	}
	return 0;
}

static void add_problem(struct folder_receive *out, const struct inbox_file *f)
{
	if (out->problems == PROBLEMS_MAX)
		return;
	out->problem = alloc_grow(out->problem, out->problems + 1, sizeof *out->problem);
	struct folder_problem *p = &out->problem[out->problems++];
	const char *name = inbox_name(f);
	size_t n = strlen(name);
	size_t cut = n < sizeof p->file ? 0 : n - sizeof p->file + 1;
	while (cut && ((unsigned char)name[cut] & 0xc0) == 0x80) /* not within a letter */
		cut++;
	snprintf(p->file, sizeof p->file, "%s", name + cut);
	p->why = *f->why;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct inbox_file *)a)->path, ((const struct inbox_file *)b)->path);
}

/* to_end: all were read as often as needed, so what still waits for another part waits for one that is not here. */
static void count_files(struct inbox *in, bool to_end, struct folder_receive *out)
{
	if (in->files > 1)
		qsort(in->file, in->files, sizeof *in->file, by_path);
	for (size_t i = 0; i < in->files; i++) {
		const struct inbox_file *f = &in->file[i];
		out->messages += f->fate != INBOX_IGNORED;
		out->applied += f->fate == INBOX_TAKEN && f->applied;
		out->repeated += f->fate == INBOX_TAKEN && !f->applied;
		out->unreadable += f->fate == INBOX_UNREADABLE;
		out->refused += f->fate == INBOX_REFUSED;
		if (f->fate == INBOX_UNREADABLE || f->fate == INBOX_REFUSED || f->let_go || (f->beyond && to_end))
			add_problem(out, f);
	}
}

/* The messages are taken and safe; that the answers cannot be left is another failure, said as such. */
static int write_replies(struct receiving *v, const char *tungnha, struct err *e)
{
	size_t entries = 0;
	for (size_t i = 0; i < v->answers; i++) {
		struct exchange_parts p;
		int rc = exchange_reply_parts(v->s, v->answer[i], v->now, &p, e);
		if (rc == 0)
			rc = outbox_write(v->s, tungnha, &p, &v->out->replies, &entries, e);
		exchange_parts_free(&p);
		if (rc != 0)
			return e->code == ERR_CREATE || e->code == ERR_IO
				       ? err_set(e, e->code, TEXT_FOLDER_REPLIES_LOST, "%s", tungnha)
				       : -1;
	}
	return 0;
}

static int receive(struct receiving *v, struct inbox *in, const char *tungnha, struct err *e)
{
	size_t held;
	int rc = inbox_read(in, store_keys(v->s), take_message, v, e);
	count_files(in, rc == 0, v->out);
	if (rc == 0)
		rc = exchange_intake_held(v->s, &v->in, 0, &held, e);
	if (rc != 0)
		return -1;
	v->out->held += held;
	return write_replies(v, tungnha, e);
}

/* --- which folder --- */

/* The last part of a path, whatever slashes or dots it ends in; the caller frees. */
static char *last_part(const char *path)
{
	char *whole = realpath(path, NULL);
	const char *slash = whole ? strrchr(whole, '/') : NULL;
	char *part = alloc_copy(slash ? slash + 1 : path);
	free(whole);
	return part;
}

char *folder_find(const char *path)
{
	char *inside = file_join(path, "tungnha");
	if (file_is_folder(inside))
		return inside;
	free(inside);
	char *part = last_part(path);
	bool is_it = strcmp(part, "tungnha") == 0;
	free(part);
	return is_it ? alloc_copy(path) : NULL;
}

static int receive_folder(struct receiving *v, const char *path, struct err *e)
{
	struct inbox in = {0};
	char *tungnha = folder_find(path);
	if (!tungnha)
		return err_set(e, ERR_NOT_FOUND, TEXT_FOLDER_NOT_TUNGNHA, "%s", path);
	char *folder = folder_to(tungnha, store_id(v->s));
	int rc = inbox_list(&in, folder, e);
	if (rc == 0)
		rc = receive(v, &in, tungnha, e);
	inbox_free(&in);
	free(folder);
	free(tungnha);
	return rc;
}

/* Where the answers to one file go: beside the folder it lies in if that is one of a `tungnha`, else into a new one
 * beside it. */
static char *tungnha_beside(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *parent = slash ? alloc_copy_n(path, slash == path ? 1 : (size_t)(slash - path)) : alloc_copy(".");
	char *above = file_join(parent, "..");
	char *name = last_part(above);
	bool in_tungnha = strcmp(name, "tungnha") == 0;
	char *result = in_tungnha ? alloc_copy(above) : file_join(parent, "tungnha");
	free(name);
	free(above);
	free(parent);
	return result;
}

static int receive_file(struct receiving *v, const char *path, struct err *e)
{
	struct inbox in = {0};
	if (!file_exists(path))
		return err_errno(e, ENOENT, path);
	char *tungnha = tungnha_beside(path);
	v->one_file = true;
	inbox_add(&in, path);
	int rc = receive(v, &in, tungnha, e);
	inbox_free(&in);
	free(tungnha);
	return rc;
}

int folder_receive(struct store *s, const char *path, int64_t now, struct folder_receive *out, struct err *e)
{
	struct receiving v = {.s = s, .now = now, .out = out};
	int rc = file_is_folder(path) ? receive_folder(&v, path, e) : receive_file(&v, path, e);
	for (size_t i = 0; i < v.answers; i++)
		exchange_answer_free(v.answer[i]);
	free(v.answer);
	exchange_intake_free(&v.in);
	return rc;
}

void folder_receive_free(struct folder_receive *r)
{
	free(r->problem);
	*r = (struct folder_receive){0};
}
