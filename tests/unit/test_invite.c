/* test_invite.c - invitations: forgiving about what surrounds them, about nothing inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>
#include <zlib.h>

#include <tungnha/alloc.h>
#include <tungnha/invite.h>

#include "../support/invitation.h"

/* -- what was written is read -- */

static void assert_same(const struct invite *a, const struct invite *b)
{
	assert_true(id_equal(a->id, b->id));
	assert_memory_equal(a->secret, b->secret, sizeof a->secret);
	assert_true(keys_equal(&a->hub, &b->hub));
	assert_string_equal(a->hub_name, b->hub_name);
	assert_string_equal(a->hub_unit, b->hub_unit);
	assert_string_equal(a->unit.code, b->unit.code);
	assert_string_equal(a->unit.name, b->unit.name);
	assert_string_equal(a->unit.level, b->unit.level);
	assert_string_equal(a->unit.parent, b->unit.parent);
	assert_int_equal(a->unit.listed, b->unit.listed);
	assert_int_equal(a->addresses, b->addresses);
	for (size_t i = 0; i < a->addresses; i++)
		assert_string_equal(a->address[i], b->address[i]);
	assert_string_equal(a->issued, b->issued);
	assert_string_equal(a->letter, b->letter);
	assert_int_equal(a->uses, b->uses);
	assert_int_equal(a->days, b->days);
	assert_int_equal(a->definitions, b->definitions);
	assert_memory_equal(a->definition, b->definition, sizeof a->definition);
}

static void test_a_line_reads_as_written(void **state)
{
	(void)state;
	struct invite v = invitation_sample(), back;
	struct invite_definitions defs;
	char *line = invitation_line(&v);
	assert_memory_equal(line, "TN1.", 4);
	assert_null(strchr(line, '\n'));
	assert_ptr_equal(invitation_reads_into(line, strlen(line), &back, &defs), TEXT_NONE);
	assert_same(&v, &back);
	for (size_t i = 0; i < INVITE_DEFINITIONS_MAX; i++)
		assert_null(defs.text[i]); /* were not in the file */
	invite_wipe(&back);
	assert_true(sodium_is_zero((unsigned char *)&back, sizeof back));
	free(line);
}

static void test_a_file_brings_its_definitions(void **state)
{
	(void)state;
	struct invite v = invitation_sample(), back;
	struct invite_definitions defs;
	char *file = invitation_file(&v);
	assert_ptr_equal(invitation_reads_into(file, strlen(file), &back, &defs), TEXT_NONE);
	assert_same(&v, &back);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(defs.bytes[i], invitation_sizes[i]);
		assert_string_equal(defs.text[i], invitation_texts[i]);
	}
	invite_definitions_free(&defs);
	invite_definitions_free(&defs); /* harmless twice */
	free(file);
}

static void test_the_least_and_the_most_an_invitation_says(void **state)
{
	(void)state;
	struct invite v = invitation_sample();
	v.addresses = 0;
	v.unit.listed = -1;
	v.uses = v.days = 1;
	strcpy(v.letter, "AZ");
	v.definition[0] = (struct id){{0}}; /* no campaign */
	char *line = invitation_line(&v), *file = invitation_file(&v);
	assert_ptr_equal(invitation_reads(line, strlen(line)), TEXT_NONE);
	assert_ptr_equal(invitation_reads(file, strlen(file)), TEXT_NONE);
	free(line);
	free(file);
	v = invitation_sample();
	v.uses = 1000;
	v.days = 3650;
	v.unit.listed = 2147483647;
	v.addresses = INVITE_ADDRESSES_MAX;
	for (size_t i = 0; i < INVITE_ADDRESSES_MAX; i++)
		memset(v.address[i], '"', INVITE_ADDRESS_BYTES); /* each escaped */
	memset(v.hub_name, 'x', UNIT_NAME - 1);
	memset(v.unit.name, 'y', UNIT_NAME - 1);
	v.definitions = INVITE_DEFINITIONS_MAX;
	line = invitation_line(&v);
	assert_ptr_equal(invitation_reads(line, strlen(line)), TEXT_NONE);
	free(line);
}

static void test_what_surrounds_it_is_forgiven(void **state)
{
	(void)state;
	struct invite v = invitation_sample();
	char *line = invitation_line(&v), *file = invitation_file(&v);
	static const char *const around[] = {
		"%s\n", "\n\n%s\r\n", "  \t%s  ", "\xef\xbb\xbf%s", "\xef\xbb\xbf\r\n %s\r\n\r\n"};
	for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
		struct buf b;
		buf_init(&b, INVITE_LINE_MAX + 100);
		const char *at = strstr(around[i], "%s");
		buf_add(&b, around[i], (size_t)(at - around[i]));
		buf_text(&b, line);
		buf_text(&b, at + 2);
		assert_ptr_equal(invitation_reads(b.data, b.len), TEXT_NONE);
		buf_free(&b);
	}
	struct buf crlf; /* a file that went through another system */
	buf_init(&crlf, INVITE_FILE_MAX);
	for (const char *c = file; *c; c++)
		buf_text(&crlf, *c == '\n' ? " \r\n\r\n" : (char[]){*c, '\0'});
	assert_ptr_equal(invitation_reads(crlf.data, crlf.len), TEXT_NONE);
	buf_free(&crlf);
	free(line);
	free(file);
}

/* -- altered, cut, mixed up -- */

/* Refused; or, in the few bits a packed definition does not use, the very same invitation and definitions. */
static void check_altered(const char *file, size_t n, bool in_line)
{
	struct invite v = invitation_sample(), back;
	struct invite_definitions defs;
	if (invitation_reads_into(file, n, &back, &defs) != TEXT_NONE)
		return;
	assert_false(in_line);
	assert_same(&v, &back);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(defs.text[i], invitation_texts[i]);
	invite_definitions_free(&defs);
}

static void test_no_character_can_be_changed(void **state)
{
	(void)state;
	struct invite v = invitation_sample();
	char *file = invitation_file(&v);
	size_t n = strlen(file), line = (size_t)(strchr(file, '\n') - file);
	for (size_t i = 0; i < n; i++) {
		char was = file[i];
		const char instead[] = {was == 'A' ? 'B' : 'A', (char)(was ^ 1), '\0'};
		for (size_t k = 0; k < sizeof instead; k++) {
			file[i] = instead[k];
			check_altered(file, n, i <= line);
		}
		file[i] = was;
	}
	assert_ptr_equal(invitation_reads(file, n), TEXT_NONE);
	free(file);
}

/* A file cut anywhere is refused, except where the cut leaves just the line: that is an invitation pasted without its
 * forms. */
static void test_no_piece_can_be_missing(void **state)
{
	(void)state;
	struct invite v = invitation_sample();
	char *file = invitation_file(&v);
	size_t n = strlen(file), line = (size_t)(strchr(file, '\n') - file);
	for (size_t cut = 0; cut < n - 1; cut++) {
		text_id expected = cut < 4           ? TEXT_INVITE_NOT_ONE
				   : cut < line      ? TEXT_INVITE_ALTERED
				   : cut <= line + 1 ? TEXT_NONE
						     : TEXT_INVITE_DEFINITION;
		assert_int_equal(invitation_reads(file, cut), expected);
	}
	assert_ptr_equal(invitation_reads(file, n - 1), TEXT_NONE); /* only the last newline is missing */
	free(file);
}

static void test_definitions_swapped_missing_or_too_many(void **state)
{
	(void)state;
	struct invite v = invitation_sample();
	char *line[4], *file = invitation_file(&v), *rest = file;
	for (size_t i = 0; i < 4; i++)
		line[i] = strtok_r(rest, "\n", &rest);
	static const char order[][6] = {"0213", "0123", "0132", "012", "01", "013", "0113", "01233", "1023", "123"};
	static const text_id expected[] = {TEXT_INVITE_DEFINITION, TEXT_NONE, TEXT_INVITE_DEFINITION,
		TEXT_INVITE_DEFINITION, TEXT_INVITE_DEFINITION, TEXT_INVITE_DEFINITION, TEXT_INVITE_DEFINITION,
		TEXT_INVITE_DEFINITION, TEXT_INVITE_NOT_ONE, TEXT_INVITE_NOT_ONE};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct buf b;
		buf_init(&b, INVITE_FILE_MAX);
		for (const char *o = order[i]; *o; o++)
			buf_print(&b, "%s\n", line[*o - '0']);
		assert_int_equal(invitation_reads(b.data, b.len), expected[i]);
		buf_free(&b);
	}
	free(file);
}

/* The line of one invitation with the definitions of another. */
static void test_definitions_of_another_invitation(void **state)
{
	(void)state;
	struct invite v = invitation_sample();
	char *file = invitation_file(&v), *newline = strchr(file, '\n');
	v.definition[2] = form_definition_id("{}", 2);
	char *line = invitation_line(&v), *mixed = alloc_print("%s%s", line, newline);
	assert_ptr_equal(invitation_reads(mixed, strlen(mixed)), TEXT_INVITE_DEFINITION);
	free(mixed);
	free(line);
	free(file);
}

/* -- sizes -- */

static void test_other_things_are_not_invitations(void **state)
{
	(void)state;
	static const char *const other[] = {"", " ", "\xef\xbb\xbf", "TN2.AAAA", "TN1", "tn1.AAAA", "{}", "PK\x03\x04"};
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		assert_ptr_equal(invitation_reads(other[i], strlen(other[i])), TEXT_INVITE_NOT_ONE);
	assert_ptr_equal(invitation_reads("TN1.", 4), TEXT_INVITE_ALTERED);
	assert_ptr_equal(invitation_reads("TN1.AAAAA", 9), TEXT_INVITE_ALTERED);
	char *large = alloc_bytes(INVITE_FILE_MAX + 1);
	memset(large, 'A', INVITE_FILE_MAX + 1);
	memcpy(large, "TN1.", 4);
	assert_ptr_equal(invitation_reads(large, INVITE_FILE_MAX + 1), TEXT_INVITE_TOO_LARGE);
	assert_ptr_equal(invitation_reads(large, INVITE_LINE_MAX + 1), TEXT_INVITE_TOO_LARGE);
	assert_ptr_equal(invitation_reads(large, INVITE_LINE_MAX), TEXT_INVITE_ALTERED);
	struct invite v = invitation_sample(); /* a good line and a long nothing */
	char *line = invitation_line(&v);
	memset(large, '\n', INVITE_FILE_MAX + 1);
	memcpy(large, line, strlen(line));
	assert_ptr_equal(invitation_reads(large, INVITE_FILE_MAX), TEXT_NONE);
	assert_ptr_equal(invitation_reads(large, INVITE_FILE_MAX + 1), TEXT_INVITE_TOO_LARGE);
	free(line);
	free(large);
}

/* A definition line that unpacks to n blanks, behind the right line for them. */
static text_id reads_blanks(size_t n)
{
	struct invite v = invitation_sample();
	char *blanks = alloc_bytes(n);
	unsigned long packed_bytes = compressBound(n);
	unsigned char *packed = alloc_bytes(packed_bytes);
	memset(blanks, ' ', n);
	v.definition[0] = (struct id){{0}};
	v.definitions = 2;
	v.definition[1] = form_definition_id(blanks, n);
	assert_int_equal(compress(packed, &packed_bytes, (unsigned char *)blanks, n), Z_OK);
	char *text = alloc_bytes(packed_bytes * 4 / 3 + 4), *line = invitation_line(&v);
	base64_encode(packed, packed_bytes, text, packed_bytes * 4 / 3 + 4);
	char *file = alloc_print("%s\n%s\n", line, text);
	text_id result = invitation_reads(file, strlen(file));
	free(file);
	free(line);
	free(text);
	free(packed);
	free(blanks);
	return result;
}

static void test_a_definition_has_its_limit(void **state)
{
	(void)state;
	assert_ptr_equal(reads_blanks(256 * 1024), TEXT_NONE);
	assert_ptr_equal(reads_blanks(256 * 1024 + 1), TEXT_INVITE_DEFINITION);
	assert_ptr_equal(reads_blanks(64 * 1024 * 1024), TEXT_INVITE_DEFINITION); /* a bomb */
}

static void test_only_named_definitions_are_written(void **state)
{
	(void)state;
	struct invite v = invitation_sample();
	struct buf out;
	struct err e;
	const char *const swapped[] = {invitation_texts[0], invitation_texts[2], invitation_texts[1]};
	const size_t swapped_sizes[] = {invitation_sizes[0], invitation_sizes[2], invitation_sizes[1]};
	buf_init(&out, INVITE_FILE_MAX);
	assert_int_equal(invite_write_file(&v, swapped, swapped_sizes, &out, &e), -1);
	assert_ptr_equal(e.text, TEXT_INVITE_DEFINITION);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_line_reads_as_written),
		cmocka_unit_test(test_a_file_brings_its_definitions),
		cmocka_unit_test(test_the_least_and_the_most_an_invitation_says),
		cmocka_unit_test(test_what_surrounds_it_is_forgiven),
		cmocka_unit_test(test_no_character_can_be_changed),
		cmocka_unit_test(test_no_piece_can_be_missing),
		cmocka_unit_test(test_definitions_swapped_missing_or_too_many),
		cmocka_unit_test(test_definitions_of_another_invitation),
		cmocka_unit_test(test_other_things_are_not_invitations),
		cmocka_unit_test(test_a_definition_has_its_limit),
		cmocka_unit_test(test_only_named_definitions_are_written),
	};
	alloc_init();
	return cmocka_run_group_tests_name("invite", tests, NULL, NULL);
}
