/* page_invitations.c - invitations that can still be used: as a file, as a line to paste, all of them in one .zip. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/pack.h>

#include "page_devices.h"

#define FILE_TYPE "application/octet-stream"
enum { ZIP_MAX = 16 * 1024 * 1024 };

/* "moi-05788-01.tni": what a person sees on the stick. */
static void file_name(const struct invite *v, size_t twice, char out[static 80])
{
	snprintf(out, 80, twice ? "moi-%s-%zu.tni" : "moi-%s.tni", v->unit.code, twice + 1);
}

/* --- one --- */

static void send_file(struct page *p, struct id id)
{
	struct err e;
	struct invite v;
	struct buf text;
	char name[80];
	buf_init(&text, INVITE_FILE_MAX);
	if (app_hub_invite_again(p->store, id, true, p->now, &v, &text, &e) == 0) {
		file_name(&v, 0, name);
		page_send(p, FILE_TYPE, name, &text);
	} else {
		page_fail(p, &e);
	}
	app_hub_invite_wipe(&v, &text);
}

static void facts(struct page *p, const struct invite *v, const struct app_hub_invitation *x)
{
	char uses[32], left[32], day[CLOCK_DATE];
	html_markup_unescaped(&p->out, "<dl class=\"facts\">");
	page_fact(p, TEXT_HUB_COL_UNIT, v->unit.name);
	page_fact(p, TEXT_DESK_INV_USES, page_number(p, x->uses, uses));
	page_fact(p, TEXT_DESK_INV_LEFT, page_number(p, x->uses - x->used, left));
	page_fact(p, TEXT_DESK_INV_UNTIL, devices_day(x->ends_at, day));
	for (size_t i = 0; i < v->addresses; i++)
		page_fact(p, TEXT_DESK_INV_ADDRESS, v->address[i]);
	html_markup_unescaped(&p->out, "</dl>");
	if (v->addresses == 0)
		page_box_text(p, TONE_NOTE, TEXT_DESK_INV_NO_ADDRESS, NULL, NULL, NULL);
}

static void withdraw_form(struct page *p, const char *hex)
{
	html_print(&p->out, "<details class=\"more\"><summary>%s</summary><p>%s</p>",
		page_text(p, TEXT_DESK_INV_WITHDRAW), page_text(p, TEXT_DESK_INV_WITHDRAW_WHAT));
	page_form(p, "/moi-may/huy", "");
	page_hidden(p, "ma", hex);
	page_button(p, "danger", TEXT_DESK_INV_WITHDRAW_NOW);
	page_form_end(p);
	html_markup_unescaped(&p->out, "</details>");
}

static void show_one(struct page *p, const struct invite *v, const struct app_hub_invitation *x, const char *line)
{
	char hex[ID_HEX], title[256];
	text_fill(p->lang, TEXT_DESK_INV_OF, (const char *const[3]){v->unit.name, NULL, NULL}, title, sizeof title);
	desk_begin(p, DESK_DEVICES, title);
	page_crumbs(p, "/moi-may/danh-sach", TEXT_DESK_INV_LIST);
	page_box_text(p, TONE_WARN, TEXT_DESK_INV_SECRET, NULL, NULL, NULL);
	id_hex(x->id, hex);
	html_print(&p->out,
		"<h2>%s</h2><p>%s</p><p class=\"row\"><a class=\"button big\" href=\"/moi-may/%s.tni\">%s</a></p>",
		page_text(p, TEXT_DESK_INV_AS_FILE), page_text(p, TEXT_DESK_INV_AS_FILE_HOW), hex,
		page_text(p, TEXT_DESK_INV_DOWNLOAD));
	html_print(&p->out, "<p class=\"row\"><a class=\"button second\" href=\"/moi-may/the?ma=%s\">%s</a></p>", hex,
		page_text(p, TEXT_DESK_INV_CARD));
	html_print(&p->out,
		"<details class=\"more\"><summary>%s</summary><div class=\"field\"><label "
		"for=\"dong\">%s</label><textarea "
		"id=\"dong\" rows=\"8\" class=\"code\" readonly spellcheck=\"false\">%s</textarea></div></details>",
		page_text(p, TEXT_DESK_INV_AS_TEXT), page_text(p, TEXT_DESK_INV_AS_TEXT_HOW), line);
	facts(p, v, x);
	withdraw_form(p, hex);
	desk_end(p);
}

static void one(struct page *p, struct id id)
{
	struct err e;
	struct invite v;
	struct buf text;
	struct app_hub_invitation *x = NULL;
	size_t n = 0, i = 0;
	buf_init(&text, INVITE_FILE_MAX);
	int rc = app_hub_invite_again(p->store, id, false, p->now, &v, &text, &e);
	if (rc == 0)
		rc = app_hub_invitations(p->store, v.unit.code, p->now, &x, &n, &e);
	while (rc == 0 && i < n && !id_equal(x[i].id, id))
		i++;
	if (rc != 0)
		page_fail(p, &e);
	else if (i < n)
		show_one(p, &v, &x[i], text.data);
	free(x);
	app_hub_invite_wipe(&v, &text);
}

void desk_invitation_withdraw(struct page *p)
{
	struct err e;
	struct id id;
	bool named = id_parse(page_field(p, "ma"), &id);
	if (!named)
		err_set(&e, ERR_NOT_FOUND, TEXT_DESK_INV_GONE, "");
	if (named && app_hub_invite_withdraw(p->store, id, &e) == 0) {
		desk_did(p, "withdraw", page_field(p, "ma"));
		desk_done(p, "/moi-may/danh-sach", TEXT_DESK_INV_WITHDRAWN, NULL, NULL, NULL);
	} else {
		page_fail(p, &e);
	}
}

/* --- all --- */

static void row(struct page *p, const struct app_hub_invitation *x)
{
	char hex[ID_HEX], left[32], uses[32], day[CLOCK_DATE];
	id_hex(x->id, hex);
	html_print(&p->out, "<tr><th scope=\"row\"><a href=\"/moi-may/%s\">%s</a></th>", hex, x->unit.name);
	page_cell(p, "number", page_text(p, TEXT_DESK_INV_COL_LEFT));
	html_print(&p->out, "%s/%s</td>", page_number(p, x->uses - x->used, left), page_number(p, x->uses, uses));
	page_cell(p, "", page_text(p, TEXT_DESK_INV_UNTIL));
	html_print(&p->out, "%s</td>", devices_day(x->ends_at, day));
	html_print(&p->out,
		"<td><a href=\"/moi-may/%s.tni\">%s</a></td><td><a href=\"/moi-may/the?ma=%s\">%s</a></td></tr>", hex,
		page_text(p, TEXT_DESK_INV_FILE), hex, page_text(p, TEXT_DESK_INV_CARD_SHORT));
}

static void show_list(struct page *p, const struct app_hub_invitation *x, size_t n)
{
	static const text_id columns[] = {TEXT_HUB_COL_UNIT, TEXT_DESK_INV_COL_LEFT, TEXT_DESK_INV_UNTIL,
		TEXT_DESK_INV_FILE, TEXT_DESK_INV_CARD_SHORT, TEXT_NONE};
	size_t from, end;
	page_span(p, "trang", n, PAGE_ROWS, &from, &end);
	desk_begin_wide(p, DESK_DEVICES, page_text(p, TEXT_DESK_INV_LIST));
	page_crumbs(p, "/thiet-bi", TEXT_DESK_DEVICES);
	html_markup_unescaped(&p->out, "<div class=\"row\">");
	page_link(p, "", "/moi-may", TEXT_DESK_INV_TITLE);
	if (n > 0) {
		html_print(&p->out, "<a class=\"button second\" href=\"/moi-may/tat-ca.zip?trang=%zu\">%s</a>",
			from / PAGE_ROWS + 1, page_text(p, TEXT_DESK_INV_ZIP));
		page_link(p, "second", "/moi-may/the", TEXT_DESK_INV_CARDS);
	}
	html_markup_unescaped(&p->out, "</div>");
	page_box_text(p, n ? TONE_WARN : TONE_NOTE, n ? TEXT_DESK_INV_SECRET : TEXT_DESK_INV_NONE, NULL, NULL, NULL);
	if (n > 0) {
		page_table(p, "said named", TEXT_DESK_INV_LIST, columns);
		for (size_t i = from; i < end; i++)
			row(p, &x[i]);
		page_table_end(p);
	}
	page_turns(p, "/moi-may/danh-sach", "trang", n, PAGE_ROWS);
	desk_end(p);
}

/* How many before it are of its hamlet: no two files of one name. */
static size_t twins(const struct app_hub_invitation *x, size_t i, size_t from)
{
	size_t n = 0;
	for (size_t k = from; k < i; k++)
		n += strcmp(x[k].unit.code, x[i].unit.code) == 0;
	return n;
}

static int pack_one(struct page *p, struct pack *k, const struct app_hub_invitation *x, size_t twice, struct err *e)
{
	struct invite v;
	struct buf text;
	char name[80];
	buf_init(&text, INVITE_FILE_MAX);
	int rc = app_hub_invite_again(p->store, x->id, true, p->now, &v, &text, e);
	if (rc == 0) {
		file_name(&v, twice, name);
		rc = pack_add(k, name, text.data, text.len, e);
	}
	app_hub_invite_wipe(&v, &text);
	return rc;
}

static void send_zip(struct page *p, const struct app_hub_invitation *x, size_t n)
{
	struct err e, late;
	struct pack k;
	struct buf out;
	size_t from, end;
	int rc = 0;
	page_span(p, "trang", n, PAGE_ROWS, &from, &end);
	buf_init(&out, ZIP_MAX);
	pack_begin(&k, &out, p->now);
	for (size_t i = from; rc == 0 && i < end; i++)
		rc = pack_one(p, &k, &x[i], twins(x, i, from), &e);
	int ended = pack_end(&k, &late);
	if (rc == 0 && ended == 0)
		page_send(p, "application/zip", "loi-moi.zip", &out);
	else
		page_fail(p, rc ? &e : &late);
	sodium_memzero(out.data, out.len);
	buf_free(&out);
}

static void all(struct page *p, bool zip)
{
	struct err e;
	struct app_hub_invitation *x = NULL;
	size_t n = 0;
	if (app_hub_invitations(p->store, NULL, p->now, &x, &n, &e) != 0)
		page_fail(p, &e);
	else if (zip)
		send_zip(p, x, n);
	else
		show_list(p, x, n);
	free(x);
}

void desk_invitation(struct page *p)
{
	struct err e;
	struct id id;
	char hex[ID_HEX];
	bool zip = strcmp(p->tail, "tat-ca.zip") == 0,
	     file = strlen(p->tail) == ID_HEX - 1 + 4 && strstr(p->tail, ".tni");
	snprintf(hex, sizeof hex, "%.16s", p->tail);
	if (zip || strcmp(p->tail, "danh-sach") == 0) {
		all(p, zip);
	} else if (strcmp(p->tail, "the") == 0) {
		desk_cards(p);
	} else if ((file || strlen(p->tail) == ID_HEX - 1) && id_parse(hex, &id)) {
		if (file)
			send_file(p, id);
		else
			one(p, id);
	} else {
		err_set(&e, ERR_NOT_FOUND, TEXT_DESK_INV_GONE, "");
		page_fail(p, &e);
	}
}
