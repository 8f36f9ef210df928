/* command_line.c - argv sorted out: options anywhere, commands of one or two words, names nearly right. */
#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>

#include "command_parts.h"

enum { LINE_OPTIONS_MAX = 256, LINE_LONG = 256 /* getopt's values of long options begin here */ };

/* The options one pass of getopt_long understands. */
struct known {
	const struct command_option *option[LINE_OPTIONS_MAX];
	size_t count;
	struct option longs[LINE_OPTIONS_MAX + 1];
	char shorts[2 * LINE_OPTIONS_MAX + 3];
};

static size_t known_find(const struct known *k, const char *name)
{
	size_t i = 0;
	while (i < k->count && strcmp(k->option[i]->name, name) != 0)
		i++;
	return i;
}

/* Of two options with one name the first is kept, or the one with a value: only a value can be mistaken for a word. */
static void known_add(struct known *k, const struct command_option *o)
{
	for (; o && o->name; o++) {
		size_t i = known_find(k, o->name);
		if (i < k->count && (k->option[i]->value || !o->value))
			continue;
		assert(i < LINE_OPTIONS_MAX);
		k->option[i] = o;
		k->count += i == k->count;
	}
}

static void known_finish(struct known *k)
{
	char *s = k->shorts;
	size_t n = 0;
	*s++ = '-'; /* words are handed over in their order, whatever POSIXLY_CORRECT says */
	*s++ = ':';
	for (size_t i = 0; i < k->count; i++) {
		const struct command_option *o = k->option[i];
		if (o->name[1] == '\0') {
			*s++ = o->name[0];
			if (o->value)
				*s++ = ':';
			continue;
		}
		int has = o->value ? required_argument : no_argument;
		k->longs[n++] = (struct option){o->name, has, NULL, LINE_LONG + (int)i};
	}
	*s = '\0';
	k->longs[n] = (struct option){0};
}

static const struct command_option *known_of(const struct known *k, int got)
{
	if (got >= LINE_LONG)
		return k->option[got - LINE_LONG];
	char name[2] = {(char)got, '\0'};
	size_t i = known_find(k, name);
	return i < k->count ? k->option[i] : NULL;
}

/* One pass over argv. each() is told every option with its value; NULL option: not known, or used wrongly (got tells).
 */
struct pass {
	struct known known;
	char **word;
	int words;
	int got;          /* '?' or ':' of the first option that was wrong */
	char wrong[64];   /* as typed */
	int wrong_option; /* optopt */
};

static void note_wrong(struct pass *p, int got, char **argv)
{
	if (p->got)
		return;
	p->got = got;
	p->wrong_option = optopt;
	if (optopt > 0 && optopt < LINE_LONG)
		snprintf(p->wrong, sizeof p->wrong, "-%c", optopt);
	else
		snprintf(p->wrong, sizeof p->wrong, "%.*s", (int)strcspn(argv[optind - 1], "="), argv[optind - 1]);
}

static int pass_run(struct pass *p, int argc, char **argv,
	int (*each)(void *context, const struct command_option *o, const char *value, struct err *e), void *context,
	struct err *e)
{
	int got;
	known_finish(&p->known);
	p->word = alloc_zero((size_t)argc + 1, sizeof *p->word);
	opterr = 0;
	optind = 0; /* glibc: begin anew */
	while ((got = getopt_long(argc, argv, p->known.shorts, p->known.longs, NULL)) != -1) {
		if (got == 1)
			p->word[p->words++] = optarg;
		else if (got == '?' || got == ':')
			note_wrong(p, got, argv);
		else if (each && each(context, known_of(&p->known, got), optarg ? optarg : "", e) != 0)
			return -1;
	}
	while (optind < argc)
		p->word[p->words++] = argv[optind++];
	return 0;
}

/* --- the command --- */

static const struct command *find_command(const struct command *table, const char *name)
{
	for (; table->name; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

static bool is_group(const struct command *table, const char *word)
{
	size_t n = strlen(word);
	for (; table->name; table++)
		if (strncmp(table->name, word, n) == 0 && table->name[n] == ' ')
			return true;
	return false;
}

/* Two words before one: "by list" is not the command "by" with a name. Returns how many words name the command. */
static int name_words(const struct command *table, const struct pass *p, const struct command **out)
{
	char two[128];
	*out = NULL;
	if (p->words > 1) {
		snprintf(two, sizeof two, "%s %s", p->word[0], p->word[1]);
		*out = find_command(table, two);
		if (*out)
			return 2;
	}
	*out = find_command(table, p->word[0]);
	return *out ? 1 : 0;
}

static int refuse_command(const struct command *table, const char *program, const struct pass *p, struct err *e)
{
	const char *names[LINE_OPTIONS_MAX];
	char two[128];
	size_t n = 0;
	for (; n < LINE_OPTIONS_MAX && table[n].name; n++)
		names[n] = table[n].name;
	snprintf(two, sizeof two, "%s%s%s", p->word[0], p->words > 1 ? " " : "", p->words > 1 ? p->word[1] : "");
	const char *near = command_nearest(p->word[0], names, n);
	if (is_group(table, p->word[0]) || (!near && command_nearest(two, names, n)))
		near = command_nearest(two, names, n);
	const char *typed = near && strchr(near, ' ') ? two : p->word[0];
	if (is_group(table, p->word[0]))
		typed = two;
	if (near)
		return err_set(
			e, ERR_USAGE, TEXT_COMMAND_UNKNOWN_NEAR, "%s" ERR_AND "%s" ERR_AND "%s", typed, near, program);
	return err_set(e, ERR_USAGE, TEXT_COMMAND_UNKNOWN, "%s" ERR_AND "%s", typed, program);
}

static int refuse_option(const struct pass *p, const char *program, const char *command, struct err *e)
{
	const char *names[LINE_OPTIONS_MAX];
	for (size_t i = 0; i < p->known.count; i++)
		names[i] = p->known.option[i]->name;
	if (p->got == ':')
		return err_set(e, ERR_USAGE, TEXT_OPTION_NEEDS_VALUE, "%s", p->wrong);
	if (p->wrong_option >= LINE_LONG)
		return err_set(e, ERR_USAGE, TEXT_OPTION_TAKES_NO_VALUE, "%s", p->wrong);
	char call[160];
	snprintf(call, sizeof call, "%s%s%s", program, command ? " " : "", command ? command : "");
	const char *near = command_nearest(p->wrong + strspn(p->wrong, "-"), names, p->known.count);
	if (!near)
		return err_set(e, ERR_USAGE, TEXT_OPTION_UNKNOWN, "%s" ERR_AND "%s", p->wrong, call);
	return err_set(e, ERR_USAGE, TEXT_OPTION_UNKNOWN_NEAR, "%s" ERR_AND "%s%s" ERR_AND "%s", p->wrong,
		near[1] ? "--" : "-", near, call);
}

/* First pass: with the options of all commands, so that no value is taken for the command's name. */
static int find(const struct command *table, const char *program, int argc, char **argv, struct command_line *out,
	int *named, struct err *e)
{
	struct pass p = {0};
	known_add(&p.known, command_common);
	for (const struct command *c = table; c->name; c++)
		known_add(&p.known, c->option);
	int rc = pass_run(&p, argc, argv, NULL, NULL, e);
	*named = p.words > 0 ? name_words(table, &p, &out->command) : 0;
	if (!out->command && p.got)
		rc = refuse_option(&p, program, NULL, e);
	else if (p.words > 0 && !out->command && p.words == 1 && is_group(table, p.word[0]))
		out->group = p.word[0];
	else if (p.words > 0 && !out->command)
		rc = refuse_command(table, program, &p, e);
	free(p.word);
	return rc;
}

/* --- the options --- */

static int keep_option(void *context, const struct command_option *o, const char *value, struct err *e)
{
	struct command_line *l = context;
	for (int i = 0; i < COMMON_COUNT; i++)
		if (strcmp(command_common[i].name, o->name) == 0)
			l->common[i] = value;
	const struct command_option *own = l->command ? l->command->option : NULL;
	for (int i = 0; own && own[i].name; i++) {
		if (strcmp(own[i].name, o->name) != 0)
			continue;
		int n = l->words.options[i], max = own[i].repeated ? COMMAND_REPEAT_MAX : 1;
		if (n == max)
			return err_set(e, ERR_USAGE, TEXT_OPTION_TOO_OFTEN, "%s%s" ERR_AND "%d",
				o->name[1] ? "--" : "-", o->name, max);
		l->words.option[i][n] = value;
		l->words.options[i]++;
	}
	return 0;
}

static int check_words(const char *program, const struct command_line *l, struct err *e)
{
	char usage[ERR_ARG_BYTES];
	const struct command *c = l->command;
	command_help_usage(program, c, usage, sizeof usage);
	if (l->words.words < c->min_words)
		return err_set(e, ERR_USAGE, TEXT_WORDS_TOO_FEW, "%s", usage);
	if (c->max_words >= 0 && l->words.words > c->max_words)
		return err_set(
			e, ERR_USAGE, TEXT_WORDS_TOO_MANY, "%s" ERR_AND "%s", l->words.word[c->max_words], usage);
	return 0;
}

int command_line_read(const struct command *table, const char *program, int argc, char **argv, struct command_line *out,
	struct err *e)
{
	struct pass p = {0};
	int named, rc;
	*out = (struct command_line){0};
	if (find(table, program, argc, argv, out, &named, e) != 0)
		return -1;
	known_add(&p.known, out->command ? out->command->option : NULL);
	known_add(&p.known, command_common);
	rc = pass_run(&p, argc, argv, keep_option, out, e);
	out->memory = p.word;
	out->words.word = p.word + named;
	out->words.words = p.words - named;
	if (rc != 0)
		return -1;
	if (p.got)
		return refuse_option(&p, program, out->command ? out->command->name : NULL, e);
	if (out->common[COMMON_HELP] || out->common[COMMON_VERSION])
		return 0;
	if (out->group)
		return err_set(e, ERR_USAGE, TEXT_COMMAND_GROUP, "%s" ERR_AND "%s", out->group, program);
	if (!out->command)
		return err_set(e, ERR_USAGE, TEXT_COMMAND_MISSING, "%s", program);
	return check_words(program, out, e);
}

void command_line_peek(int argc, char **argv, struct command_line *out)
{
	*out = (struct command_line){0};
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--json") == 0)
			out->common[COMMON_JSON] = "";
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			out->common[COMMON_LANG] = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			out->common[COMMON_LANG] = argv[i + 1];
	}
}

void command_line_free(struct command_line *l)
{
	free(l->memory);
	*l = (struct command_line){0};
}

/* --- names nearly right --- */

enum { NEAR_NAME_MAX = 40, NEAR_DISTANCE = 2 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;
	return m < c ? m : c;
}

/* Letters to change, add, drop or swap with a neighbour (optimal string alignment). */
static size_t distance(const char *a, const char *b)
{
	size_t d[NEAR_NAME_MAX + 1][NEAR_NAME_MAX + 1], n = strlen(a), m = strlen(b);
	if (n > NEAR_NAME_MAX || m > NEAR_NAME_MAX)
		return NEAR_NAME_MAX;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		for (size_t j = 1; j <= m; j++) {
			size_t change = a[i - 1] != b[j - 1];
			d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				d[i - 2][j - 2] + 1 < d[i][j])
				d[i][j] = d[i - 2][j - 2] + 1;
		}
	}
	return d[n][m];
}

const char *command_nearest(const char *typed, const char *const *names, size_t n)
{
	const char *found = NULL;
	size_t best = strlen(typed) > 4 ? NEAR_DISTANCE + 1 : NEAR_DISTANCE;
	for (size_t i = 0; i < n; i++) {
		size_t d = distance(typed, names[i]);
		if (d < best && d < strlen(names[i])) {
			best = d;
			found = names[i];
		}
	}
	return found;
}

/* The value of an option by its name. An option that is not in the command's table is a slip in the program. */
const char *command_option(const struct command_context *c, const struct command_words *w, const char *name)
{
	for (int i = 0; c->command->option && c->command->option[i].name; i++)
		if (strcmp(c->command->option[i].name, name) == 0)
			return w->option[i][0];
	assert(false && "option in the command's table");
	return NULL;
}
