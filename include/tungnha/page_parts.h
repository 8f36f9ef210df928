/* page_parts.h - pieces every page of both programs is made of. */
#ifndef TUNGNHA_PAGE_PARTS_H
#define TUNGNHA_PAGE_PARTS_H

#include <tungnha/page.h>

/* --- what surrounds a page; each program's page_chrome.c has the rest --- */

/* From the doctype to </head>; own: markup of the program, its script and whatever style it has besides. */
void page_top(struct page *p, const char *title, const char *own);
/* The link past bar and menu, the first thing in <body>. */
void page_skip(struct page *p);
/* One <li> of the menu. */
void page_menu_entry(struct page *p, const char *path, const char *icon, text_id label, bool here);
/* Closes <main> and all, and answers. */
void page_bottom(struct page *p, unsigned status);

/* --- pieces --- */

/* A sentence of the table, filled and escaped, without markup around it. */
void page_say(struct page *p, text_id id, const char *a0, const char *a1, const char *a2);
const char *page_text(const struct page *p, text_id id);
/* A count as a person reads it: "21.105". */
const char *page_number(const struct page *p, int64_t n, char out[static 32]);

/* A box with a sign and a sentence. */
enum page_tone { TONE_NOTE, TONE_GOOD, TONE_WARN, TONE_BAD };
void page_box(struct page *p, enum page_tone tone, const char *sentence);
void page_box_text(struct page *p, enum page_tone tone, text_id id, const char *a0, const char *a1, const char *a2);
void page_box_number(struct page *p, enum page_tone tone, text_id id, int64_t n);
/* A failure beside what the page shows, in words that name no command. */
void page_box_fail(struct page *p, const struct err *e);

/* "12/11/2025 19:40" of seconds since 1970, Vietnam's time. */
enum { PAGE_WHEN = 20 };
const char *page_when(int64_t at, char out[static PAGE_WHEN]);
/* The same of a stamp, as it was written; "" for what is none. */
const char *page_stamp(const char *stamp, char out[static PAGE_WHEN]);

/* "Hoàng Lan, máy B, 12/11/2025 19:40": who wrote an entry, on which device, and when. */
void page_writer(struct page *p, const char *unit, const char *by, struct id author, const char *at);

/* "‹ Thiết bị" above a page: the way back. */
void page_crumbs(struct page *p, const char *path, text_id label);
void page_heading(struct page *p, text_id id); /* <h2> */
/* A paragraph; class "": none. */
void page_para(struct page *p, const char *class, text_id id, const char *a0, const char *a1, const char *a2);
/* A link that looks like a button, and a button of a form; class "second", "danger", "big". */
void page_link(struct page *p, const char *class, const char *path, text_id label);
void page_button(struct page *p, const char *class, text_id label);
/* <dt> and <dd> of a list of facts. */
void page_fact(struct page *p, text_id label, const char *value);
/* One entry of <ul class="links">; about NULL: none. */
void page_entry(struct page *p, const char *path, text_id title, const char *about);

/* A named table that scrolls by itself in a narrow window: its headings end with TEXT_NONE, figures stand below one
 * that begins with ">". page_table_end closes it. */
void page_table(struct page *p, const char *class, text_id name, const text_id *heading);
/* Where the headings are not all known beforehand: page_table_begin, page_th for each, page_rows. */
void page_table_begin(struct page *p, const char *class, const char *name);
void page_th(struct page *p, const char *heading);
void page_th_number(struct page *p, const char *heading); /* figures stand below it */
void page_rows(struct page *p);
void page_table_end(struct page *p);
/* A cell of a table of class "said", whose rows are cards on a phone: there it says what it is. class "": none; label:
 * a heading of the table. Closed by </td>. */
void page_cell(struct page *p, const char *class, const char *label);

/* <form method="post" action=…> with the session's token; page_form_end closes it. */
void page_form(struct page *p, const char *action, const char *class);
void page_form_end(struct page *p);
/* <input type="hidden" …>. */
void page_hidden(struct page *p, const char *name, const char *value);

/* A field with its label, its hint and what is wrong with it. */
struct page_input {
	const char *name, *type; /* "text", "password" */
	text_id label, hint;     /* hint TEXT_NONE: none */
	const char *a0;          /* {0} of both */
	const char *value;       /* NULL: what was posted, but for a password */
	const char *attributes;  /* literals of the program, with a space before; NULL: none */
	const char *problem;     /* a sentence; "" or NULL: nothing is wrong */
};
void page_input(struct page *p, const struct page_input *f);
/* One of a line of text; attributes as above. */
void page_text_field(
	struct page *p, const char *name, text_id label, text_id hint, const char *value, const char *attributes);

/* What is wrong with a form, by the field it is about: "" where it is about none. */
struct page_wrong {
	const char *field; /* NULL: nothing is */
	char sentence[1024];
};
/* false, always: e in words that name no command. */
bool page_wrong_with(struct page_wrong *w, const struct page *p, const char *field, const struct err *e);
const char *page_wrong_of(const struct page_wrong *w, const char *field); /* "" */
/* Above a form that is longer than a screen: what is wrong leads to its field. */
void page_wrong_box(struct page *p, text_id not_yet, const struct page_wrong *w);

/* --- long lists (page_lists.c) --- */

enum { PAGE_ROWS = 50 };
/* Adds ?name=value or &name=value to an address, encoded; nothing where value is "". */
void page_ask(struct buf *path, const char *name, const char *value);
/* One of <ul class="filters">: "Chưa khai: 12". */
void page_chip(struct page *p, const char *path, bool chosen, const char *label, int64_t n);
/* Of n rows, so many a page: the first and the one after the last of the page ?<field>= asks for. */
void page_span(const struct page *p, const char *field, size_t n, size_t rows, size_t *from, size_t *end);
/* "‹ Trang trước · 51–100 trong 240 · Trang sau ›" below them, nothing where there is one page; path: with whatever
 * else it asks. */
void page_turns(struct page *p, const char *path, const char *field, size_t n, size_t rows);

/* A field to choose in: page_select, page_option for each, page_select_end. */
void page_select(struct page *p, const char *name, text_id label);
void page_select_end(struct page *p);
/* returns `chosen` */
bool page_option(struct page *p, const char *value, bool chosen, const char *words);
/* NULL where the field is not there or empty. */
const char *page_given(const struct page *p, const char *name);

/* Numbered steps; a bar stands between two. */
void page_steps(struct page *p, const char *text);

/* --- help: one page a task, a few short steps each --- */

struct page_help_task {
	const char *name;     /* of its address, after /tro-giup/ */
	text_id title, steps; /* a bar between two */
};
/* help ends with name NULL. Which of them the tail asks for; *out NULL: none, so all are listed. ERR_NOT_FOUND. */
int page_help_asked(
	const struct page *p, const struct page_help_task *help, const struct page_help_task **out, struct err *e);
/* Its steps, numbered (asked NULL: none), and links to all others. */
void page_help_body(struct page *p, const struct page_help_task *help, const struct page_help_task *asked);

/* --- what opens the data (page_secret.c) --- */

/* The form that opens data under a passphrase, and the way on for who forgot it. */
void page_unlock_form(struct page *p, const char *problem);
void page_to_paper(struct page *p, text_id lost);
/* Opens the closed store, or asks of an open one whether this is its passphrase; after a few wrong ones one waits. */
int page_unlock(struct page *p, const char *passphrase, struct err *e);
/* Two fields for a new one; {0} of both sentences is the least it must have. */
void page_passphrase_fields(struct page *p, text_id label, text_id hint, const struct page_wrong *w);
/* The new one, given twice as "moi" and "moi2"; -1: *field names the one at fault. */
int page_passphrase_new(struct page *p, const char **out, const char **field, struct err *e);
/* The recovery key, to be written down or printed, and the way on: where to, and what the button says. */
void page_recovery_sheet(struct page *p, const char *unit, const char *key, const char *next, text_id on);

/* --- over a sign-in: what was posted when the session had ended (page_carry.c) --- */

/* A path of this server, as a link may name it. */
bool page_is_own_path(const char *path);
/* Hidden fields for the form that signs in: what was refused just now, or what such a form carries already. */
void page_carry(struct page *p);
/* Where what it carries was posted to; "": nothing was. */
const char *page_carried_to(const struct page *p);
/* Signed in: sent to where one came from. false: something is carried, the page is to show page_send_on. */
bool page_go_back(struct page *p);
/* The form whose one button sends on what was carried, or what was refused just now. */
void page_send_on(struct page *p);

#endif
