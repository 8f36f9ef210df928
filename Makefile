# tungnha: make demo (try it), make check (all tests), make install. V=1 shows commands, BUILD=dir builds elsewhere.

BUILD ?= build
PREFIX ?= /usr/local
EXAMPLES = $(PREFIX)/share/doc/tungnha/examples
CC ?= cc
V ?= 0
Q := $(if $(filter 0,$(V)),@)

PACKAGES := sqlite3 libsodium libcjson zlib libutf8proc expat
# What a program never calls stays out of it, and so do tables for exceptions, which C has none of: a fifth of its size.
SMALL := -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables
# Addresses the loader puts right at the start are packed, 40 kB less, where the C library knows how (glibc 2.36).
PACKED := $(shell printf '\043include <features.h>\n\043if __GLIBC_PREREQ(2, 36)\n-Wl,-z,pack-relative-relocs\n\043endif' | \
	$(CC) -E -P - 2>/dev/null | grep -o -e '-Wl.*' | tr -d ' ')
SMALL_LINK := -Wl,--gc-sections $(PACKED)
# libcurl is loaded when something is sent (sync/), libmicrohttpd by serve (src/web/): they would cost every command of
# the day its start. So would libzip and libxlsxwriter (2 ms, 2 MB), loaded with the first workbook.
LOADED_CFLAGS := $(shell pkg-config --cflags libcurl libmicrohttpd libzip)
soname = $(shell readelf -d "$$($(CC) -print-file-name=lib$(1).so)" 2>/dev/null | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
TEST_LIBS := -lcmocka -lzip -lxlsxwriter
FUZZ_INPUTS ?= 20000
# For size: what takes time here is SQLite, libsodium and the disk, and a collector must stay small.
CFLAGS ?= -Os -g
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wno-format-zero-length $(if $(CI),-Werror)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 -Iinclude -fstack-protector-strong \
	$(WARN) $(SMALL) $(shell pkg-config --cflags $(PACKAGES)) $(LOADED_CFLAGS) $(CFLAGS) $(SANITIZE)
LIBS = -Wl,--as-needed $(shell pkg-config --libs $(PACKAGES)) -pthread -ldl

LIB_DIRS := src/base src/text src/form src/journal src/store sync src/report src/app src/web
LIB_SRC := $(wildcard $(addsuffix /*.c,$(LIB_DIRS)))
LIB_ASM := $(wildcard $(addsuffix /*.S,$(LIB_DIRS)))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(LIB_ASM:%.S=$(BUILD)/%.o)
LIB := $(BUILD)/libtungnha.a
PROGRAMS := $(BUILD)/tungnha-collector $(BUILD)/tungnha-aggregator
# The one that takes longest begins first, so that nothing is left to wait for at the end.
TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
TESTS := $(filter %/test_histories,$(TESTS)) $(filter-out %/test_histories,$(TESTS))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c))
FAULTS := $(patsubst tests/faults/%.c,$(BUILD)/faults/%,$(filter-out tests/faults/lib%.c,$(wildcard tests/faults/*.c))) \
	$(patsubst tests/faults/%.c,$(BUILD)/faults/%.so,$(wildcard tests/faults/lib*.c))
BENCHES := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/bench_*.c))

all: $(PROGRAMS)

$(BUILD)/tungnha-%: $(LIB)
	$(Q)$(CC) $(ALL_CFLAGS) $(SMALL_LINK) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)
$(BUILD)/tungnha-collector: $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/collector/*.c))
$(BUILD)/tungnha-aggregator: $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/aggregator/*.c))

$(LIB): $(LIB_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The very versions whose headers were read.
$(BUILD)/src/base/late_zip.o: ALL_CFLAGS += $(patsubst %,-DZIP_SONAME='"%"',$(call soname,zip))
$(BUILD)/src/report/late_book.o: ALL_CFLAGS += $(patsubst %,-DBOOK_SONAME='"%"',$(call soname,xlsxwriter))

# The assembler takes SQL and shipped definitions into the program with .incbin.
$(BUILD)/%.o: %.S
	@mkdir -p $(@D)
	$(Q)$(CC) -Iinclude -Wa,-I$(BUILD)/forms -Wa,-I$(BUILD)/sql,-I$(BUILD)/assets -MMD -MP -c -o $@ $<
# SQL without its comments.
SCHEMA := $(patsubst src/store/%.sql,$(BUILD)/sql/%.sql,$(wildcard src/store/*.sql))
$(BUILD)/src/store/schema.o: $(SCHEMA)
$(BUILD)/sql/%.sql: src/store/%.sql
	@mkdir -p $(@D)
	$(Q)sed -e 's/ *--.*//' -e '/^$$/d' $< >$@
$(BUILD)/src/text/sentences.o: src/text/vi.def src/text/en.def
$(BUILD)/sync/dictionary.o: sync/dictionary.txt
$(BUILD)/src/app/practice.o: src/app/practice.csv
# Definitions go in compressed, all together, each with a NUL at its end (-n: no name, no time, so that the same files make
# the same bytes).
DEFINITIONS := $(wildcard forms/*.json forms/campaigns/*.json)
$(BUILD)/src/form/shipped_data.o: $(BUILD)/forms/shipped.gz
$(BUILD)/src/form/shipped.o: src/form/shipped.def
$(BUILD)/forms/shipped.gz: $(DEFINITIONS) src/form/shipped.def
	@mkdir -p $(@D)
	$(Q)for file in $$(sed -n 's/^SHIP(.*"\([^"]*\)")$$/\1/p' src/form/shipped.def); do \
		cat "forms/$$file" && printf '\000' || exit 1; done >$(BUILD)/forms/shipped
	$(Q)gzip -9nc $(BUILD)/forms/shipped >$@

# So do the pages' style, script and icon.
ASSETS := $(wildcard src/web/assets/*)
$(BUILD)/src/web/assets_data.o: $(ASSETS:src/web/assets/%=$(BUILD)/assets/%.gz) src/web/assets.def src/web/assets_desk.def
$(BUILD)/assets/%.gz: src/web/assets/%
	@mkdir -p $(@D)
	$(Q)gzip -9nc $< >$@

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(SUPPORT) $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS) $(TEST_LIBS)
# Pages are asked over HTTP, as browsers do.
$(filter $(BUILD)/tests/test_page_%,$(TESTS)): $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/collector/page*.c))
$(filter $(BUILD)/tests/test_desk_%,$(TESTS)): $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/aggregator/page*.c))

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/driver.o $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)

# What scenarios do to a line, a disk, a clock: programs of their own, and lib*.so to be preloaded.
$(BUILD)/faults/%.so: tests/faults/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(filter-out -fsanitize% -fno-sanitize%,$(ALL_CFLAGS)) -fPIC -shared -o $@ $<
$(BUILD)/faults/%: $(BUILD)/tests/faults/%.o $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)
$(BUILD)/faults/rude: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/faults/rude/*.c))
$(BUILD)/faults/relay: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/faults/relay/*.c))
$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(SUPPORT) $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(SUPPORT) $(LIB) $(LIBS) $(TEST_LIBS)

# ---- what people call ----

demo: deps
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) sh tests/support/demo.sh

# All tests: layers, units, short fuzzing, vectors, scenarios, and all of them again under the sanitizers; beside them, since
# both often wait, pages in a real Chromium.
check: deps-check
	@$(MAKE) --no-print-directory layers all $(BUILD)/faults/libfixed.so
	@BUILD=$(BUILD) sh tests/browser/run.sh >$(BUILD)/browser.log 2>&1 & pages=$$!; \
	$(MAKE) --no-print-directory check-once && $(MAKE) --no-print-directory asan; rest=$$?; \
	wait $$pages; pages=$$?; cat $(BUILD)/browser.log; [ $$pages -eq 0 ] && [ $$rest -eq 0 ]

check-once: all $(TESTS) $(FUZZERS) $(FAULTS)
	@BUILD=$(BUILD) sh tests/support/run-units.sh $(TESTS)
	@BUILD=$(BUILD) FUZZ_INPUTS=$(FUZZ_INPUTS) sh tests/support/run-fuzzers.sh $(FUZZERS)
	@if python3 -c 'import nacl' 2>/dev/null; then python3 tests/vectors/check.py; else /usr/bin/python3 tests/vectors/check.py; fi
	@BUILD=$(BUILD) sh tests/support/run-flows.sh

# Address and undefined-behaviour sanitizers over everything; random histories and fuzzing in smaller numbers.
asan: deps-check
	@ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 TUNGNHA_SMALL=1 \
	$(MAKE) --no-print-directory check-once BUILD=$(BUILD)/asan CFLAGS="-O1 -g1" FUZZ_INPUTS=2000 \
	SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"

# The pages in a real Chromium: ONLY=name for some of the scenarios. screens: pictures of every page and state.
ONLY ?=
browser: deps-check
	@$(MAKE) --no-print-directory all $(BUILD)/faults/libfixed.so
	@BUILD=$(BUILD) sh tests/browser/run.sh $(ONLY)
screens: deps-check
	@$(MAKE) --no-print-directory all $(BUILD)/faults/libfixed.so
	@BUILD=$(BUILD) ONLY="$(ONLY)" sh tests/browser/run.sh --screens

# Households a second beside the bare pipeline, memory, a bad line, a stick: a table of this machine.
bench-sync: deps-check
	@$(MAKE) --no-print-directory all $(BENCHES) $(BUILD)/faults/relay
	@BUILD=$(BUILD) sh tests/bench/sync.sh

# The desk of a large hub: its pages, ten clerks, 64 collectors beside them. HAMLETS=42 HOUSEHOLDS=145 for less.
HAMLETS ?= 300
HOUSEHOLDS ?= 334
bench-desk: deps-check
	@$(MAKE) --no-print-directory all $(patsubst %,$(BUILD)/bench/bench_%,desk click post)
	@BUILD=$(BUILD) sh tests/bench/desk.sh $(HAMLETS) $(HOUSEHOLDS)

# 3,321 communes' statements for ten weeks into one parent; COMMUNES=92 WEEKS=4 for less. Needs 2 GB in memory.
COMMUNES ?= 3321
WEEKS ?= 10
bench-country: deps-check
	@$(MAKE) --no-print-directory $(BUILD)/bench/bench_country
	@BUILD=$(BUILD) sh tests/bench/country.sh $(COMMUNES) $(WEEKS)

# Coverage-guided where clang's libFuzzer is there, else the plain driver; FUZZ=entry SECONDS=600 to choose.
FUZZ ?=
SECONDS ?= 60
fuzz: deps-check
	@BUILD=$(BUILD) sh tests/support/fuzz.sh "$(FUZZ)" "$(SECONDS)"

# For another machine, ARCH=arm64 or armhf, its tests under emulation.
cross:
	@BUILD=$(BUILD) sh tests/support/cross.sh "$(ARCH)"

lint:
	@sh tests/support/lint.sh

layers:
	@sh tests/support/layers.sh

deps:
	@sh tests/support/deps.sh build
deps-check:
	@sh tests/support/deps.sh check

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/tungnha/forms/campaigns
	install $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 forms/*.json forms/README.md $(DESTDIR)$(PREFIX)/share/tungnha/forms
	install -m 644 forms/campaigns/*.json $(DESTDIR)$(PREFIX)/share/tungnha/forms/campaigns
	install -d $(DESTDIR)$(EXAMPLES)
	install -m 644 src/web/deploy/* $(DESTDIR)$(EXAMPLES)
	sed -i 's,/usr/local,$(PREFIX),' $(DESTDIR)$(EXAMPLES)/*.service $(DESTDIR)$(EXAMPLES)/*.desktop
	install -D -m 644 $(DESTDIR)$(EXAMPLES)/tungnha.desktop $(DESTDIR)$(PREFIX)/share/applications/tungnha.desktop
	install -D -m 644 src/web/assets/tungnha.svg $(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps/tungnha.svg

clean:
	$(Q)rm -rf $(BUILD)

.PHONY: all demo check check-once asan browser screens bench-sync bench-desk bench-country fuzz cross lint layers deps deps-check install clean
.SECONDARY:
-include $(shell find $(addprefix $(BUILD)/,src sync tests) -name '*.d' 2>/dev/null)
