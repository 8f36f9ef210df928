/* The schema and its upgrades, as written in the .sql files, inside the program. */
	.section .rodata
	.global store_schema
	.type store_schema, %object
store_schema:
	.incbin "schema.sql"
	.byte 0
	.size store_schema, . - store_schema
	.global store_upgrade_2
	.type store_upgrade_2, %object
store_upgrade_2:
	.incbin "upgrade-2.sql"
	.byte 0
	.size store_upgrade_2, . - store_upgrade_2
	.global store_upgrade_3
	.type store_upgrade_3, %object
store_upgrade_3:
	.incbin "upgrade-3.sql"
	.byte 0
	.size store_upgrade_3, . - store_upgrade_3
	.global store_upgrade_4
	.type store_upgrade_4, %object
store_upgrade_4:
	.incbin "upgrade-4.sql"
	.byte 0
	.size store_upgrade_4, . - store_upgrade_4
	.global store_upgrade_5
	.type store_upgrade_5, %object
store_upgrade_5:
	.incbin "upgrade-5.sql"
	.byte 0
	.size store_upgrade_5, . - store_upgrade_5
	.global store_upgrade_6
	.type store_upgrade_6, %object
store_upgrade_6:
	.incbin "upgrade-6.sql"
	.byte 0
	.size store_upgrade_6, . - store_upgrade_6
	.global store_upgrade_7
	.type store_upgrade_7, %object
store_upgrade_7:
	.incbin "upgrade-7.sql"
	.byte 0
	.size store_upgrade_7, . - store_upgrade_7
	.section .note.GNU-stack,"",%progbits
