/* The schema, as written in schema.sql, inside the program. */
	.section .rodata
	.global store_schema
	.type store_schema, %object
store_schema:
	.incbin "src/store/schema.sql"
	.byte 0
	.size store_schema, . - store_schema
	.section .note.GNU-stack,"",%progbits
