/* The preset dictionary of message bodies, byte for byte: changing it makes another format (PROTOCOL.md, section 7). */
	.section .rodata
	.global message_dictionary
	.global message_dictionary_bytes
	.balign 4
message_dictionary_bytes:
	.long message_dictionary_end - message_dictionary
message_dictionary:
	.incbin "sync/dictionary.txt"
message_dictionary_end:
	.section .note.GNU-stack,"",%progbits
