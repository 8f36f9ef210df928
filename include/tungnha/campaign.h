/* campaign.h - a campaign as data: which forms, units, windows, duties; how its prints are headed (forms/README.md). */
#ifndef TUNGNHA_CAMPAIGN_H
#define TUNGNHA_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>

#include <tungnha/clock.h>
#include <tungnha/err.h>
#include <tungnha/form.h>

enum { CAMPAIGN_FORMS_MAX = 8, CAMPAIGN_UNITS_MAX = 4096, CAMPAIGN_LINES_MAX = 16 };

enum { UNIT_CODE = 33, UNIT_NAME = 201, UNIT_LEVEL = 17 }; /* bytes, NUL included */

/* A place: hamlet, commune, office, province. */
struct unit {
	char code[UNIT_CODE]; /* official code as text ("05788"), hamlet: code-number; letters, digits and hyphens */
	char name[UNIT_NAME];
	char level[UNIT_LEVEL]; /* "hamlet", "commune", "office", "district", "province", "group" */
	char parent[UNIT_CODE]; /* "" at the top */
	int listed;             /* official number of households, -1 when not set */
};

/* true for a code that may name a unit: 1 to 32 of letters, digits, hyphen. */
bool unit_valid_code(const char *code);

struct campaign {
	const char *id;
	struct id def;
	const char *bytes;
	size_t size;
	struct form_words title;
	const char *plan;                     /* "91/KH-UBND ngày 03/11/2025 của …" */
	const char *form[CAMPAIGN_FORMS_MAX]; /* ids; the first is the household form */
	size_t forms;
	struct unit *unit; /* the campaign's own list, may be empty */
	size_t units;
	char starts[CLOCK_DATE], ends[CLOCK_DATE]; /* the drive: a visit outside is warned of */
	char work_from[CLOCK_DATE],
		work_before[CLOCK_DATE]; /* the units' own work, done *before* the second day; "" = as the drive */
	char window_from[CLOCK_DATE], window_to[CLOCK_DATE]; /* dossiers of these days are counted; "" = not said */
	char final_from[CLOCK_DATE];                         /* a visit before this day is provisional; "" = none */
	int due_weekday, due_hour, due_minute; /* weekly duty: 4, 10, 0 = Thursday 10:00; weekday 0 = none */
	const char *report_to;                 /* who compiles: "Phòng Văn hóa – Xã hội"; "" = not said */
	struct form_words unit_word;           /* Xóm, thôn, bản, … */
	struct form_words team_word;           /* Tổ công nghệ số cộng đồng, … */
	/* Printed heading and signatures, line by line (Nghị định 30/2020/NĐ-CP, Phụ lục I); Vietnamese only. */
	const char *issuer[CAMPAIGN_LINES_MAX]; /* "ỦY BAN NHÂN DÂN", "XÃ PHÚ LẠC" */
	size_t issuers;
	const char *number_line;                    /* "Số:       /BC-UBND" */
	const char *place;                          /* "Phú Lạc" */
	const char *signatures[CAMPAIGN_LINES_MAX]; /* of a commune's print */
	size_t signature_lines;
	const char *unit_signatures[2];             /* of a hamlet's print: "Người lập biểu", "Trưởng xóm" */
	const char *recipients[CAMPAIGN_LINES_MAX]; /* "Nơi nhận", line by line */
	size_t recipient_lines;
	void *root; /* owns all the strings */
};

/* The visit of a record lies outside the drive, and the form checks it. */
bool campaign_outside(const struct campaign *c, const struct form *f, const struct form_record *r);

int campaign_load(const char *json, size_t n, const char *place, struct campaign **out, struct err *e);
void campaign_free(struct campaign *c);

#endif
