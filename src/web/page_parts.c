/* page_parts.c - pieces every page is made of: sentences, boxes, times, forms. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_collector.h>
#include <tungnha/app_words.h>
#include <tungnha/clock.h>
#include <tungnha/page_parts.h>

enum { SENTENCE = 2048 };

void page_top(struct page *p, const char *title, const char *own)
{
	html_print(&p->out,
		"<!doctype html><html lang=\"%s\" class=\"size-%d\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" "
		"content=\"same-origin\"><title>%s – %s</title><link rel=\"icon\" href=\"/tungnha.svg\"><link "
		"rel=\"stylesheet\" href=\"/tungnha.css\">",
		p->lang == LANG_VI ? "vi" : "en", p->size, title, page_text(p, TEXT_DOOR_PROGRAM));
	html_markup_unescaped(&p->out, own);
	html_markup_unescaped(&p->out, "</head>");
}

void page_skip(struct page *p)
{
	html_print(&p->out, "<a class=\"skip\" href=\"#main\">%s</a>", page_text(p, TEXT_DOOR_SKIP));
}

void page_menu_entry(struct page *p, const char *path, const char *icon, text_id label, bool here)
{
	html_print(&p->out, "<li><a href=\"%s\" class=\"icon-%s\"", path, icon);
	html_markup_unescaped(&p->out, here ? " aria-current=\"page\">" : ">");
	html_print(&p->out, "%s</a></li>", page_text(p, label));
}

void page_bottom(struct page *p, unsigned status)
{
	html_markup_unescaped(&p->out, "</main></body></html>\n");
	page_done(p, status);
}

void page_say(struct page *p, text_id id, const char *a0, const char *a1, const char *a2)
{
	char sentence[SENTENCE];
	text_fill(p->lang, id, (const char *const[3]){a0, a1, a2}, sentence, sizeof sentence);
	html_text(&p->out, sentence);
}

const char *page_text(const struct page *p, text_id id)
{
	return text_get(p->lang, id);
}

const char *page_number(const struct page *p, int64_t n, char out[static 32])
{
	return text_number(p->lang, (long long)n, out);
}

void page_box(struct page *p, enum page_tone tone, const char *sentence)
{
	static const char *const words[] = {"note", "good", "warn", "bad"};
	html_print(&p->out, "<p class=\"box %s\"", words[tone]);
	html_markup_unescaped(&p->out, tone == TONE_BAD ? " role=\"alert\">" : ">");
	html_print(&p->out, "%s</p>", sentence);
}

void page_box_text(struct page *p, enum page_tone tone, text_id id, const char *a0, const char *a1, const char *a2)
{
	char sentence[SENTENCE];
	text_fill(p->lang, id, (const char *const[3]){a0, a1, a2}, sentence, sizeof sentence);
	page_box(p, tone, sentence);
}

void page_box_number(struct page *p, enum page_tone tone, text_id id, int64_t n)
{
	char shown[32];
	page_box_text(p, tone, id, page_number(p, n, shown), NULL, NULL);
}

void page_box_fail(struct page *p, const struct err *e)
{
	char sentence[SENTENCE];
	app_words_of(e, p->lang, sentence, sizeof sentence);
	page_box(p, TONE_BAD, sentence);
}

const char *page_stamp(const char *stamp, char out[static PAGE_WHEN])
{
	out[0] = '\0';
	if (strlen(stamp) >= 16) /* as it was written, whatever the zone of this machine */
		snprintf(out, PAGE_WHEN, "%.2s/%.2s/%.4s %.5s", stamp + 8, stamp + 5, stamp, stamp + 11);
	return out;
}

const char *page_when(int64_t at, char out[static PAGE_WHEN])
{
	char stamp[CLOCK_STAMP]; /* Vietnam's, whatever the machine's zone */
	clock_stamp(at, stamp);
	return page_stamp(stamp, out);
}

void page_writer(struct page *p, const char *unit, const char *by, struct id author, const char *at)
{
	char device[128], when[PAGE_WHEN];
	app_device_name(p->store, unit, author, p->lang, device);
	page_stamp(at, when);
	html_print(&p->out, "%s%s%s%s%s", by, *by ? ", " : "", device, *when ? ", " : "", when);
}

void page_crumbs(struct page *p, const char *path, text_id label)
{
	html_print(&p->out, "<p class=\"crumbs\"><a href=\"%s\">‹ %s</a></p>", path, page_text(p, label));
}

void page_heading(struct page *p, text_id id)
{
	html_print(&p->out, "<h2>%s</h2>", page_text(p, id));
}

void page_para(struct page *p, const char *class, text_id id, const char *a0, const char *a1, const char *a2)
{
	if (*class)
		html_print(&p->out, "<p class=\"%s\">", class);
	else
		html_markup_unescaped(&p->out, "<p>");
	page_say(p, id, a0, a1, a2);
	html_markup_unescaped(&p->out, "</p>");
}

void page_link(struct page *p, const char *class, const char *path, text_id label)
{
	html_print(&p->out, "<a class=\"button %s\" href=\"%s\">%s</a>", class, path, page_text(p, label));
}

void page_button(struct page *p, const char *class, text_id label)
{
	html_print(&p->out, "<button class=\"%s\">%s</button>", class, page_text(p, label));
}

void page_fact(struct page *p, text_id label, const char *value)
{
	html_print(&p->out, "<dt>%s</dt><dd>%s</dd>", page_text(p, label), value);
}

void page_entry(struct page *p, const char *path, text_id title, const char *about)
{
	html_print(&p->out, "<li><a href=\"%s\">%s", path, page_text(p, title));
	if (about && *about)
		html_print(&p->out, " <span>%s</span>", about);
	html_markup_unescaped(&p->out, "</a></li>");
}

/* --- tables --- */

void page_table_begin(struct page *p, const char *class, const char *name)
{
	html_print(&p->out,
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table class=\"data %s\">"
		"<thead><tr>",
		name, class);
}

void page_th(struct page *p, const char *heading)
{
	html_print(&p->out, "<th scope=\"col\">%s</th>", heading);
}

void page_th_number(struct page *p, const char *heading)
{
	html_print(&p->out, "<th scope=\"col\" class=\"number\">%s</th>", heading);
}

void page_rows(struct page *p)
{
	html_markup_unescaped(&p->out, "</tr></thead><tbody>");
}

void page_table(struct page *p, const char *class, text_id name, const text_id *heading)
{
	page_table_begin(p, class, page_text(p, name));
	for (; *heading; heading++) {
		const char *words = page_text(p, *heading);
		if (*words == '>')
			page_th_number(p, words + 1);
		else
			page_th(p, words);
	}
	page_rows(p);
}

void page_table_end(struct page *p)
{
	html_markup_unescaped(&p->out, "</tbody></table></div>");
}

void page_cell(struct page *p, const char *class, const char *label)
{
	html_markup_unescaped(&p->out, "<td");
	if (*class)
		html_print(&p->out, " class=\"%s\"", class);
	html_print(&p->out, "><i>%s: </i>", label + (*label == '>'));
}

/* --- forms --- */

void page_form(struct page *p, const char *action, const char *class)
{
	html_print(&p->out, "<form method=\"post\" action=\"%s\" class=\"%s\">", action, class);
	page_token(p);
}

void page_form_end(struct page *p)
{
	html_markup_unescaped(&p->out, "</form>");
}

void page_hidden(struct page *p, const char *name, const char *value)
{
	html_print(&p->out, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

void page_input(struct page *p, const struct page_input *f)
{
	bool wrong = f->problem && *f->problem;
	const char *typed = strcmp(f->type, "password") == 0 ? "" : page_field(p, f->name);
	html_print(&p->out, "<div class=\"field\"><label for=\"%s\">", f->name);
	page_say(p, f->label, f->a0, NULL, NULL);
	html_markup_unescaped(&p->out, "</label>");
	if (f->hint) {
		html_print(&p->out, "<p class=\"hint\" id=\"%s-y\">", f->name);
		page_say(p, f->hint, f->a0, NULL, NULL);
		html_markup_unescaped(&p->out, "</p>");
	}
	html_print(&p->out, "<input type=\"%s\" id=\"%s\" name=\"%s\" value=\"%s\"", f->type, f->name, f->name,
		f->value ? f->value : typed);
	html_markup_unescaped(&p->out, f->attributes ? f->attributes : "");
	if (wrong || f->hint)
		html_print(&p->out, " aria-describedby=\"%s-%s\"", f->name, wrong ? "l" : "y");
	html_markup_unescaped(&p->out, wrong ? " aria-invalid=\"true\">" : ">");
	if (wrong)
		html_print(&p->out, "<p class=\"problem\" id=\"%s-l\" role=\"alert\">%s</p>", f->name, f->problem);
	html_markup_unescaped(&p->out, "</div>");
}

void page_text_field(
	struct page *p, const char *name, text_id label, text_id hint, const char *value, const char *attributes)
{
	page_input(p, &(struct page_input){.name = name,
			      .type = "text",
			      .label = label,
			      .hint = hint,
			      .value = value,
			      .attributes = attributes});
}

void page_select(struct page *p, const char *name, text_id label)
{
	html_print(&p->out, "<div class=\"field\"><label for=\"%s\">%s</label><select id=\"%s\" name=\"%s\">", name,
		page_text(p, label), name, name);
}

void page_select_end(struct page *p)
{
	html_markup_unescaped(&p->out, "</select></div>");
}

bool page_option(struct page *p, const char *value, bool chosen, const char *words)
{
	html_print(&p->out, "<option value=\"%s\"", value);
	html_markup_unescaped(&p->out, chosen ? " selected>" : ">");
	html_print(&p->out, "%s</option>", words);
	return chosen;
}

const char *page_given(const struct page *p, const char *name)
{
	const char *value = page_field(p, name);
	return *value ? value : NULL;
}

/* --- help --- */

int page_help_asked(
	const struct page *p, const struct page_help_task *help, const struct page_help_task **out, struct err *e)
{
	for (*out = NULL; help->name; help++)
		if (strcmp(help->name, p->tail) == 0)
			*out = help;
	return *out || !*p->tail ? 0 : err_set(e, ERR_NOT_FOUND, TEXT_DOOR_HELP_NONE, "");
}

void page_steps(struct page *p, const char *text)
{
	html_markup_unescaped(&p->out, "<ol class=\"steps\">");
	while (*text) {
		char step[SENTENCE];
		size_t n = strcspn(text, "|");
		snprintf(step, sizeof step, "%.*s", (int)n, text);
		html_print(&p->out, "<li>%s</li>", step);
		text += n + (text[n] == '|');
	}
	html_markup_unescaped(&p->out, "</ol>");
}

void page_help_body(struct page *p, const struct page_help_task *help, const struct page_help_task *asked)
{
	if (asked) {
		page_steps(p, page_text(p, asked->steps));
		html_print(&p->out, "<h2 class=\"no-print\">%s</h2>", page_text(p, TEXT_DOOR_HELP_OTHER));
	}
	html_markup_unescaped(&p->out, "<ul class=\"links no-print\">");
	for (; help->name; help++)
		if (help != asked)
			html_print(&p->out, "<li><a href=\"/tro-giup/%s\">%s</a></li>", help->name,
				page_text(p, help->title));
	html_markup_unescaped(&p->out, "</ul>");
}
