# SPDX-License-Identifier: Apache-2.0
"""Prints template.yaml as SAM's transform expands it, as JSON. Exit status 3 where the transform is not installed."""
import json
import os
import sys

try:
    import cfnlint
    from cfnlint.decode import cfn_yaml
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator
except ImportError:
    sys.exit(3)

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
with open(os.path.join(os.path.dirname(cfnlint.__file__), "data", "Serverless", "ManagedPolicies.json")) as known:
    managed_policies = json.load(known)
template = json.loads(json.dumps(cfn_yaml.load("template.yaml")))
for resource in template["Resources"].values():
    # What sam deploy does before: local files are uploaded and named by where they are.
    for uri in ("CodeUri", "ContentUri", "DefinitionUri"):
        if isinstance(resource.get("Properties", {}).get(uri), str):
            resource["Properties"][uri] = "s3://bucket/key"
json.dump(Translator(managed_policies, Parser()).translate(template, {}), sys.stdout)
