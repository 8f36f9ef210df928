/* page_help.c - help: one page a task, a few short steps each. Anybody may read it, also before unlocking. */
#include <string.h>

#include "page_settings.h"

static const struct help {
	const char *name;     /* of its address */
	text_id title, steps; /* a bar between two */
} helps[] = {
	{"ghi-ho", TEXT_HELP_RECORD_TITLE, TEXT_HELP_RECORD},
	{"vang-tu-choi", TEXT_HELP_ABSENT_TITLE, TEXT_HELP_ABSENT},
	{"sua-ho", TEXT_HELP_CORRECT_TITLE, TEXT_HELP_CORRECT},
	{"gui-mang", TEXT_HELP_NETWORK_TITLE, TEXT_HELP_NETWORK},
	{"gui-usb", TEXT_HELP_STICK_TITLE, TEXT_HELP_STICK},
	{"khai", TEXT_HELP_DECLARE_TITLE, TEXT_HELP_DECLARE},
	{"dien-thoai", TEXT_HELP_PHONE_TITLE, TEXT_HELP_PHONE},
	{"tra-lai", TEXT_HELP_RETURNED_TITLE, TEXT_HELP_RETURNED},
	{"trung-so", TEXT_HELP_CLASH_TITLE, TEXT_HELP_CLASH},
	{"sao-luu", TEXT_HELP_BACKUP_TITLE, TEXT_HELP_BACKUP},
	{"quen-mat-khau", TEXT_HELP_FORGOTTEN_TITLE, TEXT_HELP_FORGOTTEN},
};
enum { HELPS = sizeof helps / sizeof *helps };

const char *door_help_of(enum door_tab tab)
{
	static const char *const page[] = {[DOOR_HOME] = "/tro-giup/ghi-ho",
		[DOOR_LIST] = "/tro-giup/sua-ho",
		[DOOR_FORM02] = "/tro-giup/khai",
		[DOOR_EXCHANGE] = "/tro-giup/gui-mang",
		[DOOR_SETTINGS] = "/tro-giup",
		[DOOR_NONE] = "/tro-giup/quen-mat-khau"};
	return page[tab];
}

static void steps(struct page *p, const char *text)
{
	html_markup_unescaped(&p->out, "<ol class=\"steps\">");
	while (*text) {
		char step[1024];
		size_t n = strcspn(text, "|"), fits = n < sizeof step ? n : sizeof step - 1;
		memcpy(step, text, fits);
		step[fits] = '\0';
		html_print(&p->out, "<li>%s</li>", step);
		text += n + (text[n] == '|');
	}
	html_markup_unescaped(&p->out, "</ol>");
}

static void list(struct page *p, const struct help *but)
{
	html_markup_unescaped(&p->out, "<ul class=\"links no-print\">");
	for (size_t i = 0; i < HELPS; i++)
		if (&helps[i] != but)
			html_print(&p->out, "<li><a href=\"/tro-giup/%s\">%s</a></li>", helps[i].name,
				page_text(p, helps[i].title));
	html_markup_unescaped(&p->out, "</ul>");
}

void page_help(struct page *p)
{
	const struct help *h = NULL;
	struct err e;
	for (size_t i = 0; i < HELPS && !h; i++)
		if (strcmp(helps[i].name, p->tail) == 0)
			h = &helps[i];
	if (!h && *p->tail) {
		err_set(&e, ERR_NOT_FOUND, TEXT_DOOR_HELP_NONE, "");
		page_fail(p, &e);
		return;
	}
	door_begin(p, p->session ? DOOR_SETTINGS : DOOR_NONE, page_text(p, h ? h->title : TEXT_DOOR_HELP_TITLE));
	if (h) {
		steps(p, page_text(p, h->steps));
		html_print(&p->out, "<h2 class=\"no-print\">%s</h2>", page_text(p, TEXT_DOOR_HELP_OTHER));
	}
	list(p, h);
	if (!p->session)
		html_print(&p->out, "<p class=\"no-print\"><a class=\"button second\" href=\"/\">%s</a></p>",
			page_text(p, TEXT_DOOR_HELP_BACK));
	door_end(p);
}
