#!/usr/bin/env python3
"""Compares what `specwright diff` and `cargo semver-checks` say about edits of the API fragment.

For each file of `tests/fixtures/edits`, generates the crates before and after the edit below
`target/edits`, and prints both verdicts as a row of a Markdown table. Not part of CI: it needs
cargo-semver-checks. Set the variable SEMVER_CHECKS to its binary unless it is in the path.

    python3 tests/scripts/compare_edits.py [EDIT…]
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "target" / "edits"
SEMVER_CHECKS = os.environ.get("SEMVER_CHECKS", "cargo-semver-checks")
# Without TLS, which adds nothing to the API.
FEATURES = "receiver,reqwest"
SPECWRIGHT = ROOT / "target" / "debug" / "specwright"


def main():
    run(["cargo", "build", "--quiet", "--package", "specwright"])
    folder = ROOT / "tests" / "fixtures" / "edits"
    document = (folder / "fragment.yaml").read_text(encoding="utf-8")
    names = sys.argv[1:]
    edits = sorted(folder.glob("*.diff"))
    edits = [edit for edit in edits if not names or edit.stem in names]
    base = generate("base", document)
    print("| edit | specwright diff | cargo-semver-checks |\n|---|---|---|", flush=True)
    for edit in edits:
        new = generate("new", apply(edit.read_text(encoding="utf-8"), document))
        ours = judge(base, new)
        theirs = semver_checks(base, new)
        print(f"| {edit.stem} | {ours} | {theirs} |", flush=True)


def apply(edit, document):
    """Returns the document after the hunks of an edit."""
    _about, hunks = edit.split("\n", 1)
    for hunk in hunks.rstrip("\n").split("\n\n"):
        lines = hunk.split("\n")
        old, new = (
            "".join(line[1:] + "\n" for line in lines if line[0] in signs) for signs in (" -", " +")
        )
        if document.count(old) != 1:
            sys.exit(f"this hunk is not in the document once:\n{hunk}")
        document = document.replace(old, new)
    return document


def generate(name, document):
    """Generates the crate of a document. Returns the paths of the document and of the crate."""
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "communications.yaml"
    path.write_text(document, encoding="utf-8")
    crate = folder / "crate"
    arguments = ["--out", crate, "--name", "msgraph-communications", "--workspace", "own"]
    run([SPECWRIGHT, "generate", path, *arguments, "--runtime-path", ROOT / "runtime", "--quiet"])
    return path, crate


def judge(base, new):
    """Returns the verdict of `specwright diff` and its rules."""
    output = run([SPECWRIGHT, "diff", base[0], new[0], "--format", "json"])
    lines = [json.loads(line) for line in output.splitlines()]
    changes = [line for line in lines if "rule" in line]
    worst = next((v for v in ("breaking", "wire") if any(c["api"] == v for c in changes)), "compatible")
    rules = sorted({change["rule"] for change in changes if change["api"] == worst})
    return f"{worst}: {', '.join(f'`{rule}`' for rule in rules)}"


def semver_checks(base, new):
    """Returns the version that cargo-semver-checks requires, and the lints that failed."""
    command = [SEMVER_CHECKS, "semver-checks", "--manifest-path", new[1] / "Cargo.toml"]
    command += ["--baseline-root", base[1], "--only-explicit-features", "--features", FEATURES]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    output = re.sub("\x1b\\[[0-9;]*m", "", finished.stdout + finished.stderr)
    if "Checked" not in output:
        sys.exit(f"cargo-semver-checks failed:\n{output}")
    lints = sorted(set(re.findall(r"^--- failure (\w+)", output, re.MULTILINE)))
    required = re.search(r"semver requires new (\w+) version", output)
    if not lints:
        return "nothing"
    return f"{required.group(1) if required else '?'}: {', '.join(f'`{lint}`' for lint in lints)}"


def run(command):
    """Runs a command that must succeed. Returns what it prints to stdout."""
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if finished.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{finished.stdout}{finished.stderr}")
    return finished.stdout


if __name__ == "__main__":
    main()
