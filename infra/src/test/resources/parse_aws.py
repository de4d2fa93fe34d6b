# SPDX-License-Identifier: Apache-2.0
"""Reads commands of the AWS CLI, words ended by NUL, commands by a line feed and NUL, and prints what is wrong with each.

The CLI checks names and values before it connects: what gets as far as not reaching anybody is well written. All in one
process, because most of such a check is starting. Exit status 3 where the CLI is no Python module.
"""
import contextlib
import io
import os
import sys

try:
    from awscli.clidriver import create_clidriver
except ImportError:
    sys.exit(3)

os.environ["AWS_MAX_ATTEMPTS"] = "1"
for command in sys.stdin.buffer.read().decode().split("\n\0"):
    words = command.split("\0")[:-1]
    if not words:
        continue
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            create_clidriver().main(words + ["--endpoint-url", "http://127.0.0.1:1"])
        except SystemExit:
            pass
    if "Could not connect to the endpoint URL" not in said.getvalue():
        print("aws " + " ".join(words) + ": " + " ".join(said.getvalue().split()))
