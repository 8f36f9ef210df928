# tungnha: make demo (try it), make check (all tests), make install. V=1 shows commands, BUILD=dir builds elsewhere.

BUILD ?= build
PREFIX ?= /usr/local
CC ?= cc
V ?= 0
Q := $(if $(filter 0,$(V)),@)

PACKAGES := sqlite3 libsodium libcjson zlib libutf8proc libzip
XLSX_LIBS := -lxlsxwriter
CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wno-format-zero-length $(if $(CI),-Werror)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 -Iinclude -I$(BUILD)/gen -fstack-protector-strong \
	$(WARN) $(shell pkg-config --cflags $(PACKAGES)) $(CFLAGS) $(SANITIZE)
LIBS = $(shell pkg-config --libs $(PACKAGES)) $(XLSX_LIBS)

LIB_DIRS := src/base src/text src/form src/journal src/store sync src/report src/app
LIB_SRC := $(wildcard $(addsuffix /*.c,$(LIB_DIRS)))
LIB_ASM := $(wildcard $(addsuffix /*.S,$(LIB_DIRS)))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(LIB_ASM:%.S=$(BUILD)/%.o)
LIB := $(BUILD)/libtungnha.a
PROGRAMS := $(BUILD)/tungnha-collector $(BUILD)/tungnha-aggregator
TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c))

all: $(PROGRAMS)

$(BUILD)/tungnha-%: $(LIB)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)
$(BUILD)/tungnha-collector: $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/collector/*.c))
$(BUILD)/tungnha-aggregator: $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/aggregator/*.c))

$(LIB): $(LIB_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The assembler takes SQL and shipped definitions into the program with .incbin.
$(BUILD)/%.o: %.S
	@mkdir -p $(@D)
	$(Q)$(CC) -Iinclude -c -o $@ $<
$(BUILD)/sync/dictionary.o: sync/dictionary.txt
$(BUILD)/src/form/shipped_data.o: forms/mau-02.json forms/campaigns/phu-lac-2025.json

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(SUPPORT) $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(SUPPORT) $(LIB) $(LIBS) -lcmocka

clean:
	$(Q)rm -rf $(BUILD)

.PHONY: all clean
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
