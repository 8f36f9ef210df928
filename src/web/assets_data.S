/* assets_data.S - the files of assets.def and assets_desk.def taken into the program, compressed by gzip into $(BUILD)/assets (Makefile),
 * each in a section of its own: a program without pages is linked without them. */
	.macro ship name, path
	.section .rodata.\name, "a", %progbits
	.global \name
	.global \name\()_end
\name:
	.incbin "\path\().gz"
\name\()_end:
	.endm

#define A(path, type, symbol, file) ship symbol, file

#include "assets.def"
#include "assets_desk.def"

	.section .note.GNU-stack, "", %progbits
