/* The preset dictionary of message bodies, byte for byte: changing it makes another format (PROTOCOL.md, section 7). */
	.section .rodata
	.global message_dictionary
	.global message_dictionary_end
message_dictionary:
	.incbin "sync/dictionary.txt"
message_dictionary_end:
	.byte 0
	.section .note.GNU-stack,"",%progbits
