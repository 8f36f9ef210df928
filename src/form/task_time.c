/* task_time.c - when a task begins or ends, as plans write it: read for its day, shown in the plan's own words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/tasks.h>
#include <tungnha/utf8.h>

/* As utf8_fold leaves them. "Hằng tuần" tells how often, not until when. */
static const char *const always[] = {"thuong xuyen", "hang nam", "hang thang", "hang tuan", "hang ngay", "hang quy",
	"lien tuc", "continuous", "always", NULL};

static bool is_word(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(p, word, n) == 0;
}

/* "giờ", "17h", "17h00" */
static bool is_hour(const char *p, size_t n)
{
	size_t digits = strspn(p, "0123456789");
	return is_word(p, n, "gio") || (digits >= 1 && digits < n && p[digits] == 'h');
}

/* The last day named in the text, digits and - / together; *at: where it begins. */
static bool find_day(const char *text, char day[static CLOCK_DATE], const char **at)
{
	bool found = false;
	for (const char *p = text; *p;) {
		size_t n = strspn(p, "0123456789/-");
		char token[CLOCK_DATE], read[CLOCK_DATE];
		if (n >= 8 && n < sizeof token) {
			memcpy(token, p, n);
			token[n] = '\0';
			if (clock_read_date(token, read)) {
				memcpy(day, read, CLOCK_DATE);
				*at = p;
				found = true;
			}
		}
		p += n ? n : 1;
	}
	return found;
}

/* "trước ngày 03/11/2025": the day itself is too late; "trước 17 giờ, ngày 03/11/2025": it is not. */
static bool is_before(const char *text, const char *at)
{
	char head[TASK_BYTES + 1];
	snprintf(head, sizeof head, "%.*s", (int)(at - text), text);
	char *folded = utf8_fold(head);
	bool before = false;
	for (const char *p = folded; *p; p += *p == ' ') {
		size_t n = strcspn(p, " ");
		if (is_word(p, n, "truoc") || is_word(p, n, "before"))
			before = true;
		else if (is_hour(p, n))
			before = false;
		p += n;
	}
	free(folded);
	return before;
}

static void last_day(int year, int month, char out[static CLOCK_DATE])
{
	for (int day = 31; day >= 28; day--) {
		snprintf(out, CLOCK_DATE, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
			(unsigned)day % 100);
		if (clock_valid_date(out))
			return;
	}
	out[0] = '\0';
}

/* Arabic or Roman, to 12; 0: neither. */
static int read_number(const char *word, size_t n)
{
	static const char *const roman[] = {"i", "ii", "iii", "iv"};
	for (int i = 0; i < 4; i++)
		if (is_word(word, n, roman[i]))
			return i + 1;
	char digits[5] = "";
	if (n == 0 || n >= sizeof digits || strspn(word, "0123456789") < n)
		return 0;
	memcpy(digits, word, n);
	return atoi(digits);
}

/* "tháng 7/2023", "quý II năm 2023", "năm 2023", folded and cut into words: the last day of what is named last. */
static void find_span(const char *folded, char day[static CLOCK_DATE])
{
	int month = 0;
	bool wants_month = false, wants_quarter = false, wants_year = false;
	for (const char *p = folded; *p; p += *p == ' ') {
		size_t n = strcspn(p, " ");
		int number = read_number(p, n);
		if (wants_month && number >= 1 && number <= 12)
			month = number;
		else if (wants_quarter && number >= 1 && number <= 4)
			month = number * 3;
		else if ((month || wants_year) && number >= 1971 && number <= 2198)
			last_day(number, month ? month : 12, day);
		else if (number)
			month = 0;
		wants_month = is_word(p, n, "thang");
		wants_quarter = is_word(p, n, "quy");
		wants_year = is_word(p, n, "nam");
		p += n;
	}
}

static bool is_always(const char *folded)
{
	for (size_t i = 0; always[i]; i++)
		if (strstr(folded, always[i]))
			return true;
	return false;
}

void task_time_read(const char *text, struct task_time *out)
{
	const char *at;
	*out = (struct task_time){.kind = TASK_TIME_NONE};
	char *clean = utf8_clean(text, strlen(text));
	if (clean && *clean) {
		char *folded = utf8_fold(clean);
		size_t n = strlen(clean);
		if (n > TASK_UNIT_BYTES)
			for (n = TASK_UNIT_BYTES; n && ((unsigned char)clean[n] & 0xc0) == 0x80;)
				n--;
		memcpy(out->words, clean, n);
		out->kind = TASK_TIME_WORDS;
		if (find_day(clean, out->day, &at)) {
			out->kind = TASK_TIME_DAY;
			out->before = is_before(clean, at);
		} else if (is_always(folded)) {
			out->kind = TASK_TIME_ALWAYS;
		} else {
			find_span(folded, out->day);
		}
		free(folded);
	}
	free(clean);
}
