#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints env.js, the browser client's settings, from a stack's outputs:  sh infra/env.sh [stack] > env.js
# Needs the AWS CLI, with credentials that may call cloudformation:DescribeStacks.
set -eu

stack="${1:-cloudfront-manager}"
outputs=$(aws cloudformation describe-stacks --stack-name "$stack" \
  --query 'Stacks[0].Outputs[].[OutputKey,OutputValue]' --output text)

value() {
  printf '%s\n' "$outputs" | awk -F '\t' -v key="$1" '$1 == key { print $2; found = 1 } END { exit !found }' || {
    echo "The stack $stack has no output $1: is it this product's, and deployed to the end?" >&2
    return 1
  }
}

region=$(value Region)
user_pool=$(value UserPoolId)
client=$(value UserPoolClientId)
api=$(value ApiUrl)
cache_policy=$(value CustomCachePolicyId)

cat <<JAVASCRIPT
window.ENV = {
  REGION: "$region",
  USER_POOL_ID: "$user_pool",
  USER_POOL_CLIENT_ID: "$client",
  API_URL: "$api",
  CUSTOM_CACHE_POLICY_ID: "$cache_policy"
};
JAVASCRIPT
