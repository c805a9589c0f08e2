# SPDX-License-Identifier: GPL-2.0
#
# Verbs; each is one call of mdkunit. Try: make help
#
#: KDIR=DIR        a kernel tree of yours, which is not touched
#: KERNEL=SERIES   or one that Debian offers, such as 7.3, 6.12, 6.1
#: PLATFORM=um     um, x86_64, arm64, riscv64, i386 or all (um and x86_64)
#: CONFIG="A B"    add kunitconfig/A and kunitconfig/B
#: WITHOUT=devmem  leave kunitconfig/devmem out
#: FILTER=GLOB     only SUITE[.TEST[.ROW]]
#: JSON=FILE       write the report there
#: RANGE=BASE..     commits of KDIR that presubmit looks at
#: OUT=DIR         keep logs there
#: RUNS=100        boots of calm
#: CPUS=2          processors of the machine that is booted
#: REPORTS="A B"   what report and kcidb read
#: HTML=FILE      where report writes (default: report.html)
#: SVG=FILE        draw what bench measured there
#: ENGINE=parallel what cells hands them to: parallel, slurm or gitlab
#: ONLY="A B"      only cells whose names match
#: JOBS=N          cells at a time
#: ORIGIN=NAME     the CI system, as KCIDB knows it
#: SUITE=FILE      results of mdkunit mutants that peer compares with
#: CELLS=P:V,...   what check runs on, such as um:7.3,x86_64:6.1

MDKUNIT  := tools/testing/kunit/mdkunit
PLATFORM ?= um
RUNS     ?= 100
ENGINE   ?= parallel

tree := $(if $(KDIR),--kdir "$(KDIR)",$(if $(KERNEL),--kernel "$(KERNEL)"))
kept := $(if $(OUT),--out "$(OUT)")
what := --platform "$(PLATFORM)" $(foreach name,$(CONFIG),--config "$(name)") \
	$(foreach name,$(WITHOUT),--without "$(name)") \
	$(if $(FILTER),--filter "$(FILTER)") $(if $(JSON),--json "$(JSON)") $(if $(CPUS),--cpus "$(CPUS)") \
	$(kept)

.PHONY: help run coverage regressions check mutants lint litmus presubmit
.PHONY: patch fetch clean doctor
.PHONY: calm bench docs series report cells kcidb peer

help: ## show this text
	@sed -n 's/^\([a-z]*\): ## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)); \
	sed -n 's/^#: /  /p' $(firstword $(MAKEFILE_LIST))

run: ## run the suite (KDIR, KERNEL, PLATFORM, CONFIG, WITHOUT, FILTER, JSON, OUT)
	@$(MDKUNIT) run $(tree) $(what)

coverage: ## count what the suite runs of the code under observation (as run)
	@$(MDKUNIT) coverage $(tree) $(what)

regressions: ## put back bugs that history had, and see them found (KERNEL, PLATFORM, CONFIG)
	@$(MDKUNIT) regressions $(if $(KERNEL),--kernel "$(KERNEL)") \
		--platform "$(PLATFORM)" $(foreach name,$(CONFIG),--config "$(name)") \
		$(if $(JSON),--json "$(JSON)") $(kept)

check: ## run the project's own tests on all kernels and platforms (CELLS, OUT)
	@$(MDKUNIT) check $(if $(CELLS),--cells "$(CELLS)") $(kept)

mutants: ## count how many small changes of the source the suite sees (KDIR, KERNEL, PLATFORM, JSON)
	@$(MDKUNIT) mutants $(tree) --platform "$(PLATFORM)" $(if $(JSON),--json "$(JSON)")

peer: ## let the kernel's own hmm-tests judge the same changes, on x86_64 (KDIR, KERNEL, SUITE, JSON)
	@$(MDKUNIT) peer $(tree) $(if $(SUITE),--suite "$(SUITE)") $(if $(JSON),--json "$(JSON)")

report: ## one page of HTML from what others wrote with JSON= (REPORTS, HTML, KDIR, KERNEL)
	@$(MDKUNIT) report $(tree) $(REPORTS) $(if $(HTML),--html "$(HTML)")

cells: ## run each cell of the matrix once (ENGINE, ONLY, JOBS; OUT for results)
	@$(MDKUNIT) launch --engine "$(ENGINE)" $(foreach name,$(ONLY),--only "$(name)") \
		$(if $(JOBS),--jobs "$(JOBS)") $(if $(OUT),--results "$(OUT)")

kcidb: ## reports that run wrote with JSON= as a submission to KCIDB (REPORTS, ORIGIN, OUT for a file)
	@$(MDKUNIT) kcidb $(REPORTS) --origin "$(ORIGIN)" $(kept)

calm: ## boot again and again on varying machines, in varying order (RUNS, and what run takes)
	@$(MDKUNIT) run $(tree) $(what) --repeat "$(RUNS)" --vary

bench: ## time collect's TLB flushes (SVG, and what run takes but FILTER)
	@$(MDKUNIT) bench $(tree) $(what) $(if $(SVG),--svg "$(SVG)")

lint: ## check names, style and compiler warnings (KDIR, KERNEL)
	@$(MDKUNIT) lint $(tree)

presubmit: ## say what each commit of a clone does to the suite (KDIR, RANGE)
	@$(MDKUNIT) presubmit --kdir "$(KDIR)" $(RANGE)

doctor: ## say what this machine lacks, and for what
	@$(MDKUNIT) doctor

litmus: ## run the litmus tests in the kernel's memory model (KDIR, KERNEL)
	@$(MDKUNIT) litmus $(tree)

docs: ## build the pages of Documentation/mdkunit with Sphinx (OUT)
	@$(MDKUNIT) docs $(kept)

series: ## write the suite as patches that mm could take (KDIR, KERNEL, OUT)
	@$(MDKUNIT) series $(tree) $(kept)

patch: ## print the suite as a patch for a tree (KDIR)
	@$(MDKUNIT) patch --kdir "$(KDIR)"

fetch: ## get kernel sources into the cache (KERNEL)
	@$(MDKUNIT) fetch $(foreach name,$(KERNEL),--kernel "$(name)")

clean: ## remove everything from the cache
	@$(MDKUNIT) clean --all
