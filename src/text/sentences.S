/* Every sentence, each in sections of its own: the linker leaves out those a program never says. */
#define T(id, sentence) \
	.section .rodata.vi_##id, "a", %progbits ; \
	.Lvi_##id: .ascii sentence ; .byte 0 ;
#include "vi.def"
#undef T
#define T(id, sentence) \
	.section .rodata.en_##id, "a", %progbits ; \
	.Len_##id: .ascii sentence ; .byte 0 ;
#include "en.def"
#undef T
#define T(id, sentence) \
	.section .rodata.text_##id, "a", %progbits ; \
	.balign 4 ; \
	.global TEXT_##id ; \
	.type TEXT_##id, %object ; \
	TEXT_##id: .long .Lvi_##id - . , .Len_##id - . ; \
	.asciz #id ; \
	.size TEXT_##id, . - TEXT_##id ;
#include "vi.def"
	.section .note.GNU-stack, "", %progbits
