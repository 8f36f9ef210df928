/* shipped_data.S - the definitions of forms/ taken into the program, byte for byte. Assembled from the project's root. */
	.macro ship name, path
	.global \name
	.global \name\()_end
	.balign 8
\name:
	.incbin "\path"
\name\()_end:
	.byte 0
	.endm

	.section .rodata
	ship shipped_mau_02, "forms/mau-02.json"
	ship shipped_phu_lac_2025, "forms/campaigns/phu-lac-2025.json"

	.section .note.GNU-stack, "", %progbits
