/* practice.S - the made-up households, as a list a hamlet head could keep, inside the program. */
	.section .rodata.practice_list, "a"
	.global practice_list
	.type practice_list, %object
practice_list:
	.incbin "src/app/practice.csv"
	.byte 0
	.size practice_list, . - practice_list
	.section .note.GNU-stack,"",%progbits
