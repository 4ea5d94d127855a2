#!/usr/bin/env python3
"""Rules of style that a script can see. Each comes with its reason.

    scripts/check_style.py              check the repository
    scripts/check_style.py --self-test  check this script
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LONGEST_FILE = 400  # lines of a source; aim at 300
SOURCES = ("app/", "core/", "storage/")

# Files that may do what a rule forbids: why that is right. Fails when it is no longer needed.
EXCEPTIONS = {
    ("app/main.cpp", "print"): "the program's own output",
    ("app/http/serialize.cpp", "clock"): "the Date field is the machine's time, also where a test steps the clock",
}


def rule_patterns():
    """(rule, files it looks at, what must not be there, what to say). Words are put together so that this file passes."""
    open_points = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"))
    return [
        ("open", r"", rf"\b({open_points})\b", "an open point belongs into an issue, not into the tree"),
        ("space", r"", r"[ \t]+$", "trailing white space"),
        ("clock", r"\.[ch]pp$", r"\b(system_clock::now|std::time\(|gettimeofday|clock_gettime)",
         "time comes from core::Clock; the machine's clock is read in app/system_clock.cpp alone"),
        ("select", r"^(storage|app)/.*\.([ch]pp|sql)$", r"(?i)\bSELECT\s+(\w+\.)?\*", "list the columns"),
        ("print", r"^(core|storage|app)/.*\.[ch]pp$", r"std::(cout|cerr|clog)\b|\bf?printf\s*\(",
         "libraries do not print; log, or write to a stream that was given"),
        ("sql", r"^(storage|app)/.*\.[ch]pp$",
         r"(fmt::format\(\s*R?\"[^\"]*\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b"
         r"|\b(WHERE|VALUES|FROM|SET)\b[^\"\n]*\"\s*\+\s*[A-Za-z_])", "SQL is not put together from pieces; bind values"),
        ("new", r"^(core|storage|app)/.*\.[ch]pp$", r"(?<![\w\"])(new [A-Za-z_:]+[({\[<]|delete [a-z_]+;)",
         "owners clean up: no naked new or delete"),
        ("inline", r"^templates/.*\.html$", r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
         "no inline script or style: the content security policy forbids them"),
        ("outside", r"^templates/.*\.(html|css|js)$", r"(src|href)\s*=\s*[\"']https?://", "no third-party content on our pages"),
    ]


ALLOWED_PLACES = {"clock": {"app/system_clock.cpp"}}
# Letters are e-mail: mail programs know no style sheets, and links must be whole.
LETTERS = "templates/letters/"
TEXT = re.compile(r"\.(cpp|hpp|py|sql|html|txt|css|js|mjs|md|toml|json|cmake|sh|po|yml)$|(^|/)(run|test|format|bench|Dockerfile|CMakeLists\.txt)$")
NOT_OURS = re.compile(r"(^|/)(node_modules|golden)/|package-lock\.json$|^LICENSE$")


def tracked_files(root):
    listed = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                            capture_output=True, check=True).stdout.decode()
    return sorted(name for name in set(listed.split("\0")) if name and (root / name).is_file())


def check(root, names, exceptions):
    problems, used = [], set()

    def found(name, rule, text):
        if (name, rule) in exceptions:
            used.add((name, rule))
        else:
            problems.append(f"{name}{text}")

    rules = [(rule, re.compile(where), re.compile(what, re.MULTILINE), words) for rule, where, what, words in rule_patterns()]
    for name in names:
        if not TEXT.search(name) or NOT_OURS.search(name):
            continue
        text = (root / name).read_text(encoding="utf-8")
        for rule, where, what, words in rules:
            if not where.search(name) or name in ALLOWED_PLACES.get(rule, ()):
                continue
            if name.startswith(LETTERS) and rule in ("inline", "outside"):
                continue
            for match in what.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found(name, rule, f":{line}: {words}")
        lines = text.count("\n")
        if name.startswith(SOURCES) and name.endswith(("pp", ".sql")) and lines > LONGEST_FILE:
            found(name, "long", f": {lines} lines, more than {LONGEST_FILE}")
        if text and not text.endswith("\n"):
            found(name, "end", ": no newline at the end")
    problems += check_readmes(names)
    problems += [f"the exception for {name} ({rule}) is no longer needed" for name, rule in exceptions
                 if (name, rule) not in used]
    return problems


def check_readmes(names):
    """Each folder of code says what it is."""
    folders = {str(Path(name).parent) for name in names if re.search(r"\.([ch]pp|py|html|mjs)$", name)}
    present = {str(Path(name).parent) for name in names if Path(name).name == "README.md"}
    folders = {folder for folder in folders if not NOT_OURS.search(folder + "/")}

    def said(folder):
        return folder in present or str(Path(folder).parent) in present and folder.count("/") >= 2 \
            or folder.startswith(("templates/", "scripts/", "tests/")) and folder.split("/")[0] in present

    return [f"{folder}: has no README.md" for folder in sorted(folders) if not said(folder)]


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = {
            "app/README.md": "good\n",
            "app/good_words.cpp": "auto words = \"from \" + std::to_string(least);\n",
            "app/good.cpp": "auto const now = clock.now();\nauto made = std::make_unique<Thing>();\n",
            "app/bad_clock.cpp": "auto now = std::chrono::system_clock::now();\n",
            "app/system_clock.cpp": "return std::chrono::system_clock::now();\n",
            "app/bad_print.cpp": "\nstd::cout << 1;\n",
            "app/bad_space.cpp": "int a; \n",
            "app/bad_open.cpp": "// " + "TO" + "DO later\n",
            "app/bad_new.cpp": "auto* thing = new Thing(1);\n",
            "app/bad_end.cpp": "int a;",
            "app/long.cpp": "\n" * 401,
            "storage/README.md": "good\n",
            "storage/bad_select.cpp": "R\"(\nSELECT *\nFROM requests)\"\n",
            "storage/bad_sql.cpp": "auto sql = \"SELECT id FROM requests WHERE id = \" + id;\n",
            "storage/good_sql.cpp": "prepare(\"SELECT count(*) FROM requests WHERE id = ?1\");\n",
            "templates/README.md": "good\n",
            "templates/pages/bad_style.html": "<p style=\"color: red\">\n",
            "templates/pages/bad_script.html": "<script>alert(1)</script>\n",
            "templates/pages/good_script.html": "<script type=\"module\" src=\"/static/habeas.js\"></script>\n",
            "templates/pages/bad_handler.html": "<a onclick=\"go()\">\n",
            "templates/pages/bad_host.html": "<img src=\"https://example.org/a.png\">\n",
            "templates/letters/received.html": "<p style=\"color: black\">\n",
            "core/lonely.cpp": "int a;\n",
        }
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        problems = check(root, sorted(files), {})
        guilty = {re.split(r"[:]", problem)[0] for problem in problems}
        expected = {name for name in files if "/bad_" in name or "/long" in name} | {"core"}
        assert guilty == expected, (guilty ^ expected, problems)
        assert "app/bad_print.cpp:2: " in "\n".join(problems)
        excused = check(root, sorted(files), {("app/bad_print.cpp", "print"): "why", ("app/good.cpp", "print"): "why"})
        assert not any(problem.startswith("app/bad_print.cpp") for problem in excused)
        assert "the exception for app/good.cpp (print) is no longer needed" in excused
    print("check_style: the script finds what it must find")


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    root = Path(__file__).resolve().parent.parent
    problems = check(root, tracked_files(root), EXCEPTIONS)
    for problem in problems:
        print(problem)
    print(f"check_style: {len(problems)} problems" if problems else "check_style: nothing to mend")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
