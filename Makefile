.DEFAULT_GOAL := help
MVN = mvn -B -ntp
PROFILE = default
GUIDED = --guided
STACK = cloudfront-manager

run: ## Build what is needed, start the whole API on an embedded AWS, print URL and sign-in
	$(MVN) -q -T 2 -DskipTests -Dquick -Dspotless.check.skip package -pl local -am && exec java $(JAVA_OPTS) -jar local/target/local.jar

test: ## Everything that can be tested on one machine, with every gate
	$(MVN) -T 2 verify

coverage: ## The tests once more, with a report of the lines they reach: target/site/jacoco of each module
	$(MVN) -T 2 -Pcoverage verify

format: ## Lay the code out the one way
	$(MVN) -q spotless:apply

package: ## One jar per Lambda function and the layer, ready for sam deploy
	$(MVN) -DskipTests package

deploy: package ## Deploy the stack to the AWS account of your shell (asks for parameters; GUIDED= takes the last answers)
	sam deploy --config-env $(PROFILE) $(GUIDED)

env: ## Write env.js, the browser client's settings, from the outputs of STACK
	sh infra/env.sh $(STACK) > env.js

clean: ## Remove everything that was built
	$(MVN) -q clean

help: ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

.PHONY: run test coverage format package deploy env clean help
