/* page_parts.c - pieces every page is made of: sentences, boxes, times, forms. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_words.h>
#include <tungnha/clock.h>
#include <tungnha/page_parts.h>

enum { SENTENCE = 2048 };

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
