/* shipped_data.S - the definitions of forms/ taken into the program, byte for byte, each compressed by gzip into
 * $(BUILD)/forms (Makefile), where the assembler looks. */
	.macro ship name, path
	.global \name
	.global \name\()_end
\name:
	.incbin "\path\().gz"
\name\()_end:
	.endm

#define SHIP(id, name, file) ship name, file

	.section .rodata
#include "shipped.def"

	.section .note.GNU-stack, "", %progbits
