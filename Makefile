# The public commands. Everything behind them is in ./dev, which needs only Python 3.11 or newer.
.PHONY: demo test check bench clean

PYTHON ?= python3

demo:  ## install everything into this folder, load the demo world, serve it
	@exec $(PYTHON) dev demo

test:  ## the whole test suite, browser journeys included
	@exec $(PYTHON) dev test

check:  ## format, types, contracts, house rules
	@exec $(PYTHON) dev check

bench:  ## ratios against peers; ONLY=name runs one
	@exec $(PYTHON) dev bench $(if $(ONLY),--only $(ONLY))

clean:  ## remove whatever these commands made, the state of the demo included
	@exec $(PYTHON) dev clean
