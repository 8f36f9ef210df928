/* The definitions as shipped, compressed together (the Makefile makes shipped.gz in the order of shipped.def). */
	.section .rodata.shipped_all, "a", %progbits
	.global shipped_all, shipped_all_bytes
	.balign 4
	.type shipped_all_bytes, %object
shipped_all_bytes:
	.long shipped_all_end - shipped_all
	.size shipped_all_bytes, 4
	.type shipped_all, %object
shipped_all:
	.incbin "shipped.gz"
shipped_all_end:
	.size shipped_all, . - shipped_all
	.section .note.GNU-stack, "", %progbits
