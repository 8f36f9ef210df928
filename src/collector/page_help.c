/* page_help.c - help: one page a task, a few short steps each. Anybody may read it, also before unlocking. */
#include "page_settings.h"

static const struct page_help_task helps[] = {
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
	{0},
};

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

void page_help(struct page *p)
{
	const struct page_help_task *h;
	struct err e;
	if (page_help_asked(p, helps, &h, &e) != 0) {
		page_fail(p, &e);
		return;
	}
	door_begin(p, p->session ? DOOR_SETTINGS : DOOR_NONE, page_text(p, h ? h->title : TEXT_DOOR_HELP_TITLE));
	page_help_body(p, helps, h);
	if (!p->session)
		html_print(&p->out, "<p class=\"no-print\"><a class=\"button second\" href=\"/\">%s</a></p>",
			page_text(p, TEXT_DOOR_HELP_BACK));
	door_end(p);
}
